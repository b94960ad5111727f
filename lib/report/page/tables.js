// tables.js — how far to believe it, every metric, where the data came from, how to do it again.

function doubtsSection(data) {
  const section = $("doubts");
  head(section, "How far to believe it", data.grade ? `Realism grade ${data.grade}. ${data.gradeText}` : data.gradeText);
  const left = el("div", {}, el("h3", {}, "Assumptions"), assumptions(data)), right = el("div", {}, el("h3", {}, "Harsher runs"), harsher(data), el("h3", {}, "Look-ahead"), el("p", {}, lookahead(data)));
  section.append(el("div", { class: "pair" }, left, right));
}

function assumptions(data) {
  if (!data.assumptions.length && !data.ambiguous) return el("p", {}, "The run states no assumptions.");
  const rows = data.assumptions.map((it) => el("li", {}, el("b", {}, it.what.charAt(0).toUpperCase() + it.what.slice(1) + ":"), " ", it.text + ".",
    it.weight > 0 ? el("em", {}, ` Costs ${it.weight} in the grade.`) : null));
  if (data.ambiguous) rows.push(el("li", {}, el("b", {}, "Ambiguous bars:"), ` in ${fmt.count(data.ambiguous)} of ${fmt.count(data.barCount)} bars both stop and target were inside; the worse one was taken.`));
  if (data.rejected) rows.push(el("li", {}, el("b", {}, "Refused orders:"), ` ${fmt.count(data.rejected)} of ${fmt.count(data.orderCount)} orders were refused.`));
  return el("ul", { class: "plain" }, rows);
}

function harsher(data) {
  if (!data.harsher.length) return el("p", {}, "The run was not repeated under harsher assumptions (quality off).");
  const start = units(data.start), good = data.harsher.filter((it) => units(it.end) > start).length;
  const words = good === data.harsher.length ? "It makes money in all of them." : good === 0 ? "It makes money in none of them." : `It makes money in ${good} of ${data.harsher.length}.`;
  const row = (name, end, sharpe, fills) => el("tr", {}, el("td", { class: "words" }, name), moneyCell(units(end)),
    el("td", { class: units(end) >= start ? "up" : "down" }, start > 0n ? fmt.percent(Number(units(end) - start) / Number(start)) : "–"), el("td", {}, fmt.number(sharpe ?? NaN)), el("td", {}, fmt.count(fills)));
  const own = data.metrics.find((metric) => metric.name === "sharpe");
  return el("div", {}, el("p", {}, words), el("div", { class: "scroll" }, el("table", { class: "rows" },
    el("thead", {}, el("tr", {}, ["Run", "Equity at end", "Return", "Sharpe", "Fills"].map((name, i) => el("th", { scope: "col", class: i === 0 ? "words" : null }, name)))),
    el("tbody", {}, row("as it was run", data.end, own ? own.value : null, data.fillCount), data.harsher.map((it) => row(it.name, it.end, it.sharpe, it.fills))))));
}

function lookahead(data) {
  if (data.lookahead === "none") return "None found: with the future removed at the checked cuts the decisions stayed the same.";
  if (data.lookahead === "found") return "Found: " + (data.lookaheadText || "decisions changed when the future was removed.");
  return "Not checked (quality off).";
}

function metricText(data, metric) {
  const v = metric.value ?? NaN;
  switch (metric.unit) {
  case "share": return fmt.percent(v);
  case "money": return fmt.money(v);
  case "count": return Number.isFinite(v) ? fmt.count(v) : "–";
  case "days": return Number.isFinite(v) ? fmt.number(v, v % 1 === 0 ? 0 : 1) + " d" : "–";
  default: return fmt.number(v, Math.abs(v) < 1 ? 4 : 2);
  }
}

function metricsSection(data) {
  const section = $("metrics");
  if (!data.metrics.length) { section.remove(); return; }
  head(section, "All figures", "Point at a name, or move to it with the Tab key, to see how it is computed.");
  const groups = new Map();
  for (const metric of data.metrics) groups.set(metric.group, [...(groups.get(metric.group) || []), metric]);
  section.append(el("div", { class: "groups" }, [...groups.entries()].map(([name, metrics]) => el("div", { class: "group" }, el("h3", {}, name),
    el("dl", {}, metrics.map((metric) => el("div", {},
      el("dt", metric.formula ? { tabindex: "0", class: "hint", "data-hint": metric.formula, title: metric.name, "aria-label": `${metric.label}: ${metric.formula}` } : {}, metric.label),
      el("dd", {}, metricText(data, metric)))))))));
}

function dataSection(data) {
  const section = $("data"), made = data.instruments.filter((it) => it.generated).length;
  head(section, "Data", made ? `${made} of ${data.instruments.length} markets are generated, not recorded.` : "Recorded markets; a hash stands for every number that was used.");
  section.append(el("div", { class: "manifest" }, data.instruments.slice(0, 100).map((it) => el("div", { class: "item" },
    el("h3", {}, it.symbol, " ", el("span", {}, it.generated ? "generated market" : it.what)),
    el("dl", {}, [["Source", it.source || it.name], ["Name", it.name], ["Bars", `${fmt.count(it.count)} ${it.interval ? "of " + fmt.span(it.interval / DAY).replace("1,440 min", "1 day").replace(/^24\.0 hours$/, "1 day") : ""}`],
      ["From", it.from || "–"], ["To", it.to || "–"], ["Format", it.format], ["Tick", `${it.tick}${it.stated ? "" : " (inferred" + (it.rounding > 0 ? `, prices moved by at most ${it.rounding}` : "") + ")"}`],
      ["Repeated rows", it.duplicates ? fmt.count(it.duplicates) : null], ["Hash", it.hash]]
      .filter(([, value]) => value !== null).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", { class: name === "Hash" ? "mono" : null }, value))))))));
  if (data.instruments.length > 100) section.append(el("p", { class: "small" }, `The first 100 of ${data.instruments.length}; the JSON result names them all.`));
}

function copyButton(words) {
  return el("button", { type: "button", class: "copy", onclick(event) {
    const range = document.createRange();
    range.selectNodeContents(event.target.parentNode.querySelector("code"));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    if (navigator.clipboard) navigator.clipboard.writeText(words).then(() => { event.target.textContent = "Copied"; }, () => {});
  } }, "Copy");
}

function againSection(data) {
  const section = $("again");
  if (!data.command && !data.spec) { section.remove(); return; }
  head(section, "Do it again", `The same command on the same data gives the same result, to the last bit: state hash ${data.stateHash}.`);
  if (data.command) section.append(el("div", { class: "code" }, copyButton(data.command), el("pre", { tabindex: "0" }, el("code", {}, data.command))));
  if (data.spec) section.append(el("details", { open: data.spec.length < 600 }, el("summary", {}, "The complete spec"), el("div", { class: "code" }, copyButton(data.spec), el("pre", { tabindex: "0" }, el("code", {}, data.spec)))));
}
