// series.js — what can be drawn in a pane: lines, areas, candles, columns, marks. Each knows its range in
// sight, draws itself, and tells its value at an ordinal. `x` are ordinals, ascending.

// The first index whose x is at or after the ordinal.
function firstAt(x, ordinal) {
  let low = 0, high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle] < ordinal) low = middle + 1; else high = middle;
  }
  return low;
}

// Indexes in sight and one beyond each side, so that lines leave the pane.
function inSight(x, low, high) {
  return [Math.max(0, firstAt(x, low) - 1), Math.min(x.length, firstAt(x, high) + 1)];
}

// The index shown at an ordinal: the last one at or before it.
function indexAt(x, ordinal) {
  const i = firstAt(x, ordinal + 1e-6) - 1;
  return i < 0 ? null : i;
}

function extent(values, from, to) {
  let min = Infinity, max = -Infinity;
  for (let i = from; i < to; i++) {
    if (values[i] < min) min = values[i];
    if (values[i] > max) max = values[i];
  }
  return [min, max];
}

// Where points crowd, a pixel column gets its first, lowest, highest and last: no peak is lost.
function trace(ctx, x, y, from, to, view) {
  const crowded = to - from > (view.right - view.left) * 3;
  let isDown = false, px = NaN, low = 0, high = 0, last = 0;
  const flush = () => { ctx.lineTo(px, low); ctx.lineTo(px, high); ctx.lineTo(px, last); };
  for (let i = from; i < to; i++) {
    if (Number.isNaN(y[i]) || (view.isLog && y[i] <= 0)) { isDown = false; continue; }
    const X = view.X(x[i]), Y = view.Y(y[i]);
    if (!isDown) { ctx.moveTo(X, Y); isDown = true; px = Math.round(X); low = high = last = Y; continue; }
    if (!crowded) { ctx.lineTo(X, Y); continue; }
    if (Math.round(X) !== px) { flush(); px = Math.round(X); low = high = Y; }
    low = Math.min(low, Y); high = Math.max(high, Y); last = Y;
  }
  if (crowded && isDown) flush();
}

