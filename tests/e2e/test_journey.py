"""The main job in a browser: a citizen looks a label up; an inspector reads its photo and checks the scale by law."""

import io
import json
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Page, expect

from chalicelib.registry.model import number
from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests.e2e.steps import kept

pytestmark = pytest.mark.worker

SCALE = demo_id("instrument", "market-1")
OVERDUE = demo_id("instrument", "market-6")
SUSPENDED = demo_id("instrument", "market-17")


def ask(stack: Places, path: str, token: str, accept: str = "application/json") -> bytes:
    headers = {"Authorization": f"Bearer {token}", "Accept": accept}
    with urllib.request.urlopen(
        urllib.request.Request(f"{stack.origin}/api{path}", headers=headers)
    ) as answer:
        body: bytes = answer.read()
        return body


def label_address(stack: Places, instrument: str, token: str) -> str:
    told = json.loads(ask(stack, f"/v1/instruments/{instrument}/labels/1", token))
    return str(told["content"]).replace("HTTPS://", "http://").lower()


def sign_in(page: Page, stack: Places, subject: str) -> None:
    """Sign in from the menu as people do; ends at the home of the person's entrances."""
    page.goto(f"{stack.origin}/sign-in")
    page.get_by_role("main").get_by_role("button").click()
    page.locator(f"button[value={subject}]").click()
    expect(page.get_by_role("main").get_by_role("heading").first).to_be_visible()
    page.wait_for_url(f"{stack.origin}/home")


def photo_of(label_png: bytes) -> bytes:
    """A phone's picture of a label: turned, on a grey wall, a little soft, JPEG."""
    label = Image.open(io.BytesIO(label_png)).convert("RGB")
    label = label.resize((700, 700 * label.height // label.width)).rotate(
        7, expand=True, fillcolor=(205, 200, 190)
    )
    wall = Image.new("RGB", (1600, 1200), (205, 200, 190))
    wall.paste(label, (420, 160))
    kept = io.BytesIO()
    wall.filter(ImageFilter.GaussianBlur(1)).save(kept, "JPEG", quality=80)
    return kept.getvalue()


def test_a_citizen_sees_the_public_page_from_the_address_on_a_label(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    page.goto(label_address(stack, SCALE, token("lab1")))
    expect(page.get_by_text("合格有效")).to_be_visible()
    expect(page.get_by_text("标签签名真实")).to_be_visible()
    expect(page.get_by_text("林*")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("Verified and valid")).to_be_visible()


def test_the_page_warns_of_overdue_and_suspended_scales_and_of_a_forged_label(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    page.goto(label_address(stack, OVERDUE, token("lab1")))
    expect(page.get_by_text("检定过期", exact=True)).to_be_visible()
    page.goto(label_address(stack, SUSPENDED, token("lab1")))
    expect(page.get_by_text("停止使用", exact=True)).to_be_visible()
    good = label_address(stack, SCALE, token("lab1"))
    page.goto(good[:-4] + ("aaaa" if not good.endswith("aaaa") else "bbbb"))
    expect(page.locator(".banner.bad")).to_be_visible()
    expect(page.get_by_text("合格有效")).not_to_be_visible()
    expect(page.get_by_role("link", name="拨打 12315")).to_be_visible()
    expect(page.get_by_text("愿意告诉监管部门")).to_be_visible()
    page.goto(f"{stack.origin}/i/9{good.partition('/i/')[2]}")
    expect(page.get_by_text("编号有误")).to_be_visible()
    expect(page.get_by_text("愿意告诉监管部门")).not_to_be_visible()


def test_a_typed_number_is_checked_while_typing(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    number = re.search(r"/i/(\w{10})", label_address(stack, SCALE, token("lab1")))
    assert number
    page.goto(stack.origin)
    page.get_by_label("标签编号").fill("0" + number.group(1)[1:])
    expect(page.get_by_text("编号不对")).to_be_visible()
    page.get_by_label("标签编号").fill(f"{number.group(1)[:5]}-{number.group(1)[5:]}")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("合格有效")).to_be_visible()


def test_an_inspector_reads_a_photo_and_records_a_failing_check(
    page: Page, stack: Places, token: Callable[[str], str], tmp_path: Path
) -> None:
    photo = tmp_path / "label.jpg"
    picture = f"/v1/instruments/{SCALE}/labels/1/picture?format=png&size_mm=40"
    photo.write_bytes(photo_of(ask(stack, picture, token("lab1"), "image/png")))
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}/scan")
    page.locator("input[type=file]").set_input_files(photo)
    expect(page.get_by_role("heading", name="最近的检测")).to_be_visible()

    page.get_by_role("link", name="的检查中检测").click()
    page.get_by_label("砝码的准确度等级").select_option("M1")
    page.get_by_label("放上多少砝码").first.fill("1000")
    page.get_by_label("秤显示多少").first.fill("1015")
    expect(page.locator(".banner.bad").get_by_text("不合格", exact=True)).to_be_visible()
    expect(page.get_by_text("手机初判")).to_be_visible()
    expect(page.get_by_text("已自动保存")).to_be_visible()
    page.get_by_role("button", name="提交并判定").click()
    expect(page.locator(".banner.bad").get_by_text("不合格", exact=True)).to_be_visible()
    expect(page.get_by_text("JJG 539-2016")).to_be_visible()
    expect(page.get_by_text("±5")).to_have_count(3)
    expect(page.get_by_text("手机上显示的是")).not_to_be_visible()


def test_a_draft_survives_a_reload_and_a_suspended_scale_is_refused_in_plain_words(
    page: Page, stack: Places
) -> None:
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}/visits/{demo_id('visit', 'market')}/check/{SUSPENDED}")
    page.get_by_label("砝码的准确度等级").select_option("M1")
    page.get_by_label("放上多少砝码").first.fill("1000")
    page.get_by_label("秤显示多少").first.fill("1000")
    kept(page, "1000")
    page.reload()
    expect(page.get_by_label("放上多少砝码").first).to_have_value("1000")
    page.get_by_role("button", name="提交并判定").click()
    expect(page.get_by_text("没有接受")).to_be_visible()
    expect(page.get_by_text("这次提交已留存")).to_be_visible()


def test_without_network_the_check_waits_and_is_sent_when_it_is_back(page: Page, stack: Places) -> None:
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}/visits/{demo_id('visit', 'market')}/check/{demo_id('instrument', 'market-2')}")
    page.get_by_label("砝码的准确度等级").select_option("M1")
    page.get_by_label("放上多少砝码").first.fill("2000")
    page.get_by_label("秤显示多少").first.fill("2000")
    page.context.set_offline(True)
    page.get_by_role("button", name="提交并判定").click()
    expect(page.get_by_text("已保存，联网后自动提交")).to_be_visible()
    expect(page.get_by_text("… 已确认 0 / 1")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("✓ 已确认 1 / 1")).to_be_visible()
    page.goto(f"{stack.origin}/visits/{demo_id('visit', 'market')}")
    expect(page.get_by_role("link").filter(has_text="合格").filter(has_text="A02").first).to_be_visible()


