"""Whom a reviewed visit concerns is told with its review, and again when a correction of its codes is accepted."""

from typing import Any

import pytest

from chalicelib import events
from chalicelib.accounts.model import Role
from chalicelib.inspection import concerned, results
from chalicelib.inspection.endings import Result
from chalicelib.inspection.review import NewCorrection, NewVerdict
from tests.fakes import FakeTable
from tests.office import ANNA, BAO, LEADER, MERCHANT, NOON, REVIEWER, VISIT, Office, actor, made
from tests.reviewing import CORRECTION, Desk


@pytest.fixture
def desk() -> Desk:
    return Desk(Office(FakeTable()).furnished()).checked().found()


def told(desk: Desk, sk: str = "W") -> dict[str, Any]:
    item = desk.office.table.get(f"V#{VISIT}", sk)
    assert item is not None
    return dict(item.document)


def codes(document: dict[str, Any]) -> dict[str, list[str]]:
    return {one["merchant_id"]: [code["code"] for code in one["codes"]] for one in document["concerned"]}


def test_the_review_tells_whose_the_findings_are_and_who_had_a_hand_in_it(desk: Desk) -> None:
    desk.ordered()
    desk.reviewed()
    document = told(desk)
    assert codes(document) == {MERCHANT: ["5"]}
    assert document["concerned"][0]["checks"] == 1
    assert document["concerned"][0]["codes"][0]["problem"] is True
    assert document["involved"] == [ANNA.id, BAO.id, LEADER.id, REVIEWER.id]
    assert document["ended_on"] == "2026-11-24"
    assert document["source"] == "ordinary"


def test_an_accepted_correction_of_codes_is_told_and_a_refused_one_is_not(desk: Desk) -> None:
    desk.ordered()
    desk.reviewed()
    other = actor(10, Role.REVIEWER)
    for number, verdict in ((1, "refused"), (2, "accepted")):
        new = NewCorrection(corrects="result", text="代码误选(演示)", codes=("8",))
        desk.review.correct(ANNA, VISIT, made("cor", number), new)
        word = NewVerdict.model_validate({"verdict": verdict, "reason": "已核对(演示)"})
        desk.review.judge(other, VISIT, made("cor", number), word)
    assert desk.office.table.get(f"V#{VISIT}", f"W#{CORRECTION}") is None
    document = told(desk, f"W#{made('cor', 2)}")
    assert codes(document) == {MERCHANT: ["8"]}
    assert {other.id, ANNA.id} <= set(document["involved"])
    item = desk.office.table.get(f"V#{VISIT}", f"W#{made('cor', 2)}")
    assert item is not None
    assert item.event == events.VISIT_CORRECTED.mark


def test_a_correction_of_words_concerns_no_result(desk: Desk) -> None:
    desk.ordered()
    desk.reviewed()
    desk.review.correct(ANNA, VISIT, CORRECTION, NewCorrection(corrects="result", text="笔误(演示)"))
    desk.review.judge(actor(10, Role.REVIEWER), VISIT, CORRECTION, NewVerdict(verdict="accepted"))
    assert "concerned" not in told(desk, f"W#{CORRECTION}")


def test_an_organiser_is_not_told_what_was_found_at_a_stall(desk: Desk) -> None:
    """Whoever was checked and has no finding has «nothing found»; a result that rests on no finding is the owner's."""
    owner, clean = made("mer", 7), made("mer", 8)
    result = Result(codes=("5", "2"), by=ANNA.id, at=NOON)
    visit = desk.visit().model_copy(update={"owner": owner, "result": result})
    document = concerned.told(visit, ("5", "2"), {MERCHANT: 1, clean: 2})
    assert codes(document) == {MERCHANT: ["5"], owner: ["2"], clean: ["1"]}
    nobody = visit.model_copy(update={"owner": made("sit", 1)})
    assert codes(concerned.told(nobody, ("5",), {})) == {MERCHANT: ["5"]}


def test_a_record_that_is_not_closed_concerns_nobody() -> None:
    office = Office(FakeTable()).furnished()
    office.identified()
    stored = office.store.visit(VISIT)
    assert stored is not None
    assert concerned.told(stored.value, ("1",), {}) == {}


def test_only_nothing_found_and_no_business_say_that_nothing_was_wrong() -> None:
    table = results.on(NOON.date())
    assert {one.code for one in table.codes if not one.problem} == {"1", "7"}
