"use strict";
// base.js — the few things every other part stands on: elements, the palette, the theme.
// Text enters the page through text nodes and attributes only, never as markup.

const $ = (id) => document.getElementById(id);
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

// el("p", {class: "note"}, "text", child): children that are null are left out.
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style") node.style.cssText = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined) continue;
    node.append(typeof child === "object" ? child : String(child));
  }
  return node;
}

// A section's head: a title, a sentence, and controls at its right.
function head(section, title, sentence, ...controls) {
  section.append(el("div", { class: "head" }, el("h2", {}, title), el("div", { class: "controls" }, controls)));
  const note = el("p", { class: "note" }, sentence || "");
  section.append(note);
  return note;
}

// A row of buttons of which one is pressed; `pick` is told its index.
function choice(label, names, pressed, pick) {
  const group = el("div", { class: "choice", role: "group", "aria-label": label });
  names.forEach((name, index) => {
    group.append(el("button", {
      type: "button", "aria-pressed": String(index === pressed),
      onclick() {
        [...group.children].forEach((other, i) => other.setAttribute("aria-pressed", String(i === index)));
        pick(index);
      },
    }, name));
  });
  return group;
}

// The palette is the style sheet's: a canvas asks for "accent" and gets the theme's colour.
const palette = {
  cache: {},
  get(name) {
    if (!(name in this.cache))
      this.cache[name] = getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
    return this.cache[name];
  },
};
const colour = (name) => palette.get(name);

const theme = {
  watchers: [],
  wish: null, // what the address or the button asked for; null: the system's
  dark: matchMedia("(prefers-color-scheme: dark)"),
  isDark() { return this.wish ? this.wish === "dark" : this.dark.matches; },
  apply(name) {
    document.documentElement.dataset.theme = name || (this.isDark() ? "dark" : "light");
    palette.cache = {};
    for (const watcher of this.watchers) watcher();
  },
  toggle() {
    this.wish = this.isDark() ? "light" : "dark";
    this.apply();
  },
  start() {
    const asked = /[?&#](?:theme=)?(dark|light)\b/.exec(location.search + location.hash);
    if (asked) this.wish = asked[1];
    this.dark.addEventListener("change", () => this.apply());
    $("theme").addEventListener("click", () => this.toggle());
    this.apply();
  },
};
