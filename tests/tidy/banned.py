"""Functions that may not be called do not compile."""
import re
import subprocess

from tree import rule

# One call of each family that lib/base/banned.h promises to refuse.
CALLS = {
    "strcpy": "strcpy(text, text)", "strcat": "strcat(text, text)", "strncpy": "strncpy(text, text, 1)",
    "sprintf": 'sprintf(text, "%d", 1)', "strtok": 'strtok(text, ",")', "atoi": "atoi(text)", "atol": "atol(text)",
    "atof": "atof(text)", "gmtime": "gmtime(&now)", "localtime": "localtime(&now)", "ctime": "ctime(&now)",
    "system": "system(text)", "popen": 'popen(text, "r")', "rand": "rand()", "tmpnam": "tmpnam(text)",
}


def compiles(tree, call):
    source = ("#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <time.h>\n"
              "void call(char *text, time_t now);\n"
              f"void call(char *text, time_t now) {{ (void)now; (void)text; (void){call}; }}\n")
    return subprocess.run(["cc", "-std=gnu17", "-w", "-fsyntax-only", "-include", tree.root / "lib/base/banned.h", "-xc", "-"],
                          input=source, text=True, stderr=subprocess.DEVNULL, check=False).returncode == 0


def plant_call(tree):
    return tree.write("lib/base/banned.h", re.sub(r"\bstrcpy ", "", tree.read("lib/base/banned.h")))


@rule("a banned function does not compile, and others do", plant_call)
def banned(tree):
    if not compiles(tree, "strlen(text)"):
        yield "lib/base/banned.h:1: even strlen does not compile"
    for name, call in CALLS.items():
        if compiles(tree, call):
            yield f"lib/base/banned.h:1: {name} compiles"


def plant_unguarded(tree):
    return tree.write("cmake/layers.cmake", tree.read("cmake/layers.cmake").replace("-include ", "", 1))


@rule("every file of lib and src is compiled with the ban", plant_unguarded)
def guarded(tree):
    if "-include ${CMAKE_SOURCE_DIR}/lib/base/banned.h" not in tree.read("cmake/layers.cmake"):
        yield "cmake/layers.cmake:1: a layer is compiled without base/banned.h"
    for name, command in tree.commands("release").items():
        if name.startswith(("lib/", "src/")) and "lib/base/banned.h" not in command:
            yield f"{name}:1: is compiled without base/banned.h"
