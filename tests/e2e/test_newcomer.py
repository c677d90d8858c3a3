"""The README's tour by somebody new: a check, its published result and a followed report, by tapping what one sees."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserType, Page, expect

from bench import stall
from chalicelib.clock import local_day
from infra.local import chromium
from infra.local.demo.ids import demo_id, stall_keeper
from infra.local.places import Places
from tests.e2e.conftest import ARTEFACTS
from tests.e2e.office import Office
from tests.e2e.steps import phone_of, raw_words, sign, weigh
from tests.e2e.test_journey import label_address, sign_in
from tests.exhibits import photo

SCALE = demo_id("instrument", "market-1")
DONE_MS = 120_000
"""For what our functions do meanwhile, the register's each minute, and for what waits to be undone."""
TODAY = "集贸市场在用计量器具检查(演示)"
"""The visit of the day; a drawn one of the same market is late, and was checked already."""
FACTS = "买了两斤虾，回家一称少了二两(演示)"


@pytest.fixture
def phone(
    browsers: BrowserType, stack: Places, token: Callable[[str], str], tmp_path: Path
) -> Iterator[Callable[[str], Page]]:
    """A new phone, signed in as somebody or nobody's; every camera sees the label of one scale."""
    wall = Image.new("L", (640, 480), 170)
    text = label_address(stack, SCALE, token("lab1")).replace("http://", "HTTPS://").upper()
    stall.put(wall, stall.label(text, 25, 6), (0.5, 0.5), 6)
    film = tmp_path / "label.mjpeg"
    film.write_bytes(stall.film((wall, 3)))
    browser = chromium.launch(browsers, film)

    def handed(who: str = "") -> Page:
        page = phone_of(browser, worker=True)
        page.set_default_timeout(DONE_MS)
        if who:
            sign_in(page, stack, who)
        return page

    yield handed
    browser.close()


def seen(page: Page, name: str) -> None:
    """A picture of what the page came to, which says nothing raw."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"newcomer-{name}.png", full_page=True)
    assert raw_words(page) == []


def go(page: Page, *links: str) -> None:
    for name in links:
        page.get_by_role("main").get_by_role("link", name=name).first.click()


def press(page: Page, *buttons: str) -> None:
    for name in buttons:
        page.get_by_role("button", name=name, exact=True).last.click()


def report(page: Page, stack: Places) -> None:
    """From the camera to the receipt; ends where the report is followed."""
    page.goto(stack.origin)
    page.locator("main a[href='/scan']").first.click()
    press(page, "打开摄像头")
    expect(page.get_by_text("标签签名真实")).to_be_visible()
    seen(page, "label")
    go(page, "投诉、举报")
    page.get_by_text("举报：请来查这一家").click()
    page.get_by_label("发生了什么").fill(FACTS)
    page.get_by_text("不用", exact=True).click()
    press(page, "提交")
    expect(page.get_by_role("heading", name="举报 · 正在核查")).to_be_visible()
    seen(page, "followed")


def check(page: Page) -> None:
    """The market's visit from its list to a result that waits for review."""
    go(page, "我的检查", TODAY)
    page.get_by_role("link").filter(has_text="A01").first.click()
    weigh(page, "1000", "1015")
    press(page, "提交并判定")
    expect(page.get_by_text("JJG 539-2016").first).to_be_visible()
    seen(page, "verdict")
    go(page, "回到这次检查")
    press(page, "检测做完，去取证")
    page.get_by_label("选照片、视频或 PDF").set_input_files(
        {"name": "stall.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    expect(page.get_by_text("已核对一致").first).to_be_visible()
    press(page, "下一步：签字", "当事人签名")
    sign(page)
    press(page, "保存", "下一步：提交记录", "提交检查记录", "记录为问题")
    page.get_by_label("条文原文").fill("使用计量器具不得破坏其准确度(演示条文)")
    press(page, "对照条文，确认")
    page.get_by_label("改正要求").fill("停用该秤，修复并重新检定(演示)")
    press(page, "下达责令改正")
    expect(page.get_by_text("前改正")).to_be_visible()
    page.get_by_label("发现问题已责令改正").check()
    press(page, "录入结果")
    expect(page.locator(".tag").get_by_text("待审核", exact=True)).to_be_visible()
    seen(page, "result")


def review(page: Page) -> None:
    go(page, "审核", "八市海鲜农贸市场")
    press(page, "审核通过")
    expect(page.get_by_text("已审核", exact=True)).to_be_visible()
    seen(page, "reviewed")


def move_clock(page: Page, days: int) -> None:
    press(page, "菜单", f"演示时钟 +{days} 天")
    expect(page.get_by_text("演示时钟比现在快")).to_be_visible()
    press(page, "菜单")


def until(page: Page, is_there: Callable[[], bool]) -> None:
    """Read the page again until what happens meanwhile has happened."""
    for _ in range(DONE_MS // 2_000):
        page.wait_for_timeout(2_000)
        page.get_by_text("正在读取").first.wait_for(state="hidden")
        if is_there():
            return
        page.reload()
    raise AssertionError(page.get_by_role("main").inner_text())


def listed(page: Page, name: str) -> int:
    """How many entries the publisher's list of this name has."""
    page.get_by_label("列表").select_option(label=name)
    page.wait_for_timeout(1_000)
    page.get_by_text("正在读取").first.wait_for(state="hidden")
    return page.get_by_role("main").get_by_role("link").filter(has_text=name).count()


@pytest.mark.soak
def test_somebody_new_comes_from_a_scan_to_a_published_result_and_a_followed_report(
    phone: Callable[[str], Page], stack: Places, token: Callable[[str], str]
) -> None:
    citizen, inspector, publisher, merchant = (
        phone(""),
        phone("inspector1"),
        phone("publisher1"),
        phone("merchant1"),
    )
    day = local_day(Office(stack, token).now()).isoformat()
    report(citizen, stack)
    check(inspector)
    review(phone("reviewer1"))

    go(publisher, "公示")
    until(publisher, lambda: listed(publisher, "待告知") > 0)
    go(merchant, "公示与信用")
    move_clock(merchant, 1)
    told = merchant.get_by_role("main").get_by_role("link").filter(has_text=day).filter(has_text="陈述期内")
    until(merchant, lambda: told.count() > 0)
    told.click()
    expect(merchant.get_by_text("前您可以写一段陈述")).to_be_visible()
    seen(merchant, "told")

    move_clock(publisher, 7)
    ripe = publisher.get_by_role("main").get_by_role("link").filter(has_text=day).filter(has_text="待公示")
    until(publisher, lambda: listed(publisher, "待公示") > 0 and ripe.count() > 0)
    ripe.click()
    press(publisher, "公示")
    expect(publisher.locator(".tag").get_by_text("已公示", exact=True)).to_be_visible()
    seen(publisher, "published")

    citizen.goto(f"{stack.origin}/m/{stall_keeper(1)}")
    newest = citizen.get_by_role("article").first
    until(citizen, lambda: f"{day} 检查" in newest.inner_text())
    expect(newest).to_contain_text("发现问题已责令改正")
    seen(citizen, "register")
