#!/usr/bin/env python3
"""Generated programs, checked by the engine and worked out again by recheck.

    generated.py RECHECK PEIL DIFFERENTIAL FIRST LAST

`differential --show SEED` prints a program with its data. Says on standard error where recheck finds a difference, or does not
know anything but a function of an extension; ends in 1 when there was any, and with how many verdicts were confirmed."""
import os
import re
import subprocess
import sys
import tempfile

import running


def write_program(shown, folder):
    """The files of `==> NAME`."""
    for part in re.split(r'^==> ', shown, flags=re.M)[1:]:
        name, text = part.split('\n', 1)
        with open(os.path.join(folder, name.strip()), 'w', encoding='utf-8', newline='') as file:
            file.write(text[:-1] if text.endswith('\n\n') else text)


def main():
    recheck, peil, differential, first, last = sys.argv[1:6]
    missed = verdicts = left = 0
    for seed in range(int(first), int(last) + 1):
        with tempfile.TemporaryDirectory() as work:
            shown = subprocess.run([differential, '--show', str(seed)], capture_output=True, text=True, check=True).stdout
            write_program(shown, work)
            date = ['2021-11-05', '2022-07-31', '2022-02-01', '2020-10-15'][seed % 4]
            certificate = os.path.join(work, 'certificate')
            run = subprocess.run([peil, 'check', os.path.join(work, 'p.peil'), '--data', work, '--date', date, '--quiet',
                                  '--certificate', certificate], capture_output=True, text=True, check=False)
            if run.returncode > 1:
                print(f'seed {seed}: {run.stderr[:300]}', file=sys.stderr)
                continue
            _, said = running.run(recheck, certificate, '--data', work, '--rules', work, '--most', '3')
            left += sum(int(count) for count in re.findall(r'^not rechecked: (\d+)', said, re.M))
            found = re.search(r'(\d+) verdicts confirmed', said)
            if not found or re.search(r'^not rechecked: .*\((?!call\))', said, re.M):
                missed += 1
                print(f'seed {seed} on {date}: {said}', file=sys.stderr)
            verdicts += int(found[1]) if found else 0
    print(f'# {verdicts} verdicts confirmed, {left} of kinds that are not rechecked')
    sys.exit(1 if missed else 0)


if __name__ == '__main__':
    main()
