#!/usr/bin/env python3
"""Bad input through the real binary, a case at a time in a folder of its own.

Each is refused by one sentence on stderr that says what and where, with the exit code of docs/cli.md; with --json
stdout has one error object and nothing else; and in the end the folder and the home hold what they held before.
"""
import gzip
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from argosy import BINARY, check, close, run, skip  # noqa: E402

HEADER = "ts,open,high,low,close,volume\n"
ROWS = "".join(f"2024-01-{day:02},10.00,11.00,9.00,10.50,100\n" for day in range(1, 21))
SPEC = "data: bars.csv\nquality: off\n"


def bars(*rows):
    return (HEADER + "".join(row + "\n" for row in rows)).encode()


GOOD = (HEADER + ROWS).encode()
HOLD = ["--strategy", "buy-hold", "--quality", "off"]
ONE = "2024-01-01,10.00,11.00,9.00,10.50,100"

# (title, files, arguments, exit code, words its sentence has)
CASES = [
    ("an unknown file format", {"bars.dat": bytes(range(256)) * 4}, ["--data", "bars.dat", *HOLD], 65,
     ["bars.dat", "format", "not recognised"]),
    ("a truncated gzip", {"bars.csv.gz": gzip.compress(GOOD, mtime=0)[:-20]}, ["--data", "bars.csv.gz", *HOLD], 65,
     ["bars.csv.gz", "gzip", "ends too early"]),
    ("a damaged gzip", {"bars.csv.gz": gzip.compress(GOOD, mtime=0)[:30] + b"\xff" * 60}, ["--data", "bars.csv.gz", *HOLD], 65,
     ["bars.csv.gz", "gzip"]),
    ("a missing column", {"bars.csv": b"ts,open,high,low,volume\n2024-01-01,1,2,1,3\n"}, ["--data", "bars.csv", *HOLD], 65,
     ["bars.csv", "no column for close", "--header"]),
    ("too many decimals for the stated tick", {"bars.csv": bars("2024-01-01,10.00,11.00,9.00,10.505,100"),
                                               "spec.yaml": b"data:\n  - source: bars.csv\n    tick: 0.01\nstrategy: buy-hold\n"},
     ["--spec", "spec.yaml"], 65, ["bars.csv:2", "10.505", "tick"]),
    ("time going backwards", {"bars.csv": bars(ONE, ONE.replace("01-01", "01-03"), ONE.replace("01-01", "01-02"))},
     ["--data", "bars.csv", *HOLD], 65, ["bars.csv:4", "backwards", "2024-01-02"]),
    ("a price that is NaN", {"bars.csv": bars(ONE, "2024-01-02,10.00,11.00,9.00,NaN,100")}, ["--data", "bars.csv", *HOLD], 65,
     ["bars.csv:3", "close", "NaN", "not a number"]),
    ("a price that is infinite", {"bars.csv": bars(ONE, "2024-01-02,inf,11.00,9.00,10,100")}, ["--data", "bars.csv", *HOLD], 65,
     ["bars.csv:3", "open", "inf"]),
    ("a negative volume", {"bars.csv": bars("2024-01-01,10.00,11.00,9.00,10,-100")}, ["--data", "bars.csv", *HOLD], 65,
     ["bars.csv:2", "volume", "-100", "below zero"]),
    ("a negative quantity of an order",
     {"bars.csv": GOOD, "orders.csv": b"ts,instrument,action,side,qty\n2024-01-02,bars,open,buy,-5\n"},
     ["--data", "bars.csv", "--strategy", "orders", "--set", "file=orders.csv"], 64, ["orders.csv", "line 2", "-5", "negative"]),
    ("a negative size", {"bars.csv": GOOD}, ["--data", "bars.csv", *HOLD, "--size", "units:-5"], 64, ["--size", "-5"]),
    ("a parameter out of range", {"bars.csv": GOOD}, ["--data", "bars.csv", "--strategy", "sma-cross", "--set", "fast=0"], 64,
     ["fast", "0 is out of range", "from 1 to"]),
    ("a parameter out of range in a spec",
     {"bars.csv": GOOD, "spec.yaml": (SPEC + "strategy:\n  name: rsi\n  params:\n    low: 101\n").encode()},
     ["--spec", "spec.yaml"], 78, ["spec.yaml:6", "low", "101", "out of range"]),
    ("an empty range", {"bars.csv": GOOD}, ["--data", "bars.csv", *HOLD, "--from", "2024-01-05", "--to", "2024-01-05"], 64,
     ["2024-01-05", "is empty"]),
    ("a range without bars", {"bars.csv": GOOD}, ["--data", "bars.csv", *HOLD, "--from", "2030-01-01"], 65,
     ["bars.csv", "no bars in the range", "2024-01-20"]),
    ("a file without rows", {"bars.csv": HEADER.encode()}, ["--data", "bars.csv", *HOLD], 65, ["bars.csv", "no row"]),
    ("an empty file", {"bars.csv": b""}, ["--data", "bars.csv", *HOLD], 65, ["bars.csv", "empty"]),
    ("not enough bars to warm up", {"bars.csv": GOOD}, ["--data", "bars.csv", "--strategy", "sma-cross"], 65,
     ["sma-cross", "31 bars", "the data have 20"]),
    ("an unknown strategy in a spec", {"bars.csv": GOOD, "spec.yaml": (SPEC + "strategy: sma-crss\n").encode()},
     ["--spec", "spec.yaml"], 78, ["spec.yaml:3", "sma-crss", 'did you mean "sma-cross"?']),
    ("an unknown key in a spec", {"bars.csv": GOOD, "spec.yaml": (SPEC + "strategy: buy-hold\naccount:\n  cahs: 5\n").encode()},
     ["--spec", "spec.yaml"], 78, ["spec.yaml:5", "cahs", 'did you mean "cash"?']),
    ("an unknown parameter in a spec",
     {"bars.csv": GOOD, "spec.yaml": (SPEC + "strategy:\n  name: sma-cross\n  params: { fats: 5 }\n").encode()},
     ["--spec", "spec.yaml"], 78, ["spec.yaml:5", "fats", "did you mean"]),
    ("an unknown word in a spec", {"bars.csv": GOOD, "spec.yaml": (SPEC + "strategy: buy-hold\norders:\n  fill: nextopen\n").encode()},
     ["--spec", "spec.yaml"], 78, ["spec.yaml:5", "nextopen", 'did you mean "next-open"?']),
    ("a spec that is no YAML", {"bars.csv": GOOD, "spec.yaml": b"orders:\n  fill: [\n"}, ["--spec", "spec.yaml"], 78, ["spec.yaml:"]),
    ("data that are not there", {}, ["--data", "nowhere.csv", *HOLD], 66, ["nowhere.csv"]),
    ("a plug-in that is not there", {"bars.csv": GOOD}, ["--data", "bars.csv", "--plugin", "./nowhere.so"], 66, ["nowhere.so"]),
    ("an output file that exists", {"bars.csv": GOOD, "out.csv": b"precious\n"},
     ["--data", "bars.csv", *HOLD, "--trades", "out.csv"], 73, ["out.csv", "there already", "--overwrite"]),
    ("an output's folder that does not exist", {"bars.csv": GOOD}, ["--data", "bars.csv", *HOLD, "--trades", "no/out.csv"], 73,
     ["no/out.csv"]),
    ("an output that is a device", {"bars.csv": GOOD}, ["--data", "bars.csv", *HOLD, "--overwrite", "--trades", "/dev/full"], 73,
     ["/dev/full", "no regular file"]),
]


