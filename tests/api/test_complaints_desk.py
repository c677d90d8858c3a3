"""The desk of complaints over HTTP: who may ask what, in whose district, and what is answered."""

from typing import Any

import pytest

from chalicelib import runtime_complaints_desk
from chalicelib.accounts.model import Actor, Role
from tests import office as demo
from tests.complaining import CITY, COMPLAINT, KEEPER, REPORT, WEIGHED, Unit
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import ANNA, AUDITOR, BAO, DISTRICT, FAR_LEADER, LEADER, REVIEWER, SUPERVISOR, made

ALL, LATE, ONE = "/v1/complaints", "/v1/complaints/late", "/v1/complaints/{complaint}"
STEP, EXCHANGE = "/v1/complaints/{complaint}/steps/{step}", "/v1/complaint-exchanges/{exchange}"
NEVER = (
    KEEPER,
    REVIEWER,
    demo.actor(42, Role.LAB),
    demo.actor(43, Role.ADMINISTRATOR),
    demo.actor(44, Role.PUBLISHER),
    demo.actor(45, Role.ORGANISER),
)
FAR = demo.actor(46, Role.INSPECTOR, Role.SUPERVISOR, Role.LEADER, Role.AUDITOR, district="350206")


@pytest.fixture
def unit(monkeypatch: pytest.MonkeyPatch) -> Unit[FakeTable]:
    one = Unit(FakeTable()).employ(ANNA, BAO)
    one.receive(**WEIGHED)
    one.receive("report", real_name=True)
    monkeypatch.setattr(runtime_complaints_desk, "desk", lambda: one.desk)
    monkeypatch.setattr(runtime_complaints_desk, "exchanges", lambda: one.exchanges)
    return one


def step(who: Actor, kind: str, /, complaint: str = COMPLAINT, at: int = 1, **said: Any) -> Answer:
    return call("PUT", STEP, {"kind": kind, **said}, actor=who, complaint=complaint, step=made("stp", at))


def look(who: Actor, complaint: str = COMPLAINT) -> Answer:
    return call("GET", ONE, actor=who, complaint=complaint)


def queue(who: Actor, **query: str) -> Answer:
    return call("GET", ALL, actor=who, query=query)


@pytest.mark.usefixtures("unit")
def test_a_complaint_is_walked_from_its_assignment_to_its_closing() -> None:
    assert step(ANNA, "assign", handler=ANNA.id).status == 201
    accepted = step(ANNA, "accept", at=2)
    assert accepted.json["file"]["state"] == "accepted"
    assert [one["name"] for one in accepted.json["clocks"]] == ["acceptance", "mediation"]
    assert accepted.json["clocks"][1]["due_on"] == "2027-01-25"
    assert accepted.json["clocks"][1]["provisional"] is True
    step(ANNA, "consent", at=3, of="respondent", agrees=True, text="来电同意(演示)")
    assert step(ANNA, "mediate", at=4, on="2026-12-01").json["file"]["state"] == "mediating"
    assert step(ANNA, "agree", at=5, text="退差价(演示)", amount_yuan="5.00").status == 201
    again = step(ANNA, "agree", at=5, text="退差价(演示)", amount_yuan="5.00")
    assert (again.status, again.json["file"]["state"]) == (200, "agreed")
    step(ANNA, "performed", at=6)
    closed = step(ANNA, "close", at=7).json
    assert (closed["file"]["state"], closed["file"]["closed_on"]) == ("closed", "2026-11-24")
    assert [one["kind"] for one in closed["next_steps"] if one["yours"]] == ["callback", "link", "note"]


def test_a_file_is_shown_with_unit_clocks_grounds_and_next_steps_and_without_the_secret(
    unit: Unit[FakeTable],
) -> None:
    told = look(SUPERVISOR).json
    assert told["number"] == unit.kept().number
    assert told["unit"]["zh"] == "厦门市思明区市场监督管理局"
    assert told["file"]["facts"] == "买虾两斤，复称少一两(演示)"
    assert told["file"]["secret_hash"] == ""
    assert "0" * 64 not in look(SUPERVISOR).text
    assert [one["item"] for one in told["refusal"]["items"]] == [1, 2, 3, 4, 5, 6, 7]
    assert told["refusal"]["authority"] == "indicative"
    assert "121号" in told["ending"]["source"]
    offered = {one["kind"]: one for one in told["next_steps"]}
    assert offered["accept"] == {"kind": "accept", "by": ["inspector", "supervisor"], "yours": True}
    assert offered["police"]["yours"] is False
    assert told["has_identity"] is False
    assert "refusal" not in look(AUDITOR, REPORT).json


