"""What several verdicts on one thing come to together."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.law.findings import GRAVITY, overall
from chalicelib.law.model import Answer
from chalicelib.law.rulebook import Authority

OUTCOMES = st.sampled_from(GRAVITY)
RULINGS = st.lists(st.tuples(OUTCOMES, st.sampled_from(get_args(Authority))), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (["pass", "pass"], "pass"),
        (["pass", "fail", "cannot_tell"], "fail"),
        (["pass", "cannot_tell", "out_of_table"], "cannot_tell"),
        (["pass", "out_of_table", "not_tested"], "out_of_table"),
        (["exempt", "not_tested"], "not_tested"),
        (["pass", "not_tested"], "pass"),
        (["pass", "exempt"], "pass"),
        (["exempt"], "exempt"),
    ],
)
def test_the_gravest_verdict_decides(outcomes: list[Answer], expected: Answer) -> None:
    assert overall((outcome, "settled") for outcome in outcomes) == (expected, "settled")


def test_one_settled_failing_verdict_settles_a_failure() -> None:
    assert overall([("fail", "settled"), ("fail", "indicative"), ("pass", "indicative")]) == (
        "fail",
        "settled",
    )
    assert overall([("fail", "indicative"), ("pass", "settled")]) == ("fail", "indicative")


def test_one_indicative_passing_verdict_leaves_a_pass_indicative() -> None:
    assert overall([("pass", "settled"), ("pass", "indicative")]) == ("pass", "indicative")


def gravity(rulings: list[tuple[Answer, Authority]]) -> int:
    return GRAVITY.index(overall(rulings)[0])


@given(RULINGS, RULINGS)
def test_more_verdicts_never_make_the_verdict_milder(
    some: list[tuple[Answer, Authority]], more: list[tuple[Answer, Authority]]
) -> None:
    assert gravity(some + more) == max(gravity(some), gravity(more))


@given(RULINGS, st.data())
def test_a_graver_verdict_never_makes_the_verdict_milder(
    rulings: list[tuple[Answer, Authority]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(rulings) - 1))
    outcome, authority = rulings[place]
    graver = data.draw(st.sampled_from(GRAVITY[GRAVITY.index(outcome) :]))
    assert gravity([*rulings[:place], (graver, authority), *rulings[place + 1 :]]) >= gravity(rulings)


@given(RULINGS)
def test_the_order_of_verdicts_does_not_matter(rulings: list[tuple[Answer, Authority]]) -> None:
    assert overall(rulings) == overall(rulings[::-1])


@given(RULINGS)
def test_all_settled_verdicts_settle_and_all_indicative_never(
    rulings: list[tuple[Answer, Authority]],
) -> None:
    assert overall((outcome, "settled") for outcome, _ in rulings)[1] == "settled"
    assert overall((outcome, "indicative") for outcome, _ in rulings)[1] == "indicative"


def test_every_outcome_has_its_gravity() -> None:
    assert set(GRAVITY) == set(get_args(Answer))