// {label, colour, x, y, format, width, fill, dash}: fill is the value an area reaches down or up to.
class Line {
  constructor(how) { Object.assign(this, { width: 1.5 }, how); }
  range(low, high) { return extent(this.y, ...inSight(this.x, low, high)); }
  tell(ordinal) {
    const i = indexAt(this.x, ordinal);
    return i === null || Number.isNaN(this.y[i]) ? "–" : this.format(this.y[i]);
  }
  draw(ctx, view) {
    const [from, to] = inSight(this.x, axis.low, axis.high);
    if (to <= from) return;
    if (this.fill !== undefined) {
      const base = clamp(view.Y(this.fill), view.top, view.bottom);
      ctx.beginPath();
      trace(ctx, this.x, this.y, from, to, view);
      ctx.lineTo(view.X(this.x[to - 1]), base);
      ctx.lineTo(view.X(this.x[from]), base);
      ctx.globalAlpha = 0.14;
      ctx.fillStyle = colour(this.colour);
      ctx.fill();
      ctx.globalAlpha = 1;
    }
    ctx.beginPath();
    trace(ctx, this.x, this.y, from, to, view);
    ctx.setLineDash(this.dash || []);
    ctx.strokeStyle = colour(this.colour);
    ctx.lineWidth = this.width;
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

// {x, bars, decimals}: open, high, low, close; where candles would touch, a pixel column's high and low.
class Candles {
  constructor(how) { Object.assign(this, { label: "Close", colour: "ink" }, how); }
  range(low, high) {
    const [from, to] = inSight(this.x, low, high);
    return [extent(this.bars.l, from, to)[0], extent(this.bars.h, from, to)[1]];
  }
  tell(ordinal) {
    const i = indexAt(this.x, ordinal), b = this.bars, p = (v) => fmt.price(v, this.decimals);
    return i === null ? "–" : `${p(b.c[i])}  (open ${p(b.o[i])}, high ${p(b.h[i])}, low ${p(b.l[i])})`;
  }
  draw(ctx, view) {
    const [from, to] = inSight(this.x, axis.low, axis.high), b = this.bars;
    if (to <= from) return;
    const step = to - from > 1 ? (view.X(this.x[to - 1]) - view.X(this.x[from])) / (to - from - 1) : 8;
    if (step < 3) return this.drawLines(ctx, view, from, to);
    const body = clamp(Math.round(step * 0.62), 1, 13);
    for (let i = from; i < to; i++) {
      const x = Math.round(view.X(this.x[i])), isUp = b.c[i] >= b.o[i];
      ctx.fillStyle = colour(isUp ? "rise" : "fall");
      const high = view.Y(b.h[i]), low = view.Y(b.l[i]), top = view.Y(Math.max(b.o[i], b.c[i]));
      const height = Math.max(1, view.Y(Math.min(b.o[i], b.c[i])) - top);
      ctx.fillRect(x, high, 1, low - high);
      ctx.fillRect(x - (body >> 1), top, body, height);
    }
  }
  drawLines(ctx, view, from, to) {
    ctx.fillStyle = colour("range");
    let px = NaN, high = 0, low = 0;
    for (let i = from; i <= to; i++) {
      const x = i < to ? Math.round(view.X(this.x[i])) : NaN;
      if (x !== px) {
        if (!Number.isNaN(px)) ctx.fillRect(px, high, 1, Math.max(1, low - high));
        px = x; high = Infinity; low = -Infinity;
      }
      if (i < to) { high = Math.min(high, view.Y(this.bars.h[i])); low = Math.max(low, view.Y(this.bars.l[i])); }
    }
    ctx.beginPath();
    trace(ctx, this.x, this.bars.c, from, to, view);
    ctx.strokeStyle = colour("ink");
    ctx.lineWidth = 1;
    ctx.stroke();
  }
}

// {x, y, format}: columns that stand on zero.
class Columns {
  constructor(how) { Object.assign(this, how); }
  range(low, high) { return [0, Math.max(0, extent(this.y, ...inSight(this.x, low, high))[1])]; }
  tell(ordinal) { const i = indexAt(this.x, ordinal); return i === null ? "–" : this.format(this.y[i]); }
  draw(ctx, view) {
    const [from, to] = inSight(this.x, axis.low, axis.high);
    const step = to - from > 1 ? (view.X(this.x[to - 1]) - view.X(this.x[from])) / (to - from - 1) : 8;
    const width = clamp(Math.floor(step * 0.7), 1, 13);
    ctx.fillStyle = colour(this.colour);
    for (let i = from; i < to; i++) {
      const y = view.Y(this.y[i]);
      ctx.fillRect(Math.round(view.X(this.x[i])) - (width >> 1), y, width, view.bottom - y);
    }
  }
}

// Fills: a triangle under the price points up for a buy, above it down for a sell; solid where a position
// is opened, hollow where one is closed; a bar for a stop, a ring for a target.
class Marks {
  constructor(how) { Object.assign(this, { label: "" }, how); }
  range() { return [Infinity, -Infinity]; }
  tell() { return null; }
  draw(ctx, view) {
    const [from, to] = inSight(this.x, axis.low, axis.high);
    if (to - from > (view.right - view.left) * 0.8) return this.drawDots(ctx, view, from, to);
    const size = to - from > 260 ? 3 : 5;
    for (let i = from; i < to; i++) this.drawMark(ctx, this.fills[i], view.X(this.x[i]), view.Y(this.fills[i].price), size);
  }
  // Thousands of fills are a texture: a dot each, one path a side.
  drawDots(ctx, view, from, to) {
    for (const side of [0, 1]) {
      ctx.beginPath();
      for (let i = from; i < to; i++)
        if (this.fills[i].side === side) ctx.rect(view.X(this.x[i]) - 1, view.Y(this.fills[i].price) + (side === 0 ? 3 : -5), 2, 2);
      ctx.fillStyle = colour(side === 0 ? "accent" : "down");
      ctx.fill();
    }
  }
  drawMark(ctx, fill, x, y, size) {
    const isBuy = fill.side === 0, way = isBuy ? 1 : -1, tip = y + way * 3, base = tip + way * size * 1.7;
    ctx.beginPath();
    ctx.moveTo(x, tip);
    ctx.lineTo(x - size, base);
    ctx.lineTo(x + size, base);
    ctx.closePath();
    ctx.lineWidth = 1.4;
    ctx.strokeStyle = colour(isBuy ? "accent" : "down");
    ctx.fillStyle = fill.opens ? ctx.strokeStyle : colour("paper");
    ctx.fill();
    ctx.stroke();
    if (fill.reason === 1) { ctx.beginPath(); ctx.moveTo(x - size - 3, y); ctx.lineTo(x + size + 3, y); ctx.stroke(); }
    if (fill.reason === 2) { ctx.beginPath(); ctx.arc(x, y, size, 0, 2 * Math.PI); ctx.stroke(); }
  }
}
