"""Printing sheets of labels in turns: look at the instruments, issue what is missing, draw, keep the file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import batched
from typing import Any, Protocol

from chalicelib import logs
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock, local_day, stamp
from chalicelib.labels.drawing import TooLong
from chalicelib.labels.model import CounterNotNext, LabelRow, SignerUnavailable
from chalicelib.labels.service import Labels
from chalicelib.labels.service_sheets import Changed, Files, KeptOrder, Orders
from chalicelib.labels.sheets import (
    EXAMPLES,
    MOST_LABELS,
    Example,
    Failure,
    KeptSheet,
    Order,
    Orderer,
    outcome,
    tally,
)
from chalicelib.labels.sheets_drawing import Head, Printed, pdf
from chalicelib.labels.sheets_layout import FORMS, grid
from chalicelib.registry.model import InstrumentHead

TURN = timedelta(minutes=8)
"""A turn issues labels for so long and then asks for another; drawing the largest sheet takes about two minutes."""
_AT_ONCE = 50
"""A look asks for heads and labels together, and the table answers a hundred keys in one round trip."""
_TOLD_EVERY = 500
_ATTEMPTS = 3


class Shelf(Protocol):
    """The registry's lists, as far as printing needs them."""

    def numbers_at_site(self, site_id: str) -> Iterator[str]:
        """Numbers of all instruments at a site, by stall."""

    def numbers_of_merchant(self, merchant_id: str) -> Iterator[str]:
        """Numbers of all instruments of a merchant, by stall."""


@dataclass
class _Pile:
    """What a turn has found so far: labels to print, how many of them this order issued, what is left out."""

    labels: list[Printed] = field(default_factory=list)
    issued: int = 0
    left_out: list[Example] = field(default_factory=list)


class _Slip:
    """The order as this turn saw and wrote it last."""

    def __init__(self, orders: Orders, kept: KeptOrder) -> None:
        self._orders = orders
        self._kept = kept

    @property
    def sheet(self) -> KeptSheet:
        """The order as it stands."""
        return self._kept.sheet

    def write(self, **changes: Any) -> None:
        """Write what is new. Raises Changed when another turn wrote meanwhile."""
        new = self.sheet.model_copy(update=changes)
        if new != self.sheet:
            self._kept = self._orders.change(KeptOrder(new, self._kept.version + 1, self._kept.digest))


