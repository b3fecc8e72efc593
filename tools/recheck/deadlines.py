"""deadlines - the calendar of school weeks, what falls due when, and how it stands by the rows of evidence.

The certificate says when something falls due in terms, ["after", ["day", 1, 31], 2, "school weeks"]: Calendar.on()."""
from collections import defaultdict
from datetime import date as Date
from functools import lru_cache
from types import SimpleNamespace

from values import F, NOBODY, T, U, add_months, day_of, finish, lost, month_day, start, year_of

NEVER = 10 ** 7  # a day after all days
SEASONS = [(2, 1, 'voorjaar'), (4, 15, 'mei'), (7, 1, 'zomer'), (10, 1, 'herfst'), (12, 12, 'kerst')]
RANKS = ['done', 'done_late', 'upcoming', 'unknown', 'due', 'overdue']


class Gap(Exception):
    """A holiday that the table does not hold: its season's first day, school year and name."""


@lru_cache(None)
def general_holidays(year):
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    easter = Date(year, 3, 1).toordinal() + moon + sunday - 7 * ((golden + 11 * moon + 22 * sunday) // 451) + 21
    king = Date(year, 4, 27 if year >= 2014 else 30)
    fixed = [(1, 1), (12, 25), (12, 26)] + [(5, 5)] * (year % 5 == 0)
    return {easter + 1, easter + 39, easter + 50, king.toordinal() - (king.isoweekday() == 7)} | {
        Date(year, month, day).toordinal() for month, day in fixed}


def monday_of(day):
    return day - Date.fromordinal(day).weekday()


class Calendar:
    def __init__(self, table):
        self.holidays, names = defaultdict(dict), [column['name'] for column in table['columns']] if table else []
        for cells in table['versions'][0]['rows'] if table else ():
            row = {name: cell[0] for name, cell in zip(names, cells) if cell}
            self.holidays[row['regio']][int(row['schooljaar'][:4]), row['vakantie']] = (
                day_of(row['eerste']), day_of(row['laatste']))

    @lru_cache(None)
    def is_school(self, region, day):
        when = Date.fromordinal(day)
        if when.weekday() > 4 or day in general_holidays(when.year):
            return False
        month, first, name = max((s for s in SEASONS if s[:2] <= (when.month, when.day)), default=SEASONS[-1])
        season = Date(when.year - (when.month < month), month, first)
        if (season.year - (month < 7), name) not in self.holidays[region]:
            raise Gap(season.toordinal(), season.year - (month < 7), name)
        return not any(first <= day <= last for first, last in self.holidays[region].values())

    @lru_cache(None)
    def teaches(self, region, monday):
        return any(self.is_school(region, monday + i) for i in range(5))

    def first_day(self, region, year):
        if (year, 'zomer') not in self.holidays[region]:
            raise Gap(Date(year, 7, 1).toordinal(), year, 'zomer')
        day = self.holidays[region][year, 'zomer'][1] + 1
        while not self.is_school(region, day):
            day += 1
        return day

    def week(self, region, year, number):
        """The Monday of a teaching week."""
        monday = monday_of(self.first_day(region, year))
        while number > 1:
            monday += 7
            if monday > finish(year):
                return NEVER
            number -= self.teaches(region, monday)
        return monday

    def after(self, region, day, count, unit):
        months = {'months': 1, 'quarters': 3, 'years': 12}.get(unit)
        if months or unit in ('days', 'weeks'):
            return add_months(day, months * count) if months else day + count * (7 if unit == 'weeks' else 1)
        weekday = Date.fromordinal(day).weekday() if unit == 'school weeks' and count else 0
        day, step, counts = (day - weekday, 7, self.teaches) if unit == 'school weeks' else (day, 1, self.is_school)
        if count and unit == 'school weeks' and not counts(region, day):
            weekday, count = 0, count + 1
        while count:
            day += step
            count -= counts(region, day)
        return day + weekday

    def on(self, term, region, year, event=None):
        """The day of a term, for a school year and the day of an event."""
        if term is None:
            return NEVER
        parts = [self.on(part, region, year, event) if isinstance(part, list) else part for part in term[1:]]
        return {'start': lambda: start(year), 'finish': lambda: finish(year), 'event': lambda: event,
                'date': day_of, 'day': lambda month, day: month_day(year, month, day), 'earliest': min,
                'start of': lambda day: start(year_of(day)), 'monday': monday_of,
                'first school day': lambda: self.first_day(region, year),
                'week': lambda number, more: self.week(region, year, number + more),
                'after': lambda *rest: self.after(region, *rest)}[term[0]](*parts)


def date(day):
    return Date.fromordinal(day).isoformat() if day and day < NEVER else None


def task(one, year, opens=0, due=0, ends=0, closes=0, gap=None):
    """One occurrence: opens <= due <= ends <= closes; or a lapse, or a gap."""
    ends = max(ends, due)
    return SimpleNamespace(number=one['number'], counts=one.get('counts', 'due'), times=one.get('times', 1), year=year,
                           lapse=one.get('lapse'), gap=gap, opens=opens, due=due, ends=ends, closes=max(closes, ends))


class Deadline:
    def __init__(self, judge, rule):
        self.judge, self.rule, self.it, self.data = judge, rule, rule['deadline'], judge.data
        self.year, self.date, self.calendar, self.memo = judge.year, judge.date, judge.calendar, {}

    # -- occurrences

    def occurrences(self, region, year, anchor=None):
        """Those of a school year; one that a holiday is missing for is a gap."""
        found = []
        for one in self.it['occurrences']:
            def on(name, of=one):
                return self.calendar.on(of[name], region, year, anchor)
            if one.get('only', year) != year:
                continue
            try:
                if 'last' in one and on('last') > finish(year):
                    break
                days = () if 'lapse' in one else (on('opens'), on('due'), on('ends'))
                found.append(task(one, year, *days, closes=NEVER if self.it['endless'] else finish(year)))
            except Gap as gap:
                if 'last' in one and gap.args[1] > year and gap.args[2] != 'zomer':
                    break
                found.append(self.bridged(one, year, gap.args[0], on))
                if 'last' in one:
                    break
        return found

    def bridged(self, one, year, unsure, on):
        """A holiday that is not known matters from its season on."""
        if self.date >= unsure or self.it['event'] or year != self.year:
            return task(one, year, gap=True)
        try:
            opens, due = (on(name, one['sooner']) for name in ('opens', 'due')) if 'sooner' in one else (unsure, unsure)
        except Gap:
            opens = due = unsure
        return task(one, year, opens if due < unsure else due, due, unsure, finish(self.year))

    def event_days(self, row):
        """The days that it counts from: of the subject, of rows below the same row, or of another deadline."""
        event, judge = self.it['event'], self.judge
        if 'rule' in event:
            other = judge.parts['rule'][event['rule']]
            above = row.up.get(other['for']) if judge.valid(other, self.date) else None
            return sorted(set(judge.standing(other)[above][2])) if above else []
        top = row.up.get(event['top'])
        rows = [row] if not event['top'] else self.data.below(top, event['rows']) if top else ()
        days = {judge.value(event['day'], one, self.year if event['top'] else one.year or self.year) for one in rows}
        return sorted(day[0] for day in days if not lost(day))

    def of_year(self, row, region, which):
        """The occurrences of this school year or the one before: of an event, in the first that it touches."""
        if not self.it['event']:
            if (region, which) not in self.memo:
                self.memo[region, which] = self.occurrences(region, which)
            return self.memo[region, which]
        found = []
        for day in self.event_days(row):
            one, = self.occurrences(region, self.year, day)
            one.number = len(found) + 1
            touched = [y for y in (self.year, self.year - 1) if (
                one.ends >= start(y) and one.due <= finish(y) if not one.gap else y == year_of(day))]
            if touched and touched[0] == which:
                one.year = which
                found.append(one)
        return found

    # -- evidence

    def collect(self):
        """Of each subject its days, as they count for this school year and the one before; since when all are known."""
        it, judge, data, days = self.it, self.judge, self.data, set()
        entity, dated = it['evidence'], data.entities[it['evidence']].get('yearly')
        self.proofs = {year: defaultdict(list) for year in (self.year, self.year - 1)}
        for one in data.rows[entity]:
            day = judge.value(it['day'], one, self.year)
            day = None if lost(day) else day[0]
            days.add(day or NEVER)
            for year, proofs in self.proofs.items() if self.rule['for'] in one.up and one.weight != NOBODY else ():
                counts = judge.test(it['where'], one, year if self.looks_back else self.year)
                if counts and counts != F:
                    proofs[one.up[self.rule['for']]].append((day, counts == T))
        years = {year_of(day) for day in days - {NEVER}}
        known = range(min(years, default=self.year), self.year + 1)
        if dated:
            known = years = data.years[data.entities[entity].get('source') or entity]
        self.known = dict.fromkeys(self.proofs, NEVER)
        for last in self.proofs if entity not in data.incomplete else ():
            if last in known and (last == self.year or last in years):
                self.known[last] = start(next(year for year in range(last, -1, -1) if year - 1 not in known))

    def was_there(self):
        """The subjects of the year before: with a cell or a row of it, or evidence; all, where nothing tells it."""
        entity, data, year, told, there = self.rule['for'], self.data, self.year - 1, False, set()
        for field in data.entities[entity]['fields']:
            columns = data.columns[entity, field['name']]
            if field.get('yearly') and ({year, None} & columns or 'default' in field):
                told = True
                there |= {row for row in data.rows[entity] if data.get(row, field['name'], year) not in (None, U)}
        for below, one in data.entities.items():
            if one['parent'] == entity and one.get('yearly') and not one.get('source') and (
                    below != self.it['evidence'] and data.covers(below, year)):
                told = True
                there |= {row.up[entity] for row in data.rows[below] if row.year == year and entity in row.up}
        for row in data.rows[self.it['evidence']]:
            day = self.judge.value(self.it['day'], row, self.year)
            if entity in row.up and (row.year or NEVER) <= year or not lost(day) and day[0] <= finish(year):
                there.add(row.up.get(entity))
        return there if told else set(data.rows[entity])

    def was_asked(self, row):
        """In the year before: scope and needs hold, no exception does."""
        rule, judge, year = self.rule, self.judge, self.year - 1
        truths = [judge.test(rule['scope'], row, year), *(judge.value(one, row, year) for one in rule['needs'])]
        return {*truths} == {T} and all(judge.value(one, row, year) == F for one in rule['exceptions'])

    # -- standing

    def lapsed(self, one, since):
        return since <= self.date and self.date >= self.calendar.on(one.lapse, None, self.year, since)

    def begin(self, one, since):
        """Status, days found, the last of these, due and ends, before any evidence."""
        if one.gap or one.lapse:
            return ['overdue' if one.lapse and self.lapsed(one, since) else 'unknown', 0, None, None, None]
        status = 'upcoming' if self.date < one.due else 'due' if self.date <= one.ends else 'overdue'
        return [status, 0, None, one.due, one.ends]

    def count(self, tasks, days, since):
        """Each day of evidence to the occurrence that it settles: one that it is on time for, else late, else early."""
        stands = [self.begin(one, since) for one in tasks]
        pairs = [(one, stand) for one, stand in zip(tasks, stands) if not one.gap and not one.lapse]
        for day in sorted({day for day in days if day <= self.date}):
            fits = [(one.due <= day <= one.ends, one.ends < day <= one.closes, one.opens <= day < one.due)
                    for one, _ in pairs]
            chosen = next((pair for way in range(3) for pair, fit in zip(pairs, fits)
                           if fit[way] and pair[1][1] < pair[0].times), None)
            if chosen:
                one, stand = chosen
                stand[1:3] = stand[1] + 1, day
                if stand[1] == one.times:
                    stand[0] = 'done' if day <= one.ends else 'done_late'
            for one, stand in zip(tasks, stands):
                if one.lapse:
                    ends = self.calendar.on(one.lapse, None, self.year, day)
                    due = start(year_of(ends))
                    status = 'done' if self.date < due else 'due' if self.date <= ends else 'overdue'
                    stand[:] = status, 1, day, due, ends
        return stands

    def stand(self, tasks, proofs, since):
        """As the sure evidence says, but unknown where what is not sure could make it better."""
        sure, maybe = ([day for day, is_sure in proofs if day and is_sure is which] for which in (True, False))
        undated = sum(day is None for day, _ in proofs)
        stands, best = self.count(tasks, sure, since), self.count(tasks, sure + maybe, since)
        for one, stand, other in zip(tasks, stands, best):
            if stand[0] in ('done_late', 'due', 'overdue'):
                older = one.opens < since if not one.lapse else not self.lapsed(one, since) and (stand[2] or 0) < since
                needed = 1 if one.lapse or stand[0] == 'done_late' else one.times - stand[1]
                if other[0] != stand[0] or undated >= needed or older:
                    stand[0] = 'unknown'
        return stands

    # -- all subjects

    def one_row(self, row):
        it, judge, data = self.it, self.judge, self.data
        if 'failed' in it:
            other = judge.parts['rule'][it['failed']]
            verdict = judge.waived(other, row, judge.judge(other, row, self.year)[0])
            if verdict != 'not_met':
                return ('unknown' if verdict == 'unknown' else 'exempt'), [], []
        if not {it['evidence'], (it['event'] or it).get('rows', it['evidence'])} <= data.mapped:
            return 'unknown', [], []
        if it['event'] and 'field' in it['event']:
            entity, name = it['event']['field']
            if entity not in row.up or not {self.year, None} & data.columns[entity, name] | (
                    {None} if name in data.entities[entity]['keys'] else set()):
                return 'unknown', [], []
        if it['event'] and not self.event_days(row):
            return 'no_norm', [], []
        region = judge.value(it['region'], row, row.year or self.year) if it['region'] else False
        if region is None:
            return 'unknown', [], []
        region = judge.types.write(region, it['region']['type']) if it['region'] else None
        before, own, listed = [], [], []
        if row.year == self.year - 1 or row in self.there and self.was_asked(row):
            for one in self.of_year(row, region, self.year - 1):
                if not one.gap and not one.lapse and judge.valid(self.rule, min(one.ends, finish(self.year - 1))):
                    one.closes = max(one.closes, finish(self.year))
                    before.append(one)
        if row.year in (None, self.year):
            own = self.of_year(row, region, self.year)
        dues = [one.ends if one.counts == 'ends' else one.due for one in before]
        before = [one for one in before if one.opens >= self.known[self.year - 1]]
        apart = not it['event'] or row.year is not None
        for which, tasks in [(self.year - 1, before), (self.year, own)] if apart else [(self.year, before + own)]:
            since = self.known[which if row.year is not None else self.year]
            listed += [(one, stand) for one, stand in zip(tasks, self.stand(tasks, self.proofs[which][row], since))
                       if one.year == self.year or stand[1] < one.times or stand[2] >= start(self.year)]
        dues += [stand[4 if one.counts == 'ends' else 3] for one, stand in listed if stand[3]]
        verdict = RANKS[max(RANKS.index(stand[0]) for _, stand in listed)] if listed else 'no_norm'
        return verdict, [[one.year, one.number, date(due), date(ends), status, found, date(day)]
                         for one, (status, found, day, due, ends) in listed], dues

    def settle(self):
        """Of each row its verdict, tasks, and the days that other deadlines count from."""
        it, answers, judge = self.it, {}, self.judge
        self.looks_back = 'failed' not in it and judge.valid(self.rule, finish(self.year - 1)) and all(
            judge.in_force(judge.parts['parameter'][name]['values'], self.year - 1) for name in it['parameters'])
        if it['evidence'] in self.data.mapped:
            self.collect()
            yearly = self.data.entities[self.rule['for']].get('yearly')
            self.there = self.was_there() if self.looks_back and not yearly else set()
        for row in self.data.rows[self.rule['for']]:
            asked = row.year in (None, self.year) or row.year == self.year - 1 and self.looks_back
            answers[row] = (None, [], [])
            if asked and judge.judge(self.rule, row, row.year or self.year)[:2] == ('no_norm', 'clauses'):
                answers[row] = self.one_row(row)
        return answers
