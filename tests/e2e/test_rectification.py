"""A failing scale, from the finding to the recheck that passed: officer, reviewer, merchant, each in the app."""

import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chalicelib.clock import local_day
from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests import exhibits
from tests.e2e.office import Office
from tests.e2e.steps import phone_of, press, sign, step, weigh
from tests.e2e.test_journey import sign_in
from tests.exhibits import photo, signature
from tests.office import made

pytestmark = pytest.mark.worker

VISIT = made("vis", 7001)


@pytest.fixture
def office(stack: Places, token: Callable[[str], str]) -> Office:
    return Office(stack, token)


def planned(office: Office, visit: str) -> None:
    """A visit of the market because of a complaint."""
    accounts = [office.ask("GET", "/api/v1/me", f"inspector{n}")["account"] for n in (1, 2)]
    plan = {
        "item": {"code": "JL-01", "name": "集贸市场在用衡器监督检查(演示)"},
        "site_id": demo_id("site", "market"),
        "officers": accounts,
        "planned_on": local_day(office.now()).isoformat(),
        "source": {"kind": "complaint", "id": "12315-7001"},
    }
    office.ask("PUT", f"/api/v1/visits/{visit}", "supervisor1", plan)


def code_in(office: Office, visit: str) -> None:
    """From its approval to its identification, by whoever may."""
    office.ask("POST", f"/api/v1/visits/{visit}/approval", "leader1")
    office.ask("POST", f"/api/v1/visits/{visit}/acceptance", "inspector1")
    code = office.ask("GET", f"/api/v1/visits/{visit}/code", "inspector1")["address"].partition("#")[2]
    told = {"code": code, "device_at": office.now().isoformat()}
    office.ask("PUT", f"/api/v1/public/visits/{visit}/confirmation", body=told)


def closed(office: Office, visit: str, checks: list[str], place: int) -> None:
    """The record closed, with the signature of the merchant's representative announced, posted and verified."""
    raw = signature()
    told = exhibits.told(raw, kind="signature", about="signed", captured_at=office.now().isoformat())
    evidence = f"/api/v1/visits/{visit}/evidence/{made('evi', place)}"
    slot = office.ask("PUT", evidence, "inspector1", told)["upload"]
    posted = post(slot["url"], slot["fields"], raw)
    assert posted < 300
    office.wait(lambda: office.ask("GET", evidence, "inspector1")["evidence"]["status"] == "verified")
    officers = office.ask("GET", f"/api/v1/visits/{visit}", "inspector1")["visit"]["officers"]
    record = {"checks": checks, "present": officers, "signed": "merchant", "note": "演示"}
    office.ask("PUT", f"/api/v1/visits/{visit}/closing", "inspector1", record)


