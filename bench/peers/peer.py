"""One peer does a bench's work on the bench's own file.

    peer.py WORK PEER DATA EQUITY ORDERS AMOUNT

Its result is compared with ours first: the final equity (the sum of the closes for csv) and the number of
orders (rows). If they differ it says so on stderr and exits with 1. Then it prints one JSON object,
{"name", "version", "value"}: AMOUNT a second, the median of a few runs after one to warm up, on data that
already lie in the peer's own form. The market and the rules are those of bench/bars.c: an exponential mean
seeded by the mean of its first values, one unit, 0.1 % fee, fills at the next open, which is this close.
"""
import contextlib
import importlib.metadata
import io
import json
import statistics
import sys
import time

FAST, SLOW, FEE, CASH = 20, 80, 0.001, 100_000.0


def read(path):
    """The bars as pandas keeps them, with the names of backtesting.py."""
    import pandas
    frame = pandas.read_csv(path)
    frame.columns = [str(c).strip().lower() for c in frame.columns]
    frame.index = pandas.date_range("2020-01-01", periods=len(frame), freq="1min")
    return frame


def mean(close, period):
    """The exponential mean that begins as the simple mean of its first values."""
    values = close.astype(float).copy()
    values.iloc[period - 1] = values.iloc[:period].mean()
    values.iloc[:period - 1] = float("nan")
    return values.ewm(span=period, adjust=False).mean()


def seeds(close):
    return close.iloc[:FAST].mean(), close.iloc[:SLOW].mean()


def with_backtesting(frame, turns):
    import pandas
    from backtesting import Backtest, Strategy
    data = frame.rename(columns=str.capitalize)[["Open", "High", "Low", "Close", "Volume"]]

    class Cross(Strategy):
        def init(self):
            take = lambda values, period: mean(pandas.Series(values), period).to_numpy()
            self.fast, self.slow = self.I(take, self.data.Close, FAST), self.I(take, self.data.Close, SLOW)

        def next(self):
            if self.fast[-1] > self.slow[-1]:
                if not self.position:
                    self.buy(size=1)
            elif self.fast[-1] < self.slow[-1] and self.position:
                self.position.close()

    class Turn(Strategy):
        def init(self):
            pass

        def next(self):
            if self.position:
                self.position.close()
            else:
                self.buy(size=1)

    def run():
        with contextlib.redirect_stderr(io.StringIO()):
            stats = Backtest(data, Turn if turns else Cross, cash=CASH, commission=FEE).run()
        trades = stats["_strategy"].closed_trades + stats["_strategy"].trades
        return float(stats["Equity Final [$]"]), sum(1 if t.exit_bar is None else 2 for t in trades)
    return run, 3


def with_backtrader(frame, _):
    import backtrader

    class Cross(backtrader.Strategy):
        def __init__(self):
            self.fast = backtrader.ind.EMA(self.data.close, period=FAST)
            self.slow = backtrader.ind.EMA(self.data.close, period=SLOW)
            self.count = 0

        def notify_order(self, order):
            self.count += order.status == order.Completed

        def next(self):
            if self.fast[0] > self.slow[0]:
                if not self.position:
                    self.buy(size=1)
            elif self.fast[0] < self.slow[0] and self.position:
                self.close()

    def run():
        cerebro = backtrader.Cerebro(stdstats=False)
        cerebro.adddata(backtrader.feeds.PandasData(dataname=frame))
        cerebro.addstrategy(Cross)
        cerebro.broker.setcash(CASH)
        cerebro.broker.setcommission(commission=FEE)
        done = cerebro.run()
        return cerebro.broker.getvalue(), done[0].count
    return run, 1


def with_vectorbt(frame, turns):
    import numpy
    import vectorbt
    vectorbt.settings["engine"] = "rust"
    close = frame["close"].astype(float)
    seeded = {}
    for period in (FAST, SLOW):
        seeded[period] = close.copy()
        seeded[period].iloc[period - 1] = close.iloc[:period].mean()
        seeded[period].iloc[:period - 1] = numpy.nan

    def run():
        if turns:
            enter = numpy.zeros(len(close), bool)
            enter[:-1:2] = True
            leave = numpy.zeros(len(close), bool)
            leave[1:-1:2] = True
        else:
            fast = seeded[FAST].vbt.ewm_mean(FAST, minp=1, adjust=False)
            slow = seeded[SLOW].vbt.ewm_mean(SLOW, minp=1, adjust=False)
            enter, leave = fast > slow, fast < slow
        portfolio = vectorbt.Portfolio.from_signals(close, enter, leave, size=1.0, init_cash=CASH, fees=FEE,
                                                    freq="1min", direction="longonly")
        portfolio.total_return(), portfolio.max_drawdown(), portfolio.sharpe_ratio()
        return float(portfolio.final_value()), int(portfolio.orders.count())
    return run, 5


