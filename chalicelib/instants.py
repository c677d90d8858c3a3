"""Instants and days as clients send them: ISO 8601 text only, so that no number is taken for a time."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from chalicelib.clock import in_milliseconds, stamp

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?.*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""A phone whose battery died says 1970; outside these years nobody measures, and zones overflow."""


def _instant(value: object) -> object:
    """Text only: pydantic would also read 1763971200 and "1763971200" as times."""
    if isinstance(value, datetime) or (isinstance(value, str) and _INSTANT.fullmatch(value)):
        return value
    raise PydanticCustomError("instant", "send a time such as 2026-11-24T08:00:00Z")


def _plausible(value: datetime) -> datetime:
    if not _FIRST <= value <= _LAST:
        raise PydanticCustomError("instant", "send a time between 1970 and 2200")
    return in_milliseconds(value.astimezone(UTC))


def _day(value: object) -> object:
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("day", "send a date such as 2026-11-24")


Instant = Annotated[
    AwareDatetime,
    BeforeValidator(_instant),
    AfterValidator(_plausible),
    PlainSerializer(stamp, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-11-24T08:00:00Z"]}),
]
"""An aware instant between 1970 and 2200, UTC inside and outside, in milliseconds as it is stored."""

Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-11-24"]}),
]
"""A local calendar day."""
