"""The demo's odd check: the follower raised its red flag, and the supervisor reads which check it rests on."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from infra.local.demo.odd import VISIT
from infra.local.places import Places
from tests.e2e.test_alarms import raised
from tests.e2e.test_journey import sign_in

DISTRICT = "350212"


def test_a_red_flag_is_a_task_with_the_check_it_rests_on(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    flag = raised(stack, token("supervisor1"), DISTRICT, kind="red_flag")
    sign_in(page, stack, "supervisor1")
    page.goto(f"{stack.origin}/alarms/{flag['id']}")
    expect(page.get_by_text("检测数据异常")).to_be_visible()
    expect(page.get_by_text("疑似按比例作弊")).to_be_visible()
    page.get_by_role("link", name="查看这次检测").click()
    page.wait_for_url(f"**/visits/{VISIT}/checks/*")
    expect(page.get_by_text("1030").first).to_be_visible()
