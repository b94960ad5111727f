"""Who may include whom: LAYERS, read as it is written."""
import re

from tree import rule

SHELL_GIVEN = ["base", "domain", "port", "os", "telemetry"]
# What C itself brings, and nothing of a system: no clock, file, socket or thread can be had from these.
PURE_HEADERS = {"assert.h", "errno.h", "float.h", "immintrin.h", "inttypes.h", "limits.h", "math.h", "nmmintrin.h",
                "stdalign.h", "stdarg.h", "stdatomic.h", "stdbool.h", "stddef.h", "stdint.h", "stdlib.h", "string.h"}


def read_layers(tree):
    """Folder -> the folders it may include (None: all), and folder -> lib or src."""
    may, root, roots, is_given = {}, "lib", {}, False
    for line in tree.read("LAYERS").split("\n"):
        if line.startswith("# src/"):
            root = "src"
        match = re.match(r"(\w+):([^#]*)", line)
        if not match:
            continue
        folder, listed = match.group(1), match.group(2).split()
        is_given = is_given or folder == "io"
        roots[folder] = root
        may[folder] = None if listed == ["*"] else {folder, *listed, *(SHELL_GIVEN if is_given else [])}
    return may, roots


def includes(tree, names):
    return tree.search(names, r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')


def plant_layer(tree):
    tree.append("lib/base/err.c", '#include "domain/ids.h"\n')
    return "lib/base/err.c"


@rule("a folder includes only what LAYERS allows it", plant_layer)
def layers(tree):
    may, roots = read_layers(tree)
    for name, number, match in includes(tree, tree.files("lib/**/*.[ch]", "src/**/*.[ch]")):
        folder = name.split("/")[1]
        included = match.group(1)
        if folder not in may:
            yield f"{name}:{number}: the folder {folder} has no line in LAYERS"
        elif included and not included.startswith("argosy/"):
            other = included.split("/")[0]
            if "/" not in included or other not in may:
                yield f'{name}:{number}: write "{included}" from lib/ or src/'
            elif may[folder] is not None and other not in may[folder]:
                yield f"{name}:{number}: {folder} may not include {other}"
    for folder, root in roots.items():
        elsewhere = "src" if root == "lib" else "lib"
        if tree.files(f"{elsewhere}/{folder}/*.[ch]"):
            yield f"{elsewhere}/{folder}:1: LAYERS says that {folder} is in {root}/"


def plant_order(tree):
    return tree.write("LAYERS", tree.read("LAYERS").replace("base:    ", "base: core", 1))


@rule("LAYERS goes from the ground up, without a circle", plant_order)
def layers_order(tree):
    seen = set()
    may, _ = read_layers(tree)
    for folder, others in may.items():
        for other in sorted((others or set()) - {folder}):
            if other not in seen:
                yield f"LAYERS:1: {folder} may include {other}, which stands below it or nowhere"
        seen.add(folder)


def plant_clock(tree):
    tree.append("lib/base/err.c", "#include <time.h>\n")
    return "lib/base/err.c"


@rule("the pure half includes no header of a system", plant_clock)
def pure_headers(tree):
    for name, number, match in includes(tree, tree.files("lib/**/*.[ch]")):
        system = match.group(2)
        if system and system not in PURE_HEADERS and not system.startswith("argosy/") and name != "lib/base/banned.h":
            yield f"{name}:{number}: <{system}> is not for lib/"
