// format.js — numbers and times as people read them. Times are UTC, the minus is a minus.

const minus = (text) => text.replace("-", "−");

// "12,345.60" of a number, or of decimal text, which keeps every digit it has.
function grouped(value, decimals) {
  let text = typeof value === "string" ? value : value.toFixed(decimals);
  if (/^-0(\.0*)?$/.test(text)) text = text.slice(1);
  const [whole, part] = text.split(".");
  return minus(whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? "." + part : ""));
}

const fmt = {
  decimals: 2, // of money on this page
  isDaily: false, // whether every moment on this page is a midnight, and needs no time of day
  money(value) { return Number.isFinite(value) ? grouped(value, this.decimals) : "–"; },
  // A tick may be a hundred-millionth where a price is thousands: six figures are read, the rest is noise.
  price(value, decimals) {
    if (!Number.isFinite(value)) return "–";
    const digits = Math.abs(value) < 1 ? 1 : Math.floor(Math.log10(Math.abs(value))) + 1;
    const wanted = value !== 0 && Math.abs(value) < 1 ? 5 - Math.floor(Math.log10(Math.abs(value))) : Math.max(2, 6 - digits);
    return grouped(value, Math.min(decimals, wanted));
  },
  number(value, decimals = 2) { return Number.isFinite(value) ? grouped(value, decimals) : "–"; },
  count(value) { return grouped(value, 0); },
  percent(value, decimals) {
    if (!Number.isFinite(value)) return "–";
    const size = Math.abs(value);
    return grouped(value * 100, decimals ?? (size < 0.0995 ? 2 : size < 100 ? 1 : 0)) + " %";
  },
  signed(value, how) { return (value > 0 ? "+" : "") + how(value); },
  date(ms) { return new Date(ms).toISOString().slice(0, 10); },
  time(ms) {
    const text = new Date(ms).toISOString();
    return this.isDaily ? text.slice(0, 10) : text.slice(0, 16).replace("T", " ") + "Z";
  },
  iso(ms) { return new Date(ms).toISOString().replace(".000Z", "Z"); },
  span(days) {
    if (days >= 730) return this.number(days / 365.25, 1) + " years";
    if (days >= 2) return this.number(days, days < 20 ? 1 : 0) + " days";
    if (days * 24 >= 2) return this.number(days * 24, 1) + " hours";
    return this.number(days * 1440, 0) + " min";
  },
  // Short, for an axis: 75k, 1.2M.
  short(value) {
    const size = Math.abs(value);
    if (size >= 1e9) return minus(+(value / 1e9).toPrecision(3) + "B");
    if (size >= 1e6) return minus(+(value / 1e6).toPrecision(3) + "M");
    if (size >= 1e4) return minus(+(value / 1e3).toPrecision(3) + "k");
    return minus(String(+value.toPrecision(6)));
  },
};

// Round steps for an axis that wants about `wanted` of them.
function niceTicks(low, high, wanted) {
  const rough = (high - low) / Math.max(1, wanted);
  if (!(rough > 0)) return [low];
  const power = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = power * [1, 2, 2.5, 5, 10].find((s) => s * power >= rough);
  const out = [];
  for (let v = Math.ceil(low / step) * step; v <= high + step * 1e-9; v += step) out.push(Math.abs(v) < step * 1e-9 ? 0 : v);
  return out;
}

// On a logarithmic axis: 1, 2, 5 of each power, or plain steps where less than a decade is seen.
function logTicks(low, high, wanted) {
  if (high / low < 6) return niceTicks(low, high, wanted).filter((v) => v > 0);
  const out = [];
  for (let power = Math.pow(10, Math.floor(Math.log10(low))); power <= high; power *= 10)
    for (const step of high / low > 1000 ? [1] : [1, 2, 5]) if (step * power >= low && step * power <= high) out.push(step * power);
  return out;
}
