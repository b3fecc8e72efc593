"""expressions - the value of a checked expression for a row and a school year; doc/formats.md lists the operations.

An operation of PLAIN needs all its parts: where one is missing so is the value. One of SIMPLE is told in a line, any
other is a method op_NAME."""
import importlib
from collections import defaultdict
from datetime import date as Date
from fractions import Fraction

from values import (F, NOBODY, ONE, T, U, Unknown, add_months, compare, conj, disj, finish, is_known, is_there, lasts,
                    lost, merge, month_day, nearest, start, times, total, year_of)

UNITS = 'days', 'window', 'each', 'successive'  # of days, weeks or months: windows.py
PLAIN = {
    'add': lambda e, a, b: (a[0] + b[0], a[1] + b[1]),
    'sub': lambda e, a, b: (a[0] - b[1], a[1] - b[0]),
    'mul': lambda e, a, b: times(a, b),
    'div': lambda e, a, b: None if b[0] <= 0 <= b[1] else times(a, (1 / b[1], 1 / b[0])),
    'round': lambda e, a, step: (nearest(a[0], step[0]), nearest(a[1], step[0])),
    'compare': lambda e, a, *others: disj([compare(e['sign'], a, other) for other in others]),
    'not': lambda e, a: (not a[1], not a[0]),
    'judged': lambda e, a, yes, no: (a == yes, a != no),
}
SIMPLE = {
    'const': lambda it, e, row, year: it.types.read(e['value'], e['type']),
    'field': lambda it, e, row, year: it.data.get(row, e['name'], year),
    'schooljaar': lambda it, e, row, year: (row.year if 'for' in e and row.year else year,) * 2,
    'day': lambda it, e, row, year: (month_day(year, e['month'], e['day']),) * 2,
    'and': lambda it, e, row, year: conj([it.value(kid, row, year) for kid in e['kids']]),
    'or': lambda it, e, row, year: disj([it.value(kid, row, year) for kid in e['kids']]),
    'up': lambda it, e, row, year: it.at(row.up.get(e['to']) if e['to'] else row, e['kids'][0], year),
    'is-known': lambda it, e, row, year: is_known(it.value(e['kids'][0], row, year)),
    'is-there': lambda it, e, row, year: is_there(it.value(e['kids'][0], row, year), e['kids'][0]['type']),
    'in-range': lambda it, e, row, year: it.within(it.value(e['kids'][0], row, year), e['range'], e['kids'][0]['type']),
    'aggregate': lambda it, e, row, year: it.aggregate(e, row, year)[0],
}


