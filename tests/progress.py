"""progress.py - what `peil` shows of its progress: on a terminal that belongs to it, and that nothing is shown elsewhere. Run
by tests/t/progress.t in the build folder, with the program and a folder to work in. Prints TAP. Standard library only.

A run of a fraction of a second is made to last by stopping the process time and again, so that each of its stages is
longer than the second after which progress is shown.
"""
import fcntl
import os
import pathlib
import pty
import re
import resource
import signal
import struct
import subprocess
import sys
import termios
import threading
import time

RULES = """entity school key brin
entity leerling of school key nummer
  score number

standard hoog for each leerling
  require (score + 1) * (score + 2) / (score + 3) >= 20
standard laag for each leerling
  require (score + 4) * (score + 5) / (score + 6) >= 5
standard ooit for each leerling
  require score >= 1

dataset leerlingen
  school from "scholen.csv"
    brin = "brin"
  leerling from "leerlingen.jsonl"
    brin = "brin", nummer = "nummer", score = "score"

dataset gescheiden
  school from "scholen.csv"
    brin = "brin"
  leerling from "leerlingen.csv"
    brin = "brin", nummer = "nummer", score = "score"
"""
SCHOOLS, PUPILS, MANY_PUPILS = 1000, 50, 500
MORE = "".join(f', "m{i}": [{i}, "nog {i}"]' for i in range(8))  # members that take time and are not asked for
STRETCHES = 50  # so often a run is stopped
LASTS = 3.0, 6.0, 12.0, 24.0, 48.0  # seconds; longer when nothing was seen, since a machine with much to do stops it less often
number = 0


def make_data(folder):
    (folder / "rules.peil").write_text(RULES)
    def rows(pupils):
        return ((school, pupil, school * pupil % 40) for school in range(SCHOOLS) for pupil in range(pupils))

    (folder / "scholen.csv").write_text("brin\n" + "".join(f"{school:04d}\n" for school in range(SCHOOLS)))
    (folder / "leerlingen.jsonl").write_text(
        "".join('{"brin": "%04d", "nummer": "%d", "score": %d%s}\n' % (*row, MORE) for row in rows(PUPILS)) + '{"brin": "0001", "nummer": "x"}\n')
    (folder / "leerlingen.csv").write_text("brin,nummer,score\n" + "".join("%04d,%d,%d\n" % row for row in rows(MANY_PUPILS)) + "0001,x,veel\n")


