#!/bin/sh
# `argosy data` from a file to a removed dataset, by the real binary: what docs/data.md promises and the JSON
# fields programs rely on. ARGOSY names the binary; else the newest build's.
tree=$(cd "$(dirname "$0")/../.." && pwd)
argosy=${ARGOSY:-}
for preset in dev release; do
    [ -n "$argosy" ] || { [ -x "$tree/build/$preset/argosy" ] && argosy=$tree/build/$preset/argosy; }
done
[ -n "$argosy" ] || { echo "data_test.sh: FAILED: no argosy is built"; echo "data_test.sh: 0 passed, 1 failed, 0 skipped"; exit 1; }
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
ARGOSY_HOME=$dir/home
export ARGOSY_HOME
passed=0 failed=0

note() { # TITLE WHETHER WHY
    if [ "$2" = 0 ]; then passed=$((passed + 1)); else
        failed=$((failed + 1)); echo "data_test.sh: FAILED: $1: $3"; fi
}
run() { # CODE ARGS...: runs `argosy data ARGS`; its exit code is remembered
    wanted=$1; shift
    "$argosy" data "$@" >out 2>err </dev/null; got=$?
}
ends() { # TITLE: the last run ended as wanted
    [ "$got" = "$wanted" ]; note "$1" $? "exit $got, not $wanted: $(head -n 3 err)"
}
says() { # TITLE FILE TEXT: a file has a text
    grep -qF -e "$3" "$2"; note "$1" $? "\"$3\" is not in: $(head -n 5 "$2")"
}
fields() { # TITLE PYTHON: out is one line of JSON, called it, of which an expression holds
    python3 -c '
import json, sys
text = open("out").read()
it = json.loads(text)
assert text.endswith("\n") and text.count("\n") == 1, "not one line"
assert eval(sys.argv[1]), json.dumps(it)' "$2" >why 2>&1
    note "$1" $? "$(tail -n 1 why)"
}

cat >good.csv <<'CSV'
ts,open,high,low,close,volume
2024-01-01T00:00:00Z,10.00,11.00,9.00,10.50,100
2024-01-01T01:00:00Z,10.50,12.00,10.00,11.50,100.25
2024-01-01T02:00:00Z,11.50,12.50,11.00,12.00,0
2024-01-01T03:00:00Z,12.00,13.00,11.50,12.50,100
CSV
cat >bad.csv <<'CSV'
ts,open,high,low,close,volume
2024-01-01T00:00:00Z,10,11,9,10,5
2024-01-01T01:00:00Z,10,11,9,10,5
2024-01-01T02:00:00Z,10,11,9,1o2.5,5
2024-01-01T03:00:00Z,10,11,9,10,5
2024-01-01T03:00:00Z,10,11,9,10,5
2024-01-01T02:30:00Z,10,11,9,10,5
2024-01-01T04:00:00Z,10,9,9,10,5
CSV
cat >quotes.csv <<'CSV'
ts,bid_open,bid_high,bid_low,bid_close,ask_open,ask_high,ask_low,ask_close
2024-01-01T00:00:00Z,1.10,1.12,1.09,1.11,1.11,1.13,1.10,1.12
2024-01-01T01:00:00Z,1.11,1.12,1.10,1.12,1.10,1.13,1.11,1.13
CSV
cat >two.csv <<'CSV'
symbol,ts,open,high,low,close
AAA,2024-01-02,1,2,1,2
BBB,2024-01-02,1,2,1,2
AAA,2024-01-03,1,2,1,2
BBB,2024-01-03,1,2,1,x
BBB,2024-01-04,2,1,1,2
CSV
printf 'ts,open,high,low\n2024-01-01,1,2,1\n' >short.csv
faults='["gaps", "duplicates", "backwards", "crossed", "outliers", "sequence_breaks", "bad_rows"]'

