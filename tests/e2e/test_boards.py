"""What supervisors and the public see of work that was drawn, and the register of officers by name."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from infra.local.demo.draws import OPENED
from infra.local.places import Places
from tests.e2e.office import Office
from tests.e2e.test_journey import sign_in


def test_the_board_tells_what_ended_and_what_is_late(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    sign_in(page, stack, "supervisor1")
    page.goto(f"{stack.origin}/plans/{OPENED}/board")
    expect(page.locator("article")).to_have_count(3)
    board = f"/api/v1/plans/{OPENED}/assignments"
    office = Office(stack, token)
    office.wait(
        lambda: [one["state"] for one in office.ask("GET", board, "supervisor1")["items"]][1] == "closed"
    )
    page.reload()
    expect(page.locator("article").nth(0)).to_contain_text("已检查")
    expect(page.locator("article").nth(1)).to_contain_text("停业或无人")
    expect(page.locator("article").nth(2)).to_contain_text("超期")
    page.get_by_label("状态").select_option("open")
    expect(page.locator("article")).to_have_count(1)
    page.locator("article").get_by_role("button").first.click()
    expect(page.get_by_text("检查人员：")).to_contain_text("执法(演示)、")
    expect(page.get_by_text("这次检查还没有安排")).to_be_visible()
    expect(page.get_by_role("button", name="安排检查")).to_be_visible()
    expect(page.get_by_role("link", name="查看检查")).to_have_count(0)
    page.get_by_label("状态").select_option("closed")
    page.locator("article").get_by_role("button").first.click()
    expect(page.get_by_role("link", name="查看上一次检查")).to_be_visible()


def test_everybody_sees_that_one_is_late(page: Page, stack: Places) -> None:
    page.goto(f"{stack.origin}/draws/{OPENED}")
    expect(page.get_by_text("还有 1 个没有结果")).to_be_visible()


def test_a_supervisor_enters_an_officer_by_name(page: Page, stack: Places) -> None:
    sign_in(page, stack, "supervisor1")
    page.goto(f"{stack.origin}/officers")
    page.get_by_role("link").filter(has_text="叶执法").click()
    page.get_by_role("button", name="移出名录库").click()
    expect(page.get_by_text("已保存")).to_be_visible()
    page.goto(f"{stack.origin}/officers")
    expect(page.get_by_role("link").filter(has_text="叶执法")).to_contain_text("已移出")
    page.get_by_label("执法人员", exact=True).fill("叶")
    page.get_by_role("button", name="叶执法(演示)").click()
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("heading", name="叶执法(演示)")).to_be_visible()
    page.get_by_label("专长").fill("计量、食品")
    page.get_by_role("button", name="登记请假").click()
    page.get_by_label("从", exact=True).fill("2027-01-04")
    page.get_by_label("到（含）").fill("2027-01-08")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存")).to_be_visible()
    page.get_by_role("button", name="增加回避").click()
    page.get_by_label("对象编号").fill("7k3m9q2rtb")
    page.get_by_label("关系").fill("近亲属经营(演示)")
    page.get_by_role("button", name="申报回避").click()
    expect(page.get_by_text("已保存")).to_be_visible()
    page.reload()
    expect(page.get_by_label("专长")).to_have_value("计量、食品")
    expect(page.get_by_label("对象编号")).to_have_value("7K3M9Q2RTB")
    page.goto(f"{stack.origin}/officers")
    expect(page.get_by_role("link").filter(has_text="叶执法")).to_contain_text("在库")


def test_names_of_officers_are_not_for_auditors(page: Page, stack: Places) -> None:
    sign_in(page, stack, "auditor1")
    page.goto(f"{stack.origin}/officers")
    expect(page.get_by_role("link").filter(has_text="在库").first).to_be_visible()
    expect(page.get_by_text("执法(演示)")).to_have_count(0)
