"""A shift of an officer whose browser is closed without network, and whose phone's storage is cleared."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from infra.local import chromium
from infra.local.demo.ids import MARKET, demo_id, stall_keeper
from infra.local.places import Places
from tests.e2e.office import Office
from tests.e2e.steps import PATIENCE_MS, kept, step, weigh
from tests.e2e.test_journey import sign_in
from tests.e2e.test_rectification import code_in, planned
from tests.exhibits import photo
from tests.office import made

pytestmark = pytest.mark.worker

VISIT, NEXT = made("vis", 7101), made("vis", 7102)
FIRST, SECOND = (demo_id("instrument", f"market-{n}") for n in (143, 144))
"""Scales that no other test puts out of use: a check of such a one would be refused."""
PIN, WRONG = "583920", "583921"
SUSPENDED = demo_id("instrument", "market-17")


class Phone:
    """A phone that keeps what its browser has on the disk."""

    def __init__(self, browsers: BrowserType, folder: Path) -> None:
        self.browsers, self.folder = browsers, folder
        self.context: BrowserContext

    def opened(self, *, offline: bool) -> Page:
        """The browser, started anew."""
        self.context = chromium.on_disk(self.browsers, self.folder)
        self.context.set_offline(offline)
        self.context.set_default_timeout(PATIENCE_MS)
        return self.context.pages[0]

    def restarted(self, address: str, pin: str) -> Page:
        """Closed and opened again without network, at an address behind the sign-in."""
        self.context.close()
        page = self.opened(offline=True)
        page.goto(address)
        page.get_by_label("口令", exact=True).fill(pin)
        page.get_by_role("button", name="打开", exact=True).click()
        return page


def get_ready(page: Page) -> None:
    """At the office, with network: a PIN, and all that a day needs."""
    page.get_by_role("main").get_by_role("link", name="离线准备").click()
    page.get_by_label("6 到 12 位数字").fill(PIN)
    page.get_by_label("再输一遍").fill(PIN)
    page.get_by_role("button", name="保存口令").click()
    expect(page.get_by_text("可以离线工作")).to_be_visible()


def look_up(page: Page, stack: Places) -> None:
    """What was drawn for the officer, and a scale out of use, from the phone alone."""
    page.goto(f"{stack.origin}/assignments")
    expect(page.get_by_text("没有网络，显示的是")).to_be_visible()
    page.goto(f"{stack.origin}/instruments/{SUSPENDED}")
    expect(page.get_by_role("main").get_by_text("停止使用", exact=True)).to_be_visible()
    expect(page.get_by_text("要联网才能看")).to_be_visible()


def open_places(page: Page, stack: Places) -> None:
    """The pages of the market and of one of its merchants, from the phone alone."""
    page.goto(f"{stack.origin}/sites/{MARKET}")
    expect(page.get_by_text("没有网络，显示的是")).to_be_visible()
    expect(page.locator("a.row[href^='/instruments/']").first).to_be_visible()
    page.locator(f"a[href='/merchants/{stall_keeper(30)}']").click()
    expect(page.get_by_text("手机上只有名称")).to_be_visible()
    expect(page.get_by_text("没有网络，显示的是")).to_be_visible()
    expect(page.locator("a.row[href^='/instruments/']").first).to_be_visible()


def show_code(page: Page, stack: Places) -> None:
    """The inspection code of the next visit, as the merchant's phone would read it."""
    page.goto(f"{stack.origin}/visits/{NEXT}")
    page.get_by_role("button", name="出示检查码").click()
    drawn = page.get_by_role("img", name="检查码")
    page.wait_for_function("image => image.naturalWidth > 0", arg=drawn.element_handle())
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(drawn.screenshot())))
    assert [one.text.partition("#")[0] for one in read] == [f"{stack.origin}/k/{NEXT}"]


