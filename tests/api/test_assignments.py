"""Assignments over HTTP, and the visits that carry them out."""

from typing import Any

import pytest

from chalicelib import runtime, runtime_evidence, runtime_inspection, runtime_sampling
from chalicelib.accounts.model import Role
from chalicelib.sampling.plans import KeptPlan
from chalicelib.sampling.store_plans import PlanStore
from chalicelib.store_dynamo import attributes
from tests import office as demo
from tests import visiting
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import ANNA, AUDITOR, BAO, LEADER, OTHER_SITE, STRANGER, SUPERVISOR, Office, made
from tests.unit.sampling import desk as desks
from tests.unit.sampling.drawn import PLAN, Reserve, assignment, visit_of

BOARD = "/v1/plans/{plan}/assignments"
INSTEAD = "/v1/plans/{plan}/assignments/{order}/substitute"
VISIT, ENDING, CLOSING = "/v1/visits/{visit}", "/v1/visits/{visit}/ending", "/v1/visits/{visit}/closing"
OPEN = "/v1/public/plans/{plan}/open"
FIRST = visit_of(0)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(FakeTable()).furnished()
    plan = KeptPlan(**dict(desks.plan()), id=PLAN, drafted_by="acc-1", state="drawn")
    PlanStore(office.table).put_plan(plan, "", 0)
    office.drawn()
    office.assignments.book.add([assignment(1, object_id=OTHER_SITE, district="350206")])
    monkeypatch.setattr(runtime, "inspection", lambda: office.inspection)
    monkeypatch.setattr(runtime, "clock", lambda: office.clock)
    monkeypatch.setattr(runtime_evidence, "exhibits", lambda: office.exhibits)
    monkeypatch.setattr(runtime_inspection, "moves", lambda: office.moves)
    monkeypatch.setattr(runtime_sampling, "assignments", lambda: office.assignments)
    return office


def send(visit: str = FIRST, order: int = 0, **changed: Any) -> Answer:
    plan = demo.plan(assignment={"plan": PLAN, "order": order}, **changed)
    return call("PUT", VISIT, plan.model_dump(mode="json", exclude_none=True), actor=SUPERVISOR, visit=visit)


def end(outcome: str = "closed", reason: str = "停业(演示)", actor: Any = ANNA) -> Answer:
    return call("PUT", ENDING, {"outcome": outcome, "reason": reason}, actor=actor, visit=FIRST)


def close(actor: Any = ANNA, **changed: Any) -> Answer:
    told = visiting.closing(checks=[], note="没有在用计量器具", **changed).model_dump(mode="json")
    return call("PUT", CLOSING, told, actor=actor, visit=FIRST)


def follow(office: Office) -> None:
    """The stream brings everything there is."""
    records = [
        {"dynamodb": {"SequenceNumber": str(place), "NewImage": attributes(item)}}
        for place, item in enumerate(list(office.table.items.values()))  # type: ignore[attr-defined] # the fake
    ]
    assert office.follower.consume(records) == {"batchItemFailures": []}


def states() -> list[str]:
    return [row["state"] for row in call("GET", BOARD, actor=AUDITOR, plan=PLAN).json["items"]]


def test_a_drawn_entry_is_visited_and_ends(office: Office) -> None:
    (row,) = call("GET", "/v1/assignments", actor=BAO).json["items"]
    assert (row["visit"], row["due_on"], row["object_id"]) == (FIRST, "2026-12-15", demo.SITE)
    assert (send().status, send().status) == (201, 200)
    assert end().problem() == (409, "visit.not_approved")
    assert call("POST", "/v1/visits/{visit}/approval", actor=LEADER, visit=FIRST).status == 200
    assert close().problem() == (409, "visit.too_early")
    office.code_in(FIRST)
    assert close(actor=STRANGER).problem() == (404, "request.not_found")
    closed, again = close(), close(actor=BAO)
    assert (closed.status, again.json) == (200, closed.json)
    assert closed.json["visit"]["state"] == "checked"
    assert closed.json["visit"]["ending"]["assignment"] == {"plan": PLAN, "order": 0}
    assert end("closed", "停业").problem() == (409, "visit.settled")
    late = call("PUT", VISIT + "/checks/{check}", demo.sent(), actor=ANNA, visit=FIRST, check=made("chk", 1))
    assert (late.json["outcome"], late.json["reason"]) == ("refused", "visit.ended")
    follow(office)
    follow(office)
    assert states() == ["done", "open"]
    assert call("GET", "/v1/assignments", actor=BAO).json["items"] == []
    assert send(visit_of(0, 1)).problem() == (409, "sampling.assignment_settled")


