"""rows - reads the data files by the mappings of the certificate: rows by their keys, with the rows that they hang below."""
import csv
import functools
import gzip
import io
import json
import os
import re
import sqlite3
import urllib.parse
from collections import defaultdict
from datetime import date as Date
from fractions import Fraction

from values import F, ONE, T, U, Refused, decimal, lost, trim


class Figure(str):
    """A number of JSON or a database: its text, with a decimal point."""


def plain(value):
    """What a cell of JSON or a database says, as a text."""
    if value is None or isinstance(value, bool):
        return {None: '', True: 'yes', False: 'no'}[value]
    if isinstance(value, (int, float, Figure)):
        text = value if isinstance(value, str) else repr(value)
        return Figure(decimal(Fraction(text)) if 'e' in text.lower() else text)
    if not isinstance(value, str):
        raise Refused(f'{value} is no value')
    return value

class Row:
    def __init__(self, entity, keys, above, year):
        self.entity, self.keys, self.year, self.weight, self.cells, self.groups = entity, keys, year, ONE, {}, {}
        self.up = {**(above.up if above else {}), entity: self}

class Rows:
    def __init__(self, types, entities, measures, mappings, folder, year):
        self.types, self.entities, self.measures, self.folder, self.year = types, entities, measures, folder, year
        self.rows, self.known = {name: [] for name in entities}, {name: {} for name in entities}
        self.columns = defaultdict(set)  # (entity, name): the years that it has a column for; None is every year
        self.given = {m['rows_of'] for m in mappings}
        self.incomplete = {m['rows_of'] for m in mappings if m.get('incomplete')}
        self.fields = {(e['entity'], f['name']): f for e in entities.values() for f in e['fields']}
        self.cache, self.partial = {}, {}
        for name in entities:
            for mapping in (m for m in mappings if m['rows_of'] == name):
                self.read_file(mapping)
        self.mapped = self.given | {name for name, rows in self.rows.items() if rows}  # by keys of other rows as well
        for one in entities.values():
            if one.get('source') and one.get('read'):
                self.group(one)

    def cell(self, text, kind, column, mapping, domain):
        """The value; None for a blank, False for what is printed in place of one that is missing."""
        mapping = {**mapping, 'decimal': '.'} if isinstance(text, Figure) else mapping
        text, steps = trim(text), dict((step + [True])[:2] for step in column.get('steps', []))
        number = kind not in ('yesno', 'text', 'date', 'schooljaar') and kind not in self.types.levels
        printed = {trim(c['printed']): c for c in mapping['cells'] if number or c.get('missing')}
        for step, mark in steps.items() if text and text not in printed else ():
            if step in ('before', 'after'):
                if mark not in text:
                    raise Refused(f'`{text}` has no `{mark}`')
                text = trim(text.split(mark, 1)[step == 'after'])
        if text in printed:
            stands, scale = printed[text], 100 if 'percent' in steps and not printed[text].get('percent') else 1
            return not stands.get('missing') and (Fraction(stands['low']) / scale, Fraction(stands['high']) / scale)
        if not text or kind == 'text':
            return text or None
        if kind == 'yesno':
            return {'ja': T, 'nee': F, 'yes': T, 'no': F, 'true': T, 'false': F, 'waar': T, 'onwaar': F, '1': T, '0': F}[
                text.lower()]
        if kind == 'date' and re.fullmatch(r'\d\d?-\d\d?-\d{4}', text, re.ASCII):
            return Date(*(int(part) for part in text.split('-')[::-1])).toordinal()
        if not number:
            if kind == 'schooljaar' and not re.fullmatch(f'{text[:4]}[/-]{int(text[:4]) + 1}', text):
                raise Refused(f'`{text}` is no school year')
            return self.types.read(text, kind)
        sign, digits = text.endswith('%'), trim(text.rstrip('%'))
        if not re.fullmatch(r'-?(\d+[D]?\d*|[D]\d+)'.replace('D', mapping['decimal']), digits, re.ASCII):
            raise Refused(f'`{text}` is no number')
        figure = Fraction(digits.replace(mapping['decimal'], '.')) / (100 if sign or 'percent' in steps else 1)
        half = Fraction(steps.get('rounded', 0)) / 2
        if domain and not domain[0] <= figure <= domain[1]:
            raise Refused(f'`{text}` is outside its domain')
        return (max(figure - half, domain[0]), min(figure + half, domain[1])) if domain else (figure - half, figure + half)

    def kind(self, target):
        """Its type, and the domain of its figures."""
        one = self.fields[target['of'], target['name']] if target['to'] == 'field' else self.measures.get(
            target.get('name'), {'type': 'schooljaar' if target['to'] == 'schooljaar' else 'number'})
        low, high = ('0', '1') if one.get('share') else (one.get('low'), one.get('high'))
        return one['type'], low and (Fraction(low), Fraction(high))

    def path(self, name): return os.path.join(self.folder, name) if os.path.isdir(self.folder) else self.folder

    def records(self, mapping):
        """Each record of a file: its line, and its texts by header."""
        heads = [c['header'] for c in mapping['columns'] + mapping.get('rows', {}).get('columns', [])]
        if mapping['form'] == 'table':
            base = sqlite3.connect(f"file:{urllib.parse.quote(self.path(mapping['from']))}?mode=ro", uri=True)
            rows = base.execute('select * from "{}"'.format(mapping['table'].replace('"', '""')))
            names = [column[0].lower() for column in rows.description]
            for line, row in enumerate(rows, 1):
                yield line, {head: plain(row[names.index(head.lower())]) for head in heads}
            return
        with (gzip.open if mapping['from'].endswith('.gz') else open)(self.path(mapping['from']), 'rb') as file:
            data = file.read()
        if mapping['form'] == 'json lines':
            paths = {head: [part.replace('\0', '.') for part in head.replace('..', '\0').split('.')] for head in heads}
            for line, text in enumerate(data.decode('utf-8-sig').split('\n'), 1):
                one = json.loads(text, parse_float=Figure, parse_int=Figure) if text.strip() else None
                if one is not None:
                    yield line, {head: plain(functools.reduce(lambda at, part: (at or {}).get(part), path, one))
                                 for head, path in paths.items()}
            return
        try:
            text = data.decode(mapping['encoding'] or 'utf-8-sig')
        except UnicodeDecodeError:
            text = data.decode('cp1252')
        reader = csv.reader(io.StringIO(text, newline=''), delimiter=mapping['separator'], strict=True)
        found = [trim(head) for head in next(reader)]
        for record in filter(None, reader):
            if len(record) != len(found):
                raise Refused(f"{mapping['from']}:{reader.line_num}: {len(record)} cells under {len(found)} headers")
            yield reader.line_num, {head: record[found.index(trim(head))] for head in heads}

    def read_file(self, mapping):
        unfolded, count = mapping.get('rows', {'targets': [], 'columns': [None]}), {'to': 'count'}
        kinds, memo = [(column, *self.kind(column)) for column in mapping['columns']], {}
        for line, record in self.records(mapping):
            try:
                said = []
                for at, (column, kind, domain) in enumerate(kinds):
                    text = record[column['header']]
                    if (at, text) not in memo:
                        memo[at, text] = self.cell(text, kind, column, mapping, domain)
                    said.append((column, memo[at, text]))
                for source in unfolded['columns']:
                    more = [(t, self.types.read(v, self.kind(t)[0])) for t, v in
                            zip(unfolded['targets'], source['values'] if source else ())]
                    if source:
                        more.append((count, self.cell(record[source['header']], 'number', count, mapping, None)))
                    self.put(mapping, said + more, line)
            except (Refused, ValueError, KeyError) as error:
                raise Refused(f"{mapping['from']}:{line}: {error or type(error).__name__}") from error

    def holders(self, entity):
        """The entities whose keys name a row, outermost first."""
        one = self.entities[entity]
        return (self.holders(one['parent']) if one['parent'] and 'in' not in one else []) + [entity]

    def find(self, entity, keys, above, year, extra=()):
        year = year if self.entities[entity].get('yearly') else None
        place = (id(above), year, tuple(keys), extra)
        if place not in self.known[entity]:
            self.known[entity][place] = Row(entity, keys, above, year)
            self.rows[entity].append(self.known[entity][place])
        return self.known[entity][place]

    def follow(self, entity, keys, above, year):
        count = len(self.rows[entity])
        row = self.find(entity, keys, above, year)
        if entity in self.given and len(self.rows[entity]) > count:
            raise Refused(f'there is no {entity} {keys}')
        return row

    def put(self, mapping, said, line):
        one, above = self.entities[mapping['rows_of']], None
        entity, yearly = one['entity'], one.get('yearly')
        values = {(c['of'], c['name']): v for c, v in said if c['to'] == 'field'}
        year = next((v for c, v in said if c['to'] == 'schooljaar'), mapping.get('schooljaar'))
        keys = {name: [self.or_default(values.get((name, key)), name, key) for key in self.entities[name]['keys']]
                for name in self.holders(entity)}
        for name in self.holders(entity)[:-1]:
            if any((name, key) in values for key in self.entities[name]['keys']):
                above = self.follow(name, keys[name], above, year)
        extra = ()
        if self.holders(entity)[1:] and not (above and above.entity == one['parent']):  # only its cells tell it apart
            counted = any(c['to'] == 'count' for c, _ in said)
            extra = tuple(v for c, v in said if c['to'] == 'field' and c['of'] == entity) if counted else (id(mapping), line)
        row = self.find(entity, keys[entity], above, year, extra)
        for column, value in said:
            if column['to'] == 'count':
                row.weight = None if lost(value) else value
            elif column['to'] == 'measure' or column['to'] == 'field' and column['name'] not in one['keys'] and (
                    column['of'] == entity and not self.fields[entity, column['name']].get('unread')):
                dated = column['to'] == 'measure' or self.fields[entity, column['name']].get('yearly')
                place = column['name'], year if dated and not yearly else None
                self.columns[entity, place[0]].add(place[1])
                if lost(row.cells.get(place)) and value is not None:
                    row.cells[place] = value
                elif not lost(value) and row.cells.get(place) not in (None, value):
                    raise Refused(f'{place[0]} has two values')
        self.refer(row, one, values, year)

    def refer(self, row, one, values, year):
        """Hangs the row below the parent that its cells name, in the year of the run."""
        fields, above = [(one['entity'], name) for name in one.get('in', ())], None
        if not fields or not self.entities[one['parent']].get('read') or any(
                f not in values and 'default' not in self.fields[f] or self.fields[f].get('yearly')
                and not one.get('yearly') and year not in (None, self.year) for f in fields):
            return
        keys = [self.or_default(values.get(f), *f) for f in fields]
        for name in self.holders(one['parent']) if not any(lost(key) for key in keys) else ():
            count = len(self.entities[name]['keys'])
            above, keys = self.follow(name, keys[:count], above, year), keys[count:]
            row.up.update(above.up)

    def or_default(self, value, entity, name):
        field = self.fields[entity, name]
        return self.types.read(field.get('default'), field['type']) if value is None else value

    def get(self, row, name, year):
        """A cell of a field or measure; of a yearly one that of the year."""
        if name in self.entities[row.entity]['keys']:
            return row.keys[self.entities[row.entity]['keys'].index(name)]
        field = self.fields.get((row.entity, name))
        value = row.cells.get((name, year if year in self.columns[row.entity, name] else None))
        value = self.or_default(value, row.entity, name) if field else value
        return (U if (field or self.measures[name])['type'] == 'yesno' else None) if lost(value) else value

    def below(self, row, entity):
        """The rows of an entity below the row, or of its group."""
        place = row.entity, entity
        if place not in self.cache:
            self.cache[place], grouped = defaultdict(list), self.entities[row.entity].get('source') == entity
            for one in self.rows[entity]:
                self.cache[place][id((one.groups if grouped else one.up).get(row.entity))].append(one)
        return self.cache[place][id(row)]

    def subject(self, row, dated=True):
        parts, year = [], None
        for above in (row.up[name] for name in self.holders(row.entity) if name in row.up):
            one = self.entities[above.entity]
            kinds = [self.fields[above.entity, key]['type'] for key in one['keys']]
            texts = [self.types.shown(k, t) if t == 'yesno' else str(self.types.write(k, t)) for k, t in
                     zip(above.keys, kinds)]
            parts.append(('/' if one.get('source') else '-').join(
                text.replace('/', '-') if kind == 'schooljaar' else text for text, kind in zip(texts, kinds)))
            year = above.year or year
        return '/'.join(parts) + (f'/{year}-{year + 1}' if dated and year else '')

    def sibling(self, row, back):
        """The row with the same key so many school years before."""
        if row.entity not in self.cache:
            self.cache[row.entity] = {(self.subject(r, False), r.year): r for r in self.rows[row.entity]}
        return self.cache[row.entity].get((self.subject(row, False), row.year - back))

    def covers(self, entity, year):
        entity = self.entities[entity].get('source') or entity
        if ('years', entity) not in self.cache:
            self.cache['years', entity] = {row.year for row in self.rows[entity]}
        return year in self.cache['years', entity]

    def group(self, one):
        """The rows of a grouped table: the distinct keys of its source; what has no whole key is partial."""
        entity, source, self.partial[one['entity']] = one['entity'], one['source'], []
        for known in (self.mapped, self.incomplete):
            known.update({entity} if source in known else ())
        for row in self.rows[source]:
            above, keys = row.up.get(one['parent']), []
            for field in (self.fields[entity, key] for key in one['keys']):
                at = row.up.get(field['from'])
                value = self.get(at, field['origin'], row.year) if at else None
                keys.append(None if lost(value) or value == U or isinstance(value, tuple) and value[0] < value[1] else value)
            if None in keys or one['parent'] and not above:
                self.partial[entity].append((above, row.year if one.get('yearly') else None, keys))
            else:
                row.groups[entity] = self.find(entity, keys, above, row.year)

    def unsure(self, group):
        """May a row that a key is missing of belong to this group?"""
        return any((above is None or above is group.up.get(above.entity)) and year == group.year and
                   all(k is None or k == g for k, g in zip(keys, group.keys)) for above, year, keys in
                   self.partial[group.entity])

    def lacks(self, entity, subject, years):
        """May there be a group below the subject that no row is known of?"""
        return any((above is None or above.up.get(subject.entity) is subject) and (year is None or year in years)
                   for above, year, _ in self.partial[entity])
