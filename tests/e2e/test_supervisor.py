"""A supervisor's day from its home: what waits, a complaint given out, a visit planned, an alarm, what is late."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from chalicelib.registry.model import number
from infra.local.demo.data import COPIED
from infra.local.demo.draws import OPENED
from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests.e2e.office import Office
from tests.e2e.steps import go_home, looked, press, tile
from tests.e2e.test_journey import sign_in
from tests.e2e.test_mediation import complain
from tests.office import made

pytestmark = pytest.mark.worker

COMPLAINT = made("cmp", 7301)
LATE = demo_id("complaint", "late")
HANDLER = "林执法(演示)"
LEAD, SECOND = "洪执法(演示)", "周执法(演示)"
"""Whose list of visits no other test reads."""


def see_what_waits(page: Page) -> None:
    """The home counts it: the demo has a complaint that nobody took up in time."""
    looked(page, "监管")
    expect(page.get_by_role("main").get_by_text(re.compile("件等您办"))).to_be_visible()
    expect(tile(page, "投诉举报")).to_contain_text("件超期")


def see_the_city(page: Page) -> None:
    """The dashboard's pictures, the figures below one, and from there what is late, to a scale."""
    tile(page, "监管概览").click()
    looked(page, "监管概览")
    figure = page.get_by_role("figure").filter(has_text="待检定，按区")
    expect(figure.get_by_role("img")).to_have_accessible_name(re.compile("^图"))
    figure.get_by_text("看数字、下载").click()
    expect(figure.get_by_role("rowheader").filter(has_text="思明区")).to_be_visible()
    looked(page, "监管概览")
    page.get_by_role("link", name="看待检定清单").click()
    page.get_by_role("button", name="已过期").click()
    first = page.locator("a.row").filter(has_text=re.compile(r"过期 \d+ 天")).first
    expect(first).to_be_visible()
    looked(page, "待检定器具")
    first.click()
    expect(page.get_by_text("检定过期", exact=True)).to_be_visible()
    looked(page, re.compile("."))


def give_out(page: Page, office: Office, district: str) -> None:
    """The complaint is found at the desk, behind the late one, and gets a handler."""
    received = f"/api/v1/complaints?unit={district}&kind=complaint&state=received"
    office.wait(
        lambda: any(one["id"] == COMPLAINT for one in office.ask("GET", received, "supervisor1")["items"])
    )
    tile(page, "投诉举报").click()
    page.get_by_label("承办单位").select_option("350203")
    page.get_by_label("列表").select_option(label="超期未办")
    expect(page.locator(f"a[href='/complaints/{LATE}']")).to_contain_text("超期")
    looked(page, "投诉举报")
    page.get_by_label("承办单位").select_option(district)
    page.get_by_label("列表").select_option(label="在办")
    page.get_by_label("类别").select_option(label="投诉")
    page.get_by_label("状态").select_option(label="待受理")
    page.locator(f"a[href='/complaints/{COMPLAINT}']").click()
    expect(page.get_by_text("还没有人承办")).to_be_visible()
    looked(page, re.compile("^投诉"))
    page.get_by_role("button", name="分派承办人").click()
    page.get_by_role("button", name=HANDLER).click()
    press(page, "确认办理")
    expect(page.get_by_text(f"承办人：{HANDLER}")).to_be_visible()
    looked(page, re.compile("^投诉"))


def plan_visit(page: Page, place: str) -> None:
    """Because of the complaint: its place and its scale stand there already; the visit leads back to it."""
    page.get_by_role("link", name="安排针对性检查").click()
    expect(page.get_by_text(place)).to_be_visible()
    expect(page.get_by_text("只查 1 台指定的器具")).to_be_visible()
    expect(page.get_by_text("本次是投诉举报核查，不计入次数")).to_be_visible()
    page.get_by_label("抽查事项").select_option("JL-04")
    for one in (LEAD, SECOND):
        page.get_by_role("button", name=one).click()
    looked(page, "安排检查")
    page.get_by_role("button", name="报负责人审批").click()
    expect(page.get_by_text(f"检查人员：{LEAD}、{SECOND}")).to_be_visible()
    looked(page, place)
    page.get_by_role("link", name="任务来源：投诉举报").click()
    looked(page, re.compile("^投诉"))


def see_the_board(page: Page, year: int) -> None:
    """Of what was drawn something is late, and says who goes; in January it is of a plan of the year before."""
    tile(page, "抽查计划").click()
    looked(page, re.compile("计划"))
    page.get_by_label("年度", exact=True).select_option(str(year))
    page.locator(f"a[href='/plans/{OPENED}']").click()
    looked(page, re.compile("."))
    page.get_by_role("link", name="检查任务").click()
    page.get_by_label("状态").select_option("open")
    late = page.locator("article").filter(has_text="超期")
    late.get_by_role("button").first.click()
    expect(page.get_by_text("检查人员：")).to_be_visible()
    looked(page, "检查任务")


def see_the_alarm(page: Page, office: Office, district: str) -> None:
    """The copied label, told as a story; a visit because of it has its place and its scale already."""
    path = f"/api/v1/alarms?district={district}&state=open"
    office.wait(
        lambda: any(
            one["number"] == number(COPIED) for one in office.ask("GET", path, "supervisor1")["items"]
        )
    )
    tile(page, "疑点").click()
    page.get_by_label("行政区").select_option(district)
    looked(page, "疑点")
    page.get_by_role("link").filter(has_text=number(COPIED)).click()
    expect(page.get_by_text("公里").first).to_be_visible()
    expect(page.get_by_role("button", name="属实")).to_be_visible()
    looked(page, re.compile("."))
    page.get_by_role("link", name="安排检查").click()
    expect(page.get_by_text("只查 1 台指定的器具")).to_be_visible()
    looked(page, "安排检查")


def test_a_supervisor_goes_through_the_day_from_the_home(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    office = Office(stack, token)
    scale = office.ask("GET", f"/api/v1/instruments/{COPIED}", "supervisor1")["instrument"]
    place = office.ask("GET", f"/api/v1/sites/{scale['site_id']}", "supervisor1")["name"]
    complain(office, scale["number"], COMPLAINT)
    page.clock.install()
    sign_in(page, stack, "supervisor1")
    see_what_waits(page)
    see_the_city(page)
    go_home(page, "监管")
    give_out(page, office, scale["district"])
    plan_visit(page, place)
    go_home(page, "监管")
    see_the_board(page, office.ask("GET", f"/api/v1/plans/{OPENED}", "supervisor1")["year"])
    go_home(page, "监管")
    tile(page, "等级调整建议").click()
    looked(page, "等级调整建议")
    go_home(page, "监管")
    see_the_alarm(page, office, scale["district"])