@pytest.mark.usefixtures("unit")
def test_only_officers_of_the_district_and_auditors_read() -> None:
    for who in (ANNA, SUPERVISOR, LEADER, AUDITOR, CITY):
        assert look(who).status == 200
    for who in NEVER:
        assert look(who).problem() == (403, "access.role_missing")
        assert queue(who, unit=DISTRICT).problem() == (403, "access.role_missing")
        assert call("GET", LATE, actor=who).problem() == (403, "access.role_missing")
    for who in (FAR, FAR_LEADER):
        assert look(who).problem() == (404, "request.not_found")
        assert queue(who, unit=DISTRICT).problem() == (404, "request.not_found")
    assert look(SUPERVISOR, made("cmp", 99)).problem() == (404, "request.not_found")


def test_nobody_else_takes_a_step(unit: Unit[FakeTable]) -> None:
    before = dict(unit.table.items)
    for who in (*NEVER, AUDITOR):
        assert step(who, "accept").problem() == (403, "access.role_missing")
    assert step(FAR, "accept").problem() == (404, "request.not_found")
    assert step(LEADER, "accept").problem() == (403, "complaint.not_yours")
    assert step(ANNA, "accept").problem() == (403, "complaint.not_handler")
    assert step(SUPERVISOR, "route", unit="350206").problem() == (403, "complaint.not_yours")
    assert step(SUPERVISOR, "mediate", on="2026-12-01").problem() == (409, "complaint.not_now")
    assert step(SUPERVISOR, "refuse", ground="nothing", text="演示").problem() == (400, "complaint.no_ground")
    assert step(SUPERVISOR, "file", complaint=REPORT, text="演示").problem() == (403, "complaint.not_yours")
    assert unit.table.items == before


@pytest.mark.parametrize("kind", ["answer", "offer", "exchange"])
def test_no_officer_takes_a_merchant_s_or_the_program_s_step(unit: Unit[FakeTable], kind: str) -> None:
    unit.accepted()
    said: dict[str, Any] = {"text": "演示用语"}
    if kind == "exchange":
        said = {"system": "12315", "number": "1", "status": "received"}
    for who in (ANNA, SUPERVISOR, LEADER, CITY):
        assert step(who, kind, at=9, **said).problem() == (403, "complaint.not_yours")


@pytest.mark.usefixtures("unit")
def test_an_id_used_for_another_step_is_taken() -> None:
    step(SUPERVISOR, "note", text="第一条(演示)")
    assert step(SUPERVISOR, "note", text="第二条(演示)").problem() == (409, "request.id_taken")
    assert step(SUPERVISOR, "note", text="第一条(演示)").status == 200


def test_queues_are_bound_to_what_they_were_asked_for(unit: Unit[FakeTable]) -> None:
    rows = queue(SUPERVISOR, unit=DISTRICT).json["items"]
    assert [row["id"] for row in rows] == [COMPLAINT, REPORT]
    assert (rows[0]["next"]["name"], rows[0]["late"], rows[0]["warned"]) == ("acceptance", False, False)
    assert queue(SUPERVISOR, unit=DISTRICT, kind="report").json["items"][0]["id"] == REPORT
    assert queue(ANNA, mine="true").json["items"] == []
    unit.handled()
    assert [row["id"] for row in queue(ANNA, mine="true").json["items"]] == [COMPLAINT]
    assert queue(SUPERVISOR, unit=DISTRICT, cursor="x").problem() == (400, "request.bad_cursor")
    for wrong in ({}, {"unit": DISTRICT, "mine": "true"}, {"unit": "350299"}):
        assert queue(SUPERVISOR, **wrong).problem()[0] == 400


