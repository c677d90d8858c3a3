"""Before any check: the team lead accepts, and officers and merchant know each other by one of two codes."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests.e2e.steps import phone_of, sign, step, weigh
from tests.e2e.test_journey import sign_in

SEAFOOD = demo_id("visit", "seafood")


def open_visit(page: Page, stack: Places) -> None:
    page.goto(f"{stack.origin}/visits/{SEAFOOD}")
    expect(page.get_by_role("heading", name="曾厝垵海鲜排档街(演示)")).to_be_visible()


def code_of_another_merchant(page: Page, stack: Places, kept: Path) -> str:
    """What a stall-keeper of the market shows on the phone, photographed."""
    browser = page.context.browser
    assert browser is not None
    phone = phone_of(browser)
    sign_in(phone, stack, "merchant1")
    phone.goto(f"{stack.origin}/mine")
    phone.get_by_role("button", name="显示经营者码").first.click()
    picture = phone.get_by_alt_text("我的经营者码")
    expect(picture).to_be_visible()
    picture.screenshot(path=kept)
    code = phone.get_by_text(re.compile(r"^M\w{5}-\w{5}-\w$")).inner_text()
    phone.context.close()
    return code.replace("-", "")


def sign_record(page: Page) -> None:
    """The merchant signs on the officer's phone, and the signature arrives."""
    step(page, "当事人签字")
    step(page, "当事人签字")
    page.get_by_role("button", name="当事人签名").click()
    sign(page)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已核对一致").first).to_be_visible()


def test_officers_accept_are_compared_by_the_merchant_check_and_close_the_record(
    page: Page, stack: Places, tmp_path: Path
) -> None:
    photo = tmp_path / "code.png"
    code = code_of_another_merchant(page, stack, photo)
    sign_in(page, stack, "inspector1")
    open_visit(page, stack)
    page.get_by_role("button", name="接收", exact=True).click()
    expect(page.get_by_text("市监检通〔")).to_be_visible()
    step(page, "逐项检测")
    page.get_by_role("link", name="1号档").first.click()
    weigh(page, "1000", "1000")
    page.get_by_role("button", name="提交并判定").click()
    expect(page.get_by_text("还没有亮码核验身份")).to_be_visible()

    open_visit(page, stack)
    page.locator("label").filter(has_text="拍照识别经营者码").locator("input").set_input_files(photo)
    expect(page.get_by_label("经营者码", exact=True)).to_have_value(code)
    page.get_by_role("button", name="核验", exact=True).click()
    expect(page.get_by_text("这是另一家经营者的码")).to_be_visible()
    page.get_by_role("button", name="出示检查码").click()
    expect(page.get_by_alt_text("检查码，请经营者用手机相机扫描")).to_be_visible()
    address = page.get_by_role("link", name="打开核对页").get_attribute("href")
    assert address is not None
    assert re.fullmatch(rf"/k/{SEAFOOD}#[0-9a-z]{{16}}", address)

    browser = page.context.browser
    assert browser is not None
    merchant = phone_of(browser)
    merchant.goto(stack.origin + address.replace("#", "#0"))
    expect(merchant.get_by_text("检查码无效")).to_be_visible()
    merchant.goto("about:blank")
    merchant.goto(stack.origin + address)
    expect(merchant.get_by_text("陈执法(演示)")).to_be_visible()
    expect(merchant.get_by_text("您可以拒绝检查")).to_be_visible()
    merchant.get_by_role("button", name="我已核对").click()
    expect(merchant.get_by_text("已核对", exact=False).first).to_be_visible()
    expect(merchant.get_by_text("正在检查")).to_be_visible()
    merchant.context.close()

    page.get_by_role("button", name="经营者已确认？刷新").click()
    expect(page.get_by_text("正在检查")).to_be_visible()
    page.get_by_role("link", name="1号档").first.click()
    page.get_by_role("button", name="提交并判定").click()
    expect(page.get_by_text("JJG 539-2016").first).to_be_visible()
    open_visit(page, stack)
    step(page, "提交记录")
    expect(page.get_by_text("还没有签名或拒签说明")).to_be_visible()
    page.get_by_role("button", name="提交检查记录").click()
    told = page.get_by_role("complementary").filter(has_text="还没有收到经营者的签名")
    expect(told).to_be_visible()
    told.get_by_role("button", name="完成").click()
    sign_record(page)
    step(page, "提交记录")
    page.get_by_role("button", name="提交检查记录").click()
    expect(page.get_by_text("待录入结果")).to_be_visible()
