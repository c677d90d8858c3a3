"""Findings, review and orders to rectify over HTTP: who may, for whom they do not exist, and one order's whole life."""

from dataclasses import replace
from typing import Any

import pytest

import app
from chalicelib import runtime, runtime_evidence, runtime_inspection
from chalicelib.accounts.model import Actor, Role
from tests import exhibits, reviewing, visiting
from tests import office as demo
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import (
    ANNA,
    AUDITOR,
    BAO,
    FAR_LEADER,
    LEADER,
    MERCHANT,
    REVIEWER,
    STRANGER,
    SUPERVISOR,
    VISIT,
    Office,
    made,
)
from tests.reviewing import CORRECTION, FINDING, KEEPER, ORDER, Desk

VISITS, ORDERS = "/v1/visits/{visit}", "/v1/rectifications/{rectification}"
OTHER_KEEPER = replace(KEEPER, id=made("acc", 42), merchants=frozenset({made("mer", 9)}))
FAR_OFFICER = demo.actor(44, Role.INSPECTOR, district="350206")
FAR_SUPERVISOR = demo.actor(48, Role.SUPERVISOR, district="350206")
FAR_REVIEWER = demo.actor(45, Role.REVIEWER, district="350206")
PATHS = {
    "visit": VISIT,
    "finding": FINDING,
    "correction": CORRECTION,
    "rectification": ORDER,
    "evidence": made("evi", 5),
    "merchant": MERCHANT,
}
PHOTO = exhibits.told(exhibits.photo())


def sent(model: Any) -> Any:
    return model.model_dump(mode="json", exclude_none=True)


CORRECTS = {"corrects": "result", "text": "误选代码(演示)", "codes": ["8"]}
ROUTES: dict[str, tuple[str, str, Any, Actor]] = {
    "finding": ("PUT", VISITS + "/findings/{finding}", sent(reviewing.finding()), ANNA),
    "decision": ("PUT", VISITS + "/findings/{finding}/decision", sent(reviewing.confirms()), BAO),
    "order": ("PUT", ORDERS, sent(reviewing.order()), ANNA),
    "result": ("PUT", VISITS + "/result", {"codes": ["5"]}, ANNA),
    "return": ("POST", VISITS + "/return", {"reason": "证据不清楚(演示)"}, REVIEWER),
    "review": ("POST", VISITS + "/review", None, REVIEWER),
    "correction": ("PUT", VISITS + "/corrections/{correction}", CORRECTS, ANNA),
    "verdict": ("PUT", VISITS + "/corrections/{correction}/verdict", {"verdict": "accepted"}, REVIEWER),
    "start": ("POST", ORDERS + "/start", None, KEEPER),
    "photo": ("PUT", ORDERS + "/evidence/{evidence}", PHOTO, KEEPER),
    "submission": ("PUT", ORDERS + "/submission", sent(reviewing.submission()), KEEPER),
    "escalation": ("PUT", ORDERS + "/escalation", {"reason": "逾期未改(演示)"}, LEADER),
    "corrections": ("GET", VISITS + "/corrections", None, REVIEWER),
    "recheck": ("GET", ORDERS + "/recheck", None, SUPERVISOR),
    "orders": ("GET", VISITS + "/rectifications", None, REVIEWER),
    "read": ("GET", ORDERS, None, KEEPER),
    "visited": ("GET", "/v1/visited/{merchant}", None, KEEPER),
    "visited_one": ("GET", "/v1/visited/{merchant}/visits/{visit}", None, KEEPER),
}
"""Name -> method, path, body, and somebody who may."""
ALL = (
    ANNA,
    LEADER,
    REVIEWER,
    SUPERVISOR,
    AUDITOR,
    KEEPER,
    demo.actor(46, Role.LAB),
    demo.actor(47, Role.ORGANISER),
)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk(Office(FakeTable()).furnished())
    monkeypatch.setattr(runtime, "inspection", lambda: desk.office.inspection)
    monkeypatch.setattr(runtime, "clock", lambda: desk.office.clock)
    monkeypatch.setattr(runtime_evidence, "clock", desk.office.clock)
    monkeypatch.setattr(runtime_evidence, "exhibits", lambda: desk.office.exhibits)
    monkeypatch.setattr(runtime_inspection, "findings", lambda: desk.findings)
    monkeypatch.setattr(runtime_inspection, "review", lambda: desk.review)
    monkeypatch.setattr(runtime_inspection, "orders", lambda: desk.orders)
    monkeypatch.setattr(runtime_inspection, "rechecks", lambda: desk.rechecks)
    monkeypatch.setattr(runtime_inspection, "moves", lambda: desk.office.moves)
    return desk


