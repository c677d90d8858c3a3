"""Offline sync over HTTP: shapes, limits, both languages, and what a phone fetches."""

import json
from typing import Any

import pytest

from chalicelib import runtime, runtime_sync
from chalicelib.accounts.model import Actor
from chalicelib.inspection.endings import NewEnding
from chalicelib.inspection.service_sync_pull import Pull
from chalicelib.inspection.store_sync import PullShelf
from chalicelib.inspection.sync import START
from chalicelib.inspection.sync_pull import Reference
from chalicelib.store import digest
from tests import office as demo
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import ANNA, BAO, LEADER, SCALE, STRANGER, SUPERVISOR, VISIT, Office, made
from tests.phones import DEVICE, Desk, Phone

SYNC = "/v1/sync"
LAWS = Reference(name="laws", path="/v1/public/laws", version="1")


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    desk = Desk(office=Office(FakeTable()).furnished())
    office, sync = desk.office, desk.sync
    pull = Pull(PullShelf(office.table), lambda: (LAWS,))
    monkeypatch.setattr(runtime, "inspection", lambda: office.inspection)
    monkeypatch.setattr(runtime_sync, "sync", lambda: sync)
    monkeypatch.setattr(runtime_sync, "pull", lambda: pull)
    return office


def send(entries: list[Any], actor: Actor = ANNA, **more: Any) -> Answer:
    return call("POST", SYNC, {"device": DEVICE, "entries": entries, **more}, actor=actor)


def fetch(cursor: str = "", actor: Actor = ANNA) -> Any:
    return call("GET", SYNC, actor=actor, query={"cursor": cursor} if cursor else {}).json


def test_every_entry_is_answered_in_the_order_sent(office: Office) -> None:
    office.identified()
    phone = Phone()
    for place in (1, 2):
        phone.check(place)
    phone.add("check", demo.sent(), id=made("chk", 3), visit=made("vis", 9))
    phone.check(4)
    answer = send(phone.entries[:3]).json
    assert [(one["n"], one["outcome"]) for one in answer["answers"]] == [
        (1, "accepted"),
        (2, "accepted"),
        (3, "refused"),
    ]
    assert answer["answers"][0] == {
        "n": 1,
        "hash": digest(phone.entries[0]),
        "outcome": "accepted",
        "shown": {"verdict": "fail", "authority": "settled"},
    }
    refused = answer["answers"][2]
    assert (refused["code"], refused["sentences"].keys()) == ("request.not_found", {"zh", "en"})
    assert answer["confirmed"] == {"n": 3, "hash": digest(phone.entries[2])}
    assert answer["missing"] == []
    again = send(phone.entries).json
    assert [one["outcome"] for one in again["answers"]] == ["already", "already", "refused", "accepted"]
    assert again["answers"][2] == refused


def test_a_gap_a_fork_and_a_refused_field_are_told(office: Office) -> None:
    office.identified()
    phone = Phone()
    for place in (1, 2, 3):
        phone.check(place)
    other = Phone()
    other.check(9)
    gap = send([phone.entries[0], phone.entries[2]]).json
    assert gap["missing"] == [{"first": 2, "last": 2}]
    (fork,) = send(other.entries).json["answers"]
    assert fork["outcome"] == "conflict"
    assert fork["standing"] | {"received_at": ""} == {
        "hash": digest(phone.entries[0]),
        "state": "accepted",
        "received_at": "",
        "kind": "check",
        "visit": VISIT,
        "id": made("chk", 1),
    }
    phone.add("check", {**demo.sent(), "readings": []}, id=made("chk", 4))
    wrong = send(phone.entries).json["answers"][3]
    assert wrong["code"] == "sync.malformed"
    assert [fault["pointer"] for fault in wrong["faults"]] == ["/readings"]
    assert wrong["faults"][0]["sentences"]["zh"]
    assert send([], lost=[7]).json["confirmed"]["n"] == 4


