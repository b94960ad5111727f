"""Words that do not belong: floats among the money, work not done, one machine's paths, tests switched off."""
import re

from tree import rule, without_comments

# What reads files and draws charts in lib/domain; the money and order values beside them stay integers.
DOMAIN_FLOATS = {"lib/domain/dataset.h", "lib/domain/dataset.c", "lib/domain/instrument.h"}


def plant_float(tree):
    return tree.write("lib/core/planted.c", "static double cash;\n")


@rule("there is no float in the core, nor in the values of an order", plant_float)
def floats(tree):
    for name in tree.files("lib/core/**/*.[ch]", "lib/domain/**/*.[ch]"):
        if name in DOMAIN_FLOATS:
            continue
        for number, line in enumerate(without_comments(tree.read(name)).split("\n"), 1):
            if re.search(r"\b(?:double|float)\b", line):
                yield f"{name}:{number}: a float: {line.strip()}"


def plant_later(tree):
    return tree.append("lib/base/err.c", "/* TO" + "DO: later */\n") and "lib/base/err.c"


@rule("no word stands for work that is not done", plant_later)
def later(tree):
    words = r"TODO|FIXME|\bXXX\b|not implemented|placeholder|for now\b|simplified version|\bstub"
    names = tree.code() + tree.files("python/**/*.py", "ui/src/**/*")
    for name, number, match in tree.search(names, words, re.I):
        yield f"{name}:{number}: {match.group(0)}"


def plant_path(tree):
    tree.append("lib/base/err.c", '/* see /' + 'root/notes */\n')
    return "lib/base/err.c"


@rule("no path of one machine stands in the tree", plant_path)
def paths(tree):
    texts = [n for n in tree.files("**/*", ".ci/*") if not n.endswith((".png", ".gz", ".zst", ".whl", ".bin"))]
    for name, number, match in tree.search([n for n in texts if not n.startswith("tests/")], r"(?:^|[^a-z.])/(?:work|root)/"):
        yield f"{name}:{number}: {match.group(0)}"
    for name, number, match in tree.search(tree.files("lib/**/*.[ch]", "include/**/*.h"), r"[\"' ]/(?:tmp|home|usr|opt)/"):
        yield f"{name}:{number}: {match.group(0)}"


def plant_switch(tree):
    return tree.write("tests/base/planted_test.c", "#if " + "0\n#endif\n")


@rule("no test is switched off", plant_switch)
def switched_off(tree):
    pattern = r"^\s*#\s*if 0\b|\.skip\(|@pytest\.mark\.skip|xfail|\b(?:it|describe)\.only"
    names = [n for n in tree.files("tests/**/*.*", "python/**/*.py", "ui/src/**/*") if not n.startswith("tests/tidy/")]
    for name, number, match in tree.search([n for n in names if n.endswith((".c", ".h", ".py", ".ts", ".tsx", ".sh"))], pattern):
        yield f"{name}:{number}: {match.group(0)}"
