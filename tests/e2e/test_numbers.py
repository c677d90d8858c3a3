"""Numbers of a lottery and throws of dice are entered by two people in the browser, and the draw goes on by them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib.clock import stamp
from infra.local import testchain
from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests.e2e.conftest import phones
from tests.e2e.office import Office, published

LOTTERY = {"开奖号码": ("03 07 12 19 25 31 10", "03 07 12 19 25 31 09")}
DICE = {
    "掷出的点数": ("1234561234561234561234561", "1234561234561234561234566"),
    "第一名见证人": ("GZ-001", "GZ-001"),
    "第二名见证人": ("GZ-002", "GZ-002"),
}


def entered(phone: Page, fields: dict[str, tuple[str, str]], which: int) -> None:
    for label, texts in fields.items():
        phone.get_by_label(label).fill(texts[which])
    phone.get_by_role("button", name="提交").click()


@pytest.mark.parametrize(("kind", "fields"), [("lottery", LOTTERY), ("dice", DICE)])
def test_two_people_enter_the_same(
    browser: Browser,
    stack: Places,
    token: Callable[[str], str],
    kind: str,
    fields: dict[str, tuple[str, str]],
) -> None:
    office, plan = Office(stack, token), demo_id("plan", f"e2e {kind}")
    soon = office.now() + timedelta(minutes=20)
    source = {
        "lottery": {"kind": "lottery", "name": "双色球", "issue": "2026141", "drawn_at": stamp(soon)},
        "dice": {"kind": "dice", "throws": 25, "thrown_at": stamp(soon), "witnesses": 2},
    }[kind]
    published(office, plan, source=source, fallback=testchain.source(soon + timedelta(days=5)))
    office.ask("POST", f"/api/v1/plans/{plan}/freeze", "supervisor1")
    office.until(plan, "frozen")
    office.ask("POST", "/_local/clock", body={"days": 1})
    supervisor, leader = phones(browser, stack, "supervisor1"), phones(browser, stack, "leader1")
    first, second = next(supervisor), next(leader)
    first.goto(f"{stack.origin}/plans/{plan}")
    entered(first, fields, 1)
    expect(first.get_by_text("已有一人录入")).to_be_visible()
    second.goto(f"{stack.origin}/plans/{plan}")
    entered(second, fields, 0)
    expect(second.get_by_text("两次录入的结果不一致")).to_be_visible()
    entered(second, fields, 1)
    office.until(plan, "drawn")
    second.reload()
    expect(second.locator("[aria-current=step]")).to_contain_text("检查")
    next(supervisor, None)
    next(leader, None)
