"""How the counts of days are kept.

key                what                                read by
DAYS#{yyyy} {day}  counts of a day, as counted last    Query of the days that are told
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import date

from chalicelib.publication.history import Count, Day
from chalicelib.store import Clash, Item, Table, pages


class HistoryStore:
    """See service_opendata.Days."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def keep(self, day: Day) -> None:
        """See Days. Of two runs at the same time one is kept: they counted the same five minutes."""
        document = {"day": day.day.isoformat(), "counts": [asdict(count) for count in day.counts]}
        pk, sk = f"DAYS#{day.day.year}", day.day.isoformat()
        standing = self._table.get(pk, sk)
        if standing is not None and standing.document == document:
            return
        seen = standing.v if standing else 0
        with suppress(Clash):
            self._table.put(Item(pk, sk, document, v=seen + 1), seen)

    def days(self, first: date, last: date) -> Iterator[Day]:
        """See Days."""
        for year in range(first.year, last.year + 1):
            for item in pages(self._table, f"DAYS#{year}", between=(first.isoformat(), last.isoformat())):
                counts = tuple(Count(**count) for count in item.document["counts"])
                yield Day(date.fromisoformat(item.document["day"]), counts)
