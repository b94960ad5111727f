// money.js — where the profit came from and where the costs went, to the last unit of the ledger.

const COSTS = [["fees", "Fees"], ["slippage", "Slippage"], ["funding", "Funding"], ["borrow", "Borrowing"]];

// Decimal text as a whole number of 10^-8, so that sums are exact.
function units(text) {
  const [whole, part = ""] = text.replace("-", "").split(".");
  const size = BigInt(whole) * 100000000n + BigInt(part.padEnd(8, "0"));
  return text.startsWith("-") ? -size : size;
}
function unitsText(value) {
  const size = value < 0n ? -value : value, part = String(size % 100000000n).padStart(8, "0").replace(/0+$/, "");
  return (value < 0n ? "-" : "") + String(size / 100000000n) + (part ? "." + part : "");
}
// Rounded half away from zero to the decimals of the page; all of them are in the cell's title.
function roundedText(value) {
  const step = 10n ** BigInt(8 - fmt.decimals), size = value < 0n ? -value : value, whole = (size + step / 2n) / step;
  const text = String(whole).padStart(fmt.decimals + 1, "0"), point = text.length - fmt.decimals;
  return grouped((value < 0n && whole > 0n ? "-" : "") + text.slice(0, point) + (fmt.decimals ? "." + text.slice(point) : ""));
}
const moneyCell = (value) => el("td", { title: grouped(unitsText(value)) }, roundedText(value));

const sumOf = (items, name) => items.reduce((sum, it) => sum + units(it[name]), 0n);
const netOf = (it) => units(it.pnl) - units(it.fees) - units(it.funding) - units(it.borrow);

// A bar whose length is a share of the largest; where there are losses too, zero is in the middle.
function bar(value, most, isBoth) {
  const share = most > 0n ? Number((value < 0n ? -value : value) * 10000n / most) / 100 : 0;
  return el("span", { class: "bar " + (value < 0n ? "fall" : "rise"), "aria-hidden": "true" }, el("i", { style: `width:${isBoth ? share / 2 : share}%` }));
}

function moneySection(data) {
  const section = $("money"), items = data.instruments;
  const profit = units(data.profit), turnover = sumOf(items, "turnover"), costs = COSTS.map(([name]) => sumOf(items, name));
  const all = costs.reduce((a, b) => a + b, 0n);
  const rate = turnover > 0n ? ` That is ${fmt.percent(Number(all) / Number(turnover), 3)} of the ${fmt.money(Number(turnover) / 1e8)} traded.` : "";
  head(section, "Profit and costs", all === 0n ? "The run charged no costs at all." : `Costs took ${roundedText(all)} ${data.currency} in all.${rate}`);
  section.append(el("div", { class: "pair" }, all === 0n ? null : costBars(data, costs), attribution(data, profit)));
  if (items.length > 1 && all !== 0n) section.append(costTable(data));
}

function costBars(data, costs) {
  const most = costs.reduce((a, b) => (b > a ? b : a), 1n), shown = COSTS.map((cost, i) => [cost[1], costs[i]]).filter(([, value], i) => i < 2 || value !== 0n);
  return el("div", {}, el("h3", {}, "Costs"), el("table", { class: "bars" }, el("tbody", {}, shown.map(([label, value]) => el("tr", {},
    el("th", { scope: "row" }, label), el("td", { class: "track" }, el("span", { class: "bar cost", "aria-hidden": "true" }, el("i", { style: `width:${Number(value > 0n ? value * 100n / most : 0n)}%` }))),
    moneyCell(value))))),
  el("p", { class: "small" }, "Slippage is inside the prices of the fills, so the profit already lacks it; fees are booked beside it."));
}

function attribution(data, profit) {
  const rows = data.instruments.map((it) => ({ name: it.symbol, value: netOf(it) }));
  const other = units(data.other);
  rows.sort((a, b) => (a.value < b.value ? 1 : a.value > b.value ? -1 : 0));
  const few = rows.length > 14 ? [...rows.slice(0, 7), { name: `${rows.length - 14} others`, value: rows.slice(7, -7).reduce((s, r) => s + r.value, 0n) }, ...rows.slice(-7)] : rows;
  if (other !== 0n) few.push({ name: "Not by an instrument", value: other });
  const most = few.reduce((m, r) => { const size = r.value < 0n ? -r.value : r.value; return size > m ? size : m; }, 1n);
  const isBoth = few.some((row) => row.value < 0n);
  return el("div", {}, el("h3", {}, "Profit by instrument"), el("table", { class: isBoth ? "bars both" : "bars" },
    el("tbody", {}, few.map((row) => el("tr", {}, el("th", { scope: "row" }, row.name), el("td", { class: "track" }, bar(row.value, most, isBoth)), moneyCell(row.value)))),
    el("tfoot", {}, el("tr", {}, el("th", { scope: "row" }, "Profit"), el("td", {}), moneyCell(profit)))),
  el("p", { class: "small" }, "Realised and open, after fees, funding and borrowing; with all their digits (point at one) the rows add up to the profit exactly."));
}

function costTable(data) {
  const columns = [["Instrument"], ["Fills"], ["Turnover"], ...COSTS.map(([, label]) => [label]), ["Before costs"], ["After"]];
  const items = [...data.instruments].sort((a, b) => (units(a.turnover) < units(b.turnover) ? 1 : -1)).slice(0, 40);
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Costs by instrument" }, el("table", { class: "rows" },
    el("thead", {}, el("tr", {}, columns.map(([name], i) => el("th", { scope: "col", class: i === 0 ? "words" : null }, name)))),
    el("tbody", {}, items.map((it) => el("tr", {}, el("td", { class: "words" }, it.symbol), el("td", {}, fmt.count(it.fills)),
      ["turnover", ...COSTS.map(([name]) => name), "pnl"].map((name) => moneyCell(units(it[name]))), moneyCell(netOf(it)))))));
}
