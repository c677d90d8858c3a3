"""A reviewed result on its rights clock: the merchant replies on its phone, days pass, a publisher shows both."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from chalicelib.clock import local_day
from infra.local.demo.ids import stall_keeper
from infra.local.places import Places
from tests.e2e.office import Office
from tests.e2e.steps import press
from tests.e2e.test_journey import sign_in
from tests.e2e.test_rectification import closed, code_in, open_as
from tests.office import made

VISIT, KEEPER = made("vis", 7801), stall_keeper(1)
CLOCK_READ_S = 3
"""A function reads the demo's clock again after two seconds."""
REPLY = "信息已补公示，感谢提醒(演示)"


@pytest.fixture
def office(stack: Places, token: Callable[[str], str]) -> Office:
    return Office(stack, token)


def reviewed(office: Office) -> None:
    """A visit to the merchant because of a complaint: information was not published as required; reviewed."""
    plan = {
        "item": {"code": "JL-03", "name": "集贸市场在用计量器具检查(演示)"},
        "merchant_id": KEEPER,
        "officers": [office.ask("GET", "/api/v1/me", f"inspector{n}")["account"] for n in (1, 2)],
        "planned_on": local_day(office.now()).isoformat(),
        "source": {"kind": "complaint", "id": "12315-7801"},
    }
    office.ask("PUT", f"/api/v1/visits/{VISIT}", "supervisor1", plan)
    code_in(office, VISIT)
    closed(office, VISIT, [], 7801)
    office.ask("PUT", f"/api/v1/visits/{VISIT}/result", "inspector1", {"codes": ["2"]})
    office.ask("POST", f"/api/v1/visits/{VISIT}/review", "reviewer1")


def entries(office: Office) -> list[dict[str, Any]]:
    """What the merchant was told of this visit, as far as it was."""
    told = office.ask("GET", f"/api/v1/entries?merchant={KEEPER}", "merchant1")["items"]
    found = [office.ask("GET", f"/api/v1/entries/{one['id']}", "merchant1") for one in told]
    return [one for one in found if one.get("result", {}).get("visit_id") == VISIT]


def told(office: Office) -> dict[str, Any]:
    """The entry, once the stream has brought the review and the keeper has told its merchant."""

    def is_told() -> bool:
        office.tend()
        return bool(entries(office))

    office.wait(is_told)
    (entry,) = entries(office)
    return entry


def seen_by_anybody(page: Page, stack: Places, office: Office, day: str) -> None:
    """The register's file of the merchant tells it, once the stream has brought it, and its page shows it."""
    office.wait(lambda: REPLY in office.register(f"merchants/{KEEPER}.json"))
    page.goto(f"{stack.origin}/m/{KEEPER}")
    newest = page.get_by_role("article").first
    expect(newest).to_contain_text(f"{day} 检查")
    expect(newest).to_contain_text(REPLY)


def test_a_result_is_replied_to_in_its_window_and_shown_beside_the_reply_afterwards(
    page: Page, stack: Places, office: Office, tmp_path: Path
) -> None:
    reviewed(office)
    entry = told(office)
    window = next(one for one in entry["clocks"] if one["name"] == "reply")

    page.clock.install()
    sign_in(page, stack, "merchant1")
    page.goto(f"{stack.origin}/mine/results/{entry['id']}")
    expect(page.get_by_text(f"{window['due_on']} 前您可以写一段陈述")).to_be_visible()
    page.get_by_label("我的陈述").fill(f"{REPLY} 电话13800138000")
    expect(page.get_by_role("alert")).to_contain_text("请去掉")
    page.get_by_label("我的陈述").fill(REPLY)
    page.screenshot(path=tmp_path / "reply.png", full_page=True)
    press(page, "提交陈述")
    expect(page.get_by_role("blockquote")).to_contain_text(REPLY)

    publisher = open_as(page, stack, "publisher1")
    publisher.goto(f"{stack.origin}/publication/{entry['id']}")
    expect(publisher.get_by_text(f"{window['due_on']} 之后才能公示")).to_be_visible()
    expect(publisher.get_by_role("button", name="公示", exact=True)).not_to_be_visible()

    days = (date.fromisoformat(window["due_on"]) - local_day(office.now())).days + 1
    office.ask("POST", "/_local/clock", body={"days": days})
    time.sleep(CLOCK_READ_S)
    office.tend()
    publisher.goto(f"{stack.origin}/publication")
    publisher.locator(f"a[href='/publication/{entry['id']}']").click()
    publisher.wait_for_url(f"{stack.origin}/publication/{entry['id']}")
    expect(publisher.locator(".tag").get_by_text("待公示", exact=True)).to_be_visible()
    press(publisher, "公示")
    expect(publisher.locator(".tag").get_by_text("已公示", exact=True)).to_be_visible()
    expect(publisher.get_by_role("blockquote")).to_contain_text(REPLY)
    publisher.screenshot(path=tmp_path / "published.png", full_page=True)
    seen_by_anybody(page, stack, office, entry["day"])

    page.goto(f"{stack.origin}/mine/results/{entry['id']}")
    expect(page.get_by_text("这条结果已公开")).to_be_visible()
    page.get_by_label("哪里不对").fill("公示栏当天已补(演示)")
    press(page, "提交异议")
    expect(page.locator(".tag").get_by_text("已公示，有异议")).to_be_visible()
    (after,) = entries(office)
    assert after["shown_reply"]["text"] == REPLY
    assert (after["published_on"] > window["due_on"], after["state"]) == (True, "contested")
