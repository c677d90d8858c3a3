"""What of credit is due on which day: one list for the keeper.

key                        what                                            read by
B#{commitment}  D          when something is due of a commitment           one Query of index a: CREDIT, by day and id
B#{merchant}    S#{list}   a self-check list and when it is due            the same
B#{merchant}    R#{risk}   a risk and when its measure is due              the same
"""

from dataclasses import replace
from datetime import date

from chalicelib.store import Item, Table

_LIST = "CREDIT"
_PAGE = 100


def waking(item: Item, day: date | None, about: str) -> Item:
    """The item in the list of what is due on a day; outside it without one."""
    return replace(item, a=_LIST, b=f"{day.isoformat()}#{about}") if day else item


class WakingStore:
    """See service_keeping.Waking."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def waking(self, until: date, after: str) -> tuple[tuple[tuple[str, str], ...], str]:
        """See Waking."""
        page = self._table.query(
            _LIST, between=("0", f"{until.isoformat()}#~"), index="a", after=after, limit=_PAGE
        )
        return tuple((item.pk.removeprefix("B#"), item.sk) for item in page.items), page.after