def test_a_refusal_by_rule_names_its_attempt(office: Office) -> None:
    office.identified()
    phone = Phone()
    phone.check(1)
    (one,) = send(phone.entries, STRANGER).json["answers"]
    assert (one["outcome"], one["code"]) == ("refused", "visit.not_yours")
    assert one["attempt"].startswith("att-")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "request.invalid"),
        ({"entries": []}, 400, "request.invalid"),
        ({"device": "phone-1"}, 400, "request.invalid"),
        ({"device": DEVICE, "entries": [{"n": 1, "before": START}] * 201}, 400, "request.invalid"),
        (
            {"device": DEVICE, "entries": [{"n": 1, "before": START, "body": {"a": 0.5}}]},
            400,
            "request.invalid",
        ),
        ({"device": DEVICE, "entries": ["x"]}, 400, "request.invalid"),
        ({"device": DEVICE, "mood": 1}, 400, "request.invalid"),
        (" " * (1024 * 1024 + 1), 413, "request.too_large"),
    ],
)
def test_a_request_that_is_none_is_refused_as_a_whole(
    office: Office,  # noqa: ARG001
    body: object,
    status: int,
    code: str,
) -> None:
    assert call("POST", SYNC, body, actor=ANNA).problem() == (status, code)


def test_two_hundred_entries_in_nearly_a_megabyte_are_taken(office: Office) -> None:
    office.identified()
    phone = Phone()
    for place in range(1, 201):
        phone.check(place, note="重" * 400, readings=demo.sent()["readings"] * 40)
    assert 500_000 < len(json.dumps({"device": DEVICE, "entries": phone.entries})) < 1024 * 1024
    answer = send(phone.entries).json
    assert {one["outcome"] for one in answer["answers"]} == {"accepted"}
    assert answer["confirmed"]["n"] == 200


def test_only_inspectors_hand_in_and_fetch(office: Office) -> None:  # noqa: ARG001
    assert send([], LEADER).problem() == (403, "access.role_missing")
    assert call("GET", SYNC, actor=SUPERVISOR).problem() == (403, "access.role_missing")


def test_a_phone_fetches_its_own_open_visits_and_then_only_what_changed(office: Office) -> None:
    office.identified()
    office.inspection.put_visit(SUPERVISOR, made("vis", 2), demo.plan(instruments=[SCALE]), None)
    first = fetch()
    assert sorted(first["open"]) == [VISIT, made("vis", 2)]
    packed = {one["visit"]["id"]: one for one in first["visits"]}
    assert len(packed[VISIT]["instruments"]) == 3
    assert [head["id"] for head in packed[made("vis", 2)]["instruments"]] == [SCALE]
    assert packed[made("vis", 2)]["instruments"][0]["e_g"] == "5"
    assert first["references"] == [{"name": "laws", "path": "/v1/public/laws", "version": "1"}]
    assert first["more"] is False

    unchanged = fetch(first["cursor"])
    assert (unchanged["visits"], unchanged["cursor"], sorted(unchanged["open"])) == (
        [],
        first["cursor"],
        sorted(first["open"]),
    )
    office.suspend()
    changed = fetch(first["cursor"])
    assert sorted(one["visit"]["id"] for one in changed["visits"]) == [VISIT, made("vis", 2)]
    office.inspection.approve(LEADER, made("vis", 2), None)
    assert [one["visit"]["id"] for one in fetch(changed["cursor"])["visits"]] == [made("vis", 2)]
    office.moves.end(ANNA, VISIT, NewEnding(outcome="closed", reason="停业(演示)"))
    assert fetch(changed["cursor"])["open"] == [made("vis", 2)]


def test_nobody_fetches_another_officers_visits(office: Office) -> None:
    office.identified()
    cursor = fetch(actor=BAO)["cursor"]
    assert fetch(actor=STRANGER) | {"references": []} == {
        "open": [],
        "visits": [],
        "references": [],
        "cursor": fetch(actor=STRANGER)["cursor"],
        "more": False,
    }
    assert fetch(cursor, STRANGER)["open"] == []


def test_what_does_not_fit_comes_with_the_next_answer(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.inspection.sync_pull.ROOM_BYTES", 1)
    office.identified()
    office.inspection.put_visit(SUPERVISOR, made("vis", 2), demo.plan(), None)
    seen: list[str] = []
    cursor, more = "", True
    while more:
        page = fetch(cursor)
        cursor, more = page["cursor"], page["more"]
        seen += [one["visit"]["id"] for one in page["visits"]]
    assert sorted(seen) == [VISIT, made("vis", 2)]
    assert fetch(cursor)["visits"] == []


@pytest.mark.parametrize("cursor", ["x", "é", "bnVsbA", "eyJ2aXMtMSI6ICJ4In0", "W10"])
def test_a_cursor_that_is_not_ours_is_refused(office: Office, cursor: str) -> None:  # noqa: ARG001
    refused = call("GET", SYNC, actor=ANNA, query={"cursor": cursor})
    assert refused.problem() == (400, "request.bad_cursor")
