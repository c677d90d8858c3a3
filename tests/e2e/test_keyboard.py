"""A citizen who cannot point: by keyboard alone from a label to a short-weight answer and a report that is followed."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests.e2e.test_journey import label_address

MOST_TABS = 80
FOCUSED = """() => {
  const one = document.activeElement;
  if (one === document.body) return ""; // what had the focus was replaced: the next Tab goes on from there
  const label = one.labels?.[0] ?? one.closest("label") ?? one;
  return `${label.innerText ?? ""} ${one.getAttribute("aria-label") ?? ""}`;
}"""
OUTLINE = "() => getComputedStyle(document.activeElement).outlineStyle"


def tab_to(page: Page, words: str) -> None:
    """Go on to what these words name; on the way as there one sees where one is."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUSED):
            assert page.evaluate(OUTLINE) != "none", words
            return
    raise AssertionError(f"not reached: {words}")


def press_on(page: Page, words: str, key: str = "Enter") -> None:
    """Go on to what these words name, and press a key on it."""
    tab_to(page, words)
    page.keyboard.press(key)


def arrived(page: Page, heading: str) -> None:
    """The new page's heading has the focus, so that it is read, and the window has its name."""
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_focused()
    assert heading in page.title()


def test_a_citizen_comes_from_a_label_to_a_followed_report_by_keyboard_alone(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    page.goto(label_address(stack, demo_id("instrument", "market-21"), token("lab1")))
    expect(page.get_by_text("标签签名真实")).to_be_visible()
    press_on(page, "缺斤少两自查")
    arrived(page, "缺斤少两自查")
    press_on(page, "米面、蔬菜、水果", "Space")
    tab_to(page, "结账时的重量")
    page.keyboard.type("2.500")
    tab_to(page, "再称的重量")
    page.keyboard.type("2.339")
    press_on(page, "市场的公平秤", "ArrowDown")  # to one's own
    press_on(page, "1 克", "Space")
    press_on(page, "看结果")
    expect(page.locator("[aria-live=polite]").get_by_text("少 161 g")).to_be_visible()
    press_on(page, "投诉")
    arrived(page, "投诉")
    expect(page.get_by_role("button", name="换一个")).to_be_visible()  # the label was looked up
    press_on(page, "举报：请来查这一家", "Space")
    tab_to(page, "发生了什么")
    page.keyboard.type("少了一两多(演示)")
    press_on(page, "提交")
    arrived(page, "办理进度")
