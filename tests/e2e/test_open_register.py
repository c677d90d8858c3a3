"""A reader without account looks up a merchant: the app and static files are all there is; the API is blocked."""

import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from infra.local import web
from tests.e2e.test_axe import barriers_of
from tests.office import MERCHANT, SITE, made
from tests.registering import ENTRY, Register, commitment, entry, hidden, penalty, standing

DAY: dict[str, Any] = {"day": "2026-11-01", "until": "2099-01-01"}
VISITS = [
    entry(id=made("ent", n), visit_id=made("vis", n), day=f"2026-10-{n:02d}", until="2099-01-01", plan=None)
    for n in range(10, 13)
]


class Stage(SimpleHTTPRequestHandler):
    """The app, and the files of the register; nothing else."""

    files: dict[str, bytes] = {}  # noqa: RUF012 - one for the test

    def do_GET(self) -> None:
        """A file of the register, the stage's settings, or the app."""
        path = self.path.split("?")[0]
        if path.startswith("/public/register/"):
            self._tell(self.files.get(path.removeprefix("/public/register/")))
        elif path == "/config.json":
            self._tell(b'{"issuer": "", "client_id": "", "label_host": "", "demo": false}')
        else:
            if "." not in path:
                self.path = "/index.html"
            super().do_GET()

    def _tell(self, raw: bytes | None) -> None:
        self.send_response(200 if raw else 404)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(raw or b"{}")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def origin() -> Iterator[str]:
    """A site of files alone. Build web/ before: built now, it would be taken from under the other browsers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Stage, directory=str(web.WEB / "dist")))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_reader_without_account_finds_a_merchant_its_result_and_its_reply(page: Page, origin: str) -> None:
    register = Register().published()
    register.published(
        entry(1, **DAY), *VISITS, penalty(until="2099-01-01"), commitment(until="2099-01-01"), standing()
    )
    Stage.files = register.files.raw
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route(re.compile("/api/|/_local/"), lambda route: route.abort())
    page.goto(f"{origin}/")
    page.get_by_role("link", name="看公示").click()
    expect(page.get_by_text("数据更新至")).to_be_visible()
    expect(page.get_by_text("发现问题已责令改正").first).to_be_visible()
    page.get_by_role("link", name="演示市场").first.click()
    expect(page).to_have_url(f"{origin}/open/markets/{SITE}")
    page.get_by_role("link", name="A12 演*").click()
    expect(page).to_have_url(f"{origin}/m/{MERCHANT}")
    expect(page.get_by_role("heading", name="演*")).to_be_visible()
    newest = page.get_by_role("article").first
    expect(newest).to_contain_text("2026-11-01 检查")
    expect(newest).to_contain_text("发现问题已责令改正")
    expect(newest).to_contain_text("2026-11-09 按时改正")
    expect(newest).to_contain_text("秤已送修(演示)")
    expect(page.get_by_text("更早的 1 次")).to_be_visible()
    expect(page.get_by_text("思明市监处罚〔2026〕8号(演示)")).to_be_visible()
    expect(page.get_by_text("一般", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert barriers_of(page) == []
    Stage.files = register.published(hidden(2, "withdrawn")).files.raw
    page.reload()
    expect(page.get_by_role("article").first).to_contain_text("2026-10-12 检查")
    assert ENTRY not in page.content()
    page.goto(f"{origin}/m/{made('mer', 99)}")
    expect(page.get_by_text("没有这家经营者的公示")).to_be_visible()
    page.route("**/public/register/**", lambda route: route.abort())
    page.get_by_role("link", name="公示首页").click()
    expect(page.get_by_role("alert")).to_contain_text("没有网络")
    page.unroute("**/public/register/**")
    page.get_by_role("button", name="重试").click()
    page.get_by_label("行政区").select_option("350206")
    expect(page.get_by_text("这个区还没有公示的内容")).to_be_visible()
    assert [url for url in asked if "/api/" in url or "/_local/" in url] == []
