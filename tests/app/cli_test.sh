#!/bin/sh
# The real binary on bad input: one sentence on stderr, the exit code of docs/cli.md, nothing on stdout but,
# with --json, one error object, and nothing left behind. ARGOSY names the binary; else the newest build's.
tree=$(cd "$(dirname "$0")/../.." && pwd)
argosy=${ARGOSY:-}
for preset in dev release; do
    [ -n "$argosy" ] || { [ -x "$tree/build/$preset/argosy" ] && argosy=$tree/build/$preset/argosy; }
done
[ -n "$argosy" ] || { echo "cli_test.sh: FAILED: no argosy is built"; echo "cli_test.sh: 0 passed, 1 failed, 0 skipped"; exit 1; }
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
ARGOSY_HOME=$dir/home
export ARGOSY_HOME
passed=0 failed=0

note() { # TITLE WHETHER WHY
    if [ "$2" = 0 ]; then passed=$((passed + 1)); else
        failed=$((failed + 1)); echo "cli_test.sh: FAILED: $1: $3"; fi
}

# refused CODE TEXT ARGS...: exits with CODE, says TEXT in one line on stderr and nothing on stdout.
refused() {
    code=$1 text=$2; shift 2
    "$argosy" "$@" >out 2>err </dev/null; got=$?
    why=''
    [ "$got" = "$code" ] || why="exit $got, not $code"
    grep -qF -e "$text" err || why="$why; \"$text\" is not in: $(head -n 3 err)"
    [ "$(wc -l <err)" = 1 ] || why="$why; $(wc -l <err) lines on stderr"
    [ -s out ] && why="$why; something on stdout"
    [ -z "$why" ]; note "$*" $? "$why"
}
holds() { # TITLE COMMAND...
    title=$1; shift
    "$@" >/dev/null 2>&1; note "$title" $? "$*"
}

cat >bars.csv <<'CSV'
ts,open,high,low,close,volume
2024-01-01,10.00,11.00,9.00,10.50,100
2024-01-02,10.50,12.00,10.00,11.50,100
2024-01-03,11.50,12.50,11.00,12.00,100
2024-01-04,12.00,13.00,11.50,12.50,100
CSV
printf 'account:\n  cahs: 5\n' >key.yaml
printf 'data: bars.csv\nstrategy: sma-cros\n' >name.yaml
printf 'data: bars.csv\nstrategy:\n  name: sma-cross\n  params:\n    fast: 0\n' >range.yaml
printf 'data: ${ARGOSY_NOWHERE_SET}\n' >unset.yaml
printf 'orders:\n  fill: [\n' >broken.yaml
printf 'data: bars.csv\nstrategy: buy-hold\n' >good.yaml

refused 64 'did you mean "backtest"?' backtset
refused 64 'did you mean --strategy?' backtest --strateg x
refused 64 'did you mean "strategies"?' help strategeis
refused 64 '--cash: "1o0" is not a number' backtest --data bars.csv --strategy buy-hold --cash 1o0
refused 64 '--cash: -5 is below 0' backtest --data bars.csv --strategy buy-hold --cash -5
refused 64 '--cash wants a value' backtest --data bars.csv --strategy buy-hold --cash
refused 64 'did you mean "sma-cross"?' backtest --data bars.csv --strategy sma-cros
refused 64 'did you mean "sma-cross"?' strategies sma-cros
refused 64 'has no parameter "fats"; did you mean "fast"?' backtest --data bars.csv --strategy sma-cross --set fats=5
refused 64 'fast: 0 is out of range: from 1 to 100000' backtest --data bars.csv --strategy sma-cross --set fast=0
refused 64 'fast: "2.5" is not a whole number' backtest --data bars.csv --strategy sma-cross --set fast=2.5
refused 64 'fast: 5..20 is a range; a backtest takes one value' backtest --data bars.csv --strategy sma-cross --set fast=5..20
refused 64 'side: "shrt" is not known; did you mean "short"?' backtest --data bars.csv --strategy sma-cross --set side=shrt
refused 64 '"half" is not a size; expected all, units:N' backtest --data bars.csv --strategy buy-hold --size half
refused 64 '"lots" is not a slippage; expected a rate' backtest --data bars.csv --strategy buy-hold --slippage lots
refused 64 '"5x" is not an interval' backtest --data bars.csv --strategy buy-hold --interval 5x
refused 64 '"yesterday" is not a time; expected an ISO date' backtest --data bars.csv --strategy buy-hold --from yesterday
refused 64 'there is no time 2024-02-30' backtest --data bars.csv --strategy buy-hold --from 2024-02-30
refused 64 'is empty; the end is exclusive' backtest --data bars.csv --strategy buy-hold --from 2024-01-03 --to 2024-01-03
refused 64 'no data; say --data' backtest --strategy buy-hold
refused 64 'no strategy; say --strategy' backtest --data bars.csv
refused 64 'a noun is missing' data
refused 64 'did you mean "list"?' data lsit
refused 66 'nowhere.yaml' backtest --spec nowhere.yaml
refused 78 'key.yaml:2' backtest --spec key.yaml
refused 78 'name.yaml:2' backtest --spec name.yaml
refused 78 'range.yaml:5' backtest --spec range.yaml
refused 78 'ARGOSY_NOWHERE_SET' backtest --spec unset.yaml
refused 78 'broken.yaml:' backtest --spec broken.yaml

echo precious >kept.csv
refused 73 'kept.csv' backtest --spec good.yaml --quality off --trades kept.csv
holds 'an output file that exists stays as it was' grep -qx precious kept.csv

"$argosy" backtest --spec key.yaml --json >out 2>err
holds 'with --json a failure is one JSON object' python3 -c '
import json
error = json.loads(open("out").read())["error"]
assert error["code"] == 78 and "cahs" in error["message"] and "mend" in error and "where" in error, error'
"$argosy" backtest --spec good.yaml --cash 500 --print-spec >one.yaml 2>err
mkdir -p elsewhere && cp one.yaml elsewhere/two.yaml
(cd elsewhere && "$argosy" backtest --spec two.yaml --print-spec >three.yaml 2>err)
holds 'a printed spec prints itself again, from any folder' cmp one.yaml elsewhere/three.yaml
holds 'flags override the spec' grep -q '^  cash: 500$' one.yaml
holds 'the version names commit, compiler and build' sh -c \
    "'$argosy' --version | grep -qE '^argosy [0-9.]+ \([0-9a-z+]+, (gcc|clang) [0-9.]+, [A-Za-z]+\)$'"
holds 'the completion for bash is a script bash takes' sh -c "'$argosy' help --completion bash | bash -n"
holds 'a strategy in JSON is JSON' sh -c "'$argosy' strategies sma-cross --json | python3 -m json.tool"
holds 'doctor says what it found' sh -c "'$argosy' doctor --json | python3 -c 'import json, sys; assert json.load(sys.stdin)[\"checks\"]'"
"$argosy" doctor --home /proc/none --json >out 2>err
[ $? = 1 ]; note 'doctor answers 1 when something fails' $? 'a home in /proc'
"$argosy" strategies >/dev/full 2>err
[ $? = 74 ]; note 'results that do not arrive are a failure' $? "$(cat err)"
holds 'a refused command leaves nothing behind' test ! -e home

echo "cli_test.sh: $passed passed, $failed failed, 0 skipped"
[ $failed = 0 ]
