#!/usr/bin/env python3
"""Holds the tree to its rules, and each rule to its word: a planted breach must be found.

    tests/tidy/tidy_test.py [TEXT]      only rules whose title has the text
"""
import pathlib
import sys
import tempfile

import banned, files, layers, symbols, words  # noqa: E401,F401 (each enters its rules)
from tree import RULES, Tree

TREE = Tree(pathlib.Path(__file__).resolve().parents[2])


def breach_is_found(check, plant):
    """Whether the rule, told of a tree with a planted breach, names the place."""
    with tempfile.TemporaryDirectory() as folder:
        copy = TREE.copy(folder)
        where = plant(copy)
        return any(where in complaint for complaint in check(copy))


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    passed = failed = 0
    for title, check, plant in RULES:
        if wanted not in title:
            continue
        complaints = list(check(TREE))
        for complaint in complaints:
            print(f"tidy: FAILED: {title}: {complaint}")
        is_sharp = breach_is_found(check, plant)
        if not is_sharp:
            print(f"tidy: FAILED: {title}: a planted breach was not found")
        failed += bool(complaints) + (not is_sharp)
        passed += (not complaints) + is_sharp
    print(f"tidy: {passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
