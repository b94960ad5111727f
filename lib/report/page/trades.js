// trades.js — every trade as a point (how long, what return) and as a row that can be sorted and paged.

const TRADES_A_PAGE = 15;

function tradesSection(data) {
  const section = $("trades"), trades = data.trades;
  if (!trades.length) { section.remove(); return; }
  const closed = trades.filter((trade) => !trade.open), wins = closed.filter((trade) => trade.pnl > 0);
  const best = closed.reduce((a, b) => (b.pnl > a.pnl ? b : a), closed[0] || trades[0]);
  const open = closed.length === trades.length ? "" : closed.length === 0 ? ", all of them still open" : `, ${fmt.count(trades.length - closed.length)} of them still open`;
  const said = `${fmt.count(data.tradeCount)} trades${open}. ` +
    (closed.length ? `${fmt.count(wins.length)} of the ${fmt.count(closed.length)} closed ones made a profit` +
      (wins.length ? `; the best made ${fmt.money(best.pnl)} ${data.currency}, ${shareOfProfit(best, wins)} of all winnings.` : ".") : "They are valued at the last price.") +
    (trades.length < data.tradeCount ? ` The first ${fmt.count(trades.length)} are shown.` : "");
  head(section, "Trades", said);
  scatter(section, data, said);
  tradeTable(section, data);
}

function shareOfProfit(best, wins) {
  const sum = wins.reduce((total, trade) => total + trade.pnl, 0);
  return sum > 0 ? fmt.percent(best.pnl / sum, 0) : "nothing";
}

function tradeWords(data, trade) {
  const it = data.instruments[trade.instrument];
  return `${it.symbol} ${trade.side === 0 ? "long" : "short"} ${fmt.time(trade.entry)} – ${trade.open ? "open" : fmt.time(trade.exit)}: ` +
    `${fmt.signed(trade.share, (v) => fmt.percent(v))}, ${fmt.money(trade.pnl)} ${data.currency}`;
}

function scatter(section, data, said) {
  const trades = data.trades, days = trades.map((trade) => Math.max(trade.days, 1e-6)), shares = trades.map((trade) => trade.share);
  // Durations often span from minutes to months; the axis is the square root, which keeps zero.
  const longest = days.reduce((a, b) => Math.max(a, b), 1e-6), low = shares.reduce((a, b) => Math.min(a, b), 0), high = shares.reduce((a, b) => Math.max(a, b), 0);
  let over = null, place = [];
  const readout = el("p", { class: "readout" });
  section.append(readout);
  const chart = new Canvas(section, 260, "Each trade by how long it lasted and what it returned. " + said, (ctx, width, height) => {
    const right = width - GUTTER, bottom = height - FOOT, X = (v) => 6 + Math.sqrt(v / longest) * (right - 12);
    const Y = (v) => bottom - 6 - ((v - low) / (high - low || 1)) * (bottom - 14);
    for (const tick of niceTicks(low, high, 5)) {
      rule(ctx, 0, Y(tick), right, Y(tick), tick === 0 ? "axis" : "line");
      text(ctx, fmt.percent(tick, Math.abs(high - low) < 0.04 ? 1 : 0), right + 14, Y(tick));
    }
    let free = right;
    for (const part of [1, 0.64, 0.36, 0.16, 0.04]) {
      const label = fmt.span(longest * part), half = ctx.measureText(label).width / 2;
      const x = clamp(X(longest * part), half, right - half);
      if (x + half > free) continue;
      text(ctx, label, x, height - FOOT / 2 + 1, "center");
      free = x - half - 10;
    }
    const radius = trades.length > 2000 ? 1.6 : trades.length > 300 ? 2.4 : 3.6;
    place = trades.map((trade, i) => [X(days[i]), Y(shares[i])]);
    trades.forEach((trade, i) => {
      ctx.globalAlpha = over === i ? 1 : 0.62;
      ctx.fillStyle = ctx.strokeStyle = colour(trade.share >= 0 ? "up" : "down");
      ctx.beginPath();
      ctx.arc(place[i][0], place[i][1], over === i ? radius + 2 : radius, 0, 2 * Math.PI);
      if (trade.side === 0) ctx.fill(); else ctx.stroke();
    });
    ctx.globalAlpha = 1;
    readout.textContent = over === null ? "Filled: long. Hollow: short. Click one to see it on the charts." : tradeWords(data, trades[over]);
  });
  const find = (event) => {
    let nearest = null, least = 180;
    place.forEach(([x, y], i) => {
      const square = (x - event.offsetX) ** 2 + (y - event.offsetY) ** 2;
      if (square < least) { least = square; nearest = i; }
    });
    return nearest;
  };
  chart.node.addEventListener("pointermove", (event) => { over = find(event); chart.draw(); });
  chart.node.addEventListener("pointerleave", () => { over = null; chart.draw(); });
  chart.node.addEventListener("click", (event) => { const i = find(event); if (i !== null) showTrade(data, trades[i]); });
}

