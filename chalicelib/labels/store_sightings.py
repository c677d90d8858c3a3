"""How counts of citizens' scans are kept (ops table); each goes by itself.

pk               sk              what                                                       kept
SEEN#{number}    {yyyy-mm-ddThh} counts by label, outcome and cell in one hour              30 days
NETWORK#{hash}   {yyyy-mm-ddThh} how many scans a network sent; the hash is salted daily    2 hours
SALT#{day}       ~               the day's salt                                             2 days
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.labels.service_sightings import Seen, Sighting
from chalicelib.store import Clash, Item, Table, pages, put_once

_ATTEMPTS = 3
_MOST_ROWS = 64
_MOST_IN_ROW = 9999
_KEPT = timedelta(days=30)
_PASS_KEPT = timedelta(hours=2)
_SALT_KEPT = timedelta(days=2)

type Counts = Mapping[str, int]


class SightingStore:
    """See service_sightings.SightingBook."""

    def __init__(self, main: Table, ops: Table) -> None:
        self._main = main
        self._ops = ops

    def is_registered(self, number: str) -> bool:
        """See SightingBook."""
        return self._main.get(f"I#{number}", "~") is not None

    def salt(self, day: str, fresh: bytes) -> bytes:
        """See SightingBook."""
        key = f"SALT#{day}", "~"
        standing = self._ops.get(*key)
        if standing is None:
            ends = datetime.fromisoformat(day).replace(tzinfo=UTC) + _SALT_KEPT
            new = Item(*key, {"salt": fresh.hex()}, expires_s=int(ends.timestamp()))
            try:
                standing = put_once(self._ops, new)
            except Clash as clash:
                standing = clash.standing or new
        return bytes.fromhex(standing.document["salt"])

    def admit(self, network: str, hour: datetime, most: int) -> bool:
        """See SightingBook."""

        def counted(counts: Counts) -> Counts | None:
            return None if counts.get("calls", 0) >= most else _plus(counts, "calls")

        return self._count(f"NETWORK#{network}", hour, _PASS_KEPT, counted)

    def add(self, seen: Seen, hour: datetime) -> bool:
        """See SightingBook."""
        row = _row(seen)

        def added(counts: Counts) -> Counts | None:
            is_full = row not in counts and len(counts) >= _MOST_ROWS
            return None if is_full or counts.get(row, 0) >= _MOST_IN_ROW else _plus(counts, row)

        return self._count(f"SEEN#{seen.number}", hour, _KEPT, added)

    def of(self, number: str, since: datetime) -> Iterable[Sighting]:
        """See SightingBook."""
        first = f"{since.astimezone(UTC):%Y-%m-%dT%H}"
        for item in pages(self._ops, f"SEEN#{number}"):
            if item.sk >= first:
                hour = datetime.fromisoformat(f"{item.sk}:00+00:00")
                for row, count in item.document["counts"].items():
                    yield Sighting(_seen(number, row), hour, count)

    def _count(
        self, pk: str, hour: datetime, kept: timedelta, change: Callable[[Counts], Counts | None]
    ) -> bool:
        """Change the counts of an hour; False when there is nothing to change or others were always faster."""
        sk = f"{hour:%Y-%m-%dT%H}"
        ends_s = int((hour + kept).timestamp())
        for _ in range(_ATTEMPTS):
            standing = self._ops.get(pk, sk)
            changed = change(standing.document["counts"] if standing else {})
            if changed is None:
                return False
            seen = standing.v if standing else 0
            try:
                self._ops.put(Item(pk, sk, {"counts": changed}, v=seen + 1, expires_s=ends_s), seen=seen)
            except Clash:
                continue
            return True
        return False


def _plus(counts: Counts, name: str) -> Counts:
    return {**counts, name: counts.get(name, 0) + 1}


def _row(seen: Seen) -> str:
    return " ".join((str(seen.counter or 0), seen.outcome, *(seen.cell or ())))


def _seen(number: str, row: str) -> Seen:
    counter, outcome, *cell = row.split(" ")
    told: Any = outcome
    return Seen(number, int(counter) or None, told, (cell[0], cell[1]) if cell else None)
