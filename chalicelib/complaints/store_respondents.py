"""Which files are about a merchant; the keys are told in store.py."""

from chalicelib.complaints.service_book import Listing
from chalicelib.store import Table

PAGE = 50


class PlaceStore:
    """See service_respondents.Places."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def about(self, thing: str, after: str) -> Listing:
        """One Query of index a."""
        page = self._table.query(f"Q#{thing}", after=after, limit=PAGE, backwards=True, index="a")
        return Listing(tuple(item.row for item in page.items), page.after)
