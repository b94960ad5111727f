#!/bin/sh
# determinism.sh PRESET...: the same events give the same state, whoever compiled the core.
#
# Each preset's state_hash (build/PRESET/tests/state_hash) runs the core over its own seeded events and prints
# lines of name and hash; all presets must print the same. Exit code: 0 they do, 1 they differ, 77 fewer than
# two of them have been built.
set -u
cd "$(dirname "$0")/.." || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
first=''
count=0
for preset; do
    program=build/$preset/tests/state_hash
    [ -x "$program" ] || { echo "determinism: $preset has no state_hash"; continue; }
    "$program" >"$work/$preset" || { echo "determinism: $program ended with exit code $?"; exit 1; }
    [ -s "$work/$preset" ] || { echo "determinism: $program printed nothing"; exit 1; }
    count=$((count + 1))
    [ -n "$first" ] || first=$preset
    if ! cmp -s "$work/$first" "$work/$preset"; then
        echo "determinism: $first and $preset differ:"
        diff "$work/$first" "$work/$preset" | head -n 20
        exit 1
    fi
done
[ $count -ge 2 ] || { echo "SKIPPED: $count of $# presets have a state_hash to compare"; exit 77; }
echo "determinism: $count builds agree on $(wc -l <"$work/$first") hashes"
