"""The steps of a visit over HTTP: who may take them, both codes, what the public sees with one."""

from typing import Any

import pytest

from chalicelib import runtime, runtime_evidence, runtime_inspection
from chalicelib.accounts.model import Actor, Role
from chalicelib.inspection.service_ceilings import Ceilings
from chalicelib.inspection.service_merchants import Merchants
from chalicelib.inspection.store_merchants import DealingStore
from tests import office as demo
from tests import visiting
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import (
    ANNA,
    AUDITOR,
    BAO,
    CHECK,
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

ONE = "/v1/visits/{visit}"
PUBLIC = "/v1/public/visits/{visit}"
CEILINGS = "/v1/ceilings"
KEEPER = Actor(made("acc", 40), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
FAR_REVIEWER = demo.actor(41, Role.REVIEWER, district="350206")
AT = "2026-11-24T03:55:00Z"
STEPS: dict[str, tuple[str, str, object, Actor]] = {
    "acceptance": ("POST", "/acceptance", None, ANNA),
    "code": ("GET", "/code", None, BAO),
    "identification": (
        "PUT",
        "/identification",
        {"code": "M0123456789T", "device_at": AT, "device": "phone-1"},
        BAO,
    ),
    "closing": ("PUT", "/closing", visiting.closing().model_dump(mode="json"), BAO),
    "result": ("PUT", "/result", {"codes": ["1"]}, BAO),
    "ending": ("PUT", "/ending", {"outcome": "closed", "reason": "停业(演示)"}, BAO),
    "review": ("POST", "/review", None, REVIEWER),
    "voiding": ("PUT", "/voiding", {"reason": "重复安排(演示)"}, LEADER),
}
"""Step -> method, path under the visit, body, and somebody who may."""
OTHERS = (
    ANNA,
    LEADER,
    REVIEWER,
    SUPERVISOR,
    AUDITOR,
    KEEPER,
    demo.actor(42, Role.LAB),
    demo.actor(43, Role.ADMINISTRATOR),
)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(FakeTable()).furnished()
    monkeypatch.setattr(runtime, "inspection", lambda: office.inspection)
    monkeypatch.setattr(runtime, "clock", lambda: office.clock)
    monkeypatch.setattr(runtime_evidence, "exhibits", lambda: office.exhibits)
    merchants = Merchants(DealingStore(office.table))
    monkeypatch.setattr(runtime_inspection, "merchants", lambda: merchants)
    ceilings = Ceilings(office.store, lambda: office.registry, office.caps)
    monkeypatch.setattr(runtime_inspection, "ceilings", lambda: ceilings)
    monkeypatch.setattr(runtime_inspection, "moves", lambda: office.moves)
    monkeypatch.setattr(runtime_inspection, "identifications", lambda: office.identifications)
    return office


def take(step: str, actor: Actor | None = None, body: Any = None, seen: str = "") -> Answer:
    method, path, standard, who = STEPS[step]
    return call(
        method,
        ONE + path,
        body or standard,
        actor=actor or who,
        headers={"if-match": seen} if seen else {},
        visit=VISIT,
    )


def look(code: str, path: str = "", visit: str = VISIT) -> Answer:
    if path:
        return call("PUT", PUBLIC + path, {"code": code, "device_at": AT}, visit=visit)
    return call("POST", PUBLIC, {"code": code}, visit=visit)


def test_a_visit_is_walked_from_its_approval_to_its_review(office: Office) -> None:
    office.approved()
    accepted = take("acceptance").json["visit"]
    assert (accepted["state"], accepted["acceptance"]["notice_no"]) == (
        "accepted",
        "思明市监检通〔2026〕第1号",
    )
    assert (accepted["due"], accepted["is_late"], accepted["reason_class"]) == (
        "2026-12-01",
        False,
        "ordinary",
    )
    shown = take("code").json
    assert shown["address"].startswith(f"https:///k/{VISIT}#")
    code = shown["address"].partition("#")[2]
    assert code not in call("GET", ONE, actor=ANNA, visit=VISIT).text
    card = look(code).json
    assert [one["name"] for one in card["officers"]] == ["演示1", "演示2"]
    assert card["notice_no"] == "思明市监检通〔2026〕第1号"
    confirmed, again = look(code, "/confirmation"), look(code, "/confirmation")
    assert (confirmed.json["state"], again.json) == ("coded_in", confirmed.json)
    office.inspection.put_check(ANNA, VISIT, CHECK, visiting.passing())
    assert take("closing").json["visit"]["state"] == "checked"
    assert take("result").json["visit"]["result"]["codes"] == ["1"]
    read = call("GET", ONE, actor=REVIEWER, visit=VISIT).headers["ETag"]
    assert take("review", seen='"1"').problem() == (412, "request.version_stale")
    assert take("review", seen=read).json["visit"]["state"] == "reviewed"
    assert take("voiding").problem() == (409, "visit.settled")


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("step", STEPS)
def test_only_the_role_of_a_step_takes_it(step: str) -> None:
    may = {Role.LEADER} if step == "voiding" else {Role.REVIEWER} if step == "review" else {Role.INSPECTOR}
    for actor in OTHERS:
        if not actor.is_any(*may):
            assert take(step, actor).problem() == (403, "access.role_missing")


@pytest.mark.parametrize("step", [step for step, (*_, who) in STEPS.items() if who.is_any(Role.INSPECTOR)])
def test_for_an_officer_who_does_not_go_the_visit_does_not_exist(office: Office, step: str) -> None:
    office.identified()
    before = office.store.visit(VISIT)
    far = demo.actor(44, Role.INSPECTOR, district="350206")
    for actor in (STRANGER, far):
        assert take(step, actor).problem() == (404, "request.not_found")
    assert office.store.visit(VISIT) == before


def test_another_district_neither_approves_reviews_nor_voids(office: Office) -> None:
    office.approved()
    assert take("voiding", FAR_LEADER).problem() == (403, "visit.not_your_district")
    assert take("review", FAR_REVIEWER).problem() == (404, "request.not_found")
    assert take("review").problem() == (409, "visit.too_early")


def test_a_step_too_early_or_too_late_says_so(office: Office) -> None:
    office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(), None)
    assert take("acceptance").problem() == (409, "visit.not_approved")
    assert take("code").problem() == (404, "request.not_found")
    office.inspection.approve(LEADER, VISIT, None)
    assert take("acceptance", BAO).problem() == (403, "visit.not_team_lead")
    assert take("closing").problem() == (409, "visit.too_early")
    assert take("result").problem() == (409, "visit.too_early")
    office.code_in(VISIT)
    assert take("closing").problem() == (409, "visit.checks_missing")
    there = visiting.closing(checks=[], note="无", present=[ANNA.id, STRANGER.id]).model_dump(mode="json")
    assert take("closing", body=there).problem() == (400, "visit.not_present")
    assert take("voiding").status == 200
    assert take("ending").problem() == (409, "visit.settled")


def test_a_merchant_s_code_codes_the_visit_in_and_a_wrong_one_is_kept(office: Office) -> None:
    office.approved()
    office.moves.accept(ANNA, VISIT)
    mine = call("POST", "/v1/merchants/{merchant}/code", actor=KEEPER, merchant=MERCHANT)
    assert call("POST", "/v1/merchants/{merchant}/code", actor=KEEPER, merchant=MERCHANT).json == mine.json
    unknown = take("identification").json
    assert (unknown["outcome"], unknown["reason"]) == ("refused", "code.unknown")
    assert unknown["sentences"].keys() == {"zh", "en"}
    file = call("GET", ONE, actor=LEADER, visit=VISIT).json
    assert [one["attempt"] for one in file["not_identified"]] == [unknown["attempt"]]
    sent = {"code": mine.json["code"], "device_at": AT, "device": "phone-1"}
    taken = take("identification", body=sent)
    assert (taken.json["outcome"], taken.json["visit"]["state"]) == ("identified", "coded_in")
    assert take("identification", body=sent).json == taken.json
    mistyped = {**sent, "code": "M0123456789R"}
    assert take("identification", body=mistyped).pointers() == ["/code"]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("actor", [ANNA, SUPERVISOR, AUDITOR, LEADER])
def test_officers_do_not_read_a_merchant_s_code(actor: Actor) -> None:
    answer = call("POST", "/v1/merchants/{merchant}/code", actor=actor, merchant=MERCHANT)
    assert answer.problem() == (403, "access.role_missing")


@pytest.mark.usefixtures("office")
def test_a_merchant_does_not_read_another_s_code() -> None:
    answer = call("POST", "/v1/merchants/{merchant}/code", actor=KEEPER, merchant=made("mer", 2))
    assert answer.problem() == (404, "request.not_found")


def test_without_the_code_nobody_learns_that_a_visit_exists(office: Office) -> None:
    office.approved()
    wrong = look("0" * 16)
    assert wrong.problem() == (404, "request.not_found")
    assert look("0" * 16, visit=made("vis", 9)).problem() == (404, "request.not_found")
    assert look("0" * 16, "/confirmation").problem() == (404, "request.not_found")
    assert look("<script>").problem() == (400, "request.invalid")


def test_planners_and_leaders_see_the_cap_before_they_decide(office: Office) -> None:
    office.identified()
    other = made("vis", 2)
    sent = demo.plan().model_dump(mode="json", exclude_none=True)
    call("PUT", ONE, sent, actor=SUPERVISOR, visit=other)
    for actor in (SUPERVISOR, LEADER):
        ceiling = call("GET", ONE, actor=actor, visit=other).json["visit"]["ceiling"]
        assert (ceiling["counted"], ceiling["cap"], ceiling["is_exempt"]) == (1, 4, False)
    assert "ceiling" not in call("GET", ONE, actor=ANNA, visit=other).json["visit"]
    about = {"site": demo.SITE, "day": "2026-11-24"}
    foreseen = call("GET", CEILINGS, actor=SUPERVISOR, query={**about, "reason": "complaint"}).json
    assert (foreseen["counted"], foreseen["cap"], foreseen["is_exempt"]) == (1, 4, True)
    assert call("GET", CEILINGS, actor=SUPERVISOR, query={**about, "day": "2027-01-04"}).json["counted"] == 0
    of_merchant = {"merchant": MERCHANT, "day": "2026-11-24"}
    assert not call("GET", CEILINGS, actor=LEADER, query=of_merchant).json["is_exempt"]
    assert call("GET", CEILINGS, actor=FAR_LEADER, query=about).problem() == (403, "visit.not_your_district")
    assert call("GET", CEILINGS, actor=SUPERVISOR, query={**about, **of_merchant}).status == 400
    office.caps.most = 1
    assert call("POST", ONE + "/approval", actor=LEADER, visit=other).problem() == (409, "visit.above_cap")
    third = call("PUT", ONE, sent, actor=SUPERVISOR, visit=made("vis", 3))
    assert third.problem() == (409, "visit.above_cap")
    assert third.json["facts"] == {"counted": "1", "cap": "1"}


def test_late_emergencies_are_listed_for_the_leader(office: Office) -> None:
    plan = demo.plan(emergency={"reason": "群众反映计量失准(演示)"})
    office.inspection.put_visit(SUPERVISOR, VISIT, plan, None)
    office.moves.accept(ANNA, VISIT)
    query = {"district": demo.DISTRICT, "state": "unapproved"}
    (row,) = call("GET", "/v1/visits", actor=LEADER, query=query).json["items"]
    assert (row["id"], row["approval_due"], row["is_late"]) == (VISIT, "2026-11-25", False)
    office.clock.at = demo.NOON.replace(day=26)
    (late,) = call("GET", "/v1/visits", actor=LEADER, query=query).json["items"]
    assert late["is_late"]
    assert call("POST", ONE + "/approval", actor=LEADER, visit=VISIT).json["visit"]["lacks"] == []
    assert call("GET", "/v1/visits", actor=LEADER, query=query).json["items"] == []


@pytest.mark.parametrize(
    "changed",
    [
        {"planned_on": "1999-12-31"},
        {"planned_on": "9999-12-31"},
        {"source": {"kind": "whim"}},
        {"emergency": {"reason": "急"}},
        {"code": "0" * 16},
        {"state": "reviewed"},
    ],
)
def test_a_plan_says_nothing_that_is_not_the_planner_s(office: Office, changed: dict[str, Any]) -> None:
    sent = demo.plan().model_dump(mode="json", exclude_none=True) | changed
    assert call("PUT", ONE, sent, actor=SUPERVISOR, visit=VISIT).problem() == (400, "request.invalid")
    assert office.store.visit(VISIT) is None


def test_a_merchant_reads_what_was_found_rates_once_and_officers_see_counts_of_five(office: Office) -> None:
    office.identified()
    office.inspection.put_check(ANNA, VISIT, CHECK, demo.check())
    rating, told = ONE + "/rating", {"merchant_id": MERCHANT, "answer": "5"}
    assert call("PUT", rating, told, actor=KEEPER, visit=VISIT).problem() == (409, "visit.too_early")
    take("closing")
    checks = call("GET", "/v1/merchants/{merchant}/checks", actor=KEEPER, merchant=MERCHANT).json
    assert [(one["visit_id"], one["verdict"]) for one in checks["items"]] == [(VISIT, "fail")]
    assert call("PUT", rating, told, actor=KEEPER, visit=VISIT).json == {"rated": True}
    other = {**told, "answer": "1"}
    assert call("PUT", rating, other, actor=KEEPER, visit=VISIT).json == {"rated": True}
    shown = call("GET", "/v1/ratings", actor=LEADER, query={"district": demo.DISTRICT, "year": "2026"}).json
    assert (shown["counts"], shown["step"]) == ([0, 0, 0, 0, 0], 5)
    for actor in (ANNA, LEADER, demo.actor(42, Role.LAB)):
        assert call("PUT", rating, told, actor=actor, visit=VISIT).problem() == (403, "access.role_missing")
    stranger = Actor(made("acc", 45), frozenset({Role.MERCHANT}), merchants=frozenset({made("mer", 9)}))
    assert call("PUT", rating, told, actor=stranger, visit=VISIT).problem() == (404, "request.not_found")
