"""The movable clock of demo stages (design.md section 2): forward only, by an offset kept in the ops table."""

from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.store import Item, Table

OFFSET_KEY = ("CLOCK", "~")
_FRESH_SECONDS = 2


class MovableClock:
    """A clock that runs ahead of the machine's by the stored offset; read again every two seconds."""

    def __init__(self, table: Table, now: Callable[[], datetime]) -> None:
        self._table = table
        self._now = now
        self._ahead = timedelta()
        self._read_at: datetime | None = None

    def __call__(self) -> datetime:
        """The demo's present, UTC."""
        now = self._now()
        if self._read_at is None or now - self._read_at > timedelta(seconds=_FRESH_SECONDS):
            item = self._table.get(*OFFSET_KEY)
            self._ahead = timedelta(seconds=item.document["ahead_seconds"]) if item else timedelta()
            self._read_at = now
        return now + self._ahead


def advance(table: Table, by: timedelta) -> timedelta:
    """Move the stage's clock forward by `by` (not negative); answers how far ahead it is now."""
    if by < timedelta():
        raise ValueError("the clock only moves forward")
    item = table.get(*OFFSET_KEY)
    ahead = timedelta(seconds=item.document["ahead_seconds"] if item else 0) + by
    document = {"ahead_seconds": int(ahead.total_seconds())}
    table.put(Item(*OFFSET_KEY, document, v=(item.v if item else 0) + 1), seen=item.v if item else 0)
    return ahead
