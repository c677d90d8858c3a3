"""A problem and the penalty that follows from the same visit are the same facts: the rulebook says what counts."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.credit.prospects import prospects
from chalicelib.credit.rulebook import GIVES_BACK, PENALTIES, RECTIFIABLE, Published
from chalicelib.credit.standing import is_worse, standing
from chalicelib.facts import Fact
from tests.standings import (
    COMING,
    FIRST,
    ONCE,
    TODAY,
    books,
    coded,
    day,
    days,
    histories,
    of_entry,
    problem,
)


def both(problem_changed: dict[str, Any], class_: str, **changed: Any) -> list[Fact]:
    """A problem, and a penalty that names its visit."""
    told = problem("p", visit_id="vis-1", **problem_changed)
    fined = problem("q", ago=80, **{"visit_id": "vis-1", "codes": None, "class": class_, **changed})
    return [of_entry(told), of_entry(fined)]


RIGHTED = {"rectified": {"on": day(90), "on_time": True}}


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        (both({}, "general"), {"ent-q": -4, "ent-p": 0}),  # four and four: a tie is the penalty's
        (both({"codes": coded("6")}, "general"), {"ent-p": -5, "ent-q": 0}),
        (both({"codes": coded("6"), **RIGHTED}, "general"), {"ent-q": -4, "ent-p": 0}),  # three by then
        (both({"codes": coded("6")}, "serious"), {"ent-q": -8, "ent-p": 0}),
        (both({}, "general", until=day(1)), {"ent-p": -4}),
        (both({"until": day(1)}, "general"), {"ent-q": -4}),
        (both({}, "general", visit_id="vis-2"), {"ent-q": -4, "ent-p": -4}),
        (both({}, "minor"), {"ent-p": -4}),
    ],
)
def test_a_problem_and_its_penalty_are_counted_once_where_the_rulebook_says_so(
    found: list[Fact], counts: dict[str, int]
) -> None:
    told = standing(found, ONCE, TODAY)
    points: dict[str, int] = {}
    for one in told.because:
        points[one.fact] = points.get(one.fact, 0) + one.points
    assert points == counts
    assert {one.fact: one.instead for one in told.because if one.instead} == {
        fact: tuple(other for other in counts if other != fact) for fact, count in counts.items() if not count
    }


def test_a_problem_is_weighed_against_all_penalties_of_its_visit() -> None:
    refused, fined = both({"codes": coded("6")}, "general")
    second = of_entry(problem("r", visit_id="vis-1", **{"class": "general"}))
    told = standing([refused, fined, second], ONCE, TODAY)
    assert told.points == -8
    assert next(one.instead for one in told.because if one.fact == "ent-p") == ("ent-q", "ent-r")
    rest = [one for one in told.because if one.fact != "ent-r"]
    assert told.without(ONCE.rulebook, *[one for one in told.because if one not in rest]) == (-5, "poor")


@pytest.mark.parametrize("book", [FIRST, COMING])
def test_a_rulebook_that_does_not_say_so_counts_both_as_before(book: Published) -> None:
    named = standing(both(RIGHTED, "general"), book, TODAY)
    unnamed = standing(both(RIGHTED, "general", visit_id=None), book, TODAY)
    assert named.because == unnamed.because
    assert "instead" not in named.kept()


def test_prospects_say_what_counts_again_when_the_heavier_is_gone() -> None:
    told = standing(both(RIGHTED, "general"), ONCE, TODAY)
    (ends,) = [one for one in prospects(told, ONCE.rulebook) if one.fact]
    assert (ends.fact, ends.gain) == ("ent-q", 2), "four go, two that were left of the problem come back"
    refused = standing(both({"codes": coded("6")}, "general"), ONCE, TODAY)
    gains = {one.kind: one.gain for one in prospects(refused, ONCE.rulebook) if one.fact}
    assert gains == {"check_refused": 1, "rectified_on_time": 1}, "down to the penalty, and no further"


@given(histories, st.sampled_from(("general", "serious")), st.sampled_from(("vis-a", "vis-b")), books, days)
def test_a_penalty_is_never_better_than_none(
    found: list[Fact], class_: str, visit: str, book: Published, on: date
) -> None:
    told = of_entry(problem("new", visit_id=visit, codes=None, until=None, **{"class": class_}))
    after, before = standing([*found, told], book, on), standing(found, book, on)
    assert after.points <= before.points
    assert not is_worse(before.grade, after.grade)


@given(histories, days)
def test_what_would_be_without_a_fact_is_what_is_reckoned_without_it(found: list[Fact], on: date) -> None:
    told = standing(found, ONCE, on)
    for harm in told.because:
        own = [one for one in told.because if one.fact == harm.fact]
        if harm.points < 0 and all(one.kind in PENALTIES | RECTIFIABLE | GIVES_BACK for one in own):
            rest = standing([one for one in found if one.id != harm.fact], ONCE, on)
            assert told.without(ONCE.rulebook, *own) == (rest.points, rest.grade)
