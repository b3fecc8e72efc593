"""sources.py PEIL TOP - the same data as CSV, as JSON Lines and in a database gives the same verdicts.

Makes random schools, pupils and results, writes them in the three forms, each value in one of the ways that the form
has for it (1e1, "10", 10.0; null, absent, blank; true, "ja", 1), the rows in another order each time, and compares the
verdicts byte for byte, and the rows of a table of all values, which stand in the order of the data, sorted. Only the
places of missing cells differ: they are left out.
Prints TAP. SEED in the environment takes another series.
"""
import csv
import io
import json
import os
import pathlib
import random
import re
import sqlite3
import subprocess
import sys
import tempfile

ROUNDS = 12
RULES = """levels stand laag < midden < hoog
entity school key brin
  naam   text
  open   yesno
  sinds  date
  weging number 20..40 yearly
  uitval percent 0%..100% yearly
entity leerling of school key nummer
  uren number 0..40
entity uitslag of leerling key vak yearly
  vak   {lezen, rekenen}
  stand stand
  score number 0..1000

standard licht "De schoolweging is ten hoogste 30" for each school require weging <= 30
standard uitval "Ten hoogste 5% valt uit" for each school require uitval <= 5% when open
standard midden "Ten minste 60% staat op midden" for each school
  require (share of uitslag having stand >= midden) >= 60%
standard score "Gemiddeld ten minste 500" for each school
  require (average score of uitslag over last 2 schooljaar including this) >= 500 when sinds < 2015-08-01
standard uren "Ten minste 20 uren" for each leerling require uren >= 20
"""
TABLES = {"school": "brin,naam,open,sinds,weging,uitval", "leerling": "leerling.nummer,uren",
          "uitslag": "uitslag.vak,stand,score"}
BLOCK = """dataset {form}
  school from {school} schooljaar 2021/2022
    brin = "brin", naam = "{naam}", open = "open", sinds = "sinds", weging = "{weging}", uitval = "uitval" in fractions
  leerling from {leerling}
    brin = "brin", nummer = "nummer", uren = "uren", "*" is missing, "<5" is 1..4
  uitslag from {uitslag}
    brin = "brin", nummer = "nummer", schooljaar = "jaar", vak = "vak", stand = "stand", score = "score"
"""
MARKS = "abc é😀\"',;\n\\/<>{}[]:|"


def decimal(rng, low, high):
    """A number as its text: whole, or with up to three decimals, never with zeros at its end."""
    text = "%.3f" % rng.uniform(low, high)
    text = rng.choice([text, text[:-2], text[:-4]])
    return text.rstrip("0").rstrip(".") if "." in text else text


def blank(rng, value, chance=0.15):
    return None if rng.random() < chance else value


def make(rng):
    """Rows of texts, None where a cell is blank."""
    schools, pupils, results = [], [], []
    for s in range(rng.randint(1, 8)):
        brin = "%02d%s" % (s, rng.choice(["AB", "XY", "Z.Z"]))
        name = "".join(rng.choice(MARKS) for _ in range(rng.randint(1, 8))).strip()
        schools.append({"brin": brin, "naam": blank(rng, name or "x"), "open": blank(rng, rng.choice(["ja", "nee"])),
                        "sinds": blank(rng, "20%02d-0%d-1%d" % (rng.randint(0, 20), rng.randint(1, 9), rng.randint(0, 9))),
                        "weging": blank(rng, decimal(rng, 20, 40)), "uitval": blank(rng, decimal(rng, 0, 0.1))})
        for p in range(rng.randint(0, 6)):
            pupils.append({"brin": brin, "nummer": str(p * 7 + 1),
                           "uren": blank(rng, rng.choice([decimal(rng, 0, 40), "<5", "*"]))})
            for year in ("2020/2021", "2021/2022"):
                for subject in rng.sample(["lezen", "rekenen"], rng.randint(0, 2)):
                    results.append({"brin": brin, "nummer": str(p * 7 + 1), "jaar": year, "vak": subject,
                                    "stand": blank(rng, rng.choice(["laag", "midden", "hoog"])),
                                    "score": blank(rng, decimal(rng, 0, 1000))})
    return {"school": schools, "leerling": pupils, "uitslag": results}


def is_figure(text):
    return re.fullmatch(r"\d+(\.\d+)?", text) is not None


def shuffled(rng, rows):
    return rng.sample(rows, len(rows))


