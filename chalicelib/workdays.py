"""Working days of the city (工作日): the State Council's calendar, and what to do where it does not reach.

The library chinesecalendar knows the yearly notices up to the last it was released with; later notices are rows of
law/data/calendar/workdays.toml. A year neither of them covers is computed from weekends and the fixed holidays, and
every date that rests on such a year is provisional: compute it again when the notice is out.
"""

import tomllib
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from chalicelib.clock import local_day

_DATA = Path(__file__).parent / "law" / "data" / "calendar" / "workdays.toml"
_DAY = timedelta(days=1)
_SATURDAY = 5
_MONTHS_PER_YEAR = 12


class Due(NamedTuple):
    """A day something is due; `provisional` when it rests on a year whose holidays are not announced."""

    day: date
    provisional: bool


class Fixed(NamedTuple):
    """A holiday with the same date every year."""

    month: int
    date: int
    since_year: int


@dataclass(frozen=True)
class Overrides:
    """What was announced since the library's release: days off (False) and make-up workdays (True), whole years."""

    works: Mapping[date, bool]
    covered_years: frozenset[int]
    fixed: tuple[Fixed, ...]

    def is_covered(self, day: date) -> bool:
        """Whether the State Council's notice for this day is known."""
        return day in self.works or day.year in self.covered_years or day.year in _library_years()

    def is_workday(self, day: date) -> bool:
        """Whether offices work on this day; on a day that is not covered a computed answer."""
        if day in self.works:
            return self.works[day]
        if day.year in _library_years() and day.year not in self.covered_years:
            from chinese_calendar import is_workday as announced

            return bool(announced(day))
        is_fixed = any(
            (day.month, day.day) == (holiday.month, holiday.date) and day.year >= holiday.since_year
            for holiday in self.fixed
        )
        # In a covered year all days off are listed; the fixed ones are only a stand-in.
        return day.weekday() < _SATURDAY and (not is_fixed or day.year in self.covered_years)


@cache
def _library_years() -> range:
    from chinese_calendar import constants

    years = [day.year for day in constants.holidays]
    return range(min(years), max(years) + 1)


@cache
def official() -> Overrides:
    """The overrides in force, from the data of the law."""
    rows = [
        row
        for version in tomllib.loads(_DATA.read_text(encoding="utf-8"))["version"]
        for row in version["rows"]
    ]
    return Overrides(
        works={row["day"]: row["kind"] == "work" for row in rows if row["kind"] in {"work", "off"}},
        covered_years=frozenset(row["year"] for row in rows if row["kind"] == "covered_year"),
        fixed=tuple(
            Fixed(row["month"], row["date"], row.get("since_year", 0))
            for row in rows
            if row["kind"] == "fixed"
        ),
    )


def is_workday(day: date) -> bool:
    """Whether offices in the city work on this day."""
    return official().is_workday(day)


def local(start: date | datetime) -> date:
    """The city's day of an instant; a day as it is. An instant without a zone is refused."""
    if not isinstance(start, datetime):
        return start
    if start.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return local_day(start)


def roll_forward(day: date, calendar: Overrides | None = None) -> Due:
    """The day itself when it is a workday, otherwise the next one (程序规定 第八十条)."""
    known = calendar or official()
    provisional = not known.is_covered(day)
    while not known.is_workday(day):
        day += _DAY
        provisional = provisional or not known.is_covered(day)
    return Due(day, provisional)


def add_workdays(start: date | datetime, count: int, calendar: Overrides | None = None) -> Due:
    """The last of `count` workdays after `start`; the day of start is not counted."""
    known = calendar or official()
    day, left, provisional = local(start), count, False
    while left > 0:
        day += _DAY
        provisional = provisional or not known.is_covered(day)
        left -= known.is_workday(day)
    return Due(day, provisional) if count > 0 else roll_forward(day, known)


def add_days(start: date | datetime, count: int, calendar: Overrides | None = None) -> Due:
    """`count` calendar days after `start`, rolled forward to a workday; the day of start is not counted."""
    return roll_forward(local(start) + timedelta(days=count), calendar)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last: three months after 30 November is the end of February."""
    years, month = divmod(day.month - 1 + months, _MONTHS_PER_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
