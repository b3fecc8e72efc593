#!/usr/bin/env python3
"""landelijk.py - recompute examples/02-landelijk from its data files and compare.

    landelijk.py DATA [CHECK.csv]

DATA is the folder with the open data files. CHECK.csv is the output of
`peil check examples/02-landelijk/landelijk.peil --data examples/02-landelijk
--date 2025-11-01 --format csv`; without it only the counts are worked out.
Written from the meaning of the two rules (the README of the example) and from
nothing of the engine: its own reading of the files, its own copy of the norms,
plain fractions, one location at a time. Prints TAP, the counts as comments.
It does not look at titles, at other notes than the three reasons for not judging
a location, or at the order of the columns."""

import csv
import os
import sys
from collections import Counter, defaultdict
from fractions import Fraction

YEARS = ("2022-2023", "2023-2024")
RESULTS = "duo-10.-leerlingen-bo-referentieniveaus-%s.csv"
LOCATIONS = "inspectie-schoolweging-2023-2024.csv"
WEGING = "inspectie-schoolweging-Driejaarsgemiddelde.csv"
WEGING_COLUMN = "schoolweging 2021-2022, 2022-2023, 2023-2024"

# Signaleringswaarde 1S/2F used in 2025/26, one per whole band of the weging from 20.
NORM_1F = Fraction(85, 100)
NORM_1S2F = [Fraction(int(tenths), 1000) for tenths in (
    "683 650 619 589 562 538 518 501 486 471 455 435 412 387 363 343 328 320 317 303").split()]

# Exclusive buckets: which of them reach 1F, and which 1S (rekenen) or 2F (lezen, taalverzorging).
BELOW = ("REKENEN_LAGER1F", "LV_LAGER1F", "TV_LAGER1F")
MIDDLE = ("REKENEN_1F", "LV_1F", "TV_1F")
TOP = ("REKENEN_1S", "REKENEN_2F", "LV_2F", "TV_2F")
REACHED = {"twee_jaar_1F": MIDDLE + TOP, "twee_jaar_1S2F": TOP}
RULES = tuple(REACHED)

MANY_VESTIGINGEN = "BRIN met meer dan een vestiging bij DUO"
NO_ONDERWIJSLOCATIE = "BRIN zonder onderwijslocatie bij de Inspectie"
MANY_ONDERWIJSLOCATIES = "BRIN met meer dan een onderwijslocatie bij de Inspectie"
NOT_ONE_TO_ONE = (MANY_VESTIGINGEN, NO_ONDERWIJSLOCATIE, MANY_ONDERWIJSLOCATIES)
NO_WEGING = "no three-year weging"
HIDDEN = "<5 leaves it open"