class Values:
    def __init__(self, types, data, parts, date):
        self.types, self.data, self.parts, self.date, self.year, self.memo = types, data, parts, date, year_of(date), {}

    def value(self, e, row, year):
        op = e['op']
        if op in SIMPLE:
            return SIMPLE[op](self, e, row, year)
        if op in PLAIN:
            parts = [self.value(kid, row, year) for kid in e['kids']]
            if None in parts or False in parts:
                return self.missing(e) if None in parts else False
            return PLAIN[op](e, *parts)
        known = getattr(self, 'op_' + op.replace('-', '_'), None)
        if not known:
            raise Unknown(op)
        return known(e, e.get('kids', ()), row, year)

    def at(self, row, e, year):
        return self.value(e, row, year) if row else self.missing(e)

    def missing(self, e):
        return U if e['type'] == 'yesno' else None

    def day(self, year):
        return self.date if year == self.year else finish(year)

    def in_force(self, versions, year):
        day = self.day(year)
        return next((version for version in versions if lasts(version, day)), None)

    def within(self, value, cell, kind):
        """Is it in the range of a cell? [value], or [low, high, 'open' where high is left out]; null is no end."""
        ends = ('>=', cell[0]), ('<' if 'open' in cell else '<=', cell[len(cell) > 1])
        return conj([compare(sign, value, self.types.read(end, kind)) for sign, end in ends if end is not None])

    def op_parameter(self, e, kids, row, year):
        value = self.types.read(self.in_force(self.parts['parameter'][e['name']]['values'], year)['value'], e['type'])
        return (value[e['end'] == 'high'],) * 2 if 'end' in e else value

    def op_measure(self, e, kids, row, year):
        measure, place = self.parts['measure'][e['name']], (e['name'], row, year)
        if measure.get('supplied'):
            return self.data.get(row, e['name'], year)
        if place not in self.memo:
            self.memo[place] = self.value(measure['definition'], row, year)
        return self.memo[place]

    def op_attested(self, e, kids, row, year):
        """The judgement of the latest row of the subject that names the indicator, within its period."""
        day, found = self.day(year), []
        when = Date.fromordinal(day)
        first = add_months(day - when.day + 1, (8 - when.month) % -e['months']) if 'months' in e else start(
            year_of(day) - e['years'] + 1)
        names = {e['name'], f"{e.get('handbook')}.{e['name']}"}
        for one in (one for name in names for one in self.data.below(row, e['rows'], e['indicator'], (name, name))):
            dated = self.data.get(one, e['date'], year)
            if not lost(dated) and first <= dated[0] <= day and one.weight != NOBODY:
                found.append((dated[0], self.data.get(one, e['judgement'], year)))
        last = [said for at, said in found if at == max(found, key=lambda pair: pair[0])[0]]
        return None if not last or None in last or e['rows'] in self.data.incomplete else max(last)

    def op_cases(self, e, kids, row, year):
        """The value of the first condition that holds, or of any that may be the first."""
        found = []
        for value, condition in zip(kids[::2], kids[1::2]):
            holds = self.value(condition, row, year) if condition else T
            if holds is False and e.get('strict'):
                break
            if holds and holds != F:
                found.append(self.value(value, row, year))
            if holds == T:
                return merge(found)
        return merge(found + [False])

    def op_lookup(self, e, kids, row, year):
        table = self.parts['table'][e['table']]
        version, found = self.in_force(table['versions'], year), []
        keys = [self.value(kid, row, year) for kid in kids] if version else [False]
        if None in keys or False in keys:
            return None if None in keys else False
        for cells in version['rows']:
            holds = conj([self.within(key, cell, kid['type']) for cell, key, kid in zip(cells, keys, kids)])
            if holds == U:
                return None
            if holds == T:
                cell = cells[e['number']] or [False]
                found.append(self.types.read(cell[e.get('end') == 'high' and len(cell) > 1], e['type']))
        if len(found) < 2 or table['overlap'] == 'first':
            return found[0] if found else False
        found = [norm for norm in found if norm]
        choose = {'highest': max, 'lowest': min}.get(table['overlap'])
        return (choose(found) if found else False) if choose else None

    # -- other school years

    def skips(self, e, year):
        return year in e.get('without', ()) or any(year in self.data.entities[name]['without'] for name in e['rests'])

    def window(self, e, year, count):
        """The last so many school years that are not skipped, the latest first."""
        years, year = [], year - (not e.get('including_this'))
        while len(years) < count:
            years += [] if self.skips(e, year) else [year]
            year -= 1
        return years

    def then(self, e, row, year, other):
        """As it was in another school year: of a row that has a year of its own, at the row of that year."""
        if other != year and 'for' in e and row.year is not None and not e.get('stays'):
            row = self.data.sibling(row, year - other)
        return self.at(row, e, other)

    def op_year(self, e, kids, row, year):
        return self.then(kids[0], row, year, year - e['back'] if e['back'] else self.window(e, year, 1)[0])

    def op_trend(self, e, kids, row, year):
        """Is each of the last years, or rows, above (below) those before it?"""
        if 'child' not in e:
            found = [(at, self.then(kids[0], row, year, at)) for at in self.window(e, year, e['years'])]
        else:
            rows = [(self.data.get(one, e['order'], year) if e['order'] else (one.year,), one)
                    for one in self.data.below(row, e['child'])]
            if self.data.is_open(row, e['child'], ()) or any(lost(at) for at, _ in rows):
                return U
            last = self.day(year) if e['order'] else year
            days = sorted({at[0] for at, _ in rows if at[0] <= last})[-e['years']:]
            if len(days) < e['years']:
                return False
            found = [(at[0], self.value(kids[0], one, year)) for at, one in rows if at[0] in days]
        return conj([compare(e['sign'], a, b) for at, a in found for later, b in found if at < later])

    # -- rows below, or school years

    def period(self, e, year, count):
        """The school years of the rows; None: all."""
        if e['over'] == 'range':
            return [at for at in range(e['first'], e['last'] + 1) if not self.skips(e, at)]
        return [year] if e['over'] == 'this' else self.window(e, year, count) if e['over'] == 'last' else None

    def below(self, e, row, years):
        return [one for one in self.data.below(row, e['child']) if years is None or one.year in years]

    def fold(self, e, row, year, years):
        """Of each that may count: does it surely, its weight, what is asked of it; and may there be others?"""
        if e['over'] in UNITS:
            return importlib.import_module('windows').fold(self, e, row, year)
        where, what = e['kids']
        is_open, found = 'child' in e and self.data.is_open(row, e['child'], years or ()), []
        if 'child' in e:
            context = [(one, one.weight, year) for one in self.below(e, row, years)]
        else:
            context = [(row, ONE, at) for at in years]
        for one, weight, at in context:
            there = self.then(where, one, year, at) if where else T
            if there and there != F and weight != NOBODY:
                is_open = is_open or weight is None
                found.append((there == T, weight or NOBODY, self.then(what, one, year, at) if what else T))
        return found, is_open

    def tally(self, e, row, year, years):
        """The value for these years; how many count for it; of how many."""
        found, is_open = self.fold(e, row, year, years)
        all_ = tuple(total(w[side] for sure, w, x in found if sure or side) for side in (0, 1))
        yes, no = all_, NOBODY
        if e['of'] in ('share', 'count', 'every'):
            asked = [(sure, w, x or U) for sure, w, x in found]  # what there is nothing to judge of may be either
            yes = tuple(total(w[side] for sure, w, x in asked if (sure or side) and x[side]) for side in (0, 1))
            no = tuple(total(w[side] for sure, w, x in asked if (sure or side) and not x[1 - side]) for side in (0, 1))
        sides = (None, None) if is_open else (yes, all_)
        if e['of'] == 'count' and 'sign' not in e:
            return sides[0], *sides
        if not all_[0] and not (e['of'] == 'sum' and e['over'] in ('days', 'window')):
            return self.missing(e) if is_open or all_[1] else False, *sides
        if e['of'] == 'every':
            value = F if no[0] else U if is_open or no[1] else T
        elif e['of'] == 'count':
            value = yes[0], Fraction(10 ** 9) if is_open else yes[1]
        elif is_open:
            value = None
        elif e['of'] == 'share':
            value = yes[0] / ((yes[0] + no[1]) or 1), yes[1] / ((yes[1] + no[0]) or 1)
        else:
            value = self.extreme(e, found, all_)
        return compare(e['sign'], value, self.types.read(e['amount'], 'number')) if 'sign' in e else value, *sides

    def extreme(self, e, found, all_):
        """Sum, average, lowest or highest."""
        if 'domain' in e:
            field = self.data.fields[tuple(e['domain'])]
            domain = self.types.read(f"{field['low']}..{field['high']}", 'number')
            found = [(sure, w, domain if x is None else x) for sure, w, x in found]
        if any(lost(x) for _, _, x in found):
            return None
        low, high = min((x[0] for _, _, x in found), default=0), max((x[1] for _, _, x in found), default=0)
        sure = [x for there, w, x in found if there and w[0] > 0]
        if e['of'] in ('lowest', 'highest'):
            low, high = (low, min(x[1] for x in sure)) if e['of'] == 'lowest' else (max(x[0] for x in sure), high)
            return (low, high) if low == high or isinstance(low, Fraction) else None
        products = [(there, times(w, x)) for there, w, x in found]
        sums = (total(p[0] if there else min(p[0], 0) for there, p in products),
                total(p[1] if there else max(p[1], 0) for there, p in products))
        if e['of'] == 'sum':
            return sums
        exact = all(there and w[0] == w[1] for there, w, _ in found)
        return (sums[0] / all_[0], sums[1] / all_[0]) if exact else (low, high)

    def aggregate(self, e, row, year):
        if 'child' in e and e['child'] not in self.data.mapped:
            return self.missing(e), None, None
        usual = self.tally(e, row, year, self.period(e, year, e.get('years')))
        if 'small' not in e:
            return usual
        small = e['small']
        few = self.tally(e, row, year, self.period(e, year, small['years']))
        number = self.distinct(e, row, self.period(e, year, e['years']), small['of'])
        is_few = compare('<', number, self.types.read(small['below'], 'number'))
        return few if is_few == T else usual if is_few == F else tuple(merge(pair) for pair in zip(few, usual))

    def distinct(self, e, row, years, of):
        """How many of an entity stand behind the rows; behind those that are linked to none: the most of any key."""
        rows, child = [one for one in self.below(e, row, years) if one.weight != NOBODY], e['child']
        if self.data.is_open(row, child, years or ()) or any(one.weight is None for one in rows):
            return None
        sums = defaultdict(lambda: NOBODY)
        for one in rows:
            key = (of, one.up[of]) if of in one.up and of != child else (None, one.keys[:1] if of != child else None)
            sums[key] = tuple(a + b for a, b in zip(sums[key], one.weight))
        loose = [tuple(w) for (linked, _), w in sums.items() if not linked] or [NOBODY]
        return tuple(sum(bool(w[0] or side) for (linked, _), w in sums.items() if linked) + max(w[side] for w in loose)
                     for side in (0, 1))

    def op_pick(self, e, kids, row, year):
        if e['over'] in UNITS:
            raise Unknown('pick over days, weeks or months')
        return next((self.value(kids[1], one, year) for one in self.below(e, row, self.period(e, year, 1))
                     if self.value(kids[0], one, year) == T), self.missing(e))

    def op_tally(self, e, kids, row, year):
        truths = [self.value(kid, row, year) for kid in kids]
        count = Fraction(sum(t == T for t in truths)), Fraction(sum(t != F for t in truths))
        amount = self.types.read(e['amount'], 'number')
        return compare(e['sign'], count, times(amount, (len(kids),) * 2) if e.get('percent') else amount)

    def op_percentile(self, e, kids, row, year):
        """Of the others that are compared with: the part below, and half of those with the same value."""
        own, low, high = self.value(kids[0], row, year), [], []
        if lost(own) or e['for'] in self.data.incomplete:
            return own if lost(own) else None
        same = [self.value(kid, row, year) for kid in kids[2:]]
        for other in self.data.rows[e['for']]:
            belongs = conj([self.value(kids[1], other, year) if kids[1] else T] + [
                compare('=', a, self.value(kid, other, year)) for a, kid in zip(same, kids[2:])])
            x = self.value(kids[0], other, year) if belongs and belongs != F and other is not row else False
            if x is not False:
                low.append((belongs == T, rank(x[1], own[0]) if x else Fraction(0)))
                high.append((belongs == T, rank(x[0], own[1]) if x else Fraction(1)))
        if not any(sure for sure, _ in low):
            return None if low else False
        return min(means(sorted(low))), max(means(sorted(high, reverse=True)))


def rank(x, own):
    return Fraction(2 * (x < own) + (x == own), 2)


def means(ranks):
    """Of the sure ones, and then with one more at a time of those that may count."""
    sure, perhaps = ([rank for is_sure, rank in ranks if is_sure is which] for which in (True, False))
    return [total(sure + perhaps[:more]) / (len(sure) + more) for more in range(len(perhaps) + 1)]
