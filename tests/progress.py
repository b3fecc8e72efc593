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
MORE = "".join(f', "m{i}": [{i}, "nog {i}"]' for i in range(20))  # members that take time and are not asked for
STRETCHES = 50  # so often a run is stopped
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
    def __init__(self, program, folder, dataset="leerlingen", environment=None, options=("--chunk-size", "1", "--jobs", "1")):
        self.command = [program, "check", "rules.peil", "--dataset", f"rules.peil:{dataset}", "--date", "2021-11-05", "--format", "csv", *options]
        self.folder = folder
        self.environment = {**os.environ, "LC_ALL": "C", "TERM": "xterm", **(environment or {})}

    def start(self, stderr):
        self.out = open(self.folder / "out", "wb")
        return subprocess.Popen(self.command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, stdout=self.out, stderr=stderr)

    def plain(self):
        """What it says and the seconds it takes when nobody stops it."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        process = self.start(subprocess.PIPE)
        said = process.communicate()[1]
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return said, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def stretched(self, seconds, lasts, stderr):
        """Runs what takes some seconds so that it lasts about that long."""
        process = self.start(stderr)
        while process.poll() is None:
            process.send_signal(signal.SIGSTOP)
            time.sleep(max(0.0, lasts - seconds) / STRETCHES)
            process.send_signal(signal.SIGCONT)
            time.sleep(seconds / STRETCHES)

    def on_terminal(self, seconds, lasts=4.0, columns=80):
        """The bytes that a terminal got of a run that lasts."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        got = []
        reader = threading.Thread(target=read_all, args=(master, got))
        reader.start()
        self.stretched(seconds, lasts, slave)
        os.close(slave)
        reader.join()
        return b"".join(got)


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
    said, seconds = peil.plain()
    ok(said == b"", "a run that lasts a moment says nothing in a pipe", said)
    shown, stays = lines_shown(peil.on_terminal(seconds, 8.0))
    for name, pattern in (("reading", r"reading leerlingen\.jsonl: \d+ of 2\d MB \(\d+%\)"), ("evaluating", r"evaluating: \d+%"), ("writing", r"writing: \d+%")):
        ok(any(re.fullmatch(pattern, line) for line in shown), f"{name} is shown", shown)
    ok(not any(re.search(r"\d{4,}%|10[1-9]%", line) for line in shown), "no part is more than the whole", shown)
    figures = [int(found[1]) for found in (re.search(r"^reading .*\((\d+)%\)", line) for line in shown) if found]
    ok(figures == sorted(figures) and len(set(figures)) > 1, "it goes forward", figures)
    ok(stays == "", "nothing stays on the terminal", stays)
    with open(folder / "err", "wb") as file:
        peil.stretched(seconds, 3.0, file)
    ok((folder / "err").read_bytes() == b"", "a file gets no byte")
    got, end = os.pipe()
    peil.stretched(seconds, 3.0, end)
    os.close(end)
    ok(os.read(got, 100) == b"", "a pipe gets no byte")
    os.close(got)


def check_others(program, folder):
    dutch = Peil(program, folder, environment={"LC_ALL": "C.UTF-8", "LANGUAGE": "nl", "PEIL_LOCALEDIR": os.path.abspath("share/locale")})
    seconds = dutch.plain()[1]
    shown = lines_shown(dutch.on_terminal(seconds))[0]
    ok(any(re.fullmatch(r"leerlingen\.jsonl wordt gelezen: \d+ van 2\d MB \(\d+%\)", line) for line in shown), "in Dutch too", shown)
    narrow = Peil(program, folder)
    shown = lines_shown(narrow.on_terminal(seconds, columns=20))[0]
    ok(shown and all(len(line) < 20 for line in shown), "no line is longer than the terminal is wide", shown)
    dumb = Peil(program, folder, environment={"TERM": "dumb"})
    got = dumb.on_terminal(seconds)
    ok(got == b"", "nothing where a line cannot be wiped", got)


def check_messages(program, folder):
    """With several threads, and a message behind it."""
    peil = Peil(program, folder, "gescheiden", options=("--jobs", "2"))
    said, seconds = peil.plain()
    shown, stays = lines_shown(peil.on_terminal(seconds))
    ok(any(line.startswith("reading leerlingen.csv: ") for line in shown), "threads show it", shown)
    ok(b"veel" in said and re.sub("\x1b\\[[0-9;]*m", "", stays) == said.decode(), "a message stands alone", stays, said)


def main():
    program, folder = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    make_data(folder)
    check_stages(program, folder)
    check_others(program, folder)
    check_messages(program, folder)
    print(f"1..{number}")


if __name__ == "__main__":
    main()
