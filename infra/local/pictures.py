"""The README's pictures, of the running demo: `make run`, then `python -m infra.local.pictures`.

Best some minutes later, when the numbers of the supervisor's page stand still.
Nothing is written to the stack; the readings of the verdict are typed in, and the phone judges them itself.
"""

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from infra.local import chromium, demo
from infra.local.demo.ids import demo_id, stall_keeper
from infra.local.places import ROOT, Places

FOLDER = ROOT / "docs" / "pictures"
PHONE, LAPTOP = (390, 844), (1280, 800)
_COLOURS = 128
_VISIT, _SCALE = demo_id("visit", "market"), demo_id("instrument", "market-1")


def _typed(page: Page) -> None:
    """A reading that fails, and its verdict in sight."""
    page.get_by_label("砝码的准确度等级").select_option("M1")
    page.get_by_label("放上多少砝码").first.fill("1000")
    page.get_by_label("秤显示多少").first.fill("1015")
    page.get_by_text("手机初判").first.scroll_into_view_if_needed()


def _still(_: Page) -> None:
    """As it is."""


type Shot = tuple[str, str, str, tuple[int, int], Callable[[Page], None]]
SHOTS: tuple[Shot, ...] = (
    ("visit", "inspector1", f"/visits/{_VISIT}", PHONE, _still),
    ("verdict", "inspector1", f"/visits/{_VISIT}/check/{_SCALE}", PHONE, _typed),
    ("standing", "merchant2", "/mine/standing", PHONE, _still),
    ("register", "", f"/m/{stall_keeper(1)}", PHONE, _still),
    ("dashboard", "supervisor1", "/dashboard", LAPTOP, _still),
)
"""Name of the file, who looks, at what, on which screen, and what is done there first."""


def take(browser: Browser, places: Places) -> None:
    """All of them."""
    label, _ = next(iter(demo.labels(places)))
    for name, who, path, (width, height), prepared in (("label", "", label, PHONE, _still), *SHOTS):
        page = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN").new_page()
        if who:
            _signed_in(page, places, who)
        page.goto(path if path.startswith("http") else places.origin + path)
        page.get_by_role("heading").first.wait_for()
        page.get_by_text("正在读取").first.wait_for(state="hidden")
        page.wait_for_timeout(1_500)
        prepared(page)
        _keep(page.screenshot(), FOLDER / f"{name}.png")
        page.context.close()


def _signed_in(page: Page, places: Places, who: str) -> None:
    page.goto(f"{places.origin}/sign-in")
    page.get_by_role("main").get_by_role("button").first.click()
    page.locator(f"button[value={who}]").click()
    page.wait_for_url(f"{places.origin}/home")


def _keep(raw: bytes, file: Path) -> None:
    """In few colours: a third of the bytes, and nobody sees it."""
    with Image.open(io.BytesIO(raw)) as picture:
        picture.convert("RGB").quantize(_COLOURS).save(file, "PNG", optimize=True)
    print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1000} KB")


def main() -> None:
    """Take them with the machine's Chromium."""
    with sync_playwright() as playwright:
        take(chromium.launch(playwright.chromium), Places.from_environment())


if __name__ == "__main__":
    main()
