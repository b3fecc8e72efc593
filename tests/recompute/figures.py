#!/usr/bin/env python3
"""figures.py - change one figure of a handbook, and see that exactly the verdicts change that should.

    figures.py PEIL TOP

PEIL is the program, TOP the folder of the sources. Every figure of the bands of rules/florente, of the table that holds for
open data of 2025/26 (stdlib/inspectie.peil) and of table 3b of rules/opoa is changed by a step in a copy; the verdicts
before and after are those of `peil check`. Which of them must differ is worked out here, with florente.py and landelijk.py,
from the files of data alone, with the same figure changed. For the bands there are also made-up schools, one for each
point of a grid, so that no figure is without somebody for whom it matters.
Prints TAP, a line for each figure. It looks at verdicts only: what else a report says is for the other scripts."""

import csv
import io
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction

import florente
import landelijk

HANDBOOK = "rules/florente/florente.peil.md"
BAND_RULES = {"minimum_1S2F": 2, "ambitie_1S2F": 3}
SINGLE_RULES = {"minimum_1F": (">=", 90), "wettelijk_1F": (">=", 85), "ambitie_1F": ("=", 100)}
# From 29 to 30 the stricter band 27..30 rules, so that this end may move without any verdict that does.
HIDDEN_BY_A_STRICTER_BAND = "30..33: lower end 30 to 29"
LOWEST_WEGING, HIGHEST_WEGING, WHOLE = 20, 40, 100
NORM_TABLE = "table signaleringswaarde_1S2F from 2025-08-01"


class Peil:
    def __init__(self, program, top):
        self.program, self.top = program, top

    def verdicts(self, rules, data, date, stdlib=None):
        """(rule, subject) -> verdict."""
        env = {"LC_ALL": "C", "PATH": "/usr/bin:/bin", "PEIL_STDLIB": stdlib or os.path.join(self.top, "stdlib")}
        done = subprocess.run(
            [self.program, "check", rules, "--data", data, "--date", date, "--format", "csv", "--columns", "rule,subject,verdict"],
            env=env, capture_output=True, text=True, check=False)
        if done.returncode > 1:
            raise RuntimeError(done.stderr)
        return {(row["rule"], row["subject"]): row["verdict"] for row in csv.DictReader(io.StringIO(done.stdout))}


def copy_folder(source, target):
    """Without permissions: the sources may be read-only, the copy is not."""
    os.mkdir(target)
    for entry in os.scandir(source):
        if entry.is_file():
            shutil.copyfile(entry.path, os.path.join(target, entry.name))