def test_files_about_a_thing_are_listed_open_and_closed_in_one_s_districts(unit: Unit[FakeTable]) -> None:
    far = made("cmp", 30)
    unit.receive("report", id=far, unit="350206")
    step(SUPERVISOR, "refuse", ground="too_old", text="超过三年(演示)")
    for thing in (demo.SITE, demo.SCALE, demo.MERCHANT, made("stl", 1)):
        assert {row["id"] for row in queue(SUPERVISOR, about=thing).json["items"]} == {COMPLAINT, REPORT}
        assert {row["id"] for row in queue(CITY, about=thing).json["items"]} == {COMPLAINT, REPORT, far}
    assert [row["id"] for row in queue(SUPERVISOR, about=demo.SCALE, kind="report").json["items"]] == [REPORT]
    assert queue(SUPERVISOR, about=made("stl", 9)).json["items"] == []
    for wrong in ({"about": "350203"}, {"about": demo.SCALE, "mine": "true"}):
        assert queue(SUPERVISOR, **wrong).problem()[0] == 400


def test_who_stepped_aside_reads_the_file_no_more(unit: Unit[FakeTable]) -> None:
    unit.accepted()
    step(ANNA, "recuse", at=20, of=ANNA.id, text="与当事人有亲属关系(演示)")
    assert look(ANNA).status == 200
    step(SUPERVISOR, "assign", at=21, handler=BAO.id)
    assert look(ANNA).problem() == (403, "complaint.recused")
    assert step(ANNA, "note", at=22, text="演示用语").problem() == (403, "complaint.recused")
    assert look(BAO).status == 200


def test_an_offer_is_answered_by_telephone_with_a_note_by_the_handler(unit: Unit[FakeTable]) -> None:
    unit.accepted().step(KEEPER, "offer", text="退差价(演示)")
    assert step(ANNA, "supplement", at=30, accepts=True).problem() == (400, "complaint.no_note")
    said: dict[str, Any] = {"text": "十点来电，同意退差价(演示)", "accepts": True}
    assert step(BAO, "supplement", at=31, **said).problem() == (403, "complaint.not_handler")
    taken = step(ANNA, "supplement", at=32, **said)
    assert taken.json["steps"][-1]["sent"] == {"kind": "supplement", **said}
    assert step(ANNA, "supplement", at=33, **said).problem() == (409, "complaint.not_now")
    consent = step(ANNA, "consent", at=34, of="reporter", agrees=True, delegation=True, text="来电同意(演示)")
    assert consent.json["file"]["consents"] == {"reporter": True, "delegation": True}


def test_what_is_late_is_listed_and_marked(unit: Unit[FakeTable]) -> None:
    assert call("GET", LATE, actor=SUPERVISOR).json["items"] == []
    step(SUPERVISOR, "ask_identity", text="请补材料(演示)", due_on="2026-11-25")
    unit.clock.at = unit.clock.at.replace(day=28)
    assert call("GET", LATE, actor=CITY).json["items"] == [], "the reporter is late, the unit is not"
    unit.clock.at = unit.clock.at.replace(month=12, day=4)
    rows = call("GET", LATE, actor=CITY).json["items"]
    assert [(row["id"], row["late"]) for row in rows] == [(COMPLAINT, True)]
    assert call("GET", LATE, actor=SUPERVISOR, query={"unit": DISTRICT}).json["items"] == rows
    assert call("GET", LATE, actor=FAR).json["items"] == []


@pytest.mark.usefixtures("unit")
def test_an_exchange_is_a_supervisor_s_and_read_by_who_oversees() -> None:
    body = {"kind": "export", "system": "province", "unit": DISTRICT, "complaints": [COMPLAINT]}

    def put(who: Actor, sent: object = body) -> Answer:
        return call("PUT", EXCHANGE, sent, actor=who, exchange=made("exc", 1))

    for who in (*NEVER, ANNA, LEADER, AUDITOR):
        assert put(who).problem() == (403, "access.role_missing")
    assert put(FAR).problem() == (404, "request.not_found")
    made_ = put(SUPERVISOR)
    assert (made_.status, made_.json["format"]) == (201, "steelyard/complaint-exchange/1")
    assert put(SUPERVISOR).status == 200
    assert call("GET", EXCHANGE, actor=AUDITOR, exchange=made("exc", 1)).json == made_.json
    assert call("GET", EXCHANGE, actor=FAR, exchange=made("exc", 1)).problem()[0] == 404
    assert put(SUPERVISOR, {**body, "system": "12315"}).problem() == (409, "request.id_taken")
    assert put(SUPERVISOR, {**body, "complaints": [COMPLAINT] * 2}).problem()[0] == 400