# ---- import, list, show, export, remove
run 0 import good.csv; ends 'a file is imported'
says 'an import answers with the name' out good
says 'an import says on stderr what it took for granted' err 'close from "close"'
run 0 list --json; fields 'the list has what was imported' '[d["name"] for d in it["datasets"]] == ["good"]'
run 0 list; says 'the list is a table for people' out 'good  bars     4  2024-01-01T00:00:00Z  2024-01-01T03:00:00Z  1h'
run 0 show good --json
fields 'show has the fields of a dataset' 'it["source"] == "good.csv" and it["format"] == "csv" and it["instrument"] == "good" and it["kind"] == "bars" and it["events"] == 4 and it["from"] == "2024-01-01T00:00:00Z" and it["to"] == "2024-01-01T03:00:00Z" and it["interval"] == "1h" and it["tick"] == "0.1"'
hash=$(python3 -c 'import json; print(json.load(open("out"))["hash"])')
run 0 export good --csv --out again.csv; ends 'a dataset is exported'
run 73 export good --csv --out again.csv; ends 'an export does not overwrite'
run 0 export good --csv --out again.csv --force; ends 'unless it is told to'
run 0 export good --csv; cmp -s out again.csv; note 'an export to stdout is the same text' $? 'they differ'
run 0 export good --out json.csv --json; fields 'an export into a file answers in JSON' 'it == {"name": "good", "events": 4, "out": "json.csv"}'
run 64 export good --json; ends 'rows on stdout are not JSON, so that is refused'
run 0 show again.csv --json; fields 'what was exported reads back as the same columns' "it['hash'] == '$hash'"
run 0 remove good --json; fields 'remove says how many went' 'it == {"removed": 1}'
run 66 show good; ends 'what was removed is gone'
run 0 list --json; fields 'the catalogue is empty again' 'it == {"datasets": []}'

# ---- all or nothing, resumable, nearest names
run 65 import bad.csv; ends 'a file with a bad row is refused'
says 'the refusal names the line and the mend' err 'bad.csv:4: close "1o2.5" is not a number; fix the row or pass --skip-bad-rows'
[ ! -e home/data/bad.columns ]; note 'and leaves nothing behind' $? "$(ls home/data)"
run 65 import good.csv short.csv two.csv --json; ends 'one bad file of several stops an import'
fields 'the failure is the error object' 'it["error"]["code"] == 65 and "short.csv" in it["error"]["message"]'
run 0 list --json; fields 'files before the bad one are kept, those behind it are not begun' '[d["name"] for d in it["datasets"]] == ["good"]'
run 65 import good.csv two.csv --json; ends 'a bad row among several instruments refuses them all'
run 0 list --json; fields 'so that none of them is there' '[d["name"] for d in it["datasets"]] == ["good"]'
run 64 import good.csv two.csv --name x; ends 'one name for two files is refused'
run 0 import good.csv --json; fields 'importing again changes nothing and says so' 'it == {"datasets": [{"name": "good", "known": True}], "count": 1}'
says 'as it does for people' err 'imported before: skipped'
sed 's/,100$/,99/' good.csv >changed.csv
run 73 import changed.csv --name good; ends 'other data does not take a name that is there'
says 'and the refusal says where that came from' err 'the dataset good is there already, from good.csv'
run 66 show goood --json; ends 'an unknown name is no input'
fields 'the nearest names are told' '"nearest: good" in it["error"]["message"]'
run 66 remove good goood; ends 'removing a name that is not there is refused'
run 0 show good; ends 'and takes none of the others away'

