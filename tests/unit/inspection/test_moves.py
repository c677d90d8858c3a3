"""Each step of a visit: who takes it, what it needs, that telling it again changes nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.errors import NotFound, Problem, VersionStale
from chalicelib.inspection.endings import NewClosing, NewEnding, NewResult, NewVoiding
from chalicelib.inspection.model import Visit
from chalicelib.inspection.problems import (
    ChecksMissing,
    NotApproved,
    NotPresent,
    NotTeamLead,
    NotYourDistrict,
    OwnReview,
    OwnVisit,
    Settled,
    TooEarly,
)
from chalicelib.inspection.service_book import Stored
from chalicelib.inspection.shown import ShownVisit
from tests import office as demo
from tests import visiting
from tests.fakes import FakeTable
from tests.office import (
    ANNA,
    BAO,
    CHECK,
    DISTRICT,
    FAR_LEADER,
    LEADER,
    LEADING_OFFICER,
    REVIEWER,
    STRANGER,
    SUPERVISOR,
    VISIT,
    Office,
    made,
)

WHY = NewVoiding(reason="重复安排(演示)")
CLOSED = NewEnding(outcome="closed", reason="停业(演示)", evidence=(made("evi", 2),))
NOTHING = NewResult(codes=("1",))
URGENT = {"reason": "群众反映计量失准(演示)"}
FAR_REVIEWER = demo.actor(21, *REVIEWER.roles, district="350206")


@pytest.fixture
def office() -> Office:
    return Office(FakeTable()).furnished()


def planned(office: Office, visit: str = VISIT, **changed: Any) -> Visit:
    return office.inspection.put_visit(SUPERVISOR, visit, demo.plan(**changed), None)[0].value


def checked(office: Office) -> Office:
    office.identified()
    office.inspection.put_check(ANNA, VISIT, CHECK, visiting.passing())
    office.moves.close(ANNA, VISIT, visiting.closing())
    return office


def raises(problem: type[Problem], step: Callable[[], object]) -> None:
    with pytest.raises(problem):
        step()


def twice(step: Callable[[], Stored[Visit]]) -> Visit:
    """What a step answers, which the same again does not change."""
    first = step()
    assert step() == first
    return first.value


def test_a_visit_goes_from_its_plan_to_its_review_step_by_step(office: Office) -> None:
    states = [planned(office).state, office.inspection.approve(LEADER, VISIT, None).value.state]
    states.append(twice(lambda: office.moves.accept(ANNA, VISIT)).state)
    states.append(office.code_in(VISIT).state)
    office.inspection.put_check(ANNA, VISIT, CHECK, visiting.passing())
    states.append(twice(lambda: office.moves.close(BAO, VISIT, visiting.closing())).state)
    states.append(twice(lambda: office.moves.enter(ANNA, VISIT, NOTHING)).state)
    states.append(twice(lambda: office.moves.review(REVIEWER, VISIT, None)).state)
    assert states == ["planned", "approved", "accepted", "coded_in", "checked", "entered", "reviewed"]
    assert [row["state"] for row in office.inspection.own_visits(BAO, "").rows] == ["reviewed"]


def test_the_team_lead_accepts_and_the_notice_gets_the_office_s_next_number(office: Office) -> None:
    office.approved()
    raises(NotTeamLead, lambda: office.moves.accept(BAO, VISIT))
    raises(NotFound, lambda: office.moves.accept(STRANGER, VISIT))
    raises(NotFound, lambda: office.moves.accept(LEADER, VISIT))
    planned(office, made("vis", 2))
    raises(NotApproved, lambda: office.moves.accept(ANNA, made("vis", 2)))
    office.inspection.approve(LEADER, made("vis", 2), None)
    numbers = [office.moves.accept(ANNA, made("vis", place)).value.acceptance for place in (1, 2, 1)]
    assert [one and one.notice_no for one in numbers] == [
        "思明市监检通〔2026〕第1号",
        "思明市监检通〔2026〕第2号",
        "思明市监检通〔2026〕第1号",
    ]


def test_the_year_of_a_notice_is_the_local_one_and_counts_anew(office: Office) -> None:
    office.approved()
    office.moves.accept(ANNA, VISIT)
    office.clock.at = demo.NOON.replace(month=12, day=31, hour=16)  # 00:00 on 1 January in the city
    planned(office, made("vis", 2))
    office.inspection.approve(LEADER, made("vis", 2), None)
    accepted = office.moves.accept(ANNA, made("vis", 2)).value.acceptance
    assert accepted is not None
    assert accepted.notice_no == "思明市监检通〔2027〕第1号"


def test_a_record_is_closed_by_an_officer_with_all_its_checks_and_who_was_there(office: Office) -> None:
    office.approved()
    raises(TooEarly, lambda: office.moves.close(ANNA, VISIT, visiting.closing()))
    office.code_in(VISIT)
    raises(NotFound, lambda: office.moves.close(STRANGER, VISIT, visiting.closing()))
    with pytest.raises(ChecksMissing) as missing:
        office.moves.close(ANNA, VISIT, visiting.closing())
    assert missing.value.facts == {"missing": "1"}
    office.inspection.put_check(ANNA, VISIT, CHECK, visiting.passing())
    there = [ANNA.id, STRANGER.id]
    raises(NotPresent, lambda: office.moves.close(ANNA, VISIT, visiting.closing(present=there)))
    closed = office.moves.close(ANNA, VISIT, visiting.closing()).value
    assert closed.closing is not None
    assert (closed.closing.by, closed.ending and closed.ending.outcome) == (ANNA.id, "done")
    raises(Settled, lambda: office.moves.close(ANNA, VISIT, visiting.closing(note="另外")))


@pytest.mark.parametrize(
    "changed",
    [
        {"present": [ANNA.id]},
        {"present": [ANNA.id, ANNA.id]},
        {"signed": "refused"},
        {"checks": []},
        {"checks": [CHECK, CHECK]},
        {"signed": "nobody"},
    ],
)
def test_a_record_is_whole(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        visiting.closing(**changed)


def test_a_refusal_to_sign_needs_a_witness_and_no_check_a_reason() -> None:
    told = visiting.closing(checks=[], note="没有在用器具", signed="refused", witness="市场管理员(演示)")
    assert isinstance(told, NewClosing)


@pytest.mark.parametrize("codes", [(), ("1", "5"), ("5", "5"), ("9",)])
def test_nothing_found_stands_alone_and_codes_are_of_the_table(codes: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        NewResult.model_validate({"codes": codes})


def test_a_result_comes_after_the_record_and_is_told_once(office: Office) -> None:
    office.identified()
    raises(TooEarly, lambda: office.moves.enter(ANNA, VISIT, NOTHING))
    office.moves.close(ANNA, VISIT, visiting.closing(checks=[], note="没有在用器具"))
    raises(NotFound, lambda: office.moves.enter(STRANGER, VISIT, NOTHING))
    office.moves.enter(BAO, VISIT, NewResult(codes=("4", "7")))
    raises(Settled, lambda: office.moves.enter(BAO, VISIT, NOTHING))


def test_a_reviewer_was_not_there_and_reviews_what_was_read(office: Office) -> None:
    checked(office)
    raises(TooEarly, lambda: office.moves.review(REVIEWER, VISIT, None))
    stored = office.moves.enter(ANNA, VISIT, NOTHING)
    raises(OwnReview, lambda: office.moves.review(ANNA, VISIT, None))
    raises(NotFound, lambda: office.moves.review(FAR_REVIEWER, VISIT, None))
    raises(VersionStale, lambda: office.moves.review(REVIEWER, VISIT, stored.version - 1))
    office.moves.review(REVIEWER, VISIT, stored.version)
    other = demo.actor(22, *REVIEWER.roles)
    raises(Settled, lambda: office.moves.review(other, VISIT, None))


@pytest.mark.parametrize("coded_in", [False, True])
def test_a_visit_that_could_not_be_done_ends_with_its_evidence(office: Office, *, coded_in: bool) -> None:
    office.approved()
    if coded_in:
        office.code_in(VISIT)
    raises(NotFound, lambda: office.moves.end(STRANGER, VISIT, CLOSED))
    ended = twice(lambda: office.moves.end(ANNA, VISIT, CLOSED))
    assert (ended.state, ended.ending and ended.ending.evidence) == ("ended", CLOSED.evidence)
    again = office.moves.end(BAO, VISIT, CLOSED).value
    assert again == ended
    raises(Settled, lambda: office.moves.end(ANNA, VISIT, NewEnding(outcome="moved", reason="搬走了")))
    raises(Settled, lambda: office.moves.close(ANNA, VISIT, visiting.closing(checks=[], note="x")))
    raises(Settled, lambda: office.moves.void(LEADER, VISIT, WHY))


def test_a_visit_that_was_checked_does_not_end_otherwise(office: Office) -> None:
    checked(office)
    raises(Settled, lambda: office.moves.end(ANNA, VISIT, CLOSED))


def test_a_leader_makes_a_visit_void_before_its_review(office: Office) -> None:
    planned(office, officers=[ANNA.id, LEADING_OFFICER.id])
    raises(NotYourDistrict, lambda: office.moves.void(FAR_LEADER, VISIT, WHY))
    raises(OwnVisit, lambda: office.moves.void(LEADING_OFFICER, VISIT, WHY))
    void = twice(lambda: office.moves.void(LEADER, VISIT, WHY))
    assert (void.state, void.voiding and void.voiding.reason) == ("void", WHY.reason)
    raises(Settled, lambda: office.moves.void(LEADER, VISIT, NewVoiding(reason="另一个理由")))
    raises(Settled, lambda: office.inspection.approve(LEADER, VISIT, None))
    raises(Settled, lambda: office.moves.accept(ANNA, VISIT))


def test_a_reviewed_visit_is_not_made_void(office: Office) -> None:
    checked(office)
    office.moves.enter(ANNA, VISIT, NOTHING)
    office.moves.review(REVIEWER, VISIT, None)
    raises(Settled, lambda: office.moves.void(LEADER, VISIT, WHY))


def shown(office: Office, after_days: int = 0) -> ShownVisit:
    stored = office.store.visit(VISIT)
    assert stored is not None
    announced = office.exhibits.kinds(VISIT)
    return ShownVisit.of(stored.value, date(2026, 11, 24) + timedelta(days=after_days), announced)


def test_an_emergency_goes_ahead_and_its_approval_is_made_up_within_a_working_day(office: Office) -> None:
    assert planned(office, emergency=URGENT).reason == "emergency"
    office.code_in(VISIT)
    office.inspection.put_check(ANNA, VISIT, CHECK, visiting.passing())
    office.moves.close(ANNA, VISIT, visiting.closing())
    raises(NotApproved, lambda: office.moves.enter(ANNA, VISIT, NOTHING))
    waiting = office.inspection.visits_of(LEADER, DISTRICT, "unapproved", "").rows
    assert [(row["id"], row["approval_due"]) for row in waiting] == [(VISIT, "2026-11-25")]
    assert (shown(office).lacks, shown(office, 1).is_late, shown(office, 2).is_late) == (
        ("approval",),
        False,
        True,
    )
    approved = twice(lambda: office.inspection.approve(LEADER, VISIT, None))
    assert (approved.state, approved.approved_by) == ("checked", LEADER.id)
    assert office.inspection.visits_of(LEADER, DISTRICT, "unapproved", "").rows == ()
    assert office.moves.enter(ANNA, VISIT, NOTHING).value.state == "entered"


def test_an_emergency_that_could_not_be_done_is_still_to_be_approved(office: Office) -> None:
    planned(office, emergency=URGENT)
    office.moves.accept(ANNA, VISIT)
    office.moves.end(ANNA, VISIT, CLOSED)
    assert shown(office).lacks == ("approval",)
    assert office.inspection.approve(LEADER, VISIT, None).value.state == "ended"
    assert shown(office).lacks == ()


def test_an_emergency_may_be_approved_before_anybody_goes(office: Office) -> None:
    planned(office, emergency=URGENT)
    assert office.inspection.approve(LEADER, VISIT, None).value.state == "approved"
    assert office.inspection.visits_of(LEADER, DISTRICT, "unapproved", "").rows == ()


def test_the_secret_of_the_code_is_not_shown_with_the_visit(office: Office) -> None:
    office.approved()
    stored = office.store.visit(VISIT)
    assert stored is not None
    assert stored.value.code
    assert stored.value.code not in shown(office).model_dump_json()


def test_every_state_has_a_clock_by_the_city_s_working_days(office: Office) -> None:
    planned(office)
    days = [shown(office).due]
    office.inspection.approve(LEADER, VISIT, None)
    days.append(shown(office).due)
    office.moves.accept(ANNA, VISIT)
    days.append(shown(office).due)
    office.code_in(VISIT)
    days.append(shown(office).due)
    office.moves.close(ANNA, VISIT, visiting.closing(checks=[], note="没有在用器具"))
    days.append(shown(office).due)
    office.moves.enter(ANNA, VISIT, NOTHING)
    days.append(shown(office).due)
    office.moves.review(REVIEWER, VISIT, None)
    days.append(shown(office).due)
    assert [day and day.day for day in days] == [24, 24, 1, 25, 1, 1, None]
    assert [shown(office, after).is_late for after in (0, 100)] == [False, False]
