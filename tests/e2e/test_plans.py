"""A plan goes from draft to everybody in the browser, by three people; what the server refuses stands at its field."""

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Browser, Page, expect

from chalicelib import ids
from infra.local.places import Places
from tests.e2e.conftest import phones
from tests.e2e.steps import phone_of
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
    return {**told, "id": item}


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
        expect(phone.locator("[aria-current=step]")).to_contain_text(after)
        next(leader if does == "批准计划" else publisher, None)

    page.reload()
    expect(page.get_by_text("计划指纹")).to_be_visible()
    told = ask(stack, token("auditor1"), "GET", f"/v1/public/plans/{address.rsplit('/', 1)[1]}")
    assert (told["state"], told["plan"]["name"]) == ("published", NAME)


def test_an_item_goes_from_draft_to_everybodys_list(page: Page, browser: Browser, stack: Places) -> None:
    code = f"JL-{new('item')[-6:].upper()}"
    sign_in(page, stack, "supervisor1")
    page.goto(f"{stack.origin}/items")
    page.get_by_role("link", name="登记抽查事项").click()
    page.get_by_label("编号").fill(code.lower())
    page.get_by_label("名称", exact=True).fill("医疗机构强检器具检查(演示)")
    page.get_by_label("法律法规名称").fill("中华人民共和国计量法")
    page.get_by_label("条款").fill("第九条")
    page.get_by_label("抽查比例上限").fill("1/3")
    page.get_by_label("实施部门").fill("厦门市市场监督管理局(演示)")
    page.get_by_label("每个对象每年最多几次").fill("many")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_label("每个对象每年最多几次")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("每个对象每年最多几次").fill("2")
    page.reload()
    expect(page.get_by_label("编号")).to_have_value(code.lower())
    page.get_by_role("button", name="保存草稿").click()
    draft = page.locator("article").filter(has_text=code)
    expect(draft).to_contain_text("草稿")
    draft.get_by_role("link", name="修改").click()
    expect(page.get_by_label("抽查比例上限")).to_have_value("1/3")
    page.get_by_label("条款").fill("第九条、第十条")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator("article").filter(has_text=code)).to_contain_text("第九条、第十条")

    publisher = phones(browser, stack, "publisher1")
    phone = next(publisher)
    phone.goto(f"{stack.origin}/items")
    phone.locator("article").filter(has_text=code).get_by_role("button", name="公布").click()
    expect(phone.locator("article").filter(has_text=code).get_by_text("草稿")).to_have_count(0)
    next(publisher, None)

    everybody = phone_of(browser)
    everybody.goto(f"{stack.origin}/draws")
    everybody.get_by_role("link", name="什么可以查、一年最多查几次").click()
    shown = everybody.locator("article").filter(has_text=code)
    for told in ("一般检查事项", "1/3", "2 次", "第九条、第十条", "场所"):
        expect(shown).to_contain_text(told)
    expect(everybody.get_by_text("一年最多被抽中检查 4 次")).to_be_visible()
    everybody.context.close()


def test_editing_a_plan_keeps_what_another_client_wrote(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    item, plan = published_item(stack, token), new("plan")
    days = [(datetime.now(UTC) + timedelta(days=ahead)).isoformat(timespec="seconds") for ahead in (3, 5, 30)]
    sent = {
        "name": NAME,
        "year": int(days[0][:4]),
        "campaign": "market",
        "items": [item["id"]],
        "departments": ["厦门市市场监督管理局(演示)"],
        "scope": {"objects": "site", "categories": ["price_scale"]},
        "strata": [{"name": "全市", "ratio": {"numerator": 1, "denominator": 30}, "reserve": 1}],
        "from": days[0][:10],
        "until": days[1][:10],
        "source": {"kind": "dice", "throws": 25, "thrown_at": days[0]},
        "fallback": {"kind": "lottery", "name": "双色球", "issue": "1", "drawn_at": days[1]},
        "open_by": days[2],
        "exempt": "assigned",
    }
    ask(stack, token("supervisor1"), "PUT", f"/v1/plans/{plan}", sent)
    before = ask(stack, token("supervisor1"), "GET", f"/v1/plans/{plan}")
    sign_in(page, stack, "supervisor1")
    page.goto(f"{stack.origin}/plans/{plan}/edit")
    expect(page.get_by_label("计划名称")).to_have_value(NAME)
    page.get_by_label("计划名称").fill("改名(演示)")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("电子计价秤")).to_be_checked()
    for _ in range(3):
        page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("不计入年度检查次数的理由")).to_have_value("assigned")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("heading", name="改名(演示)")).to_be_visible()
    expect(page.get_by_text("上级交办、部门移送")).to_be_visible()
    assert ask(stack, token("supervisor1"), "GET", f"/v1/plans/{plan}") == {**before, "name": "改名(演示)"}
