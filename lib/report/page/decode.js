// decode.js — the page's data as arrays: undoes the differences that lib/report/column.c wrote.

// order 1: differences; 2: differences of differences. null stays a gap (NaN).
function column(values, order, scale) {
  const out = new Float64Array(values.length);
  let last = 0, step = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] === null) { out[i] = NaN; continue; }
    step = order === 2 ? step + values[i] : values[i];
    last += step;
    out[i] = scale ? last / scale : last;
  }
  return out;
}

function decodeBars(bars, decimals, tick) {
  const scale = Math.pow(10, decimals) / Math.round(tick * Math.pow(10, decimals));
  return {
    every: bars.every,
    t: column(bars.t, 2),
    o: column(bars.o, 1, scale), h: column(bars.h, 1, scale),
    l: column(bars.l, 1, scale), c: column(bars.c, 1, scale),
    v: bars.v ? column(bars.v, 1, 1 / bars.vu) : null,
    lines: bars.lines.map((line) => ({ name: line.name, pane: line.pane, v: column(line.v, 1, line.scale) })),
  };
}

const FILL_REASONS = ["signal", "stop loss", "take profit", "liquidation", "ruin", "end of data"];

function decodeTrade(row) {
  const [instrument, entry, exit, side, reason, qty, from, to, fees, pnl, share, open] = row;
  return { instrument, entry, exit, side, reason: open ? "still open" : FILL_REASONS[reason], qty, from, to, fees,
    pnl, share, open: open === 1, days: (exit - entry) / 86400000 };
}

// The last equity of every UTC day: what returns by day and by month are computed from.
function dailyCloses(data, scale) {
  if (data.days) return { day: column(data.days.t, 2), v: column(data.days.v, 1, scale) };
  const t = data.equity.t, v = data.equity.v, day = [], close = [];
  for (let i = 0; i < t.length; i++) {
    const of = Math.floor(t[i] / 86400000);
    if (day.length && day[day.length - 1] === of) close[close.length - 1] = v[i];
    else { day.push(of); close.push(v[i]); }
  }
  return { day, v: close };
}

function drawdowns(values) {
  const out = new Float64Array(values.length);
  let peak = -Infinity;
  for (let i = 0; i < values.length; i++) {
    peak = Math.max(peak, values[i]);
    out[i] = peak > 0 ? values[i] / peak - 1 : 0;
  }
  return out;
}

function decode(data) {
  const scale = Math.pow(10, data.decimals), raw = data.equity;
  data.equity = {
    of: raw.of, t: column(raw.t, 2), v: column(raw.v, 1, scale), b: column(raw.b, 1, scale),
    gross: column(raw.x, 1, 10000), net: column(raw.n, 1, 10000),
  };
  data.equity.down = drawdowns(data.equity.v);
  data.equity.downHeld = drawdowns(data.equity.b);
  data.days = dailyCloses(data, scale);
  data.trades = data.trades.map(decodeTrade);
  data.fills = data.fills.map(([instrument, t, side, reason, price, qty, opens]) =>
    ({ instrument, t, side, reason, price, qty, opens: opens === 1 }));
  for (const it of data.instruments) if (it.bars) it.bars = decodeBars(it.bars, it.decimals, it.tick);
  return data;
}
