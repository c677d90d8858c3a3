"""A complaint by a marked person on the deployed stack: papers are made by steps, reach the handler, and verify."""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect

from chalicelib.clock import local_day
from chalicelib.complaints.intake import hashed
from chalicelib.registry.model import number
from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests.e2e.conftest import ARTEFACTS
from tests.e2e.office import Office
from tests.office import made
from tests.papering import says
from tests.unit.labels.reading import contents

NAME, PHONE, HOME = "欧阳标记", "13917659876", "思明区标记里9号"
COMPLAINT, SECRET = made("cmp", 8811), "3" * 26
ASSIGNED, ACCEPTED = made("stp", 8811), made("stp", 8812)
FILE = f"/api/v1/complaints/{COMPLAINT}"
HANDLER, COLLEAGUE = "inspector1", "inspector2"


def submitted(office: Office) -> None:
    told = {
        "wants": "complaint",
        "secret_hash": hashed(SECRET),
        "about": {"instrument": number(demo_id("instrument", "market-9"))},
        "facts": f"我叫{NAME}，花蛤少了八十克(演示)",
        "request": {"wants": ["make_good"]},
        "reporter": {"name": NAME, "phone": PHONE, "address": HOME},
    }
    office.ask("PUT", f"/api/v1/public/complaints/{COMPLAINT}", "", told)


def paper(office: Office, name: str, who: str) -> dict[str, Any]:
    listed = office.ask("GET", f"{FILE}/papers", who)["items"]
    return next((one for one in listed if one["name"] == name), {"state": "none"})


def test_papers_of_a_complaint_are_made_reach_the_handler_and_verify(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    office = Office(stack, token)
    submitted(office)
    handler = office.ask("GET", "/api/v1/me", HANDLER)["account"]
    office.ask("PUT", f"{FILE}/steps/{ASSIGNED}", HANDLER, {"kind": "assign", "handler": handler})
    office.ask("PUT", f"{FILE}/steps/{ACCEPTED}", HANDLER, {"kind": "accept", "text": "符合规定(演示)"})
    office.ask("PUT", f"{FILE}/papers/register", HANDLER, {})
    names = ("register", ACCEPTED)
    office.wait(lambda: all(paper(office, one, HANDLER)["state"] == "made" for one in names))

    own = {one: paper(office, one, HANDLER) for one in names}
    files = {one: office.download(own[one]["url"]) or b"" for one in names}
    says(files["register"], "投诉登记表", NAME, PHONE, HOME)
    until = local_day(office.now()) + timedelta(days=60)
    says(files[ACCEPTED], "投诉受理决定书", f"{NAME}：", f"{until.year}年")
    for one in names:
        told = office.ask("GET", f"/api/v1/public/documents/{own[one]['number']}")
        assert told["sha256"] == hashlib.sha256(files[one]).hexdigest()
        assert not [secret for secret in (NAME, PHONE, HOME, COMPLAINT) if secret in str(told)]
        assert paper(office, one, COLLEAGUE)["url"] == ""
    file = office.ask("GET", FILE, COLLEAGUE)
    assert sorted(one["why"][:7] for one in file["openings"]) == ["制作投诉受理决", "制作投诉登记表"]
    assert {one["by"] for one in file["openings"]} == {handler}
    assert not [secret for secret in (NAME, PHONE, HOME) if secret in str(file)]

    (address,) = contents(files[ACCEPTED])
    page.goto(stack.origin + address[address.index("/d/") :])
    expect(page.get_by_text("这份文书由本机关制作")).to_be_visible()
    expect(page.get_by_text("投诉受理决定书")).to_be_visible()
    expect(page.get_by_text(re.compile("思明市监投受〔.*〕第.*号"))).to_be_visible()
    expect(page.get_by_text("所属检查")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.screenshot(path=ARTEFACTS / "complaint-paper-verified.png", full_page=True)
