"""How far the reminders' walk came: one item of the ops table for each district.

key                 what
REMIND#{district} ~   the day, and where that day's walk goes on
"""

from datetime import date

from chalicelib.registry.service_book import Changed
from chalicelib.registry.service_reminders import Walk
from chalicelib.store import Clash, Item, Table


class WalkStore:
    """See service_reminders.Walks."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def walk(self, district: str) -> tuple[Walk | None, int]:
        """The last walk and its version; None and 0 before the first."""
        item = self._table.get(f"REMIND#{district}", "~")
        if item is None:
            return None, 0
        kept = item.document
        return Walk(date.fromisoformat(kept["day"]), kept["after"], is_done=kept["is_done"]), item.v

    def keep(self, district: str, walk: Walk, seen: int) -> None:
        """Write version seen + 1. Raises Changed."""
        document = {"day": str(walk.day), "after": walk.after, "is_done": walk.is_done}
        try:
            self._table.put(Item(f"REMIND#{district}", "~", document, v=seen + 1), seen)
        except Clash as clash:
            raise Changed from clash
