// price.js — one instrument's bars with the strategy's lines over and below them, and where it traded.

const LINE_COLOURS = ["line1", "line2", "line3", "line4"];

function pricePanes(data, index) {
  const it = data.instruments[index], bars = it.bars;
  const x = Float64Array.from(bars.t, (t) => axis.at(t));
  const fills = data.fills.filter((fill) => fill.instrument === index).sort((a, b) => a.t - b.t);
  const price = { weight: 4, format: (v) => axisPrice(v, it.decimals), series: [new Candles({ x, bars, decimals: it.decimals })] };
  const panes = [price], byPane = new Map([[0, price]]);
  bars.lines.forEach((line, i) => {
    if (!byPane.has(line.pane)) {
      byPane.set(line.pane, { weight: 1.2, format: fmt.short, series: [] });
      panes.push(byPane.get(line.pane));
    }
    byPane.get(line.pane).series.push(new Line({ label: line.name, colour: LINE_COLOURS[i % LINE_COLOURS.length], x, y: line.v,
      format: (v) => line.pane === 0 ? fmt.price(v, it.decimals) : fmt.number(v), width: 1.2 }));
  });
  price.series.push(new Marks({ x: Float64Array.from(fills, (fill) => axis.at(fill.t)), fills }));
  if (bars.v) panes.push({ weight: 0.7, format: fmt.short, include: [0], name: "Volume",
    series: [new Columns({ label: "Volume", colour: "range", x, y: bars.v, format: fmt.short })] });
  return panes;
}

// An axis has room for few digits: a price's own decimals where they matter, none for thousands.
function axisPrice(value, decimals) {
  if (value === 0) return "0";
  return Math.abs(value) >= 10000 ? fmt.short(value) : grouped(value, Math.min(decimals, Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 2 : 5));
}

function priceSaid(data, index) {
  const it = data.instruments[index], c = it.bars.c, many = data.fills.filter((fill) => fill.instrument === index).length;
  const grain = it.bars.every > 1 ? ` Each bar shown stands for ${it.bars.every} recorded ones.` : "";
  const cut = many < it.fills ? ` The first ${fmt.count(many)} of ${fmt.count(it.fills)} fills are marked.` : "";
  return `${it.symbol} went from ${fmt.price(c[0], it.decimals)} to ${fmt.price(c[c.length - 1], it.decimals)}; the strategy traded it ${fmt.count(it.fills)} times. ` +
    `Triangles point up for buys and down for sells, solid where a position opens.` + grain + cut;
}

function priceSection(data) {
  const section = $("price"), shown = data.instruments.map((it, i) => i).filter((i) => data.instruments[i].bars);
  if (!shown.length || axis.t.length < 2) { section.remove(); return; }
  const pick = el("select", { "aria-label": "Instrument" },
    shown.map((i) => el("option", { value: i }, data.instruments[i].symbol)));
  const note = head(section, "Price and fills", priceSaid(data, shown[0]), shown.length > 1 ? pick : null);
  const panes = pricePanes(data, shown[0]);
  const height = Math.min(640, (innerWidth < 600 ? 300 : 380) + 60 * (panes.length - 1));
  const chart = new TimeChart(section, height, priceSaid(data, shown[0]), panes);
  pick.addEventListener("change", () => {
    chart.panes = pricePanes(data, Number(pick.value));
    note.textContent = priceSaid(data, Number(pick.value));
    chart.canvas.describe(note.textContent);
    axis.redraw();
  });
  if (shown.length < data.instruments.length)
    section.append(el("p", { class: "small" }, `The ${shown.length} instruments with the largest turnover, of ${data.instruments.length}, have a chart.`));
}
