"""What people are told of states, in both languages."""

from typing import get_args

import pytest

from chalicelib.errors import Sentence
from chalicelib.sampling import assignments, plans, problems
from chalicelib.sampling.problems import ASSIGNMENT_STATES, PLAN_STATES, AssignmentSettled, WrongState


def test_every_state_has_its_words() -> None:
    assert PLAN_STATES.keys() == set(get_args(plans.State))
    assert ASSIGNMENT_STATES.keys() == set(get_args(assignments.State))


@pytest.mark.parametrize(
    ("kind", "states"), [(WrongState, PLAN_STATES), (AssignmentSettled, ASSIGNMENT_STATES)]
)
def test_a_state_is_told_in_words_and_its_code_is_a_fact(
    kind: type[problems._OfState], states: dict[str, Sentence]
) -> None:
    for code, word in states.items():
        failure = kind(state=code)
        assert failure.facts == {"state": code}
        assert word.zh in failure.sentence().zh
        assert code not in failure.sentence().zh
        assert word.en in failure.sentence().en
