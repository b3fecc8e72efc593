"""windows - rows of the last days, weeks or months, and windows of these one after the other. Only loaded when a
certificate has an expression over such units; without this file those are not rechecked."""
from datetime import date as Date

from deadlines import Gap, monday_of
from values import F, NOBODY, ONE, T, U, Unknown, add_months, conj, finish, lost, start, year_of


def first_of(unit, day):
    """The first day of the unit that holds the day."""
    of_month = Date.fromordinal(day).day
    if unit in ('months', 'quarters'):
        return add_months(day - of_month + 1, -((Date.fromordinal(day).month - 8) % 3) if unit == 'quarters' else 0)
    return monday_of(day) if 'weeks' in unit else day


def last_of(unit, first):
    months = {'months': 1, 'quarters': 3}.get(unit)
    return add_months(first, months) - 1 if months else first + (6 if 'weeks' in unit else 0)


class Windows:
    """Those of an expression, in a school year up to its day."""
    def __init__(self, it, e, year):
        self.it, self.e, self.year, self.now, self.unit = it, e, year, it.day(year), e['unit']

    def counts(self, region, first):
        calendar = self.it.calendar
        return {'school days': calendar.is_school, 'school weeks': calendar.teaches}.get(self.unit, lambda *day: True)(
            region, first)

    def units(self, region):
        """The first days of those that count: the last so many, or those of the school year that have begun."""
        if self.e['over'] != 'successive':
            first, found = first_of(self.unit, self.now), []
            first = first if self.e.get('including_this') else first_of(self.unit, first - 1)
            while len(found) < self.e['count']:
                found = [first] + found if self.counts(region, first) else found
                first = first_of(self.unit, first - 1)
            return found
        first, found = first_of(self.unit, start(self.year) + 6 * ('weeks' in self.unit)), []
        while first <= min(self.now, finish(self.year)):
            found += [first] if self.counts(region, first) else []
            first = last_of(self.unit, first) + 1
        return found

    def window(self, region, number):
        """First and last day of a window, and whether it is over; None when it has not begun."""
        place = id(self.e), region, self.year
        if place not in self.it.memo:
            try:
                self.it.memo[place] = self.units(region)
            except Gap as gap:
                raise Unknown('a holiday that is not known') from gap
        units, many = self.it.memo[place], self.e['count'] if self.e['over'] == 'successive' else 1
        if self.e['over'] == 'days':
            return units[0], min(last_of(self.unit, units[-1]), self.now), True
        if number >= len(units):
            return None
        end = last_of(self.unit, units[number + many - 1]) if number + many <= len(units) else self.now + 1
        return units[number], min(end, self.now), self.e['over'] == 'each' or end <= self.now

    def regions(self):
        """All that it may be in; None where regions do not differ."""
        known, region = self.it.calendar.holidays, self.e['region']
        return [name for name in self.it.types.levels[region['type']] if known.get(name)] if region else [None]

    def region(self, e, row):
        """That of a row; False when it is missing, or has no holidays."""
        if not e:
            return None
        name = self.it.types.write(self.it.value(e, row, self.year), e['type'])
        return name if name in self.regions() else False


def fold_rows(it, e, row, year):
    """As Values.fold, of the rows whose day lies in the period, or in the window around it."""
    around, number = (e, 0) if e['over'] == 'days' else it.around
    windows, where, what = Windows(it, around, year), *e['kids']
    spans = {region: windows.window(region, number) for region in windows.regions()}
    first = min((year_of(span[0]) for span in spans.values() if span), default=year)
    years = range(year if around['over'] == 'successive' else min(first, year), year + 1)
    rows, found = it.data.rows[e['child']], []
    there = {year_of(day[0]) for day in (it.data.get(one, e['by_day'], year) for one in rows) if not lost(day)}
    dated = it.data.entities[e['child']].get('yearly')
    is_open = it.data.is_open(row, e['child'], years if dated else ()) or not dated and not set(years) <= there
    for one in it.data.below(row, e['child']):
        region, day = windows.region(e['row_region'], one), it.data.get(one, e['by_day'], year)
        span = spans[region] if region is not False else (0, 0)
        lies = F if not span else U if lost(day) or region is False else T if span[0] <= day[0] <= span[1] else F
        counts = conj([lies, it.value(where, one, year) if where else T])
        if (one.year is None or one.year in years) and counts and counts != F and one.weight != NOBODY:
            is_open = is_open or one.weight is None
            found.append((counts == T, one.weight or NOBODY, it.value(what, one, year) if what else T))
    return found, is_open


def fold(it, e, row, year):
    """As Values.fold, with windows in place of rows."""
    if e['over'] in ('days', 'window'):
        return fold_rows(it, e, row, year)
    windows, before, found, (where, what) = Windows(it, e, year), getattr(it, 'around', None), [], e['kids']
    region, most = windows.region(e['region'], row), 0
    while any(windows.window(of, most) for of in windows.regions()):
        most += 1
    for number in range(most):
        it.around = e, number
        value = it.value(what, row, year) if what else T
        span = windows.window(region, number) if region is not False else None
        lies = U if region is False else F if not span else T if span[2] else value if not e.get('falls') else (
            F if e.get('rises') else value and (not value[1], not value[0]))
        counts = conj([lies, it.value(where, row, year) if where else T])
        if counts and counts != F:
            found.append((counts == T, ONE, value))
    it.around = before
    return found, False
