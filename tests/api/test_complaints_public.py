"""The public intake over HTTP: statuses, codes, both languages, headers, and that no secret is needed to send."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib import runtime_intake
from chalicelib.accounts.model import Actor
from chalicelib.complaints.service_openings import Openings
from chalicelib.registry.model import number
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.intake import (
    COMPLAINT,
    MATERIAL,
    NAME,
    OPENING,
    PHONE,
    SECRET,
    STEP,
    Window,
    anonymous,
    desk,
    picture,
    sent,
)
from tests.office import ANNA, AUDITOR, BAO, LEADER, SCALE, SUPERVISOR, made
from tests.unit.complaints.test_following import stepped

FILE = "/v1/public/complaints/{complaint}"
WRONG = {"x-following-secret": "0" * 26}
RIGHT = {"x-following-secret": SECRET}


@pytest.fixture(autouse=True)
def window(monkeypatch: pytest.MonkeyPatch) -> Window:
    window = Window(FakeTable())
    monkeypatch.setattr(runtime_intake, "intakes", lambda: window.intakes)
    monkeypatch.setattr(runtime_intake, "following", lambda: window.following)
    openings = Openings(desk(window), window.identities, window.shelf, window.pictures, window.clock)
    monkeypatch.setattr(runtime_intake, "openings", lambda: openings)
    return window


def body(**changed: Any) -> dict[str, Any]:
    """What a phone sends, as JSON."""
    return sent(**changed).model_dump(mode="json", exclude_none=True)


def put(told: object = None, complaint: str = COMPLAINT) -> Answer:
    return call("PUT", FILE, body() if told is None else told, complaint=complaint)


def test_a_complaint_is_sent_once_however_often_it_comes() -> None:
    first, again = put(), put()
    assert (first.status, again.status) == (201, 200)
    assert first.json == again.json
    assert first.headers["Cache-Control"] == "no-store"
    assert first.json["files"][0]["next"] == {
        "name": "acceptance",
        "says": {"zh": "投诉受理决定", "en": "decide whether to accept a complaint"},
        "due_on": "2026-12-03",
        "provisional": False,
    }
    assert put(body(facts="别的事情经过")).problem() == (409, "request.id_taken")


def test_the_answer_repeats_nothing_personal() -> None:
    told = put().text
    for one in (NAME, PHONE, SECRET):
        assert one not in told


def test_what_is_missing_is_named_in_both_languages_and_nothing_is_echoed() -> None:
    refused = put({**body(), "reporter": {"name": NAME, "phone": PHONE}})
    assert refused.problem() == (400, "request.invalid")
    assert "address" in refused.text
    assert NAME not in refused.text
    assert PHONE not in refused.text
    assert put({**body(), "secret": SECRET}).pointers() == ["/secret"]


def test_an_unregistered_scale_is_told_so() -> None:
    assert put(body(about={"instrument": number(made("ins", 99))})).problem() == (404, "complaint.no_place")


def test_following_needs_the_secret_and_each_miss_is_the_same_answer(window: Window) -> None:
    put()
    told = call("GET", FILE, headers=RIGHT, complaint=COMPLAINT)
    assert (told.status, told.headers["Cache-Control"]) == (200, "no-store")
    assert told.json["files"][0]["may"] == ["material", "consent", "withdrawal", "erasure"]
    window.submit(anonymous(), made("cmp", 2))
    window.retention.erase(made("cmp", 2), window.clock())
    misses = [
        call("GET", FILE, headers=headers, complaint=complaint)
        for complaint, headers in (
            (COMPLAINT, WRONG),
            (COMPLAINT, {}),
            (made("cmp", 9), RIGHT),
            (made("cmp", 2), RIGHT),
        )
    ]
    assert {miss.problem() for miss in misses} == {(404, "complaint.not_found")}
    assert len({miss.text for miss in misses}) == 1
    assert len({str(sorted(miss.headers.items())) for miss in misses}) == 1


def test_a_secret_in_the_address_is_no_secret() -> None:
    put()
    assert call("GET", FILE, query={"secret": SECRET}, complaint=COMPLAINT).status == 404


def test_material_answer_and_erasure_are_kept_with_the_secret_only() -> None:
    put()
    material, step = FILE + "/materials/{material}", FILE + "/answers/{step}"
    promised = picture(b"\xff\xd8\xff")
    first = call("PUT", material, promised, headers=RIGHT, complaint=COMPLAINT, material=MATERIAL)
    again = call("PUT", material, promised, headers=RIGHT, complaint=COMPLAINT, material=MATERIAL)
    assert (first.status, again.status) == (201, 200)
    assert first.json["upload"]["fields"] == {"key": f"evidence/{COMPLAINT}/{MATERIAL}"}
    text = call(
        "PUT",
        material,
        {"kind": "text", "text": "补充"},
        headers=WRONG,
        complaint=COMPLAINT,
        material=MATERIAL,
    )
    assert text.problem() == (404, "complaint.not_found")
    consent = {"kind": "consent", "to_mediation": True}
    agreed = call("PUT", step, consent, headers=RIGHT, complaint=COMPLAINT, step=STEP)
    assert (agreed.status, agreed.json["step"]["kind"]) == (201, "consent")
    assert call("PUT", step, {"kind": "police"}, headers=RIGHT, complaint=COMPLAINT, step=STEP).status == 400
    identity = {"kind": "identity", "id_number": "35020319900101123X"}
    refused = call("PUT", step, identity, headers=RIGHT, complaint=COMPLAINT, step=made("stp", 2))
    assert refused.problem() == (409, "complaint.not_now")
    erased = call("PUT", FILE + "/erasure", {}, headers=RIGHT, complaint=COMPLAINT)
    assert (erased.status, erased.json["when"]) == (200, "after_closing")
    assert call("PUT", FILE + "/erasure", {}, headers=WRONG, complaint=COMPLAINT).status == 404


def test_an_identity_is_opened_by_its_handler_with_a_reason(window: Window) -> None:
    put()
    stepped(window, 1, kind="assign", handler=ANNA.id)
    route = "/v1/complaints/{complaint}/openings/{opening}"
    asked: dict[str, Any] = {"complaint": COMPLAINT, "opening": OPENING}
    assert call("PUT", route, {}, actor=ANNA, **asked).pointers() == ["/why"]
    told = call("PUT", route, {"why": "联系投诉人核实"}, actor=ANNA, **asked)
    assert (told.status, told.headers["Cache-Control"]) == (200, "no-store")
    assert (told.json["name"], told.json["phone"], told.json["papers"]) == (NAME, PHONE, [])
    assert call("PUT", route, {"why": "想看看是谁"}, actor=BAO, **asked).problem() == (
        403,
        "complaint.identity_not_yours",
    )
    assert call("PUT", route, {"why": "想看看是谁"}, actor=LEADER, **asked).status == 403
    listed = call("GET", "/v1/complaints/{complaint}/materials", actor=AUDITOR, complaint=COMPLAINT)
    assert listed.json == {"items": []}


def test_similar_tells_that_there_is_and_a_mark(window: Window) -> None:
    route = "/v1/public/complaints/similar"
    assert call("POST", route, {"instrument": number(SCALE)}).json == {"recently": False}
    put()
    assert call("POST", route, {"instrument": number(SCALE)}).json == {"recently": False}, "of today nothing"
    window.clock.at += timedelta(days=1)
    told = call("POST", route, {"instrument": number(SCALE)}).json
    assert told.keys() == {"recently", "join"}
    assert call("POST", route, {}).status == 400


def test_too_many_are_told_when_to_come_again_and_of_12315(window: Window) -> None:
    for place in range(30):
        window.submit(anonymous(), made("cmp", 100 + place))
    window.intakes.submit("", made("cmp", 130), anonymous())
    told = [
        put(anonymous().model_dump(mode="json", exclude_none=True), made("cmp", 200 + place))
        for place in range(30)
    ]
    assert [one.status for one in told[:29]] == [201] * 29
    assert told[29].problem() == (429, "complaint.too_many")
    assert "12315" in told[29].json["detail"]
    assert told[29].json["facts"] == {"at": "13:00"}


DESK = "/v1/complaints/{complaint}"


def taken_down(who: Actor = ANNA, told: object = None) -> Answer:
    return call("PUT", DESK, body() if told is None else told, actor=who, complaint=COMPLAINT)


def test_an_officer_writes_down_what_somebody_says_and_hands_over_the_link(window: Window) -> None:
    first, again = taken_down(), taken_down(SUPERVISOR)
    assert (first.status, again.status, first.headers["Cache-Control"]) == (201, 200, "no-store")
    assert first.json == again.json
    file = window.book.file(COMPLAINT)
    assert file is not None
    assert (file.value.channel, file.value.taken_by) == ("desk", ANNA.id)
    followed = call("GET", FILE, headers=RIGHT, complaint=COMPLAINT)
    assert followed.json["files"][0]["number"] == first.json["files"][0]["number"]
    assert ANNA.id not in followed.text
    assert NAME not in str(window.table.items)  # type: ignore[attr-defined]  # the table of tests
    assert taken_down(told=body(facts="另一件事情")).problem() == (409, "request.id_taken")


def test_no_network_is_counted_for_what_the_office_writes_down(window: Window) -> None:
    assert taken_down().status == 201
    assert window.ops.items == {}


def test_only_inspectors_and_supervisors_write_down(window: Window) -> None:
    for who in (LEADER, AUDITOR):
        assert taken_down(who).problem() == (403, "access.role_missing")
    assert window.book.file(COMPLAINT) is None
