// returns.js — what the days add up to: months and years, the distribution, rolling figures.

// {day, r}: simple returns from one daily close to the next.
function dailyReturns(days) {
  const day = [], r = [];
  for (let i = 1; i < days.v.length; i++) {
    if (!(days.v[i - 1] > 0)) continue;
    day.push(days.day[i]);
    r.push(days.v[i] / days.v[i - 1] - 1);
  }
  return { day, r };
}

function moments(values) {
  const n = values.length, mean = values.reduce((a, b) => a + b, 0) / n;
  const squares = values.reduce((sum, v) => sum + (v - mean) * (v - mean), 0);
  return { n, mean, deviation: n > 1 ? Math.sqrt(squares / (n - 1)) : NaN };
}

// Days a year that have a close: 365 where weekends trade, else 252.
function yearLength(days) {
  const weekend = Array.from(days.day).filter((d) => (d + 4) % 7 === 6 || (d + 4) % 7 === 0).length;
  return weekend > days.day.length / 20 ? 365 : 252;
}

function monthTable(days) {
  const years = new Map();
  let last = days.v[0];
  for (let i = 0; i < days.v.length; i++) {
    const date = new Date(days.day[i] * DAY), next = i + 1 < days.v.length ? new Date(days.day[i + 1] * DAY) : null;
    if (next && next.getUTCMonth() === date.getUTCMonth() && next.getUTCFullYear() === date.getUTCFullYear()) continue;
    const year = date.getUTCFullYear();
    if (!years.has(year)) years.set(year, { start: last, months: Array(12).fill(null) });
    years.get(year).months[date.getUTCMonth()] = last > 0 ? days.v[i] / last - 1 : null;
    years.get(year).end = last = days.v[i];
  }
  return years;
}

function monthsSection(data) {
  const section = $("months"), years = monthTable(data.days);
  const all = [...years.values()].flatMap((year) => year.months).filter((v) => v !== null);
  if (all.length < 2) { section.remove(); return; }
  const good = all.filter((v) => v > 0).length, best = Math.max(...all), worst = Math.min(...all);
  head(section, "Months", `${good} of ${all.length} months made money; the best ${fmt.signed(best, (v) => fmt.percent(v))}, the worst ${fmt.percent(worst)}.`);
  // The colour's strength is a share of a typical strong month, so that one outlier does not pale the rest.
  const strong = all.map(Math.abs).sort((a, b) => a - b)[Math.floor(all.length * 0.9)] || 1;
  const cell = (v, name) => (v === null ? el("td", { class: name || null }) : el("td", {
    class: ["tint", v >= 0 ? "rise" : "fall", name || ""].join(" "), style: `--s:${Math.round(clamp(Math.abs(v) / strong, 0.04, 1) * 72)}%` },
  grouped(v * 100, strong < 0.01 ? 2 : Math.abs(v) < 0.0995 ? 1 : 0)));
  const rows = [...years.entries()].map(([year, it]) => el("tr", {}, el("th", { scope: "row" }, year),
    it.months.map((v) => cell(v)), cell(it.start > 0 ? it.end / it.start - 1 : null, "year")));
  section.append(el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Monthly returns" }, el("table", { class: "heat" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Year"), MONTHS.map((m) => el("th", { scope: "col" }, m)), el("th", { scope: "col", class: "year" }, "Year"))),
    el("tbody", {}, rows))),
  el("p", { class: "small" }, "Return in percent, from daily closes in UTC."));
}

function daysSection(data) {
  const section = $("days"), { r } = dailyReturns(data.days);
  if (r.length < 10) { section.remove(); return; }
  const m = moments(r);
  const beyond = r.filter((v) => Math.abs(v - m.mean) > 3 * m.deviation).length, expected = r.length * 0.0027;
  const said = `${fmt.count(r.length)} days, ${fmt.percent(m.mean, 3)} on average with a deviation of ${fmt.percent(m.deviation)}. ` +
    `${beyond} lie beyond three deviations, where a normal curve has ${fmt.number(expected, 1)}.`;
  head(section, "Days", said);
  if (!(m.deviation > 0)) return;
  // Days without a position return exactly nothing; drawn, they would be a tower that hides all others.
  const idle = r.filter((v) => v === 0).length, moved = idle > r.length / 20 ? r.filter((v) => v !== 0) : r;
  const sorted = [...moved].sort((a, b) => a - b), reach = 4.5 * m.deviation;
  const step = Math.max(reach / 30, 1e-9), low = Math.floor((m.mean - reach) / step), high = Math.ceil((m.mean + reach) / step);
  const bins = new Array(high - low).fill(0);
  for (const v of sorted) bins[clamp(Math.floor(v / step) - low, 0, bins.length - 1)]++;
  const shown = moved === r ? m : moments(moved);
  histogram(section, said, { bins, low, step, m: shown, idle: r.length - moved.length });
}