def ask(name: str, actor: Actor | None = None, body: Any = None) -> Answer:
    method, path, standard, who = ROUTES[name]
    named: dict[str, Any] = {key: value for key, value in PATHS.items() if f"{{{key}}}" in path}
    return call(method, path, body or standard, actor=actor or who, **named)


def test_a_failing_check_becomes_a_finding_an_order_and_a_reviewed_result(desk: Desk) -> None:
    desk.checked()
    assert ask("result", body={"codes": ["1"]}).problem() == (409, "visit.findings_open")
    assert (ask("finding").status, ask("finding").status) == (201, 200)
    assert ask("result").problem() == (409, "visit.findings_open")
    (found,) = ask("decision").json["visit"]["findings"]
    assert found["decisions"][0]["quote"] == reviewing.QUOTE
    assert ask("result").problem() == (400, "visit.result_disagrees")
    assert (ask("order").status, ask("order").json["due_on"]) == (201, "2026-12-09")
    assert ask("result").json["visit"]["state"] == "entered"
    assert ask("return").json["visit"]["state"] == "checked"
    assert ask("result").json["visit"]["returns"][0]["reason"] == "证据不清楚(演示)"
    assert ask("review").json["visit"]["state"] == "reviewed"
    assert ask("correction").status == 201
    assert ask("verdict").json["review"]["verdict"] == "accepted"
    assert [one["id"] for one in ask("corrections").json["items"]] == [CORRECTION]


def test_a_merchant_answers_an_order_with_a_photo_and_sees_what_became_of_it(desk: Desk) -> None:
    desk.checked().found().ordered()
    desk.reviewed()
    assert ask("start").json["state"] == "in_progress"
    assert ask("photo").json["upload"]["url"]
    told = {"text": "已更换传感器(演示)", "evidence": [made("evi", 5)]}
    assert ask("submission", body=told).json["state"] == "submitted"
    assert ask("start").problem() == (409, "rectification.settled")
    desk.recheck(reviewing.NOTHING)
    assert ask("read").json["corrected_on"] == "2026-11-24"
    assert [one["state"] for one in ask("orders").json["items"]] == ["passed"]
    (row,) = call("GET", "/v1/rectifications", actor=KEEPER, query={"merchant": MERCHANT}).json["items"]
    assert (row["state"], row["overdue"], row["corrected_on"]) == ("passed", False, "2026-11-24")
    assert ask("escalation").problem() == (409, "rectification.settled")


def test_a_recheck_is_planned_from_what_its_order_offers(desk: Desk) -> None:
    desk.checked().found().ordered()
    offer = ask("recheck").json
    assert (offer["is_planned"], offer["plan"]["planned_on"]) == (False, "2026-12-10")
    desk.orders.submit(KEEPER, ORDER, reviewing.submission())
    offer = ask("recheck").json
    assert (offer["plan"]["planned_on"], offer["plan"]["source"]) == (
        "2026-11-24",
        {"kind": "recheck", "order": ORDER},
    )
    planned = call("PUT", VISITS, offer["plan"], actor=SUPERVISOR, visit=offer["visit"])
    assert (planned.status, planned.json["visit"]["state"]) == (201, "planned")
    assert ask("recheck").json == {**offer, "is_planned": True}
    desk.office.moves.void(LEADER, offer["visit"], visiting.VOIDED)
    again = ask("recheck").json
    assert (again["is_planned"], again["visit"] != offer["visit"]) == (False, True)
    desk.recheck(reviewing.NOTHING)
    assert ask("recheck").problem() == (409, "rectification.settled")


