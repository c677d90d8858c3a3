"""An organiser's day from its home: what must be verified, stalls and their keepers, a card and its appeal."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from chalicelib.registry.model import number
from infra.local.demo.ids import MARKET as SITE
from infra.local.demo.ids import demo_id, stall_keeper
from infra.local.places import Places
from tests.e2e.conftest import phones
from tests.e2e.office import Office
from tests.e2e.steps import UNDONE_BY_MS, go_home, looked, press, tile
from tests.e2e.test_journey import sign_in

pytestmark = pytest.mark.worker

MARKET = "八市海鲜农贸市场(演示)"
DUE = demo_id("instrument", "market-28")
"""A scale whose certificate ends soon, and that no other test reads."""
KEEPER = "王摊主5号(演示)"
REASON = "多次提醒后仍不用公示的秤(演示)"


def apply(page: Page) -> None:
    """What is due soon, to a scale; its verification is applied for, which the page tells from then on."""
    expect(page.get_by_text(re.compile("件等您办"))).to_be_visible()
    expect(tile(page, "待检定")).to_contain_text("件超期")
    tile(page, "待检定").click()
    page.get_by_role("button", name="快到期").click()
    due = page.locator(f"a[href='/instruments/{DUE}']")
    expect(due).to_contain_text("前申请检定")
    looked(page, "待检定器具")
    due.click()
    looked(page, re.compile(number(DUE)))
    page.get_by_role("button", name="申请检定").click()
    press(page, "确定：申请检定")
    expect(page.get_by_text("已申请检定，等待检定机构安排日期")).to_be_visible()
    looked(page, re.compile(number(DUE)))
    page.get_by_role("main").get_by_role("link", name=MARKET).click()
    looked(page, MARKET)


def find_by_number(page: Page) -> None:
    """From the number on a label to what everybody sees, and from there to the organiser's own page."""
    tile(page, "扫码").click()
    looked(page, "扫描标签")
    page.get_by_label("标签编号").fill(number(DUE))
    page.get_by_role("button", name="查看", exact=True).click()
    page.get_by_role("link", name="查看全部信息、办理").click()
    looked(page, re.compile(number(DUE)))


def let_and_empty_a_stall(page: Page) -> None:
    """A stall with its keeper, found again among sixty, then nobody's."""
    stall = datetime.now(UTC).strftime("E%H%M%S%f")
    main = page.get_by_role("main")
    main.get_by_role("button", name="登记摊位").click()
    page.get_by_label("摊位号").fill(stall)
    page.get_by_label("摊主姓名").fill("钱摊主(演示)")
    page.get_by_label("从哪天起").fill("2026-01-01")
    main.get_by_role("button", name="登记", exact=True).click()
    page.get_by_label("按摊位或摊主查找").fill(stall)
    expect(main.get_by_role("link", name="钱摊主(演示)")).to_be_visible()
    main.get_by_role("button", name=f"{stall} 换承租人").click()
    page.get_by_label("没有人，空置").check()
    looked(page, MARKET)
    main.get_by_role("button", name="保存").click()
    expect(main.get_by_text("空置", exact=True)).to_be_visible()


def see_a_keeper(page: Page) -> None:
    """What the public sees of who holds a stall, and that a poster may be had."""
    page.get_by_label("按摊位或摊主查找").fill("A05")
    page.get_by_role("main").get_by_role("link", name=KEEPER).click()
    looked(page, re.compile(f"^{KEEPER[0]}"))
    expect(page.get_by_role("button", name="打印公示海报")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="同一场所的其他商户").click()
    looked(page, MARKET)


def to_cards(page: Page) -> None:
    go_home(page, "市场主办者")
    tile(page, "我的市场").click()
    looked(page, MARKET)
    page.get_by_role("link", name="红黄牌", exact=True).click()


def show_a_card(page: Page) -> None:
    """A tap too early leads to what is missed; then the card stands in the list."""
    to_cards(page)
    page.get_by_role("button", name="出牌").click()
    expect(page.get_by_label("摊位")).to_be_focused()
    page.get_by_label("摊位").select_option(label="A01 林摊主1号(演示)")
    page.get_by_label("红牌").check()
    page.get_by_label("7 天").check()
    page.get_by_label("理由").fill(REASON)
    page.get_by_role("button", name="出牌").click()
    expect(card(page)).to_contain_text("红牌 · 有效")
    looked(page, "红黄牌")


def card(page: Page) -> Locator:
    return page.locator("section.card").filter(has_text=REASON).first


def say(page: Page, opener: str, kind: str, text: str, state: str) -> None:
    """Take a step of the card, with its reason, past the time in which it can be undone."""
    card(page).get_by_role("button", name=opener).click()
    card(page).get_by_label("理由").fill(text)
    card(page).get_by_role("button", name=kind, exact=True).click()
    page.clock.run_for(UNDONE_BY_MS)
    expect(card(page)).to_contain_text(f"红牌 · {state}")


def test_an_organiser_goes_through_the_day_from_the_home(
    browser: Browser, page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    office, due = Office(stack, token), f"/api/v1/due?site={SITE}&state="
    office.wait(lambda: bool(office.ask("GET", f"{due}overdue", "organiser1")["items"]))
    office.wait(
        lambda: any(row["id"] == DUE for row in office.ask("GET", f"{due}due", "organiser1")["items"])
    )
    office.wait(lambda: bool(office.register(f"merchants/{stall_keeper(5)}.json")))
    page.clock.install()
    sign_in(page, stack, "organiser1")
    looked(page, "市场主办者")
    apply(page)
    let_and_empty_a_stall(page)
    see_a_keeper(page)
    go_home(page, "市场主办者")
    find_by_number(page)
    show_a_card(page)
    appeal(browser, stack)
    uphold(browser, stack)
    to_cards(page)
    expect(card(page)).to_contain_text("维持(演示)")
    say(page, "解除", "解除", "已经改正(演示)", "已解除")
    looked(page, "红黄牌")


def appeal(browser: Browser, stack: Places) -> None:
    """The keeper of the stall, on its own phone."""
    for keeper in phones(browser, stack, "merchant1"):
        tile(keeper, "红黄牌").click()
        say(keeper, "申诉", "申诉", "当天就换了秤(演示)", "申诉中")
        looked(keeper, "红黄牌")


def uphold(browser: Browser, stack: Places) -> None:
    """The supervisor, who can see whose card it is before deciding."""
    for supervisor in phones(browser, stack, "supervisor1"):
        tile(supervisor, "诚信计量承诺").click()
        supervisor.get_by_label("行政区").select_option(label="思明区")
        expect(card(supervisor).get_by_role("link", name="看经营者")).to_be_visible()
        looked(supervisor, re.compile("承诺"))
        card(supervisor).get_by_role("button", name="撤销 / 维持").click()
        card(supervisor).get_by_label("理由").fill("证据充分，维持(演示)")
        press(supervisor, "维持")
        expect(card(supervisor)).to_have_count(0)
