"""Reading photos in the scan page: several codes to choose from, payment codes named, the server's help told."""

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageFilter
from playwright.sync_api import Page, expect

from bench import stall
from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests.e2e.test_journey import ask, sign_in

SCALES = tuple(demo_id("instrument", f"market-{serial}") for serial in (1, 2, 3))
SAY_EVERY_STATUS = """
window.said = [];
new MutationObserver(() => {
  const text = document.querySelector("main [aria-live]")?.textContent;
  if (text && text !== window.said.at(-1)) window.said.push(text);
}).observe(document, { subtree: true, childList: true, characterData: true });
"""


def label(stack: Places, instrument: str, token: str) -> Image.Image:
    path = f"/v1/instruments/{instrument}/labels/1/picture?format=png&size_mm=25"
    return Image.open(io.BytesIO(ask(stack, path, token, "image/png"))).convert("L").resize((320, 359))


def test_of_several_codes_in_a_photo_the_person_taps_one(
    page: Page, stack: Places, token: Callable[[str], str], tmp_path: Path
) -> None:
    wall = Image.new("L", (1200, 900), 150)
    for instrument, place in zip(SCALES, ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75)), strict=True):
        stall.put(wall, label(stack, instrument, token("lab1")), place, 8)
    stall.put(wall, stall.payment_code(260), (0.75, 0.75), -6)
    photo = tmp_path / "stall.jpg"
    wall.save(photo)
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}/scan")
    page.locator("input[type=file]").set_input_files(photo)
    choices = page.locator("section").filter(has=page.get_by_role("figure")).get_by_role("button")
    expect(choices.filter(has_text="标签").filter(has_not_text="不是标签")).to_have_count(3)
    payment = choices.filter(has_text="收付款码，不是标签")
    assert min((one.bounding_box() or {"height": 0})["height"] for one in choices.all()) >= 48

    payment.click()
    expect(page.get_by_text("这是收付款码，不是计量器具标签")).to_be_visible()
    # The outline of the label in the upper right, tapped in the photo itself.
    figure = page.get_by_role("figure").bounding_box()
    assert figure
    expect(page.get_by_text("点一个")).to_be_visible()
    page.mouse.click(figure["x"] + 0.68 * figure["width"], figure["y"] + 0.18 * figure["height"])
    page.wait_for_url(f"{stack.origin}/instruments/{SCALES[1]}")


def test_what_the_phone_cannot_read_the_server_reads_and_progress_is_told(
    page: Page, stack: Places, token: Callable[[str], str], tmp_path: Path
) -> None:
    wall = Image.new("L", (1200, 800), 170)
    stall.put(wall, label(stack, SCALES[0], token("lab1")), (0.5, 0.5), 0)
    photo = tmp_path / "blurred.jpg"
    wall.resize((780, 520)).filter(ImageFilter.GaussianBlur(2.4)).save(photo, quality=80)
    page.add_init_script(SAY_EVERY_STATUS)
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}/scan")
    page.locator("input[type=file]").set_input_files(photo)
    page.wait_for_url(f"{stack.origin}/instruments/{SCALES[0]}")
    said = page.evaluate("window.said")
    steps = ["正在识别照片…", "手机没认出来，正在上传给服务器…", "已上传，服务器正在识别…"]
    assert [one for one in said if one in steps] == steps


def test_a_citizen_is_told_that_a_payment_code_is_no_label(page: Page, stack: Places, tmp_path: Path) -> None:
    photo = tmp_path / "payment.jpg"
    wall = Image.new("L", (800, 600), 150)
    stall.put(wall, stall.payment_code(300), (0.5, 0.5), 4)
    wall.save(photo)
    page.goto(f"{stack.origin}/scan")
    page.locator("input[type=file]").set_input_files(photo)
    expect(page.get_by_text("这是收付款码，不是计量器具标签")).to_be_visible()
