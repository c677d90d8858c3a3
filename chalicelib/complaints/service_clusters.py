"""Clusters of a unit's open files, worked out when they are asked for: nothing is kept of them, nothing merged."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, local_day
from chalicelib.complaints.clusters import Clue, Cluster, clusters, rule
from chalicelib.complaints.service_book import Book, Listing
from chalicelib.errors import NotFound

_MOST_ROWS = 2000
"""Of a unit's open files that are compared; a unit with more has other worries."""
_BATCH = 100


class Queue(Protocol):
    """A unit's open files."""

    def of_unit(self, unit: str, after: str, *, is_over: bool) -> Listing: ...


@dataclass(frozen=True)
class Clusters:
    """Proposes which files may have one cause."""

    book: Book
    queue: Queue
    clock: Clock

    def proposed(self, actor: Actor, unit: str) -> list[tuple[Cluster, list[Mapping[str, Any]]]]:
        """The clusters among a unit's open files, each with the rows of its files. Raises NotFound."""
        if not actor.works_in(unit):
            raise NotFound(id=unit)
        rows = {str(row["id"]): row for row in self._open(unit)}
        together = _together(list(rows.values()))
        files = [
            file
            for start in range(0, len(together), _BATCH)
            for file in self.book.files(tuple(together[start : start + _BATCH]))
            if file.is_open
        ]
        found = clusters(map(Clue.of, files), rule(local_day(self.clock())))
        return [(one, [rows[name] for name in one.files]) for one in found]

    def _open(self, unit: str) -> list[Mapping[str, Any]]:
        rows, after = list[Mapping[str, Any]](), ""
        while True:
            page = self.queue.of_unit(unit, after, is_over=False)
            rows += page.rows
            after = page.after
            if not after or len(rows) >= _MOST_ROWS:
                return rows[:_MOST_ROWS]


def _together(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The files that share a stall or an instrument with another: only these need be read."""
    things = Counter(row.get(name) for row in rows for name in ("stall_id", "instrument_id") if row.get(name))
    return [
        str(row["id"])
        for row in rows
        if any(things[row.get(name)] > 1 for name in ("stall_id", "instrument_id"))
    ]
