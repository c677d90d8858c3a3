"""How exchanges with other platforms are kept.

key                        what                                               read by
EX#{exchange}  ~           who asked for it when, and the answers imported    one Query of the partition
EX#{exchange}  R#{n:03d}   a file as it was handed on                         the same
"""

from chalicelib.complaints.exchange import Exchange, Row
from chalicelib.complaints.service_book import Changed, Stored
from chalicelib.store import Clash, Item, Put, Table, pages


class ExchangeStore:
    """See service_exchange.Ledger."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def exchange(self, exchange_id: str) -> Stored[Exchange] | None:
        """An exchange with its rows: one Query."""
        rows, head = list[Row](), None
        for item in pages(self._table, f"EX#{exchange_id}"):
            if item.sk == "~":
                head = item
            else:
                rows.append(Row.model_validate(item.document))
        if head is None:
            return None
        return Stored(Exchange.model_validate({**head.document, "rows": rows}), head.v, head.h)

    def add(self, exchange: Exchange, content: str) -> None:
        """Keep an exchange whole, once. Raises Changed."""
        partition = f"EX#{exchange.id}"
        document = exchange.model_dump(mode="json", exclude_none=True, exclude={"rows"})
        puts = [Put(Item(partition, "~", document, state=exchange.kind, h=content), 0)]
        puts += [
            Put(Item(partition, f"R#{n:03d}", row.model_dump(mode="json", exclude_none=True)), 0)
            for n, row in enumerate(exchange.rows)
        ]
        try:
            self._table.put_all(puts)
        except Clash as clash:
            raise Changed from clash