@pytest.mark.parametrize(
    ("subject", "entrance", "tile"),
    [("inspector1", "执法", "我的检查"), ("supervisor1", "执法", "我的检查"), ("lab1", "检定机构", "扫码")],
)
def test_each_person_comes_to_their_own_entrance(
    page: Page, stack: Places, subject: str, entrance: str, tile: str
) -> None:
    sign_in(page, stack, subject)
    expect(page.get_by_role("heading", name=entrance)).to_be_visible()
    page.get_by_role("main").get_by_role("link", name=tile).click()
    expect(page.get_by_role("heading", name="扫描标签" if tile == "扫码" else tile)).to_be_visible()


def test_a_page_of_another_role_says_so(page: Page, stack: Places) -> None:
    sign_in(page, stack, "lab1")
    page.goto(f"{stack.origin}/visits")
    expect(page.get_by_role("heading", name="这个页面不对您开放")).to_be_visible()


def test_the_api_page_lists_the_routes(page: Page, stack: Places) -> None:
    page.goto(f"{stack.origin}/docs/api")
    page.get_by_label("搜索").fill("checks/{check}")
    expect(page.locator("details")).to_have_count(2)


def test_the_demo_clock_moves_the_public_page_forward(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    page.goto(label_address(stack, SCALE, token("lab1")))
    before = page.get_by_text("的情况").inner_text()
    page.get_by_role("button", name="菜单").click()
    page.get_by_role("button", name="演示时钟 +1 天").click()
    expect(page.get_by_text("演示时钟比现在快")).to_be_visible()
    page.wait_for_timeout(2500)
    page.reload()
    expect(page.get_by_text("的情况")).not_to_have_text(before)


def test_anybody_looks_a_rule_up_and_tries_it(page: Page, stack: Places) -> None:
    page.goto(f"{stack.origin}/laws")
    page.get_by_text("非自动衡器最大允许误差").click()
    expect(page.get_by_text("JJG 539-2016").first).to_be_visible()
    page.get_by_role("link", name="缺斤少两自查").click()
    page.get_by_label("米面、蔬菜、水果").check()
    page.get_by_label("结账时的重量").fill("2.500")
    page.get_by_label("再称的重量").fill("2.339")
    page.get_by_label("市场的公平秤").check()
    page.get_by_label("公平秤标签编号").fill(number(OVERDUE))
    page.get_by_role("button", name="用这台秤").click()
    expect(page.get_by_text("这台秤现在不能作数")).to_be_visible()
    page.get_by_role("button", name="看结果").click()
    expect(page.get_by_text("请用检定有效的公平秤")).to_be_visible()
    expect(page.get_by_role("button", name="换一个")).to_be_focused()
    page.get_by_role("button", name="换一个").click()
    page.get_by_label("公平秤标签编号").fill(number(SCALE))
    page.get_by_role("button", name="用这台秤").click()
    expect(page.get_by_text("检定有效，可以作数")).to_be_visible()
    page.get_by_role("button", name="看结果").click()
    expect(page.locator(".banner.bad").get_by_text("少 161 g")).to_be_visible()
    expect(page.get_by_text("系统已按")).to_be_visible()
    page.get_by_label("活鱼").check()
    page.get_by_role("button", name="看结果").click()
    expect(page.get_by_text("法规没有给数")).to_be_visible()
