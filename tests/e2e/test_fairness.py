"""The public page of fairness reports on a phone: the app with reports beside it, and the demo's own."""

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from infra.local import web
from infra.local.places import Places
from tests.e2e.test_axe import barriers_of
from tests.golden.fairness import make

REPORT = json.loads(make.TARGET.read_bytes())
OFFICE, STRATUM = REPORT["offices"][1], REPORT["strata"][0]
ODD = {
    **REPORT,
    "month": "2026-11",
    "alarms": 2,
    "strata": [{**STRATUM, "never_chance": "1.2e-07", "alarms": ["never"]}],
    "offices": [{**OFFICE, "is_alarm": True}],
}
EMPTY = {
    **REPORT,
    "month": "2026-10",
    "tests": 0,
    "opened": 0,
    "threshold": None,
    "draws": [],
    "strata": [],
    "offices": [],
}
REPORTS = {one["month"]: one for one in (REPORT, ODD, EMPTY)}


class Stage(SimpleHTTPRequestHandler):
    """The app and the reports there are."""

    months: tuple[str, ...] = ()

    def do_GET(self) -> None:
        """An answer of the API, or the app."""
        path = self.path.split("?")[0]
        if path == "/api/v1/public/fairness":
            latest = {"latest": REPORTS[self.months[0]]} if self.months else {}
            self._tell({"months": self.months, **latest})
        elif path.startswith("/api/v1/public/fairness/"):
            self._tell(REPORTS.get(path.rsplit("/", 1)[1]))
        elif path == "/config.json":
            self._tell({"issuer": "", "client_id": "", "label_host": "", "demo": False})
        else:
            if "." not in path:
                self.path = "/index.html"
            super().do_GET()

    def _tell(self, document: dict[str, Any] | None) -> None:
        problem = {"status": 404, "code": "request.not_found", "sentences": {"zh": "没有", "en": "none"}}
        body = json.dumps(document or problem).encode()
        self.send_response(200 if document else 404)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Stage, directory=str(web.WEB / "dist")))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _stage() -> None:
    Stage.months = tuple(REPORTS)


def test_a_report_says_what_was_expected_and_what_happened(page: Page, origin: str) -> None:
    page.goto(f"{origin}/fairness")
    expect(page.get_by_text("没有发现反常")).to_be_visible()
    expect(page.get_by_text("假如完全公平，光凭运气")).to_be_visible()
    expect(page.get_by_text("一次也没去过：9 个")).to_be_visible()
    expect(page.get_by_text("碰巧的可能 1.9%")).to_be_visible()
    expect(page.get_by_role("row", name="0 次 9 6.9")).to_be_visible()
    expect(page.get_by_text("权重不同")).to_be_visible()
    expect(page.get_by_text("11 个里换了 3 个")).to_be_visible()
    expect(page.get_by_text("2026-11-11 作废")).to_be_visible()
    page.get_by_text("最久没去过的编号").first.click()
    expect(page.get_by_text("0000000003")).to_be_visible()
    assert barriers_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_anomaly_is_named_and_other_months_are_a_tap_away(page: Page, origin: str) -> None:
    page.goto(f"{origin}/fairness")
    page.get_by_label("月份").select_option("2026-11")
    expect(page.get_by_text("有 2 处反常")).to_be_visible()
    expect(page.get_by_text("碰巧的可能 <0.01% · 反常")).to_be_visible()
    expect(page).to_have_url(f"{origin}/fairness/2026-11")
    page.reload()
    expect(page.get_by_text("有 2 处反常")).to_be_visible()
    assert barriers_of(page) == []
    page.get_by_label("月份").select_option("2026-10")
    expect(page.get_by_text("没有可以检验的抽查")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("有 2 处反常")).to_be_visible()


def test_without_a_report_or_a_network_it_says_so(page: Page, origin: str) -> None:
    Stage.months = ()
    page.goto(f"{origin}/fairness")
    expect(page.get_by_text("还没有报告")).to_be_visible()
    Stage.months = tuple(REPORTS)
    page.goto(f"{origin}/fairness/2020-01")
    expect(page.get_by_text("这个月没有报告")).to_be_visible()
    page.route("**/api/**", lambda route: route.abort())
    page.get_by_role("link", name="最近一期报告").click()
    expect(page.get_by_role("alert")).to_contain_text("没有网络")
    page.unroute("**/api/**")
    page.get_by_role("button", name="重试").click()
    expect(page.get_by_text("没有发现反常")).to_be_visible()


def test_the_demo_has_the_report_of_its_last_month(page: Page, stack: Places) -> None:
    page.goto(f"{stack.origin}/draws")
    page.get_by_role("link", name="抽得公平吗").click()
    expect(page.get_by_label("月份")).to_be_visible()
    month = page.request.get(f"{stack.origin}/api/v1/public/fairness").json()["months"][0]
    expect(page.get_by_label("月份")).to_have_value(month)
    raw = page.request.get(f"{stack.origin}/public/fairness/{month}.json")
    assert raw.json()["month"] == month
    expect(page.get_by_role("heading", name="抽得公平吗？")).to_be_visible()
