#!/usr/bin/env python3
"""florente.py - recompute examples/01-florente from its CSV and compare.

    florente.py BIJLAGE.csv DATA [CHECK.csv]

BIJLAGE.csv is the table of Bijlage I; DATA the folder of examples/02-landelijk,
for the national pattern of the three domains. CHECK.csv is the output of
`peil check rules/florente --data examples/01-florente --date 2021-11-05
--format csv`; without it only the table itself is examined. Written from the
handbook's sentences and from nothing of the engine. Prints TAP, the figures as
comments. It does not read the handbook: tools/extract-florente does."""

import csv
import os
import sys
from fractions import Fraction

# Lowest and highest weging of a band, both included, with minimum and ambition for 1S/2F.
BANDS = ((20, 22, 68, 80), (23, 26, 59, 75), (27, 30, 54, 70), (30, 33, 48, 65))

# Printed columns of the three pairs, and the buckets of DUO that make the same share.
DOMAINS = {
    "lezen": (("Lezen 1F", "Lezen 2F"), ("LV_LAGER1F",), ("LV_1F",), ("LV_2F",)),
    "rekenen": (("Rekenen 1F", "Rekenen 1S"),
                ("REKENEN_LAGER1F",), ("REKENEN_1F",), ("REKENEN_1S", "REKENEN_2F")),
    "taalverzorging": (("Taalverzorging 1F", "Taalverzorging 2F"),
                       ("TV_LAGER1F",), ("TV_1F",), ("TV_2F",)),
}
YEARS = ("2022-2023", "2023-2024")
RESULTS = "duo-10.-leerlingen-bo-referentieniveaus-%s.csv"


def rows(path, delimiter):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def decimal(text):
    return Fraction(text.rstrip("%").replace(",", "."))


def percent(text):
    return decimal(text) / 100


def strictest(weging, column):
    """The strictest percentage of the bands that hold this weging, or None."""
    found = [band[column] for band in BANDS if band[0] <= weging <= band[1]]
    return Fraction(max(found), 100) if found else None


def expectations(school):
    """rule -> (measured, norm); a norm of None is no norm."""
    weging = decimal(school["Schoolweging"])
    f1, f2 = percent(school["1F 3 jaar"]), percent(school["1S/2F 3 jaar"])
    return {
        "minimum_1F": (f1, Fraction(90, 100)),
        "minimum_1S2F": (f2, strictest(weging, 2)),
        "wettelijk_1F": (f1, percent(school["Signaleringswaarde 1F"])),
        "wettelijk_1S2F": (f2, percent(school["Signaleringswaarde 1S/2F"])),
        "ambitie_1F": (f1, Fraction(1)),
        "ambitie_1S2F": (f2, strictest(weging, 3)),
        "landelijk_1F": (f1, percent(school["1F landelijk"])),
        "landelijk_1S2F": (f2, percent(school["1S/2F landelijk"])),
    }


def verdict_of(measured, norm):
    if norm is None:
        return "no_norm"
    return "met" if measured >= norm else "not_met"


def expected(schools):
    """(rule, BRIN) -> (verdict, measured, norm)."""
    return {
        (rule, school["BRIN"]): (verdict_of(measured, norm), measured, norm)
        for school in schools
        for rule, (measured, norm) in expectations(school).items()}


def sum_of(table, buckets):
    """Least and greatest sum of these columns over all rows."""
    cells = [row[b] for row in table for b in buckets]
    hidden = cells.count("<5")
    known = sum(int(c) for c in cells if c != "<5")
    return known + hidden, known + 4 * hidden


def share_bounds(yes, no):
    return Fraction(yes[0], yes[0] + no[1]), Fraction(yes[1], yes[1] + no[0])


def national(data):
    """(year, domain) -> bounds of the share on 1F and of that on 1S or 2F."""
    found = {}
    for year in YEARS:
        table = rows(os.path.join(data, RESULTS % year), ";")
        for domain, (_, below, middle, top) in DOMAINS.items():
            b, m, t = (sum_of(table, part) for part in (below, middle, top))
            found[year, domain] = (
                share_bounds((m[0] + t[0], m[1] + t[1]), b),
                share_bounds(t, (b[0] + m[0], b[1] + m[1])))
    return found


