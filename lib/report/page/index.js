// index.js — the index has no charts to build: only the theme, after base.js.
document.addEventListener("keydown", (event) => { if (event.key === "t" && !event.ctrlKey && !event.metaKey) theme.toggle(); });
theme.start();
document.documentElement.dataset.ready = "yes";
