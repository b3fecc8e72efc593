"""values - what a value is, and what is certain of two of them; doc/semantics.md says the same in words.

A number is a pair (low, high) of fractions; a member, a date (days) or a school year is an integer. None is missing, False is
that there is nothing to judge. Truths are words."""
from datetime import date as Date
from fractions import Fraction

T, F, U, N = 'true', 'false', 'unknown', 'none'
ONE = (Fraction(1), Fraction(1))
NEVER = 10 ** 7  # a day after all days

class Refused(Exception):
    """What cannot be so."""

class Unknown(Exception):
    """An operation that this program does not know: what rests on it is not rechecked."""

class Gap(Exception):
    """A holiday that the table does not hold: its season's first day."""

def conj(truths): return next((t for t in (F, U, N) if t in truths), T)
def disj(truths): return next((t for t in (T, U, N) if t in truths), F)
def deny(truth): return {T: F, F: T}.get(truth, truth)
def lost(value): return value is None or value is False
def state(values): return None if any(v is None for v in values) else not any(v is False for v in values)
def times(a, b): return min(x * y for x in a for y in b), max(x * y for x in a for y in b)

def compare(sign, a, b, base):
    if sign == '<>':
        return deny(compare('=', a, b, base))
    if sign in ('>', '>='):
        return compare(sign.replace('>', '<'), b, a, base)
    if base == 'yesno':
        a, b = ({U: None, N: False, F: 0, T: 1}[x] for x in (a, b))
    if state((a, b)) is not True:
        return {None: U, False: N}[state((a, b))]
    if isinstance(a, tuple):
        sure, never = {'<': (a[1] < b[0], a[0] >= b[1]), '<=': (a[1] <= b[0], a[0] > b[1]),
                       '=': (a[0] == a[1] == b[0] == b[1], a[1] < b[0] or b[1] < a[0])}[sign]
        return T if sure else F if never else U
    return T if {'<': a < b, '<=': a <= b, '=': a == b}[sign] else F

def merge(values, base):
    """What is certain when any of the values may be the one."""
    if all(v == values[0] and type(v) is type(values[0]) for v in values):
        return values[0]
    if base != 'yesno' and all(isinstance(v, tuple) for v in values):
        return min(v[0] for v in values), max(v[1] for v in values)
    return U if base == 'yesno' else None

def nearest(x, step): return (abs(x) / step + Fraction(1, 2)).__floor__() * step * (-1 if x < 0 else 1)
def year_of(day): return Date.fromordinal(day).year - (Date.fromordinal(day).month < 8)
def start(year): return Date(year, 8, 1).toordinal()
def finish(year): return start(year + 1) - 1
def day_of(text): return Date.fromisoformat(text).toordinal()
def iso(day): return Date.fromordinal(day).isoformat()
def trim(text): return text.strip(' \t\u00a0')

def month_day(year, month, day):
    """That day of a month, or the last of a shorter one."""
    return min(Date(year, month, 1).toordinal() + day, Date(year + month // 12, month % 12 + 1, 1).toordinal()) - 1

def add_months(day, count):
    year, month = divmod(Date.fromordinal(day).year * 12 + Date.fromordinal(day).month - 1 + count, 12)
    return month_day(year, month + 1, Date.fromordinal(day).day)

def decimal(number):
    """Exact: a decimal where it is finite, else p/q."""
    digits = next((d for d in range(60) if 10 ** d % number.denominator == 0), None)
    if not digits:
        return str(number)
    text = f'{abs(number * 10 ** digits).numerator:0{digits + 1}d}'
    return '-' * (number < 0) + text[:-digits] + '.' + text[-digits:]

class Types:
    """What texts stand for by type: a unit of numbers, yesno, text, date, schooljaar, or the name of levels."""
    levels = {}

    def read(self, text, kind):
        if lost(text) or kind in ('yesno', 'text'):
            return text
        if kind in self.levels:
            return self.levels[kind].index(text)
        if kind in ('date', 'schooljaar'):
            return day_of(text) if kind == 'date' else int(text[:4])
        low, _, high = text.partition('..')
        return Fraction(low), Fraction(high or low)

    def write(self, value, kind):
        if lost(value) or kind in ('yesno', 'text'):
            return value
        if kind in self.levels:
            return self.levels[kind][value]
        if kind in ('date', 'schooljaar'):
            return iso(value) if kind == 'date' else f'{value:04d}/{value + 1:04d}'
        return decimal(value[0]) + ('' if value[0] == value[1] else '..' + decimal(value[1]))

    def shown(self, value, kind):
        """As rules write it: 90%, yes; without a unit."""
        return decimal(value[0] * 100) + '%' if kind == 'percent' else {T: 'yes', F: 'no'}.get(value, self.write(value, kind))
