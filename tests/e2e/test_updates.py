"""A new version of the app, a real second build of it: it waits for what is being filled in, and loses nothing."""

import json
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.local.frontdoor import DIST
from infra.local.web import WEB
from tests.contract.asking import eventually
from tests.e2e.steps import phone_of, weigh
from tests.office import ANNA, SCALE, VISIT

ME = {"account": ANNA.id, "roles": ["inspector"], "districts": [], "merchants": [], "sites": [], "labs": []}
HEAD = {
    "id": SCALE,
    "number": "7M2K9QR4TX",
    "category": "price_scale",
    "name": "电子计价秤",
    "stall": "A01",
    "accuracy_class": "III",
    "max_g": "15000",
    "e_g": "5",
    "merchant": {"id": "mer-1", "name": "林*"},
}
ANSWERS: dict[str, object] = {
    "/config.json": {"issuer": "", "client_id": "", "label_host": "", "demo": False},
    "/api/v1/me": ME,
    f"/api/v1/instruments/{SCALE}": {"instrument": HEAD, "standing": {}, "version": 1},
}
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm"}
SIGNED_IN = """([me]) => {
  sessionStorage.setItem("steelyard.me", JSON.stringify(me));
  const tokens = {access: "x", ends: Date.now() + 3600000, since: Date.now()};
  sessionStorage.setItem("steelyard.tokens", JSON.stringify(tokens));
}"""

WAITING = "navigator.serviceWorker.getRegistration().then((found) => found.waiting && found.waiting.state)"
BUSY = """() => addEventListener("click", () => {
  window.busy = true;
  for (let i = 0; i < 30; i++) setTimeout(() => fetch("/api/v1/laws").catch(() => undefined), 3 * i);
}, true)"""


class Site(ThreadingHTTPServer):
    """The app of one build, and later of another; most questions to the server find no network."""

    daemon_threads = True

    def __init__(self) -> None:
        self.build = DIST
        super().__init__(("127.0.0.1", 0), Answer)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    """One question."""

    server: Site

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path in ANSWERS:
            self.say("application/json", json.dumps(ANSWERS[path]).encode())
        elif not path.startswith("/api/"):
            asked = self.server.build / path.lstrip("/")
            file = asked if asked.is_file() else self.server.build / "index.html"
            self.say(TYPES.get(file.suffix, "application/octet-stream"), file.read_bytes())

    def say(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def following(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The next version of the app, built."""
    folder = tmp_path_factory.mktemp("next")
    build = ["npx", "vite", "build", "--config", "vite.next.config.ts", "--outDir", str(folder)]
    subprocess.run(build, cwd=WEB, check=True, capture_output=True)
    return folder


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield site
        site.shutdown()


def test_a_new_version_waits_for_what_is_being_filled_in_and_brings_it_along(
    browser: Browser, site: Site, following: Path
) -> None:
    page = phone_of(browser, worker=True)
    context = page.context
    context.add_init_script(f"({SIGNED_IN})([{json.dumps(ME)}])")
    other = context.new_page()
    form = f"{site.origin}/visits/{VISIT}/check/{SCALE}"
    page.goto(form)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    other.goto(f"{site.origin}/laws")
    weigh(page, "1000", "1030")
    page.evaluate("window.same = true")

    site.build = following
    page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update())")
    expect(page.get_by_text("有新版本：正在填写的内容提交后再更新")).to_be_visible()
    expect(page.get_by_role("button", name="点这里更新")).not_to_be_visible()
    other.get_by_role("button", name="点这里更新").click()
    expect(other.get_by_role("button", name="正在填写的内容提交后再更新")).to_be_visible()
    assert page.evaluate("window.same"), "the other tab did not take the page away"
    expect(page.get_by_label("秤显示多少").first).to_have_value("1030")

    page.get_by_role("link", name="回到这次检查").click()
    page.get_by_role("button", name="点这里更新").click()
    page.wait_for_function("window.same === undefined")
    page.goto(form)
    expect(page.get_by_role("heading", name="（新版）").first).to_be_visible()
    expect(page.get_by_label("秤显示多少").first).to_have_value("1030")
    expect(other.get_by_role("heading").first).to_be_visible()
    listed(page, site)
    context.close()


def test_a_new_version_takes_over_from_one_that_is_busy(
    browser: Browser, site: Site, following: Path
) -> None:
    page = phone_of(browser, worker=True)
    page.goto(f"{site.origin}/laws")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    site.build = following
    page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update())")
    page.evaluate(BUSY)
    page.get_by_role("button", name="点这里更新").click()
    page.wait_for_function("window.busy === undefined")
    eventually(lambda: page.evaluate(WAITING) is None)
    page.context.close()


def listed(page: Page, site: Site) -> None:
    """The draft stands once in the list of what is not finished, also after its form got another version."""
    page.goto(f"{site.origin}/sync")
    expect(page.get_by_text("没做完的 · 1")).to_be_visible()
