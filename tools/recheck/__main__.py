#!/usr/bin/env python3
"""recheck - works out every verdict of a certificate again, from the data files alone.

A certificate (peil check .. --certificate FILE; its format is in doc/formats.md) holds the rule texts, the checked expression
of each rule, the cells that were read, and each verdict with its steps. This program shares nothing with the engine: it reads
the data files, compares each cell, computes each step and verdict by doc/semantics.md, holds each figure of an expression
beside the text of the rule, and says where something differs. This file goes through the lines of a certificate; rows.py
reads the data, expressions.py evaluates, verdicts.py and deadlines.py judge, texts.py looks at the rule texts."""
import argparse
import hashlib
import json
import os
import sys
from collections import defaultdict

sys.dont_write_bytecode = True
from deadlines import Calendar  # noqa: E402
from rows import Rows  # noqa: E402
from texts import Texts  # noqa: E402
from values import Gap, Refused, Types, Unknown, day_of, year_of  # noqa: E402
from verdicts import Judge  # noqa: E402

FORMAT = 'peil-certificate-1'


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Checker:
    """Takes the lines in their order: definitions, cells, rules, verdicts."""

    def __init__(self, options):
        self.options, self.types, self.line, self.faults, self.verdicts = options, Types(), 0, 0, 0
        self.texts, self.unseen, self.unknown, self.ended = Texts(self.types, self.differs), [], defaultdict(int), False
        self.parts = {kind: {} for kind in ('levels', 'entity', 'table', 'parameter', 'measure', 'rule')}
        self.mappings, self.waivers, self.data, self.judge, self.expected, self.left = [], {}, None, None, {}, {}

    def differs(self, path, said, found):
        self.faults += 1
        if self.faults <= self.options.most:
            print(f'line {self.line}, {path}: the certificate says {json.dumps(said, ensure_ascii=False)}, '
                  f'it is {json.dumps(found, ensure_ascii=False)}')

    def hold(self, path, said, found):
        if said != found or type(said) is not type(found):
            self.differs(path, said, found)

    def run(self):
        digest = hashlib.sha256()
        with open(self.options.certificate, 'rb') as file:
            for line in file:
                self.line += 1
                one = json.loads(line)
                kind = next(iter(one))
                if self.ended or (kind == 'format') != (self.line == 1):
                    raise Refused('this line does not belong here')
                if kind == 'end':
                    self.hold('sha256', one['sha256'], digest.hexdigest())
                digest.update(line)
                getattr(self, 'take_' + kind)(one)
        if not self.ended:
            raise Refused('the certificate has no end')

    # -- definitions

    def take_format(self, one):
        self.head, self.date = one, day_of(one['date'])
        self.hold('format', one['format'], FORMAT)
        for file in one['data']:
            with open(os.path.join(self.options.data, file['name']) if os.path.isdir(self.options.data) else self.options.data,
                      'rb') as opened:
                self.hold(f"data.{file['name']}", file['sha256'], sha256(opened.read()))

    def take_file(self, one):
        text, name = one['text'].encode(), os.path.basename(one['name'])
        self.hold('file', one['file'], len(self.texts.files))
        self.hold('sha256', one['sha256'], sha256(text))
        self.texts.files.append(text)
        for path in [one['name'], *(os.path.join(folder, name) for folder in self.options.rules)]:
            if os.path.isfile(path):
                with open(path, 'rb') as opened:
                    return self.hold(f'text of {path}', sha256(text), sha256(opened.read()))
        self.unseen.append(one['name'])

    def take_levels(self, one):
        self.parts['levels'][one['levels']] = one
        self.types.levels[one['levels']] = one['members']
        for number, member in enumerate(one['members']):
            self.texts.stands(member, f'members.{number}')
        if one['levels'].startswith('{'):
            self.hold('levels', one['levels'].split('}')[0], '{' + ', '.join(one['members']))

    def take_entity(self, one):
        self.parts['entity'][one['entity']] = one
        self.texts.all_of(one)
        for year in one['without']:
            self.texts.stands(f'{year}/{year + 1}', 'without')
        for number, field in enumerate(one['fields']):
            if 'low' in field:
                low, high = (self.types.shown(self.types.read(field[end], field['type']), field['type'])
                             for end in ('low', 'high'))
                self.texts.stands(f'{low}..{high}', f'fields.{number}')
            if field['type'].startswith('{') and field['type'] not in self.parts['levels']:
                self.differs(f'fields.{number}.type', field['type'], None)

    def take_rows_of(self, one):
        self.hold('from', one['from'] in [file['name'] for file in self.head['data']], True)
        self.mappings.append(one)

    def take_table(self, one):
        self.parts['table'][one['table']] = one
        for v, version in enumerate(one['versions']):
            for r, row in enumerate(version['rows']):
                for c, (cell, column) in enumerate(zip(row, one['columns'])):
                    self.texts.norm(cell, column['type'], f'versions.{v}.rows.{r}.{c}')
            for end in ('from', 'until') if version['rows'] else ():
                self.texts.day(version[end], version['rows'][0][0][-1], f'versions.{v}.{end}')

    def take_parameter(self, one):
        self.parts['parameter'][one['parameter']] = one
        for number, value in enumerate(one['values']):
            self.texts.constant(value['value'], value['at'], one['type'], f'values.{number}')
            for end in ('from', 'until'):
                self.texts.day(value[end], value['at'], f'values.{number}.{end}')

    def take_measure(self, one):
        self.parts['measure'][one['measure']] = one
        self.texts.all_of(one)

    def take_waiver(self, one):
        self.texts.day(one['until'], one['at'], 'until')
        self.waivers[one['waiver'], one['subject']] = day_of(one['until'])

    # -- cells

    def load(self):
        self.data = Rows(self.types, self.parts['entity'], self.parts['measure'], self.mappings, self.options.data,
                         year_of(self.date))

    def take_cells(self, one):
        if not self.data:
            self.load()
        self.cells, self.left, rows = one, defaultdict(list), self.data.rows[one['cells']]
        self.hold('rows', one['rows'], len(rows))
        for row in rows:
            self.left[self.data.subject(row)].append(row)
        listed = {(name, year[0] if year else None) for name, kind, *year in one['columns']}
        for (entity, name), years in self.data.columns.items():
            for year in years if entity == one['cells'] else ():
                self.hold(f'columns, {name} {year}', (name, year) in listed, True)

    def take_row(self, one):
        if not self.left.get(one['row']):
            return self.differs('row', one['row'], None)
        row, columns = self.left[one['row']].pop(0), self.cells['columns']
        self.hold('cells', len(one['cells']), len(columns))
        for said, (name, kind, *year) in zip(one['cells'], columns):
            if kind == 'count':
                found = row.weight and self.types.write(row.weight, 'number')
            else:
                of = self.data.fields[row.entity, name] if kind == 'field' else self.parts['measure'][name]
                found = self.types.write(self.data.get(row, name, year[0] if year else None), of['type'])
            if said != found:
                self.differs(' '.join([name] + [f'{y}/{y + 1}' for y in year]), said, found)

    # -- rules

    def take_rule(self, one):
        self.parts['rule'][one['rule']] = one
        self.texts.all_of(one)
        self.texts.timing(one)
        for valid in one['valid']:
            for end in ('from', 'until'):
                self.texts.day(valid[end], one['at'], end)
        for address in one.get('steps', ()):
            self.node(one, address)
        if self.options.show in (one['rule'], one['rule'].split('.', 1)[-1]):
            self.texts.show(one)

    def node(self, rule, address):
        """The expression at an address."""
        node = rule
        for part in address.split('.'):
            node = node.get('is', node) if isinstance(node, dict) else node
            node = node[int(part)] if isinstance(node, list) else node['kids'][int(part)] if 'op' in node else node[part]
        return node.get('is', node)

    # -- verdicts

    def begin(self):
        """All definitions are there: which verdicts must there be?"""
        if not self.data:
            self.load()
        calendar = Calendar(self.parts['table'].get('vakanties'))
        self.judge = Judge(self.parts['rule'], self.waivers, calendar, self.head['grace'], self.types, self.data,
                           self.parts['measure'], self.parts['table'], self.parts['parameter'], self.date)
        for name, rule in self.parts['rule'].items():
            self.judge.check_names(rule)
            rows = self.data.rows[rule['for']]
            if 'steps' in rule and not rows and rule['for'] not in self.data.mapped:
                self.expected[name, None] = None
            for row in rows if 'steps' in rule else ():
                try:
                    is_subject = self.judge.is_subject(rule, row)
                except Unknown:
                    is_subject = row.year == self.judge.year
                if is_subject:
                    self.expected[name, self.data.subject(row)] = row

    def take_verdict(self, one):
        if not self.judge:
            self.begin()
        self.verdicts += 1
        place, path = (one['of'], one['subject']), f"{one['of']} for {one['subject']}"
        if place not in self.expected:
            return self.differs(path, one['verdict'], None)
        row, rule = self.expected.pop(place), self.parts['rule'][one['of']]
        if row is None:
            return self.hold(path, one['verdict'], 'unknown')
        try:
            self.recheck(one, row, rule, path)
        except Unknown as unknown:
            self.unknown[str(unknown)] += 1

    def recheck(self, one, row, rule, path):
        verdict, by, number, value, tasks = self.judge.final(rule, row)
        self.hold(path, one['verdict'], verdict)
        self.hold(f'{path}, by', [one['by'], one.get('number'), one.get('value') or None], [by, number, value])
        self.hold(f'{path}, tasks', one.get('tasks', []), tasks)
        self.hold(f'{path}, steps', len(one.get('steps', ())), len(rule['steps']))
        for address, said in zip(rule['steps'], one.get('steps', ())):
            self.hold(f'{path}, {address}', said, self.step(rule, address, row))

    def step(self, rule, address, row):
        node = self.node(rule, address)
        if node['op'] in ('aggregate', 'quantifier') and node.get('of', 'share') in ('share', 'count'):
            value, *sides = self.judge.aggregate(node, row, row.year or self.judge.year)
            return [self.types.write(value, node['type'])] + [self.types.write(side, 'number') for side in sides]
        return self.types.write(self.judge.value(node, row, row.year or self.judge.year), node['type'])

    def take_end(self, one):
        if not self.judge:
            self.begin()
        self.ended = True
        self.hold('end', [one['end'], one['lines'], one['verdicts'], one['date'], one['version']],
                  [FORMAT, self.line - 1, self.verdicts, self.head['date'], self.head['version']])
        for rule, subject in self.expected:
            self.differs(f'{rule} for {subject}', None, 'a verdict')

    def tell(self):
        left = sum(self.unknown.values())
        for name in self.unseen:
            print(f'not compared: the text of {name} is not here')
        for kind, count in self.unknown.items():
            print(f'not rechecked: {count} verdicts ({kind})')
        print(f'{self.verdicts} verdicts, {self.faults} differences' if self.faults else
              f'{self.verdicts - left} verdicts confirmed')
        return 1 if self.faults else 2 if left else 0


def main():
    parser = argparse.ArgumentParser(
        prog='recheck', description='Works out every verdict of a certificate again, from the data files alone.',
        epilog='Exit status: 0 all is confirmed, 1 something differs, 2 something cannot be read, or is of a kind that is not rechecked.')
    parser.add_argument('certificate', help='what `peil check .. --certificate FILE` wrote')
    parser.add_argument('--data', required=True, metavar='FOLDER', help='the data files, or the database that is the snapshot')
    parser.add_argument('--rules', action='append', default=[], metavar='FOLDER',
                        help='where rule files may be that are not where they were (repeatable)')
    parser.add_argument('--show', default='', metavar='RULE', help="print this rule's text and its checked expressions too")
    parser.add_argument('--most', type=int, default=20, metavar='N', help='print so many differences (20)')
    checker = Checker(parser.parse_args())
    try:
        checker.run()
    except (Refused, Gap, OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        if os.environ.get('RECHECK_TRACE'):
            raise
        print(f'line {checker.line}: cannot be read: {type(error).__name__}: {error}')
        return 2
    return checker.tell()


if __name__ == '__main__':
    sys.exit(main())
