"""Phones that lack something: each fallback with the feature switched off; the camera before a film of a label."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from PIL import Image
from playwright.sync_api import BrowserType, Dialog, Page, expect

from bench import stall
from chalicelib.registry.model import number
from infra.local import chromium
from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests.e2e.steps import phone_of, weigh
from tests.e2e.test_journey import label_address, sign_in

pytestmark = pytest.mark.worker

SCALE = demo_id("instrument", "market-3")
CHECK = f"/visits/{demo_id('visit', 'market')}/check/{SCALE}"
FILES_AT_ONCE = 5
FILES_KEPT = 200
SYNC = "**/api/v1/sync"
NO_WORD_OF_OFFLINE = "只能联网使用本应用"
NOTHING_KEPT = "这部手机不让本应用保存内容"

USELESS_DETECTOR = """
window.BarcodeDetector = class { static getSupportedFormats() { return Promise.reject(new Error("no service")) } };
"""
NO_CAMERA = """
navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("denied", "NotAllowedError"));
"""
TAKEN_AWAY = """
const devices = navigator.mediaDevices;
const film = devices.getUserMedia.bind(devices);
devices.getUserMedia = async (asked) => {
  devices.getUserMedia = film;
  const wall = document.createElement("canvas");
  setInterval(() => wall.getContext("2d").fillRect(0, 0, 99, 99), 50);
  const stream = wall.captureStream();
  window.takeAway = () => stream.getTracks().forEach((track) => track.dispatchEvent(new Event("ended")));
  return stream;
};
"""
NO_SERVICE_WORKER = "delete Navigator.prototype.serviceWorker;"
OLDEST = """
for (const kind of [Array, String, Object.getPrototypeOf(Uint8Array)]) delete kind.prototype.at;
for (const name of ["findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced"]) delete Array.prototype[name];
for (const name of ["hasOwn", "groupBy"]) delete Object[name];
for (const name of ["structuredClone", "OffscreenCanvas", "BroadcastChannel", "Iterator"]) delete globalThis[name];
delete Crypto.prototype.randomUUID;
delete Navigator.prototype.locks;
delete Navigator.prototype.storage;
"""
NO_DATABASE = """
const closed = { open() { throw new DOMException("denied", "SecurityError") } };
Object.defineProperty(window, "indexedDB", { value: closed, configurable: true });
"""
NO_STORAGE = """
for (const name of ["localStorage", "sessionStorage"]) {
  const get = () => { throw new DOMException("denied", "SecurityError") };
  Object.defineProperty(window, name, { get, configurable: true });
}
"""


@pytest.fixture
def filming(
    browsers: BrowserType, stack: Places, token: Callable[[str], str], tmp_path: Path
) -> Iterator[Page]:
    """A phone whose camera sees a bare wall first, then a label on it."""
    bare = Image.new("L", (640, 480), 170)
    wall = bare.copy()
    text = label_address(stack, SCALE, token("lab1")).replace("http://", "HTTPS://").upper()
    stall.put(wall, stall.label(text, 25, 6), (0.5, 0.5), 6)
    film = tmp_path / "label.mjpeg"
    film.write_bytes(stall.film((bare, 1), (wall, 3)))
    browser = chromium.launch(browsers, film)
    yield phone_of(browser)
    browser.close()


def test_the_camera_reads_a_label_where_the_browser_has_no_detector_of_use(
    filming: Page, stack: Places
) -> None:
    filming.add_init_script(USELESS_DETECTOR)
    filming.goto(f"{stack.origin}/scan")
    filming.get_by_role("button", name="打开摄像头").click()
    expect(filming.get_by_text("标签签名真实")).to_be_visible()
    assert number(SCALE) in filming.url


def test_the_app_starts_with_few_files(stack: Places) -> None:
    """A slow phone waits half a second for each round trip: `python -m bench.web` tells what one more costs."""
    with urlopen(stack.origin) as answer:
        named = set(re.findall(r"/assets/[^\"]+\.js", answer.read().decode()))
    assert 1 < len(named) <= FILES_AT_ONCE


def test_the_app_is_kept_in_few_files(stack: Places) -> None:
    """Each costs the phone that keeps it, while its first page is being read: `python -m bench.web`."""
    with urlopen(f"{stack.origin}/sw.js") as answer:
        kept = re.findall(r'url:"', answer.read().decode())
    assert FILES_AT_ONCE < len(kept) <= FILES_KEPT


def test_a_camera_that_is_taken_away_may_be_opened_again(filming: Page, stack: Places) -> None:
    """By a call, or by another app."""
    filming.add_init_script(TAKEN_AWAY)
    filming.goto(f"{stack.origin}/scan")
    filming.get_by_role("button", name="打开摄像头").click()
    expect(filming.locator("video")).to_be_visible()
    filming.evaluate("takeAway()")
    expect(filming.locator("video")).not_to_be_visible()
    filming.get_by_role("button", name="打开摄像头").click()
    expect(filming.get_by_text("标签签名真实")).to_be_visible()


def test_without_a_camera_a_number_does(page: Page, stack: Places) -> None:
    page.add_init_script(NO_CAMERA)
    page.goto(f"{stack.origin}/scan")
    page.get_by_role("button", name="打开摄像头").click()
    expect(page.get_by_role("alert")).to_contain_text("不能使用摄像头。可以选照片，或者输入编号。")
    page.get_by_label("标签编号").fill(number(SCALE))
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("检定机构")).to_be_visible()


def test_a_browser_without_service_worker_says_that_it_works_online_only(page: Page, stack: Places) -> None:
    page.add_init_script(NO_SERVICE_WORKER)
    page.goto(f"{stack.origin}/i/{number(SCALE)}")
    expect(page.get_by_text("检定机构")).to_be_visible()
    expect(page.get_by_text(NO_WORD_OF_OFFLINE)).not_to_be_visible()
    sign_in(page, stack, "inspector1")
    expect(page.get_by_text(NO_WORD_OF_OFFLINE)).to_be_visible()


def test_an_iphone_is_told_how_it_gets_to_the_home_screen(page: Page, stack: Places) -> None:
    page.add_init_script("navigator.standalone = false")
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}/offline")
    expect(page.get_by_text("添加到主屏幕”")).to_be_visible()


def test_the_oldest_phone_that_may_keep_nothing_says_so_and_hands_in_what_it_has(
    page: Page, stack: Places
) -> None:
    for missing in (OLDEST, NO_DATABASE, NO_SERVICE_WORKER):
        page.add_init_script(missing)
    leaving: list[str] = []

    def leave(dialog: Dialog) -> None:
        leaving.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}{CHECK}")
    expect(page.get_by_role("alert").get_by_text(NOTHING_KEPT)).to_be_visible()
    weigh(page, "2000", "2000")
    expect(page.get_by_text("已自动保存")).not_to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("button", name="提交并判定").click()
    expect(page.get_by_text("… 已确认 0 / 1")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("✓ 已确认 1 / 1")).to_be_visible()
    leaving.clear()
    page.reload()
    assert leaving == ["beforeunload"], "nobody leaves what only this page keeps without a word"


def test_what_waits_is_sent_when_the_page_is_seen_again(page: Page, stack: Places) -> None:
    """A phone stops the timers of a page that nobody looks at: here the clock stands still."""
    page.clock.install()
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}{CHECK}")
    weigh(page, "2000", "2000")
    page.route(SYNC, lambda route: route.abort())
    page.get_by_role("button", name="提交并判定").click()
    expect(page.get_by_text("… 已确认 0 / 1")).to_be_visible()
    page.clock.pause_at(page.evaluate("Date.now() + 60_000"))
    page.unroute(SYNC)
    expect(page.get_by_text("… 已确认 0 / 1")).to_be_visible()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("✓ 已确认 1 / 1")).to_be_visible()


def test_a_citizen_complains_from_a_phone_that_may_keep_nothing(page: Page, stack: Places) -> None:
    page.add_init_script(NO_DATABASE + NO_STORAGE)
    page.goto(f"{stack.origin}/complain?at={number(SCALE)}")
    expect(page.get_by_role("alert").get_by_text(NOTHING_KEPT)).to_be_visible()
