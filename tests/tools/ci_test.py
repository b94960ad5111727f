#!/usr/bin/env python3
""".ci/run in a tree of small programs: gates are stopped, counted and told, and the closing line comes last."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

TREE = pathlib.Path(__file__).resolve().parents[2]
CLOSING = "4 passed, 0 failed, 1 skipped"


def ci(budget, setup="exit 0", before=None, test=f"echo '{CLOSING}'", tidy="exit 0"):
    """(exit code, lines) of a run with these gates and these programs behind them."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, script in (("tools/setup", setup), ("tools/test", test), ("tools/tidy", tidy)):
            path = root / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"#!/bin/sh\n{script}\n")
            path.chmod(0o755)
        (root / "Makefile").write_text("test:\n\t@tools/test\n")
        (root / ".ci").mkdir()
        (root / ".ci/budget").write_text(budget)
        shutil.copy(TREE / ".ci/run", root / ".ci/run")
        if before:
            (root / "build/ci").mkdir(parents=True)
            (root / "build/ci/test.log").write_text(before + "\n")
        done = subprocess.run(["bash", ".ci/run"], cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        return done.returncode, done.stdout.rstrip("\n").split("\n")


def row(lines, gate):
    return next((line for line in lines if line.startswith(gate + " ") and " s of " in line), "")


GATES = "setup 5\ntest 5\ntidy 5\n"


def all_hold():
    code, lines = ci(GATES)
    return code == 0 and lines[-1] == CLOSING and all(row(lines, g).endswith("holds") for g in ("setup", "test", "tidy"))


def a_failed_gate_fails_the_run_and_the_count_is_last():
    code, lines = ci(GATES, tidy="echo what is wrong; exit 1")
    return code == 1 and lines[-1] == CLOSING and row(lines, "tidy").endswith("FAILED") and "what is wrong" in lines


def failed_tests_close_with_their_count():
    code, lines = ci(GATES, test="echo '3 passed, 2 failed, 0 skipped'; exit 1")
    return code == 1 and lines[-1] == "3 passed, 2 failed, 0 skipped" and row(lines, "tidy").endswith("holds")


def a_gate_is_stopped_at_its_seconds():
    code, lines = ci("setup 5\ntest 5\ntidy 1\n", tidy="sleep 30")
    return code == 1 and row(lines, "tidy").endswith("out of time")


def a_skipped_gate_is_told():
    code, lines = ci(GATES, tidy="echo SKIPPED: no files; exit 77")
    return code == 0 and row(lines, "tidy").endswith("skipped") and "ci: tidy: SKIPPED: no files" in lines


def a_reported_gate_is_told_and_does_not_decide():
    code, lines = ci("setup 5\ntest 5\ntidy 5 report\n", tidy="echo below; exit 1")
    return code == 0 and row(lines, "tidy").endswith("FAILED, reported") and "tidy: below" in lines


def without_its_set_up_nothing_else_is_run():
    code, lines = ci(GATES, setup="exit 69", before="9 passed, 0 failed, 0 skipped")
    return code == 1 and row(lines, "setup").endswith("FAILED") and not row(lines, "tidy") and "passed" not in lines[-1]


def more_than_an_hour_is_refused():
    code, lines = ci("setup 2000\ntest 1001\n")
    return code == 1 and "3001 s together" in lines[0]


def the_own_budget_fits_and_names_every_gate():
    budget = [line.split() for line in (TREE / ".ci/budget").read_text().split("\n") if line and line[0] != "#"]
    script = (TREE / ".ci/run").read_text()
    return sum(int(line[1]) for line in budget) <= 3000 and all(f"gate_{line[0]}()" in script for line in budget) and \
        script.count("\ngate_") == len(budget)


def main():
    tests = (all_hold, a_failed_gate_fails_the_run_and_the_count_is_last, failed_tests_close_with_their_count,
             a_gate_is_stopped_at_its_seconds, a_skipped_gate_is_told, a_reported_gate_is_told_and_does_not_decide,
             without_its_set_up_nothing_else_is_run, more_than_an_hour_is_refused, the_own_budget_fits_and_names_every_gate)
    failed = 0
    for test in tests:
        if not test():
            failed += 1
            print(f"ci: FAILED: {test.__name__}")
    print(f"ci: {len(tests) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