function histogram(section, said, { bins, low, step, m, idle }) {
  const peak = Math.max(...bins, (m.n * step) / (m.deviation * Math.sqrt(2 * Math.PI)));
  let over = null;
  const readout = el("p", { class: "readout" });
  section.append(readout);
  const chart = new Canvas(section, 250, said, (ctx, width, height) => {
    const bottom = height - FOOT, w = width / bins.length, Y = (v) => bottom - (v / peak) * (bottom - 8);
    bins.forEach((count, i) => {
      ctx.globalAlpha = over === null || over === i ? 1 : 0.45;
      ctx.fillStyle = colour((low + i + 0.5) * step < 0 ? "fall" : "rise");
      ctx.fillRect(i * w + 0.5, Y(count), Math.max(1, w - 1), bottom - Y(count));
    });
    ctx.globalAlpha = 1;
    ctx.beginPath();
    for (let px = 0; px <= width; px += 2) {
      const z = ((low + px / w) * step - m.mean) / m.deviation;
      const y = Y(((m.n * step) / (m.deviation * Math.sqrt(2 * Math.PI))) * Math.exp((-z * z) / 2));
      if (px === 0) ctx.moveTo(px, y); else ctx.lineTo(px, y);
    }
    ctx.strokeStyle = colour("ink");
    ctx.lineWidth = 1;
    ctx.setLineDash([3, 3]);
    ctx.stroke();
    ctx.setLineDash([]);
    rule(ctx, 0, bottom, width, bottom, "axis");
    for (const tick of niceTicks(low * step, (low + bins.length) * step, width / 80)) {
      const label = fmt.percent(tick, Math.abs(step) < 0.0005 ? 2 : 1), half = ctx.measureText(label).width / 2;
      text(ctx, label, clamp((tick / step - low) * w, half, width - half), height - FOOT / 2 + 1, "center");
    }
    const words = over === null ? "Dashed: a normal curve of the same mean and deviation" + (idle ? `; ${fmt.count(idle)} days without any change are left out` : "")
      : `${fmt.percent((low + over) * step, 2)} to ${fmt.percent((low + over + 1) * step, 2)}: ${bins[over]} days` +
        (over === 0 ? " (and all below)" : over === bins.length - 1 ? " (and all above)" : "");
    readout.textContent = words;
  });
  chart.node.addEventListener("pointermove", (event) => {
    over = clamp(Math.floor((event.offsetX / chart.node.clientWidth) * bins.length), 0, bins.length - 1);
    chart.draw();
  });
  chart.node.addEventListener("pointerleave", () => { over = null; chart.draw(); });
}

// Mean and deviation of the last `window` days at each day, by running sums about a fixed centre.
function rolling(r, window) {
  const mean = new Float64Array(r.length).fill(NaN), deviation = new Float64Array(r.length).fill(NaN), centre = r[0] || 0;
  let sum = 0, squares = 0;
  for (let i = 0; i < r.length; i++) {
    const v = r[i] - centre;
    sum += v; squares += v * v;
    if (i >= window) { const old = r[i - window] - centre; sum -= old; squares -= old * old; }
    if (i < window - 1) continue;
    mean[i] = sum / window + centre;
    deviation[i] = Math.sqrt(Math.max(0, (squares - (sum * sum) / window) / (window - 1)));
  }
  return { mean, deviation };
}

function rollingSection(data) {
  const section = $("rolling"), { day, r } = dailyReturns(data.days), year = yearLength(data.days);
  const window = r.length >= year * 1.5 ? Math.round(year / 2) : Math.floor(r.length / 4);
  if (window < 10) { section.remove(); return; }
  const { mean, deviation } = rolling(r, window), root = Math.sqrt(year);
  const x = Float64Array.from(day, (d) => axis.at((d + 1) * DAY - 1));
  const sharpe = mean.map((v, i) => (deviation[i] > 1e-12 ? (v / deviation[i]) * root : NaN)), volatility = deviation.map((v) => v * root);
  const seen = Array.from(sharpe).filter((v) => !Number.isNaN(v)), above = seen.filter((v) => v > 0).length;
  const said = seen.length === 0 ? "There is no day with a return to roll over." :
    `Over windows of ${window} days the Sharpe ratio was above zero ${fmt.percent(above / seen.length, 0)} of the time, between ` +
    `${fmt.number(Math.min(...bottomOf(seen)))} and ${fmt.number(seen.reduce((a, b) => Math.max(a, b)))}.`;
  head(section, "Rolling Sharpe and volatility", said);
  new TimeChart(section, 226, said, [
    { weight: 1.4, format: (v) => fmt.number(v, 1), include: [0], name: "Sharpe", series: [new Line({ label: "Sharpe", colour: "accent", x, y: sharpe, format: (v) => fmt.number(v) })] },
    { weight: 1, format: (v) => fmt.percent(v, 0), include: [0], name: "Volatility a year", series: [new Line({ label: "Volatility", colour: "other", x, y: volatility, format: (v) => fmt.percent(v) })] }]);
}
