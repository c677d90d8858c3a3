"""How counts of quarters are kept, and what they are counted from.

key             what                                              read by
CQ#{quarter} ~  what is published of a quarter, written once      GetItem
"""

from collections.abc import Iterator
from datetime import date
from itertools import batched

from chalicelib.clock import local_day
from chalicelib.complaints.counts import Published
from chalicelib.complaints.model import File
from chalicelib.complaints.service_book import Changed
from chalicelib.complaints.store import CLOSED, OPEN, partition
from chalicelib.events import COMPLAINTS_COUNTED
from chalicelib.store import Clash, Item, Table, pages

_BATCH = 100


class CountStore:
    """See service_counts.Archive."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def received(self, unit: str, first: date, last: date) -> Iterator[File]:
        """See Archive: pages of index a, and the files by BatchGetItem. What was closed before came before."""
        for batch in batched(self._ids(unit, first), _BATCH, strict=False):
            for item in self._table.get_many([(partition(one), "~") for one in batch]):
                file = File.model_validate(item.document) if item else None
                if file is not None and file.unit == unit and first <= local_day(file.received_at) <= last:
                    yield file

    def _ids(self, unit: str, first: date) -> Iterator[str]:
        for between in ((f"{OPEN}#", f"{OPEN}#~"), (f"{CLOSED}#{first.isoformat()}", f"{CLOSED}#~")):
            for item in pages(self._table, f"Q#{unit}", between=between, index="a"):
                yield str(item.row["id"])

    def counts(self, quarter: str) -> Published | None:
        """See Archive."""
        item = self._table.get(f"CQ#{quarter}", "~")
        return Published.model_validate(item.document) if item else None

    def keep(self, counts: Published) -> None:
        """See Archive."""
        document = counts.model_dump(mode="json", exclude_none=True)
        try:
            self._table.put(
                Item(f"CQ#{counts.quarter}", "~", document, event=COMPLAINTS_COUNTED.mark), seen=0
            )
        except Clash as clash:
            raise Changed from clash
