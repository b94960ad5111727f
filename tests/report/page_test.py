#!/usr/bin/env python3
"""The report as a browser shows it: no errors, nothing asked from elsewhere, charts that are drawn, hover and
keys that work, no sideways scrolling at 360 pixels, paper that is filled.

    tests/report/page_test.py build/dev/report-pages     (test_report leaves the pages there)

Needs Debian's chromium and chromium-driver, and nothing but Python's library. Skips loudly without them.
"""
import base64, json, pathlib, re, shutil, socket, subprocess, sys, tempfile, time, urllib.request

PAGES = ["goog", "generated", "evil", "empty", "large"]
results = {"passed": 0, "failed": 0, "skipped": 0}


def check(title, holds, detail=""):
    results["passed" if holds else "failed"] += 1
    if not holds:
        print(f"page_test: FAILED: {title}: {detail}")


class Browser:
    """A Chromium of its own, spoken to over WebDriver; every name it might look up is not found."""

    def __init__(self, width, height):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = tempfile.mkdtemp(prefix="argosy-page-")
        self.netlog = pathlib.Path(self.folder, "net.json")
        self.driver = subprocess.Popen(["chromedriver", f"--port={self.port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                self.call("GET", "/status")
                break
            except OSError:
                time.sleep(0.1)
        options = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
                            "--disable-background-networking", "--disable-component-update", "--disable-sync", f"--window-size={width},{height}",
                            f"--user-data-dir={self.folder}/profile", "--host-resolver-rules=MAP * ~NOTFOUND", f"--log-net-log={self.netlog}"]}
        if width < 500:  # a window cannot be this narrow, a telephone can
            options["mobileEmulation"] = {"deviceMetrics": {"width": width, "height": height, "pixelRatio": 1}}
        wish = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        self.session = "/session/" + self.call("POST", "/session", {"capabilities": {"alwaysMatch": wish}})["sessionId"]

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def open(self, url):
        self.call("POST", self.session + "/url", {"url": url})
        for _ in range(100):
            if self.js("return document.documentElement.dataset.ready") == "yes":
                break
            time.sleep(0.05)
        self.settle()

    def settle(self):
        self.call("POST", self.session + "/execute/async", {"script": "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)))", "args": []})

    def js(self, script, *args):
        return self.call("POST", self.session + "/execute/sync", {"script": script, "args": list(args)})

    def move(self, x, y):
        step = {"type": "pointer", "id": "mouse", "actions": [{"type": "pointerMove", "x": int(x), "y": int(y), "duration": 0}]}
        self.call("POST", self.session + "/actions", {"actions": [step]})
        self.settle()

    def keys(self, text):
        down = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self.call("POST", self.session + "/actions", {"actions": [{"type": "key", "id": "keys", "actions": down}]})
        self.settle()

    def errors(self):
        lines = self.call("POST", self.session + "/se/log", {"type": "browser"})
        return [line["message"] for line in lines if line["level"] in ("SEVERE", "WARNING")]

    def paper(self):
        return base64.b64decode(self.call("POST", self.session + "/print", {"page": {"width": 21.0, "height": 29.7}, "background": True}))

    def close(self):
        """Ends the session and answers what its pages asked from the network."""
        try:
            self.call("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait()
        log = self.netlog.read_text(errors="replace") if self.netlog.exists() else "{}"
        shutil.rmtree(self.folder, ignore_errors=True)
        try:
            events = json.loads(log)["events"]
        except ValueError:  # a log that was cut off at the end
            events = json.loads(log[: log.rindex("},") + 1] + "]}")["events"]
        asked = [event.get("params", {}) for event in events]
        # Chromium looks for its own updates; such a request has no origin. A page's has one.
        return sorted({it["url"] for it in asked if re.match(r"(https?|wss?|ftp):", it.get("url", "")) and it.get("initiator", "not an origin") != "not an origin"})


def test_control():
    """The check that nothing is asked must be able to fail: a page that does ask is caught."""
    browser = Browser(1280, 1000)
    with tempfile.NamedTemporaryFile("w", suffix=".html") as page:
        page.write("<html data-ready=yes><img src='http://nowhere.invalid/x.png'>")
        page.flush()
        browser.open(pathlib.Path(page.name).as_uri())
        asked = browser.close()
    check("a page that asks for something is caught", asked == ["http://nowhere.invalid/x.png"], asked)


# A canvas is drawn when its pixels are not all alike.
DRAWN = """return [...document.querySelectorAll('canvas')].map((c) => {
  const p = c.getContext('2d').getImageData(0, 0, c.width, c.height).data, seen = new Set();
  for (let i = 0; i < p.length && seen.size < 6; i += 4) seen.add(p[i] << 24 | p[i + 1] << 16 | p[i + 2] << 8 | p[i + 3]);
  return seen.size; })"""
RANGE = "return [axis.low, axis.high, axis.last]"


def test_page(browser, folder, name):
    browser.open((folder / f"{name}.html").as_uri())
    check(f"{name} has no errors", not (errors := browser.errors()), errors)
    drawn = browser.js(DRAWN)
    check(f"{name} has charts that are drawn", all(colours >= 3 for colours in drawn) and (drawn or name == "empty"), drawn)
    unnamed = browser.js("return [...document.querySelectorAll('canvas')].filter((c) => (c.getAttribute('aria-label') || '').length < 20).length")
    check(f"{name} has a sentence for every chart", unnamed == 0, unnamed)
    check(f"{name} has no element of foreign text", browser.js("return document.scripts.length + ' ' + document.querySelectorAll('x, iframe, img').length") == "2 0")


def test_hands(browser, folder):
    browser.open((folder / "goog.html").as_uri())
    box = browser.js("const b = document.querySelector('#equity canvas').getBoundingClientRect(); return [b.x, b.y, b.width, b.height]")
    browser.move(box[0] + box[2] * 0.5, box[1] + box[3] * 0.3)
    told = browser.js("return [...document.querySelectorAll('.readout time')].map((t) => t.textContent)")
    check("hover tells the same day on every chart", len(set(told)) == 1 and told[0].startswith("2009"), told)
    equity = browser.js("""const i = axis.cursor, shown = document.querySelector('#equity .readout').textContent;
      const raw = JSON.parse(document.getElementById('report-data').textContent).equity.v; let v = 0; for (let k = 0; k <= i; k++) v += raw[k];
      return [shown, (v / 100).toLocaleString('en-US', {minimumFractionDigits: 2})]""")
    check("hover shows the equity of that day", equity[1] in equity[0], equity)
    browser.js("document.querySelector('#equity canvas').focus()")
    browser.keys("+")
    low, high, last = browser.js(RANGE)
    check("+ zooms in", abs((high - low) / last - 0.7) < 0.01, (low, high, last))
    browser.keys("\ue012")
    check("left moves to the left", browser.js(RANGE)[0] < low, browser.js(RANGE))
    browser.keys("0")
    check("0 shows all of it", browser.js(RANGE) == [0, last, last], browser.js(RANGE))
    browser.js("""document.querySelector('#equity canvas').dispatchEvent(new WheelEvent('wheel', {deltaY: -120, ctrlKey: true, bubbles: true, cancelable: true}))""")
    check("the wheel zooms", browser.js("return axis.high - axis.low < axis.last"))
    before = browser.js("return document.documentElement.dataset.theme")
    browser.keys("t")
    check("t changes the theme", browser.js("return document.documentElement.dataset.theme") != before)
    browser.js("[...document.querySelectorAll('#trades th button')].find((b) => b.textContent === 'Profit').click()")
    rows = browser.js("return [...document.querySelectorAll('#trades tbody tr')].map((r) => r.children[8].textContent)")
    values = [float(row.replace(",", "").replace("−", "-")) for row in rows]
    check("a click on Profit puts the best trade first", values == sorted(values, reverse=True) and values[0] == 16279.2, values)
    total = browser.js("""const rows = [...document.querySelectorAll('#money .bars tbody tr td:last-child')].map((c) => c.textContent);
      return [rows, document.querySelector('#money tfoot td:last-child').textContent]""")
    check("the profit by instrument is the profit", total[1] == "41,422.99", total)
    check("no error came of it", not (errors := browser.errors()), errors)


def test_narrow(folder):
    for width in (360, 820):
        browser = Browser(width, 780)
        try:
            for name in PAGES + ["index"]:
                browser.open((folder / f"{name}.html").as_uri())
                over = browser.js("return document.documentElement.scrollWidth - innerWidth")
                check(f"{name} does not scroll sideways at {width}", over <= 0 and browser.js("return innerWidth") == width, over)
        finally:
            browser.close()


def test_paper(browser, folder):
    browser.open((folder / "goog.html").as_uri())
    pages = len(re.findall(rb"/Type\s*/Page[^s]", browser.paper()))
    check("printed it fills between two and eight pages", 2 <= pages <= 8, pages)


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build/dev/report-pages").resolve()
    missing = [name for name in ("chromium", "chromedriver") if not shutil.which(name)]
    if not missing:
        missing = [f"{name}.html" for name in PAGES + ["index"] if not (folder / f"{name}.html").exists()]
    if missing:
        print(f"page_test: skipped: {', '.join(missing)} not there")
        print("page_test: 0 passed, 0 failed, 1 skipped")
        return 0
    browser = Browser(1280, 1000)
    try:
        for name in PAGES:
            test_page(browser, folder, name)
        test_hands(browser, folder)
        test_paper(browser, folder)
        browser.open((folder / "index.html").as_uri())
        check("the index has no errors", not (errors := browser.errors()), errors)
        check("the index links to reports that are there", all((folder / link).exists() for link in browser.js("return [...document.querySelectorAll('.card a')].map((a) => a.getAttribute('href'))")))
    finally:
        asked = browser.close()
    check("nothing was asked from anywhere", not asked, asked)
    test_control()
    test_narrow(folder)
    print(f"page_test: {results['passed']} passed, {results['failed']} failed, {results['skipped']} skipped")
    return 1 if results["failed"] else 0


sys.exit(main())
