// main.js — reads the data, builds the sections from the top, and keeps print and theme in order.

function main() {
  const data = decode(JSON.parse($("report-data").textContent));
  fmt.decimals = data.decimals;
  fmt.isDaily = data.equity.t.every((t) => t % DAY === 0);
  theme.start();
  axis.start(data.equity.t);
  for (const build of [equitySection, priceSection, monthsSection, daysSection, rollingSection, exposureSection,
    tradesSection, moneySection, doubtsSection, metricsSection, dataSection, againSection]) build(data);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === "t") theme.toggle();
    if (event.target.tagName === "CANVAS" || !["+", "-", "0", "="].includes(event.key)) return;
    if (event.key === "0") axis.show(0, axis.last);
    else axis.zoom(event.key === "-" ? 1 / 0.7 : 0.7);
  });
  // Paper is light and finer than a screen.
  const print = (is) => {
    isPrinting = is;
    document.documentElement.toggleAttribute("data-print", is); // the width of A4, before anything is drawn
    theme.apply(is ? "light" : null);
  };
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
  document.documentElement.dataset.ready = "yes";
}
main();
