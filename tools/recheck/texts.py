"""texts - holds the figures of expressions, tables and parameters beside the rule text that the certificate carries.

A person still has to read that `1F >= 90%` is what the handbook asks; that it is 90% and >= is seen to here."""
import re
from fractions import Fraction

from values import F, T, day_of, decimal, iso, lost


class Texts:
    def __init__(self, types, differs):
        self.types, self.differs, self.files = types, differs, []

    def token(self, at, path):
        """The words at a place of a rule file, which must be whole words."""
        if not at:
            return None
        text = self.files[at[0]]
        token, before, after = (text[a:b].decode(errors='replace') for a, b in (
            at[1:], (max(at[1] - 1, 0), at[1]), (at[2], at[2] + 1)))
        if not token.strip() or token != token.strip() or re.fullmatch(r'\w\w', before + token[0]) or re.fullmatch(
                r'\w\w', token[-1] + after):
            self.differs(path, at, f'`{before}{token}{after}`')
        return token

    def day(self, date, at, path):
        """A day stands in its rule file, by itself or as the first or last of a school year."""
        if date and at:
            text, years = self.files[at[0]].decode(), (int(date[:4]), int(date[:4]) - 1)
            if not any(f'{y}{mark}{y + 1}' in text for mark in '/-' for y in years) and date not in text and (
                    iso(day_of(date) + 1) not in text):  # one version ends where the next begins
                self.differs(path, date, 'no day in the rule file')

    def stands(self, text, path):
        """It is written in some rule file."""
        if not any(text.encode() in file for file in self.files):
            self.differs(path, text, 'in no rule file')

    def literal(self, token, kind):
        """What a word of a rule says, as the certificate writes it."""
        if kind == 'yesno':
            return {'yes': T, 'no': F}.get(token, token)
        if kind in self.types.levels or kind == 'text':
            return token.strip('"')
        if kind in ('date', 'schooljaar'):
            return token.replace('-', '/') if kind == 'schooljaar' else token
        figure = re.search(r'-?\b\d[\d ]*\.?\d*\b', token)
        return figure and decimal(Fraction(figure[0].replace(' ', '')) / (100 if '%' in token else 1))

    def constant(self, value, at, kind, path):
        token = self.token(at, path)
        if not token or lost(value) or kind == 'yesno' or kind == 'text' and token[0] != '"':  # made by the engine: the name of a rule
            return
        words = re.split(r'\.\.<?', re.sub(r'.*\bin\b', '', token)) if kind == 'date' else [token]  # of a range both ends
        if kind in self.types.levels and self.literal(token, kind) not in self.types.levels[kind]:
            return  # a name that stands for each member in turn
        if '..' in str(value) and '..' in token:  # a norm that is a range
            words, value = re.split(r'\.\.<?', token), value.split('..')
            if value != [self.literal(word.strip(), kind) for word in words]:
                self.differs(path, value, f'`{token}` in the rule')
            return
        if value not in [self.literal(word.strip(), kind) for word in words]:
            self.differs(path, value, f'`{token}` in the rule')

    def norm(self, cell, kind, path):
        """A cell of a table: ["-", at], ["=", value, at], ["..", low, high, at]."""
        token = self.token(cell[-1], path)
        if not token or cell[0] == '=':
            return self.constant(cell[1], cell[-1], kind, path)
        ends = re.fullmatch(r'(.*?)(\.\.<?|<=?|>=?)(.*)', token)
        if cell[0] == '-' or not ends:
            if cell[0] != token:
                self.differs(path, cell[0], f'`{token}` in the rule')
            return
        words = [self.literal(end.strip(), kind) for end in (ends[1], ends[3]) if end]
        if any(value is not None and value not in words for value in cell[1:3]) or '..' in ends[2] and cell[0] != ends[2]:
            self.differs(path, cell[:3], f'`{token}` in the rule')

    def figures(self, node):
        """The figures, signs and names that a node shows where its expression is written."""
        kind = 'percent' if node.get('percent') else node['kids'][0]['type'] if node['op'] == 'in-range' else node['type']
        for name in ('value', 'low', 'high', 'amount'):
            if name in node and not lost(node[name]):
                of = 'number' if kind == 'yesno' and name == 'amount' else kind
                yield self.types.shown(self.types.read(node[name], of), of)
        if 'indicator' not in node:
            yield from (str(node[name]) for name in ('years', 'back', 'day', 'count', 'unit') if node.get(name))
        small = node.get('small', {})
        yield from [small.get('below', ''), str(small.get('years', '')), node.get('sign', ''), node.get('quantity', ''),
                    node.get('name', '').split('.', 1)[-1] if node['op'] == 'measure' else node.get('name', ''),
                    node.get('asked', ''), node.get('table', '').split(',')[0]]
        for year in [*node.get('without', ()), *(node[name] for name in ('first', 'last') if name in node)]:
            yield f'{year}/{year + 1}'
        if 'qualified' in node:
            yield node['qualified'].split('.', 1)[1]

    def expression(self, node, written, path):
        if node['op'] == 'const':
            self.constant(node['value'], node['at'], node['type'], path)
        for figure in self.figures(node) if written else ():
            whole = r'(?<!\w)(?<!\d\.)%s(?!\w)' if figure[:1].isdigit() else '%s'
            if not re.search(whole % re.escape(figure), written):
                self.differs(path, figure, f'`{written}`')
        for number, kid in enumerate(node.get('kids', ())):
            added = number == 0 and (node.get('grouped') or node['op'] == 'pick')  # written where the table is declared
            if kid:
                self.expression(kid, '' if added else written, f'{path}.{number}')

    def all_of(self, one, path=''):
        """Every expression and place of a line."""
        if isinstance(one, dict) and 'written' in one:
            self.expression(one['is'], one['written'], path)
        elif isinstance(one, (dict, list)):
            for name, part in one.items() if isinstance(one, dict) else enumerate(one):
                if name == 'at':
                    self.token(part, f'{path}.at'.lstrip('.'))
                else:
                    self.all_of(part, f'{path}.{name}'.lstrip('.'))

    def timing(self, rule):
        """The figures of a deadline's timing."""
        it = rule.get('deadline', {})
        token = self.token(it.get('at'), 'deadline.at') or ''
        figures = [n for week in it.get('weeks', ()) for n in week] + [it.get(n, 0) for n in ('anchor_day', 'times')]
        for figure in figures + it.get('term', [0])[:1]:
            if figure > 1 and not any(figure % n == 0 and str(figure // n) in token for n in (1, 3, 12)) and figure != 3:
                self.differs('deadline', figure, f'`{token}`')
        if it.get('anchor_date'):
            self.day(it['anchor_date'], rule['at'], 'deadline.anchor_date')

    def show(self, rule):
        """The rule's text, and below it its expressions as they were checked."""
        file, at, _ = rule['at']
        text = self.files[file].decode()
        first = text.encode()[:at].decode().count('\n')
        lines = text.split('\n')
        last = first + 1
        while last < len(lines) and not re.match(r'\S', lines[last].strip() and lines[last]):
            last += 1
        print('\n'.join(f'{number + 1:6}  {lines[number]}' for number in range(first, last)).rstrip())
        self.outline(rule, '')

    def outline(self, one, path):
        if isinstance(one, dict) and 'written' in one:
            print(f'\n{path}: {one["written"]}')
            self.tree(one['is'], 1)
        elif isinstance(one, (dict, list)):
            for name, part in one.items() if isinstance(one, dict) else enumerate(one):
                self.outline(part, f'{path}.{name}'.lstrip('.'))

    def tree(self, node, depth):
        holds = [f'{name} {part}' for name, part in node.items() if name not in ('op', 'kids', 'type', 'for', 'at', 'rests')]
        print('  ' * depth + ', '.join([node['op'], *holds, f'of {node["for"]}' if 'for' in node else node['type']]))
        for kid in filter(None, node.get('kids', ())):
            self.tree(kid, depth + 1)
