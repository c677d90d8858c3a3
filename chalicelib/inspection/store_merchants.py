"""How merchants find what was checked of theirs, and how ratings are counted.

V#{visit}  C#{check}   the check; u = K#{merchant}   Query of index u: what was checked of a merchant's, newest first
V#{visit}  Z#{mark}    a merchant has rated          GetItem; written with the count
Y#RATING#{district}  {year}  the count               GetItem
"""

from chalicelib.inspection.model import Visit
from chalicelib.inspection.ratings import RatingCount
from chalicelib.inspection.service_book import Changed, Counted, Rows, Stored
from chalicelib.inspection.store import InspectionStore
from chalicelib.store import Clash, Item, Put, Table, pages

PAGE = 100


class DealingStore:
    """See service_merchants.Dealings."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def visit(self, visit_id: str) -> Stored[Visit] | None:
        """The visit: one GetItem."""
        return InspectionStore(self._table).visit(visit_id)

    def of_merchant(self, merchant_id: str, after: str) -> Rows:
        """See Dealings: one Query."""
        page = self._table.query(f"K#{merchant_id}", after=after, limit=PAGE, backwards=True, index="u")
        return Rows(tuple(item.row for item in page.items), page.after)

    def was_checked(self, visit_id: str, merchant_id: str) -> bool:
        """See Dealings: the visit's checks, one Query per 500."""
        items = pages(self._table, f"V#{visit_id}", begins="C#")
        return any(item.u == f"K#{merchant_id}" for item in items)

    def has_rated(self, visit_id: str, mark: str) -> bool:
        """See Dealings."""
        return self._table.get(f"V#{visit_id}", f"Z#{mark}") is not None

    def ratings(self, district: str, year: int) -> Counted[RatingCount]:
        """See Dealings."""
        item = self._table.get(f"Y#RATING#{district}", str(year))
        if item is None:
            return Counted(RatingCount(district=district, year=year), 0)
        return Counted(RatingCount.model_validate(item.document), item.v)

    def rate(self, visit_id: str, mark: str, count: Counted[RatingCount]) -> None:
        """See Dealings."""
        value = count.value
        counted = Item(
            f"Y#RATING#{value.district}",
            str(value.year),
            value.model_dump(mode="json"),
            v=count.seen + 1,
        )
        marked = Item(f"V#{visit_id}", f"Z#{mark}", {"visit_id": visit_id})
        try:
            self._table.put_all([Put(marked, 0), Put(counted, count.seen)])
        except Clash as clash:
            raise Changed from clash
