"""values - what a value is, and what is certain of two of them; doc/semantics.md says the same in words.

A value is a pair of what it is at least and at most: fractions, truths, and of dates, school years, texts and members
(by rank) the same twice. None: it is missing, of which a truth is U; False: there is nothing to judge."""
from datetime import date as Date
from fractions import Fraction
from functools import lru_cache

T, F, U = (True, True), (False, False), (False, True)
ONE, NOBODY = (Fraction(1), Fraction(1)), (Fraction(0), Fraction(0))


class Refused(Exception):
    """What cannot be so."""


class Unknown(Exception):
    """An operation that this program does not know: what rests on it is not rechecked."""


def lost(value):
    return value is None or value is False


def is_known(value):
    return F if lost(value) or value[0] != value[1] else T


def is_there(value, kind):
    return F if value is None or value == U and kind == 'yesno' else T


def conj(truths):
    return next((t for t in (F, U, False) if t in truths), T)


def disj(truths):
    return next((t for t in (T, U, False) if t in truths), F)


def compare(sign, a, b):
    if sign == '<>':
        same = compare('=', a, b)
        return same and (not same[1], not same[0])
    if lost(a) or lost(b):
        return U if a is None or b is None else False
    if sign in ('>', '>='):
        a, b = b, a
    if sign == '=':
        return a[0] == a[1] == b[0] == b[1], a[0] <= b[1] and b[0] <= a[1]
    return (a[1] < b[0], a[0] < b[1]) if sign in ('<', '>') else (a[1] <= b[0], a[0] <= b[1])


def merge(values):
    """What is certain when any of these may be the value."""
    if all(value == values[0] for value in values):
        return values[0]
    if any(isinstance(value[0], bool) for value in values if value):
        return U
    if all(value and isinstance(value[0], Fraction) for value in values):
        return min(value[0] for value in values), max(value[1] for value in values)
    return None


def times(a, b):
    products = [x * y for x in a for y in b]
    return min(products), max(products)


def total(amounts):
    return sum(amounts, Fraction(0))


def nearest(number, step):
    return (abs(number) / step + Fraction(1, 2)).__floor__() * step * (-1 if number < 0 else 1)


# Days are counted as datetime.date.toordinal does; a school year is that of its August.

@lru_cache(None)
def day_of(text):
    return Date.fromisoformat(text).toordinal()


def year_of(day):
    return Date.fromordinal(day).year - (Date.fromordinal(day).month < 8)


def start(year):
    return Date(year, 8, 1).toordinal()


def finish(year):
    return start(year + 1) - 1


def add_months(day, count):
    """The same day of a later month, or the last of a shorter one."""
    when = Date.fromordinal(day)
    year, month = divmod(when.year * 12 + when.month - 1 + count, 12)
    following = Date(year + month // 11, (month + 1) % 12 + 1, 1).toordinal()
    return min(Date(year, month + 1, 1).toordinal() + when.day, following) - 1


def month_day(year, month, day):
    """That day of a school year, or the last of a shorter month."""
    first = Date(year + (month < 8), month, 1).toordinal()
    return min(first + day, add_months(first, 1)) - 1


def lasts(one, day):
    """Is the day within its `from` and `until`?"""
    return not (one['from'] and day < day_of(one['from'])) and not (one['until'] and day > day_of(one['until']))


def decimal(number):
    """Exact: a decimal where it is finite, else p/q."""
    digits = next((d for d in range(60) if 10 ** d % number.denominator == 0), None)
    if not digits:
        return str(number)
    text = f'{abs(number * 10 ** digits).numerator:0{digits + 1}d}'
    return '-' * (number < 0) + text[:-digits] + '.' + text[-digits:]


class Types:
    """What texts stand for by type: a unit of numbers, yesno, text, date, schooljaar, or the name of levels."""
    truths = {'true': T, 'false': F, 'unknown': U, 'none': False}
    levels = {}

    def read(self, text, kind):
        if lost(text) or kind == 'yesno':
            return self.truths.get(text, text)
        low, _, high = text.partition('..') if kind not in ('text', *self.levels) else (text, '', '')
        return self.one(low, kind), self.one(high or low, kind)

    def one(self, text, kind):
        if kind in self.levels:
            return self.levels[kind].index(text)
        if kind == 'date':
            return day_of(text)
        return text if kind == 'text' else int(text[:4]) if kind == 'schooljaar' else Fraction(text)

    def write(self, value, kind):
        if kind == 'yesno':
            return next(word for word, truth in self.truths.items() if truth == value)
        if lost(value):
            return value
        low, high = (self.word(end, kind) for end in value)
        return low if low == high else f'{low}..{high}'

    def word(self, end, kind):
        if kind in self.levels:
            return self.levels[kind][end]
        if kind == 'date':
            return Date.fromordinal(end).isoformat()
        return end if kind == 'text' else f'{end:04d}/{end + 1:04d}' if kind == 'schooljaar' else decimal(end)
