"""Alarms over HTTP: who lists, reads and decides, and by which version."""

import pytest

from chalicelib import runtime
from chalicelib.accounts.model import Actor, Role
from tests.alarming import evidence
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import ANNA, DISTRICT, FAR_LEADER, NOON, SUPERVISOR, Office, actor, made

ALARMS, AN_ALARM, DECISION = "/v1/alarms", "/v1/alarms/{alarm}", "/v1/alarms/{alarm}/decision"
TAKING = "/v1/alarms/{alarm}/taking"
FAR_OFFICER = actor(71, Role.INSPECTOR, district="350206")
FINE = {"state": "dismissed", "reason": "录入有误，已更正"}


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(FakeTable()).furnished()
    monkeypatch.setattr(runtime, "alarms", lambda: office.alarms)
    return office


@pytest.fixture
def alarm(office: Office) -> str:
    return office.alarms.raise_("certificate_on_two_serials", office.head(), "JL-1", evidence(), NOON).id


def decide(alarm: str, seen: str = '"1"', **changed: object) -> Answer:
    headers = {"if-match": seen} if seen else {}
    return call("PUT", DECISION, FINE | changed, actor=SUPERVISOR, headers=headers, alarm=alarm)


def test_an_officer_finds_reads_and_decides_an_alarm(alarm: str) -> None:
    (row,) = call("GET", ALARMS, actor=ANNA, query={"district": DISTRICT}).json["items"]
    assert (row["id"], row["kind"], row["state"]) == (alarm, "certificate_on_two_serials", "open")
    read = call("GET", AN_ALARM, actor=ANNA, alarm=alarm)
    assert read.headers["ETag"] == '"1"'
    assert read.json["alarm"]["evidence"][0]["here"]["serial_no"] == "SN-0"
    decided = decide(alarm)
    assert (decided.status, decided.headers["ETag"]) == (200, '"2"')
    assert decided.json["alarm"]["decision"]["by"] == SUPERVISOR.id
    assert decide(alarm).json == decided.json
    query = {"district": DISTRICT, "state": "dismissed"}
    assert call("GET", ALARMS, actor=ANNA, query=query).json["items"][0]["id"] == alarm
    assert call("GET", ALARMS, actor=ANNA, query={"district": DISTRICT}).json["items"] == []


def test_a_decision_names_the_version_and_a_reason(alarm: str) -> None:
    assert decide(alarm, seen="").problem() == (428, "request.version_missing")
    assert decide(alarm, seen='"2"').problem() == (412, "request.version_stale")
    assert decide(alarm, reason="").pointers() == ["/reason"]
    assert decide(alarm, state="open").pointers() == ["/state"]
    assert decide(made("alm", 9)).problem() == (404, "request.not_found")
    assert decide(alarm).status == 200
    assert decide(alarm, seen='"2"', state="confirmed").problem() == (409, "registry.alarm_decided")


def take(alarm: str, who: Actor, seen: str = '"1"') -> Answer:
    headers = {"if-match": seen} if seen else {}
    return call("PUT", TAKING, {}, actor=who, headers=headers, alarm=alarm)


def test_an_alarm_is_taken_on_taken_over_and_then_decided(alarm: str) -> None:
    def taken_by() -> str | None:
        (row,) = call("GET", ALARMS, actor=ANNA, query={"district": DISTRICT}).json["items"]
        return str(row["taken_by"]) if "taken_by" in row else None

    assert (take(alarm, ANNA, "").problem(), taken_by()) == ((428, "request.version_missing"), None)
    first = take(alarm, ANNA)
    assert (first.status, first.headers["ETag"], taken_by()) == (200, '"2"', ANNA.id)
    assert take(alarm, ANNA).json == first.json, "again is the same"
    assert take(alarm, SUPERVISOR).problem() == (412, "request.version_stale"), "not without having seen it"
    over = take(alarm, SUPERVISOR, '"2"').json["alarm"]
    assert [one["by"] for one in over["takings"]] == [ANNA.id, SUPERVISOR.id]
    assert (over["state"], taken_by()) == ("open", SUPERVISOR.id)
    assert decide(alarm, seen='"3"').json["alarm"]["takings"] == over["takings"]
    assert take(alarm, ANNA, '"4"').problem() == (409, "registry.alarm_decided")
    assert take(made("alm", 9), ANNA).problem() == (404, "request.not_found")
    assert take(alarm, FAR_OFFICER, '"4"').problem() == (404, "request.not_found")


def test_another_district_is_refused(alarm: str) -> None:
    listed = call("GET", ALARMS, actor=FAR_LEADER, query={"district": DISTRICT})
    assert listed.problem() == (403, "registry.not_your_district")
    assert call("GET", AN_ALARM, actor=FAR_LEADER, alarm=alarm).problem() == (404, "request.not_found")


@pytest.mark.parametrize("role", [Role.MERCHANT, Role.ORGANISER, Role.LAB, Role.PUBLISHER])
def test_alarms_are_for_officers(alarm: str, role: Role) -> None:
    person = actor(70, role)
    for answer in (
        call("GET", ALARMS, actor=person, query={"district": DISTRICT}),
        call("GET", AN_ALARM, actor=person, alarm=alarm),
        call("PUT", DECISION, FINE, actor=person, headers={"if-match": '"1"'}, alarm=alarm),
        take(alarm, person),
    ):
        assert answer.problem() == (403, "access.role_missing")


def test_a_list_turns_its_pages(office: Office) -> None:
    for place in range(60):
        office.alarms.raise_("serial_mismatch", office.head(), f"{place}", evidence(), NOON)
    first = call("GET", ALARMS, actor=ANNA, query={"district": DISTRICT}).json
    query = {"district": DISTRICT, "cursor": first["cursor"]}
    second = call("GET", ALARMS, actor=ANNA, query=query).json
    assert (len(first["items"]), len(second["items"])) == (50, 10)
    wrong = call("GET", ALARMS, actor=ANNA, query=query | {"state": "confirmed"})
    assert wrong.problem() == (400, "request.bad_cursor")
