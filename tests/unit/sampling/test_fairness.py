"""The fairness report: chances against published values and enumeration, windows, honest and cheating offices."""

import math
from collections import Counter
from datetime import date
from itertools import combinations, product

import pytest

from chalicelib.sampling import fairness
from chalicelib.sampling.fairness import LEVEL, Held, Window, window
from tests.unit.sampling import offices


def test_fisher_s_tea() -> None:
    # Fisher 1935: all four of eight cups told right by chance is 1 in 70, three or more 17 in 70.
    assert fairness.more_than_others(4, 4, 4, 8) == pytest.approx(1 / 70)
    assert fairness.more_than_others(3, 4, 4, 8) == pytest.approx(17 / 70)


@pytest.mark.parametrize("reached", [(2, 2), (1, 3), (0, 2), (3, 3)])
def test_never_visited_is_what_counting_all_draws_gives(reached: tuple[int, ...]) -> None:
    size = 5
    every = [list(combinations(range(size), count)) for count in reached]
    left = Counter(size - len(set().union(*one)) for one in product(*every))
    total = math.prod(map(len, every))
    for never in range(size + 1):
        exact = sum(count for found, count in left.items() if found >= never) / total
        assert fairness.never_chance(size, reached, never) == pytest.approx(exact, abs=1e-12)


def test_the_window_follows_from_the_calendar() -> None:
    assert window("2026-02") == Window(date(2023, 3, 1), date(2026, 2, 28))
    assert window("2024-02").last == date(2024, 2, 29)
    assert fairness.month_before(date(2026, 3, 1)) == fairness.month_before(date(2026, 3, 31)) == "2026-02"
    assert fairness.month_before(date(2026, 1, 5)) == "2025-12"
    assert fairness.months_until("2025-11", date(2026, 2, 28)) == ["2025-11", "2025-12", "2026-01"]
    assert fairness.months_until("2026-02", date(2026, 2, 28)) == []
    for wrong in ("2026-13", "2026", "", "2026-1", "../2026-01"):
        with pytest.raises(ValueError, match=r"."):
            window(wrong)


def test_expected_visits_are_what_counting_all_draws_gives() -> None:
    size, reached = 4, (1, 2, 3)
    every = [list(combinations(range(size), count)) for count in reached]
    draws = list(product(*every))
    told = Counter(sum(one in drawn for drawn in draw) for draw in draws for one in range(size))
    assert fairness.times(size, reached) == pytest.approx([told[n] / len(draws) for n in range(4)])


def test_a_report_counts_visits_what_was_dropped_and_who_waits() -> None:
    rounds = [
        Held(date(2026, 2, 1), frozenset("a"), frozenset("a")),
        Held(date(2026, 6, 1), frozenset("bc"), frozenset("b")),
    ]
    found = fairness.counted(3, rounds, is_equal=True)
    assert (found.objects, found.never, found.dropped) == (3, 1, 1)
    assert found.expected == pytest.approx(2 / 3)
    assert found.chances() == {"never": pytest.approx(1.0), "dropped": found.dropped_chance}
    assert fairness.alarms(found.chances()) == ()
    assert fairness.counted(3, rounds, is_equal=False).chances().keys() == {"dropped"}
    year = Window(date(2026, 1, 1), date(2026, 12, 31))
    assert fairness.longest_waits(rounds, year) == {"a": 333, "b": 213}


def test_an_honest_office_is_left_in_peace_and_cheats_are_seen() -> None:
    assert offices.rate(offices.honest, 20, 1, 100, LEVEL) <= 0.03
    assert offices.rate(offices.sparing, 20, 2, 20, LEVEL) >= 0.8
    assert offices.rate(offices.dropping, 20, 3, 20, LEVEL) >= 0.8
    assert offices.rate(offices.redrawing, 10, 4, 60, LEVEL) >= 0.1


def test_all_tests_of_a_report_share_its_level() -> None:
    assert fairness.alarms({"a": 0.004, "b": 0.006}, 0.01) == ("a",)
