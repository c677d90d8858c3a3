"""Working days: the vectors of facts/process.md 8.4, and what happens beyond the announced calendar."""

from datetime import UTC, date, datetime

import pytest

from chalicelib import workdays
from chalicelib.workdays import Due, Overrides

VECTORS = [
    ("2026-02-13", 7, "2026-03-02"),
    ("2026-04-30", 15, "2026-05-25"),
    ("2026-05-09", 20, "2026-06-05"),
    ("2026-09-18", 7, "2026-09-29"),
    ("2026-09-19", 3, "2026-09-22"),
    ("2026-09-24", 7, "2026-10-12"),
    ("2026-09-30", 7, "2026-10-15"),
    ("2026-11-23", 20, "2026-12-21"),
]
MAKE_UP = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
BREAKS = [
    *(["2026-01-01", "2026-01-03"], ["2026-02-15", "2026-02-23"], ["2026-04-04", "2026-04-06"]),
    *(["2026-05-01", "2026-05-05"], ["2026-06-19", "2026-06-21"], ["2026-09-25", "2026-09-27"]),
    ["2026-10-01", "2026-10-07"],
]


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(("start", "count", "due"), VECTORS)
def test_the_vectors_in_working_days(start: str, count: int, due: str) -> None:
    assert workdays.add_workdays(day(start), count) == Due(day(due), provisional=False)


@pytest.mark.parametrize(
    ("start", "count", "due"), [("2026-08-03", 60, "2026-10-08"), ("2026-09-11", 15, "2026-09-28")]
)
def test_the_vectors_in_calendar_days_roll_forward(start: str, count: int, due: str) -> None:
    assert workdays.add_days(day(start), count) == Due(day(due), provisional=False)


def test_the_vector_into_2027_is_provisional() -> None:
    assert workdays.add_workdays(day("2026-12-20"), 20) == Due(day("2027-01-18"), provisional=True)
    assert workdays.add_workdays(day("2026-12-20"), 9) == Due(day("2026-12-31"), provisional=False)
    assert workdays.add_workdays(day("2026-12-20"), 10) == Due(day("2027-01-04"), provisional=True)


def test_the_calendar_of_2026_is_the_state_council_s() -> None:
    assert all(workdays.is_workday(day(one)) for one in MAKE_UP)
    assert not any(workdays.is_workday(day(one)) for pair in BREAKS for one in pair)
    assert not any(workdays.is_workday(day(one)) for one in ("2026-03-07", "2026-03-08"))


def test_a_year_nobody_announced_is_computed_from_weekends_and_fixed_holidays() -> None:
    off = ["2027-01-01", "2027-05-01", "2027-05-03", "2027-10-01", "2027-10-02", "2027-03-06"]
    assert [workdays.is_workday(day(one)) for one in off] == [False, False, True, False, False, False]
    assert not workdays.is_workday(day("2028-05-02"))
    assert not workdays.official().is_covered(day("2027-01-04"))
    assert workdays.official().is_covered(day("2026-12-31"))


def test_the_second_of_may_is_a_fixed_holiday_only_since_2025() -> None:
    fixed = (workdays.Fixed(5, 2, 2025),)
    calendar = Overrides(works={}, covered_years=frozenset(), fixed=fixed)
    assert [calendar.is_workday(date(year, 5, 2)) for year in (2002, 2028)] == [True, False]


def test_announced_days_stand_before_everything_else() -> None:
    works = {
        day("2027-01-01"): False,
        day("2027-01-02"): True,
        day("2027-02-08"): False,
        day("2026-12-30"): False,
    }
    calendar = Overrides(works=works, covered_years=frozenset({2027}), fixed=workdays.official().fixed)
    told = {
        one: calendar.is_workday(day(one)) for one in ("2027-01-01", "2027-01-02", "2027-02-08", "2026-12-30")
    }
    assert list(told.values()) == [False, True, False, False]
    assert calendar.is_workday(day("2027-10-01"))  # a covered year lists all its days off
    assert workdays.add_workdays(day("2026-12-29"), 2, calendar) == Due(day("2027-01-02"), provisional=False)
    partly = Overrides(works=works, covered_years=frozenset(), fixed=())
    assert workdays.roll_forward(day("2027-01-01"), partly) == Due(day("2027-01-02"), provisional=False)
    assert workdays.roll_forward(day("2027-01-03"), partly) == Due(day("2027-01-04"), provisional=True)


def test_no_working_days_is_the_day_itself_or_the_next_workday() -> None:
    assert workdays.add_workdays(day("2026-11-23"), 0) == Due(day("2026-11-23"), provisional=False)
    assert workdays.add_workdays(day("2026-11-22"), 0) == Due(day("2026-11-23"), provisional=False)


def test_an_instant_starts_on_the_city_s_day() -> None:
    evening = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)  # midnight of the 23rd in the city
    assert workdays.add_workdays(evening, 20).day == day("2026-12-21")
    assert workdays.local(evening.replace(hour=15, minute=59)) == day("2026-11-22")
    with pytest.raises(ValueError, match="zone"):
        workdays.local(datetime(2026, 11, 22))  # noqa: DTZ001 (what is refused)