@pytest.mark.usefixtures("office")
def test_a_visit_of_a_draw_is_as_drawn() -> None:
    wrong = (400, "visit.not_as_drawn")
    assert send(officers=[ANNA.id, STRANGER.id]).problem() == wrong
    assert send(site_id=OTHER_SITE).problem() == wrong
    assert send(made("vis", 1)).problem() == wrong
    assert send(visit_of(0, 1)).problem() == wrong
    assert send(visit_of(7), order=7).problem() == (404, "request.not_found")


@pytest.mark.usefixtures("office")
def test_what_could_not_be_done_says_why() -> None:
    assert end("closed", "").problem() == (400, "request.invalid")
    assert end("done", "好了").problem() == (400, "request.invalid")
    assert end("gone", "不见了").problem() == (400, "request.invalid")


def test_who_was_closed_is_visited_again(office: Office) -> None:
    send()
    call("POST", "/v1/visits/{visit}/approval", actor=LEADER, visit=FIRST)
    assert end("closed", "停业(演示)").status == 200
    follow(office)
    assert states() == ["closed", "open"]
    assert send(visit_of(0, 1)).status == 201


@pytest.mark.usefixtures("office")
def test_the_next_in_the_order_takes_the_place() -> None:
    why = {"reason": "对象已注销(演示)"}
    answer = call("PUT", INSTEAD, why, actor=SUPERVISOR, plan=PLAN, order="0")
    assert answer.json["left"]["state"] == "substituted"
    assert answer.json["substitute"]["number"] == Reserve.entry(0, 0).number
    assert call("PUT", INSTEAD, why, actor=SUPERVISOR, plan=PLAN, order="0").json == answer.json
    assert call("PUT", INSTEAD, why, actor=SUPERVISOR, plan=PLAN, order="x").status == 404
    assert call("PUT", INSTEAD, why, actor=SUPERVISOR, plan=PLAN, order="1").problem() == (
        403,
        "sampling.not_your_district",
    )
    chosen = {**why, "number": "7K3M9Q2RTB"}
    assert call("PUT", INSTEAD, chosen, actor=SUPERVISOR, plan=PLAN, order="1").problem() == (
        400,
        "request.invalid",
    )
    listed = call("GET", BOARD, actor=AUDITOR, query={"state": "substituted"}, plan=PLAN).json["items"]
    assert [(row["order"], row["replaced_by"]) for row in listed] == [(0, 2)]


@pytest.mark.usefixtures("office")
def test_before_the_last_day_nobody_learns_what_is_open() -> None:
    told = call("GET", OPEN, plan=PLAN).json
    assert told == {"plan": PLAN, "has_ended": False, "drawn": 2}
    assert call("GET", OPEN, plan=made("pln", 9)).status == 404


def test_a_visit_of_a_void_draw_is_neither_approved_nor_planned(office: Office) -> None:
    assert send().status == 201
    shelf = PlanStore(office.table)
    drawn = shelf.plan(PLAN)
    assert drawn
    shelf.put_plan(drawn.value.model_copy(update={"state": "void"}), "", drawn.version)
    office.assignments.book.void(PLAN)
    told = (409, "sampling.assignment_voided")
    assert call("POST", "/v1/visits/{visit}/approval", actor=LEADER, visit=FIRST).problem() == told
    assert send(visit_of(1), 1, site_id=OTHER_SITE).problem() == told
    assert states() == ["voided", "voided"]
    assert call("GET", OPEN, plan=PLAN).json == {"plan": PLAN, "has_ended": False, "drawn": 2, "voided": 2}


def test_a_visit_of_what_was_substituted_is_not_approved(office: Office) -> None:
    assert send().status == 201
    office.assignments.substitute(SUPERVISOR, PLAN, 0, "对象已注销(演示)")
    refused = call("POST", "/v1/visits/{visit}/approval", actor=LEADER, visit=FIRST)
    assert refused.problem() == (409, "sampling.assignment_settled")


def test_boards_are_for_those_who_watch(office: Office) -> None:
    assert call("GET", BOARD, actor=ANNA, plan=PLAN).problem() == (403, "access.role_missing")
    assert call("GET", "/v1/assignments", actor=SUPERVISOR).problem() == (403, "access.role_missing")
    why = {"reason": "对象已注销(演示)"}
    leader = demo.actor(30, Role.LEADER)
    assert call("PUT", INSTEAD, why, actor=leader, plan=PLAN, order="0").status == 403
    assert office.assignments.assignment(PLAN, 0).state == "open"
