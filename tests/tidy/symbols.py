"""What the object files ask for and show: nm's word against the lists beside this file."""
import fnmatch
import pathlib
import re
import subprocess

from tree import rule

HERE = pathlib.Path(__file__).resolve().parent


def nm(*arguments):
    return subprocess.run(["nm", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          check=True).stdout.split("\n")


def archives(tree):
    found = sorted(tree.root.glob("planted/*.a")) or sorted(tree.built.glob("build/*/lib/libargosy.a"))
    return [a for a in found if a.parent.parent.name not in ("fuzz",)]


def plant_symbol(tree):
    """An archive with one member that asks for the time."""
    folder = tree.root / "planted"
    folder.mkdir()
    (folder / "late.c").write_text("#include <time.h>\nlong late(void);\nlong late(void) { return time(0); }\n")
    subprocess.run(["cc", "-c", "late.c", "-o", "late.o"], cwd=folder, check=True)
    subprocess.run(["ar", "rc", "libargosy.a", "late.o"], cwd=folder, check=True)
    return "late.o"


@rule("libargosy needs nothing from outside but what symbols.allow lists", plant_symbol)
def needs(tree):
    lines = (HERE / "symbols.allow").read_text().split("\n")
    allowed = [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]
    found = archives(tree)
    if not found:
        yield "build:1: there is no libargosy.a to read; build it first"
    for archive in found:
        defined, wanted, member = set(), [], archive.name
        for line in nm("-A", archive):
            match = re.match(r"(.*?):([^:]+):\s*(?:[0-9a-f]+)?\s+(\w)\s+(\S+)$", line)
            if not match:
                continue
            member, kind, symbol = match.group(2), match.group(3), match.group(4)
            if kind in "Uw":
                wanted.append((member, symbol))
            else:
                defined.add(symbol)
        for member, symbol in sorted(set(wanted)):
            if symbol not in defined and not any(fnmatch.fnmatchcase(symbol, pattern) for pattern in allowed):
                where = archive.relative_to(archive.parents[2]) if "build" in archive.parts else archive.name
                yield f"{where}: {member} needs {symbol}"


def plant_visible(tree):
    folder = tree.root / "planted"
    folder.mkdir()
    (folder / "leak.c").write_text("int err_set(void);\nint err_set(void) { return 0; }\n")
    subprocess.run(["cc", "-shared", "-fPIC", "leak.c", "-o", "libargosy.so"], cwd=folder, check=True)
    subprocess.run(["cc", "-c", "leak.c", "-o", "leak.o"], cwd=folder, check=True)
    subprocess.run(["ar", "rc", "libembed.a", "leak.o"], cwd=folder, check=True)
    return "err_set"


@rule("what others link shows only names that begin with argosy_", plant_visible)
def shows(tree):
    planted = tree.root / "planted"
    shared = planted / "libargosy.so" if planted.exists() else tree.built / "build/release/lib/libargosy.so"
    static = planted / "libembed.a" if planted.exists() else tree.built / "build/release/lib/embed/libargosy.a"
    seen = 0
    for path, arguments in ((shared, ["-D", "--defined-only"]), (static, ["-g", "--defined-only"])):
        for line in nm(*arguments, path):
            match = re.match(r"[0-9a-f]+ \w (\S+)$", line)
            if match:
                seen += 1
                if not match.group(1).startswith("argosy_"):
                    yield f"{path.name}: shows {match.group(1)}"
    if not seen:
        yield f"{shared.name}: shows nothing at all"
