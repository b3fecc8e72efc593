"""expressions - the value of a checked expression for a row and a school year: an operation is a method op_NAME."""
from collections import defaultdict
from datetime import date as Date
from fractions import Fraction

from values import (F, N, NEVER, ONE, T, U, Unknown, add_months, compare, conj, day_of, deny, disj, finish, lost, merge, month_day,
                    nearest, start, state, times, year_of)

AMOUNTS = {'at least': '>=', 'at most': '<=', 'more than': '>', 'fewer than': '<', 'exactly': '=', 'every': '>='}
ARITHMETIC = {'add': lambda a, b: (a[0] + b[0], a[1] + b[1]), 'sub': lambda a, b: (a[0] - b[1], a[1] - b[0]), 'mul': times,
              'div': lambda a, b: None if b[0] <= 0 <= b[1] else times(a, (1 / b[1], 1 / b[0]))}

class Values:
    def __init__(self, types, data, measures, tables, parameters, date):
        self.types, self.data, self.measures, self.tables, self.parameters = types, data, measures, tables, parameters
        self.date, self.year, self.memo = date, year_of(date), {}

    def day(self, year): return self.date if year == self.year else finish(year)
    def missing(self, e): return U if e['type'] == 'yesno' else None
    def in_force(self, versions, year):
        return next((v for v in versions if not (v['from'] and self.day(year) < day_of(v['from'])) and
                     not (v['until'] and self.day(year) > day_of(v['until']))), None)

    def value(self, e, row, year):
        op = e['op']
        kids = e.get('kids', ())
        if op in ARITHMETIC:
            a, b = (self.value(k, row, year) for k in kids)
            return ARITHMETIC[op](a, b) if state((a, b)) is True else state((a, b))
        if op in ('and', 'or'):
            truths = {self.value(k, row, year) for k in kids}
            return conj(truths) if op == 'and' else disj(truths)
        known = getattr(self, 'op_' + op.replace('-', '_'), None)
        if not known:
            raise Unknown(op)
        return known(e, kids, row, year)

    def op_const(self, e, kids, row, year):
        if 'read' not in e:
            e['read'] = self.types.read(e['value'], e['type'])
        return e['read']
    def op_field(self, e, kids, row, year): return self.data.get(row, e['name'], year)
    def op_schooljaar(self, e, kids, row, year):
        return row.year if self.data.entities.get(e.get('for'), {}).get('yearly') else year
    def op_day(self, e, kids, row, year): return month_day(year + (e['month'] < 8), e['month'], e['day'])
    def op_parameter(self, e, kids, row, year):
        value = self.types.read(self.in_force(self.parameters[e['name']]['values'], year)['value'], e['type'])
        return (value[e['end'] == 'high'],) * 2 if 'end' in e else value
    def op_measure(self, e, kids, row, year):
        measure, place = self.measures[e['name']], (e['name'], id(row), year)
        if measure.get('supplied'):
            return self.data.get(row, e['name'], year)
        if place not in self.memo:
            self.memo[place] = self.value(measure['definition']['is'], row, year)
        return self.memo[place]
    def op_up(self, e, kids, row, year):
        above = row.up.get(e['to']) if e['to'] else row
        return self.value(kids[0], above, year) if above else self.missing(e)
    def op_negate(self, e, kids, row, year):
        a = self.value(kids[0], row, year)
        return a if lost(a) else (-a[1], -a[0])
    def op_round(self, e, kids, row, year):
        a = self.value(kids[0], row, year)
        return a if lost(a) else tuple(nearest(x, Fraction(e['amount'])) for x in a)

    def not_taken(self, e, row, year):
        """Is it made of a blank that means: not taken?"""
        named = e['kids'][0] if e['op'] == 'up' else e
        if named['op'] == 'field':
            return bool(self.data.fields[named['for'], named['name']].get('absent_means_not_taken')
                        ) and self.value(e, row, year) in (None, U)
        return e['op'] in ('negate', 'round', *ARITHMETIC) and any(self.not_taken(k, row, year) for k in e['kids'])

    def within(self, low, high, is_open, x, kind):
        ends = [('>=', low), ('<' if is_open else '<=', high)]
        return conj({compare(sign, x, self.types.read(v, kind), kind) for sign, v in ends if v is not None}) if not lost(
            x) else {None: U, False: N}[x]

    def op_compare(self, e, kids, row, year):
        if any(self.not_taken(k, row, year) for k in kids):
            return F
        x = self.value(kids[0], row, year)
        if e['op'] == 'in-range':
            return self.within(e.get('low'), e.get('high'), e.get('open'), x, kids[0]['type'])
        others = [compare(e.get('sign', '='), x, self.value(k, row, year), kids[0]['type']) for k in kids[1:]]
        return disj(others) if others else {None: U, False: N}.get(x if lost(x) else 0, F)
    op_in_range = op_in_set = op_compare

    def op_not(self, e, kids, row, year): return deny(self.value(kids[0], row, year))
    def op_is_known(self, e, kids, row, year):
        x = self.value(kids[0], row, year)
        return F if lost(x) or x in (U, N) or isinstance(x, tuple) and x[0] != x[1] else T

    def op_attested(self, e, kids, row, year):
        month, day = Date.fromordinal(self.day(year)).month, self.day(year)
        first = start(year_of(day) - max(e['years'] - 1, 0)) if not e['months'] else add_months(
            day - Date.fromordinal(day).day + 1, -((month - 8) % e['months']))
        if ('said', e['rows']) not in self.memo:
            self.memo['said', e['rows']] = said = defaultdict(list)
            for one in self.data.rows[e['rows']]:
                for above in one.up.values():
                    said[id(above), self.data.get(one, e['indicator'], self.year)].append(one)
        found = [(self.data.get(one, e['date'], year), self.data.get(one, e['judgement'], year))
                 for name in {e['name'], e.get('qualified')} - {None} for one in self.memo['said', e['rows']][id(row), name]
                 if one.weight is None or one.weight[1] > 0]
        found = [(d, said) for d, said in found if not lost(d) and first <= d <= day]
        last = [said for d, said in found if d == max(found, key=lambda f: f[0])[0]]
        return None if not last or None in last or e['rows'] in self.data.incomplete else max(last)
    def op_judged(self, e, kids, row, year):
        said = self.types.write(self.value(kids[0], row, year), kids[0]['type'])
        return T if said == e['yes'] else F if said == e['no'] else U

    def op_cases(self, e, kids, row, year):
        found = []
        for value, condition in zip(kids[::2], kids[1::2]):
            holds = self.value(condition, row, year) if condition else T
            if holds == N and e.get('strict'):
                break
            if holds in (T, U):
                found.append(self.value(value, row, year))
            if holds == T:
                return merge(found, e['type'])
        return merge(found + [N if e['type'] == 'yesno' else False], e['type'])
    def op_else(self, e, kids, row, year):
        x = self.value(kids[0], row, year)
        return self.value(kids[1], row, year) if x in (None, U) else x
    def op_needs(self, e, kids, row, year):
        return self.value(kids[0], row, year) if all(self.value(k, row, year) == T for k in kids[1:]) else self.missing(e)

    # -- other school years
    def skips(self, e, year):
        resting = [self.data.entities[name] for name in [*e.get('rests', ()), e.get('child')] if name]
        return year in e.get('without', ()) or any(year in one['without'] for one in resting)
    def window(self, e, year, count):
        years, year = [], year - (not e.get('including_this'))
        while len(years) < count:
            years += [] if self.skips(e, year) else [year]
            year -= 1
        return years
    def in_year(self, e, row, year, other):
        """As it was in another year: of a row that has a year of its own, at the row of that year."""
        one = self.data.entities.get(e.get('for'), {})
        above = self.data.entities[e['to']] if e['op'] == 'up' and e['to'] else None
        stays = above and not above.get('yearly') and not self.data.entities.get(above['parent'], {}).get('yearly')
        if other != year and one.get('yearly') and not stays:
            row = self.data.sibling(row, year - other)
        return self.value(e, row, other) if row else self.missing(e)
    def op_year(self, e, kids, row, year):
        other = year - e['back'] if e['back'] else self.window(e, year, 1)[0]
        return self.in_year(kids[0], row, year, other)
    def op_trend(self, e, kids, row, year):
        sign, kind = '<' if e['towards'] == 'rising' else '>', kids[0]['type']
        if 'child' not in e:
            found = [(y, self.in_year(kids[0], row, year, y)) for y in self.window(e, year, e['years'])]
        else:
            rows = [(self.data.get(r, e['order'], year) if e['order'] else r.year, r) for r in self.data.below(row, e['child'])]
            last = self.day(year) if e['order'] else year
            if e['child'] not in self.data.mapped or e['child'] in self.data.incomplete or any(lost(d) for d, _ in rows):
                return U
            days = sorted({d for d, _ in rows if d <= last})[-e['years']:]
            if len(days) < e['years']:
                return N
            found = [(d, self.value(kids[0], r, year)) for d, r in rows if d in days]
        return conj({compare(sign, a, b, kind) for d, a in found for later, b in found if d < later})

    # -- rows and years below
    def period(self, e, year, count):
        """The school years of the rows; None: all."""
        if e['over'] in ('days', 'window', 'successive', 'each'):
            raise Unknown('over days, weeks or months')
        if e['over'] == 'range':
            return [y for y in range(e['first'], e['last'] + 1) if not self.skips(e, y)]
        return None if e['over'] == 'all' else [year] if e['over'] == 'this' else self.window(e, year, count)

    def fold(self, e, row, year, years):
        """For each row (or year) that is not left out: is it surely there, its weight, what is asked of it; and: is it open?"""
        data, (where, what), found, is_open = self.data, e['kids'], [], False
        if 'child' in e:
            child, grouped = e['child'], data.entities[e['for']].get('source') == e['child']
            is_open = child not in data.mapped or child in data.incomplete or any(not data.covers(child, y) for y in years or ())
            is_open = is_open or (data.unsure(row) if grouped else bool(data.entities[child].get('source')) and data.lacks(
                child, row, years or ()))
            context = [(one, one.weight, year) for one in data.below(row, child) if years is None or one.year in years]
        else:
            context = [(row, ONE, y) for y in years]
        for one, weight, at in context:
            ask = self.value if 'child' in e else lambda x, r, y: self.in_year(x, r, year, y)
            there = ask(where, one, at) if where else T
            if there in (T, U) and weight != (0, 0):
                is_open = is_open or weight is None
                found.append((there == T, weight or (Fraction(0), Fraction(0)), ask(what, one, at) if what else T))
        return found, is_open

    def tally(self, e, row, year, years):
        """The answer for these years, and Y and T."""
        found, is_open = self.fold(e, row, year, years)
        truths = e.get('of', 'share') in ('share', 'count')
        zero, total = Fraction(0), lambda side, of: sum((w[side] for sure, w, p in found if of(sure, p)), zero)
        yes = total(0, lambda s, p: s and p == T), total(1, lambda s, p: p != F)
        no = total(0, lambda s, p: s and p == F), total(1, lambda s, p: p != T)
        all_ = total(0, lambda s, p: s), total(1, lambda s, p: True)
        if not truths:
            yes = all_
        sides = (None, None) if is_open else (yes, all_)
        share = None if is_open or not all_[0] else (yes[0] / (yes[0] + no[1]) if yes[0] else zero,
                                                    yes[1] / (yes[1] + no[0]) if yes[1] else zero)
        if e.get('of') == 'count':
            return sides[0], *sides
        quantified = e['op'] == 'quantifier'
        if not all_[0]:
            return ((U if quantified else None) if is_open or all_[1] else (N if quantified else False)), *sides
        if quantified:
            return self.amount(e, yes, no, share, is_open), *sides
        return share if truths else self.extreme(e, found, all_) if not is_open else None, *sides

    def amount(self, e, yes, no, share, is_open):
        if e['quantity'] == 'every':
            return F if no[0] else U if is_open or no[1] else T
        amount = (Fraction(e['amount']),) * 2
        if e.get('percent'):
            return compare(AMOUNTS[e['quantity']], share, amount, 'number')
        return compare(AMOUNTS[e['quantity']], (yes[0], NEVER if is_open else yes[1]), amount, 'number')

    def extreme(self, e, found, all_):
        """Sum, average, lowest or highest."""
        named = e['kids'][1]['kids'][0] if e['kids'][1]['op'] == 'up' else e['kids'][1]
        field = self.data.fields.get((named.get('for'), named.get('name')), {}) if named['op'] == 'field' else {}
        if 'low' in field:
            domain = Fraction(field['low']), Fraction(field['high'])
            found = [(sure, w, domain if x is None else x) for sure, w, x in found]
        if any(lost(x) for _, _, x in found):
            return None
        plain = not isinstance(found[0][2], tuple)
        found = [(sure, w, (x, x) if plain else x) for sure, w, x in found]
        low, high = min(x[0] for _, _, x in found), max(x[1] for _, _, x in found)
        sure = [x for there, w, x in found if there and w[0] > 0]
        if e['of'] in ('lowest', 'highest'):
            ends = (low, min(x[1] for x in sure)) if e['of'] == 'lowest' else (max(x[0] for x in sure), high)
            return (ends[0] if ends[0] == ends[1] else None) if plain else ends
        products = [(there, times(w, x)) for there, w, x in found]
        sums = (sum(p[0] if there else min(p[0], 0) for there, p in products),
                sum(p[1] if there else max(p[1], 0) for there, p in products))
        if e['of'] == 'sum':
            return sums
        exact = all(there and w[0] == w[1] for there, w, _ in found)
        return (sums[0] / all_[0], sums[1] / all_[0]) if exact else (low, high)

    def aggregate(self, e, row, year):
        """The value, Y and T."""
        if 'child' in e and e['child'] not in self.data.mapped:
            return self.missing(e), None, None
        small = e.get('small')
        usual = self.tally(e, row, year, self.period(e, year, e.get('years')))
        if not small:
            return usual
        few = self.tally(e, row, year, self.period(e, year, small['years']))
        n = self.distinct(e, row, self.period(e, year, e['years']), small['of'])
        is_few = compare('<', n, (Fraction(small['below']),) * 2, 'number')
        return few if is_few == T else usual if is_few == F else tuple(
            merge([a, b], kind) for a, b, kind in zip(few, usual, (e['type'], 'number', 'number')))
    def op_aggregate(self, e, kids, row, year): return self.aggregate(e, row, year)[0]
    op_quantifier = op_aggregate

    def distinct(self, e, row, years, of):
        """How many of an entity stand behind the rows."""
        if e['child'] in self.data.incomplete or any(not self.data.covers(e['child'], y) for y in years or ()):
            return None
        rows = [r for r in self.data.below(row, e['child']) if (years is None or r.year in years) and r.weight != (0, 0)]
        if any(r.weight is None for r in rows):
            return None
        add = lambda some: tuple(sum((r.weight[side] for r in some), Fraction(0)) for side in (0, 1))
        if of == e['child']:
            return add(rows)
        linked, loose = defaultdict(list), defaultdict(list)
        for r in rows:
            (linked if of in r.up else loose)[id(r.up[of]) if of in r.up else str(r.keys[:1])].append(r)
        most = [max((add(some)[side] for some in loose.values()), default=0) for side in (0, 1)]
        return sum(any(r.weight[0] > 0 for r in some) for some in linked.values()) + most[0], len(linked) + most[1]

    def op_pick(self, e, kids, row, year):
        years = self.period(e, year, 1)
        return next((self.value(kids[1], one, year) for one in self.data.below(row, e['child'])
                     if (years is None or one.year in years) and self.value(kids[0], one, year) == T), self.missing(e))

    def op_tally(self, e, kids, row, year):
        truths = [self.value(k, row, year) for k in kids]
        of = Fraction(len(kids) if e.get('percent') else 1)
        amount = Fraction(len(kids) if e['quantity'] == 'every' else e['amount'])
        count = sum(t == T for t in truths) / of, sum(t != F for t in truths) / of
        return compare(AMOUNTS[e['quantity']], count, (amount, amount), 'number')

    def op_percentile(self, e, kids, row, year):
        own, low, high = self.value(kids[0], row, year), [], []
        if lost(own) or e['for'] in self.data.incomplete:
            return own if lost(own) else None
        same = [self.value(k, row, year) for k in kids[2:]]
        for other in self.data.rows[e['for']]:
            belongs = conj({self.value(kids[1], other, year) if kids[1] else T} | {
                compare('=', a, self.value(k, other, year), k['type']) for a, k in zip(same, kids[2:])})
            x = self.value(kids[0], other, year) if belongs in (T, U) and other is not row else False
            if x is not False:
                add = lambda a, b: Fraction(2 * (a < b) + (a == b), 2)
                low.append((belongs, add(x[1], own[0]) if x else Fraction(0)))
                high.append((belongs, add(x[0], own[1]) if x else Fraction(1)))
        ends = []
        for adds, pick, order in ((low, min, 1), (high, max, -1)):
            total, count = sum(a for b, a in adds if b == T), sum(b == T for b, _ in adds)
            if not count:
                return None if adds else False
            options = [total / count]
            for a in sorted((a for b, a in adds if b == U), key=lambda a: order * a):
                total, count = total + a, count + 1
                options.append(total / count)
            ends.append(pick(options))
        return tuple(ends)

    def op_lookup(self, e, kids, row, year):
        table = self.tables[e['table']]
        version = self.in_force(table['versions'], year)
        keys = [self.value(k, row, year) for k in kids] if version else [False]
        if state(keys) is not True:
            return state(keys)
        found = []
        for cells in version['rows']:
            holds = conj({self.within(c[1], c[1 if c[0] == '=' else 2], c[0] == '..<', x, k['type'])
                          for c, x, k in zip(cells, keys, kids)})
            if holds == U:
                return None
            if holds == T:
                cell = cells[e['number']]
                end = cell[2] if cell[0] != '-' and cell[0] != '=' and e.get('end') == 'high' else cell[1]
                found.append(False if cell[0] == '-' else self.types.read(end, e['type']))
        if len(found) < 2 or table['overlap'] == 'first':
            return found[0] if found else False
        found = [x for x in found if x is not False]
        order = {'highest': max, 'lowest': min}.get(table['overlap'])
        return (order(found) if found else False) if order else None
