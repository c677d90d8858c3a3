"""Two officers scan one label far apart within minutes; the supervisor finds the alarm, understands it, decides it.

40 km, not 20: the first scan is sent five minutes late, and a phone's clock may have been put right meanwhile.
"""

import json
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from chalicelib import ids
from infra.local.demo.data import COPIED
from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests.contract.asking import eventually
from tests.e2e.conftest import ARTEFACTS
from tests.e2e.test_journey import ask, sign_in

SCALE = demo_id("instrument", "market-3")
HERE, FAR = ("24.480", "118.090"), ("24.840", "118.090")


def scan(stack: Places, token: str, content: str, place: tuple[str, str], minutes_ago: int) -> None:
    """A scan kept on the phone for some minutes, then sent."""
    now = datetime.now(UTC)
    sent: dict[str, Any] = {
        "content": content,
        "device_at": (now - timedelta(minutes=minutes_ago)).isoformat(),
        "sent_at": now.isoformat(),
        "device": "e2e",
        "how": "camera",
        "place": {"lat": place[0], "lon": place[1], "accuracy_m": "15"},
    }
    made = ids.new("scan", int(now.timestamp() * 1000), token[-10:].encode())
    request = urllib.request.Request(
        f"{stack.origin}/api/v1/scans/{made}",
        json.dumps(sent).encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        method="PUT",
    )
    with urllib.request.urlopen(request) as answer:
        assert json.loads(answer.read())["resolution"]["outcome"] == "genuine"


def raised(stack: Places, token: str, district: str, **told: str) -> dict[str, Any]:
    """The district's open alarm of which this is told, as soon as it is there."""
    found: list[dict[str, Any]] = []

    def is_there() -> bool:
        opened = json.loads(ask(stack, f"/v1/alarms?district={district}", token))["items"]
        found[:] = [one for one in opened if told.items() <= one.items()]
        return bool(found)

    eventually(is_there)
    (alarm,) = found
    return alarm


def test_a_copied_label_becomes_a_task_that_the_supervisor_decides(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    told = json.loads(ask(stack, f"/v1/instruments/{SCALE}/labels/1", token("lab1")))
    head = json.loads(ask(stack, f"/v1/instruments/{SCALE}", token("supervisor1")))["instrument"]
    scan(stack, token("inspector1"), told["content"], HERE, minutes_ago=5)
    scan(stack, token("inspector2"), told["content"], FAR, minutes_ago=0)

    raised(stack, token("supervisor1"), head["district"], number=head["number"])
    sign_in(page, stack, "supervisor1")
    page.goto(f"{stack.origin}/alarms?district={head['district']}")
    page.get_by_role("link").filter(has_text=head["number"]).filter(has_text="两地同现").click()
    expect(page.get_by_text("相距约 40.0 公里")).to_be_visible()
    expect(page.get_by_text("24.840, 118.090")).to_be_visible()
    expect(page.get_by_text("林执法(演示)")).to_be_visible()
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / "alarm-open.png", full_page=True)
    page.get_by_role("button", name="属实").click()
    expect(page.get_by_text("请写明理由")).to_be_visible()
    page.get_by_label("理由").fill("现场核对，另一处的标签是复印件")
    page.reload()
    expect(page.get_by_label("理由")).to_have_value("现场核对，另一处的标签是复印件")
    page.get_by_role("button", name="属实").click()
    expect(page.get_by_text("已核实属实")).to_be_visible()
    page.goto(f"{stack.origin}/alarms?district={head['district']}")
    expect(page.get_by_text("没有疑点")).to_be_visible()
    page.get_by_label("状态").select_option("confirmed")
    expect(page.get_by_role("link").filter(has_text=head["number"])).to_be_visible()
    page.get_by_role("link").filter(has_text=head["number"]).click()
    page.get_by_role("link", name="查看这台器具").click()
    expect(page.get_by_text(head["number"]).first).to_be_visible()


def test_the_demo_has_a_copied_label_to_look_at(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    copied = json.loads(ask(stack, f"/v1/instruments/{COPIED}", token("supervisor1")))["instrument"]
    alarm = raised(stack, token("supervisor1"), copied["district"], number=copied["number"])
    assert alarm["kind"] == "label_in_two_places"
    sign_in(page, stack, "supervisor1")
    page.goto(
        f"{stack.origin}/alarms"
    )  # in a district that is not the first: nobody should have to know where
    expect(page.get_by_role("main").get_by_role("link").filter(has_text="待核实").first).to_be_visible()
