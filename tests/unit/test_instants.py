"""Times are ISO 8601 text with a zone; nothing else is taken for a time."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from chalicelib.instants import Day, Instant

INSTANT, DAY = TypeAdapter(Instant), TypeAdapter(Day)


def test_an_instant_is_kept_in_utc_milliseconds() -> None:
    read = INSTANT.validate_json('"2026-11-24T12:00:00.123456+08:00"')
    assert read == datetime(2026, 11, 24, 4, 0, 0, 123000, tzinfo=UTC)
    assert INSTANT.dump_json(read) == b'"2026-11-24T04:00:00.123Z"'


@pytest.mark.parametrize(
    "sent",
    [
        "1763971200",
        '"1763971200"',
        "1763971200.5",
        "true",
        "null",
        '"2026-11-24"',
        '"2026-11-24T08:00:00"',
        '"2026-13-24T08:00:00Z"',
        '"2026-11-24T08:00:00Zulu"',
        '"0001-01-01T00:00:00+14:00"',
        '"9999-12-31T23:59:59-12:00"',
        '"1969-12-31T23:59:59Z"',
        '"2026-11-24T08:00:00+99:00"',
    ],
)
def test_anything_else_is_no_instant(sent: str) -> None:
    with pytest.raises(ValidationError):
        INSTANT.validate_json(sent)


@pytest.mark.parametrize(
    "sent", ["20261124", '"20261124"', '"1763942400"', '"2026-11-24T00:00:00"', '"2026-02-30"']
)
def test_anything_but_a_date_is_no_day(sent: str) -> None:
    with pytest.raises(ValidationError):
        DAY.validate_json(sent)