def begin(page: Page, visit: str, picture: Path) -> None:
    """Two scales at once, none sent, and a picture of them."""
    page.locator(f"a[href='/visits/{VISIT}']").click()
    for scale, shown in ((FIRST, "1000"), (SECOND, "1030")):
        page.goto(f"{visit}/check/{scale}")
        weigh(page, "1000", shown)
        kept(page, shown)
    page.reload()
    expect(page.get_by_label("秤显示多少").first).to_have_value("1030")
    page.goto(visit)
    step(page, "拍照取证")
    picture.write_bytes(photo(mark="shift"))
    page.get_by_label("选照片、视频或 PDF").set_input_files(picture)
    expect(page.locator("article.exhibit").get_by_text("已保存在手机，待上传")).to_be_visible()


def send_one(page: Page, backup: Path) -> None:
    """One of the two is sent, the other is a draft still; all of it is kept elsewhere."""
    expect(page.get_by_label("秤显示多少").first).to_have_value("1000")
    page.get_by_role("button", name="提交并判定").click()
    expect(page.get_by_text("已保存，联网后自动提交")).to_be_visible()
    page.get_by_text("已确认 0 / 2").click()
    expect(page.get_by_text("没做完的 · 1")).to_be_visible()
    with page.expect_download() as saving:
        page.get_by_role("button", name="导出备份文件").click()
    saving.value.save_as(backup)


def lose_and_hand_in(page: Page, stack: Places, backup: Path) -> None:
    """The browser clears its databases: that is told, and the file brings all of it back."""
    storage = {"origin": stack.origin, "storageTypes": "indexeddb"}
    session = page.context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", storage)
    session.detach()  # as long as it is there the page never hears that the network is back
    page.reload()
    expect(page.get_by_text("有 4 项没提交的找不到了")).to_be_visible()
    page.get_by_label("交回备份文件").set_input_files(backup)
    expect(page.get_by_text("新接收：2 项记录、1 份证据、0 次扫码、1 份草稿")).to_be_visible()
    page.get_by_role("button", name="知道了").click()
    expect(page.get_by_text("找不到了")).not_to_be_visible()


def test_a_shift_goes_on_after_restarts_without_network_and_after_the_storage_was_cleared(
    browsers: BrowserType, stack: Places, token: Callable[[str], str], tmp_path: Path
) -> None:
    office = Office(stack, token)
    planned(office, VISIT)
    code_in(office, VISIT)
    planned(office, NEXT)
    office.ask("POST", f"/api/v1/visits/{NEXT}/approval", "leader1")
    office.ask("POST", f"/api/v1/visits/{NEXT}/acceptance", "inspector1")
    visit, backup = f"{stack.origin}/visits/{VISIT}", tmp_path / "backup"
    phone = Phone(browsers, tmp_path / "profile")
    page = phone.opened(offline=False)
    sign_in(page, stack, "inspector1")
    assert installable(page) == []
    get_ready(page)

    page = phone.restarted(f"{stack.origin}/visits", WRONG)
    expect(page.get_by_text("还可以试 5 次")).to_be_visible()
    page.get_by_label("口令", exact=True).fill(PIN)
    page.get_by_role("button", name="打开", exact=True).click()
    begin(page, visit, tmp_path / "scale.jpg")
    page = phone.restarted(f"{visit}/check/{FIRST}", PIN)
    send_one(page, backup)
    look_up(page, stack)
    open_places(page, stack)
    show_code(page, stack)
    page.goto(f"{stack.origin}/sync")
    lose_and_hand_in(page, stack, backup)

    phone.context.set_offline(False)
    expect(page.get_by_text("✓ 已确认 2 / 2")).to_be_visible()
    told = office.ask("GET", f"/api/v1/visits/{VISIT}", "inspector1")
    assert [check["instrument_id"] for check in told["checks"]] == [FIRST], told["refused"]
    assert len(office.ask("GET", f"/api/v1/visits/{VISIT}/evidence", "inspector1")["items"]) == 1
    page.get_by_role("button", name="菜单").click()
    page.get_by_role("link", name="退出登录").click()
    page.wait_for_function("localStorage.getItem('steelyard.sealed') === null")
    phone.context.close()


def installable(page: Page) -> list[Any]:
    """What stands in the way of installing the app."""
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    asked = page.context.new_cdp_session(page).send("Page.getInstallabilityErrors")
    return [one for one in asked["installabilityErrors"] if one["errorId"] != "in-incognito"]