def write_csv(rng, folder, data):
    for name, rows in data.items():
        header = list(rows[0]) if rows else HEADERS[name]
        with open(folder / (name + ".csv"), "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, delimiter=";", lineterminator=rng.choice(["\n", "\r\n"]))
            writer.writerow(header)
            for row in shuffled(rng, rows):
                writer.writerow([row[key] or "" for key in header])


def spell(rng, text):
    """A figure as one of the JSON numbers that it is."""
    digits = text.replace(".", "")
    decimals = len(text.partition(".")[2])
    ways = [text, text if "." not in text else text + "00"]
    ways.append("%se-%d" % (digits.lstrip("0") or "0", decimals))
    ways.append("%s.0E%s%d" % (digits.lstrip("0") or "0", "-" if decimals else "+", decimals))
    return rng.choice(ways)


def json_value(rng, key, text):
    if text is None:
        return rng.choice(["null", '""', '" "'])
    if key in ("weging", "uitval", "uren", "score") and is_figure(text) and rng.random() < 0.8:
        return spell(rng, text)
    if key == "nummer" and rng.random() < 0.5:
        return text
    if key == "open" and rng.random() < 0.7:
        return {"ja": "true", "nee": "false"}[text]
    return json.dumps(text, ensure_ascii=rng.random() < 0.5)


def write_json(rng, folder, data):
    for name, rows in data.items():
        with open(folder / (name + ".jsonl"), "w", encoding="utf-8") as file:
            if not rows:
                continue
            for row in shuffled(rng, rows):
                members = {key: json_value(rng, key, text) for key, text in row.items()}
                if "naam" in members:
                    members["a.b"] = '{"naam": %s, "rest": [1, {"naam": 2}]}' % members.pop("naam")
                    members["cijfers"] = '{"weging": %s}' % members.pop("weging")
                pairs = ['%s: %s' % (json.dumps(key), value) for key, value in shuffled(rng, list(members.items()))]
                file.write("{%s}%s" % (", ".join(pairs), rng.choice(["\n", "\r\n", "\n\n"])))


def store(rng, key, text):
    if text is None:
        return rng.choice([None, ""])
    if key in ("weging", "uitval", "uren", "score") and is_figure(text) and rng.random() < 0.8:
        return float(text) if "." in text or rng.random() < 0.5 else int(text)
    if key == "nummer" and rng.random() < 0.5:
        return int(text)
    if key == "open" and rng.random() < 0.7:
        return {"ja": 1, "nee": 0}[text]
    return text


def write_database(rng, folder, data, block):
    database = sqlite3.connect(folder / "data.db")
    database.execute("pragma encoding = '%s'" % rng.choice(["UTF-8", "UTF-16le"]))
    for name, rows in data.items():
        header = list(rows[0]) if rows else HEADERS[name]
        shape = rng.choice(["table", "view", "keyed"])
        table = name + "_" if shape == "view" else name
        columns = ", ".join('"%s"' % key for key in header)
        if shape == "keyed":
            database.execute("create table %s(id integer primary key, %s) without rowid" % (table, columns))
        else:
            database.execute("create table %s(id, %s)" % (table, columns))
        for number, row in enumerate(shuffled(rng, rows)):
            database.execute("insert into %s values(%s)" % (table, ", ".join("?" * (len(header) + 1))),
                             [number] + [store(rng, key, row[key]) for key in header])
        if shape == "view":
            database.execute("create view %s as select * from %s" % (name, table))
    database.execute("create table peil_dataset(text)")
    database.execute("insert into peil_dataset values(?)", [block])
    database.commit()
    database.close()


HEADERS = {"school": ["brin", "naam", "open", "sinds", "weging", "uitval"], "leerling": ["brin", "nummer", "uren"],
           "uitslag": ["brin", "nummer", "jaar", "vak", "stand", "score"]}


def block(form):
    places = {"csv": '"{}.csv" separator ";"', "json": '"{}.jsonl"', "database": 'table "{}"'}
    names = {name: places[form].format(name) for name in TABLES}
    nested = form == "json"
    return BLOCK.format(form=form, naam="a..b.naam" if nested else "naam", weging="cijfers.weging" if nested else "weging", **names)


def run(peil, arguments):
    done = subprocess.run([peil, *arguments, "--date", "2021-11-05"], capture_output=True, text=True, check=False)
    errors = "" if done.returncode in (0, 1) else "status %d\n%s" % (done.returncode, done.stderr)
    return re.sub(r"\([^()]*:\d+[^()]*\)", "()", done.stdout) + errors


def answers(peil, folder, data):
    given = ["--data", str(folder / data)]
    if data != "data.db":
        given = ["--data", str(folder), "--dataset", str(folder / data)]
    rules = str(folder / "rules.peil")
    said = [run(peil, ["check", rules, *given, "--format", "csv"])]
    for entity, columns in TABLES.items():
        text = run(peil, ["table", entity, columns.replace(entity + ".", ""), rules, *given])
        said.append(str(sorted(csv.reader(io.StringIO(text, newline="")))))
    return said


def main():
    peil, top = sys.argv[1], sys.argv[2]
    os.environ.update({"LC_ALL": "C", "PEIL_STDLIB": top + "/stdlib"})
    seed = int(os.environ.get("SEED", "1"))
    failed = 0
    print("1..%d" % ROUNDS)
    for number in range(1, ROUNDS + 1):
        rng = random.Random(seed * 1000 + number)
        data = make(rng)
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "rules.peil").write_text(RULES)
            (folder / "csv.peil").write_text(block("csv"))
            (folder / "json.peil").write_text(block("json"))
            write_csv(rng, folder, data)
            write_json(rng, folder, data)
            write_database(rng, folder, data, block("database"))
            forms = {form: answers(peil, folder, form) for form in ("csv.peil", "json.peil", "data.db")}
        same = forms["csv.peil"] == forms["json.peil"] == forms["data.db"] and "status" not in "".join(forms["csv.peil"])
        failed += not same
        print("%s %d - %d records in three forms" % ("ok" if same else "not ok", number, sum(map(len, data.values()))))
        if not same:
            for form, said in forms.items():
                print("# " + form + "\n" + re.sub("(?m)^", "#   ", "\n".join(said)))
    return failed > 0


sys.exit(main())
