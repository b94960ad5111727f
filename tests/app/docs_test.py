#!/usr/bin/env python3
"""Every command of docs/data.md and README.md works as it stands: the lines of their sh blocks that begin with
`argosy` are run in order, each page in a folder and a home of its own, against files made here. A remark
`# answers N` behind a command is its exit code, 0 else; a block whose fence names a file (```yaml map.yaml) is that
file. ARGOSY names the binary; else the newest build's.
"""
import gzip
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import zipfile

TREE = pathlib.Path(__file__).resolve().parents[2]
PAGES = ("docs/data.md", "README.md")
FENCE = re.compile(r"^```(\w*) *(\S*)\n(.*?)^```$", re.M | re.S)


def binary():
    names = [os.environ.get("ARGOSY", "")] + [str(TREE / f"build/{p}/argosy") for p in ("dev", "release")]
    return next((n for n in names if n and os.access(n, os.X_OK)), None)


def hours(count, price=100.0):
    """Hourly bars that wander, with a high above and a low below all of it."""
    for i in range(count):
        close = price + (i * 37 % 11) / 10 + i / 50
        day, hour = divmod(i, 24)
        yield f"2024-01-{day + 1:02}T{hour:02}:00:00Z", [close - 0.1, close + 0.5, close - 0.6, close, 10 + i % 7]


def csv(rows, head="ts,open,high,low,close,volume"):
    return head + "\n" + "".join(f"{ts}," + ",".join(f"{v:.2f}" for v in values) + "\n" for ts, values in rows)


def make_files(folder):
    prices = csv(hours(200))
    (folder / "prices.csv").write_text(prices)
    (folder / "prices.csv.gz").write_bytes(gzip.compress(prices.encode()))
    candles = [[1704067200000 + 3600000 * i, *values] for i, (_, values) in enumerate(hours(48, 42000.0))]
    (folder / "candles.json").write_text(json.dumps(candles))
    quotes = [f"2024-01-02 {h:02}:00:00," + ",".join(f"{1.1 + h / 1000 + d:.4f}" for d in
              (0, .002, -.002, .001, .0001, .0021, -.0019, .0011)) for h in range(24)]
    with zipfile.ZipFile(folder / "quotes.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr("quotes/EUR_USD.csv", "date,bid_open,bid_high,bid_low,bid_close,"
                       "ask_open,ask_high,ask_low,ask_close\n" + "\n".join(quotes) + "\n")
    days = ("2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08")
    (folder / "shares.csv").write_text("symbol,date,open,high,low,close\n" + "".join(
        f"{symbol},{day},10,12,9,11\n" for day in days for symbol in ("AAA", "BBB")))
    (folder / "odd.csv").write_text('Day;O;H;L;"Close, last";V1;V2;Settle\n' + "".join(
        f"2024-01-{d:02};10;12;9;11;100;90;10.5\n" for d in range(1, 20)))
    lines = prices.split("\n")
    lines[5] = lines[5].replace(".", "o", 1)
    (folder / "broken.csv").write_text("\n".join(lines[:20] + lines[25:30] + lines[28:]))


def commands(text):
    """(words, exit code) of each command, pipes and the like excluded: what a page shows is plain."""
    for language, _, body in FENCE.findall(text):
        for line in body.split("\n") if language == "sh" else ():
            if not line.startswith("argosy "):
                continue
            answer = re.search(r"# answers (\d+)\s*$", line)
            yield line, shlex.split(line, comments=True)[1:], int(answer.group(1)) if answer else 0


def run_page(page, argosy, folder):
    """The faults of a page, and how many commands it has."""
    text = (TREE / page).read_text()
    make_files(folder)
    for _, name, body in FENCE.findall(text):
        if name:
            (folder / name).write_text(body)
    environment = dict(os.environ, ARGOSY_HOME=str(folder / "home"))
    faults, count = [], 0
    for line, words, code in commands(text):
        count += 1
        done = subprocess.run([argosy, *words], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300, check=False)
        if done.returncode != code:
            faults.append(f"{page}: `{line}` answers {done.returncode}, not {code}: {done.stderr.strip()[-300:]}")
        elif not done.stdout and "--out" not in words and "remove" not in words:
            faults.append(f"{page}: `{line}` says nothing")
        elif "--json" in words:
            try:
                json.loads(done.stdout)
            except ValueError as wrong:
                faults.append(f"{page}: `{line}` is no JSON: {wrong}")
    return faults, count


def main():
    argosy = binary()
    if not argosy:
        print("docs_test.py: FAILED: no argosy is built\ndocs_test.py: 0 passed, 1 failed, 0 skipped")
        return 1
    passed, failed = 0, 0
    for page in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            faults, count = run_page(page, argosy, pathlib.Path(folder))
        if page.startswith("docs/") and count == 0:
            faults.append(f"{page}: there is no command in it")
        for fault in faults:
            print(f"docs_test.py: FAILED: {fault}")
        passed += count - len(faults) if count >= len(faults) else 0
        failed += len(faults)
    print(f"docs_test.py: {passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
