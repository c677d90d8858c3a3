"""What phones ask: the bundle with its ETag, revocations, citizens' scans."""

import json
from typing import Any

import pytest

from chalicelib import runtime_labels
from chalicelib.labels import bundle
from chalicelib.registry.model import number
from tests import edge
from tests.api.asking import call, issue
from tests.edge import Answer
from tests.unit.labels.desk import SCALE, UNKNOWN, Desk
from tests.unit.labels.test_bundle_maker import Printing
from tests.unit.labels.test_sightings import HOUR, Street

BUNDLE = "/v1/public/labels/bundle"
REVOCATION = "/v1/instruments/{instrument}/labels/{counter}/revocation"
BYTES = "application/octet-stream"


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Printing:
    press = Printing()
    monkeypatch.setattr(runtime_labels, "labels", lambda: press.desk.labels)
    monkeypatch.setattr(runtime_labels, "revocations", lambda: press.revocations)
    monkeypatch.setattr(runtime_labels, "bundles", lambda: press.shelf)
    return press


def asked(etag: str = "", accept: str = BYTES) -> Answer:
    return edge.call("GET", BUNDLE, headers={"accept": accept, **({"if-none-match": etag} if etag else {})})


def test_the_bundle_is_bytes_with_an_etag_and_unchanged_afterwards(press: Printing) -> None:
    assert asked().problem() == (503, "label.bundle_not_made")
    issue()
    press.maker.bring_up_to_date()
    answer = asked()
    assert (answer.status, answer.headers["Content-Type"], answer.is_base64) == (200, BYTES, True)
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    press.bucket.calls.clear()
    for tag in (answer.headers["ETag"], f"W/{answer.headers['ETag']}"):
        again = asked(tag)
        assert (again.status, again.text, again.headers["ETag"]) == (304, "", answer.headers["ETag"])
    assert press.bucket.calls == ["get", "get"], "one read each"
    for tag in ("*", '"x"', '"' + "0" * 32 + '"', "a\r\nb", '"' + "Z" * 32 + '"'):
        assert asked(tag).status == 200


@pytest.mark.parametrize("accept", ["", "*/*", "application/json", "text/html, application/octet-stream"])
@pytest.mark.usefixtures("press")
def test_bytes_are_for_those_who_say_they_take_them(accept: str) -> None:
    assert asked(accept=accept).problem() == (415, "label.accept_bytes")


def revoke(counter: str = "1", role: str = "lab", instrument: str = SCALE, **body: Any) -> Answer:
    sent = {"cause": "lost", **body}
    return call("PUT", REVOCATION, sent, role=role, instrument=instrument, counter=counter)


def test_a_lab_revokes_a_label_and_everybody_learns_of_it(press: Printing) -> None:
    content = issue(body={"valid_until": "2027-11-23"}).json["content"]
    made = revoke(note=" 摊主来电 ")
    assert (made.status, made.json["state"], made.json["revoked_because"]) == (201, "revoked", "lost")
    assert made.json["revoked_note"] == "摊主来电"
    assert revoke(note="摊主来电").status == 200
    told = call("POST", "/v1/public/labels/resolve", {"content": content}).json
    assert (told["outcome"], told["revoked_because"]) == ("revoked", "lost")
    assert "摊主来电" not in json.dumps(told, ensure_ascii=False)
    press.maker.bring_up_to_date()
    raw, _ = press.bucket.objects["labels/bundle"]
    assert bundle.Bundle.unpacked(raw[:-64]).revoked == {(number(SCALE), 1)}


@pytest.mark.usefixtures("press")
def test_what_revoking_refuses() -> None:
    assert revoke().problem() == (404, "label.none")
    issue()
    assert revoke("0").problem() == (400, "label.bad_counter")
    assert revoke(instrument=UNKNOWN).problem() == (404, "registry.no_instrument")
    assert revoke(cause="reissued").problem() == (400, "request.invalid")
    assert revoke(cause="").problem() == (400, "request.invalid")
    assert revoke(note="x" * 201).problem() == (400, "request.invalid")
    assert revoke().status == 201
    assert revoke(cause="moved").problem() == (409, "label.already_revoked")


@pytest.mark.parametrize("role", ["inspector", "merchant", "auditor", "leader", "administrator"])
@pytest.mark.usefixtures("press")
def test_only_labs_and_supervisors_revoke(role: str) -> None:
    issue()
    assert revoke(role=role).problem() == (403, "access.role_missing")
    assert revoke(role="supervisor").status == 201


@pytest.fixture
def street(monkeypatch: pytest.MonkeyPatch) -> Street:
    street = Street()
    monkeypatch.setattr(runtime_labels, "labels", lambda: street.desk.labels)
    monkeypatch.setattr(runtime_labels, "sightings", lambda: street.sightings)
    return street


def note(forwarded: str = "", **changes: Any) -> Answer:
    sent = {"number": number(SCALE), "outcome": "genuine", **changes}
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    return edge.call("POST", "/v1/public/scans", sent, headers=headers)


def test_a_citizens_scan_is_a_count_of_a_coarse_place(street: Street) -> None:
    assert note(counter=1, cell={"lat": "24.479834", "lon": "118.08942"}).json == {"noted": True}
    assert note("203.0.113.9, 192.0.2.1").json == {"noted": True}
    near, bare = sorted(street.sightings.seen_near(number(SCALE), HOUR), key=lambda one: not one.seen.cell)
    assert (near.seen.counter, near.seen.cell, near.count) == (1, ("24.48", "118.09"), 1)
    assert (bare.seen.counter, bare.seen.cell) == (None, None)
    kept = street.kept()
    assert [part for part in ("24.479", "203.0.113", "192.0.2") if part in kept] == []


def test_opening_a_label_writes_nothing(street: Street) -> None:
    content = street.desk.issue()
    before = dict(street.desk.table.items)
    call("POST", "/v1/public/labels/resolve", {"content": content})
    assert street.desk.table.items == before
    assert street.ops.items == {}


@pytest.mark.usefixtures("street")
def test_a_citizens_scan_with_a_bad_field_is_named() -> None:
    assert note(number="0000000001").problem() == (400, "registry.bad_number")
    for changes in (
        {"outcome": "fine"},
        {"counter": 0},
        {"counter": 256},
        {"counter": "1"},
        {"cell": {"lat": 24.48, "lon": "118"}},
        {"cell": {"lat": "91", "lon": "118"}},
        {"cell": {"lat": "NaN", "lon": "118"}},
        {"device": "phone"},
        {"number": "x" * 21},
    ):
        assert note(**changes).problem() == (400, "request.invalid")


def test_an_offline_scan_says_what_the_phone_showed(street: Street) -> None:
    desk: Desk = street.desk
    sent = {"content": number(SCALE), "device_at": "2026-11-24T02:00:00Z", "device": "p"}
    scans = "/v1/scans/{scan}"
    plain = call("PUT", scans, sent, role="inspector", scan="scn-01jd0000000000000000000000")
    offline = {**sent, "shown_offline": "revoked"}
    assert plain.status == 200
    answer = call("PUT", scans, offline, role="inspector", scan="scn-01jd0000000000000000000001")
    assert answer.json["resolution"]["outcome"] == "unsigned"
    kept = [item.document for item in desk.table.items.values() if item.sk.startswith("N#")]
    assert [one.get("shown_offline") for one in kept] == [None, "revoked"]
    again = call("PUT", scans, offline, role="inspector", scan="scn-01jd0000000000000000000000")
    assert again.problem() == (409, "request.id_taken")
