"""Findings, results, review and corrections: what a person must decide, and that nothing reviewed is edited."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.accounts.model import Actor
from chalicelib.errors import IdTaken, NotFound, Problem, VersionStale
from chalicelib.inspection import results
from chalicelib.inspection.endings import NewResult
from chalicelib.inspection.findings import (
    FindingsOpen,
    NewDecision,
    NotConfirmed,
    NotOfVisit,
    ResultDisagrees,
    UnknownBasis,
)
from chalicelib.inspection.problems import EvidenceMissing, OwnReview, Settled, TooEarly
from chalicelib.inspection.results import ResultCode
from chalicelib.inspection.review import Correction, NewCorrection, NewReturn, NewVerdict, OwnCorrection
from chalicelib.registry.problems import NoInstrument
from tests import office as demo
from tests import reviewing
from tests.fakes import FakeTable
from tests.office import (
    ANNA,
    BAO,
    CHECK,
    ELSEWHERE,
    LEADER,
    MERCHANT,
    OTHER_SCALE,
    REVIEWER,
    STRANGER,
    UNKNOWN,
    VISIT,
    Office,
    made,
)
from tests.reviewing import CORRECTION, FINDING, NOTHING, ORDERED, Desk

WHY = NewReturn(reason="铭牌照片不清楚(演示)")
OTHER_REVIEWER = demo.actor(22, *REVIEWER.roles)
REVIEWING_OFFICER = demo.actor(1, *ANNA.roles, *REVIEWER.roles)
FAR_REVIEWER = demo.actor(21, *REVIEWER.roles, district="350206")
CORRECTS = NewCorrection(corrects="result", text="误选代码(演示)", codes=("8",))
ACCEPTS = NewVerdict(verdict="accepted")


@pytest.fixture
def desk() -> Desk:
    return Desk(Office(FakeTable()).furnished())


def raises(problem: type[Problem], step: Callable[[], object]) -> None:
    with pytest.raises(problem):
        step()


def test_the_table_has_the_eight_official_values_and_four_fates_apart() -> None:
    table = results.on(date(2026, 11, 24))
    assert [one.code for one in table.codes] == list("12345678")
    assert [one.code for one in table.codes if one.alone] == ["1"]
    assert [one.zh for one in table.statuses] == ["注销", "吊销", "迁出", "停业"]
    assert "已责令改正" in table.codes[4].zh
    assert results.on(date(1999, 1, 1)) is results.versions()[0]


def test_a_finding_is_told_once_by_an_officer_on_checks_of_the_visit(desk: Desk) -> None:
    desk.checked()
    first, is_new = desk.findings.put(ANNA, VISIT, FINDING, reviewing.finding())
    again, is_new_again = desk.findings.put(BAO, VISIT, FINDING, reviewing.finding())
    assert (is_new, is_new_again, again.version) == (True, False, first.version)
    other = reviewing.finding(kind="result")
    raises(IdTaken, lambda: desk.findings.put(ANNA, VISIT, FINDING, other))
    raises(NotFound, lambda: desk.findings.put(STRANGER, VISIT, FINDING, reviewing.finding()))
    raises(NotFound, lambda: desk.findings.decide(REVIEWER, VISIT, FINDING, reviewing.confirms()))
    unknown = reviewing.finding(basis={"checks": [made("chk", 9)]})
    raises(UnknownBasis, lambda: desk.findings.put(ANNA, VISIT, made("fin", 2), unknown))


def test_a_finding_rests_on_evidence_that_was_announced(desk: Desk) -> None:
    desk.checked()
    desk.office.exhibits.unknown = frozenset({made("evi", 9)})
    new = reviewing.finding(basis={"evidence": [made("evi", 1), made("evi", 9)]})
    with pytest.raises(EvidenceMissing) as missing:
        desk.findings.put(ANNA, VISIT, FINDING, new)
    assert [one.pointer for one in missing.value.faults] == ["/basis/evidence/1"]
    desk.office.exhibits.unknown = frozenset()
    assert desk.findings.put(ANNA, VISIT, FINDING, new)[1]


def put(desk: Desk, place: int, **changed: Any) -> str | None:
    """Whom a finding concerns that is put on record."""
    stored, _ = desk.findings.put(ANNA, VISIT, made("fin", place), reviewing.finding(**changed))
    return stored.value.findings[-1].owner


def test_a_finding_concerns_the_merchant_of_its_instrument_and_both_are_of_the_visit(desk: Desk) -> None:
    desk.checked()
    on_sight = {"basis": {"evidence": [made("evi", 1)]}}
    assert put(desk, 1) == put(desk, 2, merchant_id=MERCHANT) == MERCHANT
    assert put(desk, 3, instrument_id=None) == MERCHANT, "by the check it rests on"
    assert put(desk, 4, **on_sight, instrument_id=OTHER_SCALE) == MERCHANT, "by the register"
    assert put(desk, 5, **on_sight, instrument_id=None) is None
    assert put(desk, 6, **on_sight, instrument_id=None, merchant_id=MERCHANT) == MERCHANT
    for pointer, changed in (
        ("/merchant_id", {"merchant_id": made("mer", 9)}),
        ("/merchant_id", {**on_sight, "instrument_id": None, "merchant_id": made("mer", 9)}),
        ("/instrument_id", {**on_sight, "instrument_id": ELSEWHERE}),
    ):
        with pytest.raises(NotOfVisit) as refused:
            put(desk, 7, **changed)
        assert [one.pointer for one in refused.value.faults] == [pointer]
    raises(NoInstrument, lambda: put(desk, 7, **on_sight, instrument_id=UNKNOWN))


def test_an_instrument_that_moved_after_its_check_is_still_the_merchant_s_of_that_day(desk: Desk) -> None:
    desk.checked()
    new_owner = made("mer", 2)
    desk.office.registry.put_merchant(demo.CLERK, new_owner, demo.business(), None)
    desk.office.act(demo.CLERK, "transfer", merchant_id=new_owner, site_id=demo.OTHER_SITE)
    assert desk.office.head().merchant_id == new_owner
    assert put(desk, 1) == MERCHANT
    raises(NotOfVisit, lambda: put(desk, 2, merchant_id=new_owner))
    desk.findings.decide(BAO, VISIT, FINDING, reviewing.confirms())
    other = reviewing.order(merchant_id=new_owner)
    raises(NotConfirmed, lambda: desk.orders.issue(ANNA, reviewing.ORDER, other))
    assert desk.ordered().merchant_id == MERCHANT


@pytest.mark.parametrize(
    "changed",
    [{"decision": "confirmed"}, {"decision": "dropped"}, {"decision": "confirmed", "reason": "就是这样"}],
)
def test_a_decision_quotes_the_law_or_says_why(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        NewDecision.model_validate(changed)


def test_a_finding_rests_on_something() -> None:
    with pytest.raises(ValidationError):
        reviewing.finding(basis={"citation": "计量法 第十六条"})


def test_no_result_is_entered_before_every_failing_check_is_decided(desk: Desk) -> None:
    desk.checked()
    for result in (NOTHING, NewResult(codes=("8",))):
        raises((FindingsOpen if result is NOTHING else ResultDisagrees), partial(enter, desk, result))
    desk.findings.put(ANNA, VISIT, FINDING, reviewing.finding())
    raises(FindingsOpen, lambda: enter(desk, NOTHING))
    desk.findings.decide(BAO, VISIT, FINDING, reviewing.DROPS)
    assert enter(desk, NOTHING).state == "entered"


def enter(desk: Desk, result: NewResult) -> Any:
    return desk.office.moves.enter(ANNA, VISIT, result).value


@pytest.mark.parametrize(
    ("codes", "confirmed", "is_ordered", "agrees"),
    [
        (("1",), False, False, True),
        (("1",), True, False, False),
        (("8",), False, False, False),
        (("8",), True, False, True),
        (("5",), True, False, False),
        (("5",), True, True, True),
        (("5", "8"), True, True, True),
        (("4", "7"), False, False, True),
    ],
)
def test_the_result_says_what_was_confirmed_and_ordered(
    desk: Desk, codes: tuple[ResultCode, ...], *, confirmed: bool, is_ordered: bool, agrees: bool
) -> None:
    desk.checked().found(decision=None if confirmed else reviewing.DROPS)
    if is_ordered:
        desk.ordered()
    if agrees:
        assert enter(desk, NewResult(codes=codes)).result.codes == codes
    else:
        raises(ResultDisagrees, lambda: enter(desk, NewResult(codes=codes)))


def test_every_decision_is_kept_and_the_last_one_holds_until_the_result(desk: Desk) -> None:
    desk.checked().found()
    before = desk.visit()
    desk.findings.decide(ANNA, VISIT, FINDING, reviewing.confirms())
    assert desk.visit() == before
    desk.findings.decide(ANNA, VISIT, FINDING, reviewing.DROPS)
    assert [one.decision for one in desk.visit().findings[0].decisions] == ["confirmed", "dropped"]
    enter(desk, NOTHING)
    raises(Settled, lambda: desk.findings.decide(ANNA, VISIT, FINDING, reviewing.confirms()))
    raises(Settled, lambda: desk.findings.put(ANNA, VISIT, made("fin", 2), reviewing.finding()))


def test_the_object_s_fate_is_kept_beside_the_codes(desk: Desk) -> None:
    desk.checked().found(decision=reviewing.DROPS)
    result = enter(desk, NewResult(codes=("4",), status="moved_out")).result
    assert (result.codes, result.status, result.table) == (("4",), "moved_out", date(2020, 1, 1))


def test_a_record_given_back_is_entered_again_and_the_old_result_kept(desk: Desk) -> None:
    desk.checked().found().ordered()
    raises(TooEarly, lambda: desk.review.give_back(REVIEWER, VISIT, WHY, None))
    enter(desk, ORDERED)
    raises(OwnReview, lambda: desk.review.give_back(REVIEWING_OFFICER, VISIT, WHY, None))
    raises(NotFound, lambda: desk.review.give_back(FAR_REVIEWER, VISIT, WHY, None))
    raises(VersionStale, lambda: desk.review.give_back(REVIEWER, VISIT, WHY, 1))
    back = desk.review.give_back(REVIEWER, VISIT, WHY, None)
    assert desk.review.give_back(REVIEWER, VISIT, WHY, None) == back
    assert (back.value.state, back.value.result, back.value.returns[0].result.codes) == (
        "checked",
        None,
        ("5",),
    )
    assert enter(desk, ORDERED).state == "entered"
    desk.office.moves.review(REVIEWER, VISIT, None)
    raises(Settled, lambda: desk.review.give_back(REVIEWER, VISIT, WHY, None))


def test_the_clock_of_a_record_given_back_starts_anew(desk: Desk) -> None:
    desk.checked().found().ordered()
    enter(desk, ORDERED)
    desk.office.clock.at = demo.NOON.replace(day=30)
    desk.review.give_back(REVIEWER, VISIT, WHY, None)
    assert desk.visit().due_on() == date(2026, 12, 7)


def test_a_review_writes_what_others_are_told_and_a_record_of_each_finding(desk: Desk) -> None:
    desk.checked().found()
    desk.findings.put(ANNA, VISIT, made("fin", 2), reviewing.finding(kind="behaviour"))
    desk.findings.decide(ANNA, VISIT, made("fin", 2), reviewing.DROPS)
    desk.ordered()
    desk.reviewed()
    table = desk.office.table
    told, written = table.get(f"V#{VISIT}", "W"), table.query(f"V#{VISIT}", begins="D#").items
    assert told is not None
    assert (told.event, told.document["codes"], told.document["by"]) == (
        "visit.reviewed/1",
        ["5"],
        REVIEWER.id,
    )
    assert [(one.event, one.document["id"], one.document["reviewed_by"]) for one in written] == [
        ("finding.confirmed/1", FINDING, REVIEWER.id)
    ]


def test_a_correction_is_a_new_record_that_another_reviewer_accepts(desk: Desk) -> None:
    desk.checked().found().ordered()
    raises(TooEarly, lambda: desk.review.correct(ANNA, VISIT, CORRECTION, CORRECTS))
    before = desk.reviewed().visit()
    made_now, is_new = desk.review.correct(ANNA, VISIT, CORRECTION, CORRECTS)
    assert (is_new, made_now.review) == (True, None)
    assert desk.review.correct(BAO, VISIT, CORRECTION, CORRECTS) == (made_now, False)
    other = CORRECTS.model_copy(update={"text": "另一个理由"})
    raises(IdTaken, lambda: desk.review.correct(ANNA, VISIT, CORRECTION, other))
    raises(NotFound, lambda: desk.review.correct(STRANGER, VISIT, made("cor", 2), CORRECTS))
    stray = NewCorrection(corrects=made("fin", 9), text="没有这个问题")
    raises(NotFound, lambda: desk.review.correct(ANNA, VISIT, made("cor", 2), stray))
    assert waiting(desk) == [VISIT]
    raises(OwnCorrection, lambda: judge(desk, REVIEWING_OFFICER))
    raises(NotFound, lambda: judge(desk, FAR_REVIEWER))
    accepted = judge(desk, OTHER_REVIEWER)
    assert judge(desk, OTHER_REVIEWER) == accepted
    raises(Settled, lambda: judge(desk, REVIEWER))
    assert (accepted.review and accepted.review.verdict, waiting(desk)) == ("accepted", [])
    assert desk.visit() == before
    assert desk.review.listed(ANNA, VISIT) == (accepted,)
    assert desk.review.listed(LEADER, VISIT) == (accepted,)
    raises(NotFound, lambda: desk.review.listed(STRANGER, VISIT))
    later = NewCorrection(corrects=CORRECTION, text="更正的更正(演示)")
    assert desk.review.correct(ANNA, VISIT, made("cor", 2), later)[1]


def judge(desk: Desk, who: Actor) -> Correction:
    return desk.review.judge(who, VISIT, CORRECTION, ACCEPTS)


def waiting(desk: Desk) -> list[str]:
    rows = desk.office.inspection.visits_of(REVIEWER, demo.DISTRICT, "correcting", "").rows
    return [row["id"] for row in rows]


@pytest.mark.parametrize("corrects", ["", "visit", CHECK, FINDING + "x", "x" + FINDING])
def test_a_correction_points_at_a_result_a_finding_or_a_correction(corrects: str) -> None:
    with pytest.raises(ValidationError):
        NewCorrection(corrects=corrects, text="误选代码(演示)")
