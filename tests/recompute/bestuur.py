#!/usr/bin/env python3
"""bestuur.py FOLDER REPORT.csv - each rule of FOLDER/bestuur.peil finds the schools that planted.csv names for the item it
cites, and no other: the report has another verdict than met or exempt for exactly those. Ends in 1 and says what differs."""

import csv
import re
import sys

folder, report = sys.argv[1:]

with open(f"{folder}/planted.csv", encoding="utf-8", newline="") as file:
    planted = list(csv.DictReader(file, delimiter=";"))
with open(f"{folder}/bestuur.peil", encoding="utf-8") as file:
    rules = re.findall(r'^(?:standard|indicator|ambition|target) (\S+) "[^\n]*\n(?:(?!  cite)[^\n]*\n)*  cite "([^"]+)"', file.read(), re.M)
with open(report, encoding="utf-8", newline="") as file:
    found = {}
    for row in csv.DictReader(file):
        schools = found.setdefault(row["rule"], set())
        if row["verdict"] not in ("met", "exempt"):
            schools.add(row["subject"].split("/")[0])

wrong = 0
for rule, item in rules:
    expected = {row["School"] for row in planted if item in row["Punten"].split()}
    if not expected:
        print(f"{rule}: planted.csv has nothing for {item}")
    if found.get(rule) != expected:
        print(f"{rule} ({item}): found {sorted(found.get(rule, ()))}, planted {sorted(expected)}")
    wrong += not expected or found.get(rule) != expected
if set(found) != {rule for rule, _ in rules}:
    print("rules without a cite, or not in the report:", sorted(set(found) ^ {rule for rule, _ in rules}))
    wrong += 1
unseen = [row["Sleutel"] for row in planted if not any(item in row["Punten"].split() for _, item in rules)]
print(f"# {len(rules)} rules find {len(planted) - len(unseen)} of {len(planted)} planted; for the others: {' '.join(unseen)}")
sys.exit(1 if wrong else 0)
