"""A visit by clicking only, on a phone: approved, accepted, identified, checked without network, signed, closed."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.local.places import Places
from tests.e2e.conftest import phones
from tests.e2e.steps import phone_of, press, sign, step, weigh
from tests.e2e.test_journey import sign_in
from tests.exhibits import photo

pytestmark = pytest.mark.worker

PLACE = "同安生活超市(演示)"


def approve(browser: Browser, stack: Places) -> None:
    """The leader finds the visit among what waits, and approves it."""
    leader = phones(browser, stack, "leader1")
    phone = next(leader)
    phone.get_by_role("main").get_by_role("link", name="我的检查").first.click()
    expect(phone.get_by_role("heading", name="等待审批")).to_be_visible()
    phone.get_by_role("link").filter(has_text=PLACE).click()
    press(phone, "批准检查")
    expect(phone.get_by_text("已批准，可以检查")).to_be_visible()
    next(leader, None)


def compare(browser: Browser, address: str) -> None:
    """The merchant compares the inspection code, without signing in."""
    merchant = phone_of(browser)
    merchant.goto(address)
    merchant.get_by_role("button", name="我已核对").click()
    expect(merchant.get_by_text("正在检查")).to_be_visible()
    merchant.context.close()


def test_a_visit_from_its_approval_to_the_closed_record_with_a_failing_check_without_network(
    page: Page, browser: Browser, stack: Places, tmp_path: Path
) -> None:
    approve(browser, stack)
    page.clock.install()
    sign_in(page, stack, "inspector1")
    page.get_by_role("main").get_by_role("link", name="我的检查").first.click()
    row = page.get_by_role("link").filter(has_text=PLACE)
    expect(row.get_by_text("还有 7 步")).to_be_visible()
    row.click()
    page.get_by_role("button", name="接收", exact=True).click()
    page.get_by_role("button", name="出示检查码").click()
    address = page.get_by_role("link", name="打开核对页").get_attribute("href")
    compare(browser, stack.origin + str(address))
    page.get_by_role("button", name="经营者已确认？刷新").click()
    expect(page.get_by_text("正在检查")).to_be_visible()

    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.get_by_role("link").filter(has_text="电子计价秤").first.click()
    weigh(page, "1000", "1030")
    page.get_by_label("放上多少砝码").nth(1).fill("2000")
    page.get_by_label("秤显示多少").nth(1).fill("2030")
    expect(page.locator(".banner.bad").get_by_text("不合格", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="误差曲线")).to_be_visible()
    page.get_by_role("button", name="提交并判定").click()
    expect(page.get_by_text("已保存，联网后自动提交")).to_be_visible()
    page.get_by_role("link", name="回到这次检查").click()
    expect(page.get_by_text("没有网络，显示的是")).to_be_visible()
    step(page, "逐项检测")
    step(page, "逐项检测")
    expect(page.get_by_role("link").filter(has_text="已保存在手机")).to_be_visible()
    page.get_by_role("button", name="检测做完，去取证").click()
    picture = tmp_path / "scale.jpg"
    picture.write_bytes(photo(mark="scale"))
    page.get_by_label("选照片、视频或 PDF").set_input_files(picture)
    expect(page.locator("article.exhibit").get_by_text("已保存在手机，待上传")).to_be_visible()
    page.get_by_role("button", name="下一步：签字").click()
    page.get_by_role("button", name="当事人签名").click()
    sign(page)
    page.get_by_role("button", name="保存").click()

    page.context.set_offline(False)
    expect(page.locator("article.exhibit").get_by_text("已核对一致")).to_be_visible()
    page.get_by_role("button", name="下一步：提交记录").click()
    page.reload()
    expect(page.get_by_text("共 1 项检测")).to_be_visible()
    press(page, "提交检查记录")
    expect(page.get_by_text("待录入结果")).to_be_visible()
    step(page, "逐项检测")
    expect(page.get_by_role("link").filter(has_text="不合格")).to_be_visible()
