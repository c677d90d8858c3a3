"""Standing: a pure function of public facts, a rulebook and a day; every point has its fact, and none outlives it."""

import json
import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import facts
from chalicelib.credit.rulebook import GRADES, Published
from chalicelib.credit.standing import Standing, is_worse, standing
from chalicelib.facts import Fact
from tests.standings import (
    FIRST,
    TODAY,
    books,
    coded,
    commitment,
    day,
    days,
    entry,
    head,
    hidden,
    histories,
    of_commitment,
    of_entry,
    of_head,
    problem,
)

DAY = timedelta(days=1)


def reckoned(*found: Fact, on: date = TODAY) -> Standing:
    return standing(found, FIRST, on)


def counted(*found: Fact, on: date = TODAY) -> list[tuple[str, int]]:
    return [(one.kind, one.points) for one in reckoned(*found, on=on).because]


def test_whoever_was_never_checked_is_regular_and_owes_no_point() -> None:
    nothing = reckoned()
    assert (nothing.grade, nothing.points, nothing.because, nothing.changes_on) == ("regular", 0, (), None)


@pytest.mark.parametrize(
    ("told", "kind", "points"),
    [
        (of_entry(entry()), "drawn_check_clean", 2),
        (of_entry(entry(source="recheck")), "other_check_clean", 1),
        (of_entry(problem()), "check_problem", -3),
        (of_entry(problem(codes=coded("6"))), "check_refused", -5),
        (of_entry(problem(source="complaint")), "complaint_confirmed", -3),
        (of_entry(problem(kind="penalty", **{"class": "general"})), "penalty_general", -4),
        (of_entry(problem(kind="penalty", **{"class": "serious"})), "penalty_serious", -8),
        (of_commitment(commitment()), "commitment_held", 1),
        (of_commitment(commitment(step="breached")), "commitment_breached", -2),
        (of_commitment(commitment(step="restored")), "commitment_held", 1),
        (of_head(head()), "verification_lapsed", -1),
    ],
)
def test_every_kind_of_fact_counts_what_the_rulebook_says(told: Fact, kind: str, points: int) -> None:
    assert counted(told) == [(kind, points)]


@pytest.mark.parametrize(
    "told",
    [
        of_entry(entry(codes=coded("7"))),
        of_entry(entry(codes=coded("4"))),
        of_entry(problem(kind="penalty_minor", **{"class": "minor"})),
        of_commitment(commitment(step="withdrawn")),
        of_head(head(lapsed=30)),
        of_head(head(state="scrapped")),
        of_head(head(state="suspended")),
        of_head(head(verification=None)),
        of_head(head(verification={"id": "v", "verified_on": day(9), "valid_until": None})),
    ],
)
def test_what_is_not_about_honest_measurement_or_not_sure_does_not_count(told: Fact) -> None:
    assert counted(told) == []


def test_a_problem_put_right_in_time_counts_less_from_that_day_and_ends_with_the_problem() -> None:
    told = of_entry(problem(ago=100, rectified={"on": day(50), "on_time": True}))
    assert counted(told, on=TODAY - 51 * DAY) == [("check_problem", -3)]
    assert counted(told, on=TODAY - 50 * DAY) == [("check_problem", -3), ("rectified_on_time", 2)]
    last = TODAY + (729 - 100) * DAY  # two years from the check, the check's day being the first
    shown = of_entry(problem(ago=100, until=None, rectified={"on": day(50), "on_time": False}))
    assert counted(shown, on=last) == [("check_problem", -3), ("rectified_late", 1)]
    assert counted(shown, on=last + DAY) == []


def test_a_limit_is_filled_by_the_newest_and_says_so_of_the_rest() -> None:
    found = [of_entry(entry(name, ago=ago)) for name, ago in (("a", 300), ("b", 200), ("c", 100))]
    told = reckoned(*found)
    assert [(one.fact, one.points) for one in told.because] == [("ent-c", 2), ("ent-b", 2), ("ent-a", 0)]
    assert (told.points, told.grade) == (4, "good")


def test_praise_needs_a_check() -> None:
    held = of_commitment(commitment())
    assert reckoned(held).grade == "regular"
    assert FIRST.rulebook.graded("good").needs == ("drawn_check_clean", "other_check_clean")


def test_a_penalty_ends_with_its_publication_and_a_certificate_begins_to_count_after_its_grace() -> None:
    penalty = of_entry(problem(kind="penalty", until=day(0), **{"class": "serious"}))
    assert counted(penalty) == [("penalty_serious", -8)]
    assert counted(penalty, on=TODAY + DAY) == []
    lapsing = of_head(head(lapsed=30))  # its last day was thirty days ago; the thirty-first day after counts
    assert reckoned(lapsing).changes_on == TODAY + DAY
    assert counted(lapsing, on=TODAY + DAY) == [("verification_lapsed", -1)]


