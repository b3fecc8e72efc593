"""texts - holds every figure of a certificate beside the words of the rule text that it was read from.

A person still has to see that `1F >= 90%` is what the handbook asks; that it is 90% is seen to here. A figure is
{"figure": VALUE, "type": TYPE, "at": [file, start, end]}; once it is checked, only its value is left."""
import re
from datetime import date as Date
from fractions import Fraction

from values import day_of, decimal

SIGNS = {'at least': '>=', 'at most': '<=', 'more than': '>', 'fewer than': '<', 'exactly': '='}


class Texts:
    def __init__(self, types, differs):
        self.types, self.differs, self.files = types, differs, []

    def token(self, at):
        """The words at a place of a rule file, which begin and end where words do."""
        before, token, after = (self.files[at[0]][a:b].decode(errors='replace') for a, b in (
            (max(at[1] - 1, 0), at[1]), at[1:], (at[2], at[2] + 1)))
        is_whole = token and not any(re.match(r'\w\w|[<=>]{2}', two) for two in (before + token[0], token[-1] + after))
        return token if is_whole else f'{before}{token}{after}'

    def lines(self, at):
        """The lines of a rule at a place of a rule file; none where it does not begin and end as lines do."""
        text, start, end = self.files[at[0]], at[1], at[2]
        begins = text[:start][-1:] in (b'', b'\n')
        ends = text[:end][-1:] == b'\n' or text[end:end + 1] in (b'', b'\n', b'\r')
        return text[start:end].decode() if begins and ends else ''

    def reads(self, token, kind):
        """What words of a rule may stand for, as the certificate writes it."""
        if kind == 'date':
            year = re.fullmatch(r'(\d{4})[-/](\d{4})', token)
            before = None if year else Date.fromordinal(day_of(token) - 1).isoformat()  # what ends when the next begins
            return [f'{year[1]}-08-01', f'{year[2]}-07-31'] if year else [token, before]
        if kind in ('schooljaar', 'year'):
            return [token.replace('-', '/')[:4 if kind == 'year' else 9]]
        if kind == 'sign':
            return [SIGNS.get(token, token)]
        if kind in ('text', 'yesno', *self.types.levels):
            return [{'yes': 'true', 'no': 'false'}.get(token, token) if kind == 'yesno' else token.strip('"')]
        if '..' in token:
            return ['..'.join(self.reads(end, kind)[0] for end in token.split('..'))]
        figure = re.fullmatch(r'(-?\d[\d ]*(\.\d+)?) *(%?)', token)
        return [decimal(Fraction(figure[1].replace(' ', '')) / (100 if figure[3] else 1))] if figure else [None]

    def checked(self, one, path=''):
        """The same without places; every figure that has one is compared."""
        if isinstance(one, list):
            return [self.checked(part, f'{path}.{number}') for number, part in enumerate(one)]
        if not isinstance(one, dict):
            return one
        if 'figure' not in one:
            return {name: self.checked(part, f'{path}.{name}') for name, part in one.items()}
        if str(one['figure']) not in self.reads(self.token(one['at']), one['type']):
            self.differs(path[1:], one['figure'], f"`{self.token(one['at'])}` in the rule")
        return one['figure']


def show(name, part, depth=0):
    """What a rule was checked to be, a part a line."""
    parts = dict(enumerate(part)) if isinstance(part, list) else part
    said = {key: value for key, value in parts.items() if value not in (None, []) and key != 'step'}
    print('  ' * depth + f'{name}: ' + ', '.join(f'{key} {value}' for key, value in said.items() if not isinstance(
        value, (dict, list))))
    for key, value in said.items():
        if isinstance(value, (dict, list)):
            show(key, value, depth + 1)
