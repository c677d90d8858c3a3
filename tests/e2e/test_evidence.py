"""Evidence on a phone: kept without network, sent, verified; a changed byte shows; signatures and a refusal to sign."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests.e2e.steps import hold, sign, step
from tests.e2e.test_journey import sign_in
from tests.exhibits import photo

pytestmark = pytest.mark.worker

VISIT = demo_id("visit", "market")
TOLD = re.compile("件已核对一致|还没有证据")
CHANGE_A_BYTE = """
const append = FormData.prototype.append;
FormData.prototype.append = function (name, value) {
  const isChanged = name === "file" && !window.untouched;
  return append.call(this, name, isChanged ? new Blob([value.slice(0, -1), new Uint8Array(1)]) : value);
};
"""


@pytest.fixture
def taken(page: Page, stack: Places) -> Locator:
    """An inspector at the market's visit; the rows of its evidence, newest last."""
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}/visits/{VISIT}")
    step(page, "拍照取证")
    expect(page.get_by_text(TOLD)).to_be_visible()
    return page.locator("article.exhibit")


def choose(page: Page, raw: bytes, folder: Path) -> None:
    file = folder / "photo.jpg"
    file.write_bytes(raw)
    page.get_by_label("选照片、视频或 PDF").set_input_files(file)


def test_a_photo_without_network_is_kept_sent_and_verified_and_its_small_picture_has_no_place(
    page: Page, taken: Locator, tmp_path: Path
) -> None:
    raw = photo(mark="offline")
    page.context.set_offline(True)
    choose(page, raw, tmp_path)
    expect(taken.last.get_by_text("已保存在手机，待上传")).to_be_visible()
    page.context.set_offline(False)
    expect(taken.last.get_by_text("已核对一致")).to_be_visible()
    small = taken.last.get_by_role("img")
    expect(small).to_have_attribute("src", re.compile("thumbnails"))
    picture = page.request.get(str(small.get_attribute("src"))).body()
    assert b"Exif" in raw
    assert b"Exif" not in picture
    assert dict(Image.open(io.BytesIO(picture)).getexif()) == {}
    taken.last.get_by_role("button", name="查看").click()
    expect(taken.last.get_by_text("取证（手机时间）")).to_be_visible()
    expect(taken.last.get_by_text("被打开")).to_be_visible()
    assert page.request.get(str(taken.last.get_by_role("link").get_attribute("href"))).body() == raw
    page.reload()
    step(page, "拍照取证")
    expect(taken.last.get_by_text("已核对一致")).to_be_visible()


def test_a_byte_changed_on_the_way_is_shown_and_stays_on_record(
    page: Page, stack: Places, tmp_path: Path
) -> None:
    page.add_init_script(CHANGE_A_BYTE)
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}/visits/{VISIT}")
    step(page, "拍照取证")
    choose(page, photo(mark="changed"), tmp_path)
    last = page.locator("article.exhibit").last
    expect(last.get_by_text("与取证时不一致", exact=True)).to_be_visible()
    page.evaluate("window.untouched = true")
    expect(last.get_by_text("已核对一致")).to_be_visible()
    last.get_by_role("button", name="查看").click()
    expect(last.get_by_text("核对不一致").first).to_be_visible()


def test_somebody_signs_with_a_finger(page: Page, taken: Locator) -> None:
    step(page, "当事人签字")
    page.get_by_role("button", name="当事人签名").click()
    save = page.get_by_role("button", name="保存")
    save.click()
    expect(page.get_by_text("请先在框内签名")).to_be_visible()
    sign(page)
    expect(page.get_by_text("请先在框内签名")).to_have_count(0)
    for button in page.locator(".pad button").all():
        assert (button.bounding_box() or {"height": 0})["height"] >= 48
    save.click()
    expect(taken.last.get_by_text("签名", exact=True)).to_be_visible()
    expect(taken.last.get_by_text("已核对一致")).to_be_visible()


def test_a_refusal_to_sign_names_its_witness_and_survives_a_reload(page: Page, taken: Locator) -> None:
    step(page, "当事人签字")
    page.get_by_role("button", name="拒签说明").click()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_label("见证人姓名")).to_be_focused()
    page.get_by_label("见证人姓名").fill("见证人甲(演示)")
    page.get_by_label("拒签原因").fill("当事人拒绝签名(演示)")
    page.reload()
    step(page, "当事人签字")
    page.get_by_role("button", name="拒签说明").click()
    expect(page.get_by_label("见证人姓名")).to_have_value("见证人甲(演示)")
    sign(page)
    page.get_by_role("button", name="保存").click()
    expect(taken.last.get_by_text("见证人甲(演示)")).to_be_visible()
    expect(taken.last.get_by_text("已核对一致")).to_be_visible()


def test_what_was_not_read_yet_is_not_called_none(page: Page, stack: Places) -> None:
    held = hold(page, "**/evidence?*")
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}/visits/{VISIT}")
    step(page, "拍照取证")
    expect(page.get_by_text("正在读取已上传的证据")).to_be_visible()
    held.pop().abort()
    expect(page.get_by_text("暂时读不到已上传的证据")).to_be_visible()
    page.unroute("**/evidence?*")
    for asked in held:
        asked.continue_()
    expect(page.get_by_text(TOLD)).to_be_visible()


def test_what_is_not_taken_is_refused_with_the_remedy(page: Page, taken: Locator, tmp_path: Path) -> None:
    before = taken.count()
    choose(page, b"\x00\x00\x00\x18ftypheic" + bytes(80), tmp_path)
    expect(page.get_by_role("alert").get_by_text("兼容性最佳")).to_be_visible()
    assert taken.count() == before
