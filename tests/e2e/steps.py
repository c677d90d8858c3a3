"""What people tap, on a visit's page and elsewhere, and what no page may say."""

import re

from playwright.sync_api import Browser, Locator, Page, Route, expect

PATIENCE_MS = 60_000
"""How long a page may take over anything: on a fresh stack and a busy machine a function's first answer takes long."""

UNDONE_BY_MS = 10_000
"""After this an act can no longer be undone, and is sent."""
_RAW = re.compile(r"\b(undefined|NaN|null)\b|\[object |\b[a-z]+_[a-z_]+\b|\b[a-z]+\.[a-z]+_[a-z]+\b")


def phone_of(browser: Browser, *, worker: bool = False) -> Page:
    """A phone of its own, Chinese; with the app's service worker where a test is about what that keeps.

    The worker fetches the whole app, 3 seconds of CPU a phone, and its requests pass `page.route` by; a ring that turns
    while a page loads costs a tenth of a core.
    """
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        locale="zh-CN",
        reduced_motion="reduce",
        service_workers="allow" if worker else "block",
    )
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()


def hold(page: Page, address: str) -> list[Route]:
    """Requests to this address wait in the list for what the test does with them."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(address, keep)
    return held


def raw_words(page: Page) -> list[str]:
    """What stands on the page as a program has it, not as people say it; none on a right page."""
    return [one.group() for one in _RAW.finditer(page.get_by_role("main").inner_text())]


def looked(page: Page, title: str | re.Pattern[str]) -> None:
    """The page is there and says nothing raw, nothing sticks out of the phone, and it leads on."""
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", level=1, name=title).first).to_be_visible()
    expect(main.get_by_text("正在读取")).to_have_count(0)
    expect(main.locator("a, button, select")).not_to_have_count(0)
    assert raw_words(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def tile(page: Page, word: str) -> Locator:
    """What leads from the home to one of its pages."""
    tiles = page.get_by_role("main").get_by_role("navigation")
    return tiles.get_by_role("link").filter(has=page.get_by_text(word, exact=True))


def go_home(page: Page, entrance: str) -> None:
    """To the home of who has one entrance, by the bar under the thumb."""
    page.get_by_role("link", name="首页", exact=True).click()
    expect(page.get_by_role("navigation", name=entrance, exact=True)).to_be_visible()


def press(page: Page, name: str) -> None:
    """A button whose act can be undone, and the time for that passes: on the page's own clock, once installed."""
    page.get_by_role("button", name=name, exact=True).last.click()
    page.clock.run_for(UNDONE_BY_MS)


def step(page: Page, name: str) -> None:
    """Open one of the visit's steps, unless it is open."""
    steps = page.get_by_role("list", name="检查步骤")
    header = steps.locator("button[aria-expanded]").filter(has_text=name)
    if header.get_attribute("aria-expanded") == "false":
        header.click()


KEPT = """typed => new Promise((tell) => {
  const asked = indexedDB.open("steelyard");
  asked.onsuccess = () => {
    const drafts = asked.result.transaction("drafts").objectStore("drafts").getAll();
    drafts.onsuccess = () => { asked.result.close(); tell(JSON.stringify(drafts.result).includes(typed)); };
  };
})"""


def kept(page: Page, shown_g: str) -> None:
    """Wait until the draft of a check holds this reading: nobody reloads within the same millisecond."""
    page.wait_for_function(KEPT, arg=f'"indication_g":"{shown_g}"')


def weigh(page: Page, load_g: str, shown_g: str) -> None:
    """Fill in the first reading of the scale's form."""
    page.get_by_label("砝码的准确度等级").select_option("M1")
    page.get_by_label("放上多少砝码").first.fill(load_g)
    page.get_by_label("秤显示多少").first.fill(shown_g)


def sign(page: Page) -> None:
    """Sign with a finger."""
    pad = page.get_by_role("img", name="在框内签名")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for place in range(1, 12):
        page.mouse.move(box["x"] + 40 + 20 * place, box["y"] + 60 + (place % 3) * 40)
    page.mouse.up()
