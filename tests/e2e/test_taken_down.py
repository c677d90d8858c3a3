"""An officer writes down a call, hands over the link, and passes the file to another platform and back."""

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from infra.local.places import Places
from tests.e2e.conftest import ARTEFACTS
from tests.e2e.steps import phone_of
from tests.e2e.test_journey import sign_in

NAME, PHONE, HOME = "标记四四(演示)", "13917654411", "思明区标记里4号(演示)"


def test_a_call_is_written_down_followed_by_its_caller_and_exchanged(
    page: Page, stack: Places, tmp_path: Path
) -> None:
    sign_in(page, stack, "supervisor1")
    page.goto(f"{stack.origin}/complaints/new")
    page.get_by_text("投诉：帮我要回损失").click()
    page.get_by_text("用文字写地点").click()
    page.locator("#own-district").select_option("350211")
    page.locator("#own-name").fill("演示水产")
    page.locator("#own-address").fill("演示路1号")
    page.get_by_role("button", name="就是这里").click()
    page.locator("#facts").fill(f"{NAME}来电：花蛤少了八十克(演示)")
    page.get_by_text("退款、退差价").click()
    for field, told in (("name", NAME), ("phone", PHONE), ("address", HOME)):
        page.locator(f"#{field}").fill(told)
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("请交给本人")).to_be_visible()
    link = page.locator("p.link").inner_text()
    number = re.sub(r".* ", "", page.get_by_role("link", name=re.compile("打开案卷")).inner_text())
    page.reload()
    expect(page.locator("p.link")).to_have_text(link)
    page.screenshot(path=ARTEFACTS / "taken-down.png", full_page=True)

    assert page.context.browser is not None
    caller = phone_of(page.context.browser)
    caller.goto(link)
    expect(caller.get_by_text(number)).to_be_visible()
    caller.context.close()

    page.get_by_role("button", name="已交给本人").click()
    page.goto(f"{stack.origin}/complaint-exchanges")
    page.locator("#exchange-unit").select_option("350211")
    page.get_by_text(re.compile(number)).click()
    page.get_by_role("button", name="生成导出文件").click()
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="下载文件（1 件）").click()
    handed = json.loads(downloaded.value.path().read_text())
    assert (handed["format"], handed["rows"][0]["number"]) == ("steelyard/complaint-exchange/1", number)
    assert not [secret for secret in (NAME, PHONE, HOME) if secret in str(handed)]
    answer = {"complaint": handed["rows"][0]["complaint"], "number": "演示-44", "status": "received"}
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"format": handed["format"], "answers": [answer]}))
    page.get_by_role("link", name="与其他平台交换").click()
    page.locator("#exchange-unit").select_option("350211")
    page.locator("#exchange-answers").set_input_files(answers)
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_text("已记入案卷")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
