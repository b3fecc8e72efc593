#!/usr/bin/env python3
"""Alters one character of a certificate, or of a cell behind it, makes all hashes anew to fit, and asks recheck.

    alter.py RECHECK CERTIFICATE DATA TIMES SEED [KIND]

Kinds: cell, step, verdict, norm, and any (any digit of the certificate but in the texts of rule files and in hashes). Says on
standard error what recheck did not notice; ends in 1 when there was any."""
import hashlib
import json
import os
import random
import re
import shutil
import sys
import tempfile

import running


def leaves(one, path=()):
    """Every text and number below, with the way to it."""
    if isinstance(one, dict):
        for name, part in one.items():
            yield from leaves(part, path + (name,))
    elif isinstance(one, list):
        for number, part in enumerate(one):
            yield from leaves(part, path + (number,))
    elif isinstance(one, (str, int)) and not isinstance(one, bool):
        yield path, one


def other(pick, sign):
    """Another sign of the same kind."""
    of = '0123456789' if sign.isdigit() else 'abcdefghijklmnopqrstuvwxyz'
    found = pick.choice([one for one in of if one != sign.lower()])
    return found.upper() if sign.isupper() else found


def changed(pick, text, digits_only=False):
    at = pick.choice([m.start() for m in re.finditer(r'[0-9]' if digits_only else r'[0-9A-Za-z]', text)])
    return text[:at] + other(pick, text[at]) + text[at + 1:]


def replace(one, path, value):
    for part in path[:-1]:
        one = one[part]
    one[path[-1]] = value


def is_norm(one, path):
    """A figure of a rule, measure, table or parameter."""
    return path[-1] == 'figure' and next(iter(one)) in ('rule', 'measure', 'table', 'parameter')


def is_any(one, path):
    return path[-1] not in ('sha256', 'text')


def alter_line(pick, lines, chosen, digits_only=False):
    """The number of the line, what was there and what is there now."""
    while True:
        number = pick.randrange(len(lines))
        one = json.loads(lines[number])
        found = [(path, value) for path, value in leaves(one) if chosen(one, path)
                 and re.search(r'[0-9]' if digits_only else r'[0-9A-Za-z]', str(value))]
        if not found:
            continue
        path, value = pick.choice(found)
        new = changed(pick, str(value), digits_only or isinstance(value, int))
        replace(one, path, new if isinstance(value, str) else int(new))
        lines[number] = json.dumps(one, ensure_ascii=False) + '\n'
        return f'line {number + 1}, {".".join(map(str, path))}: {value} -> {new}'


def alter_cell(pick, lines, folder):
    """One character of a cell of a column that the certificate reads."""
    mappings = [one for one in map(json.loads, lines) if 'rows_of' in one]
    while True:
        mapping = pick.choice(mappings)
        path = os.path.join(folder, mapping['from'])
        with open(path, encoding='utf-8-sig', newline='') as file:
            records = file.read().splitlines(keepends=True)
        heads = records[0].rstrip('\r\n').split(mapping['separator'])
        line, head = pick.randrange(1, len(records)), pick.choice(
            [column['header'] for column in mapping['columns'] + mapping['unfolded'] if column])
        end = records[line][len(records[line].rstrip('\r\n')):]
        cells = records[line].rstrip('\r\n').split(mapping['separator'])
        cell = cells[heads.index(head)]
        if '"' in records[line] or not re.search('[0-9A-Za-z]', cell):
            continue
        cells[heads.index(head)] = changed(pick, cell)
        told = f"{mapping['from']}:{line + 1} {head}: {cell} -> {cells[heads.index(head)]}"
        records[line] = mapping['separator'].join(cells) + end
        with open(path, 'w', encoding='utf-8', newline='') as file:
            file.write(''.join(records))
        return told


def fit(lines, folder):
    """All hashes made anew."""
    for number, line in enumerate(lines[:-1]):
        one = json.loads(line)
        if 'data' in one and 'format' in one:
            for file in one['data']:
                with open(os.path.join(folder, file['name']), 'rb') as opened:
                    file['sha256'] = hashlib.sha256(opened.read()).hexdigest()
            lines[number] = json.dumps(one, ensure_ascii=False) + '\n'
    last = json.loads(lines[-1])
    last['sha256'] = hashlib.sha256(''.join(lines[:-1]).encode()).hexdigest()
    lines[-1] = json.dumps(last, ensure_ascii=False) + '\n'


def main():
    recheck, certificate, data, times, seed = sys.argv[1:6]
    kinds = sys.argv[6:] or ['cell', 'step', 'verdict', 'norm']
    pick, missed = random.Random(int(seed)), 0
    with open(certificate, encoding='utf-8') as file:
        original = file.readlines()
    for turn in range(int(times)):
        kind = kinds[turn % len(kinds)]
        with tempfile.TemporaryDirectory() as work:
            folder = os.path.join(work, 'data')
            shutil.copytree(data, folder)
            lines = list(original)
            if kind == 'cell':
                told = alter_cell(pick, lines, folder)
            else:
                told = alter_line(pick, lines, {
                    'step': lambda one, path: 'verdict' in one and path[0] in ('steps', 'tasks'),
                    'verdict': lambda one, path: path[0] == 'verdict', 'norm': is_norm, 'any': is_any}[kind], kind == 'any')
            fit(lines, folder)
            altered = os.path.join(work, 'altered')
            with open(altered, 'w', encoding='utf-8') as file:
                file.write(''.join(lines))
            status, said = running.run(recheck, altered, '--data', folder, '--most', '1')
            if not status:
                missed += 1
                print(f'not noticed: {kind}: {told}', file=sys.stderr)
            elif os.environ.get('TELL'):
                print(f'{kind}: {told}\n    {said.strip()[:300]}')
    sys.exit(1 if missed else 0)


if __name__ == '__main__':
    main()
