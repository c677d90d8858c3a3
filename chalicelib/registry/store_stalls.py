"""How stalls are kept.

key                       what                        read by
S#{site}        T#{stall}  stall with its tenancies   GetItem; all stalls of a site in one Query
X#STALL#{site}#{name}  ~   this name is taken there   only written
"""

from chalicelib.events import STALL_CHANGED
from chalicelib.registry.service_book import Changed, Stored
from chalicelib.registry.stalls import Stall
from chalicelib.registry.store_items import guard
from chalicelib.store import Clash, Item, Put, Table, pages


class StallStore:
    """See service_stalls.StallBook."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def stall(self, site_id: str, stall_id: str) -> Stored[Stall] | None:
        """One stall and its version."""
        item = self._table.get(f"S#{site_id}", f"T#{stall_id}")
        return _stored(item) if item else None

    def stalls(self, site_id: str) -> tuple[Stored[Stall], ...]:
        """All stalls of a site, in no order: one Query per 500."""
        return tuple(map(_stored, pages(self._table, f"S#{site_id}", begins="T#")))

    def put(self, stall: Stall, content: str, seen: int) -> None:
        """Write version seen + 1; a new stall takes its name too, or nothing is written. Raises Changed."""
        item = Item(
            f"S#{stall.site_id}",
            f"T#{stall.id}",
            stall.model_dump(mode="json", exclude_none=True),
            v=seen + 1,
            h=content,
            event=STALL_CHANGED.mark,
        )
        name = guard(f"X#STALL#{stall.site_id}#{stall.name}", stall.id)
        try:
            self._table.put_all([Put(item, seen), *([] if seen else [Put(name, 0)])])
        except Clash as clash:
            raise Changed from clash


def _stored(item: Item) -> Stored[Stall]:
    return Stored(Stall.model_validate(item.document), item.v, item.h)
