"""rows - reads the data files by the mappings of the certificate: rows by their keys, and what they hang below."""
import csv
import importlib
import io
import os
import re
from collections import defaultdict
from datetime import date as Date
from fractions import Fraction

from values import F, ONE, T, U, Refused, lost

BLANKS = ' \t\u00a0'
YES = {'ja': T, 'nee': F, 'yes': T, 'no': F, 'true': T, 'false': F, 'waar': T, 'onwaar': F, '1': T, '0': F}


class Row:
    def __init__(self, entity, keys, above, year):
        self.entity, self.keys, self.year, self.weight, self.cells = entity, keys, year, ONE, {}
        self.up = {**(above.up if above else {}), entity: self}


class Rows:
    def __init__(self, types, parts, mappings, folder, year):
        self.types, self.entities, self.measures, self.folder, self.year = (
            types, parts['entity'], parts['measure'], folder, year)
        self.rows, self.known, self.index, self.partial = {name: [] for name in self.entities}, {}, {}, {}
        self.columns = defaultdict(set)  # by entity and name: the years that there is a column for; None is every year
        self.incomplete = {one['rows_of'] for one in mappings if one.get('incomplete')}
        self.fields = {(name, field['name']): field for name, one in self.entities.items() for field in one['fields']}
        for mapping in sorted(mappings, key=lambda one: list(self.entities).index(one['rows_of'])):
            self.read_file(mapping)
        self.years = {name: {row.year for row in rows} for name, rows in self.rows.items()}
        self.mapped = {one['rows_of'] for one in mappings} | {name for name, rows in self.rows.items() if rows}
        for one in self.entities.values():
            if one.get('source') and one.get('read'):
                self.group(one)

    # -- cells

    def cell(self, text, column, mapping):
        """The value; None for a blank, False for what is printed in place of one that is missing."""
        kind, text, words = column['type'], text.strip(BLANKS), column['words']
        for after, mark in column['cut'] if text and text not in words else ():
            if mark not in text:
                raise Refused(f'`{text}` has no `{mark}`')
            text = text.split(mark, 1)[after].strip(BLANKS)
        if text in words:
            return self.types.read(words[text], kind)
        if not text or kind == 'yesno':
            return YES[text.lower()] if text else None
        if kind == 'date' and re.fullmatch(r'\d\d?-\d\d?-\d{4}', text, re.ASCII):
            return (Date(*(int(part) for part in text.split('-')[::-1])).toordinal(),) * 2
        if kind == 'schooljaar' and not re.fullmatch(f'{text[:4]}[/-]{int(text[:4]) + 1}', text):
            raise Refused(f'`{text}` is no school year')
        if kind in ('text', 'date', 'schooljaar', *self.types.levels):
            return self.types.read(text, kind)
        point = getattr(text, 'point', mapping['decimal'])  # forms.py says where it is another
        digits = text.rstrip('%').strip(BLANKS)
        if not re.fullmatch(rf'-?(\d+[{point}]?\d*|[{point}]\d+)', digits, re.ASCII):
            raise Refused(f'`{text}` is no number')
        figure = Fraction(digits.replace(point, '.')) / (100 if text.endswith('%') or column.get('percent') else 1)
        half = Fraction(column.get('half', 0))
        if 'low' in column:
            return max(figure - half, Fraction(column['low'])), min(figure + half, Fraction(column['high']))
        return figure - half, figure + half

    def records(self, mapping):
        """Each record of a file: its line, and its texts by header."""
        heads = [column['header'] for column in mapping['columns'] + mapping['unfolded'] if column]
        path = os.path.join(self.folder, mapping['from']) if os.path.isdir(self.folder) else self.folder
        if mapping['form'] != 'csv':
            yield from importlib.import_module('forms').records(path, mapping, heads)
            return
        packed = path.lower().endswith(('.gz', '.zst'))
        with open(path, 'rb') as file:
            data = importlib.import_module('forms').unpacked(path) if packed else file.read()
        try:
            text = data.decode(mapping['encoding'] or 'utf-8-sig')
        except UnicodeDecodeError:
            text = data.decode('cp1252')
        reader = csv.reader(io.StringIO(text, newline=''), delimiter=mapping['separator'], strict=True)
        found = [head.strip(BLANKS) for head in next(reader)]
        places = [(head, found.index(head.strip(BLANKS))) for head in heads]
        for record in filter(None, reader):
            if len(record) != len(found):
                raise Refused(f'line {reader.line_num}: {len(record)} cells under {len(found)} headers')
            yield reader.line_num, {head: record[place] for head, place in places}

    def read_file(self, mapping):
        memo, line = {}, 0

        def said(column, record):
            place = id(column), record[column['header']]
            if place not in memo:
                memo[place] = self.cell(record[column['header']], column, mapping)
            return column, memo[place]
        try:
            for line, record in self.records(mapping):
                cells = [said(column, record) for column in mapping['columns']]
                for source in mapping['unfolded']:
                    more = [] if not source else [said(source, record)] + [
                        (column, self.types.read(value, column['type'])) for column, value in source['values']]
                    self.put(mapping, cells + more, line)
        except (Refused, ValueError, KeyError) as error:
            raise Refused(f"{mapping['from']}, after line {line}: {error or type(error).__name__}") from error

    # -- rows

    def holders(self, entity):
        """The entities whose keys name a row, outermost first."""
        one = self.entities[entity]
        return (self.holders(one['parent']) if one['parent'] and 'in' not in one else []) + [entity]

    def find(self, entity, keys, above, year, alone=()):
        year = year if self.entities[entity].get('yearly') else None
        place = entity, above, year, keys, alone
        if place not in self.known:
            self.known[place] = Row(entity, keys, above, year)
            self.rows[entity].append(self.known[place])
        return self.known[place]

    def put(self, mapping, said, line):
        """Finds or makes the row of a record and those that it names above it, and fills its cells."""
        one, above, alone = self.entities[mapping['rows_of']], None, ()
        values = {(column['of'], column['name']): value for column, value in said if column['to'] == 'field'}
        year = next((value[0] for column, value in said if column['to'] == 'schooljaar'), mapping.get('schooljaar'))
        *outer, entity = self.holders(one['entity'])
        for name in outer:
            if any((name, key) in values for key in self.entities[name]['keys']):
                above = self.find(name, self.keys_of(name, values), above, year)
        if outer and not (above and above.entity == one['parent']):  # only its cells tell it apart
            alone = mapping['from'], line
            if any(column['to'] == 'count' for column, _ in said):
                alone = tuple(value for (of, _), value in values.items() if of == entity)
        row = self.find(entity, self.keys_of(entity, values), above, year, alone)
        self.refer(row, one, values, year)
        for column, value in said:
            if column['to'] == 'count':
                row.weight = None if lost(value) else value
            elif column['to'] in ('field', 'measure') and column.get('cell'):
                place = column['name'], year if column['cell'] == 'yearly' else None
                self.columns[entity, place[0]].add(place[1])
                if lost(row.cells.get(place)) and value is not None:
                    row.cells[place] = value

    def keys_of(self, entity, values):
        return tuple(self.or_default(values.get((entity, key)), entity, key) for key in self.entities[entity]['keys'])

    def refer(self, row, one, values, year):
        """Hangs the row below the parent that its cells name, in the year of the run."""
        named, above = [(one['entity'], name) for name in one.get('in', ())], None
        keys = tuple(self.or_default(values.get(place), *place) for place in named)
        if not named or any(lost(key) for key in keys) or any(
                place not in values and 'default' not in self.fields[place] or self.fields[place].get('yearly')
                and not one.get('yearly') and year not in (None, self.year) for place in named):
            return
        for name in self.holders(one['parent']):
            count = len(self.entities[name]['keys'])
            above, keys = self.find(name, keys[:count], above, year), keys[count:]
        row.up.update(above.up)

    def or_default(self, value, entity, name):
        field = self.fields[entity, name]
        return self.types.read(field.get('default'), field['type']) if value is None else value

    def get(self, row, name, year):
        """A cell of a field or measure; of a yearly one that of the year."""
        keys, field = self.entities[row.entity]['keys'], self.fields.get((row.entity, name))
        if name in keys:
            return row.keys[keys.index(name)]
        value = row.cells.get((name, year if year in self.columns[row.entity, name] else None))
        value = self.or_default(value, row.entity, name) if field else value
        return (U if (field or self.measures[name])['type'] == 'yesno' else None) if lost(value) else value

    # -- between rows

    def below(self, row, entity, field=None, value=None):
        """The rows of an entity below the row, or of its group; those with this value in a field."""
        place = row.entity, entity, field
        if place not in self.index:
            self.index[place] = defaultdict(list)
            for one in self.rows[entity]:
                self.index[place][one.up.get(row.entity), field and self.get(one, field, self.year)].append(one)
        return self.index[place].get((row, value), ())

    def subject(self, row, dated=True):
        parts, year = [], None
        for above in (row.up[name] for name in self.holders(row.entity) if name in row.up):
            one = self.entities[above.entity]
            texts = []
            for key, name in zip(above.keys, one['keys']):
                kind = self.fields[above.entity, name]['type']
                text = {T: 'yes', F: 'no'}[key] if kind == 'yesno' else str(self.types.write(key, kind))
                texts.append(text.replace('/', '-') if kind == 'schooljaar' else text)
            parts.append(('/' if one.get('source') else '-').join(texts))
            year = above.year or year
        return '/'.join(parts) + (f'/{year}-{year + 1}' if dated and year else '')

    def sibling(self, row, back):
        """The row with the same key so many school years before."""
        if row.entity not in self.index:
            self.index[row.entity] = {(self.subject(one, False), one.year): one for one in self.rows[row.entity]}
        return self.index[row.entity].get((self.subject(row, False), row.year - back))

    def covers(self, entity, year):
        """Is there any row of that school year?"""
        return year in self.years[self.entities[entity].get('source') or entity]

    def group(self, one):
        """The rows of a grouped table: the distinct keys of its source; what has no whole key is partial."""
        entity, source, self.partial[one['entity']] = one['entity'], one['source'], []
        self.incomplete.update({entity} if source in self.incomplete else ())
        self.mapped.update({entity} if source in self.mapped else ())
        for row in self.rows[source]:
            above, keys = row.up.get(one['parent']), []
            for field in (self.fields[entity, key] for key in one['keys']):
                at = row.up.get(field['from'])
                value = self.get(at, field['origin'], row.year) if at else None
                keys.append(None if lost(value) or value[0] != value[1] else value)
            if None in keys or one['parent'] and not above:
                self.partial[entity].append((above, row.year if one.get('yearly') else None, keys))
            else:
                row.up[entity] = self.find(entity, tuple(keys), above, row.year)

    def is_open(self, row, child, years):
        """May there be rows of the child, in these years, that the data do not hold?"""
        if child in self.incomplete or child not in self.mapped or any(not self.covers(child, year) for year in years):
            return True
        if self.entities[row.entity].get('source') == child:  # may a row that a key is missing of belong to this group?
            return any((above is None or above is row.up.get(above.entity)) and year == row.year and
                       all(key is None or key == own for key, own in zip(keys, row.keys))
                       for above, year, keys in self.partial[row.entity])
        return any((above is None or above.up.get(row.entity) is row) and (not years or year is None or year in years)
                   for above, year, _ in self.partial.get(child, ()))
