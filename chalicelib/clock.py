"""The clock port: time comes in through the door. Instants are UTC; the law's day is the local day of the city."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Answers the present instant, aware, in UTC."""

CITY_ZONE = ZoneInfo("Asia/Shanghai")


def system_clock() -> datetime:
    """The machine's own time."""
    return datetime.now(UTC)


def local_day(at: datetime) -> date:
    """The day of the law: the date in the city at this instant, not the UTC date."""
    return at.astimezone(CITY_ZONE).date()


def day_start(day: date) -> datetime:
    """The first instant of a local day."""
    return datetime.combine(day, time.min, CITY_ZONE)


def in_milliseconds(at: datetime) -> datetime:
    """The instant as it can be stored: what is finer is cut off."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def stamp(at: datetime) -> str:
    """An instant as stored and sent: UTC ISO 8601 in milliseconds, sortable as text."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