def test_the_work_list_is_by_district_state_and_day(desk: Desk) -> None:
    desk.checked().found().ordered()
    asked = {"district": demo.DISTRICT, "state": "ordered"}
    (row,) = call("GET", "/v1/rectifications", actor=LEADER, query=asked).json["items"]
    assert (row["id"], row["due_on"], row["overdue"]) == (ORDER, "2026-12-09", False)
    far = call("GET", "/v1/rectifications", actor=FAR_LEADER, query=asked)
    assert far.problem() == (403, "visit.not_your_district")
    assert call("GET", "/v1/rectifications", actor=LEADER).problem() == (400, "request.invalid")
    late = call("GET", "/v1/rectifications", actor=LEADER, query={**asked, "state": "late"})
    assert late.json["items"] == []


def test_a_merchant_sees_findings_once_they_were_reviewed(desk: Desk) -> None:
    desk.office.approved(site_id=None, merchant_id=MERCHANT)
    assert ask("visited_one").problem() == (404, "request.not_found")
    desk.office.code_in(VISIT)
    desk.office.inspection.put_check(ANNA, VISIT, demo.CHECK, demo.check())
    desk.office.moves.close(ANNA, VISIT, visiting.closing())
    desk.found().ordered()
    desk.office.moves.enter(ANNA, VISIT, reviewing.ORDERED)
    assert "codes" not in ask("visited_one").json or ask("visited_one").json["codes"] == []
    desk.office.moves.review(REVIEWER, VISIT, None)
    told = ask("visited_one").json
    assert (told["codes"], told["findings"][0]["source"]) == (["5"], reviewing.QUOTE["source"])
    assert [one["id"] for one in ask("visited").json["items"]] == [VISIT]
    assert ANNA.id not in ask("visited_one").text


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("name", ROUTES)
def test_only_the_roles_of_a_route_pass(name: str) -> None:
    method, path, *_ = ROUTES[name]
    (may,) = (
        one.roles
        for api in app.routes.apis()
        for one in api.operations
        if (one.method, one.path) == (method, path)
    )
    tried = [actor for actor in ALL if not {str(role) for role in actor.roles} & may]
    assert tried
    for actor in tried:
        assert ask(name, actor).problem() == (403, "access.role_missing")


@pytest.mark.parametrize(
    ("name", "actors"),
    [
        ("finding", (STRANGER, FAR_OFFICER)),
        ("decision", (STRANGER, FAR_OFFICER)),
        ("order", (STRANGER, FAR_OFFICER)),
        ("result", (STRANGER, FAR_OFFICER)),
        ("return", (FAR_REVIEWER,)),
        ("review", (FAR_REVIEWER,)),
        ("correction", (STRANGER, FAR_OFFICER)),
        ("verdict", (FAR_REVIEWER,)),
        ("start", (OTHER_KEEPER,)),
        ("photo", (OTHER_KEEPER,)),
        ("submission", (OTHER_KEEPER,)),
        ("escalation", (FAR_LEADER,)),
        ("corrections", (FAR_REVIEWER, STRANGER)),
        ("recheck", (FAR_SUPERVISOR,)),
        ("read", (FAR_OFFICER, OTHER_KEEPER, FAR_LEADER)),
        ("visited", (OTHER_KEEPER,)),
        ("visited_one", (OTHER_KEEPER,)),
    ],
)
def test_for_others_and_in_another_district_it_does_not_exist(
    desk: Desk, name: str, actors: tuple[Actor, ...]
) -> None:
    desk.checked().found().ordered()
    before = desk.visit()
    for actor in actors:
        assert ask(name, actor).problem() == (404, "request.not_found")
    assert desk.visit() == before
    assert ask("orders", FAR_REVIEWER).json["items"] == []


def test_the_table_of_results_is_told_with_its_source() -> None:
    told = call("GET", "/v1/results", actor=ANNA).json
    assert (len(told["codes"]), told["confidence"]) == (8, "secondary")
    assert told["source"]["title"]