def changed(before, after):
    return {key: (before.get(key), after.get(key)) for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def shown(changes):
    return [f"{rule} of {subject}: {old} to {new}" for (rule, subject), (old, new) in sorted(changes.items())[:5]]


def differences(found, wanted):
    """Texts, none when the two sets of changes are the same."""
    only_found = {key: value for key, value in found.items() if wanted.get(key) != value}
    only_wanted = {key: value for key, value in wanted.items() if found.get(key) != value}
    return ["changed: " + text for text in shown(only_found)] + ["should change: " + text for text in shown(only_wanted)]


# ### the bands of Florente

def clause(norm, low, high):
    return f"require 1S/2F >= {norm}% when weging in {low}..{high}"


def with_line(text, rule, old, new):
    """The handbook with one line changed, below the name of one rule."""
    start = text.index(f" {rule} \"")
    at = text.index(f"  {old}\n", start)
    return text[:at] + "  " + new + text[at + 2 + len(old):]


def band_changes():
    """(name, rule, line, new line, the bands that the rule has then)."""
    for rule, column in BAND_RULES.items():
        bands = [(band[column], band[0], band[1]) for band in florente.BANDS]
        for i, band in enumerate(bands):
            for part, name in enumerate(("norm", "lower end", "upper end")):
                for step in (-1, 1):
                    new = list(band)
                    new[part] += step
                    if new[1] < LOWEST_WEGING or new[2] > HIGHEST_WEGING:
                        continue
                    text = f"{rule} {band[1]}..{band[2]}: {name} {band[part]} to {new[part]}"
                    yield text, rule, clause(*band), clause(*new), bands[:i] + [tuple(new)] + bands[i + 1:]


def band_verdict(bands, weging, share):
    norms = [norm for norm, low, high in bands if low <= weging <= high]
    return florente.verdict_of(share, Fraction(max(norms), 100) if norms else None)


def single_changes():
    """(name, rule, line, new line, what then holds of a share)."""
    for rule, (sign, norm) in SINGLE_RULES.items():
        for step in (-1, 1):
            new = norm + step
            if new > WHOLE:
                continue
            bound = Fraction(new, 100)
            yield (f"{rule}: {norm}% to {new}%", rule, f"require 1F {sign} {norm}%", f"require 1F {sign} {new}%",
                   (lambda share, bound=bound: share == bound) if sign == "=" else (lambda share, bound=bound: share >= bound))


def grid_of_schools(folder):
    """Schools in the form of the example: a weging and a share each, on and beside every figure of the bands."""
    example = os.path.join(folder, "bijlage-1.csv")
    with open(example, encoding="utf-8", newline="") as file:
        header = csv.DictReader(file, delimiter=";").fieldnames
    shares_of_1F = itertools.cycle(range(84, WHOLE + 1))
    figures = sorted({band[column] + step for band in florente.BANDS for column in (2, 3) for step in (-2, -1, 0, 1)})
    with open(example, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, delimiter=";", restval="")
        writer.writeheader()
        for half in range(2 * LOWEST_WEGING, 2 * HIGHEST_WEGING + 1):
            for figure in figures:
                writer.writerow({"BRIN": f"{half}-{figure}", "Schoolweging": f"{half // 2},{half % 2 * 5}",
                                 "1F 3 jaar": f"{next(shares_of_1F)}%", "1S/2F 3 jaar": f"{figure},5%"})


def florente_figures(peil, work, data, name):
    """Yields (name, faults, number of verdicts that changed)."""
    folder = os.path.join(work, "florente-" + name)
    copy_folder(os.path.join(peil.top, os.path.dirname(HANDBOOK)), folder)
    handbook = os.path.join(folder, os.path.basename(HANDBOOK))
    with open(handbook, encoding="utf-8") as file:
        text = file.read()
    schools = florente.rows(os.path.join(data, "bijlage-1.csv"), ";")
    before = peil.verdicts(folder, data, "2021-11-05")

    def judged(rule, line, new, verdict):
        with open(handbook, "w", encoding="utf-8") as file:
            file.write(with_line(text, rule, line, new))
        after = dict(before)
        after.update({(rule, school["BRIN"]): verdict(school) for school in schools})
        wanted = changed(before, after)
        found = changed(before, peil.verdicts(folder, data, "2021-11-05"))
        # What `on failure` makes of a rule changes with its verdict, and with no other.
        found = {(rule, subject): change for (rule, subject), change in found.items()
                 if (rule.partition(".")[0], subject) not in wanted or "." not in rule}
        return differences(found, wanted), len(wanted)

    for title, rule, line, new, bands in band_changes():
        yield (title, *judged(rule, line, new, lambda s, bands=bands: band_verdict(
            bands, florente.decimal(s["Schoolweging"]), florente.percent(s["1S/2F 3 jaar"]))))
    for title, rule, line, new, holds in single_changes():
        yield (title, *judged(rule, line, new, lambda s, holds=holds: "met" if holds(florente.percent(s["1F 3 jaar"])) else "not_met"))


# ### the table of the inspectorate, over open data

def landelijk_verdicts(results, weging, vestigingen):
    return {("twee_jaar_1S2F", f"{brin}/{code}"): landelijk.judge(
        "twee_jaar_1S2F", brin, years, vestigingen[brin], weging.get(brin, {}))[0] for (brin, code), years in results.items()}


def norm_line(band, norm):
    high = f"{band + 1}" if band + 1 == HIGHEST_WEGING else f"<{band + 1}"
    return f"  | {f'{band}..{high}':<7} | {float(100 * norm):.1f}% |\n"


def landelijk_figures(peil, work, step):
    stdlib = os.path.join(work, "stdlib")
    copy_folder(os.path.join(peil.top, "stdlib"), stdlib)
    module = os.path.join(stdlib, "inspectie.peil")
    with open(module, encoding="utf-8") as file:
        text = file.read()
    start = text.index(NORM_TABLE)
    data = os.path.join(peil.top, "examples/02-landelijk")
    rules = os.path.join(data, "landelijk.peil")
    results, weging = landelijk.read_results(data), landelijk.read_weging(data)
    vestigingen = landelijk.Counter(brin for brin, _ in results)
    before = peil.verdicts(rules, data, "2025-11-01")
    ours = landelijk_verdicts(results, weging, vestigingen)
    for i, norm in enumerate(list(landelijk.NORM_1S2F)):
        band = LOWEST_WEGING + i
        old, new = norm_line(band, norm), norm_line(band, norm + step)
        at = text.index(old, start)
        with open(module, "w", encoding="utf-8") as file:
            file.write(text[:at] + new + text[at + len(old):])
        landelijk.NORM_1S2F[i] = norm + step
        wanted = changed(ours, landelijk_verdicts(results, weging, vestigingen))
        landelijk.NORM_1S2F[i] = norm
        found = changed(before, peil.verdicts(rules, data, "2025-11-01", stdlib))
        yield f"signaleringswaarde_1S2F {band}: {old.strip()} to {new.strip()}", differences(found, wanted), len(wanted)


# ### table 3b of OPOA, over the invented board

OPOA_DATE, OPOA_YEAR, OPOA_RULE = "2022-07-31", "2021/2022", "meetpunt_op_grens"
TABLE_3B = "table tabel_3b "
# The figures of OPOA: moment, for schools with less than 15% weighted pupils, for others.
ARITHMETIC = (("M3", None, 109), ("E3", None, 133), ("M4", 161, 158), ("E4", 180, 177), ("M5", 203, 198), ("E5", 214, 211),
              ("M6", 227, 225), ("E6", 239, 235))
COLUMNS = ("<15%", ">=15%")


def means(board):
    """(BRIN, moment) -> mean score in arithmetic 3.0, of schools that have no norms of their own."""
    own = {row["BRIN"] for row in florente.rows(os.path.join(board, "scholen.csv"), ";") if row["Soort"] != "BO"}
    scores = {}
    for row in florente.rows(os.path.join(board, "toetsen.csv"), ";"):
        if (row["Schooljaar"], row["Vak"], row["Versie"]) == (OPOA_YEAR, "RW", "3.0") and row["BRIN"] not in own:
            scores.setdefault((row["BRIN"], row["Moment"]), []).append(row["Score"])
    return {key: sum(map(florente.decimal, texts)) / len(texts) for key, texts in scores.items() if all(texts)}


def opoa_figures(peil, work):
    """Each figure is raised to the first whole number that some school does not reach which reached the old one."""
    board = os.path.join(peil.top, "examples/03-bestuur")
    folder = os.path.join(work, "opoa")
    copy_folder(os.path.join(peil.top, "rules/opoa"), folder)
    handbook = os.path.join(folder, "opoa.peil.md")
    with open(handbook, encoding="utf-8") as file:
        text = file.read()
    group = {row["BRIN"]: row["Gewicht"] for row in florente.rows(os.path.join(board, "scholen-jaren.csv"), ";")
             if row["Schooljaar"] == OPOA_YEAR}
    mean = means(board)
    before = peil.verdicts(folder, board, OPOA_DATE)
    for moment, *norms in ARITHMETIC:
        for column, norm in zip(COLUMNS, norms):
            here = {brin: m for (brin, when), m in mean.items() if when == moment and group[brin] == column}
            at_or_above = [m for m in here.values() if norm is not None and m >= norm]
            if not at_or_above:
                continue
            new = int(min(at_or_above)) + 1
            start = text.index(f"| {moment} ", text.index(TABLE_3B))
            end = text.index("\n", start)
            line = text[start:end]
            cells = line.split("|")
            at = 3 + COLUMNS.index(column)
            assert cells[at].strip() == str(norm), line
            cells[at] = f" {new} "
            with open(handbook, "w", encoding="utf-8") as file:
                file.write(text[:start] + "|".join(cells) + text[end:])
            wanted = {(OPOA_RULE, f"{brin}/RW/{moment}/3.0/{OPOA_YEAR.replace('/', '-')}"): ("met", "not_met")
                      for brin, m in here.items() if norm <= m < new}
            found = {key: change for key, change in changed(before, peil.verdicts(folder, board, OPOA_DATE)).items()
                     if key[0] == OPOA_RULE}
            yield f"tabel_3b {moment}, {column}: {norm} to {new}", differences(found, wanted), len(wanted)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    peil, number, failed = Peil(os.path.abspath(sys.argv[1]), sys.argv[2]), 0, 0
    with tempfile.TemporaryDirectory(prefix="peil-figures-") as work:
        grid = os.path.join(work, "grid")
        copy_folder(os.path.join(peil.top, "examples/01-florente"), grid)
        grid_of_schools(grid)
        example = os.path.join(peil.top, "examples/01-florente")
        for where, figures, must_matter in (
                ("Florente", florente_figures(peil, work, example, "example"), False),
                ("a grid of schools", florente_figures(peil, work, grid, "grid"), True),
                ("open data", landelijk_figures(peil, work, Fraction(1, 100)), False),
                ("OPOA, the invented board", opoa_figures(peil, work), True)):
            for name, faults, count in figures:
                number += 1
                if must_matter and count == 0 and HIDDEN_BY_A_STRICTER_BAND not in name:
                    faults = faults + ["nobody's verdict hangs on this figure: the data is too thin to test it"]
                print(f"{'not ok' if faults else 'ok'} {number} - {where}: {name}: {count} verdicts")
                for text in faults:
                    print(f"#   {text}")
                failed += bool(faults)
    print(f"1..{number}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
