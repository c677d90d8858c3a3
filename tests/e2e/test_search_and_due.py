"""Finding instruments and what waits for a verification, on a phone; names also without network."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from infra.local import schedules
from infra.local.demo.ids import demo_id
from infra.local.deploy import client
from infra.local.places import Places
from tests.contract.asking import eventually
from tests.e2e.conftest import ARTEFACTS
from tests.e2e.test_journey import ask, sign_in

pytestmark = pytest.mark.worker

SCALE = demo_id("instrument", "market-1")


@pytest.fixture(scope="module")
def scheduled(stack: Places) -> Callable[[str], int]:
    """Runs a scheduled function now instead of waiting for its turn; answers what it answers."""
    pages = client(stack, "lambda").get_paginator("list_functions").paginate()
    names = [one["FunctionName"] for page in pages for one in page["Functions"]]

    def run(name: str) -> int:
        (found,) = (one for one in names if name in one)
        return int(schedules.run(stack, found))

    return run


def picture(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png")


def test_a_due_list_leads_to_the_instrument(page: Page, stack: Places, token: Callable[[str], str]) -> None:
    ask(
        stack, "/v1/me", token("supervisor1")
    )  # the first call of a cold stack takes longer than a page waits
    sign_in(page, stack, "supervisor1")
    page.goto(f"{stack.origin}/due")
    expect(page.get_by_text("法定：到期前 15 天申请检定")).to_be_visible()
    page.get_by_role("button", name="已过期").click()
    first = page.locator("a.row").first
    expect(first.locator(".tag.bad")).to_have_text(re.compile(r"过期 \d+ 天"))
    picture(page, "due-list")
    first.click()
    expect(page.get_by_text("检定过期", exact=True)).to_be_visible()


def test_an_organiser_sees_the_market_and_a_merchant_its_own(page: Page, stack: Places) -> None:
    sign_in(page, stack, "organiser1")
    page.goto(f"{stack.origin}/due")
    expect(page.locator("a.row").first).to_be_visible()
    page.get_by_role("button", name="没检定过").click()
    expect(page.locator("a.row .tag").first).to_have_text("没检定过")


def test_a_serial_number_is_found_however_it_is_typed(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    head = json.loads(ask(stack, f"/v1/instruments/{SCALE}", token("inspector1")))["instrument"]
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}/search")
    for typed in (head["serial_no"].lower(), head["number"].lower()):
        page.locator("#q").fill(typed)
        expect(page.locator(f"a.row[href='/instruments/{SCALE}']")).to_be_visible()
    picture(page, "search-exact")


def test_names_are_found_by_initials_also_without_network(
    page: Page, stack: Places, scheduled: Callable[[str], int]
) -> None:
    scheduled("MakeNames")
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}/search")
    expect(page.get_by_text(re.compile("名称索引：[0-9]+ 条"))).to_be_visible()
    page.context.set_offline(True)
    page.locator("#q").fill("tanzhu1hao")
    expect(page.get_by_text("没有网络，只能按名称查找。")).to_be_visible()
    expect(page.get_by_text(re.compile("摊主1号")).first).to_be_visible()
    picture(page, "search-offline")
    page.context.set_offline(False)


def test_who_is_reminded_shows_in_the_outbox(
    page: Page, stack: Places, scheduled: Callable[[str], int]
) -> None:
    # Once a day is enough; meanwhile the stream may still bring more of the demo.
    eventually(lambda: scheduled("Remind") == 0)
    scheduled("Deliver")
    sign_in(page, stack, "supervisor1")
    page.goto(f"{stack.origin}/outbox")
    expect(page.locator("a.row .tag.good").first).to_have_text("已发")
    picture(page, "outbox")
