"""A citizen reports a scale on a phone: from its label to the receipt over a cut network, then each step."""

import json
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from infra.local.demo.ids import demo_id
from infra.local.places import ROOT, Places
from tests.contract.asking import eventually
from tests.e2e.steps import PATIENCE_MS
from tests.e2e.test_axe import barriers_of
from tests.e2e.test_journey import label_address

pytestmark = pytest.mark.worker

MARKED_FACTS = "结账时秤没有归零(演示记号七五三)"
MOST_TAPS = 8
COUNT_TAPS = """() => addEventListener("click", (event) => {
  const typed = event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea");
  if (event.isTrusted && !typed) sessionStorage.setItem("taps", 1 + Number(sessionStorage.getItem("taps")));
}, true)"""


def lose_the_first_answer(page: Page) -> list[str]:
    """The network goes while the first PUT is answered; what was sent each time."""
    sent: list[str] = []

    def put(route: Route) -> None:
        sent.append(route.request.post_data or "")
        if len(sent) > 1:
            route.continue_()
            return
        route.fetch(timeout=PATIENCE_MS)
        page.context.set_offline(offline=True)
        route.abort()

    page.route(
        "**/api/v1/public/complaints/cmp-*",
        lambda route: put(route) if route.request.method == "PUT" else route.continue_(),
    )
    return sent


def extend(stack: Places, complaint: str, leader: str) -> None:
    body = {"kind": "extend", "text": "情况复杂(演示)"}
    step = urllib.request.Request(
        f"{stack.origin}/api/v1/complaints/{complaint}/steps/{demo_id('step', complaint)}",
        json.dumps(body).encode(),
        {"Authorization": f"Bearer {leader}", "Content-Type": "application/json"},
        method="PUT",
    )
    with urllib.request.urlopen(step) as answer:
        assert answer.status == 201


def test_a_report_goes_from_scan_to_receipt_over_a_cut_network_and_is_followed(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.add_init_script(f"({COUNT_TAPS})()")
    page.goto(label_address(stack, demo_id("instrument", "market-9"), token("lab1")))
    page.get_by_role("link", name="投诉、举报").click()
    page.get_by_text("举报：请来查这一家").click()
    page.get_by_label("发生了什么").fill(MARKED_FACTS)
    page.get_by_label("拍照或选照片").set_input_files(ROOT / "web/public/icon-512.png")
    expect(page.get_by_role("img", name="照片 1")).to_be_visible()
    page.reload()
    expect(page.get_by_label("发生了什么")).to_have_value(MARKED_FACTS)
    sent = lose_the_first_answer(page)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已存好，还没有发出")).to_be_visible()
    page.context.set_offline(offline=False)
    expect(page.get_by_role("heading", name="举报 · 正在核查")).to_be_visible()
    expect(page.get_by_text("12315").first).to_be_visible()
    taps = int(page.evaluate("sessionStorage.getItem('taps')"))
    assert 3 <= taps <= MOST_TAPS
    assert len(sent) > 1
    assert len(set(sent)) == 1

    complaint = page.url.rsplit("/", 1)[1]
    secret = str(page.evaluate(f"sessionStorage.getItem('steelyard.following.{complaint}')"))
    page.get_by_role("button", name="记在这部手机上").click()
    extend(stack, complaint, token("leader1"))
    page.evaluate("sessionStorage.clear()")
    page.goto(f"{stack.origin}/f")
    page.locator(f"a[href='/f/{complaint}']").click()
    expect(page.get_by_role("listitem").filter(has_text="核查期限经批准延长")).to_be_visible()
    page.get_by_text("补充材料", exact=True).click()

    def is_looked_at() -> bool:
        """Our function has looked at the photo, and the page says so once it is brought up to date."""
        if page.get_by_text("照片 · 已收到").is_visible():
            return True
        page.get_by_role("button", name="刷新").click()
        page.wait_for_timeout(1_000)
        return False

    eventually(is_looked_at)

    page.goto(f"{stack.origin}/f/{complaint}#{secret}")
    expect(page.get_by_role("heading", name="举报 · 核查期限已延长")).to_be_visible()
    assert page.url == f"{stack.origin}/f/{complaint}"
    assert barriers_of(page) == []
    assert len(secret) == 26
    assert [one for one in addresses if secret in one.partition("#")[0]] == []
