"""Correcting what is registered, telling who holds a stall, and administering accounts, by those who do it."""

from datetime import UTC, datetime

from playwright.sync_api import Browser, Page, expect

from infra.local.demo.ids import MARKET, demo_id
from infra.local.places import Places
from tests.e2e.steps import phone_of
from tests.e2e.test_journey import sign_in

SCALE = demo_id("instrument", "market-9")


def test_a_supervisor_corrects_a_site_and_loses_nothing_on_reload(
    page: Page, browser: Browser, stack: Places
) -> None:
    run = datetime.now(UTC).strftime("%H%M%S%f")
    sign_in(page, stack, "supervisor1")
    page.goto(f"{stack.origin}/sites/{MARKET}")
    page.get_by_role("link", name="更正登记信息").click()
    page.get_by_label("地址").fill(f"开元路{run}号")
    page.reload()
    expect(page.get_by_label("地址")).to_have_value(f"开元路{run}号")
    page.get_by_role("button", name="保存更正").click()
    expect(page.get_by_text(f"开元路{run}号")).to_be_visible()

    page.goto(f"{stack.origin}/sites/{MARKET}/correct")
    page.get_by_label("地址").fill("旧版")
    other = phone_of(browser)
    sign_in(other, stack, "supervisor1")
    other.goto(f"{stack.origin}/sites/{MARKET}/correct")
    other.get_by_label("地址").fill(f"开元路{run}号旁")
    other.get_by_role("button", name="保存更正").click()
    expect(other.get_by_text(f"开元路{run}号旁")).to_be_visible()
    other.context.close()
    page.get_by_role("button", name="保存更正").click()
    expect(page.get_by_text("内容已被他人修改")).to_be_visible()
    page.get_by_role("button", name="按登记的重新填").click()
    expect(page.get_by_label("地址")).to_have_value(f"开元路{run}号旁")


def test_a_supervisor_corrects_a_name_plate_but_not_its_serial_number(page: Page, stack: Places) -> None:
    sign_in(page, stack, "supervisor1")
    page.goto(f"{stack.origin}/instruments/{SCALE}/correct")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("出厂编号")).not_to_be_editable()
    page.get_by_label("型号").fill("ACS-15B(演示)")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("铅封号")).not_to_be_editable()
    page.get_by_label("产地").fill("厦门(演示)")
    page.get_by_role("button", name="保存更正").click()
    expect(page.get_by_text("ACS-15B(演示)")).to_be_visible()
    expect(page.get_by_text("厦门(演示)")).to_be_visible()


def test_a_stall_gets_another_holder_and_a_scale_goes_along(page: Page, stack: Places) -> None:
    run = datetime.now(UTC).strftime("%H%M%S%f")
    sign_in(page, stack, "supervisor1")
    page.goto(f"{stack.origin}/sites/{MARKET}")
    page.get_by_role("button", name="A09 换承租人").click()
    page.get_by_label("摊主姓名").fill(f"郭摊主{run}(演示)")
    page.get_by_role("main").get_by_role("button", name="保存").click()
    expect(page.get_by_role("link", name=f"郭摊主{run}")).to_be_visible()

    page.goto(f"{stack.origin}/instruments/{SCALE}")
    page.get_by_role("button", name="转移").click()
    page.get_by_text("换经营者").click()
    page.get_by_label("经营者名称").fill(f"郭摊主{run}")
    page.get_by_role("button", name=f"郭摊主{run}").click()
    page.get_by_role("button", name="确定：转移").click()
    expect(page.get_by_role("link", name=f"郭摊主{run}")).to_be_visible()


def test_an_administrator_grants_a_role_ends_it_and_disables_an_account(page: Page, stack: Places) -> None:
    sign_in(page, stack, "admin1")
    page.get_by_role("main").get_by_role("link", name="账号").click()
    page.get_by_role("link", name="谢监督").click()
    page.get_by_label("角色", exact=True).select_option("reviewer")
    page.get_by_label("同安区").check()
    page.get_by_role("button", name="授予：审核员").click()
    expect(page.get_by_text("同安区").first).to_be_visible()
    page.get_by_role("button", name="收回角色：审核员").click()
    expect(page.get_by_role("heading", name="收回的角色")).to_be_visible()
    page.get_by_role("button", name="停用账号").click()
    expect(page.get_by_text("已停用")).to_be_visible()
    page.get_by_role("button", name="恢复账号").click()
    expect(page.get_by_text("正常")).to_be_visible()