def test_its_one_text_is_held() -> None:
    told = reckoned(of_entry(problem(ago=100)), of_commitment(commitment()))
    assert json.loads(told.kept()) == {
        "because": [
            {
                "about": "commitment",
                "day": day(100),
                "fact": "com-c",
                "kind": "commitment_held",
                "points": 1,
                "until": day(-265),
            },
            {
                "about": "entry",
                "day": day(100),
                "fact": "ent-p",
                "kind": "check_problem",
                "points": -3,
                "until": day(-500),
            },
        ],
        "changes_on": day(-266),
        "day": "2026-11-26",
        "facts_sha256": facts.sha256(
            facts.lines([of_entry(problem(ago=100)), of_commitment(commitment())], TODAY)
        ),
        "grade": "attention",
        "points": -2,
        "rulebook": FIRST.name(),
    }


@given(histories, st.randoms(use_true_random=False), books, days)
def test_order_of_arrival_and_repetition_do_not_matter(
    found: list[Fact], chance: random.Random, book: Published, on: date
) -> None:
    shuffled = [*found, *chance.sample(found, len(found) // 2)]
    chance.shuffle(shuffled)
    assert standing(shuffled, book, on).kept() == standing(found, book, on).kept()


@given(histories, st.integers(-40, 900), st.sampled_from(("draw", "campaign", "recheck")), books, days)
def test_a_passed_check_never_lowers(
    found: list[Fact], ago: int, source: str, book: Published, on: date
) -> None:
    before = standing(found, book, on)
    after = standing([*found, of_entry(entry("new", ago=ago, source=source))], book, on)
    assert after.points >= before.points
    assert not is_worse(after.grade, before.grade)


@given(histories, st.integers(0, 700), books, days)
def test_a_problem_is_never_better_than_none_however_it_was_put_right(
    found: list[Fact], ago: int, book: Published, on: date
) -> None:
    told = of_entry(problem("new", ago=ago, rectified={"on": day(ago), "on_time": True}, until=None))
    after, before = standing([*found, told], book, on), standing(found, book, on)
    assert after.points <= before.points
    assert not is_worse(before.grade, after.grade)


@given(
    histories, books, st.integers(-40, 700), st.sampled_from(({}, {"kind": "penalty", "class": "serious"}))
)
def test_an_expired_fact_is_gone_on_its_day(
    found: list[Fact], book: Published, ago: int, kind: dict[str, str]
) -> None:
    last = TODAY - ago * DAY
    with_it = [*found, of_entry(problem("new", ago=ago + 20, until=day(ago), **kind))]
    assert standing(with_it, book, last + DAY).kept() == standing(found, book, last + DAY).kept()
    assert standing(with_it, book, last).points < standing(found, book, last).points


@given(histories, books, days, st.sampled_from(("repaired", "withdrawn", "expired", "erased")))
def test_what_is_hidden_is_gone_whichever_statement_comes_first(
    found: list[Fact], book: Published, on: date, step: str
) -> None:
    shown, gone = of_entry(problem("new", n=1)), of_entry(hidden(problem("new"), 2, step))
    expected = standing(found, book, on).kept()
    assert standing([*found, shown, gone], book, on).kept() == expected
    assert standing([gone, shown, *found], book, on).kept() == expected


@given(histories, books, days)
def test_nothing_changes_before_the_day_it_says(found: list[Fact], book: Published, on: date) -> None:
    told = standing(found, book, on)
    later = told.changes_on - DAY if told.changes_on else on + 4000 * DAY
    assert standing(found, book, later) == told.model_copy(update={"day": later})
    if told.changes_on:
        turned = standing(found, book, told.changes_on)
        assert turned.model_copy(update={"day": on, "changes_on": told.changes_on}) != told


@given(histories, books, days)
def test_every_point_is_explained_by_a_fact_that_is_public(
    found: list[Fact], book: Published, on: date
) -> None:
    told = standing(found, book, on)
    public = {one.id for one in facts.newest(found) if one.is_shown(on)}
    assert sum(one.points for one in told.because) == told.points
    assert {one.fact for one in told.because} <= public
    assert told.grade in GRADES


@given(histories, books, days)
def test_the_lines_say_all_that_counts(found: list[Fact], book: Published, on: date) -> None:
    told = facts.lines(found, on)
    assert standing(facts.read(told), book, on).kept() == standing(found, book, on).kept()
    assert facts.sha256(told) == standing(found, book, on).facts_sha256


@pytest.mark.parametrize("line", ["{}", "[]", '{"about":"entry"}', "nonsense", '"about"'])
def test_a_line_that_is_no_fact_is_refused(line: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - JSON's own failure is one
        list(facts.read([line]))


def test_a_line_is_of_what_is_shown() -> None:
    with pytest.raises(ValueError, match="not shown"):
        of_entry(hidden(problem(), 2)).line()
