"""The public label page as a citizen's phone meets it. `make run`, then `python -m bench.web [rounds]`.

Headless Chromium on the built site, slowed down by DevTools: CPU 4 times, and its preset «Slow 4G» (562.5 ms before
every answer, 1.44 Mbit/s down, 0.675 up). Files come compressed by gzip, a little larger than CloudFront's Brotli.

cold     the first visit, by a printed label's address        warm    the next one, the app kept by its service worker
keep     processor time of the whole browser until the phone has kept the app, from the first page on, and its files
scan     a film of a label before the camera, on /scan, from its first frame with the label to the label's page

A page is interactive when its verdict is painted and the thread that answers taps has come free after that.
"""

import statistics
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench import stall
from bench.conditions import machine
from infra.local import chromium, demo
from infra.local.places import Places

ROUNDS = 5
CPU_SLOWDOWN = 4
SLOW_4G = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1.6e6 / 8 * 0.9,
    "uploadThroughput": 0.75e6 / 8 * 0.9,
}
BUDGET = {"cold_s": 2.5, "warm_s": 1.0, "scan_s": 1.0, "script_kb": 120.0, "shift": 0.0, "keep_files": 200.0}
NAMES = (*BUDGET, "keep_cpu_s")
type Figures = dict[str, float]

WATCH = """
window.measured = { shift: 0, longest: 0 };
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) measured.shift += one.value;
}).observe({ type: "layout-shift", buffered: true });
new MutationObserver((_, watch) => {
  if (!document.querySelector(".banner") || !document.querySelector("nav.act a")) return;
  watch.disconnect();
  requestAnimationFrame(() => setTimeout(() => (measured.interactive = performance.now())));
}).observe(document, { subtree: true, childList: true });
navigator.serviceWorker?.ready.then(() => (measured.kept = true));
"""
SCRIPTS = """
performance.getEntriesByType("resource")
  .filter((one) => new URL(one.name).pathname.endsWith(".js") && one.startTime < measured.interactive)
  .reduce((sum, one) => sum + one.encodedBodySize, 0)
"""
KEPT = """
(async () => {
  const shelves = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  return (await Promise.all(shelves.map((shelf) => shelf.keys()))).flat().length;
})()
"""
FIRST_BRIGHT_FRAME = """
new MutationObserver((_, watch) => {
  const video = document.querySelector("video");
  if (!video) return;
  watch.disconnect();
  const dot = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  video.requestVideoFrameCallback(function look(now) {
    dot.drawImage(video, 0, 0, 1, 1);
    if (dot.getImageData(0, 0, 1, 1).data[0] > 128) measured.bright = now;
    else video.requestVideoFrameCallback(look);
  });
}).observe(document, { subtree: true, childList: true });
"""


def phone(browser: Browser, *scripts: str) -> tuple[BrowserContext, Callable[[], Page]]:
    """A new phone, and what opens a slow page on it."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", permissions=["camera"]
    )
    for script in (WATCH, *scripts):
        context.add_init_script(script)

    def slow() -> Page:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_4G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
        return page

    return context, slow


def interactive(page: Page) -> float:
    """Milliseconds from the start of the page."""
    return float(page.wait_for_function("measured.interactive", timeout=60_000).json_value())


def cpu_s(browser: Browser) -> float:
    """Seconds of CPU that all processes of the browser have taken."""
    session = browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return float(sum(one["cpuTime"] for one in found))


def visits(browser: Browser, address: str) -> Figures:
    """A first visit to a label's page and, when the phone has kept the app, a second."""
    context, slow = phone(browser)
    first = slow()
    first.goto(address, wait_until="commit")
    cold = interactive(first)
    told: Figures = {"cold_s": cold / 1000, "script_kb": first.evaluate(SCRIPTS) / 1000}
    began = cpu_s(browser)
    first.wait_for_function("measured.kept", timeout=60_000)
    told["keep_cpu_s"], told["keep_files"] = cpu_s(browser) - began, first.evaluate(KEPT)
    told["shift"] = first.evaluate("measured.shift")
    first.close()
    second = slow()
    second.goto(address, wait_until="commit")
    told["warm_s"] = interactive(second) / 1000
    told["shift"] = max(told["shift"], second.evaluate("measured.shift"))
    context.close()
    return told


def scan(browser: Browser, origin: str) -> Figures:
    """From the first frame with a label to its page; the decoder is there, as for all but the very first scan."""
    context, slow = phone(browser, FIRST_BRIGHT_FRAME)
    page = slow()
    page.goto(f"{origin}/scan")
    page.wait_for_function("measured.kept", timeout=60_000)
    page.get_by_role("button", name="打开摄像头").click()
    page.wait_for_url("**/i/*", timeout=60_000)
    ended, began = interactive(page), page.evaluate("measured.bright")
    context.close()
    if began is None:  # a busy machine showed the frame to the decoder alone
        return scan(browser, origin)
    return {"scan_s": (ended - began) / 1000}


def film(label: str, folder: Path) -> Path:
    """A dark wall, then a bright one with the label, as large as one holds it."""
    wall, picture = Image.new("L", (640, 480), 200), stall.label(label, 25, 6)
    stall.put(wall, picture, (0.5, 0.5), 5)
    made = folder / "label.mjpeg"
    made.write_bytes(stall.film((Image.new("L", (640, 480), 60), 4), (wall, 6)))
    return made


def told(name: str, figures: list[Figures]) -> None:
    """One line: middle, best and worst round, and the budget."""
    found = sorted(one[name] for one in figures)
    middle = statistics.median(found)
    budget = BUDGET.get(name)
    verdict = "" if budget is None else f"{'within' if middle <= budget else 'OVER'} {budget:g}"
    print(f"{name:<10} {middle:8.3f}   {found[0]:8.3f} to {found[-1]:8.3f}   {verdict}")


def main(rounds: int) -> None:
    """Measure in turn, so that a busy minute falls on all of them."""
    places = Places.from_environment()
    address = next(iter(demo.labels(places)))[0]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        content = f"HTTPS://{address.removeprefix('http://').upper()}"
        browser = chromium.launch(playwright.chromium, film(content, Path(folder)))
        print(
            f"{machine()}; Chromium {browser.version}, CPU {CPU_SLOWDOWN}x slower, Slow 4G, {rounds} rounds"
        )
        measures: tuple[Callable[[], Figures], ...] = (
            partial(visits, browser, address),
            partial(scan, browser, places.origin),
        )
        rows: list[dict[str, Any]] = [{} for _ in range(rounds)]
        for row in rows:
            for measure in measures:
                row.update(measure())
        browser.close()
    print("              middle       best to    worst   budget")
    for name in NAMES:
        told(name, rows)
    print(machine())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