def pairs(schools):
    """domain -> shares of the twelve schools together, latest year."""
    pupils = sum(int(s["Leerlingen"]) for s in schools)
    return {
        domain: tuple(Fraction(sum(int(s[column]) for s in schools), pupils)
                      for column in columns[0])
        for domain, columns in DOMAINS.items()}


def shown(share):
    return f"{float(100 * share):.1f}%"


def domain_faults(schools, data):
    """The labels of the three pairs against the order of the domains in the whole country."""
    faults, ours = [], pairs(schools)
    for domain, (low, high) in ours.items():
        print(f"# {domain}: the twelve schools {shown(low)} on 1F, {shown(high)} on 1S or 2F")
    for (year, domain), (low, high) in national(data).items():
        print(f"# {domain}: national {year} {shown(low[0])} to {shown(low[1])} on 1F,"
              f" {shown(high[0])} to {shown(high[1])} on 1S or 2F")
    order = sorted(DOMAINS, key=lambda d: ours[d][1])
    for year in YEARS:
        whole = {d: v[1] for (y, d), v in national(data).items() if y == year}
        for lower, higher in zip(order, order[1:]):
            if not whole[lower][1] < whole[higher][0]:
                faults.append(f"{year}: {lower} is not surely under {higher}")
    return faults


def table_faults(schools):
    """Figures of one row that contradict each other."""
    faults = []
    for school in schools:
        reached = sum(int(school[pair[1]]) for pair, *_ in DOMAINS.values())
        if reached > 3 * int(school["Leerlingen"]):
            faults.append(f"{school['BRIN']}: {reached} results of {school['Leerlingen']} pupils")
    weesperrijk = next(s for s in schools if s["BRIN"] == "31LR")
    reached = sum(int(weesperrijk[pair[1]]) for pair, *_ in DOMAINS.values())
    pooled = Fraction(reached, 3 * int(weesperrijk["Leerlingen"]))
    if shown(pooled) != "66.7%" or weesperrijk["1S/2F 3 jaar"] != "66,70%":
        faults.append("31LR: the three-year figure is not that of its three pupils")
    return faults


def compare(wanted, path):
    wrong = {"subjects": [], "verdict": [], "measured": [], "norm": []}
    judged = {rule for rule, _ in wanted}  # the others rest on files that the example does not have
    found = {(row["rule"], row["subject"]): row for row in rows(path, ",") if row["rule"] in judged}
    if found.keys() != wanted.keys():
        wrong["subjects"] = [str(key) for key in sorted(found.keys() ^ wanted.keys())]
    for key in sorted(found.keys() & wanted.keys()):
        row, (verdict, measured, norm) = found[key], wanted[key]
        if row["verdict"] != verdict:
            wrong["verdict"].append(f"{key}: {row['verdict']}, recomputed {verdict}")
        if norm is None:
            continue
        if not row["measured"] or Fraction(row["measured"]) != measured:
            wrong["measured"].append(f"{key}: {row['measured']}, recomputed {measured}")
        if not row["norm"] or Fraction(row["norm"]) != norm:
            wrong["norm"].append(f"{key}: {row['norm']}, recomputed {norm}")
    return wrong


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: florente.py BIJLAGE.csv DATA [CHECK.csv]")
    schools = rows(sys.argv[1], ";")
    wanted = expected(schools)
    tests = {"domains in the national order": domain_faults(schools, sys.argv[2]),
             "figures of a row agree": table_faults(schools)}
    if len(sys.argv) == 4:
        for name, faults in compare(wanted, sys.argv[3]).items():
            tests[f"{name} as recomputed"] = faults
    for rule in dict.fromkeys(rule for rule, _ in wanted):
        below = [b for (r, b), v in wanted.items() if r == rule and v[0] == "not_met"]
        without = [b for (r, b), v in wanted.items() if r == rule and v[0] == "no_norm"]
        print(f"# {rule}: not met {len(below)} ({' '.join(below)}), no norm {' '.join(without)}")
    print(f"1..{len(tests)}")
    for number, (name, faults) in enumerate(tests.items(), 1):
        print(f"{'not ok' if faults else 'ok'} {number} - florente: {name}")
        for text in faults[:20]:
            print(f"#   {text}")
    return int(any(tests.values()))


if __name__ == "__main__":
    sys.exit(main())