def with_nautilus(frame, turns):
    from decimal import Decimal
    from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
    from nautilus_trader.config import LoggingConfig, StrategyConfig
    from nautilus_trader.indicators import ExponentialMovingAverage
    from nautilus_trader.model.currencies import USD
    from nautilus_trader.model.data import BarType
    from nautilus_trader.model.enums import AccountType, CurrencyType, OmsType, OrderSide
    from nautilus_trader.model.identifiers import InstrumentId, Symbol, TraderId, Venue
    from nautilus_trader.model.instruments import CurrencyPair
    from nautilus_trader.model.objects import Currency, Money, Price, Quantity
    from nautilus_trader.persistence.wranglers import BarDataWrangler
    from nautilus_trader.trading.strategy import Strategy
    venue = Venue("SIM")
    base = Currency("AAA", precision=8, iso4217=0, name="AAA", currency_type=CurrencyType.CRYPTO)
    pair = CurrencyPair(
        instrument_id=InstrumentId(Symbol("AAA/USD"), venue), raw_symbol=Symbol("AAAUSD"), base_currency=base,
        quote_currency=USD, price_precision=4, size_precision=2, price_increment=Price.from_str("0.0001"),
        size_increment=Quantity.from_str("0.01"), lot_size=None, max_quantity=None, min_quantity=None,
        max_notional=None, min_notional=None, max_price=None, min_price=None, margin_init=Decimal(0),
        margin_maint=Decimal(0), maker_fee=Decimal("0.001"), taker_fee=Decimal("0.001"), ts_event=0, ts_init=0)
    kind = BarType.from_str(f"{pair.id}-1-MINUTE-LAST-EXTERNAL")
    data = frame[["open", "high", "low", "close", "volume"]].tz_localize("UTC")
    bars = BarDataWrangler(kind, pair).process(data)
    first = seeds(frame["close"])

    class Cross(Strategy):
        def on_start(self):
            self.fast, self.slow = ExponentialMovingAverage(FAST), ExponentialMovingAverage(SLOW)
            self.quantity, self.bars, self.count = pair.make_qty(1), 0, 0
            self.subscribe_bars(kind)

        def trade(self, side):
            self.submit_order(self.order_factory.market(pair.id, side, self.quantity))
            self.count += 1

        def on_bar(self, bar):
            self.bars += 1
            if turns:
                self.trade(OrderSide.BUY if self.portfolio.is_flat(pair.id) else OrderSide.SELL)
                return
            price = float(bar.close)
            if self.bars >= FAST:
                self.fast.update_raw(first[0] if self.bars == FAST else price)
            if self.bars < SLOW:
                return
            self.slow.update_raw(first[1] if self.bars == SLOW else price)
            if self.fast.value > self.slow.value:
                if self.portfolio.is_flat(pair.id):
                    self.trade(OrderSide.BUY)
            elif self.fast.value < self.slow.value and self.portfolio.is_net_long(pair.id):
                self.trade(OrderSide.SELL)

    def run():
        engine = BacktestEngine(config=BacktestEngineConfig(trader_id=TraderId("T-001"),
                                                            logging=LoggingConfig(bypass_logging=True)))
        engine.add_venue(venue=venue, oms_type=OmsType.NETTING, account_type=AccountType.CASH, base_currency=None,
                         starting_balances=[Money(100_000, USD)])
        engine.add_instrument(pair)
        engine.add_data(bars)
        strategy = Cross(StrategyConfig(strategy_id="E-000"))
        engine.add_strategy(strategy)
        start = time.perf_counter()
        engine.run()
        took = time.perf_counter() - start
        account = engine.portfolio.account(venue)
        cash = account.balance_total(USD).as_double()
        held = float(engine.portfolio.net_position(pair.id)) * float(frame["close"].iloc[-1])
        engine.dispose()
        return cash + held, strategy.count, took
    return run, 0


def with_duckdb(path, _):
    import duckdb

    def run():
        table = duckdb.connect()
        table.execute("SET threads = 1")
        table.execute(f"CREATE TABLE bars AS SELECT * FROM read_csv('{path}')")
        run.check = lambda: table.execute("SELECT sum(close), count(*) FROM bars").fetchone()
        return None
    return run, 3


def with_polars(path, _):
    import polars

    def run():
        frame = polars.read_csv(path, try_parse_dates=True, n_threads=1)
        run.check = lambda: (frame["close"].sum(), frame.height)
        return None
    return run, 3


PEERS = {"backtesting": with_backtesting, "backtrader": with_backtrader, "vectorbt": with_vectorbt,
         "nautilus": with_nautilus, "duckdb": with_duckdb, "polars": with_polars}
NAMES = {"backtesting": "backtesting.py", "nautilus": "nautilus_trader"}
PACKAGES = {"nautilus": "nautilus_trader"}
CENTS = {"nautilus": 0.01}  # it rounds every fee to the cent of its dollar


def measure(run, more):
    """(result, median seconds). A peer that must not be warmed up is run once; it may time itself."""
    times = []
    for _ in range(max(1, more + (more > 1))):
        start = time.perf_counter()
        result = run()
        times.append(time.perf_counter() - start)
        if result and len(result) == 3:
            times[-1] = result[2]
    return (result or run.check())[:2], statistics.median(times[1:] or times)


def main():
    work, peer, data, equity, orders, amount = sys.argv[1:7]
    frame = data if work == "csv" else read(data)
    run, more = PEERS[peer](frame, work == "orders")
    (got, count), seconds = measure(run, more)
    room = float(orders) * max(CENTS.get(peer, 0), 1e-8) + abs(float(equity)) * 1e-9
    # A last order that has no bar left to fill in is counted by some and not by others.
    if abs(got - float(equity)) > room or abs(count - int(orders)) > 1:
        print(f"{peer}: {got!r} after {count} orders, not {equity} after {orders}", file=sys.stderr)
        return 1
    value = float(amount) / seconds if float(amount) else seconds
    print(json.dumps({"name": NAMES.get(peer, peer), "version": importlib.metadata.version(PACKAGES.get(peer, peer)),
                      "value": value}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
