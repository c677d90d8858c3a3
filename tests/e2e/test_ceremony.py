"""A draw on the deployed stack, as office and public live through it: from a published plan to a bundle that holds."""

import hashlib
import io
import json
import urllib.error
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from chalicelib import merkle
from chalicelib.registry.model import number
from chalicelib.sampling import verify
from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests.e2e.conftest import phones
from tests.e2e.office import Office, published
from tests.e2e.steps import step
from tests.e2e.test_journey import sign_in
from tests.exhibits import photo

PLAN = demo_id("plan", "e2e")
WHY = "已搬迁, 现场无人"


@pytest.fixture
def office(stack: Places, token: Callable[[str], str]) -> Office:
    return Office(stack, token)


def substituted_from_the_board(page: Page, office: Office) -> dict[str, Any]:
    """The supervisor lets the next in the sealed order take the place of the first; answers it."""
    sign_in(page, office.stack, "supervisor1")
    page.goto(f"{office.stack.origin}/plans/{PLAN}/board")
    first = page.locator("article").first
    first.get_by_role("button").first.click()
    expect(first.get_by_text("检查人员：")).to_be_visible()
    first.get_by_label("原因").fill(WHY)
    first.get_by_role("button", name="递补", exact=True).click()
    expect(page.get_by_text("由第 6 号递补")).to_be_visible()
    expect(page.get_by_text("递补第 1 号")).to_be_visible()
    (came,) = (one for one in board(office) if one.get("replaces") == 0)
    return dict(came)


def visited_from_the_board(page: Page, browser: Browser, office: Office, order: int) -> None:
    """The supervisor plans the visit, a leader approves it, one of the pair that was drawn ends it."""
    row = page.locator("article").nth(order)
    row.get_by_role("button").first.click()
    row.get_by_role("button", name="安排检查").click()
    expect(page.get_by_text("已安排，等待负责人审批")).to_be_visible()
    drawn = board(office)[order]
    leader, officer = (
        phones(browser, office.stack, "leader1"),
        phones(browser, office.stack, office.who(drawn["officers"][1])),
    )
    phone = next(leader)
    phone.goto(f"{office.stack.origin}/visits/{drawn['visit']}")
    phone.get_by_role("button", name="批准检查").click()
    expect(phone.get_by_text("已批准，可以检查")).to_be_visible()
    next(leader, None)
    phone = next(officer)
    phone.goto(f"{office.stack.origin}/assignments")
    phone.locator(f"a[href='/visits/{drawn['visit']}']").click()  # another draw may have met the same scale
    step(phone, "拍照取证")
    shutter: FilePayload = {"name": "closed.jpg", "mimeType": "image/jpeg", "buffer": photo(mark="closed")}
    phone.get_by_label("选照片、视频或 PDF").set_input_files(shutter)
    expect(phone.locator("article.exhibit").get_by_text("已核对一致")).to_be_visible()
    phone.get_by_text("检查做不成？").click()
    phone.get_by_label("情况").select_option("closed")
    phone.get_by_role("button", name="报告未能检查").click()
    expect(phone.get_by_label("说明")).to_be_focused()
    phone.get_by_label("说明").fill("两次上门均停业")
    phone.reload()
    phone.get_by_text("检查做不成？").click()
    expect(phone.get_by_label("说明")).to_have_value("两次上门均停业")
    phone.get_by_role("button", name="报告未能检查").click()
    expect(phone.locator(".tag").get_by_text("未能检查")).to_be_visible()
    next(officer, None)
    office.wait(lambda: board(office)[order]["state"] == "closed")
    page.reload()
    expect(page.locator("article").nth(order)).to_contain_text("停业或无人")


def board(office: Office) -> list[dict[str, Any]]:
    return list(office.ask("GET", f"/api/v1/plans/{PLAN}/assignments", "supervisor1")["items"])


def test_from_a_published_plan_to_a_bundle_that_holds(
    office: Office, page: Page, browser: Browser, tmp_path: Path
) -> None:
    digest = published(office, PLAN)
    assert office.ask("POST", f"/api/v1/plans/{PLAN}/freeze", "supervisor1")["state"] == "freezing"

    frozen = office.until(PLAN, "frozen")
    raw = office.download(f"{PLAN}/freeze.json")
    assert raw is not None
    shown = office.ask("GET", f"/api/v1/public/plans/{PLAN}")
    assert (shown["state"], shown["freeze_digest"]) == ("frozen", frozen["freeze_digest"])
    told = json.loads(raw)
    assert (hashlib.sha256(raw).hexdigest(), told["plan_digest"]) == (frozen["freeze_digest"], digest)
    assert told["size"] > 50
    assert told["officers"] >= 2
    scale = number(demo_id("instrument", "market-2"))
    entry = office.ask("GET", f"/api/v1/public/draws/{PLAN}/entries/{scale.lower()}")
    record, proof = bytes.fromhex(entry["record"]), [bytes.fromhex(one) for one in entry["proof"]]
    root = bytes.fromhex(told["pool_root"])
    assert merkle.is_included(record, entry["index"], told["size"], proof, root)

    office.ask("POST", "/_local/clock", body={"days": 1})
    office.until(PLAN, "drawn")
    drawn = board(office)
    assert len(drawn) == 5
    assert all(len(one["officers"]) == 2 for one in drawn)
    assert json.loads(office.download(f"{PLAN}/randomness.json") or b"")["used"] == "source"
    assert [office.download(f"{PLAN}/{name}") for name in ("opening.json", "result.json", "bundle.zip")] == [
        None
    ] * 3
    with pytest.raises(urllib.error.HTTPError, match="409"):
        office.ask("POST", f"/api/v1/plans/{PLAN}/opening", "supervisor1")
    came = substituted_from_the_board(page, office)
    visited_from_the_board(page, browser, office, 1)

    office.ask("POST", "/_local/clock", body={"days": 3})
    office.until(PLAN, "opened")
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(office.download(f"{PLAN}/bundle.zip") or b"")
    said: list[str] = []
    assert verify.main([str(bundle), "--freeze-digest", frozen["freeze_digest"]], said.append) == 0, said
    result = json.loads(zipfile.ZipFile(io.BytesIO(bundle.read_bytes())).read("result.json"))
    assert [place[0] for place in result["strata"][0]["drawn"]] == [one["number"] for one in drawn]
    assert result["strata"][0]["substitutes"][0][0] == came["number"]
    link = office.ask("GET", f"/api/v1/plans/{PLAN}/pairs", "auditor1")["link"]
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr("pairs.json", office.download(link) or b"")
    assert verify.main([str(bundle)], said.append) == 0, said
    assert "检查人员搭配" in said[-1]
