"""Evidence over HTTP: statuses, codes, both languages, and who may."""

from typing import Any

import pytest

from chalicelib import runtime_evidence
from chalicelib.accounts.model import Actor, Role
from tests.edge import Answer, call
from tests.exhibits import EVIDENCE, EXPORT, WITNESS, Room, photo, told
from tests.fakes import FakeTable
from tests.office import ANNA, AUDITOR, LEADER, NOON, REVIEWER, STRANGER, SUPERVISOR, VISIT, made

ALL, ONE = "/v1/visits/{visit}/evidence", "/v1/visits/{visit}/evidence/{evidence}"
PACK = "/v1/visits/{visit}/exports/{export}"
PHOTO = photo()
SEEN_BY = {Role.INSPECTOR, Role.REVIEWER, Role.SUPERVISOR, Role.LEADER, Role.AUDITOR}


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    room = Room(FakeTable())
    monkeypatch.setattr(runtime_evidence, "exhibits", lambda: room.exhibits)
    monkeypatch.setattr(runtime_evidence, "exporting", lambda: room.exporting)
    monkeypatch.setattr(runtime_evidence, "clock", room.clock)
    return room


def put(by: Actor = ANNA, evidence: str = EVIDENCE, **changed: Any) -> Answer:
    return call("PUT", ONE, told(PHOTO, **changed), actor=by, visit=VISIT, evidence=evidence)


def get(by: Actor = LEADER, evidence: str = EVIDENCE) -> Answer:
    return call("GET", ONE, actor=by, visit=VISIT, evidence=evidence)


def test_evidence_is_announced_uploaded_listed_and_opened(room: Room) -> None:
    first, again = put(), put()
    assert (first.status, again.status) == (201, 200)
    assert first.json["upload"]["fields"] == {"key": f"evidence/{VISIT}/{EVIDENCE}"}
    assert first.json["evidence"]["status"] == "announced"
    room.deliver(room.files.upload(PHOTO, NOON))
    assert "upload" not in put().json
    (listed,) = call("GET", ALL, actor=REVIEWER, visit=VISIT).json["items"]
    assert (listed["status"], listed["by"], listed["place"]["accuracy_m"]) == ("verified", ANNA.id, "12")
    assert "/thumbnails/" in listed["thumbnail"]
    opened = get().json
    assert "/originals/" in opened["url"]
    assert [one["step"] for one in opened["custody"]][-1] == "opened"
    assert "url" not in get(AUDITOR).json or get(AUDITOR).json["url"] == ""


def test_a_mismatch_is_shown_with_what_came(room: Room) -> None:
    put()
    room.deliver(room.files.upload(PHOTO[:-1], NOON))
    (shown,) = call("GET", ALL, actor=ANNA, visit=VISIT).json["items"]
    assert (shown["status"], shown["seen"]["size_bytes"]) == ("mismatch", len(PHOTO) - 1)
    assert put().json["upload"]["url"]


def test_a_list_goes_on_where_its_cursor_says() -> None:
    for place in range(1, 103):
        put(evidence=made("evi", place))
    first = call("GET", ALL, actor=ANNA, visit=VISIT).json
    rest = call("GET", ALL, actor=ANNA, visit=VISIT, query={"cursor": first["cursor"]}).json
    assert (len(first["items"]), len(rest["items"]), rest["cursor"]) == (100, 2, "")
    wrong = call("GET", ALL, actor=ANNA, visit=VISIT, query={"cursor": "x"})
    assert wrong.problem() == (400, "request.bad_cursor")


def test_what_cannot_be_is_refused_by_name() -> None:
    assert put(media_type="image/heic").problem() == (415, "evidence.type_not_taken")
    assert put(size_bytes=21 * 1024 * 1024).problem() == (413, "evidence.too_large")
    assert put(kind="refusal_note").problem() == (400, "request.invalid")
    assert put(witness=WITNESS).problem() == (400, "request.invalid")
    assert put(sha256="x").pointers() == ["/sha256"]
    assert put(captured_at="2026-11-24").pointers() == ["/captured_at"]
    assert put(evidence="evi-1").problem() == (400, "request.bad_id")
    assert put(by=STRANGER).problem() == (404, "request.not_found")
    put()
    assert put(note="other").problem() == (409, "request.id_taken")
    assert get(evidence=made("evi", 9)).problem() == (404, "request.not_found")


def test_a_supervisor_who_inspects_elsewhere_adds_no_evidence() -> None:
    both = Actor(SUPERVISOR.id, frozenset({Role.SUPERVISOR, Role.INSPECTOR}), SUPERVISOR.districts)
    assert put(by=both).problem() == (403, "evidence.not_yours")


def test_an_export_is_queued_and_downloaded(room: Room) -> None:
    put()
    first = call("PUT", PACK, {}, actor=LEADER, visit=VISIT, export=EXPORT)
    assert (first.status, first.json["state"]) == (201, "queued")
    room.pack()
    done = call("GET", PACK, actor=LEADER, visit=VISIT, export=EXPORT).json
    assert (done["state"], done["files"], done["absent"]) == ("done", 0, 1)
    assert done["url"]
    assert call("PUT", PACK, {}, actor=LEADER, visit=VISIT, export=EXPORT).status == 200
    assert call("GET", PACK, actor=ANNA, visit=VISIT, export=EXPORT).problem() == (404, "request.not_found")
    bad = call("PUT", PACK, {"only": "photos"}, actor=LEADER, visit=VISIT, export=made("exp", 2))
    assert bad.problem() == (400, "request.invalid")


@pytest.mark.parametrize("role", sorted(Role))
def test_roles_without_a_part_in_it_are_refused(role: Role) -> None:
    someone = Actor(made("acc", 70), frozenset({role}))
    none = (403, "access.role_missing")
    assert (put(by=someone).problem() == none) == (role is not Role.INSPECTOR)
    assert (get(by=someone).problem() == none) == (role not in SEEN_BY)
    listed = call("GET", ALL, actor=someone, visit=VISIT)
    assert (listed.status == 403) == (role not in SEEN_BY)
    for method, body in (("PUT", {}), ("GET", None)):
        answer = call(method, PACK, body, actor=someone, visit=VISIT, export=EXPORT)
        assert (answer.status == 403) == (role not in SEEN_BY - {Role.AUDITOR})
