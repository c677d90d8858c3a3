"""How entries are kept.

key                          what                                                          read by
P#{entry}  ~                 the entry; a = P#{district}#{state}; told: u = P#{merchant}   one GetItem; a Query a page
P#{entry}  L#{n:03d}         what the public was told at its n-th public step, written once    the stream
P#{entry}  O#{rectification} an order of its visit as it stands; may come before the entry     one Query

`b` is the day the desk (or the keeper) has to do something by, and the id.
"""

from datetime import date

from chalicelib.events import ENTRY_CHANGED, ENTRY_SHOWN
from chalicelib.publication.clocks import due
from chalicelib.publication.results import Order
from chalicelib.publication.rights import Entry
from chalicelib.publication.service_rights import Changed, Rows
from chalicelib.publication.terms import Terms
from chalicelib.publication.views import shown
from chalicelib.store import Clash, Index, Item, Put, Table, pages

PAGE = 100
_TOLD_FROM = {"recorded", "dropped", "reviewed", "kept"}
"""In these states its merchant was not told of it."""


class RightsStore:
    """See service_rights.Book."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def entry(self, entry_id: str) -> tuple[Entry, int] | None:
        """An entry and its version."""
        item = self._table.get(f"P#{entry_id}", "~")
        return (Entry.model_validate(item.document), item.v) if item else None

    def write(self, entry: Entry, terms: Terms, seen: int) -> None:
        """Write version seen + 1, with what its last step tells the public. Raises Changed."""
        day = due(entry, terms)
        kept = Item(
            f"P#{entry.id}",
            "~",
            entry.model_dump(mode="json", by_alias=True, exclude_none=True),
            v=seen + 1,
            state=entry.state,
            a=f"P#{entry.district}#{entry.state}",
            u=f"P#{entry.merchant_id}" if entry.state not in _TOLD_FROM else "",
            b=f"{day.isoformat()}#{entry.id}",
            row=entry.row(day),
            event=ENTRY_CHANGED.mark,
        )
        told = shown(entry, terms)
        public = [Put(_public(entry, told), 0)] if told else []
        try:
            self._table.put_all([Put(kept, seen), *public])
        except Clash as clash:
            raise Changed from clash

    def orders(self, entry_id: str) -> tuple[Order, ...]:
        """The orders of its visit that concern its merchant, by id."""
        found = pages(self._table, f"P#{entry_id}", begins="O#")
        return tuple(Order.model_validate(item.document) for item in found)

    def keep_order(self, entry_id: str, order: Order, version: int) -> None:
        """Keep an order as it stands at this version, unless a newer one is there."""
        key = (f"P#{entry_id}", f"O#{order.id}")
        item = self._table.get(*key)
        if item is not None and item.v >= version:
            return
        document = order.model_dump(mode="json", exclude_none=True)
        try:
            self._table.put(Item(*key, document, v=version), item.v if item else 0)
        except Clash as clash:
            raise Changed from clash

    def in_district(self, district: str, state: str, after: str, until: date | None = None) -> Rows:
        """A district's entries in a state, the first due first; only those due by a day. One Query of index a."""
        between = ("0", f"{until.isoformat()}#~") if until else None
        return self._rows(f"P#{district}#{state}", "a", after, between)

    def of_merchant(self, merchant_id: str, after: str) -> Rows:
        """What a merchant was told of, the last due first: one Query of index u."""
        return self._rows(f"P#{merchant_id}", "u", after)

    def _rows(self, partition: str, index: Index, after: str, between: tuple[str, str] | None = None) -> Rows:
        page = self._table.query(
            partition, index=index, limit=PAGE, after=after, between=between, backwards=index == "u"
        )
        return Rows(tuple(item.row for item in page.items), page.after)


def _public(entry: Entry, told: dict[str, object]) -> Item:
    return Item(f"P#{entry.id}", f"L#{told['n']:03d}", told, state=str(told["state"]), event=ENTRY_SHOWN.mark)
