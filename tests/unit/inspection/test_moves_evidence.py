"""What a visit's steps ask of its evidence: announced before it is closed or given up, verified before its review."""

from typing import Any

import pytest

from chalicelib.inspection.evidence_types import Kind
from chalicelib.inspection.problems import NoEvidence, NotSigned, NotVerified
from tests import visiting
from tests.fakes import FakeTable
from tests.office import ANNA, BAO, REVIEWER, VISIT, Office
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
