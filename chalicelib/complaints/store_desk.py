"""How the desk's queues are read; the keys are told in store.py."""

from datetime import date, timedelta

from chalicelib.complaints.service_book import Listing
from chalicelib.complaints.store import CLOSED, OPEN
from chalicelib.store import Index, Table

PAGE = 100


class QueueStore:
    """See service_desk.Lists."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of_unit(self, unit: str, after: str, *, is_over: bool) -> Listing:
        """A unit's queue: one Query of index a."""
        return self._rows(f"Q#{unit}", "a", after, is_over=is_over)

    def of_person(self, account: str, after: str, *, is_over: bool) -> Listing:
        """What a person handles: one Query of index u."""
        return self._rows(f"Q#{account}", "u", after, is_over=is_over)

    def late(self, unit: str, today: date) -> Listing:
        """What of a unit's open files is over its term: one Query of index a over a range."""
        last = f"{OPEN}#{(today - timedelta(days=1)).isoformat()}#~"
        page = self._table.query(f"Q#{unit}", between=(f"{OPEN}#0", last), limit=PAGE, index="a")
        return Listing(tuple(item.row for item in page.items), page.after)

    def about(self, thing: str, after: str) -> Listing:
        """What is about a thing: one Query of index a."""
        page = self._table.query(f"Q#{thing}", after=after, limit=PAGE, backwards=True, index="a")
        return Listing(tuple(item.row for item in page.items), page.after)

    def _rows(self, partition: str, index: Index, after: str, *, is_over: bool) -> Listing:
        page = self._table.query(
            partition,
            begins=f"{CLOSED if is_over else OPEN}#",
            after=after,
            limit=PAGE,
            backwards=is_over,
            index=index,
        )
        return Listing(tuple(item.row for item in page.items), page.after)