@dataclass(frozen=True)
class Press:
    """Printing (jobs.Work): every turn looks at everything anew, and finds issued what earlier turns issued.

    font  fetches the font and answers its path     now  the machine's own clock, by which a turn ends
    """

    orders: Orders
    shelf: Shelf
    labels: Labels
    files: Files
    font: Callable[[], str]
    clock: Clock
    now: Clock

    def turn(self, job: str) -> bool:
        """See jobs.Work. A finished order stays as it is, however often its message comes."""
        kept = self.orders.order(job)
        if kept is None or kept.sheet.is_over:
            return False
        try:
            return self._turn(_Slip(self.orders, kept))
        except Changed:
            logs.logger().warning("sheet is printed by another turn", extra={"item": job})
            return False

    def give_up(self, job: str) -> None:
        """See jobs.Work."""
        kept = self.orders.order(job)
        if kept and not kept.sheet.is_over:
            self._fail(_Slip(self.orders, kept), "broken")

    def _turn(self, slip: _Slip) -> bool:
        numbers = list(self._numbers(slip.sheet.order))
        if len(numbers) > MOST_LABELS:
            return self._fail(slip, "too_many")
        until, pile = self.now() + TURN, _Pile()
        for some in batched(numbers, _AT_ONCE, strict=False):
            if self.now() > until:
                return True
            self._look(slip.sheet, some, pile)
            done = max(len(pile.labels) + len(pile.left_out), slip.sheet.done)
            slip.write(state="preparing", done=done, total=len(numbers))
        return self._draw(slip, pile)

    def _numbers(self, order: Order) -> Iterable[str]:
        if order.site:
            return self.shelf.numbers_at_site(order.site)
        return self.shelf.numbers_of_merchant(order.merchant) if order.merchant else order.numbers

    def _look(self, sheet: KeptSheet, numbers: Sequence[str], pile: _Pile) -> None:
        """Two round trips for all; a head that is behind its label costs one more."""
        book = self.labels.book
        heads = book.look([(number, 0) for number in numbers], keys=False).heads
        told = [(number, head.label.counter) for number, head in heads.items() if head.label]
        rows = {number: row for (number, _), row in book.look(told, keys=False).labels.items()}
        for number in numbers:
            if number not in heads:
                pile.left_out.append(Example(number=number, reason="unknown"))
                continue
            row = rows.get(number)
            self._sort(sheet, heads[number], row if row and row.current else book.last_label(number), pile)

    def _sort(self, sheet: KeptSheet, head: InstrumentHead, label: LabelRow | None, pile: _Pile) -> None:
        day = local_day(self.clock())
        is_ours = label is not None and _is_of(label, sheet)
        does = outcome(head, label, sheet.orderer, day, only_due=sheet.order.only_due and not is_ours)
        if does == "issue":
            label, is_ours = self._issued(sheet.orderer, head), True
        elif does != "print":
            pile.left_out.append(Example(number=head.number, reason=does))
            return
        if label:
            pile.issued += is_ours
            pile.labels.append(_printed(head, label, local_day(self.clock())))

    def _issued(self, orderer: Orderer, head: InstrumentHead) -> LabelRow:
        """A new label; the one that another turn issued at the same moment."""
        actor = Actor(orderer.account, frozenset({Role.LAB}), labs=frozenset(orderer.labs))
        for _ in range(_ATTEMPTS):
            last = self.labels.book.last_label(head.number)
            counter = last.document["counter"] if last else 0
            try:
                return self.labels.issue(actor, head.id, counter + 1, None)[0]
            except CounterNotNext:
                continue
        raise SignerUnavailable

    def _draw(self, slip: _Slip, pile: _Pile) -> bool:
        sheet, count = slip.sheet, len(pile.labels)
        facts: dict[str, Any] = {
            "labels": count,
            "issued": pile.issued,
            "left_out": tally(pile.left_out),
            "examples": tuple(pile.left_out[:EXAMPLES]),
        }
        size_bytes = 0
        if count:
            slip.write(state="drawing", done=0, total=count)
            ordered_at = datetime.fromisoformat(sheet.ordered_at)
            head = Head(sheet.id, ordered_at, local_day(ordered_at).isoformat())

            def tell(done: int) -> None:
                if done >= slip.sheet.done + _TOLD_EVERY:
                    slip.write(done=done)

            try:
                file = pdf(pile.labels, sheet.order.size_mm, sheet.order.paper, head, self.font(), tell)
            except TooLong:
                return self._fail(slip, "host_too_long")
            self.files.put(sheet.id, file)
            size_bytes = len(file)
        pages = grid(sheet.order.paper, FORMS[sheet.order.size_mm]).pages(count)
        finished = {"state": "done", "done": count, "total": count, "finished_at": stamp(self.clock())}
        slip.write(**facts, **finished, pages=pages, size_bytes=size_bytes)
        return False

    def _fail(self, slip: _Slip, failure: Failure) -> bool:
        slip.write(state="failed", failure=failure, finished_at=stamp(self.clock()))
        return False


def _is_of(label: LabelRow, sheet: KeptSheet) -> bool:
    """Whether an earlier turn of this order issued the label."""
    document = label.document
    return bool(document["issued_by"] == sheet.orderer.account and document["issued_at"] >= sheet.ordered_at)


def _printed(head: InstrumentHead, label: LabelRow, day: date) -> Printed:
    until = head.certified_until(day)
    return Printed(
        content=label.document["content"],
        number=head.number,
        merchant=head.merchant.public_name,
        instrument=head.name,
        stall=head.stall,
        valid_until=until.isoformat() if until else "",
    )