def contents(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def lay_out(folder, files):
    for name, data in files.items():
        (folder / name).write_bytes(data)


def refused(title, folder, done, code, words, before):
    """One sentence with these words, this exit code, and the folder as it was."""
    lines = done.stderr.splitlines()
    check(f"{title}: exit code {code}", done.returncode == code, f"{done.returncode}: {done.stderr.strip()[:200]}")
    check(f"{title}: one line on stderr", len(lines) == 1 and lines[0].startswith("argosy "), done.stderr[:400])
    for word in words:
        check(f'{title}: says "{word}"', word in done.stderr, done.stderr.strip()[:300])
    after = contents(folder)
    check(f"{title}: nothing is left behind", after == before, sorted(set(after) ^ set(before)) or "a file changed")


def error_object(title, done, code):
    """What --json answers: the object, and nothing else."""
    try:
        error = json.loads(done.stdout)["error"]
    except (ValueError, KeyError) as why:
        check(f"{title}: --json answers an error object", False, f"{why}: {done.stdout[:200]!r}")
        return
    check(f"{title}: --json has code, message, where, mend", set(error) >= {"code", "message", "where", "mend"}, error)
    check(f"{title}: --json has the exit code", error.get("code") == code, error)
    check(f"{title}: --json has the sentence of stderr", error.get("message", "?") in done.stderr, error)
    check(f"{title}: --json ends in a newline", done.stdout.endswith("}\n"), repr(done.stdout[-20:]))


def test_case(title, files, arguments, code, words):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        lay_out(folder, files)
        before = contents(folder)
        environment = dict(os.environ, ARGOSY_HOME=str(folder / "home"))
        # Outputs are asked for, so that one that was begun would show.
        outputs = [] if "--trades" in arguments else ["--trades", "t.csv", "--equity", "e.csv", "--report", "r.html"]
        command = ["backtest", *arguments, "--quiet"]
        done = run(*command, *outputs, cwd=folder, env=environment)
        refused(title, folder, done, code, words, before)
        check(f"{title}: nothing on stdout", done.stdout == "", done.stdout[:200])
        done = run(*command, *outputs, "--json", cwd=folder, env=environment)
        refused(title + " (--json)", folder, done, code, words, before)
        error_object(title, done, code)


def test_imports():
    """What a backtest refuses for its data, an import refuses too, and the catalogue stays as it was."""
    for title, files, arguments, code, words in CASES:
        if code != 65 or arguments[0] != "--data" or "--from" in arguments or "sma-cross" in arguments:
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            lay_out(folder, files)
            before = contents(folder)
            done = run("data", "import", arguments[1], "--quiet", cwd=folder,
                       env=dict(os.environ, ARGOSY_HOME=str(folder / "home")))
            refused(f"import of {title}", folder, done, code, words, before)


def limit_files(size):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_full_disk():
    """A disk that fills while an output is written: no output is left, not even those that fitted."""
    outputs = ["--trades", "t.csv", "--equity", "e.csv", "--orders", "o.csv", "--report", "r.html"]
    for size in (0, 100, 20000):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            lay_out(folder, {"bars.csv": GOOD})
            before = contents(folder)
            done = run("backtest", "--data", "bars.csv", *HOLD, *outputs, "--quiet", cwd=folder, preexec_fn=limit_files(size))
            refused(f"a file that may not pass {size} bytes", folder, done, 73, ["write", "make room"], before)
            check(f"a file that may not pass {size} bytes: no result on stdout", done.stdout == "", done.stdout[:100])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        lay_out(folder, {"bars.csv": GOOD})
        before = contents(folder)
        done = run("data", "import", "bars.csv", "--quiet", cwd=folder, preexec_fn=limit_files(100),
                   env=dict(os.environ, ARGOSY_HOME=str(folder / "home")))
        refused("an import onto a full disk", folder, done, 73, ["make room"], before)
    with open("/dev/full", "w") as full:
        for form in ([], ["--json"]):
            with tempfile.TemporaryDirectory() as name:
                lay_out(pathlib.Path(name), {"bars.csv": GOOD})
                done = subprocess.run([BINARY, "backtest", "--data", "bars.csv", *HOLD, "--quiet", *form], cwd=name, stdout=full,
                                      stderr=subprocess.PIPE, text=True, check=False)
                check(f"stdout on a full disk {form}: exit code 74", done.returncode == 74, f"{done.returncode}: {done.stderr}")
                check(f"stdout on a full disk {form}: one line", len(done.stderr.splitlines()) == 1, done.stderr)


def test_small_disk():
    """The same on a real file system with no room, where this user may mount one."""
    script = ('mount -t tmpfs -o size=64k none "$1" && cp "$2" "$1/bars.csv" && cd "$1" && "$3" backtest --data bars.csv '
              '--strategy buy-hold --quality off --quiet --equity e.csv --report r.html; code=$?; ls -A "$1"; exit $code')
    unshare = ["unshare", "--user", "--map-root-user", "--mount"]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "disk").mkdir()
        (folder / "bars.csv").write_bytes(GOOD)
        probe = [*unshare, "mount", "-t", "tmpfs", "none", str(folder / "disk")]
        if not shutil.which("unshare") or subprocess.run(probe, stderr=subprocess.DEVNULL, check=False).returncode != 0:
            skip("a full tmpfs", "this user may not mount one")
            return
        done = subprocess.run([*unshare, "sh", "-c", script, "sh", folder / "disk", folder / "bars.csv", BINARY],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        check("a full tmpfs: exit code 73", done.returncode == 73, f"{done.returncode}: {done.stderr}")
        check("a full tmpfs: says so", "No space left" in done.stderr, done.stderr)
        check("a full tmpfs: only the data are left", done.stdout.split() == ["bars.csv"], done.stdout)


if __name__ == "__main__":
    for case in CASES:
        test_case(*case)
    test_imports()
    test_full_disk()
    test_small_disk()
    sys.exit(close())
