"""No page has a barrier: axe-core's WCAG 2.1 A and AA rules and its best practices, in both languages, light and dark.

On the same walk: Chinese pages show no raw code, English ones no Chinese that is not marked as such, what is tapped is
as large as a thumb. Prints its figures.
"""

import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as NeverCame

from infra.local.places import ROOT, Places
from tests.e2e import walk
from tests.e2e.office import Office

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
BARRIERS = ROOT / "tests" / "e2e" / "barriers.js"


def barriers_of(page: Page) -> list[str]:
    """What keeps people out of a page, for other tests in the middle of their journeys."""
    page.evaluate(AXE.read_text())
    page.evaluate(BARRIERS.read_text())
    found: list[str] = page.evaluate("barriers.axed()")
    return found


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
_REFUSALS = {"/sign-in", "/not-for-you"}
_PATIENCE_MS = 15_000
TOKENS = """(access) => {
  sessionStorage.clear();
  const now = Date.now();
  if (access) sessionStorage.setItem("steelyard.tokens", JSON.stringify({ access, since: now, ends: now + 1.7e6 }));
}"""
GO = "(path) => document.querySelector('#app').__vue_app__.config.globalProperties.$router.push(path)"


@pytest.fixture(scope="module")
def words(stack: Places, token: Callable[[str], str]) -> dict[str, str]:
    return walk.made(Office(stack, token))


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """One for the whole walk, which opens the app anew for each person and then stays in it."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", service_workers="block"
    )
    page = context.new_page()
    page.add_init_script(path=AXE)
    page.add_init_script(path=BARRIERS)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(f"{urlsplit(page.url).path}: {error}"))
    yield page
    context.close()
    assert broken == []


def seen(page: Page) -> list[str]:
    """What is wrong with the page as it stands, in its language; dark is looked at for contrast alone."""
    try:
        page.wait_for_function("barriers.settled()", timeout=_PATIENCE_MS)
    except NeverCame:
        return [f"never at rest, or not named after its heading: {page.title()}"]
    page.emulate_media(color_scheme="light")
    found: list[str] = page.evaluate("barriers.axed()")
    if page.evaluate("document.documentElement.lang") == "zh-CN":
        found += page.evaluate("barriers.raw()")
    else:
        found += page.evaluate("barriers.chinese()")
    found += page.evaluate(SMALL, _THUMB_PX)
    page.emulate_media(color_scheme="dark")
    return found + [f"dark {one}" for one in page.evaluate("barriers.axed(['color-contrast'])")]


@pytest.mark.parametrize("person", walk.PAGES, ids=lambda person: person or "nobody")
def test_no_page_has_a_barrier_in_either_language(
    phone: Page, stack: Places, token: Callable[[str], str], words: dict[str, str], person: str
) -> None:
    began = time.monotonic()
    phone.goto(f"{stack.origin}/icon.svg")
    phone.evaluate(TOKENS, token(person) if person else "")
    phone.goto(f"{stack.origin}/not-for-you")
    phone.wait_for_function("barriers.settled()")
    barriers: dict[str, list[str]] = {}
    for path in walk.PAGES[person]:
        phone.evaluate(GO, path.format(**words))
        found = seen(phone)
        led = urlsplit(phone.url).path
        if led in _REFUSALS and led != path:
            found.append(f"led to {led}")
        phone.locator("header button[lang]").click()  # the other language; the next page begins in it
        found += seen(phone)
        if found:
            barriers[path] = found
    print(  # noqa: T201 - the closing figures
        f"\naxe as {person or 'nobody'}: {len(walk.PAGES[person])} pages, 2 languages, 2 themes, "
        f"{sum(map(len, barriers.values()))} violations, {time.monotonic() - began:.0f} s"
    )
    assert barriers == {}
