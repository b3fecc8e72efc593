#!/usr/bin/env python3
"""agenda.py - recompute examples/03-agenda from its files and the table of holidays.

    agenda.py EXAMPLE VAKANTIES DATE < AGENDA.csv

AGENDA.csv is the output of `peil agenda .. --format csv` on DATE. Written from the
sentences of agenda.peil and of doc/language.md, and from nothing of the engine: days
are counted one by one. Prints what differs and ends in 1, or prints the number of rows."""

import csv
import os
import sys
from datetime import date, timedelta

DAY = timedelta(days=1)
START, END = date(2021, 8, 1), date(2022, 7, 31)
BEFORE = date(2020, 8, 1)
GRACE = 2
# Days on which no school in the country is open, of the school year in the example and around it. Of the
# year before only weeks are counted, and no week of it consists of such days.
GENERAL = {date(2021, 12, 25), date(2021, 12, 26), date(2022, 1, 1), date(2022, 4, 18),
           date(2022, 4, 27), date(2022, 5, 26), date(2022, 6, 6)}
FIELDS = ("day", "status", "role", "subject", "rule", "schooljaar", "due", "ends", "found", "evidence")


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def holidays(path):
    """The days of each region on which it has a holiday."""
    days = {"Noord": set(), "Midden": set(), "Zuid": set()}
    for line in open(path, encoding="utf-8"):
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) != 5 or "/" not in cells[0]:
            continue
        first, last = (date.fromisoformat(cell) for cell in cells[3:])
        for region in cells[1].strip("{}").split(", "):
            day = first
            while day <= last:
                days[region].add(day)
                day += DAY
    return days


def is_school_day(free, day):
    return day.weekday() < 5 and day not in free and day not in GENERAL


def mondays(free, start):
    """The Mondays of the teaching weeks of the school year that begins on `start`."""
    found, monday = [], start - timedelta(days=start.weekday())
    while monday < start.replace(year=start.year + 1):
        if any(is_school_day(free, monday + i * DAY) for i in range(5) if monday + i * DAY >= start):
            found.append(monday)
        monday += 7 * DAY
    return found


def school_days_after(free, day, count):
    while count > 0:
        day += DAY
        count -= is_school_day(free, day)
    return day


class Task:
    def __init__(self, due, ends, opens, closes=END, times=1):
        self.due, self.ends, self.opens = due, ends, opens
        self.closes, self.times, self.days = closes, times, []

    def is_open(self):
        return len(self.days) < self.times


def assign(tasks, days, today):
    """Each day once: on time, else late, else early; the first task that it fits."""
    for day in sorted(set(day for day in days if day <= today)):
        fits = ([t for t in tasks if t.is_open() and t.due <= day <= t.ends]
                or [t for t in tasks if t.is_open() and t.ends < day <= t.closes]
                or [t for t in tasks if t.is_open() and t.opens <= day < t.due])
        if fits:
            fits[0].days.append(day)


def status(task, today):
    if not task.is_open():
        return "done" if task.days[-1] <= task.ends else "done_late"
    return "upcoming" if today < task.due else "due" if today <= task.ends else "overdue"


def week_tasks(weeks, start):
    tasks, opens, closes = [], start, start.replace(year=start.year + 1) - DAY
    for week in (10, 30):
        task = Task(weeks[week - 1] + 7 * DAY, weeks[week + GRACE - 1] + 6 * DAY, opens, closes)
        opens = task.ends + DAY
        tasks.append(task)
    return tasks


def emit(rows, rule, roles, subject, tasks, days, today):
    assign(tasks, days, today)
    for task in tasks:
        for role in roles:
            rows.append((str(task.ends), status(task, today), role, subject, rule,
                         "2021/2022" if task.ends >= START else "2020/2021", str(task.due),
                         str(task.ends), str(len(task.days)),
                         str(task.days[-1]) if task.days else ""))


def unknown(rows, rule, roles, subject):
    for role in roles:
        rows.append(("", "unknown", role, subject, rule, "", "", "", "", ""))


def four_years(days, today):
    """RI&E: four years from the last one; the data begin on 1 August 2015."""
    days = [day for day in days if day <= today]
    if not days:
        return ("", "overdue" if today >= date(2019, 8, 1) else "unknown", "", "", "0", "")
    last = max(days)
    ends = last.replace(year=last.year + 4)
    due = date(ends.year - (ends.month < 8), 8, 1)
    state = "done" if today < due else "due" if today <= ends else "overdue"
    return (str(ends), state, str(due), str(ends), "1", str(last))


def left_open(tasks):
    """What was not settled when the year before ended."""
    return [task for task in tasks if task.is_open() or task.days[-1] >= START]


