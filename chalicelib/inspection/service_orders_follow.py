"""What follows from an order: what it names is put out of use, and a void visit leaves no order in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from chalicelib import events, ids
from chalicelib.errors import Sentence, VersionStale
from chalicelib.inspection.model import Visit
from chalicelib.inspection.orders import Rectification, Withdrawal
from chalicelib.inspection.service_book import Changed, Stored
from chalicelib.inspection.service_stops import Stops
from chalicelib.notices.model import NewNotice, Words, notice_id
from chalicelib.notices.service import Notices
from chalicelib.store import Item

_ATTEMPTS = 12
_TOLD = Sentence(
    "{place}的责令改正 {no} 已撤回，不用再改正。因它停止使用的器具由本机关恢复；如仍显示停用，请联系市场监管部门。",
    "The order to rectify {no} at {place} was withdrawn: nothing is to be put right. What it stopped is given back.",
)


class Book(Protocol):
    """Orders and their visits; writing raises Changed."""

    def visit(self, visit_id: str) -> Visit | None: ...
    def order(self, order_id: str) -> Stored[Rectification] | None: ...
    def of_visit(self, visit_id: str) -> tuple[Rectification, ...]: ...
    def write(self, order: Rectification, content: str, seen: int) -> None: ...


@dataclass(frozen=True)
class OrderEffect:
    """Keys are ids of orders, and of visits that became void.

    An order of a void visit is withdrawn with the visit; one that was being written meanwhile is withdrawn here.
    """

    book: Book
    stops: Stops
    notices: Notices
    name: str = "orders"

    def touched(self, item: Item) -> Iterable[str]:
        """See follow.Effect."""
        if item.event == events.RECTIFICATION_CHANGED.mark:
            return (item.document["id"],)
        is_void = item.event == events.VISIT_ENDED.mark and item.document["outcome"] == "voided"
        return (item.document["visit_id"],) if is_void else ()

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        orders = [one.id for one in self.book.of_visit(key)] if ids.matches("visit", key) else [key]
        for one in orders:
            order = self._with_its_visit(one)
            if order is None:
                continue
            if order.state == "withdrawn":
                self.stops.release(order)
                self.notices.tell([_notice(order)])
            elif (
                order.no
            ):  # those from before they had numbers were finished, or refused, by whoever issued them
                self.stops.suspend(order)

    def _with_its_visit(self, order_id: str) -> Rectification | None:
        """The order, withdrawn when its visit is void."""
        for _ in range(_ATTEMPTS):
            standing = self.book.order(order_id)
            if standing is None:
                return None
            visit = self.book.visit(standing.value.visit_id)
            if visit is None or visit.voiding is None:
                return standing.value
            after = standing.value.withdrawn(Withdrawal(**dict(visit.voiding)))
            if after is standing.value:
                return after
            try:
                self.book.write(after, standing.content, standing.version)
            except Changed:
                continue
            return after
        raise VersionStale


def _notice(order: Rectification) -> NewNotice:
    words = _TOLD.filled({"place": order.place_name, "no": order.no})
    return NewNotice(
        id=notice_id("inspection.order_withdrawn", order.id),
        kind="inspection.order_withdrawn",
        merchant_id=order.merchant_id,
        district=order.district,
        subject=f"/orders/{order.id}",
        sentences=Words(zh=words.zh, en=words.en),
    )
