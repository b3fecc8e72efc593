"""running.py - recheck in this process: a start takes longer than the work."""
import contextlib
import io
import runpy
import sys


def run(recheck, *arguments):
    """What it ended with, and what it said."""
    sys.argv = ['recheck', *arguments]
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            runpy.run_path(recheck, run_name='__main__')
    except SystemExit as ended:
        return ended.code, said.getvalue()
    return 0, said.getvalue()