def rows(data, name):
    with open(os.path.join(data, name), encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def cell(text):
    """The least and the greatest number a printed count may stand for."""
    return (1, 4) if text.strip() == "<5" else (int(text), int(text))


def read_results(data):
    """location -> list of rows, one a year; a row is bucket -> (least, greatest)."""
    results = defaultdict(list)
    for year in YEARS:
        for row in rows(data, RESULTS % year):
            place = (row["INSTELLINGSCODE"], row["VESTIGINGSCODE"])
            results[place].append({b: cell(row[b]) for b in BELOW + MIDDLE + TOP})
    return results


def read_weging(data):
    """BRIN -> {onderwijslocatie: weging or None}."""
    weging = defaultdict(dict)
    for row in rows(data, LOCATIONS):
        weging[row["OVT"].split("|")[0]][row["OVT"]] = None
    for row in rows(data, WEGING):
        text = row[WEGING_COLUMN].strip()
        value = Fraction(text.replace(",", ".")) if text else None
        weging[row["OVT"].split("|")[0]][row["OVT"]] = value
    return weging


def pooled(years, reached):
    """(count low, high, total low, high, share low, high), the share None if nobody."""
    yes = [c for year in years for b, c in year.items() if b in reached]
    no = [c for year in years for b, c in year.items() if b not in reached]
    (y_lo, y_hi), (n_lo, n_hi) = [
        (sum(c[0] for c in side), sum(c[1] for c in side)) for side in (yes, no)]
    share = None
    if y_lo + n_lo > 0:
        share = (Fraction(y_lo, y_lo + n_hi), Fraction(y_hi, y_hi + n_lo))
    return (y_lo, y_hi), (y_lo + n_lo, y_hi + n_hi), share


def norm_of(rule, weging):
    if rule == "twee_jaar_1F":
        return NORM_1F
    if weging is None:
        return None
    assert 20 <= weging <= 40
    return NORM_1S2F[min(int(weging), 39) - 20]


def judge(rule, brin, years, vestigingen, locations):
    """(verdict, reason, count, total, share, norm) of one location."""
    if vestigingen > 1:
        return "unknown", MANY_VESTIGINGEN, None, None, None, None
    if len(locations) != 1:
        reason = MANY_ONDERWIJSLOCATIES if locations else NO_ONDERWIJSLOCATIE
        return "unknown", reason, None, None, None, None
    norm = norm_of(rule, next(iter(locations.values())))
    count, total, share = pooled(years, REACHED[rule])
    if norm is None:
        return "unknown", NO_WEGING, count, total, share, None
    if share is None:
        return "no_norm", "no pupils", count, total, None, norm
    if share[0] >= norm:
        return "met", "", count, total, share, norm
    if share[1] < norm:
        return "not_met", "", count, total, share, norm
    return "unknown", HIDDEN, count, total, share, norm


def evaluate(data):
    results, weging = read_results(data), read_weging(data)
    vestigingen = Counter(brin for brin, _ in results)
    verdicts = {}
    for (brin, code), years in results.items():
        for rule in RULES:
            verdicts[rule, f"{brin}/{code}"] = judge(
                rule, brin, years, vestigingen[brin], weging.get(brin, {})) + (len(years),)
    return verdicts


def whole(verdict):
    """No cell of this verdict stood for more than one number."""
    count, total = verdict[2:4]
    return count[0] == count[1] and total[0] == total[1]


def bounds(text):
    """`3/4`, `0.75` or `0.5..0.75` as a pair of fractions; None if the cell is empty."""
    if not text:
        return None
    low, _, high = text.partition("..")
    return Fraction(low), Fraction(high or low)


def report(verdicts):
    places = {place for _, place in verdicts}
    print(f"# locations evaluated: {len(places)}")
    for rule in RULES:
        mine = [v for (r, _), v in verdicts.items() if r == rule]
        tally = Counter(v[0] for v in mine)
        decided = [v for v in mine if v[0] in ("met", "not_met")]
        hidden = [v for v in decided if not whole(v)]
        print(f"# {rule}: " + ", ".join(f"{k} {tally[k]}" for k in sorted(tally)))
        print(f"#   decided {len(decided)}, of which with <5 cells that cannot matter {len(hidden)}"
              f" (met {sum(v[0] == 'met' for v in hidden)},"
              f" not_met {sum(v[0] == 'not_met' for v in hidden)}),"
              f" on whole counts {len(decided) - len(hidden)}")
        print(f"#   decided on one year only {sum(v[6] == 1 for v in decided)}")
        for reason, n in sorted(Counter(v[1] for v in mine if v[1]).items()):
            print(f"#   {reason}: {n}")
    flagged = {p for (_, p), v in verdicts.items() if v[0] == "not_met"}
    opened = {p for (_, p), v in verdicts.items() if v[1] == HIDDEN}
    settled = {p for p in places if all(
        verdicts[rule, p][0] in ("met", "not_met") for rule in RULES)}
    hidden = {p for p in settled if not whole(verdicts[RULES[0], p])}
    print(f"# locations flagged by at least one rule: {len(flagged)}")
    print(f"# locations where <5 leaves at least one rule open: {len(opened)}")
    print(f"# locations decided by both rules: {len(settled)},"
          f" of which with <5 cells that cannot matter {len(hidden)}")


def compare(verdicts, path):
    """Differences between the engine's csv and ours, one text each, by test."""
    wrong = {"subjects": [], "verdict": [], "reason": [], "measured": [], "count": [], "norm": []}
    seen = set()
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = row["rule"], row["subject"]
            if key in seen or key not in verdicts:
                wrong["subjects"].append(f"{key} is doubled or not ours")
                continue
            seen.add(key)
            verdict, reason, count, total, share, norm, _ = verdicts[key]
            if row["verdict"] != verdict:
                wrong["verdict"].append(f"{key}: {row['verdict']}, recomputed {verdict}")
            if (reason if reason in NOT_ONE_TO_ONE else None) != (
                    row["note"] if row["note"] in NOT_ONE_TO_ONE else None):
                wrong["reason"].append(f"{key}: {row['note']}, recomputed {reason}")
            if share is None or norm is None:
                continue
            if bounds(row["measured"]) != share:
                wrong["measured"].append(f"{key}: {row['measured']}, recomputed {share}")
            if (bounds(row["count"]), bounds(row["total"])) != (count, total):
                wrong["count"].append(
                    f"{key}: {row['count']} of {row['total']}, recomputed {count} of {total}")
            if bounds(row["norm"]) != (norm, norm):
                wrong["norm"].append(f"{key}: {row['norm']}, recomputed {norm}")
    wrong["subjects"] += [f"{key} has no row" for key in sorted(verdicts.keys() - seen)]
    return wrong


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: landelijk.py DATA [CHECK.csv]")
    verdicts = evaluate(sys.argv[1])
    report(verdicts)
    if len(sys.argv) == 2:
        print("1..0 # SKIP no output of peil to compare with")
        return 0
    wrong = compare(verdicts, sys.argv[2])
    print(f"1..{len(wrong)}")
    for number, (name, found) in enumerate(wrong.items(), 1):
        print(f"{'not ok' if found else 'ok'} {number} - landelijk: {name} as recomputed")
        for text in found[:20]:
            print(f"#   {text}")
        if len(found) > 20:
            print(f"#   and {len(found) - 20} more")
    return int(any(wrong.values()))


if __name__ == "__main__":
    sys.exit(main())
