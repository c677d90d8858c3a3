"""A plan goes from draft to everybody in the browser, by three people; what the server refuses stands at its field."""

import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Browser, Page, expect

from chalicelib import ids
from infra.local.places import Places
from tests.e2e.test_journey import sign_in
from tests.e2e.test_sheets import ask

NAME = "2026年集贸市场计量专项抽查(演示)"


def new(thing: str) -> str:
    return ids.new(thing, time.time_ns() // 1_000_000, secrets.token_bytes(10))


def published_item(stack: Places, token: Callable[[str], str]) -> dict[str, Any]:
    """An item on the public list, with a code of its own."""
    item = new("item")
    told = {
        "code": f"JL-{item[-6:].upper()}",
        "name": "集贸市场在用衡器监督检查(演示)",
        "basis": [{"title": "中华人民共和国计量法", "article": "第九条"}],
        "objects": "site",
        "weight_class": "general",
        "ratio_ceiling": {"numerator": 10, "denominator": 100},
        "department": "厦门市市场监督管理局(演示)",
        "since": "2026-01-01",
    }
    ask(stack, token("supervisor1"), "PUT", f"/v1/items/{item}", told)
    ask(stack, token("publisher1"), "POST", f"/v1/items/{item}/publication")
    return told


def phones(browser: Browser, stack: Places, *people: str) -> Iterator[Page]:
    """A phone for each of these people, signed in."""
    for person in people:
        phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN").new_page()
        phone.set_default_timeout(20_000)
        sign_in(phone, stack, person)
        yield phone
        phone.context.close()


def test_three_people_make_a_plan_public(
    page: Page, browser: Browser, stack: Places, token: Callable[[str], str]
) -> None:
    item = published_item(stack, token)
    sign_in(page, stack, "supervisor1")
    page.goto(f"{stack.origin}/plans/new")
    page.get_by_label("计划名称").fill(NAME)
    page.get_by_label(f"{item['code']} {item['name']}").check()
    page.get_by_label("实施部门").fill("厦门市市场监督管理局(演示)")
    page.reload()
    expect(page.get_by_label("计划名称")).to_have_value(NAME)
    expect(page.get_by_label(f"{item['code']} {item['name']}")).to_be_checked()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("思明区").check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("层的名称").fill("思明")
    page.get_by_label("百分之", exact=True).fill("20")
    for _ in range(2):
        page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("抽查比例超过事项").first).to_be_visible()
    expect(page.get_by_label("百分之", exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_label("百分之", exact=True).fill("5")
    for _ in range(2):
        page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_contain_text("批准")
    address = page.url

    leader, publisher = phones(browser, stack, "leader1"), phones(browser, stack, "publisher1")
    for phone, does, after in (
        (next(leader), "批准计划", "公布"),
        (next(publisher), "公布计划", "冻结名录库"),
    ):
        phone.goto(address)
        phone.get_by_role("button", name=does).click()
        expect(phone.locator("[aria-current=step]")).to_contain_text(after, timeout=30_000)
        next(leader if does == "批准计划" else publisher, None)

    page.reload()
    expect(page.get_by_text("计划指纹")).to_be_visible()
    told = ask(stack, token("auditor1"), "GET", f"/v1/public/plans/{address.rsplit('/', 1)[1]}")
    assert (told["state"], told["plan"]["name"]) == ("published", NAME)
