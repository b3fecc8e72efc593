"""forms - data files that are no CSV: JSON Lines, a table of a SQLite database, and what gzip packed. Only loaded when
a certificate names one; without this file the program is whole."""
import functools
import gzip
import json
import sqlite3
import urllib.parse
from fractions import Fraction

from values import Refused, decimal


class Figure(str):
    """A number of JSON or a database: its text."""
    point = '.'


def plain(value):
    """What a cell says, as a text."""
    if value is None or isinstance(value, bool):
        return {None: '', True: 'yes', False: 'no'}[value]
    if isinstance(value, (int, float, Figure)):
        text = value if isinstance(value, str) else repr(value)
        return Figure(decimal(Fraction(text)) if 'e' in text.lower() else text)
    if not isinstance(value, str):
        raise Refused(f'{value} is no value')
    return value


def unpacked(path):
    """The bytes of a file, or what gzip packed in it."""
    if path.lower().endswith('.zst'):
        raise Refused('packed by zstd, which the standard library cannot unpack')
    with (gzip.open if path.lower().endswith('.gz') else open)(path, 'rb') as file:
        return file.read()


def records(path, mapping, heads):
    """Each record: its line, and its texts by header."""
    if mapping['form'] == 'table':
        base = sqlite3.connect(f'file:{urllib.parse.quote(path)}?mode=ro', uri=True)
        rows = base.execute('select * from "{}"'.format(mapping['table'].replace('"', '""')))
        names = [column[0].lower() for column in rows.description]
        for line, row in enumerate(rows, 1):
            yield line, {head: plain(row[names.index(head.lower())]) for head in heads}
        return
    paths = {head: [part.replace('\0', '.') for part in head.replace('..', '\0').split('.')] for head in heads}
    for line, text in enumerate(unpacked(path).decode('utf-8-sig').split('\n'), 1):
        one = json.loads(text, parse_float=Figure, parse_int=Figure) if text.strip() else None
        if one is not None:
            yield line, {head: plain(functools.reduce(lambda at, part: (at or {}).get(part), path, one))
                         for head, path in paths.items()}
