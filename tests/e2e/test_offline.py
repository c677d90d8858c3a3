"""Labels without network, and what a citizen's page tells: in a browser, on the deployed stack."""

import json
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from chalicelib.labels.bundle import Bundle, Revoked
from chalicelib.labels.codec import SIGNATURE_BYTES
from chalicelib.registry.model import number
from infra.local import schedules
from infra.local.demo.ids import demo_id
from infra.local.places import Places
from tests.contract.asking import asked, eventually
from tests.e2e.test_journey import ask, label_address, photo_of, sign_in

pytestmark = pytest.mark.worker

LOST = demo_id("instrument", "market-9")
GOOD = demo_id("instrument", "market-3")
BUNDLE = "/api/v1/public/labels/bundle"
BYTES = {"Accept": "application/octet-stream"}


def made(stack: Places) -> None:
    """Run the function that makes the bundle now, instead of waiting for its minute."""
    name = json.loads(stack.outputs.read_text())["outputs"]["MakeBundleName"]
    schedules.run(stack, name)


def revoke(stack: Places, instrument: str, token: str) -> None:
    request = urllib.request.Request(
        f"{stack.origin}/api/v1/instruments/{instrument}/labels/1/revocation",
        json.dumps({"cause": "copied", "note": "演示"}).encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        method="PUT",
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.status in {200, 201}


def revoked_in(bundle: bytes) -> frozenset[Revoked]:
    """Number and counter of every label that a signed bundle revokes."""
    return Bundle.unpacked(bundle[:-SIGNATURE_BYTES]).revoked


@pytest.fixture
def photos(stack: Places, token: Callable[[str], str], tmp_path: Path) -> dict[str, Path]:
    """Pictures of a revoked label and of one that counts."""
    taken = {}
    for name, instrument in {"lost": LOST, "good": GOOD}.items():
        picture = f"/v1/instruments/{instrument}/labels/1/picture?format=png&size_mm=40"
        taken[name] = tmp_path / f"{name}.jpg"
        taken[name].write_bytes(photo_of(ask(stack, picture, token("lab1"), "image/png")))
    return taken


def test_the_bundle_has_an_etag_and_changes_with_a_revocation(
    stack: Places, token: Callable[[str], str]
) -> None:
    made(stack)
    status, headers, before = asked(stack.port, "GET", BUNDLE, BYTES)
    assert (status, headers["content-type"]) == (200, "application/octet-stream")
    known = {**BYTES, "If-None-Match": headers["etag"]}
    assert asked(stack.port, "GET", BUNDLE, known)[0] == 304
    revoke(stack, LOST, token("lab1"))

    def is_newer() -> bool:
        made(stack)
        return asked(stack.port, "GET", BUNDLE, known)[0] == 200

    eventually(is_newer)
    newly = revoked_in(asked(stack.port, "GET", BUNDLE, BYTES)[2]) - revoked_in(before)
    assert (
        number(LOST),
        1,
    ) in newly  # the stream may revoke labels of the demo's ended instruments meanwhile


def test_an_officer_without_network_is_told_of_a_revoked_label_and_the_scan_is_sent_later(
    page: Page, stack: Places, token: Callable[[str], str], photos: dict[str, Path]
) -> None:
    revoke(stack, LOST, token("lab1"))
    made(stack)
    known = json.loads(ask(stack, f"/v1/instruments/{GOOD}", token("lab1")))
    serial_no = known["instrument"]["serial_no"]
    sign_in(page, stack, "inspector1")
    page.goto(f"{stack.origin}/scan")
    expect(page.get_by_text("名单更新于")).to_be_visible()
    page.locator("input[type=file]").set_input_files(photos["lost"])
    expect(page.get_by_role("alert").get_by_text("此标签已作废")).to_be_visible()
    expect(page.get_by_text("作废原因：标签被复制")).to_be_visible()

    page.context.set_offline(True)
    page.locator("input[type=file]").set_input_files(photos["lost"])
    expect(page.locator(".banner.bad").get_by_text("此标签已作废，请勿采信")).to_be_visible()
    expect(page.get_by_text("扫码已记录在手机上")).to_be_visible()
    page.locator("input[type=file]").set_input_files(photos["good"])
    expect(page.locator(".banner.good").get_by_text("未在作废名单中")).to_be_visible()
    page.locator("#serial").fill("another scale's")
    expect(page.get_by_text("标签可能是从别的器具上移来的")).to_be_visible()
    page.locator("#serial").fill(serial_no.lower())
    expect(page.get_by_text("与标签一致")).to_be_visible()
    expect(page.get_by_text("待提交 2 项")).to_be_visible()
    sent: dict[str, dict[str, Any]] = {}

    def note(made: Request) -> None:
        if "/v1/scans/" in made.url:
            sent[made.url] = made.post_data_json or {}  # one that is tried again is the same

    page.on("request", note)
    page.context.set_offline(False)
    expect(page.get_by_text("待提交")).not_to_be_visible()
    assert [scan.get("serial_seen") for scan in sent.values()] == [None, serial_no.lower()], (
        "what was compared is told"
    )


def test_a_citizen_is_asked_before_a_place_is_told_and_may_take_it_back(
    page: Page, stack: Places, token: Callable[[str], str]
) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 24.479834, "longitude": 118.08942})
    address = label_address(stack, GOOD, token("lab1"))

    def told(act: Callable[[], object]) -> dict[str, object]:
        with page.expect_request(re.compile("/v1/public/scans$")) as waiting:
            act()
        assert "authorization" not in waiting.value.headers
        return dict(waiting.value.post_data_json or {})

    assert told(lambda: page.goto(address)).keys() == {"number", "counter", "outcome"}
    page.get_by_role("button", name="愿意").click()
    body = told(page.reload)
    assert (body["outcome"], body["cell"]) == ("genuine", {"lat": "24.48", "lon": "118.09"})
    page.get_by_role("button", name="不再提供").click()
    assert "cell" not in told(page.reload)
    expect(page.get_by_text("愿意告诉监管部门")).not_to_be_visible()
