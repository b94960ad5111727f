"""What the tidy rules share: the tree they read, and the list they enter themselves in.

A rule is a function of a Tree that yields complaints, "FILE:LINE: what is wrong". It is entered with its
title, a sentence, and with a plant: a function that breaks the rule in a copy of the tree. tidy_test.py
shows of each rule that the tree keeps it and that the planted breach is found.
"""
import json
import pathlib
import re
import shutil
import subprocess

RULES = []


def rule(title, plant):
    """Enters the decorated function under its title; `plant(tree)` breaks it and answers where."""
    def enter(check):
        RULES.append((title, check, plant))
        return check
    return enter


class Tree:
    """The files a commit would have, below `root`; `built` is the tree whose build folder is read."""

    def __init__(self, root, built=None):
        self.root = pathlib.Path(root)
        self.built = pathlib.Path(built or root)

    def files(self, *patterns):
        found = (p for pattern in patterns for p in self.root.glob(pattern))
        return sorted({p.relative_to(self.root).as_posix() for p in found if p.is_file() and self.is_ours(p)})

    def is_ours(self, path):
        parts = path.relative_to(self.root).parts
        return parts[0] not in ("build", ".git") and "node_modules" not in parts and "__pycache__" not in parts

    def code(self):
        return self.files("lib/**/*.[ch]", "src/**/*.[ch]", "include/**/*.h")

    def read(self, name):
        return (self.root / name).read_text(encoding="utf-8", errors="replace")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return name

    def append(self, name, text):
        return self.write(name, self.read(name) + text)

    def search(self, names, pattern, flags=0):
        """(file, line number, match) of every line that has the pattern."""
        wanted = re.compile(pattern, flags)
        for name in names:
            for number, line in enumerate(self.read(name).split("\n"), 1):
                match = wanted.search(line)
                if match:
                    yield name, number, match

    def commands(self, preset):
        """File -> command line, as CMake compiles it."""
        path = self.built / "build" / preset / "compile_commands.json"
        built = self.built.resolve()
        return {pathlib.Path(c["file"]).resolve().relative_to(built).as_posix(): c["command"]
                for c in json.loads(path.read_text()) if pathlib.Path(c["file"]).resolve().is_relative_to(built)}

    def copy(self, to):
        """The same files elsewhere, to be broken there."""
        listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                                cwd=self.root, stdout=subprocess.PIPE, check=False).stdout.decode()
        names = [n for n in listed.split("\0") if n] or self.files("**/*")
        for name in names:
            if (self.root / name).is_file():
                (pathlib.Path(to) / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(self.root / name, pathlib.Path(to) / name)
        return Tree(to, self.built)


def without_comments(text):
    """C without comments and string contents, with its lines where they were."""
    pattern = r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''

    def blank(match):
        found = match.group(0)
        return '""' if found[0] in "\"'" else "\n" * found.count("\n") + " "
    return re.sub(pattern, blank, text, flags=re.S)
