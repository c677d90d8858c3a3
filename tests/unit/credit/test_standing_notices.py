"""A merchant is told once of a worse grade that is proposed, with the day, and once of what became of it."""

from collections.abc import Sequence

import pytest

from chalicelib.credit.outcome import NewDecision
from chalicelib.credit.service_standing_notices import StandingNoticeEffect
from chalicelib.events import STANDING_CHANGED
from chalicelib.notices.model import NewNotice
from chalicelib.store import Item
from tests.standings import MERCHANT, SUPERVISOR, Hall, entry, hidden, problem


class Outbox:
    """See service_standing_notices.Outbox."""

    def __init__(self) -> None:
        self.told: dict[str, NewNotice] = {}

    def tell(self, new: Sequence[NewNotice]) -> int:
        fresh = {one.id: one for one in new if one.id not in self.told}
        self.told |= fresh
        return len(fresh)

    def words(self) -> list[str]:
        return [one.sentences.zh for one in self.told.values()]


@pytest.fixture
def hall() -> Hall:
    return Hall()


def follow(hall: Hall, outbox: Outbox) -> None:
    """The stream brings the standing as it is now, twice."""
    effect = StandingNoticeEffect(outbox)
    (item,) = [one for one in hall.table.items.values() if one.event == STANDING_CHANGED.mark]
    for key in [*effect.touched(item), *effect.touched(item)]:
        effect.refresh(key)


def test_nobody_is_told_of_a_better_grade_by_notice(hall: Hall) -> None:
    outbox = Outbox()
    hall.brings(entry("a"), entry("b", ago=50))
    follow(hall, outbox)
    assert outbox.told == {}
    assert list(StandingNoticeEffect(outbox).touched(Item("T#x", "~", {"proposal": {}}))) == []


@pytest.mark.parametrize(("outcome", "word"), [("confirmed", "已确认"), ("refused", "没有采纳")])
def test_a_proposal_and_its_decision_are_told_once_each(hall: Hall, outcome: str, word: str) -> None:
    outbox = Outbox()
    hall.brings(problem())
    follow(hall, outbox)
    until = hall.kept().proposal.explain_until  # type: ignore[union-attr]
    (told,) = outbox.told.values()
    assert (told.merchant_id, told.subject) == (MERCHANT, f"/mine/standing/{MERCHANT}")
    assert str(until) in told.sentences.zh
    hall.on(until.replace(day=until.day + 1))
    new: NewDecision = hall.decision(outcome)
    hall.standings.decide(SUPERVISOR, MERCHANT, new)
    follow(hall, outbox)
    assert len(outbox.told) == 2
    assert word in outbox.words()[1]


def test_a_proposal_that_lapses_is_told(hall: Hall) -> None:
    outbox = Outbox()
    hall.brings(problem())
    follow(hall, outbox)
    hall.brings(hidden(problem(), 2, "withdrawn"))
    follow(hall, outbox)
    assert "取消" in outbox.words()[1]
