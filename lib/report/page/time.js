// time.js — the time axis that all charts over time share: what part is seen, where the cursor is.
//
// A place on it is an ordinal, the index of a point of the equity curve (with fractions between points):
// nights and weekends without a bar take no room, and every chart lines up with every other.

const axis = {
  t: new Float64Array(0),
  low: 0, high: 1, // what is seen, in ordinals
  cursor: null,    // an ordinal, or null
  charts: [],
  pending: false,

  start(times) {
    this.t = times;
    this.low = 0;
    this.high = Math.max(1, times.length - 1);
  },
  get last() { return Math.max(1, this.t.length - 1); },

  // The ordinal of a time, between neighbours by share; beyond the ends, the ends.
  at(ms) {
    const t = this.t, n = t.length;
    if (n < 2 || ms <= t[0]) return 0;
    if (ms >= t[n - 1]) return n - 1;
    let low = 0, high = n - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (t[middle] <= ms) low = middle; else high = middle;
    }
    return low + (ms - t[low]) / (t[high] - t[low] || 1);
  },
  time(ordinal) {
    const i = clamp(Math.floor(ordinal), 0, this.t.length - 1), next = Math.min(i + 1, this.t.length - 1);
    return this.t[i] + (this.t[next] - this.t[i]) * clamp(ordinal - i, 0, 1);
  },

  show(low, high) {
    const least = Math.min(this.last, 8), width = clamp(high - low, least, this.last);
    this.low = clamp(low, 0, this.last - width);
    this.high = this.low + width;
    this.redraw();
  },
  zoom(factor, around) {
    const middle = around ?? (this.low + this.high) / 2, width = (this.high - this.low) * factor;
    const share = (middle - this.low) / (this.high - this.low);
    this.show(middle - share * width, middle + (1 - share) * width);
  },
  pan(by) {
    const width = this.high - this.low, low = clamp(this.low + by, 0, this.last - width);
    this.show(low, low + width);
  },
  point(ordinal) {
    this.cursor = ordinal === null ? null : clamp(Math.round(ordinal), 0, this.last);
    this.redraw();
  },
  redraw() {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      for (const chart of this.charts) chart.draw();
    });
  },

  // Labels for `room` pixels: the first point of each year, quarter, month, day or hour, whichever fits.
  ticks(room) {
    const wanted = Math.max(2, Math.floor(room / 84)), from = this.time(this.low), to = this.time(this.high);
    for (const unit of TIME_UNITS) {
      if ((to - from) / unit.ms > wanted * 1.35) continue;
      const marks = unitMarks(unit, from, to);
      if (marks.length) return marks.map((mark) => ({ x: this.at(mark), label: timeLabel(mark, unit) }));
    }
    const out = [], step = Math.max(1, Math.ceil((to - from) / 31557600000 / wanted));
    for (let year = Math.ceil(new Date(from).getUTCFullYear() / step) * step; Date.UTC(year, 0, 1) <= to; year += step)
      if (Date.UTC(year, 0, 1) >= from) out.push({ x: this.at(Date.UTC(year, 0, 1)), label: String(year) });
    return out;
  },
};

const MINUTE = 60000, HOUR = 60 * MINUTE, DAY = 24 * HOUR, MONTH = 30.44 * DAY;
const TIME_UNITS = [
  ...[1, 5, 15, 30].map((n) => ({ ms: n * MINUTE })), ...[1, 3, 6, 12].map((n) => ({ ms: n * HOUR })),
  ...[1, 2, 7, 14].map((n) => ({ ms: n * DAY })),
  ...[1, 3, 6].map((n) => ({ ms: n * MONTH, months: n })), { ms: 12 * MONTH, months: 12 },
];

function unitMarks(unit, from, to) {
  const out = [];
  if (unit.months) {
    const start = new Date(from);
    let month = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / unit.months) * unit.months;
    for (;; month += unit.months) {
      const ms = Date.UTC(Math.floor(month / 12), month % 12, 1);
      if (ms > to) return out;
      if (ms >= from) out.push(ms);
    }
  }
  for (let ms = Math.ceil(from / unit.ms) * unit.ms; ms <= to; ms += unit.ms) out.push(ms);
  return out;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
function timeLabel(ms, unit) {
  const date = new Date(ms), text = date.toISOString();
  if (unit.months === 12 || (unit.months && date.getUTCMonth() === 0)) return text.slice(0, 4);
  if (unit.months) return MONTHS[date.getUTCMonth()];
  if (ms % DAY === 0) return date.getUTCDate() + " " + MONTHS[date.getUTCMonth()];
  return text.slice(11, 16);
}

// The pointer and the keyboard on one canvas. `place` answers a chart's {left, right} in pixels.
function steer(canvas, place) {
  const pointers = new Map();
  let range = null, spread = 0;
  const ordinal = (x) => {
    const { left, right } = place();
    return axis.low + ((x - left) / (right - left)) * (axis.high - axis.low);
  };
  const perPixel = () => (axis.high - axis.low) / (place().right - place().left);
  const distance = () => { const [a, b] = [...pointers.values()]; return Math.abs(a - b); };

  canvas.addEventListener("wheel", (event) => {
    // A plain wheel scrolls the page until the chart has been clicked; a pinch arrives as ctrl + wheel.
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!event.ctrlKey && !sideways && document.activeElement !== canvas) return;
    event.preventDefault();
    if (sideways) axis.pan(event.deltaX * perPixel());
    else axis.zoom(Math.exp(clamp(event.deltaY, -200, 200) * (event.ctrlKey ? 0.008 : 0.0022)), ordinal(event.offsetX));
  }, { passive: false });
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, event.offsetX);
    if (pointers.size === 2) spread = distance();
    if (event.shiftKey) range = { from: event.offsetX, to: event.offsetX };
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId), x = event.offsetX;
    if (before !== undefined) {
      pointers.set(event.pointerId, x);
      if (range) range.to = x;
      else if (pointers.size === 2 && spread > 4) {
        const now = Math.max(4, distance()), [a, b] = [...pointers.values()];
        axis.zoom(spread / now, ordinal((a + b) / 2));
        spread = now;
      } else if (pointers.size === 1) axis.pan((before - x) * perPixel());
    }
    canvas.brushed = range;
    axis.point(ordinal(x));
  });
  const lift = (event) => {
    pointers.delete(event.pointerId);
    if (range && Math.abs(range.to - range.from) > 6)
      axis.show(ordinal(Math.min(range.from, range.to)), ordinal(Math.max(range.from, range.to)));
    range = canvas.brushed = null;
    axis.redraw();
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerleave", () => axis.point(null));
  canvas.addEventListener("dblclick", () => axis.show(0, axis.last));
  canvas.addEventListener("blur", () => axis.point(null));
  canvas.addEventListener("keydown", (event) => {
    const width = axis.high - axis.low, keys = {
      ArrowLeft: () => (event.shiftKey ? axis.point((axis.cursor ?? axis.high) - 1) : axis.pan(-width / 8)),
      ArrowRight: () => (event.shiftKey ? axis.point((axis.cursor ?? axis.low) + 1) : axis.pan(width / 8)),
      "+": () => axis.zoom(0.7), "=": () => axis.zoom(0.7), "-": () => axis.zoom(1 / 0.7),
      0: () => axis.show(0, axis.last), Home: () => axis.pan(-axis.last), End: () => axis.pan(axis.last),
    };
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });
}
