"""A lab's day from its home: an application gets a day, its verification and labels; a new scale fails."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from chalicelib.registry.model import number
from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests.e2e.office import Office
from tests.e2e.steps import go_home, hold, looked, press, tile
from tests.e2e.test_journey import sign_in

APPLIED = demo_id("instrument", "market-41")
"""The demo's owner applied for its verification; no other test reads it."""
APPLICATIONS = "/api/v1/due?applied=350203"
"""What the stream's follower lists some time after the demo is loaded."""
KEEPER, MARKET = "黄摊主42号(演示)", "八市海鲜农贸市场(演示)"
LAB = "厦门计量检定所(演示)"


def is_listed(office: Office) -> bool:
    return any(row["id"] == APPLIED for row in office.ask("GET", APPLICATIONS, "lab1")["items"])


def give_a_day(page: Page) -> None:
    """The home counts what waits for a day; the scale of an application gets one."""
    expect(tile(page, "检定申请")).to_contain_text("件待办")
    tile(page, "检定申请").click()
    expect(page.get_by_role("heading", name="等您安排日期")).to_be_visible()
    looked(page, "检定申请")
    page.locator(f"a[href='/instruments/{APPLIED}']").click()
    looked(page, re.compile(number(APPLIED)))
    page.get_by_role("button", name="安排检定日期").click()
    press(page, "确定：安排检定日期")
    expect(page.get_by_text("检定安排在")).to_be_visible()


def verify(page: Page, certificate: str, conclusion: str) -> None:
    """A tap too early leads to what is missed; the law's last day stands there already."""
    looked(page, "登记检定结果")
    page.get_by_label("检定机构名称").fill(LAB)
    record = page.get_by_role("main").get_by_role("button", name="登记检定结果")
    record.click()
    expect(page.get_by_label("证书编号")).to_be_focused()
    page.get_by_label("证书编号").fill(certificate)
    page.get_by_label("结论").select_option(conclusion)
    record.click()
    expect(page.get_by_text("检定结果已登记")).to_be_visible()
    looked(page, "登记检定结果")


def label(page: Page) -> None:
    """The next label, spoilt at once, and the one after it; printed on a sheet."""
    page.get_by_role("button", name="换发新标签").click()
    expect(page.get_by_text("第 2 张标签在用")).to_be_visible()
    page.get_by_role("button", name="作废标签").click()
    page.get_by_label("为什么作废").select_option("damaged")
    press(page, "作废标签：标签损坏")
    expect(page.get_by_text("没有有效的标签")).to_be_visible()
    page.get_by_role("button", name="签发标签").click()
    expect(page.get_by_text("第 3 张标签在用")).to_be_visible()
    page.get_by_role("link", name="查看", exact=True).click()
    looked(page, re.compile(number(APPLIED)))
    page.get_by_role("link", name="补打标签").click()
    expect(page.get_by_label("标签编号")).to_have_value(number(APPLIED))
    looked(page, "打印标签")
    page.get_by_role("button", name="开始排版").click()
    expect(page).to_have_url(re.compile("/sheets/sht-"))
    expect(page.get_by_text("已完成")).to_be_visible()
    looked(page, "打印标签")


def register(page: Page, serial: str) -> None:
    """A scale that nobody knew, at a stall of the market, by its name plate."""
    tile(page, "登记器具").click()
    page.get_by_label("经营者名称").fill("黄摊主42")
    page.get_by_role("button", name=KEEPER).click()
    page.get_by_label("场所名称").fill("八市")
    page.get_by_role("button", name=MARKET).click()
    page.get_by_label("摊位、柜台或诊室").fill("A42")
    looked(page, "登记器具")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("制造单位")).to_be_focused()
    page.get_by_label("制造单位").fill("鹭岛衡器(演示)")
    page.get_by_label("型号").fill("ACS-15(演示)")
    page.get_by_label("出厂编号").fill(serial)
    page.get_by_label("最大秤量 Max").fill("15000")
    page.get_by_label("检定分度值 e").fill("5")
    looked(page, "登记器具")
    page.get_by_role("button", name="下一步").click()
    looked(page, "登记器具")
    page.get_by_role("main").get_by_role("button", name="登记", exact=True).click()
    page.get_by_role("link", name="登记检定结果").click()


def find(page: Page, serial: str) -> None:
    """By its serial number, and whatever else is known of it from there."""
    tile(page, "查找").click()
    looked(page, "查找")
    page.get_by_label("出厂编号").fill(serial)
    found = page.get_by_role("main").get_by_role("link").filter(has_text=serial)
    expect(found).to_contain_text("检定不合格")
    looked(page, "查找")
    found.click()
    looked(page, re.compile("A42"))
    page.get_by_role("main").get_by_role("link", name=KEEPER).click()
    looked(page, KEEPER)
    page.get_by_role("button", name="返回").click()
    page.get_by_role("main").get_by_role("link", name=MARKET).click()
    looked(page, MARKET)


def test_a_lab_goes_through_the_day_from_the_home(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    office = Office(stack, token)
    run = datetime.now(UTC).strftime("%H%M%S%f")
    office.wait(lambda: is_listed(office))
    page.clock.install()
    sign_in(page, stack, "lab1")
    looked(page, "检定机构")
    give_a_day(page)
    page.get_by_role("link", name="登记检定结果").click()
    verify(page, f"演示2026-L{run}", "pass")
    label(page)
    go_home(page, "检定机构")
    register(page, f"LAB{run}")
    verify(page, f"演示2026-N{run}", "fail")
    expect(page.get_by_text("不能再用")).to_be_visible()
    expect(page.get_by_role("button", name="签发标签")).to_have_count(0)
    office.wait(lambda: not is_listed(office))
    office.wait(lambda: bool(office.ask("GET", f"/api/v1/search?q=LAB{run}", "lab1")["instruments"]))
    page.get_by_role("link", name="看其他检定申请").click()
    looked(page, "检定申请")
    expect(page.locator(f"a[href='/instruments/{APPLIED}']")).to_have_count(0)
    go_home(page, "检定机构")
    find(page, f"LAB{run}")
    go_home(page, "检定机构")
    tile(page, "导入导出").click()
    looked(page, re.compile("导入"))


def test_a_tap_while_the_interval_is_looked_up_waits_for_it(page: Page, stack: Places) -> None:
    held = hold(page, "**/longest?*")
    sign_in(page, stack, "lab1")
    page.goto(f"{stack.origin}/instruments/{APPLIED}/verify")
    page.get_by_label("检定机构名称").fill(LAB)
    page.get_by_label("证书编号").fill("演示2026-W1")
    record = page.locator("form").get_by_role("button")
    record.click()
    expect(record).to_have_text("正在查检定周期，查到就登记…")
    held[0].abort()
    expect(page.get_by_label("有效期至")).to_be_focused()
    expect(page.get_by_text("请照证书填写")).to_be_visible()
