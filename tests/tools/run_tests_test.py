#!/usr/bin/env python3
"""The test runner, run on a tree of small programs: it counts, and it is not fooled."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

TREE = pathlib.Path(__file__).resolve().parents[2]
GOOD = 'echo "test_a: skipped: no data"; echo "test_a: 3 passed, 0 failed, 1 skipped"'
CASES = [
    # title, programs, exit code, text the output must have, its last line
    ("counts are added up and skips are listed", {"test_a": GOOD, "test_b": 'echo "b: 2 passed, 0 failed, 0 skipped"'},
     0, "test_a: skipped: no data", "5 passed, 0 failed, 1 skipped"),
    ("a failed test fails the run", {"test_a": GOOD, "test_b": 'echo "b: 2 passed, 1 failed, 0 skipped"; exit 1'},
     1, "b: 2 passed, 1 failed", "5 passed, 1 failed, 1 skipped"),
    ("a program that dies is a failure", {"test_a": GOOD, "test_b": "kill -SEGV $$"},
     1, "exit code -11", "3 passed, 1 failed, 1 skipped"),
    ("a program without its closing count is a failure", {"test_a": GOOD, "test_b": "echo fine"},
     1, "without the closing count", "3 passed, 1 failed, 1 skipped"),
    ("an exit code outweighs a count of no failures", {"test_b": 'echo "b: 2 passed, 0 failed, 0 skipped"; exit 3'},
     1, "exit code 3", "2 passed, 1 failed, 0 skipped"),
    ("all skipped is not all well", {"test_a": 'echo "a: 0 passed, 0 failed, 2 skipped"'},
     1, "a: 0 passed", "0 passed, 0 failed, 2 skipped"),
    ("arguments behind -- reach the programs", {"test_a": 'echo "$@"; echo "a: $2 passed, 0 failed, 0 skipped"'},
     0, "a: 7 passed", "7 passed, 0 failed, 0 skipped"),
    ("nothing to run is not a success", {}, 66, "nothing to run", None),
]


def holds(programs, code, text, closing):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "tools").mkdir()
        shutil.copy(TREE / "tools/run-tests", root / "tools/run-tests")
        (root / "build/dev/tests").mkdir(parents=True)
        for name, script in programs.items():
            path = root / "build/dev/tests" / name
            path.write_text(f"#!/bin/sh\n{script}\n")
            path.chmod(0o755)
        done = subprocess.run([root / "tools/run-tests", "dev", "--", "--seed", "7"], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, env={"PATH": "/usr/bin:/bin", "ARGOSY_TEST_DATA": folder},
                              check=False)
        last = done.stdout.strip().split("\n")[-1]
        return done.returncode == code and text in done.stdout and closing in (None, last), done.stdout


def main():
    failed = 0
    for title, *case in CASES:
        is_well, said = holds(*case)
        if not is_well:
            failed += 1
            print(f"run-tests: FAILED: {title}:\n{said}")
    print(f"run-tests: {len(CASES) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
