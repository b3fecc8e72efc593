#!/usr/bin/env python3
"""opoa.py BOARD HANDBOOK.peil.md REPORT.csv LATER.csv - the handbook of OPOA over the invented board finds what planted.csv says
of its items, and nothing else. REPORT is of the last day of 2021/2022, LATER of the day after it, on which what that year
left undone is overdue. Ends in 1 and says what differs.

A rule finds a school when one of its subjects there is not met, unknown, red, too late, or has the value that a planted row
asks for. What is planted is expected of the rules that cite the item; a rule that finds a school is to cite a planted item."""

import csv
import re
import sys

board, handbook, report, later = sys.argv[1:]
FOUND = ("not_met", "unknown", "grade:rood", "overdue", "done_late", "value:hele groep 8")


def rows(path, delimiter=","):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def cited(text):
    """OP-35..OP-39 is each of them."""
    items = set(re.findall(r"OP-\d+", text))
    for first, last in re.findall(r"OP-(\d+)\.\.OP-(\d+)", text):
        items |= {f"OP-{n}" for n in range(int(first), int(last) + 1)}
    return items


WORD = r"(?:standard|indicator|ambition|target|decision|deadline|define|attest|measure|population)"


def declared():
    """The items that each declaration cites itself, and those behind what it names. An indicator of a list has its id."""
    with open(handbook, encoding="utf-8") as file:
        parts = re.split(rf"\n(?={WORD} )", file.read())
    bodies = {}
    for part in parts:
        name = re.match(rf"{WORD} `?([^\s`\[]+)", part)
        if name:
            bodies[name.group(1)] = re.split(r"\n\n|\n```", part)[0]
    own = {name: cited(" ".join(re.findall(r'cite "([^"]*)"', body))) for name, body in bodies.items()}
    whole = {name: set(items) for name, items in own.items()}
    for _ in bodies:
        for name, body in bodies.items():
            for word in re.findall(r"[\w-]+", body):
                whole[name] |= whole.get(word, set())
    return own, whole


def finds():
    """(rule, school) of what is not in order."""
    found = set()
    for row in rows(report):
        if row["verdict"] in FOUND:
            found.add((row["rule"], row["subject"].split("/")[0]))
    for row in rows(later):
        if row["verdict"] == "overdue":
            found.add((row["rule"], row["subject"].split("/")[0]))
    return found


items, behind = declared()
planted = {}
for row in rows(f"{board}/planted.csv", ";"):
    for item in row["Punten"].split():
        if item.startswith("OP-"):
            planted.setdefault((row["School"], item), row["Sleutel"])
found = finds()
wrong = []
for (school, item), key in sorted(planted.items()):
    if not any(item in behind.get(rule, {rule}) for rule, where in found if where == school):
        wrong.append(f"{key}: {item} of {school} is not found")
for rule, school in sorted(found):
    if not any((school, item) in planted for item in items.get(rule, {rule})):
        wrong.append(f"{rule} finds {school}, but nothing is planted there for {' '.join(sorted(items.get(rule, {rule})))}")
for line in wrong:
    print(line)
print(f"# {len(planted)} planted items, {len(found)} rules and schools found")
sys.exit(1 if wrong else 0)
