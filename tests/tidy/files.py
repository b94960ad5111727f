"""Files: none is dead, none is too long, every header stands alone and says what it is."""
import re
import subprocess

from tree import rule

LINES_MAX = 600        # of a module
LINES_MAX_BESIDE = 1200  # of tests and tools


def plant_dead(tree):
    tree.write("lib/base/planted.h", "/* planted.h — nobody's. */\n")
    return "planted.h"


@rule("every source is compiled and every header included", plant_dead)
def dead(tree):
    compiled = tree.commands("release")
    for name in tree.files("lib/**/*.c", "src/**/*.c", "tests/*/*_test.c"):
        if name not in compiled:
            yield f"{name}:1: CMake does not compile it"
    included = {match.group(1) for _, _, match in tree.search(
        tree.files("lib/**/*.[ch]", "src/**/*.[ch]", "tests/**/*.[ch]", "fuzz/**/*.[ch]", "bench/**/*.[ch]", "include/**/*.h",
                   "examples/**/*.c"), r'^\s*#\s*include\s*[<"]([^">]+)[">]')}
    for name in tree.files("lib/**/*.h", "src/**/*.h", "include/**/*.h"):
        # A folder of headers alone is an interface whose first user has still to come.
        is_waiting = not tree.files(name.rsplit("/", 1)[0] + "/*.c") and not name.startswith("include/")
        if name.split("/", 1)[1] not in included and name != "lib/base/banned.h" and not is_waiting:
            yield f"{name}:1: nobody includes it"


def plant_long(tree):
    return tree.write("src/os/planted.c", "\n" * (LINES_MAX + 1))


@rule("no file is too long for its reader", plant_long)
def length(tree):
    for name in tree.files("lib/**/*.[ch]", "src/**/*.[ch]", "include/**/*.h", "tests/**/*.[ch]", "tests/**/*.py",
                           "tools/*", "bench/**/*.[ch]", "fuzz/**/*.[ch]", "Makefile", "cmake/*"):
        limit = LINES_MAX if name.startswith(("lib/", "src/", "include/")) else LINES_MAX_BESIDE
        lines = tree.read(name).count("\n")
        if lines > limit:
            yield f"{name}:{lines}: {lines} lines, {limit} at most; there is a second noun inside it"


def alone(tree, name, language):
    line = f'#include "{name.split("/", 1)[1]}"\n' * 2
    compiler = ["cc", "-std=gnu17", "-xc"] if language == "c" else ["c++", "-std=gnu++17", "-xc++"]
    return subprocess.run([*compiler, "-Wall", "-Wextra", "-Werror", "-Wno-missing-field-initializers", "-fsyntax-only",
                           "-Ilib", "-Isrc", "-Iinclude", "-"], cwd=tree.root, input=line, text=True,
                          stderr=subprocess.PIPE, check=False)


def plant_needy(tree):
    return tree.write("include/argosy/planted.h", "/* planted.h — needs another. */\nuint32_t planted;\n")


@rule("every public header compiles alone, in C and in C++", plant_needy)
def public_headers(tree):
    for name in tree.files("include/**/*.h"):
        for language in ("c", "c++"):
            done = alone(tree, name, language)
            if done.returncode != 0:
                yield f"{name}:1: not alone in {language}: {done.stderr.strip().splitlines()[0]}"


def plant_inner(tree):
    return tree.write("lib/base/planted.h", "/* planted.h — needs another. */\nuint32_t planted;\n")


@rule("every header of lib and src compiles alone", plant_inner)
def inner_headers(tree):
    names = tree.files("lib/**/*.h", "src/**/*.h")
    # One call for all that hold; only where it fails are they asked one by one.
    for name in names:
        if name == "lib/base/banned.h":
            continue
        done = alone(tree, name, "c")
        if done.returncode != 0:
            yield f"{name}:1: not alone: {done.stderr.strip().splitlines()[0]}"


def plant_silent(tree):
    return tree.write("lib/base/planted.h", "#ifndef ARGOSY_BASE_PLANTED_H\n#define ARGOSY_BASE_PLANTED_H\n#endif\n")


@rule("every header begins with what it is", plant_silent)
def manuals(tree):
    for name in tree.files("lib/**/*.h", "src/**/*.h", "include/**/*.h"):
        own = name.rsplit("/", 1)[1]
        if not re.match(r"/\*\s*(?:\*\s*)?(?:[\w/]+/)?" + re.escape(own) + " — ", tree.read(name)):
            yield f'{name}:1: begins without "/* {own} — what it is"'


def plant_guard(tree):
    tree.write("lib/base/planted.h", "/* planted.h — twice. */\n#ifndef ARGOSY_BASE_ERR_H\n#define ARGOSY_BASE_ERR_H\n#endif\n")
    return "ARGOSY_BASE_ERR_H"


@rule("no two headers share an include guard", plant_guard)
def guards(tree):
    seen = {}
    for name in tree.files("lib/**/*.h", "src/**/*.h", "include/**/*.h"):
        match = re.search(r"^#ifndef (\w+)\n#define \1$", tree.read(name), re.M)
        if not match:
            yield f"{name}:1: has no include guard"
        elif match.group(1) in seen:
            yield f"{name}:1: has the guard of {seen[match.group(1)]}, {match.group(1)}"
        else:
            seen[match.group(1)] = name
