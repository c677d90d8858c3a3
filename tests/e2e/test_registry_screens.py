"""Joining, verifying and registering in a browser, each by the person who does it."""

from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Browser, Page, expect

from infra.local.demo.ids import demo_id, stall_keeper
from infra.local.places import Places
from tests.e2e.steps import phone_of
from tests.e2e.test_journey import ask, label_address, sign_in

UNVERIFIED = demo_id("instrument", "market-4")
UNKNOWN_CODE = "7QK3M-9VXB2-6"
SCALE_OF_7 = demo_id("instrument", "market-7")


def choose(page: Page, person: str) -> None:
    page.locator(f"button[value={person}]").click()


def test_an_inspector_invites_a_merchant_who_joins_and_applies_for_verification(
    page: Page, browser: Browser, stack: Places
) -> None:
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}/instruments/{SCALE_OF_7}")
    page.get_by_role("link", name="邀请经营者绑定账号").click()
    expect(page.get_by_label("对方姓名")).to_have_value("蔡摊主7号(演示)")
    page.get_by_role("button", name="生成邀请码").click()
    expect(page.get_by_role("img", name="邀请二维码")).to_be_visible()
    code = page.locator("[data-test=code]").inner_text()
    page.reload()
    expect(page.locator("[data-test=code]")).to_have_text(code)

    phone = phone_of(browser)
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(f"{stack.origin}/join#{code}")
    phone.get_by_role("button", name="登录并继续").click()
    choose(phone, "newcomer1")
    expect(phone.get_by_label("邀请码")).to_have_value(code)
    phone.get_by_role("button", name="确认绑定").click()
    phone.wait_for_url(f"{stack.origin}/home")
    assert not [url for url in asked if code in url or code.replace("-", "") in url]

    phone.get_by_role("main").get_by_role("link", name="我的器具").click()
    expect(phone.get_by_role("heading", name="蔡摊主7号")).to_be_visible()
    phone.get_by_role("main").get_by_role("link", name="电子计价秤").first.click()
    phone.get_by_role("button", name="申请检定").click()
    phone.get_by_role("button", name="确定：申请检定").click()
    phone.get_by_role("button", name="撤销").click()
    expect(phone.get_by_role("button", name="申请检定")).to_be_visible()
    phone.get_by_role("button", name="申请检定").click()
    phone.get_by_role("button", name="确定：申请检定").click()
    expect(phone.get_by_text("已申请检定，等待检定机构安排日期")).to_be_visible()
    expect(phone.get_by_role("button", name="申请检定")).not_to_be_visible()

    phone.goto(f"{stack.origin}/join#{code}")
    phone.get_by_label("邀请码").fill(code[:-1] + ("X" if code[-1] != "X" else "Y"))
    expect(phone.get_by_text("邀请码不对")).to_be_visible()
    phone.context.close()


def test_an_unknown_code_is_refused_in_plain_words(page: Page, stack: Places) -> None:
    sign_in(page, stack, "organiser1")
    page.goto(f"{stack.origin}/join#{UNKNOWN_CODE}")
    page.get_by_role("button", name="确认绑定").click()
    expect(page.get_by_text("邀请码无效、已使用或已过期")).to_be_visible()