class Peil:
    def __init__(self, program, folder, dataset="leerlingen", environment=None, options=("--format", "json", "--chunk-size", "1", "--jobs", "1")):
        self.command = [program, "check", "rules.peil", "--dataset", f"rules.peil:{dataset}", "--date", "2021-11-05", *options]
        self.folder = folder
        self.environment = {**os.environ, "LC_ALL": "C", "TERM": "xterm", **(environment or {})}

    def start(self, stderr, stdout=None):
        with open(self.folder / "out", "wb") as out:
            return subprocess.Popen(self.command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, stdout=stdout or out, stderr=stderr)

    def plain(self):
        """What it says and the seconds it takes when nobody stops it."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        process = self.start(subprocess.PIPE)
        said = process.communicate()[1]
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return said, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def stretched(self, seconds, lasts, stderr, stdout=None):
        """Runs what takes some seconds so that it lasts about that long."""
        process = self.start(stderr, stdout)
        while process.poll() is None:
            process.send_signal(signal.SIGSTOP)
            time.sleep(max(0.0, lasts - seconds) / STRETCHES)
            process.send_signal(signal.SIGCONT)
            time.sleep(seconds / STRETCHES)

    def on_terminal(self, lasts, columns=80, output_too=False):
        """The bytes that a terminal got of a run that lasts."""
        seconds = self.plain()[1]
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        got = []
        reader = threading.Thread(target=read_all, args=(master, got))
        reader.start()
        self.stretched(seconds, lasts, slave, slave if output_too else None)
        os.close(slave)
        reader.join()
        return b"".join(got)

    def until(self, *patterns, **how):
        """The same, made to last longer until a line of progress is like each of the patterns."""
        for lasts in LASTS:
            got = self.on_terminal(lasts, **how)
            if all(any(re.fullmatch(pattern, line) for line in lines_shown(got)[0]) for pattern in patterns):
                break
        return got


def read_all(master, got):
    while True:
        try:
            some = os.read(master, 65536)
        except OSError:  # nobody has the other end any more
            break
        if not some:
            break
        got.append(some)
    os.close(master)


def lines_shown(got):
    """The lines of progress, one after the other; and what stays on the terminal."""
    parts = got.decode().replace("\r\n", "\n").split("\r\x1b[K")
    return [part for part in parts[1:-1] if part], parts[0] + "".join(parts[1:][-1:])


def ok(passed, name, *more):
    global number
    number += 1
    print(f"{'ok' if passed else 'not ok'} {number} - {name}")
    for one in () if passed else more:
        print("\n".join("# " + line for line in repr(one)[:2000].split("\n")))


def check_stages(program, folder):
    peil = Peil(program, folder)
    said = peil.plain()[0]
    ok(said == b"", "a run that lasts a moment says nothing in a pipe", said)
    stages = {"reading": r"reading leerlingen\.jsonl: \d+ of 1\d MB \(\d+%\)", "evaluating": r"evaluating: \d+%", "writing": r"writing: \d+%"}
    shown, stays = lines_shown(peil.until(*stages.values()))
    for name, pattern in stages.items():
        ok(any(re.fullmatch(pattern, line) for line in shown), f"{name} is shown", shown)
    ok(not any(re.search(r"\d{4,}%|10[1-9]%", line) for line in shown), "no part is more than the whole", shown)
    for name in stages:
        figures = [int(line.rstrip("%)").rsplit(" ")[-1].lstrip("(")) for line in shown if line.startswith(name)]
        ok(figures == sorted(figures), f"{name} goes forward", figures)
    ok(stays == "", "nothing stays on the terminal", stays)


def check_elsewhere(program, folder):
    peil = Peil(program, folder)
    seconds = peil.plain()[1]
    with open(folder / "err", "wb") as file:
        peil.stretched(seconds, LASTS[0], file)
    ok((folder / "err").read_bytes() == b"", "a file gets no byte")
    got, end = os.pipe()
    peil.stretched(seconds, LASTS[0], end)
    os.close(end)
    ok(os.read(got, 100) == b"", "a pipe gets no byte")
    os.close(got)
    dumb = Peil(program, folder, environment={"TERM": "dumb"})
    got = dumb.on_terminal(LASTS[0])
    ok(got == b"", "nothing where a line cannot be wiped", got)


def check_lines(program, folder):
    dutch = Peil(program, folder, environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "nl", "PEIL_LOCALEDIR": os.path.abspath("share/locale")})
    pattern = r"leerlingen\.jsonl wordt gelezen: \d+ van 1\d MB \(\d+%\)"
    shown = lines_shown(dutch.until(pattern))[0]
    ok(any(re.fullmatch(pattern, line) for line in shown), "in Dutch too", shown)
    shown = lines_shown(Peil(program, folder).until("reading.*", columns=20))[0]
    ok(shown and all(len(line) < 20 for line in shown), "no line is longer than the terminal is wide", shown)


def check_output(program, folder):
    """On a terminal that has standard output as well."""
    aside = Peil(program, folder, options=("--format", "json", "--output", "report"))
    shown, stays = lines_shown(aside.until(r"writing: \d+%", output_too=True))
    ok(any(line.startswith("writing: ") for line in shown) and stays == "", "writing to a file is shown", shown, stays)
    rows = (folder / "report").read_bytes().count(b'"verdict"')
    for options in ((), ("--output", "-"), ("--output", "/dev/stdout")):
        got = Peil(program, folder, options=("--format", "csv", "--no-header", *options)).on_terminal(LASTS[0], output_too=True)
        ok(b"writing" not in got, f"writing to the terminal is not shown {' '.join(options)}", got[:1000])
        ok(got.count(b"\n") == rows, "the report is there, and once", got[:1000])


def check_messages(program, folder):
    """With several threads, and a message behind it."""
    peil = Peil(program, folder, "gescheiden", options=("--jobs", "2"))
    said = peil.plain()[0]
    shown, stays = lines_shown(peil.until(r"reading leerlingen\.csv: .*"))
    ok(any(line.startswith("reading leerlingen.csv: ") for line in shown), "threads show it", shown)
    ok(b"veel" in said and re.sub("\x1b\\[[0-9;]*m", "", stays) == said.decode(), "a message stands alone", stays, said)


def has_terminals():
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError:
        return False
    return True


def main():
    if not has_terminals():
        print("1..0 # SKIP no terminal can be opened here")
        return
    program, folder = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    make_data(folder)
    check_stages(program, folder)
    check_elsewhere(program, folder)
    check_lines(program, folder)
    check_messages(program, folder)
    check_output(program, folder)
    print(f"1..{number}")


if __name__ == "__main__":
    main()
