"""How orders to rectify are kept.

key                              what                                    read by
R#{rectification}  ~             the order; a = R#{district}#{state} and u = R#{merchant}, both by last day
Y#ORDER#{district}  {year}       see store_numbers
V#{visit}  R#{rectification}     that the visit led to it, written once  one Query for a visit's orders
"""

from datetime import date, timedelta
from typing import Any

from chalicelib.events import RECTIFICATION_CHANGED
from chalicelib.inspection.model import Visit
from chalicelib.inspection.offices import Numbers
from chalicelib.inspection.orders import OPEN, WAITING, Rectification
from chalicelib.inspection.service_book import Changed, Counted, Rows, Stored
from chalicelib.inspection.store_numbers import numbers_put, read_numbers
from chalicelib.store import Clash, Index, Item, Put, Table, pages

PAGE = 100


def order_put(order: Rectification, content: str, seen: int) -> Put:
    """The order as its version seen + 1."""
    item = Item(
        f"R#{order.id}",
        "~",
        order.model_dump(mode="json", exclude_none=True),
        v=seen + 1,
        state=order.state,
        a=f"R#{order.district}#{order.state}",
        u=f"R#{order.merchant_id}",
        b=f"{order.due_on.isoformat()}#{order.id}",
        h=content,
        row=order.row(),
        event=RECTIFICATION_CHANGED.mark,
    )
    return Put(item, seen)


def read_order(item: Item | None) -> Stored[Rectification] | None:
    """The order of an item."""
    return Stored(Rectification.model_validate(item.document), item.v, item.h) if item else None


def orders_of_visit(table: Table, visit_id: str) -> tuple[Stored[Rectification], ...]:
    """The orders of a visit, oldest first: one Query and one BatchGetItem."""
    keys = [(f"R#{item.sk[2:]}", "~") for item in pages(table, f"V#{visit_id}", begins="R#")]
    found = table.get_many(keys[:PAGE]) if keys else ()
    return tuple(stored for item in found if (stored := read_order(item)))


class OrderStore:
    """See service_orders.Ledger, service_stops.Shelf, service_orders_follow.Book."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def order(self, order_id: str) -> Stored[Rectification] | None:
        """An order: one GetItem."""
        return read_order(self._table.get(f"R#{order_id}", "~"))

    def of_visit(self, visit_id: str) -> tuple[Rectification, ...]:
        """See orders_of_visit."""
        return tuple(one.value for one in orders_of_visit(self._table, visit_id))

    def visit(self, visit_id: str) -> Visit | None:
        """The visit an order rests on: one GetItem."""
        item = self._table.get(f"V#{visit_id}", "~")
        return Visit.model_validate(item.document) if item else None

    def stopping(self, merchant_id: str, instrument_id: str) -> frozenset[str]:
        """The open orders of a merchant that stop this instrument: one Query of index u, one BatchGetItem a hundred."""
        rows = pages(self._table, f"R#{merchant_id}", index="u")
        is_open = [(item.pk, "~") for item in rows if item.row["state"] in OPEN]
        found = [
            item
            for at in range(0, len(is_open), PAGE)
            for item in self._table.get_many(is_open[at : at + PAGE])
            if item and item.state in OPEN and instrument_id in item.document["stop_use"]
        ]
        return frozenset(item.document["id"] for item in found)

    def numbers(self, district: str, year: int) -> Counted[Numbers]:
        """The last number an office gave to an order in a year: one GetItem."""
        return read_numbers(self._table, "order", district, year)

    def write(
        self, order: Rectification, content: str, seen: int, given: Counted[Numbers] | None = None
    ) -> None:
        """Write version seen + 1; the first one also beside its visit, with the number given to it. Raises Changed."""
        puts = [order_put(order, content, seen)]
        if given is not None:
            puts.append(numbers_put("order", given))
        if not seen:
            puts.append(Put(Item(f"V#{order.visit_id}", f"R#{order.id}", {"id": order.id}), 0))
        try:
            self._table.put_all(puts)
        except Clash as clash:
            raise Changed from clash

    def of_district(self, district: str, state: str, after: str) -> Rows:
        """A district's orders in a state, the first to end first: one Query of index a."""
        return self._rows(f"R#{district}#{state}", "a", after=after)

    def of_merchant(self, merchant_id: str, after: str) -> Rows:
        """A merchant's orders, the last to end first: one Query of index u."""
        return self._rows(f"R#{merchant_id}", "u", after=after, backwards=True)

    def late(self, district: str, today: date) -> Rows:
        """Orders whose merchant should have answered, the longest waiting first: a page of each state."""
        ended = ("0", f"{(today - timedelta(days=1)).isoformat()}#~")
        rows = [
            row for state in WAITING for row in self._rows(f"R#{district}#{state}", "a", between=ended).rows
        ]
        return Rows(tuple(sorted(rows, key=lambda row: str(row["due_on"]))), "")

    def _rows(self, partition: str, index: Index, **asked: Any) -> Rows:
        page = self._table.query(partition, index=index, limit=PAGE, **asked)
        return Rows(tuple(item.row for item in page.items), page.after)
