"""How cards of organisers are kept.

key            what                                       read by
B#{card}  ~    the card; a = B#{site}, u = B#{merchant}, both by time shown
B#{card}  Q    its appeal while it waits                  a = B#{district}#appealed by time: one Query
"""

from typing import Any

from chalicelib.clock import stamp
from chalicelib.credit.cards import Card
from chalicelib.credit.service_book import Changed, Rows, Stored
from chalicelib.events import CARD_CHANGED
from chalicelib.store import Clash, Index, Item, Put, Table

_PAGE = 50


class CardStore:
    """See service_cards.CardBook."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def card(self, card_id: str) -> Stored[Card] | None:
        """See CardBook."""
        item = self._table.get(f"B#{card_id}", "~")
        return Stored(Card.model_validate(item.document), item.v, item.h) if item else None

    def write(self, card: Card, content: str, seen: int) -> None:
        """See CardBook."""
        document = card.model_dump(mode="json", exclude_none=True)
        kept = Item(
            f"B#{card.id}",
            "~",
            document,
            v=seen + 1,
            state=card.state,
            a=f"B#{card.site_id}",
            u=f"B#{card.merchant_id}",
            b=f"{stamp(card.at)}#{card.id}",
            h=content,
            row=document,
            event=CARD_CHANGED.mark,
        )
        is_waiting = card.state == "appealed"
        appeal = Item(
            f"B#{card.id}",
            "Q",
            {"id": card.id},
            v=seen + 1,
            a=f"B#{card.district}#appealed" if is_waiting else "",
            b=f"{stamp(card.steps[-1].at)}#{card.id}" if is_waiting else "",
            row=document,
        )
        try:
            self._table.put_all([Put(kept, seen), Put(appeal, seen)])
        except Clash as clash:
            raise Changed from clash

    def of_site(self, site_id: str, after: str) -> Rows:
        """See CardBook."""
        return self._rows(f"B#{site_id}", "a", after, backwards=True)

    def of_merchant(self, merchant_id: str, after: str) -> Rows:
        """See CardBook."""
        return self._rows(f"B#{merchant_id}", "u", after, backwards=True)

    def appealed(self, district: str, after: str) -> Rows:
        """See CardBook."""
        return self._rows(f"B#{district}#appealed", "a", after)

    def _rows(self, partition: str, index: Index, after: str, **asked: Any) -> Rows:
        page = self._table.query(partition, index=index, after=after, limit=_PAGE, **asked)
        return Rows(tuple(item.row for item in page.items), page.after)
