"""A worse grade waits for a person: the merchant explains itself on its phone, a supervisor hears it and decides."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from infra.local.demo.ids import stall_keeper
from infra.local.places import Places
from tests.e2e.office import Office
from tests.e2e.steps import press
from tests.e2e.test_journey import sign_in
from tests.e2e.test_rectification import open_as

KEEPER = stall_keeper(6)
SCALES = 3
WORDS = "秤已重新检定，证书随后补交(演示)"
HEARD = "已电话听取意见，检定当时确已过期(演示)"


def test_a_worse_grade_holds_only_once_a_person_has_heard_the_merchant(
    page: Page, stack: Places, token: Callable[[str], str], tmp_path: Path
) -> None:
    office = Office(stack, token)

    def is_settled() -> bool:
        """The follower has brought all of the demo: later facts would drop the proposal."""
        seen = office.ask("GET", f"/api/v1/merchants/{KEEPER}/standing", "merchant2")
        return len(seen["because"]) == SCALES and "proposal" in seen

    office.wait(is_settled)
    page.clock.install()
    sign_in(page, stack, "merchant2")
    page.goto(f"{stack.origin}/mine/standing")
    expect(page.get_by_text("系统建议调为“需关注”，还没有生效")).to_be_visible()
    was = page.locator(".banner strong").inner_text()
    expect(page.get_by_text("为什么是这个等级")).to_be_visible()
    why = page.locator("a.row", has_text="超过有效期")
    named = {one.locator(".number").inner_text() for one in why.all()}
    assert len(named) == SCALES, "each of its scales by name"
    page.get_by_label("您想说明什么").fill(WORDS)
    page.get_by_label("请工作人员联系我").check()
    press(page, "提交说明")
    expect(page.get_by_text("已提交说明")).to_be_visible()
    page.screenshot(path=tmp_path / "explained.png", full_page=True)

    supervisor = open_as(page, stack, "supervisor1")
    supervisor.goto(f"{stack.origin}/standing/proposals")
    row = supervisor.locator(f"a[href='/standing/proposals/{KEEPER}']")
    expect(row).to_contain_text("要求人工沟通")
    row.click()
    expect(supervisor.get_by_text(WORDS)).to_be_visible()
    supervisor.get_by_label("确认调低").check()
    supervisor.get_by_label("理由").fill(HEARD)
    send = supervisor.get_by_role("button", name="提交决定", exact=True)
    send.click()
    heard = supervisor.get_by_label("与经营者沟通的日期")
    expect(heard).to_be_focused()  # it asked to be heard
    heard.fill(str(heard.get_attribute("max")))  # today
    supervisor.screenshot(path=tmp_path / "deciding.png", full_page=True)
    press(supervisor, "提交决定")
    expect(supervisor.get_by_text(f"理由：{HEARD}")).to_be_visible()

    page.reload()
    expect(page.get_by_text("工作人员已确认调低")).to_be_visible()
    expect(page.get_by_text(HEARD)).to_be_visible()
    page.screenshot(path=tmp_path / "decided.png", full_page=True)
    assert (was, page.locator(".banner strong").inner_text()) == ("正常", "需关注")