# ---- check
run 0 check good --json; ends 'good data passes'
fields 'a check has the fields of the contract' "all(k in it for k in ['source', 'format', 'instrument', 'kind', 'events', 'from', 'to', 'interval', 'faults', 'first_faults', 'hash']) and list(it['faults']) == $faults and sum(it['faults'].values()) == 0 and it['first_faults'] == []"
fields 'its calendar is guessed' 'it["calendar"] == {"name": "24/7", "guessed": True}'
run 0 check good --calendar fx --json; ends 'a market that was closed has no gap'
fields 'a calendar is taken by its name' 'it["calendar"] == {"name": "fx", "guessed": False}'
run 64 check good --calendar xny; says 'an unknown calendar gets the nearest' err 'did you mean "xnys"?'
run 1 check bad.csv --json; ends 'bad data is answered with 1'
fields 'every fault is counted once' 'it["faults"] == {"gaps": 1, "duplicates": 1, "backwards": 1, "crossed": 0, "outliers": 0, "sequence_breaks": 0, "bad_rows": 2} and it["events"] == 6'
fields 'faults come in the order of the file, with their lines' '[(f["line"], f["kind"]) for f in it["first_faults"]] == [(4, "bad_rows"), (5, "gaps"), (6, "duplicates"), (7, "backwards"), (8, "bad_rows")]'
fields 'a row that cannot be read has no time, the others have theirs' '[f["ts"] for f in it["first_faults"]] == [None, "2024-01-01T02:00:00Z", "2024-01-01T03:00:00Z", "2024-01-01T02:30:00Z", "2024-01-01T04:00:00Z"]'
run 1 check bad.csv; says 'people get a table' out 'close "1o2.5" is not a number'
[ ! -e home/data/bad.columns ]; note 'a check imports nothing' $? "$(ls home/data)"
run 1 check quotes.csv --json; fields 'a bid above its ask is crossed' 'it["kind"] == "quotebars" and it["faults"]["crossed"] == 1 and it["first_faults"][0]["line"] == 3'
run 1 check two.csv --json; ends 'several instruments are judged each by itself'
fields 'in a list, with the rows of none beside it' '[d["instrument"] for d in it["datasets"]] == ["AAA", "BBB"] and it["bad_rows"] == 1 and it["first_faults"][0]["line"] == 5 and it["datasets"][1]["faults"]["bad_rows"] == 1 and it["datasets"][1]["first_faults"][-1]["line"] == 6'
run 1 check two.csv --symbol AAA --json; ends 'a picked symbol still answers for rows nobody can read'
fields 'and is one object' 'it["instrument"] == "AAA" and it["faults"]["bad_rows"] == 1'
run 65 import bad.csv --skip-bad-rows; ends 'time that goes backwards is still refused by an import'
grep -v '02:30' bad.csv >sorted.csv
run 0 import sorted.csv --skip-bad-rows; ends 'rows that cannot be read are left out where that was said'
run 1 check sorted --json; fields 'in the catalogue a line is the row' 'it["first_faults"][0]["kind"] == "gaps" and it["first_faults"][0]["line"] == 3'
run 66 check nowhere.csv --json; ends 'what is not there cannot be checked'
run 65 check short.csv --json; fields 'a file that is no table is an error, not a fault' 'it["error"]["code"] == 65 and "close" in it["error"]["message"]'

# ---- header maps
cat >odd.csv <<'CSV'
Day;O;H;L;"Close, last";Settle
2024-01-02;1;3;1;2;2.5
2024-01-03;2;4;1;3;3.5
CSV
cat >map.yaml <<'YAML'
# a column of ours: the file's word for it, or its place
ts: Day
open: O
high: H
low: L
close: "Close, last"
YAML
sed 's/close:.*/close: 6/' map.yaml >settle.yaml
printf 'ts: Day\nopne: O\n' >typo.yaml
printf 'ts: Day\nopen: Opening\n' >absent.yaml
printf -- '- ts\n' >list.yaml
: >empty.yaml
inline='ts=Day,open=O,high=H,low=L,close=Settle'
run 0 import odd.csv --header map.yaml --json; ends 'a header map is a YAML file'
run 0 export odd; says 'whose words may hold commas' out '2024-01-03T00:00:00Z,2,4,1,3'
run 0 show odd.csv --header settle.yaml --json; byplace=$(sed 's/.*"hash"//' out)
run 0 show odd.csv --header "$inline" --json; [ "$(sed 's/.*"hash"//' out)" = "$byplace" ]
note 'a place in a file and a word inline name the same column' $? "$(head -n 1 err)"
run 0 check odd.csv --header settle.yaml --calendar 24/7 --json; ends 'a check takes a header map'
run 78 show odd.csv --header typo.yaml; says 'a key that is no column is told with its line and the nearest' err 'typo.yaml:2: opne: it is no column of ours; did you mean "open"?'
ends 'as bad configuration'
run 64 show odd.csv --header absent.yaml; says 'a word the file does not have is told with those it has' err 'names column "Opening"; the file has Day, O, H, L, Close, last, Settle'
run 78 show odd.csv --header list.yaml; ends 'a list is no map'
run 78 show odd.csv --header empty.yaml; ends 'an empty map names no column'
run 66 show odd.csv --header nowhere.yaml; ends 'a header map that is not there is no input'
mkdir -p specs && cp odd.csv map.yaml specs
printf 'data: [{source: ./odd.csv, header: map.yaml}]\nstrategy: buy-hold\nquality: off\n' >specs/path.yaml
printf "data: [{source: ./odd.csv, header: '%s'}]\nstrategy: buy-hold\nquality: off\n" "$inline" >specs/inline.yaml
for form in path inline; do
    "$argosy" backtest --spec specs/$form.yaml --json >out 2>err; got=$? wanted=0
    ends "a spec takes its header $form"
    python3 -c 'import json; it = json.load(open("out")); assert it["data"][0]["events"] == 2, it["data"]' 2>why
    note "and reads the rows by the $form" $? "$(tail -n 1 why)"
done

echo "data_test.sh: $passed passed, $failed failed, 0 skipped"
[ $failed = 0 ]
