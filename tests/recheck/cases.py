#!/usr/bin/env python3
"""The golden cases of `peil check`, certified and worked out again by recheck.

    cases.py RECHECK PEIL GROUP..

Says on standard error what is not confirmed, and ends in 1 when there was any; what is of a kind that is not rechecked is left
out. A case that gives no certificate (because the rules or the data are wrong) is none."""
import glob
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import running

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')


def arguments_of(case):
    """Those of its first `peil check`, and where the data are."""
    with open(os.path.join(case, 'cmd'), encoding='utf-8') as file:
        found = re.search(r'^peil check ([^|;&>]*)', file.read(), re.M)
    arguments = [one for one in shlex.split(found[1]) if one != '--all-years'] if found else []
    for option in ('--data', '--dataset'):
        if option in arguments[:-1]:
            said = arguments[arguments.index(option) + 1]
            return arguments, said if option == '--data' else os.path.dirname(said.split(':')[0])
    return None, None


def recheck_case(recheck, peil, case, work):
    """What recheck ended with and said; None without a certificate."""
    arguments, data = arguments_of(case)
    if not arguments:
        return None
    folder, certificate = os.path.join(work, 'case'), os.path.join(work, 'certificate')
    shutil.copytree(case, folder)
    run = subprocess.run([peil, 'check', *arguments, '--quiet', '--certificate', certificate], cwd=folder, capture_output=True,
                         check=False)
    if run.returncode > 2 or not os.path.exists(certificate):
        return None
    return running.run(recheck, certificate, '--data', os.path.join(folder, data), '--rules', folder, '--most', '3')


def main():
    recheck, peil, *groups = sys.argv[1:]
    confirmed = missed = 0
    for case in sorted(case for group in groups for case in glob.glob(os.path.join(TOP, 'cases', group, '*'))):
        if not os.path.exists(os.path.join(case, 'cmd')):
            continue
        with tempfile.TemporaryDirectory() as work:
            status, said = recheck_case(recheck, peil, case, work) or (None, '')
        if status == 0:
            confirmed += 1
        elif status is not None and not re.search(r'^not rechecked', said, re.M):
            missed += 1
            print(f'{os.path.basename(case)}: {said}', file=sys.stderr)
    print(f'# {confirmed} cases confirmed')
    sys.exit(1 if missed else 0)


if __name__ == '__main__':
    main()
