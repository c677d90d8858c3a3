"""No page has a barrier: axe-core's WCAG 2.1 A and AA rules and its best practices, in both languages, light and dark.

On the same walk: Chinese pages show no raw code, English ones no Chinese that is not marked as such, what is tapped is
as large as a thumb, and text of twice the size has room. Prints its figures.
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
from tests.e2e.steps import PATIENCE_MS

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
BARRIERS = ROOT / "tests" / "e2e" / "barriers.js"


def barriers_of(page: Page) -> list[str]:
    """What keeps people out of a page, for other tests in the middle of their journeys."""
    page.evaluate(AXE.read_text())
    page.evaluate(BARRIERS.read_text())
    found: list[str] = page.evaluate("barriers.axed()")
    return found


_THUMB_PX = 48
_REFUSALS = {"/sign-in", "/not-for-you"}
TOKENS = """(access) => {
  sessionStorage.clear();
  const now = Date.now();
  if (access) sessionStorage.setItem("steelyard.tokens", JSON.stringify({ access, since: now, ends: now + 1.7e6 }));
}"""
ECHO = """{
  const { fetch } = window, heard = new Map();
  let at = "";
  window.fetch = async (asked, how) => {
    if (at !== location.href) heard.clear();
    at = location.href;
    if (typeof asked !== "string" || (how?.method ?? "GET") !== "GET") return fetch(asked, how);
    const again = heard.get(asked);
    heard.delete(asked);
    if (again) return again;
    const answer = await fetch(asked, how);
    heard.set(asked, answer.clone());
    return answer;
  };
}"""
"""In its other language a page is read anew, and every answer is in both: the first answer is given once more."""
GO = "(path) => document.querySelector('#app').__vue_app__.config.globalProperties.$router.push(path)"
OTHER_LANGUAGE = "document.querySelector('header button[lang]').click()"


@pytest.fixture(scope="module")
def words(stack: Places, token: Callable[[str], str]) -> dict[str, str]:
    return walk.made(Office(stack, token))


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """One for the whole walk, which opens the app anew for each person and then stays in it."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        locale="zh-CN",
        reduced_motion="reduce",
        service_workers="block",
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.add_init_script(path=AXE)
    page.add_init_script(ECHO)
    page.add_init_script(path=BARRIERS)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(f"{urlsplit(page.url).path}: {error}"))
    yield page
    context.close()
    assert broken == []


def seen(page: Page) -> list[str]:
    """What is wrong with the page as it stands, in its language; dark is looked at for contrast alone."""
    try:
        page.wait_for_function("barriers.settled()")
    except NeverCame:
        return [f"never at rest, or not named after its heading: {page.title()}"]
    page.emulate_media(color_scheme="light")
    found: list[str] = page.evaluate("(thumb) => barriers.found(thumb)", _THUMB_PX)
    page.emulate_media(color_scheme="dark")
    return found + [f"dark {one}" for one in page.evaluate("barriers.axed(['color-contrast'])")]


_CRAMPED = {
    "sideways": "<div style='width: 20rem; height: 1rem'></div>",
    "outside the screen": "<p style='white-space: nowrap'>Too long for one line</p>",
    "does not grow": "<p style='font-size: 16px'>Small</p>",
    "cut off": "<p style='overflow: hidden; height: 30px'>One<br>Two</p>",
    "out of its frame": "<p style='border: 1px solid; width: 80px; overflow-wrap: normal'>measurement</p>",
    "broken assignments": "<p style='width: 80px; overflow-wrap: anywhere'>assignments</p>",
    "on p: Below": "<p style='height: 20px; margin: 0'>Above</p><p style='margin: 0'>Below</p>",
}
_ROOMY = """<h1 style='width: 9rem; font-size: 1em'>Room 1A2B3C4D5E6F7G8H</h1>
<p style='position: fixed; top: 0'>Stays</p><p><code style='display: block; width: 80px'>assignments</code></p>
<pre style='overflow-x: auto'>Long enough to be moved sideways within its own box</pre>
<p style='position: absolute; width: 1px; height: 1px; overflow: hidden'>Heard</p>"""


def test_large_text_without_room_is_found(phone: Page) -> None:
    phone.goto("about:blank")

    def cramped(body: str) -> list[str]:
        phone.set_content(
            f"<!doctype html><body style='font: 1rem monospace; overflow-wrap: anywhere'>{body}"
        )
        found: list[str] = phone.evaluate("barriers.cramped()")
        return found

    assert [what for what, body in _CRAMPED.items() if not any(what in one for one in cramped(body))] == []
    assert cramped(_ROOMY) == []


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
        phone.evaluate(OTHER_LANGUAGE)  # the next page begins in it
        found += seen(phone)
        if found:
            barriers[path] = found
    print(  # noqa: T201 - the closing figures
        f"\naxe as {person or 'nobody'}: {len(walk.PAGES[person])} pages, 2 languages, 2 themes, "
        f"{sum(map(len, barriers.values()))} violations, {time.monotonic() - began:.0f} s"
    )
    assert barriers == {}
