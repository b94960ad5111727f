#!/bin/sh
# Installs into a folder of its own and builds a stranger's program against it, shared and static.
set -u
cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0

# check TITLE COMMAND...: one test; what the command said is printed when it fails.
check() {
    title=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "install: FAILED: $title: $(tail -n 5 "$work/said")"
    fi
}

stage=$work/stage
root=$stage/opt/argosy
PKG_CONFIG_PATH=$root/lib/pkgconfig
LD_LIBRARY_PATH=$root/lib
export PKG_CONFIG_PATH LD_LIBRARY_PATH
lib=$root/lib

is_installed() {
    DESTDIR=$stage cmake --install build/release --prefix /opt/argosy || return 1
    for name in bin/argosy include/argosy/strategy.h include/argosy/argosy.h lib/libargosy.a lib/libargosy.so.0 \
        lib/pkgconfig/argosy.pc; do
        [ -e "$root/$name" ] || { echo "no $name"; return 1; }
    done
}
program_runs() { # COMPILER FLAGS...
    compiler=$1
    shift
    cp examples/embed/embed.c "$work/embed.c" && cd "$work" || return 1
    # shellcheck disable=SC2046,SC2086 # flags are lists
    "$compiler" -Wall -Wextra -Werror embed.c $(pkg-config --cflags argosy) "$@" -o embed && ./embed >out || return 1
    grep -q "^libargosy $(pkg-config --modversion argosy), whose ABI" out
}
in_subshell() { (unset CDPATH; "$@"); }
shared_program() {
    # shellcheck disable=SC2046
    in_subshell program_runs cc $(pkg-config --libs argosy) && ldd "$work/embed" | grep -q "$lib/libargosy.so.0"
}
static_program() {
    in_subshell program_runs cc "$lib/libargosy.a" -lm && ! ldd "$work/embed" | grep -q libargosy
}
soname_is_the_abi() { objdump -p "$lib/libargosy.so" | grep -q 'SONAME *libargosy.so.0$'; }
names_stay_inside() {
    nm -D --defined-only "$lib/libargosy.so" | awk '{ print $3 }' | grep -v '^argosy_' && return 1
    nm -g --defined-only "$lib/libargosy.a" 2>/dev/null | awk 'NF == 3 { print $3 }' | grep -v '^argosy_' && return 1
    nm -D --defined-only "$lib/libargosy.so" | grep -q ' T argosy_version$'
}
# What a distribution's shells and man look for below PREFIX.
pages_are_installed() {
    for name in man/man1/argosy.1 bash-completion/completions/argosy zsh/site-functions/_argosy \
        fish/vendor_completions.d/argosy.fish; do
        [ -s "$root/share/$name" ] || { echo "no share/$name"; return 1; }
    done
    for verb in backtest data doctor; do
        grep -q "$verb" "$root/share/man/man1/argosy.1" || { echo "the man page lacks $verb"; return 1; }
    done
}
# As man would show it: nothing is said on stderr and no macro is left over.
man_page_renders() {
    groff -man -Tutf8 -P-cbou -ww -rLL=80n "$root/share/man/man1/argosy.1" >"$work/page" 2>"$work/warnings" || return 1
    cat "$work/warnings"
    [ ! -s "$work/warnings" ] && grep -q 'NAME' "$work/page" && grep -q 'SYNOPSIS' "$work/page" &&
        ! grep -q '^\.[A-Z][A-Z] ' "$work/page"
}
# The installed completion offers the verbs, to a shell that knows nothing else.
bash_completes_verbs() {
    PATH=$root/bin:$PATH bash --norc -c '
        source "$1" && spec=$(complete -p argosy) && function=${spec##*-F } && function=${function%% *} &&
        COMP_WORDS=(argosy back) COMP_CWORD=1 COMP_LINE="argosy back" COMP_POINT=11 && { "$function" argosy back argosy || true; } &&
        [ "${#COMPREPLY[@]}" = 1 ] && [ "${COMPREPLY[0]% }" = backtest ] || { echo "offered: ${COMPREPLY[*]}"; exit 1; }
    ' complete "$root/share/bash-completion/completions/argosy"
}
program_is_the_built_one() { cmp build/release/argosy "$root/bin/argosy"; }

check "everything lies under PREFIX below DESTDIR" is_installed
check "the program is the one that was built" program_is_the_built_one
check "a program outside the tree links the shared library" shared_program
check "a program outside the tree links the static library" static_program
check "the shared library's name carries the ABI" soname_is_the_abi
check "only names that begin with argosy_ are visible" names_stay_inside

check "the man page and the shells' completions lie where they are looked for" pages_are_installed
check "the installed completion offers the verbs" bash_completes_verbs
if command -v groff >/dev/null; then
    check "the man page renders without a warning" man_page_renders
else
    skipped=$((skipped + 1))
    echo "install: SKIPPED: the man page renders without a warning: there is no groff"
fi

echo "install: $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
