"""formats.py - are the formats for programs what they say, and do they say the same? Standard library only.

    formats.py PEIL ARGUMENT...     runs `PEIL check ARGUMENT... --format ..` in each of them; status 1 when something is wrong

jsonl has the verdicts of json, one a line. tap has a line for each, in the same order, and a plan. junit is well-formed, its
counts are those of its cases. sarif has what SARIF 2.1.0 requires, and a result for each verdict that is a finding.
"""
import json
import re
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree

FAULTS = []


def expect(good, words):
    if not good:
        FAULTS.append(words)


def run(command, form):
    ran = subprocess.run(command + ["--format", form], capture_output=True)
    expect(ran.returncode <= 1, f"{form}: status {ran.returncode}")
    return ran.stdout.decode("utf-8")


def look_at_jsonl(text, verdicts):
    lines = text.split("\n")
    expect(lines.pop() == "", "jsonl: the last line has no end")
    expect([json.loads(line) for line in lines] == verdicts, "jsonl: not the verdicts of json")


def look_at_tap(text, verdicts):
    lines = text.rstrip("\n").split("\n")
    expect(lines[0] == "TAP version 14", "tap: no version")
    expect(lines[-1] == f"1..{len(verdicts)}", "tap: the plan is not the number of verdicts")
    points = [line for line in lines if re.match(r"(not )?ok \d+ - ", line)]
    expect(len(points) == len(verdicts), "tap: not one line for each verdict")
    for number, (line, verdict) in enumerate(zip(points, verdicts), 1):
        words = verdict["verdict"].split(":")[0]
        todo, skip = " # TODO " in line, " # SKIP " in line
        expect(f"ok {number} - " in line, f"tap: {line} is not number {number}")
        if words != "grade":
            expect(line.startswith("not ") == (words in ("not_met", "overdue", "not_met_waived")), f"tap: {line}: {words}")
        expect(skip == (words in ("unknown", "no_norm", "exempt", "due", "upcoming")), f"tap: {line}: {words}")
        expect(not (todo and skip), f"tap: {line}")


def look_at_junit(text, verdicts):
    root = xml.etree.ElementTree.fromstring(text)
    cases = root.findall("testsuite/testcase")
    expect(len(cases) == len(verdicts), "junit: not one case for each verdict")
    for suite in root:
        for name, found in (("tests", "testcase"), ("failures", "testcase/failure"), ("skipped", "testcase/skipped")):
            expect(int(suite.get(name)) == len(suite.findall(found)), f"junit: {name} of {suite.get('name')}")
    for case, verdict in zip(cases, verdicts):
        expect(case.get("name") == (verdict["subject"] or "-"), f"junit: {case.get('name')} is not {verdict['subject']}")


def look_at_place(place):
    uri = place["artifactLocation"]["uri"]
    expect(urllib.parse.quote(urllib.parse.unquote(uri), safe="/~") == uri, f"sarif: {uri} is no reference")
    expect(place["region"]["startLine"] >= 1, "sarif: lines count from 1")


def look_at_sarif(text, verdicts):
    log = json.loads(text)
    (run_,) = log["runs"]
    rules = run_["tool"]["driver"]["rules"]
    expect(log["version"] == "2.1.0" and run_["tool"]["driver"]["name"] == "Peil", "sarif: version or name")
    expect(len({rule["id"] for rule in rules}) == len(rules), "sarif: a rule twice")
    for result in run_["results"]:
        rule = rules[result["ruleIndex"]]
        expect(rule["id"] == result["ruleId"], f"sarif: index of {result['ruleId']}")
        expect(result["kind"] in ("fail", "open") and result["level"] in ("none", "note", "warning", "error"), "sarif: kind or level")
        expect((result["kind"] == "fail") == (result["level"] != "none"), "sarif: a level without a failure")
        expect(isinstance(result["message"]["text"], str), "sarif: no message")
        for location in result["locations"] + result.get("relatedLocations", []):
            look_at_place(location["physicalLocation"])
    findings = [v for v in verdicts if v["verdict"] in ("not_met", "overdue", "not_met_waived", "unknown", "due")]
    grades = [r for r in run_["results"] if "grade:" in r["message"]["text"]]
    expect(len(run_["results"]) - len(grades) == len(findings), "sarif: not one result for each finding")
    expect(len({r["partialFingerprints"]["verdict/v1"] for r in run_["results"]}) == len(run_["results"]), "sarif: a fingerprint twice")


def main(peil, *arguments):
    command = [peil, "check", *arguments]
    verdicts = json.loads(run(command, "json"))["verdicts"]
    look_at_jsonl(run(command, "jsonl"), verdicts)
    look_at_tap(run(command, "tap"), verdicts)
    look_at_junit(run(command, "junit"), verdicts)
    look_at_sarif(run(command, "sarif"), verdicts)
    for fault in FAULTS[:20]:
        print(fault)
    return 1 if FAULTS else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
