"""What the script tests share: the real binary in a home of its own, recorded data, and the closing count.

A test script calls check() for each claim and ends with `sys.exit(close())`. What cannot be had on this machine is
said by skip(), a line each.
"""
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TREE = pathlib.Path(__file__).resolve().parents[2]
NAME = pathlib.Path(sys.argv[0]).name
COUNTS = {"passed": 0, "failed": 0, "skipped": 0}


def preset_find():
    """The preset run-tests names; by hand, the one that was built last."""
    if "ARGOSY_PRESET" in os.environ:
        return os.environ["ARGOSY_PRESET"]
    built = [p for p in TREE.glob("build/*/argosy") if os.access(p, os.X_OK)]
    return max(built, key=lambda p: p.stat().st_mtime).parent.name if built else "dev"


def data_find():
    if "ARGOSY_TEST_DATA" in os.environ:
        return os.environ["ARGOSY_TEST_DATA"]
    beside = TREE.parent / "shared" / "data"
    return str(beside if (beside / "market").is_dir() else TREE / "build" / "test-data")


BUILD = TREE / "build" / preset_find()
BINARY = BUILD / "argosy"
MARKET = pathlib.Path(data_find()) / "market"
WORK = tempfile.TemporaryDirectory()
os.environ["ARGOSY_TEST_DATA"] = str(MARKET.parent)
os.environ["ARGOSY_HOME"] = str(pathlib.Path(WORK.name) / "home")


def run(*args, **how):
    """`argosy ARGS`, finished: .returncode, .stdout, .stderr."""
    how.setdefault("cwd", WORK.name)
    return subprocess.run([str(BINARY), *map(str, args)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, timeout=600, check=False, **how)


def backtest(*args):
    """A run's JSON with its rows: "trades", "orders" and "equity" as lists of dictionaries, by the files' headers."""
    with tempfile.TemporaryDirectory() as folder:
        files = {kind: pathlib.Path(folder) / f"{kind}.csv" for kind in ("trades", "orders", "equity")}
        outputs = [word for kind, path in files.items() for word in (f"--{kind}", path)]
        done = run("backtest", *args, "--quiet", "--json", *outputs)
        if done.returncode != 0:
            raise RuntimeError(f"argosy backtest {' '.join(map(str, args))}: exit {done.returncode}: "
                               f"{done.stderr.strip()[-300:]}")
        result = json.loads(done.stdout)
        result["files"] = {kind: list(csv.DictReader(path.open())) for kind, path in files.items()}
        return result


def check(title, holds, why=""):
    COUNTS["passed" if holds else "failed"] += 1
    if not holds:
        print(f"{NAME}: FAILED: {title}" + (f": {why}" if why != "" else ""), flush=True)
    return bool(holds)


def check_equal(title, got, want):
    return check(title, got == want, f"{got!r}, not {want!r}")


def check_near(title, got, want, within):
    """Within an absolute distance; what is not a number is not near anything."""
    is_near = got is not None and abs(float(got) - float(want)) <= within
    return check(title, is_near, f"{got}, not {want} (within {within:g})")


def check_digits(title, got, printed):
    """As many digits as were printed: off by at most half a unit of the last."""
    decimals = len(re.sub(r"[eE].*", "", printed).partition(".")[2])
    return check_near(title, got, printed, 0.5 * 10 ** -decimals * (1 + 1e-9))


def skip(title, why):
    COUNTS["skipped"] += 1
    print(f"{NAME}: skipped: {title}: {why}", flush=True)


def close():
    """Prints the closing line; the exit code."""
    WORK.cleanup()
    print(f"{NAME}: {COUNTS['passed']} passed, {COUNTS['failed']} failed, {COUNTS['skipped']} skipped")
    return 1 if COUNTS["failed"] or not COUNTS["passed"] + COUNTS["skipped"] else 0


if not os.access(BINARY, os.X_OK):
    check(f"{BINARY.relative_to(TREE)} is built", False)
    sys.exit(close())
