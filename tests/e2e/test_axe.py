"""No page has a barrier axe-core calls serious or critical, in light and in dark, nor a target too small to tap."""

import pytest
from playwright.sync_api import Page

from infra.local.places import ROOT, Places
from tests.e2e.test_journey import sign_in
from tests.e2e.walk import PAGES

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async (rules) => {
  const found = await axe.run(document, {resultTypes: ["violations"], ...rules});
  return found.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)}`));
}"""
# What is tapped, as a thumb meets it: a box within a label counts with its label; a link within a sentence is let off.
SMALL = """(least) => {
  const sized = (one) => one.getBoundingClientRect();
  const isSeen = (one) =>
    one.checkVisibility({opacityProperty: true, visibilityProperty: true}) && sized(one).width > 1;
  const isInText = (one) => one.tagName === "A" && getComputedStyle(one).display.startsWith("inline")
    && one.closest("p, li, dd, td, blockquote, .row")?.textContent.trim() !== one.textContent.trim();
  const told = (one, {width, height} = sized(one)) =>
    `${Math.round(width)} x ${Math.round(height)}: ${one.outerHTML.slice(0, 160)}`;
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=button]")]
    .map((one) => ["checkbox", "radio", "file"].includes(one.type) ? one.closest("label") ?? one : one)
    .filter((one) => isSeen(one) && !isInText(one) && Math.min(sized(one).width, sized(one).height) < least - 0.5)
    .map((one) => told(one));
}"""
_THUMB_PX = 48
_CONTRAST = {"runOnly": ["color-contrast"]}


@pytest.mark.parametrize("person", PAGES, ids=lambda person: person or "nobody")
def test_no_page_has_a_serious_barrier(page: Page, stack: Places, person: str) -> None:
    if person:
        sign_in(page, stack, person)
    barriers: dict[str, list[str]] = {}
    for path in PAGES[person]:
        page.goto(stack.origin + path)
        page.get_by_role("heading").first.wait_for()
        page.get_by_text("正在读取").first.wait_for(state="hidden")
        page.evaluate(AXE.read_text())
        page.emulate_media(color_scheme="light")
        found = set(page.evaluate(RUN, {}))
        page.emulate_media(color_scheme="dark")
        found |= set(page.evaluate(RUN, _CONTRAST))
        found |= set(page.evaluate(SMALL, _THUMB_PX))
        if found:
            barriers[path] = sorted(found)
    assert barriers == {}
