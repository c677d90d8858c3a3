from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib import democlock
from chalicelib.clock import local_day, stamp
from tests.fakes import FakeTable

NEW_YEARS_EVE = datetime(2026, 12, 31, 15, 59, 59, 999_000, tzinfo=UTC)


def test_the_day_of_the_law_is_the_local_day() -> None:
    assert local_day(NEW_YEARS_EVE) == date(2026, 12, 31)
    assert local_day(NEW_YEARS_EVE + timedelta(milliseconds=1)) == date(2027, 1, 1)


def test_stamps_are_utc_and_sort_as_text() -> None:
    assert stamp(NEW_YEARS_EVE) == "2026-12-31T15:59:59.999Z"
    assert stamp(NEW_YEARS_EVE) < stamp(NEW_YEARS_EVE + timedelta(milliseconds=1))


def test_the_demo_clock_moves_forward_and_is_seen_within_two_seconds() -> None:
    table = FakeTable()
    now = [NEW_YEARS_EVE]
    clock = democlock.MovableClock(table, lambda: now[0])
    assert clock() == NEW_YEARS_EVE
    assert democlock.advance(table, timedelta(days=1)) == timedelta(days=1)
    assert democlock.advance(table, timedelta(days=2)) == timedelta(days=3)
    now[0] += timedelta(seconds=3)
    assert clock() == NEW_YEARS_EVE + timedelta(days=3, seconds=3)


def test_the_demo_clock_never_moves_back() -> None:
    with pytest.raises(ValueError, match="forward"):
        democlock.advance(FakeTable(), timedelta(seconds=-1))
