#!/usr/bin/env python3
"""The look-ahead check on plug-ins through the real binary: one that peeks is found, honest ones are not.

The markets are a seeded walk, which every machine has, and GOOG where it is at hand.
"""
import json
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from argosy import BUILD, MARKET, WORK, check, check_equal, close, run, skip  # noqa: E402

PLUGINS = BUILD / "plugins"
GOOG = MARKET / "nasdaq-goog-bars-1d-20040819-20130301.csv"


def write_walk(path):
    """A seeded random walk of 600 hourly bars."""
    chance, price, lines = random.Random(7), 10000, ["ts,open,high,low,close,volume"]
    for hour in range(600):
        close_price = price + chance.randint(-90, 91)
        high, low = max(price, close_price) + chance.randint(0, 40), min(price, close_price) - chance.randint(0, 40)
        lines.append(f"2024-{1 + hour // 672:02}-{1 + hour // 24 % 28:02}T{hour % 24:02}:00,"
                     + ",".join(f"{p / 100:.2f}" for p in (price, high, low, close_price)) + ",500")
        price = close_price
    path.write_text("\n".join(lines) + "\n")
    return path


def judge(data, *plugin, quality="fast"):
    done = run("backtest", "--data", data, *plugin, "--quality", quality, "--json", "--quiet")
    if not check(f"{plugin} on {data.name} runs", done.returncode == 0, done.stderr.strip()[:300]):
        return None
    return json.loads(done.stdout)


def test_market(data):
    for quality in ("fast", "full"):
        peek = judge(data, "--plugin", PLUGINS / "peek.so", quality=quality)
        if peek:
            title = f"peek.so on {data.name}, {quality}"
            check(f"{title}: it trades", peek["counts"]["fills"] > 10, peek["counts"])
            check_equal(f"{title}: look-ahead", peek["quality"]["lookahead"], "found")
            check_equal(f"{title}: grade", peek["quality"]["grade"], "F")
        for name in ("plugin-hold", "plugin-turn"):
            honest = judge(data, "--plugin", PLUGINS / "hold.so", "--strategy", name, quality=quality)
            if honest:
                title = f"{name} on {data.name}, {quality}"
                check(f"{title}: it trades", honest["counts"]["fills"] > 0, honest["counts"])
                check_equal(f"{title}: look-ahead", honest["quality"]["lookahead"], "none")
                check(f"{title}: grade", honest["quality"]["grade"] in "ABCDE", honest["quality"]["grade"])
    off = judge(data, "--plugin", PLUGINS / "peek.so", quality="off")
    if off:
        check_equal(f"peek.so on {data.name}, off: nothing is claimed", off["quality"]["lookahead"], "not checked")


def test_printed_spec(data):
    """A plug-in without a name is its first strategy, also in the printed spec."""
    printed = run("backtest", "--data", data, "--plugin", PLUGINS / "hold.so", "--set", "wait=3", "--quality", "off", "--print-spec")
    path = pathlib.Path(WORK.name) / "plugin.yaml"
    path.write_text(printed.stdout)
    first = judge(data, "--plugin", PLUGINS / "hold.so", "--set", "wait=3", quality="off")
    done = run("backtest", "--spec", path, "--json", "--quiet")
    if first and check("the printed spec of a plug-in runs", done.returncode == 0, done.stderr.strip()[:300]):
        check_equal("the printed spec of a plug-in reproduces it", json.loads(done.stdout)["state_hash"], first["state_hash"])


if __name__ == "__main__":
    walk = write_walk(pathlib.Path(WORK.name) / "walk.csv")
    test_market(walk)
    test_printed_spec(walk)
    if GOOG.exists():
        test_market(GOOG)
    else:
        skip("look-ahead on GOOG", f"not in {MARKET}")
    sys.exit(close())
