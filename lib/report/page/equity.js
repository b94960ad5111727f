// equity.js — the curve with its falls below, against holding, and the strip that says what part is seen.

function equitySection(data) {
  const section = $("equity"), e = data.equity, x = Float64Array.from(e.t, (_, i) => i);
  const has = e.t.length > 1;
  const money = (v) => fmt.money(v), share = (v) => fmt.percent(v);
  const top = { weight: 3, format: fmt.short, isLog: false, series: [
    new Line({ label: "Buy and hold", colour: "other", x, y: e.b, format: money, width: 1 }),
    new Line({ label: "Equity", colour: "accent", x, y: e.v, format: money, width: 1.8 })] };
  const bottom = { weight: 1, format: (v) => fmt.percent(v, 0), include: [0], name: "Below its peak", series: [
    new Line({ label: "Holding’s fall", colour: "other", x, y: e.downHeld, format: share, width: 1 }),
    new Line({ label: "Fall", colour: "down", x, y: e.down, format: share, width: 1, fill: 0 })] };
  const ranges = ["1 m", "6 m", "1 y", "5 y", "All"], days = [30.5, 183, 365.25, 1826];
  head(section, "Equity", null,
    choice("Scale", ["Linear", "Log"], 0, (i) => { top.isLog = i === 1; axis.redraw(); }),
    choice("Range", ranges, 4, (i) => (i === 4 ? axis.show(0, axis.last) : axis.show(axis.at(e.t[e.t.length - 1] - days[i] * DAY), axis.last))));
  const note = section.querySelector(".note");
  if (!has) { note.textContent = "The run has no curve: there was not one bar to value."; return; }
  const low = e.down.indexOf(Math.min(...bottomOf(e.down)));
  const said = `Equity went from ${fmt.money(e.v[0])} to ${fmt.money(e.v[e.v.length - 1])} ${data.currency}; ` +
    `its deepest fall, ${fmt.percent(-e.down[low])}, was reached on ${fmt.date(e.t[low])}. ` +
    `Buying and holding ended at ${fmt.money(e.b[e.b.length - 1])}.`;
  note.textContent = said + (e.of > e.t.length ? ` ${fmt.count(e.of)} points are shown as ${fmt.count(e.t.length)}: the lowest and highest of each stretch.` : "");
  new TimeChart(section, innerWidth < 600 ? 330 : 430, said, [top, bottom]);
  strip(section, x, e.v);
}

// The smallest of a long array, without spreading it over the stack.
function bottomOf(values) { return [values.reduce((a, b) => Math.min(a, b), Infinity)]; }

// The whole curve, small; the part in sight is bright and can be dragged, its edges moved.
function strip(parent, x, y) {
  const whole = { left: 0, right: 100 };
  let held = null;
  const canvas = new Canvas(parent, 44, "The whole curve; the bright part is what the charts show.", (ctx, width, height) => {
    whole.right = width - GUTTER;
    const [min, max] = extent(y, 0, y.length), last = axis.last;
    const view = { left: 0, right: whole.right, top: 4, bottom: height - 4, isLog: false,
      X: (i) => (i / last) * whole.right, Y: (v) => height - 5 - ((v - min) / (max - min || 1)) * (height - 10) };
    ctx.beginPath();
    trace(ctx, x, y, 0, y.length, view);
    ctx.strokeStyle = colour("other");
    ctx.lineWidth = 1;
    ctx.stroke();
    const from = view.X(axis.low), to = view.X(axis.high);
    ctx.fillStyle = colour("veil");
    ctx.fillRect(from, 0, to - from, height);
    ctx.fillStyle = colour("accent");
    ctx.fillRect(from, 0, 2, height);
    ctx.fillRect(to - 2, 0, 2, height);
  });
  canvas.figure.classList.add("strip");
  const node = canvas.node, ordinal = (event) => (event.offsetX / whole.right) * axis.last;
  node.addEventListener("pointerdown", (event) => {
    node.setPointerCapture(event.pointerId);
    const at = ordinal(event), near = (8 / whole.right) * axis.last;
    const edge = Math.abs(at - axis.low) < near ? "low" : Math.abs(at - axis.high) < near ? "high" : null;
    const isInside = at > axis.low && at < axis.high && axis.high - axis.low < axis.last - 1e-6;
    held = { edge: edge || (isInside ? "move" : "new"), at };
  });
  node.addEventListener("pointermove", (event) => {
    if (!held) return;
    const at = ordinal(event);
    if (held.edge === "move") { axis.pan(at - held.at); held.at = at; }
    else if (held.edge === "low") axis.show(Math.min(at, axis.high - 8), axis.high);
    else if (held.edge === "high") axis.show(axis.low, Math.max(at, axis.low + 8));
    else axis.show(Math.min(held.at, at), Math.max(held.at, at));
  });
  const drop = () => { held = null; };
  node.addEventListener("pointerup", drop);
  node.addEventListener("pointercancel", drop);
  node.addEventListener("dblclick", () => axis.show(0, axis.last));
  axis.charts.push(canvas);
}

function exposureSection(data) {
  const section = $("exposure"), e = data.equity, x = Float64Array.from(e.t, (_, i) => i);
  if (e.t.length < 2) { section.remove(); return; }
  let sum = 0, held = 0;
  for (const v of e.gross) { sum += v; held += v > 0 ? 1 : 0; }
  const said = `On average ${fmt.percent(sum / e.t.length)} of the equity was at work, and there was a position ` +
    `${fmt.percent(held / e.t.length)} of the time.`;
  head(section, "Exposure", said);
  const isOneWay = e.net.every((v, i) => Math.abs(v - e.gross[i]) < 1e-9);
  const lines = [new Line({ label: isOneWay ? "Held" : "Net", colour: "accent", x, y: e.net, format: (v) => fmt.percent(v), fill: 0, width: 1.2 })];
  if (!isOneWay) lines.unshift(new Line({ label: "Gross", colour: "other", x, y: e.gross, format: (v) => fmt.percent(v), width: 1 }));
  new TimeChart(section, 180, said, [{ weight: 1, format: (v) => fmt.percent(v, 0), include: [0], series: lines }]);
}
