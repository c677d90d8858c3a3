"""What the readings of a check come to together."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.inspection.checks import GRAVITY, Reason, overall
from chalicelib.inspection.rules import REASONS
from chalicelib.law.model import Answer
from chalicelib.law.rulebook import Authority
from tests.office import check

OUTCOMES = st.sampled_from(GRAVITY)
RULINGS = st.lists(st.tuples(OUTCOMES, st.sampled_from(get_args(Authority))), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (["pass", "pass"], "pass"),
        (["pass", "fail", "cannot_tell"], "fail"),
        (["pass", "cannot_tell", "out_of_table"], "cannot_tell"),
        (["pass", "out_of_table", "not_tested"], "out_of_table"),
        (["pass", "not_tested"], "not_tested"),
        (["pass", "exempt"], "pass"),
        (["exempt"], "exempt"),
    ],
)
def test_the_gravest_reading_decides(outcomes: list[Answer], expected: Answer) -> None:
    assert overall((outcome, "settled") for outcome in outcomes) == (expected, "settled")


def test_one_settled_failing_reading_settles_a_failure() -> None:
    assert overall([("fail", "settled"), ("fail", "indicative"), ("pass", "indicative")]) == (
        "fail",
        "settled",
    )
    assert overall([("fail", "indicative"), ("pass", "settled")]) == ("fail", "indicative")


def test_one_indicative_passing_reading_leaves_a_pass_indicative() -> None:
    assert overall([("pass", "settled"), ("pass", "indicative")]) == ("pass", "indicative")


def gravity(rulings: list[tuple[Answer, Authority]]) -> int:
    return GRAVITY.index(overall(rulings)[0])


@given(RULINGS, RULINGS)
def test_more_readings_never_make_the_verdict_milder(
    some: list[tuple[Answer, Authority]], more: list[tuple[Answer, Authority]]
) -> None:
    assert gravity(some + more) == max(gravity(some), gravity(more))


@given(RULINGS, st.data())
def test_a_graver_reading_never_makes_the_verdict_milder(
    rulings: list[tuple[Answer, Authority]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(rulings) - 1))
    outcome, authority = rulings[place]
    graver = data.draw(st.sampled_from(GRAVITY[GRAVITY.index(outcome) :]))
    assert gravity([*rulings[:place], (graver, authority), *rulings[place + 1 :]]) >= gravity(rulings)


@given(RULINGS)
def test_the_order_of_readings_does_not_matter(rulings: list[tuple[Answer, Authority]]) -> None:
    assert overall(rulings) == overall(rulings[::-1])


@given(RULINGS)
def test_all_settled_readings_settle_and_all_indicative_never(
    rulings: list[tuple[Answer, Authority]],
) -> None:
    assert overall((outcome, "settled") for outcome, _ in rulings)[1] == "settled"
    assert overall((outcome, "indicative") for outcome, _ in rulings)[1] == "indicative"


def test_every_outcome_has_its_gravity_and_every_reason_its_sentences() -> None:
    assert set(GRAVITY) == set(get_args(Answer))
    assert set(REASONS) == set(get_args(Reason))
    assert [reason for reason, words in REASONS.items() if not (words.zh and words.en)] == []


@pytest.mark.parametrize(
    "changed",
    [
        {"readings": []},
        {"readings": [{"load_g": "1", "indication_g": "1"}] * 51},
        {"readings": [{"load_g": 1.5, "indication_g": "1"}]},
        {"readings": [{"load_g": "-1", "indication_g": "1"}]},
        {"readings": [{"load_g": "NaN", "indication_g": "1"}]},
        {"weights": {"class": "M9"}},
        {"weights": {}},
        {"device_at": "2026-11-24T03:58:00"},
        {"device_at": 1763971200},
        {"note": "长" * 501},
        {"place": {"lat": "91", "lon": "118.1"}},
        {"place": {"lat": 24.48, "lon": "118.1"}},
        {"kind": "fuel"},
        {"verdict": "pass"},
    ],
)
def test_what_cannot_be_a_check_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        check(**changed)


def test_fifty_readings_and_a_place_are_accepted() -> None:
    full = check(
        readings=[{"load_g": "1", "indication_g": "-1", "added_load_g": "0.5", "zero_error_g": "-0.1"}] * 50,
        place={"lat": "24.4798", "lon": "118.0894", "accuracy_m": "12"},
        note="长" * 500,
    )
    assert len(full.readings) == 50
