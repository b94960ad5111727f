// chart.js — canvases: one that is as sharp as the screen, and a chart of panes over the shared time axis.

// A canvas in a figure. `draw(ctx, width, height)` runs when the size, the theme or the view changes.
class Canvas {
  constructor(parent, height, text, draw) {
    this.height = height;
    this.paint = draw;
    this.node = el("canvas", { role: "img", tabindex: "0", "aria-label": text, style: `height:${height}px` });
    this.figure = el("figure", {}, this.node);
    parent.append(this.figure);
    this.context = this.node.getContext("2d");
    new ResizeObserver(() => this.draw()).observe(this.node);
    theme.watchers.push(() => this.draw());
    canvases.push(this);
  }
  describe(text) { this.node.setAttribute("aria-label", text); }
  draw() {
    // On paper a chart shares its page with the words that belong to it.
    const height = isPrinting ? Math.min(this.height, 310) : this.height, ratio = isPrinting ? 3 : Math.max(1, window.devicePixelRatio);
    this.node.style.height = height + "px";
    const width = this.node.clientWidth;
    if (width < 40) return;
    const w = Math.round(width * ratio), h = Math.round(height * ratio);
    if (this.node.width !== w || this.node.height !== h) { this.node.width = w; this.node.height = h; }
    const ctx = this.context;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    ctx.font = FONT;
    ctx.lineJoin = "round";
    this.paint(ctx, width, height);
  }
}
const canvases = [];
let isPrinting = false;
const FONT = '11px "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif';
const GUTTER = 64, FOOT = 20, GAP = 14, NAME = 12, AIR = 7; // AIR: so that the last bar is not cut

function text(ctx, words, x, y, align, name) {
  ctx.fillStyle = colour(name || "muted");
  ctx.textAlign = align || "left";
  ctx.textBaseline = "middle";
  ctx.fillText(words, x, y);
}

function rule(ctx, x1, y1, x2, y2, name) {
  ctx.strokeStyle = colour(name || "line");
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
  ctx.lineTo(Math.round(x2) + 0.5, Math.round(y2) + 0.5);
  ctx.stroke();
}

// Panes over time, one above the other. A pane: {weight, series, isLog, format, name, include, ticks}.
// `include` values are always in sight (0 for a drawdown). Each series draws itself (series.js).
class TimeChart {
  constructor(parent, height, sentence, panes) {
    this.panes = panes;
    this.readout = el("p", { class: "readout", "aria-live": "off" });
    parent.append(this.readout);
    this.canvas = new Canvas(parent, height, sentence, (ctx, w, h) => this.paint(ctx, w, h));
    this.place = { left: 0, right: 100 };
    steer(this.canvas.node, () => this.place);
    axis.charts.push(this);
  }
  draw() { this.canvas.draw(); }

  paint(ctx, width, height) {
    this.place = { left: 0, right: width - GUTTER };
    const total = this.panes.reduce((sum, pane) => sum + pane.weight, 0);
    const gaps = this.panes.reduce((sum, pane, i) => sum + (i > 0 ? GAP : 0) + (pane.name ? NAME : 0), 0);
    const room = height - FOOT - gaps - 6;
    let top = 6;
    const ticks = axis.ticks(this.place.right);
    for (const pane of this.panes) {
      if (pane.name) top += NAME;
      const bottom = top + (room * pane.weight) / total;
      this.paintPane(ctx, pane, top, bottom, ticks);
      top = bottom + GAP;
    }
    const X = (i) => this.place.left + ((i - axis.low) / (axis.high - axis.low)) * (this.place.right - this.place.left);
    let free = -1;
    for (const tick of ticks) {
      const half = ctx.measureText(tick.label).width / 2, x = clamp(X(tick.x), half, this.place.right - half);
      if (x - half < free) continue;
      text(ctx, tick.label, x, height - FOOT / 2 + 1, "center");
      free = x + half + 10;
    }
    this.paintCursor(ctx, X, height - FOOT);
    this.tell();
  }

  paintPane(ctx, pane, top, bottom, ticks) {
    const { left, right } = this.place, view = paneView(pane, left, right, top, bottom);
    const wanted = Math.max(2, (bottom - top) / (bottom - top < 120 ? 26 : 46));
    const marks = pane.ticks || (view.isLog ? logTicks(view.min, view.max, wanted) : niceTicks(view.min, view.max, wanted));
    for (const tick of ticks) rule(ctx, view.X(tick.x), top, view.X(tick.x), bottom, "faint");
    for (const mark of marks) {
      const y = view.Y(mark);
      if (y < top - 1 || y > bottom + 1) continue;
      rule(ctx, left, y, right + AIR, y, mark === 0 ? "axis" : "line");
      text(ctx, pane.format(mark), right + AIR + 7, clamp(y, top + 5, bottom - 4));
    }
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top - 4, right - left + AIR, bottom - top + 8);
    ctx.clip();
    for (const series of pane.series) if (!series.isHidden) series.draw(ctx, view);
    ctx.restore();
    if (pane.name) text(ctx, pane.name, left, top - 8);
  }

  paintCursor(ctx, X, bottom) {
    const brushed = this.canvas.node.brushed;
    if (brushed) {
      ctx.fillStyle = colour("veil");
      ctx.fillRect(Math.min(brushed.from, brushed.to), 0, Math.abs(brushed.to - brushed.from), bottom);
    }
    if (axis.cursor === null || axis.cursor < axis.low || axis.cursor > axis.high) return;
    rule(ctx, X(axis.cursor), 0, X(axis.cursor), bottom, "muted");
  }

  // The values under the cursor, or the last ones in sight.
  tell() {
    const ordinal = axis.cursor ?? Math.floor(axis.high);
    const parts = [el("time", {}, fmt.time(axis.t[clamp(Math.round(ordinal), 0, axis.t.length - 1)] ?? 0))];
    for (const pane of this.panes)
      for (const series of pane.series) {
        const value = series.isHidden || !series.label ? null : series.tell(ordinal);
        if (value === null) continue;
        parts.push(el("span", {}, el("i", { style: `background:${colour(series.colour)}` }), series.label + " ", el("b", {}, value)));
      }
    this.readout.replaceChildren(...parts);
  }
}

// Where a pane's values lie on the canvas, for what is in sight.
function paneView(pane, left, right, top, bottom) {
  let min = Infinity, max = -Infinity;
  for (const series of pane.series) {
    if (series.isHidden) continue;
    const [low, high] = series.range(axis.low, axis.high);
    min = Math.min(min, low);
    max = Math.max(max, high);
  }
  for (const value of pane.include || []) { min = Math.min(min, value); max = Math.max(max, value); }
  if (!(max >= min)) { min = 0; max = 1; }
  const isLog = Boolean(pane.isLog) && min > 0;
  if (isLog) { const air = Math.pow(max / min, 0.04) || 1; min /= air; max *= air; if (max === min) max *= 1.01; }
  else {
    const air = (max - min) * 0.05 || Math.abs(max) * 0.01 || 1;
    if (!(pane.include || []).includes(min)) min -= air;
    if (!(pane.include || []).includes(max)) max += air;
  }
  const bend = isLog ? Math.log : (v) => v, a = bend(min), b = bend(max);
  return {
    left, right, top, bottom, min, max, isLog,
    X: (i) => left + ((i - axis.low) / (axis.high - axis.low)) * (right - left),
    Y: (v) => bottom - ((bend(v) - a) / (b - a)) * (bottom - top),
  };
}