// The charts at a trade, with as much again on either side.
function showTrade(data, trade) {
  const from = axis.at(trade.entry), to = axis.at(trade.exit), air = Math.max(12, (to - from) * 0.75);
  const pick = $("price")?.querySelector("select");
  if (pick) { pick.value = String(trade.instrument); pick.dispatchEvent(new Event("change")); }
  axis.show(from - air, to + air);
  axis.point(from);
  ($("price") || $("equity")).scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

const TRADE_COLUMNS = [
  { name: "Entry", of: (t) => t.entry, show: (t) => fmt.time(t.entry) },
  { name: "Exit", of: (t) => (t.open ? Infinity : t.exit), show: (t) => (t.open ? "open" : fmt.time(t.exit)) },
  { name: "Instrument", of: (t, d) => d.instruments[t.instrument].symbol, show: (t, d) => d.instruments[t.instrument].symbol, isText: true },
  { name: "Side", of: (t) => t.side, show: (t) => (t.side === 0 ? "long" : "short"), isText: true },
  { name: "Quantity", of: (t) => t.qty, show: (t) => grouped(String(t.qty)) },
  { name: "From", of: (t) => t.from, show: (t, d) => fmt.price(t.from, d.instruments[t.instrument].decimals) },
  { name: "To", of: (t) => t.to, show: (t, d) => fmt.price(t.to, d.instruments[t.instrument].decimals) },
  { name: "Fees", of: (t) => t.fees, show: (t) => fmt.money(t.fees) },
  { name: "Profit", of: (t) => t.pnl, show: (t) => fmt.money(t.pnl), tone: (t) => t.pnl },
  { name: "Return", of: (t) => t.share, show: (t) => fmt.percent(t.share), tone: (t) => t.share },
  { name: "Ended by", of: (t) => t.reason, show: (t) => t.reason, isText: true },
];

function tradeTable(section, data) {
  const sort = { by: -1, way: 1 }, rows = [...data.trades];
  let page = 0;
  const body = el("tbody"), where = el("span", { class: "where", "aria-live": "polite" });
  const pages = () => Math.ceil(rows.length / TRADES_A_PAGE);
  const turn = (by) => { page = clamp(page + by, 0, pages() - 1); fill(); };
  const before = el("button", { type: "button", onclick: () => turn(-1) }, "Previous"), after = el("button", { type: "button", onclick: () => turn(1) }, "Next");
  const heads = TRADE_COLUMNS.map((column, i) => el("th", { scope: "col", class: column.isText ? "words" : null },
    el("button", { type: "button", onclick: () => order(i) }, column.name)));
  function order(i) {
    sort.way = sort.by === i ? -sort.way : firstWay(i);
    sort.by = i;
    const of = TRADE_COLUMNS[i].of;
    rows.sort((a, b) => { const x = of(a, data), y = of(b, data); return (x < y ? -1 : x > y ? 1 : a.entry - b.entry) * sort.way; });
    page = 0;
    fill();
  }
  function firstWay(i) { return TRADE_COLUMNS[i].tone ? -1 : 1; }
  function fill() {
    heads.forEach((node, i) => {
      if (i === sort.by) node.setAttribute("aria-sort", sort.way > 0 ? "ascending" : "descending");
      else node.removeAttribute("aria-sort");
    });
    body.replaceChildren(...rows.slice(page * TRADES_A_PAGE, (page + 1) * TRADES_A_PAGE).map((trade) => el("tr", { onclick: () => showTrade(data, trade) },
      TRADE_COLUMNS.map((column) => {
        const tone = column.tone ? column.tone(trade) : 0;
        return el("td", { class: [column.isText ? "words" : "", tone > 0 ? "up" : tone < 0 ? "down" : ""].join(" ").trim() || null }, column.show(trade, data));
      }))));
    where.textContent = `${page * TRADES_A_PAGE + 1}–${Math.min(rows.length, (page + 1) * TRADES_A_PAGE)} of ${fmt.count(rows.length)}`;
    before.disabled = page === 0;
    after.disabled = page >= pages() - 1;
  }
  order(0);
  section.append(el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Trades" },
    el("table", { class: "rows" }, el("thead", {}, el("tr", {}, heads)), body)),
  pages() > 1 ? el("p", { class: "pager" }, before, where, after) : "");
}