def carried(rows, rule, roles, subject, before, tasks, days, today, together=False):
    """The tasks of the year, and of those of the year before the ones that it left open. The two years are
    counted apart; `together` what hangs on events, where a day counts for one of them."""
    for task in before:
        task.closes = max(task.closes, END)
    if together:
        assign(before + tasks, days, today)
    else:
        assign(before, days, today)
        assign(tasks, days, today)
    emit(rows, rule, roles, subject, left_open(before) + tasks, [], today)


def of_group(rows, group, days, weeks, today):
    """A group is of one year; of one of the year before is listed what it left open."""
    start = START if group["jaar"] == "2021/2022" else BEFORE
    end = start.replace(year=start.year + 1) - DAY
    subject = f"{group['brin']}/{group['groep']}/{group['jaar'].replace('/', '-')}"
    own, talks = days("eigen"), days("opbrengstengesprek")

    def listed(rule, roles, tasks, done):
        if start == START:
            carried(rows, rule, roles, subject, [], tasks, done, today)
        else:
            carried(rows, rule, roles, subject, tasks, [], done, today)

    if weeks is None:
        unknown(rows, "eigen_evaluatie", ("leerkracht",), subject)
        unknown(rows, "groepsplan", ("intern_begeleider", "leerkracht"), subject)
    else:
        listed("eigen_evaluatie", ("leerkracht",), week_tasks(weeks, start), own)
        due = weeks[9] + 7 * DAY  # the Monday after week 10
        listed("groepsplan", ("intern_begeleider", "leerkracht"),
               [Task(due, weeks[11] + 6 * DAY, due, end)], talks)
    listed("besprekingen", ("intern_begeleider",), [Task(start, end, start, end, times=2)], talks)


def of_school(rows, school, days, visits, free, today):
    brin, january = school["brin"], date(2022, 1, 30)
    last = date(2021, 1, 30)
    carried(rows, "m_toetsen", ("intern_begeleider",), brin, [Task(BEFORE, last, BEFORE)],
            [Task(START, january, START)], days("M-toetsen"), today)
    carried(rows, "bespreking_m", ("intern_begeleider",), brin,
            [Task(last, last + 14 * DAY, last, date.max)],
            [Task(january, january + 14 * DAY, january, date.max)], days("bespreking"), today, True)
    carried(rows, "vensters", ("directeur",), brin,
            [Task(date(2021, 4, 1), date(2021, 4, 30), date(2021, 4, 1))],
            [Task(date(2022, 4, 1), date(2022, 4, 30), date(2022, 4, 1))], days("vensters"), today)
    if visits and free is not None:
        tasks = [Task(day, school_days_after(free, day, 10), day, date.max) for day in sorted(visits)]
        carried(rows, "verslag", ("directeur",), brin,
                [task for task in tasks if BEFORE <= task.ends < START],
                [task for task in tasks if START <= task.ends and task.due <= END],
                days("verslag"), today, True)
    day, state, due, ends, found, evidence = four_years(days("RI&E"), today)
    rows.append((day, state, "directeur", brin, "rie", "2021/2022", due, ends, found, evidence))


def expected(example, vakanties, today):
    free, rows = holidays(vakanties), []
    evaluations, activities = read(example, "evaluaties.csv"), read(example, "activiteiten.csv")
    visits = read(example, "bezoeken.csv")
    for school in read(example, "scholen.csv"):
        brin = school["brin"]
        region = free.get(school["regio"])
        for group in read(example, "groepen.csv"):
            if group["brin"] != brin:
                continue

            def days(kind):
                return [date.fromisoformat(row["datum"]) for row in evaluations
                        if row["soort"] == kind
                        and all(row[name] == group[name] for name in ("brin", "groep", "jaar"))]

            start = START if group["jaar"] == "2021/2022" else BEFORE
            of_group(rows, group, days, mondays(region, start) if region else None, today)

        def done(kind):
            return [date.fromisoformat(row["datum"]) for row in activities
                    if row["brin"] == brin and row["soort"] == kind]

        of_school(rows, school, done,
                  [date.fromisoformat(row["datum"]) for row in visits if row["brin"] == brin],
                  region, today)
    return sorted(rows)


def main():
    example, vakanties, today = sys.argv[1], sys.argv[2], date.fromisoformat(sys.argv[3])
    got = sorted(tuple(row[field] for field in FIELDS) for row in csv.DictReader(sys.stdin)
                 if row["status"] != "standing")
    want = expected(example, vakanties, today)
    for row in want:
        if row not in got:
            print("missing:", ",".join(row))
    for row in got:
        if row not in want:
            print("not expected:", ",".join(row))
    print(len(got))
    sys.exit(got != want)


if __name__ == "__main__":
    main()
