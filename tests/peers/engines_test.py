#!/usr/bin/env python3
"""backtesting.py and vectorbt beside the product: the same trades at the same prices, the same curve.

Sizes are fixed, so the engines may differ only where we round and they do not: half a ledger unit of 1e-8 a fee.
The curve is held to one ledger unit a fill so far, and to the spacing of doubles at its size.
"""
import json
import math
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from argosy import MARKET, TREE, WORK, backtest, check, check_equal, check_near, close, skip  # noqa: E402

CASH, UNIT = 1000000, 1e-8
FEE = "0.000123457"  # an odd rate, so that fees have to be rounded
DATA = [  # (file, quantity of every order)
    ("fx-eurusd-bars-1h-20170419-20180207.csv", 100000),
    ("coinbase-btcusd-bars-1d-20141201-20191017.csv", 10),
    ("usa-spy-bars-1d-19980102-20210331.csv.gz", 700),
    ("nasdaq-goog-bars-1d-20040819-20130301.csv", 300),
]
# (strategy, parameters, side): what each peer can say in its own words.
RULES = {
    "backtesting": [("sma-cross", {"fast": 10, "slow": 30}, "both"), ("sma-cross", {"fast": 7, "slow": 50}, "long"),
                    ("rsi", {"period": 14, "low": 30, "high": 70}, "both"), ("rsi", {"period": 9, "low": 35, "high": 60}, "long"),
                    ("donchian", {"entry": 20, "exit": 10}, "both"), ("donchian", {"entry": 55, "exit": 20}, "long")],
    "vectorbt": [("sma-cross", {"fast": 10, "slow": 30}, "both"), ("sma-cross", {"fast": 7, "slow": 50}, "long"),
                 ("rsi", {"period": 14, "low": 30, "high": 70}, "both"), ("rsi", {"period": 9, "low": 35, "high": 60}, "long"),
                 ("donchian", {"entry": 20, "exit": 10}, "long"), ("donchian", {"entry": 55, "exit": 20}, "long")],
}


def our_run(data, size, strategy, params, side):
    settings = [word for name, value in params.items() for word in ("--set", f"{name}={value}")]
    if strategy == "donchian":  # the peers know a channel one bar before they may use it
        settings += ["--set", f"warmup={max(params.values()) + 1}"]
    spec = pathlib.Path(WORK.name) / "fixed.yaml"
    spec.write_text(f"account: {{ type: margin, cash: {CASH} }}\ncosts: {{ fee: {FEE}, slippage: 0, volume_share: none }}\n"
                    "end: hold\nmetrics: { equity_at: close }\n")
    return backtest("--spec", spec, "--data", data, "--strategy", strategy, "--set", f"side={side}", *settings,
                    "--size", f"units:{size}", "--quality", "off")


def our_fills(result):
    """Fills by bar: bought quantities are positive, fills of one bar at one price in one direction are one."""
    bars = {point["ts"]: i for i, point in enumerate(result["files"]["equity"])}
    sums = {}

    def add(ts, quantity, price):
        key = (bars[ts], float(price), quantity > 0)
        sums[key] = sums.get(key, 0) + quantity

    for t in result["files"]["trades"]:
        quantity = float(t["qty"]) * (1 if t["side"] == "long" else -1)
        add(t["entry_ts"], quantity, t["entry_price"])
        if t["exit_ts"]:
            add(t["exit_ts"], -quantity, t["exit_price"])
    return [[bar, quantity, price] for (bar, price, _), quantity in sorted(sums.items())]


def peer_runs(python, engine, cases):
    """All of an engine's cases in one process: to start it costs more than to run them."""
    path = pathlib.Path(WORK.name) / f"{engine}.json"
    path.write_text(json.dumps(cases))
    done = subprocess.run([python, HERE / "engines_peer.py", engine, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, check=False)
    if check(f"{engine} runs", done.returncode == 0, done.stderr.strip()[-600:]):
        return json.loads(done.stdout)
    return []


def first_difference(ours, theirs):
    for i, (a, b) in enumerate(zip(ours, theirs)):
        if a[0] != b[0] or abs(a[1] - b[1]) > 1e-6 or abs(a[2] - b[2]) > 1e-9 * abs(b[2]):
            return f"fill {i}: {a}, not {b}"
    return "" if len(ours) == len(theirs) else f"{len(ours)} fills, not {len(theirs)}"


def compare(title, result, peer):
    ours, fee_rate = our_fills(result), float(FEE)
    difference = first_difference(ours, peer["fills"])
    check(f"{title}: the same fills", difference == "", difference)
    check(f"{title}: it trades", len(ours) >= 8, f"{len(ours)} fills")
    equity = [float(point["equity"]) for point in result["files"]["equity"]]
    check_equal(f"{title}: bars", len(equity), len(peer["equity"]))
    fills, at, worst = 0, 0, (0.0, 0)
    for bar, (a, b) in enumerate(zip(equity, peer["equity"])):
        while at < len(ours) and ours[at][0] <= bar:
            # A row may be two fills: a reversal closes and opens at one price.
            fills, at = fills + 2, at + 1
        excess = abs(a - b) - UNIT * max(fills, 1) - 64 * math.ulp(b)
        worst = max(worst, (excess, bar))
    check(f"{title}: the curve within a ledger unit a fill", worst[0] <= 0, f"{worst[0]:g} too far at bar {worst[1]}")
    paid = sum(abs(quantity) * price * fee_rate for _, quantity, price in peer["fills"])
    check_near(f"{title}: fees", result["account"]["fees"], paid, UNIT * max(fills, 1) + 1e-9)


def main():
    made = subprocess.run([TREE / "tools/setup-engines"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if made.returncode != 0:
        why = made.stderr.strip().splitlines()
        skip("backtesting.py and vectorbt", f"cannot be installed: {why[-1] if why else made.returncode}")
        return
    python, files = made.stdout.strip(), []
    for file, size in DATA:
        if (MARKET / file).exists():
            files.append((file, size))
        else:
            skip(f"peers on {file}", f"not in {MARKET}")
    for engine, rules in RULES.items():
        cases = [{"data": str(MARKET / file), "strategy": strategy, "params": params, "side": side, "size": size,
                  "cash": CASH, "fee": float(FEE)} for file, size in files for strategy, params, side in rules]
        for case, peer in zip(cases, peer_runs(python, engine, cases)):
            title = f"{engine}: {case['strategy']} {case['side']} {case['params']} on {pathlib.Path(case['data']).name}"
            try:
                result = our_run(case["data"], case["size"], case["strategy"], case["params"], case["side"])
            except RuntimeError as error:
                check(title, False, error)
                continue
            compare(title, result, peer)


if __name__ == "__main__":
    main()
    sys.exit(close())
