"""deadlines - the calendar of school weeks, what falls due when, and how it stands by the rows of evidence."""
from collections import defaultdict
from datetime import date as Date

from values import NEVER, T, U, Gap, Refused, Unknown, add_months, day_of, deny, finish, iso, lost, month_day, start, year_of

SEASONS = [('zomer', 7, 1), ('herfst', 10, 1), ('kerst', 12, 12), ('voorjaar', 2, 1), ('mei', 4, 15)]

class Calendar:
    def __init__(self, table):
        self.off, self.known = defaultdict(list), {}
        names = [c['name'] for c in table['columns']] if table else []
        for cells in table['versions'][0]['rows'] if table else ():
            row = {name: cell[1] for name, cell in zip(names, cells) if cell[0] == '='}
            if len(row) == 5:
                days = day_of(row['eerste']), day_of(row['laatste'])
                self.known[row['regio'], int(row['schooljaar'][:4]), row['vakantie']] = days
                self.off[row['regio'], int(row['schooljaar'][:4])].append((row['vakantie'], days))

    def season(self, day):
        """School year and name of the holiday that one must know to know this day."""
        when = Date.fromordinal(day)
        at = (when.month, when.day)
        if (7, 1) <= at < (10, 1):
            return when.year, 'zomer'
        return year_of(day), 'herfst' if (10, 1) <= at < (12, 12) else 'kerst' if at >= (12, 12) or at < (2, 1) else (
            'voorjaar' if at < (4, 15) else 'mei')

    def holiday(self, region, year, name):
        if (region, year, name) not in self.known:
            month, day = next(s[1:] for s in SEASONS if s[0] == name)
            raise Gap(Date(year + (name not in ('zomer', 'herfst', 'kerst')), month, day).toordinal(), year, name)
        return self.known[region, year, name]

    def is_school(self, region, day):
        when = Date.fromordinal(day)
        year = when.year
        golden, century, rest = year % 19, year // 100, year % 100
        moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
        sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
        full = moon + sunday - 7 * ((golden + 11 * moon + 22 * sunday) // 451) + 114
        easter = Date(year, full // 31, full % 31 + 1).toordinal()
        king = Date(year, 4, 27 if year >= 2014 else 30)
        general = {easter + 1, easter + 39, easter + 50, king.toordinal() - (king.isoweekday() == 7)} | {
            Date(year, m, d).toordinal() for m, d in ((1, 1), (12, 25), (12, 26))} | (
            {Date(year, 5, 5).toordinal()} if year % 5 == 0 else set())
        if when.isoweekday() > 5 or day in general:
            return False
        first, last = self.holiday(region, *self.season(day))
        return not first <= day <= last and not any(a <= day <= b for name, (a, b) in self.off[region, year_of(day)]
                                                    if name not in [s[0] for s in SEASONS])

    def teaches(self, region, monday): return any(self.is_school(region, monday + i) for i in range(5))
    def first_day(self, region, year):
        day = self.holiday(region, year, 'zomer')[1] + 1
        while not self.is_school(region, day):
            day += 1
        return day
    def week(self, region, year, number):
        """The Monday of a teaching week; None when the year has fewer."""
        day = self.first_day(region, year)
        monday = day - Date.fromordinal(day).weekday()
        while number > 1:
            monday += 7
            if monday > finish(year):
                return None
            number -= self.teaches(region, monday)
        return monday
    def after(self, term, region, day):
        count, unit = term
        if count == 0 or unit == 'days':
            return day + count
        if unit in ('weeks', 'months'):
            return day + 7 * count if unit == 'weeks' else add_months(day, count)
        if unit == 'school days':
            while count:
                day += 1
                count -= self.is_school(region, day)
            return day
        weekday = Date.fromordinal(day).weekday()
        monday = day - weekday
        if not self.teaches(region, monday):
            weekday, count = 0, count + 1
        while count:
            monday += 7
            count -= self.teaches(region, monday)
        return monday + weekday

RANKS = ['done', 'done_late', 'upcoming', 'unknown', 'due', 'overdue']

class Task:
    """One occurrence: opens <= due <= ends <= closes, or a lapse, or a gap."""
    def __init__(self, opens, due, ends, closes, number=1, times=1, lapse=None, gap=None):
        self.opens, self.due, self.ends, self.number, self.times, self.lapse, self.gap = opens, due, max(ends, due), number, \
            times, lapse, gap
        self.closes, self.year = max(closes, self.ends), None

class Deadline:
    def __init__(self, judge, rule):
        self.judge, self.rule, self.it, self.data = judge, rule, rule['deadline'], judge.data
        self.year, self.date, self.calendar = judge.year, judge.date, judge.calendar
        self.grace, self.plan = judge.grace if self.it['region'] else 0, {}

    # -- occurrences
    def anchored(self, region, anchor, closes):
        kind, term = self.it['rhythm'], self.it.get('term')
        if kind == 'before':
            return Task(start(year_of(anchor - 1)), start(year_of(anchor - 1)), anchor - 1, closes)
        after = self.calendar.after(term, region, anchor)
        if kind == 'within':
            return Task(anchor, anchor, after, closes)
        due = after + (term[0] == 0)
        if self.it['region']:
            return Task(anchor, due, self.calendar.after((self.grace, 'school weeks'), region, due) - 1, closes)
        return Task(anchor, due, due + 7 * self.judge.grace - (self.judge.grace > 0), closes)

    def occurrences(self, region, year, grace):
        """Those of a school year; one that a holiday is missing for is a gap."""
        it, last, found, opens = self.it, finish(year), [], start(year)
        kind = it.get('rhythm')
        if kind not in (None, 'weeks', 'after', 'within', 'before', 'times', 'month', 'every'):
            raise Unknown(kind)
        self.grace = grace
        try:
            if not kind:
                return [Task(opens, opens, NEVER, NEVER)]
            if kind == 'weeks':
                for first, until in it['weeks']:
                    try:
                        ends = self.calendar.week(region, year, until or first + grace)
                        due = min(self.calendar.week(region, year, first) + 7, last)
                        ends = min(ends + 6, last) if ends else last
                        found.append(Task(due if until else min(opens, due), due, ends, last, first))
                        opens = found[-1].ends + 1
                    except Gap as gap:
                        found.append(Task(0, 0, 0, 0, first, gap=gap))
                    except TypeError:
                        raise Refused(f'{self.rule["rule"]}: there is no school week {first} in {year}')
            elif kind in ('after', 'within', 'before'):
                if it['anchor'] == 'start':
                    anchor = self.calendar.first_day(region, year)
                elif it['anchor'] == 'date':
                    anchor = day_of(it['anchor_date'])
                    if year_of(anchor - (kind == 'before')) != year:
                        return []
                else:
                    month, day = it['anchor_month'], it['anchor_day']
                    anchor = month_day(year + (month < 8), month, day)
                    anchor = start(year + 1) if kind == 'before' and anchor == opens else anchor
                found.append(self.anchored(region, anchor, last))
            elif kind == 'month':
                first = month_day(year + (it['month'] < 8), it['month'], 1)
                found.append(Task(first, first, add_months(first, 1) - 1, last))
            elif kind == 'every' and (it['term'][1] not in ('months',) or it['term'][0] > 12):
                longest = {'months': 12, 'weeks': 40, 'days': 280, 'school weeks': 36, 'school days': 170}[it['term'][1]]
                return [Task(0, 0, 0, 0, lapse=it['term'])] if it['term'][0] > longest else self.terms(region, year, found)
            else:
                months, times = (it['months'], it['times']) if kind == 'times' else (it['term'][0], 1)
                for part in range(12 // months):
                    first, after = (add_months(opens, n * months) for n in (part, part + 1))
                    found.append(Task(first, first, after - 1, last, part + 1, times))
        except Gap as gap:
            found.append(Task(0, 0, 0, 0, len(found) + 1, gap=gap))
        return found

    def terms(self, region, year, found):
        """End to end from the first school day, as many as the year holds whole."""
        count, unit = self.it['term']
        last, first = finish(year), self.calendar.first_day(region, year)
        first -= Date.fromordinal(first).weekday() if unit == 'school weeks' else 0
        while True:
            try:
                ends = self.calendar.after((count - 1, unit), region, first)
                following = self.calendar.after((1, unit), region, ends) if ends <= last else NEVER
            except Gap as gap:
                if gap.args[1] <= year or gap.args[2] == 'zomer':
                    found.append(Task(0, 0, 0, 0, len(found) + 1, gap=gap))
                return found
            if ends + (6 if 'weeks' in unit else 0) > last:
                return found
            found.append(Task(first, first, min(following - 1, last), last, len(found) + 1))
            first = following

    def planned(self, region, year, grace):
        if (region, year, grace) not in self.plan:
            self.plan[region, year, grace] = self.occurrences(region, year, grace)
        return self.plan[region, year, grace]

    def event_days(self, row):
        it, judge = self.it, self.judge
        if it['event_kind'] == 'value':
            return {judge.test(it['event'], row, row.year or self.year)} - {None, False}
        if it['event_kind'] == 'due':
            other = judge.rules[it['event_rule']]
            above = row.up.get(other['for']) if judge.valid(other, self.date) else None
            return set(judge.settled(other)[id(above)][2]) if above else set()
        top = row.up.get(it['event_top'])
        rows = self.data.below(top, it['event_rows']) if top else ()
        return {judge.test(it['event'], one, self.year) for one in rows} - {None, False}

    def of_year(self, row, region, which):
        """The occurrences of the school year, or of the one before."""
        if not self.it['event_kind']:
            return self.planned(region, which, self.judge.grace if self.it['region'] else 0)
        found = []
        for day in sorted(self.event_days(row)):
            try:
                one = self.anchored(region, day, NEVER)
            except Gap as gap:
                one = Task(0, 0, 0, 0, gap=gap)
            one.number = len(found) + 1
            touches = [one.ends >= start(y) and one.due <= finish(y) if not one.gap else y == year_of(day)
                       for y in (self.year, self.year - 1)]
            if (touches[0] and which == self.year) or (touches[1] and not touches[0] and which == self.year - 1):
                found.append(one)
        return found

    def bridged(self, region, at, one):
        """A holiday that is not known matters from its season on."""
        if not one.gap:
            return one
        unsure = one.gap.args[0]
        if self.date >= unsure or self.it['event_kind']:
            return one
        sooner = self.planned(region, self.year, 0)
        sooner = sooner[at] if at < len(sooner) and not sooner[at].gap else None
        due = sooner.due if sooner else unsure
        return Task(sooner.opens if sooner and due < unsure else due, due, max(due, unsure), finish(self.year), one.number)

    # -- evidence
    def collect(self):
        """Of each subject its days, by the condition of the school year and of the one before; from which day on all are known."""
        it, judge, data = self.it, self.judge, self.data
        entity, self.proofs, days = it['evidence'], {year: defaultdict(list) for year in (self.year, self.year - 1)}, []
        for one in data.rows[entity]:
            day = judge.test(it['day'], one, self.year)
            days += [] if lost(day) else [day]
            for year, proofs in self.proofs.items() if self.rule['for'] in one.up and one.weight != (0, 0) else ():
                counts = judge.test(it['where'], one, year if self.looks_back else self.year)
                if counts in (T, U):
                    proofs[id(one.up[self.rule['for']])].append((None if lost(day) else day, counts == T))
        dated = data.entities[entity].get('yearly')

        def known(last):
            if entity in data.incomplete or dated and not data.covers(entity, last):
                return NEVER
            while dated and data.covers(entity, last - 1):
                last -= 1
            return start(last if dated else year_of(min(days)) if days else self.year)
        before = data.covers(entity, self.year - 1) if dated else any(year_of(d) == self.year - 1 for d in days)
        self.known = {self.year: known(self.year), self.year - 1: known(self.year - 1) if before else NEVER}

    def was_there(self):
        """The subjects, without a year of their own, of the year before."""
        entity, data, year, told, there = self.rule['for'], self.data, self.year - 1, False, set()
        one = data.entities[entity]
        if not self.looks_back or one.get('yearly'):
            return set()
        for field in one['fields']:
            columns = data.columns[entity, field['name']]
            if field.get('yearly') and not field.get('unread') and ({year, None} & columns or 'default' in field):
                told = True
                there |= {id(r) for r in data.rows[entity] if data.get(r, field['name'], year) not in (None, U)}
        for below in data.entities.values():
            if below['parent'] == entity and below.get('yearly') and not below.get('source') and (
                    below['entity'] != self.it['evidence'] and data.covers(below['entity'], year)):
                told = True
                there |= {id(r.up[entity]) for r in data.rows[below['entity']] if r.year == year and entity in r.up}
        for r in data.rows[self.it['evidence']]:
            day = self.judge.test(self.it['day'], r, self.year)
            if entity in r.up and (r.year is not None and r.year <= year or not lost(day) and day <= finish(year)):
                there.add(id(r.up[entity]))
        return there if told else {id(r) for r in data.rows[entity]}

    # -- standing
    def begin(self, one):
        status = 'unknown'
        if not one.gap and not one.lapse:
            status = 'upcoming' if self.date < one.due else 'due' if self.date <= one.ends else 'overdue'
        elif one.lapse and self.lapsed(one):
            status = 'overdue'
        has = not one.gap and not one.lapse
        return {'status': status, 'found': 0, 'day': None, 'due': one.due if has else None, 'ends': one.ends if has else None}

    def lapsed(self, one):
        return self.known_from <= self.date and self.date >= self.calendar.after(one.lapse, None, self.known_from)

    def count(self, tasks, days):
        """Each day of evidence to the occurrence that it settles."""
        stands = [self.begin(one) for one in tasks]
        for day in sorted(set(d for d in days if d <= self.date)):
            fits = (lambda o: o.due <= day <= o.ends, lambda o: o.ends < day <= o.closes, lambda o: o.opens <= day < o.due)
            chosen = next(((o, s) for fit in fits for o, s in zip(tasks, stands)
                           if not o.gap and not o.lapse and s['found'] < o.times and fit(o)), None)
            if chosen:
                one, stand = chosen
                stand.update(found=stand['found'] + 1, day=day)
                if stand['found'] == one.times:
                    stand['status'] = 'done' if day <= one.ends else 'done_late'
            for one, stand in zip(tasks, stands):
                if one.lapse:
                    ends = self.calendar.after(one.lapse, None, day)
                    due = start(year_of(ends))
                    status = 'done' if self.date < due else 'due' if self.date <= ends else 'overdue'
                    stand.update(found=1, day=day, due=due, ends=ends, status=status)
        return stands

    def stand(self, tasks, proofs):
        sure, maybe = ([d for d, s in proofs if d is not None and s is is_sure] for is_sure in (True, False))
        undated, stands, best = sum(d is None for d, _ in proofs), self.count(tasks, sure), self.count(tasks, sure + maybe)
        for one, stand, other in zip(tasks, stands, best):
            if stand['status'] not in ('done_late', 'due', 'overdue'):
                continue
            older = one.opens < self.known_from if not one.lapse else not self.lapsed(one) and (
                stand['day'] is None or stand['day'] < self.known_from)
            needed = 1 if one.lapse or stand['status'] == 'done_late' else one.times - stand['found']
            if other['status'] != stand['status'] or undated >= needed or older:
                stand['status'] = 'unknown'
        return stands

    def counted(self, one, due, ends):
        """The day that other deadlines count from."""
        kind = self.it.get('rhythm')
        graced = kind == 'after' or kind == 'weeks' and any(f == one.number and not u for f, u in self.it['weeks'])
        return due if graced or not kind else ends

    # -- all subjects
    def one_row(self, row):
        it, judge, data = self.it, self.judge, self.data
        if 'failed' in it:
            other = judge.rules[it['failed']]
            verdict = judge.waived(other, row, judge.judge(other, row, self.year)[0])
            if verdict != 'not_met':
                return ('unknown' if verdict == 'unknown' else 'exempt'), [], []
        if it['evidence'] not in data.mapped or it.get('event_rows', it['evidence']) not in data.mapped:
            return 'unknown', [], []
        if it['event_kind'] == 'value':
            event = it['event']['is']
            while event['op'] == 'up':
                event = event['kids'][0]
            if event['op'] == 'field' and (event['for'] not in row.up or not {self.year, None} & data.columns[
                    event['for'], event['name']] and event['name'] not in data.entities[event['for']]['keys']):
                return 'unknown', [], []
        if it['event_kind'] and not self.event_days(row):
            return 'no_norm', [], []
        region = judge.test(it['region'], row, row.year or self.year) if it['region'] else False
        if region is None:
            return 'unknown', [], []
        region = judge.types.write(region, it['region']['is']['type']) if it['region'] else None
        year = row.year or self.year
        before, own, dues, listed = [], [], [], []
        if row.year == self.year - 1 or id(row) in self.there and self.was_asked(row):
            for one in self.of_year(row, region, self.year - 1):
                held = not one.gap and min(one.ends, finish(self.year - 1))
                if held and not one.lapse and judge.valid(self.rule, held):
                    one.closes, one.year = max(one.closes, finish(self.year)), self.year - 1
                    before.append(one)
        dues = [self.counted(one, one.due, one.ends) for one in before]
        for at, one in enumerate(self.of_year(row, region, self.year) if year == self.year else ()):
            own.append(self.bridged(region, at, one))
            own[-1].year = self.year
        before = [one for one in before if one.opens >= self.known[self.year - 1]]
        apart = not it['event_kind'] or row.year is not None
        for which, tasks in [(self.year - 1, before), (self.year, own)] if apart else [(self.year, before + own)]:
            self.known_from = self.known[which if row.year is not None else self.year]
            listed += [(one, s) for one, s in zip(tasks, self.stand(tasks, self.proofs[which][id(row)])) if one.year == self.year
                       or s['found'] < one.times or s['day'] >= start(self.year)]
        dues += [self.counted(one, s['due'], s['ends']) for one, s in listed if s['due'] is not None]
        verdict = RANKS[max(RANKS.index(s['status']) for _, s in listed)] if listed else 'no_norm'
        return verdict, [[one.year, one.number, s['due'] and iso(s['due']), s['ends'] and s['ends'] < NEVER and iso(s['ends'])
                          or None, s['status'], s['found'], s['day'] and iso(s['day'])] for one, s in listed], dues

    def was_asked(self, row):
        """In the year before: scope and needs hold, no exception does."""
        rule, judge = self.rule, self.judge
        tests = [judge.test(rule['scope'], row, self.year - 1)]
        tests += [deny(judge.test(one['where'], row, self.year - 1)) for one in rule['exceptions']]
        return all(t == T for t in tests + [judge.test(one['need'], row, self.year - 1) for one in rule['needs']])

    def settle(self):
        """Of each row its verdict, tasks, and the days that others count from; None: it is no subject."""
        it, answers, yearly = self.it, {}, self.data.entities[self.rule['for']].get('yearly')
        self.looks_back = 'failed' not in it and self.judge.valid(self.rule, finish(self.year - 1)) and self.judge.has_values(
            self.rule, self.year - 1)
        if it['evidence'] in self.data.mapped:
            self.collect()
            self.there = self.was_there()
        for row in self.data.rows[self.rule['for']]:
            asked = not yearly or row.year == self.year or row.year == self.year - 1 and self.looks_back
            answers[id(row)] = (None, [], [])
            if asked and self.judge.judge(self.rule, row, row.year or self.year)[:2] == ('no_norm', 'clauses'):
                answers[id(row)] = self.one_row(row)
        return answers
