"""What a visit's steps ask of its evidence: announced before it is closed or given up, verified before its review."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from chalicelib.inspection.endings import NewEnding
from chalicelib.inspection.evidence_types import Kind
from chalicelib.inspection.problems import EvidenceMissing, NoEvidence, NotSigned, NotVerified
from chalicelib.inspection.shown import ShownVisit
from tests import visiting
from tests.fakes import FakeTable
from tests.office import ANNA, BAO, REVIEWER, VISIT, Office, made
from tests.unit.inspection.test_moves import CLOSED, NOTHING, raises, twice


@pytest.fixture
def office() -> Office:
    return Office(FakeTable()).furnished()


@pytest.mark.parametrize(
    ("signed", "shown"),
    [
        ({"signed": "merchant"}, "signature"),
        ({"signed": "refused", "witness": "见证人(演示)"}, "refusal_note"),
    ],
)
def test_a_record_is_closed_with_what_was_announced_and_reviewed_with_what_arrived(
    office: Office, signed: dict[str, Any], shown: Kind
) -> None:
    office.identified()
    told = visiting.closing(checks=[], note="无(演示)", **signed)
    office.exhibits.announced -= {shown}
    raises(NotSigned, lambda: office.moves.close(ANNA, VISIT, told))
    office.exhibits.announced = office.exhibits.waiting = frozenset({shown})
    office.moves.close(ANNA, VISIT, told)
    office.moves.enter(ANNA, VISIT, NOTHING)
    raises(NotVerified, lambda: office.moves.review(REVIEWER, VISIT, None))
    office.exhibits.waiting = frozenset()
    assert twice(lambda: office.moves.review(REVIEWER, VISIT, None)).state == "reviewed"


def test_that_a_visit_could_not_be_done_is_shown_by_something(office: Office) -> None:
    office.approved()
    office.exhibits.announced = frozenset()
    raises(NoEvidence, lambda: office.moves.end(ANNA, VISIT, CLOSED))
    office.exhibits.announced = office.exhibits.waiting = frozenset({"photo"})
    ended = office.moves.end(ANNA, VISIT, CLOSED)
    office.exhibits.announced = frozenset()
    assert office.moves.end(BAO, VISIT, CLOSED) == ended


SHOWN, UNKNOWN = made("evi", 1), made("evi", 2)


@pytest.mark.parametrize(
    ("before", "step"),
    [
        (
            Office.identified,
            lambda office, named: office.moves.close(
                ANNA, VISIT, visiting.closing(checks=[], note="无(演示)", evidence=named)
            ),
        ),
        (
            Office.approved,
            lambda office, named: office.moves.end(
                ANNA, VISIT, NewEnding(outcome="closed", reason="停业(演示)", evidence=named)
            ),
        ),
    ],
    ids=["closing", "ending"],
)
def test_evidence_that_is_named_was_announced_and_the_refusal_says_which_was_not(
    office: Office, before: Callable[[Office], Office], step: Callable[[Office, tuple[str, ...]], object]
) -> None:
    before(office)
    office.exhibits.unknown = frozenset({UNKNOWN})
    with pytest.raises(EvidenceMissing) as missing:
        step(office, (SHOWN, UNKNOWN))
    assert missing.value.facts == {"missing": "1"}
    (fault,) = missing.value.faults
    assert (fault.pointer, UNKNOWN in fault.sentence.zh) == ("/evidence/1", True)
    step(office, (SHOWN,))
    office.exhibits.unknown = frozenset({SHOWN, UNKNOWN})
    step(office, (SHOWN,))  # told already: what stands is the answer


def lacks(office: Office, *announced: Kind) -> tuple[str, ...]:
    stored = office.store.visit(VISIT)
    assert stored is not None
    return ShownVisit.of(stored.value, date(2026, 11, 24), frozenset(announced)).lacks


def test_a_visit_lacks_evidence_by_what_was_announced_and_not_by_what_was_named(office: Office) -> None:
    office.identified()
    assert lacks(office) == ()
    office.moves.close(ANNA, VISIT, visiting.closing(checks=[], note="无(演示)"))
    assert (lacks(office, "photo"), lacks(office, "signature")) == (("evidence",), ())
    office.moves.enter(ANNA, VISIT, NOTHING)
    assert lacks(office) == ("evidence",)
    office.moves.review(REVIEWER, VISIT, None)
    assert lacks(office) == ()


def test_a_visit_that_could_not_be_done_lacks_evidence_of_any_kind(office: Office) -> None:
    office.approved()
    office.moves.end(ANNA, VISIT, CLOSED)
    assert (lacks(office), lacks(office, "video")) == (("evidence",), ())
