"""The bench of standings is of standings: its city has every grade, two million merchants fit a quarter of an hour."""

import pytest

from bench.standing import city, kept, opened, whole
from chalicelib.credit.rulebook import GRADES

FUNCTION_S = 900
"""What `restand` has on the day of a new rulebook, of CPU; reading is not counted."""


def test_what_is_measured_is_a_standing() -> None:
    for found in city(50):
        assert opened([one.line() for one in found]) == kept(found)
    assert set(whole(3_000)[1]) == set(GRADES)


@pytest.mark.soak
def test_two_million_merchants() -> None:
    seconds, grades = whole(2_000_000)
    assert sum(grades.values()) == 2_000_000
    assert seconds < FUNCTION_S
