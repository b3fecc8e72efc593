#!/usr/bin/env python3
"""recheck - works out every verdict of a certificate again, from the data files alone.

A certificate (peil check .. --certificate FILE; its format is in doc/formats.md) holds the rule texts, the checked
expression of each rule, the cells that were read, and each verdict with its steps. This program shares nothing with the
engine: it reads the data files, compares each cell, computes each step and verdict by doc/semantics.md, holds each
figure beside the text of the rule, and says where something differs. README.md says what the other files are for."""
import argparse
import hashlib
import json
import os
import sys
from collections import defaultdict

sys.dont_write_bytecode = True
from rows import Rows  # noqa: E402
from texts import Texts, show  # noqa: E402
from values import Refused, Types, Unknown, day_of, year_of  # noqa: E402
from verdicts import Judge  # noqa: E402

FORMAT = 'peil-certificate-2'
PARTS = ('levels', 'entity', 'table', 'parameter', 'measure', 'waiver', 'rule')


class Checker:
    """Takes the lines in their order: definitions, cells, rules, verdicts."""
    def __init__(self, options):
        self.options, self.types, self.line, self.faults, self.verdicts, self.ended = options, Types(), 0, 0, 0, False
        self.texts, self.unseen, self.unknown = Texts(self.types, self.differs), [], defaultdict(int)
        self.parts, self.mappings, self.data, self.judge = {kind: {} for kind in PARTS}, [], None, None

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
                getattr(self, 'take_part' if kind in PARTS else 'take_' + kind)(one)
        if not self.ended:
            raise Refused('the certificate has no end')

    # -- definitions

    def take_format(self, one):
        self.head, self.date = one, day_of(one['date'])
        self.hold('format', one['format'], FORMAT)
        for file in one['data']:
            folder = self.options.data
            with open(os.path.join(folder, file['name']) if os.path.isdir(folder) else folder, 'rb') as opened:
                self.hold(f"data.{file['name']}", file['sha256'], hashlib.sha256(opened.read()).hexdigest())

    def take_file(self, one):
        text, name = one['text'].encode(), os.path.basename(one['name'])
        self.hold('file', one['file'], len(self.texts.files))
        self.hold('sha256', one['sha256'], hashlib.sha256(text).hexdigest())
        self.texts.files.append(text)
        for path in filter(os.path.isfile, [one['name'], *(os.path.join(of, name) for of in self.options.rules)]):
            with open(path, 'rb') as opened:
                self.hold(f'text of {path}', text == opened.read(), True)
            return
        self.unseen.append(one['name'])

    def take_part(self, one):
        """A definition; every figure in it is compared with the rule text."""
        kind, one = next(iter(one)), self.texts.checked(one)
        self.parts[kind][(one[kind], one['subject']) if kind == 'waiver' else one[kind]] = one
        if kind == 'levels':
            self.types.levels[one['levels']] = one['members']
        lines = self.texts.lines(one['text']) if kind == 'rule' else ''
        if kind == 'rule' and not lines.strip():
            self.differs('text', one['text'], 'not whole lines of a rule')
        if kind == 'rule' and self.options.show in (one['rule'], one['rule'].split('.', 1)[-1]):
            print(lines)
            parts = 'scope', 'exceptions', 'needs', 'clauses', 'outcome', 'deadline'
            show('checked', {name: one.get(name) for name in parts})

    def take_rows_of(self, one):
        self.hold('from', one['from'] in [file['name'] for file in self.head['data']], True)
        self.mappings.append(one)

    # -- cells

    def take_cells(self, one):
        if not self.data:
            self.data = Rows(self.types, self.parts, self.mappings, self.options.data, year_of(self.date))
        self.cells, self.left, rows = one, defaultdict(list), self.data.rows[one['cells']]
        self.hold('rows', one['rows'], len(rows))
        for row in rows:
            self.left[self.data.subject(row)].append(row)
        listed = {(name, year[0] if year else None) for name, _, *year in one['columns']}
        for (entity, name), years in self.data.columns.items():
            if entity == one['cells']:
                self.hold(f'columns, {name}', {(name, year) for year in years} <= listed, True)

    def take_row(self, one):
        if not self.left.get(one['row']):
            self.differs('row', one['row'], None)
            return
        row, columns = self.left[one['row']].pop(0), self.cells['columns']
        self.hold('cells', len(one['cells']), len(columns))
        for said, (name, kind, *year) in zip(one['cells'], columns):
            found = self.data.get(row, name, year[0] if year else None) if name else row.weight
            self.hold(name or 'count', said, self.types.write(found, kind))

    # -- verdicts

    def begin(self):
        """All definitions are there: which verdicts must there be?"""
        self.judge = Judge(self.types, self.data, self.parts, self.date)
        self.expected = {}
        for name, rule in self.parts['rule'].items():
            if rule['asked'] and rule['for'] not in self.data.mapped:
                self.expected[name, None] = None
            for row in self.data.rows[rule['for']] if rule['asked'] else ():
                if self.judge.is_subject(rule, row):
                    self.expected[name, self.data.subject(row)] = row

    def take_verdict(self, one):
        if not self.judge:
            self.begin()
        self.verdicts += 1
        place, path = (one['of'], one['subject']), f"{one['of']} for {one['subject']}"
        if place not in self.expected:
            self.differs(path, one['verdict'], None)
            return
        row, rule = self.expected.pop(place), self.parts['rule'][one['of']]
        try:
            found = self.judge.final(rule, row) if row else ('unknown', None, None, None, [])
            self.hold(path, one['verdict'], found[0])
            for name, value in zip(('by', 'number', 'value', 'tasks'), found[1:]):
                self.hold(f'{path}, {name}', one.get(name, [] if name == 'tasks' else None), value)
            if row and 'found' not in rule:
                rule['found'] = sorted(self.judge.steps(rule).items())
                numbers = [number for number, _ in rule['found']]
                self.hold(f"{one['of']}, numbers of steps", numbers, list(range(len(numbers))))
            steps = rule['found'] if row else []
            self.hold(f'{path}, steps', len(one.get('steps', ())), len(steps))
            for (number, step), said in zip(steps, one.get('steps', ())):
                self.hold(f'{path}, step {number}', said, self.judge.step(step, row))
        except Unknown as unknown:
            self.unknown[str(unknown)] += 1

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
        epilog='Exit status: 0 all is confirmed, 1 something differs, 2 something cannot be read, or is not rechecked.')
    parser.add_argument('certificate', help='what `peil check .. --certificate FILE` wrote')
    parser.add_argument('--data', required=True, metavar='FOLDER', help='the data files, or a database')
    parser.add_argument('--rules', action='append', default=[], metavar='FOLDER',
                        help='where rule files may be that are not where they were (repeatable)')
    parser.add_argument('--show', metavar='RULE', help="print this rule's text and its checked expressions too")
    parser.add_argument('--most', type=int, default=20, metavar='N', help='print so many differences (20)')
    checker = Checker(parser.parse_args())
    try:
        checker.run()
    except (Refused, OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        print(f'line {checker.line}: cannot be read: {type(error).__name__}: {error}')
        return 2
    return checker.tell()


if __name__ == '__main__':
    sys.exit(main())
