"""How notices are kept.

key                    what                                  read by
N#{notice}   ~         notice and its delivery               GetItem; a = N#{district}, u = N#{merchant}; b = time
N#{notice}   Q         while it is queued: its place         a = NQ, b = next attempt and id
"""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.notices.model import Notice
from chalicelib.notices.service import Changed
from chalicelib.store import Clash, Index, Item, Put, Table

QUEUE = "NQ"


class NoticeStore:
    """See service.Book."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def known(self, notice_ids: Sequence[str]) -> frozenset[str]:
        """Which of at most 100 notices are there."""
        if not notice_ids:
            return frozenset()
        found = self._table.get_many([(f"N#{one}", "~") for one in notice_ids])
        return frozenset(one for one, item in zip(notice_ids, found, strict=True) if item)

    def notice(self, notice_id: str) -> tuple[Notice, int] | None:
        """The notice and its version."""
        item = self._table.get(f"N#{notice_id}", "~")
        return (Notice.model_validate(item.document), item.v) if item else None

    def put(self, notice: Notice, seen: int) -> None:
        """Write the notice with its place in the queue, or without one. Raises Changed."""
        try:
            self._table.put_all([Put(item, seen) for item in _items(notice, seen + 1)])
        except Clash as clash:
            raise Changed from clash

    def waiting(self, until: str, limit: int) -> tuple[str, ...]:
        """Ids of notices to be tried until this instant, inclusive, longest waiting first."""
        page = self._table.query(QUEUE, between=("0", f"{until}~"), limit=limit, index="a")
        return tuple(item.pk.removeprefix("N#") for item in page.items)

    def of_merchant(
        self, merchant_id: str, after: str, limit: int
    ) -> tuple[tuple[Mapping[str, Any], ...], str]:
        """A merchant's notices, newest first."""
        return self._rows(f"N#{merchant_id}", "u", after, limit)

    def in_district(self, district: str, after: str, limit: int) -> tuple[tuple[Mapping[str, Any], ...], str]:
        """The outbox of a district, newest first."""
        return self._rows(f"N#{district}", "a", after, limit)

    def _rows(
        self, partition: str, index: Index, after: str, limit: int
    ) -> tuple[tuple[Mapping[str, Any], ...], str]:
        page = self._table.query(partition, index=index, after=after, limit=limit, backwards=True)
        return tuple(item.row for item in page.items), page.after


def _items(notice: Notice, version: int) -> tuple[Item, Item]:
    document = notice.model_dump(mode="json", exclude_none=True)
    kept = Item(
        f"N#{notice.id}",
        "~",
        document,
        v=version,
        state=notice.state,
        a=f"N#{notice.district}",
        u=f"N#{notice.merchant_id}",
        b=f"{notice.created_at}#{notice.id}",
        row=document,
    )
    is_queued = notice.state == "queued"
    place = Item(
        f"N#{notice.id}",
        "Q",
        {"id": notice.id},
        v=version,
        a=QUEUE if is_queued else "",
        b=f"{notice.next_at}#{notice.id}" if is_queued else "",
    )
    return kept, place
