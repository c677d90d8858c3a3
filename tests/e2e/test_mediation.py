"""A complaint through acceptance and mediation on the demo's clock: citizen, handler and merchant, each in the app."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from chalicelib.clock import local_day
from infra.local.places import Places
from tests.e2e.office import Office
from tests.e2e.steps import phone_of, press
from tests.e2e.test_journey import sign_in
from tests.e2e.test_rectification import open_as
from tests.office import made

COMPLAINT = made("cmp", 7001)
SECRET = "7" * 26
NAME, PHONE = "标记三七(演示)", "13917659137"


@pytest.fixture
def office(stack: Places, token: Callable[[str], str]) -> Office:
    return Office(stack, token)


def complain(office: Office, scale: str, complaint: str = COMPLAINT) -> None:
    """As a citizen's phone sends it."""
    body = {
        "wants": "complaint",
        "secret_hash": hashlib.sha256(SECRET.encode()).hexdigest(),
        "about": {"instrument": scale},
        "facts": f"我是{NAME}，电话{PHONE}，花蛤复称少了八十克(演示)。",
        "request": {"wants": ["refund"]},
        "reporter": {"name": NAME, "phone": PHONE, "address": "演示路1号"},
    }
    office.ask("PUT", f"/api/v1/public/complaints/{complaint}", body=body)


def step(office: Office, at: int, kind: str, **said: Any) -> None:
    path = f"/api/v1/complaints/{COMPLAINT}/steps/{made('stp', 7000 + at)}"
    office.ask("PUT", path, "inspector1", {"kind": kind, **said})


def answer(citizen: Page, question: str, says: str, told: str) -> None:
    form = citizen.locator("details", has_text=question)
    form.get_by_text(says, exact=True).click()
    form.get_by_role("button", name="提交").click()
    expect(citizen.get_by_role("listitem").filter(has_text=told)).to_be_visible()


def offer(merchant: Page, stack: Places, keeper: str) -> None:
    """The merchant reads what it must answer, and nothing of who complained; it offers a settlement."""
    merchant.goto(f"{stack.origin}/mine/complaints")
    merchant.locator(f"a[href='/mine/complaints/{keeper}/{COMPLAINT}']").click()
    merchant.get_by_label("方案（如").fill("退差价并道歉(演示)")
    merchant.get_by_label("金额").fill("2.05")
    press(merchant, "提出方案")
    expect(merchant.get_by_text("2.05 元")).to_be_visible()
    told = merchant.locator("main").inner_text()
    assert "退款、退差价" in told
    assert [one for one in ("少了八十克", NAME, "标*", PHONE, PHONE[:3], PHONE[-4:]) if one in told] == []


def test_a_complaint_is_accepted_offered_on_and_agreed_while_each_side_sees_its_own(
    page: Page, stack: Places, office: Office
) -> None:
    keeper = office.ask("GET", "/api/v1/me", "merchant1")["merchants"][0]
    scale = office.ask("GET", f"/api/v1/instruments?merchant={keeper}", "inspector1")["items"][0]
    complain(office, scale["number"])
    me = office.ask("GET", "/api/v1/me", "inspector1")["account"]
    step(office, 1, "assign", handler=me)

    page.clock.install()
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}/complaints?unit=350203&list=mine")
    page.locator(f"a[href='/complaints/{COMPLAINT}']").click()
    expect(page.get_by_text("标*", exact=True)).to_be_visible()
    page.get_by_label("为什么要看").fill("核对投诉人(演示)")
    page.get_by_role("button", name="打开身份信息").click()
    expect(page.get_by_text(NAME, exact=True)).to_be_visible()
    expect(page.get_by_text("核对投诉人(演示)")).to_be_visible()
    office.ask("POST", "/_local/clock", body={"days": 2})
    page.get_by_role("button", name="受理", exact=True).click()
    press(page, "确认办理")
    expect(page.get_by_text("调解期限")).to_be_visible()

    offer(open_as(page, stack, "merchant1"), stack, keeper)
    assert page.context.browser is not None
    citizen = phone_of(page.context.browser)
    citizen.goto(f"{stack.origin}/f/{COMPLAINT}#{SECRET}")
    expect(citizen.get_by_role("heading", name="已受理")).to_be_visible()
    answer(citizen, "同意调解吗", "同意调解", "已记录是否同意调解")
    answer(citizen, "接受商家的方案吗", "接受", "同意经营者提出的方案")
    step(office, 2, "consent", of="respondent", agrees=True, text="来电同意(演示)")
    office.ask("POST", "/_local/clock", body={"days": 5})
    step(office, 3, "mediate", on=local_day(office.now()).isoformat(), place="演示市场办公室")

    page.reload()
    expect(page.get_by_text("投诉人同意这个方案")).to_be_visible()
    page.get_by_role("button", name="按方案达成协议").click()
    expect(page.get_by_label("金额")).to_have_value("2.05")
    press(page, "确认办理")
    expect(page.get_by_role("listitem").filter(has_text="达成协议")).to_be_visible()
    citizen.get_by_role("button", name="刷新").click()
    expect(citizen.get_by_role("listitem").filter(has_text="达成调解协议")).to_be_visible()
    expect(citizen.get_by_role("listitem").filter(has_text="已安排调解")).to_be_visible()
    file = office.ask("GET", f"/api/v1/complaints/{COMPLAINT}", "inspector1")
    accepted, mediated = file["clocks"][:2]
    assert (accepted["late"], mediated["late"]) == (False, False)
    assert accepted["met_on"] < mediated["met_on"]