def test_a_lab_records_a_verification_issues_a_label_and_the_public_page_turns_green(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    public = label_address(stack, UNVERIFIED, token("lab1"))
    page.goto(public)
    expect(page.get_by_text("未检定", exact=True)).to_be_visible()
    sign_in(page, stack, "lab1")
    page.goto(public)
    page.get_by_role("link", name="查看全部信息、办理").click()
    page.get_by_role("link", name="登记检定结果").click()
    page.get_by_label("检定机构名称").fill("厦门计量检定所(演示)")
    page.get_by_label("证书编号").fill("演示2026-E2E")
    page.reload()
    expect(page.get_by_label("证书编号")).to_have_value("演示2026-E2E")
    page.get_by_label("检定后的铅封号").fill("XM90001 XM90002")
    page.get_by_role("main").get_by_role("button", name="登记检定结果").click()
    expect(page.get_by_text("检定结果已登记")).to_be_visible()
    page.get_by_role("button", name="换发新标签").click()
    expect(page.get_by_text("第 2 张标签在用")).to_be_visible()
    page.get_by_role("button", name="看标签").click()
    expect(page.get_by_role("img", name="的标签")).to_be_visible()

    told = ask(stack, f"/v1/instruments/{UNVERIFIED}/labels/2", token("lab1")).decode()
    page.goto(f"{stack.origin}/i/{told.partition('/I/')[2].partition(chr(34))[0].lower()}")
    expect(page.get_by_text("合格有效", exact=True)).to_be_visible()
    expect(page.get_by_text("XM90001 XM90002")).to_be_visible()
    page.goto(public)
    expect(page.locator(".banner.bad").first).to_be_visible()


def test_a_supervisor_registers_a_market_a_stall_and_its_instrument(page: Page, stack: Places) -> None:
    run = datetime.now(UTC).strftime("%H%M%S%f")
    sign_in(page, stack, "supervisor1")
    page.goto(f"{stack.origin}/register/site")
    page.get_by_label("场所名称").fill(f"湖滨农贸市场{run}(演示)")
    page.get_by_role("main").get_by_role("button", name="登记").click()
    page.get_by_role("link", name="查看").click()
    page.get_by_role("button", name="登记摊位").click()
    page.get_by_label("摊位号").fill("B07")
    page.get_by_label("摊主姓名").fill(f"周摊主{run}(演示)")
    page.get_by_role("main").get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("link", name=f"周摊主{run}")).to_be_visible()

    page.get_by_role("link", name=f"周摊主{run}").click()
    expect(page.get_by_role("heading", name=f"周摊主{run}")).to_be_visible()
    page.get_by_role("link", name="登记器具").click()
    page.get_by_label("场所名称").fill(run)
    page.get_by_role("button", name=f"湖滨农贸市场{run}").click()
    page.get_by_label("摊位、柜台或诊室").fill("B07")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("制造单位").fill("鹭岛衡器(演示)")
    page.get_by_label("型号").fill("ACS-30(演示)")
    page.get_by_label("出厂编号").fill(f"E2E{run}")
    page.get_by_label("最大秤量 Max").fill("30000")
    page.get_by_label("检定分度值 e").fill("10")
    page.reload()
    expect(page.get_by_label("出厂编号")).to_have_value(f"E2E{run}")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("铅封号").fill("XM77001")
    page.get_by_role("main").get_by_role("button", name="登记", exact=True).click()
    page.get_by_role("link", name="查看").click()
    expect(page.get_by_text("未检定", exact=True)).to_be_visible()
    expect(page.get_by_text(f"E2E{run}")).to_be_visible()


def test_an_organiser_sees_the_market_and_registers_a_stall_keeper(page: Page, stack: Places) -> None:
    run = datetime.now(UTC).strftime("%H%M%S%f")
    sign_in(page, stack, "organiser1")
    page.get_by_role("main").get_by_role("link", name="我的市场").click()
    expect(page.get_by_text("台不能用")).to_be_visible()
    page.get_by_role("button", name="登记摊位").click()
    page.get_by_label("摊位号").fill(f"C{run[-8:]}")
    page.get_by_label("摊主姓名").fill("赵摊主(演示)")
    page.get_by_role("main").get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text(f"C{run[-8:]}")).to_be_visible()
    page.goto(f"{stack.origin}/merchants/{stall_keeper(1)}")
    expect(page.get_by_role("heading", name="这个页面不对您开放")).to_be_visible()


def test_an_order_needs_a_reason_and_shows_on_the_public_page_at_once(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    scale = demo_id("instrument", "market-2")
    sign_in(page, stack, "leader1")
    page.goto(f"{stack.origin}/instruments/{scale}")
    page.get_by_role("button", name="责令停止使用").click()
    page.get_by_role("button", name="确定：责令停止使用").click()
    expect(page.get_by_label("请写明原因")).to_be_focused()
    expect(page.get_by_text("请填写这一项")).to_be_visible()
    page.get_by_label("请写明原因").fill("示值超差(演示)")
    page.get_by_role("button", name="确定：责令停止使用").click()
    expect(page.locator(".banner.bad").get_by_text("停止使用", exact=True)).to_be_visible()
    page.goto(label_address(stack, scale, token("lab1")))
    expect(page.get_by_text("停止使用", exact=True)).to_be_visible()
    page.goto(f"{stack.origin}/instruments/{scale}")
    page.get_by_role("button", name="撤销停用").click()
    page.get_by_role("button", name="确定：撤销停用").click()
    expect(page.get_by_text("合格有效", exact=True)).to_be_visible()