def post(url: str, fields: dict[str, str], raw: bytes) -> int:
    """A form as a phone posts it; answers the status."""
    edge = "steelyard-test"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
        for k, v in fields.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\nContent-Type: image/png\r\n\r\n'
    body = b"".join(parts) + head.encode() + raw + f"\r\n--{edge}--\r\n".encode()
    request = urllib.request.Request(url, body, {"content-type": f"multipart/form-data; boundary={edge}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return int(answer.status)


def open_as(page: Page, stack: Places, who: str) -> Page:
    """The phone of somebody else."""
    browser = page.context.browser
    assert browser is not None
    other = phone_of(browser)
    other.clock.install()
    sign_in(other, stack, who)
    return other


def rate(merchant: Page) -> None:
    """The merchant sees what was found at the visit and rates it, without a name."""
    visit = merchant.locator("section.card", has=merchant.locator(f"#rate-{VISIT}"))
    expect(visit.get_by_role("link").filter(has_text="不合格")).to_be_visible()
    visit.get_by_label("您对这次检查满意吗").select_option("5")
    visit.get_by_role("button", name="匿名提交").click()
    expect(merchant.get_by_text("已计入，谢谢")).to_be_visible()


def plan_recheck(page: Page, stack: Places, order: str) -> str:
    """The supervisor plans it from the order, with nothing to fill in; answers the visit."""
    supervisor = open_as(page, stack, "supervisor1")
    supervisor.goto(order)
    supervisor.get_by_role("link", name="安排复查").click()
    expect(supervisor.get_by_text("本次是整改复查，不计入次数")).to_be_visible()
    supervisor.get_by_role("button", name="报负责人审批").click()
    expect(supervisor.get_by_text("任务来源：整改复查")).to_be_visible()
    return supervisor.url.rpartition("/")[2]


def recheck(office: Office, visit: str) -> None:
    """All is right now, and reviewed."""
    code_in(office, visit)
    closed(office, visit, [], 7002)
    office.ask("PUT", f"/api/v1/visits/{visit}/result", "inspector1", {"codes": ["1"]})
    office.ask("POST", f"/api/v1/visits/{visit}/review", "reviewer1")


def correct(page: Page, reviewer: Page) -> None:
    """An officer corrects what was reviewed; the reviewer finds it in the queue and lets it count."""
    page.reload()
    step(page, "录入结果")
    page.get_by_role("button", name="提出更正").click()
    page.get_by_label("发现问题已责令改正").check()
    page.get_by_label("哪里错了，应当是什么").fill("说明写漏了器具编号(演示)")
    page.get_by_role("button", name="提交更正").click()
    expect(page.get_by_text("待审核", exact=True)).to_be_visible()
    reviewer.get_by_role("main").get_by_role("link", name="待审核").click()
    reviewer.get_by_label("列表").select_option("correcting")
    reviewer.get_by_role("link").filter(has_text="演示").first.click()
    press(reviewer, "同意更正")
    expect(reviewer.get_by_text("更正已生效")).to_be_visible()


def inspect(page: Page, stack: Places, scale: str, code: str) -> None:
    """A visit on a phone without network: accepted, identified by the merchant's code, checked, signed, closed."""
    page.goto(f"{stack.origin}/visits")
    page.wait_for_function(
        "sessionStorage.getItem('steelyard.pulled') && navigator.serviceWorker.controller !== null"
    )
    page.context.set_offline(True)
    page.locator(f"a[href='/visits/{VISIT}']").click()
    expect(page.get_by_text("没有网络，显示的是")).to_be_visible()
    page.get_by_role("button", name="接收", exact=True).click()
    page.get_by_label("经营者码", exact=True).fill(code)
    page.get_by_role("button", name="核验", exact=True).click()
    expect(page.get_by_text("正在检查")).to_be_visible()
    page.goto(f"{stack.origin}/visits/{VISIT}/check/{scale}")
    weigh(page, "1000", "1030")
    page.get_by_role("button", name="提交并判定").click()
    expect(page.get_by_text("已保存，联网后自动提交")).to_be_visible()
    page.get_by_role("link", name="回到这次检查").click()
    step(page, "当事人签字")
    page.get_by_role("button", name="当事人签名").click()
    sign(page)
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="下一步：提交记录").click()
    press(page, "提交检查记录")
    expect(page.get_by_text("待录入结果")).to_be_visible()


def decide(page: Page) -> None:
    """What was found is put on record, compared with the law and ordered to be put right; the result says so."""
    step(page, "录入结果")
    page.get_by_role("button", name="记录为问题").click()
    page.get_by_label("条文原文").fill("使用计量器具不得破坏其准确度(演示条文)")
    page.get_by_label("条文出处").fill("计量法 第十六条(演示)")
    page.get_by_role("button", name="对照条文，确认").click()
    expect(page.get_by_text("已确认", exact=True)).to_be_visible()
    page.get_by_label("改正要求").fill("停用该秤，修复并重新检定(演示)")
    press(page, "下达责令改正")
    expect(page.get_by_text("前改正")).to_be_visible()
    page.get_by_label("发现问题已责令改正").check()
    press(page, "录入结果")
    expect(page.locator(".tag").get_by_text("待审核", exact=True)).to_be_visible()


def test_a_failing_scale_is_found_ordered_reviewed_put_right_and_rechecked(
    page: Page, stack: Places, office: Office, tmp_path: Path
) -> None:
    keeper = office.ask("GET", "/api/v1/me", "merchant1")["merchants"][0]
    scale = office.ask("GET", f"/api/v1/instruments?merchant={keeper}", "inspector1")["items"][0]["id"]
    planned(office, VISIT)
    code = office.ask("POST", f"/api/v1/merchants/{keeper}/code", "merchant1")["code"]
    office.ask("POST", f"/api/v1/visits/{VISIT}/approval", "leader1")
    page.clock.install()
    sign_in(page, stack, "inspector1")
    inspect(page, stack, scale, code)
    decide(page)
    expect(page.get_by_text("已确认 0 / 9")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("已确认 9 / 9")).to_be_visible()
    expect(page.get_by_text("没有网络，显示的是")).not_to_be_visible()
    evidence = f"/api/v1/visits/{VISIT}/evidence"

    def is_verified() -> bool:
        return [one["status"] for one in office.ask("GET", evidence, "inspector1")["items"]] == ["verified"]

    office.wait(is_verified)
    page.screenshot(path=tmp_path / "visit.png", full_page=True)

    reviewer = open_as(page, stack, "reviewer1")
    reviewer.goto(f"{stack.origin}/reviews/{VISIT}")
    expect(reviewer.get_by_text("计量法 第十六条(演示)")).to_be_visible()
    reviewer.screenshot(path=tmp_path / "review.png", full_page=True)
    press(reviewer, "审核通过")
    expect(reviewer.get_by_text("已审核", exact=True)).to_be_visible()

    merchant = open_as(page, stack, "merchant1")
    merchant.goto(f"{stack.origin}/mine/visits")
    rate(merchant)
    merchant.screenshot(path=tmp_path / "visits.png", full_page=True)
    merchant.get_by_role("link", name="停用该秤").click()
    expect(merchant.get_by_text("责令立即停止使用")).to_be_visible()
    picture = tmp_path / "right.jpg"
    picture.write_bytes(photo(mark="right"))
    merchant.get_by_label("怎么改的").fill("已送修并重新检定合格(演示)")
    merchant.locator("input[type=file]").set_input_files(picture)
    expect(merchant.get_by_text("1 张照片已上传")).to_be_visible()
    merchant.screenshot(path=tmp_path / "order.png", full_page=True)
    press(merchant, "提交")
    expect(merchant.get_by_text("已提交，待复查")).to_be_visible()

    recheck(office, plan_recheck(page, stack, merchant.url))
    merchant.reload()
    expect(merchant.get_by_text("经责令已改正")).to_be_visible()
    first = office.ask("GET", f"/api/v1/visits/{VISIT}", "reviewer1")["visit"]
    assert first["result"]["codes"] == ["5"]
    correct(page, reviewer)
