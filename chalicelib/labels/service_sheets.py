"""Ordering sheets of labels and telling how far they are; the printing itself is in service_press."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, local_day, stamp
from chalicelib.errors import IdTaken, NotFound
from chalicelib.jobs import Queue
from chalicelib.labels.sheets import (
    KEPT_DAYS,
    KeptSheet,
    NotYoursToPrint,
    Order,
    Orderer,
    Sheet,
    SheetRow,
)
from chalicelib.registry.parties import Merchant, Site


class Changed(Exception):
    """Another turn of the same job wrote meanwhile."""


@dataclass(frozen=True)
class KeptOrder:
    """A sheet as stored, its version, and the digest of what was asked."""

    sheet: KeptSheet
    version: int
    digest: str


class Found[M](Protocol):
    """A document as the registry keeps it."""

    @property
    def value(self) -> M:
        """The document."""


class Places(Protocol):
    """The registry, as far as ordering needs it."""

    def site(self, site_id: str) -> Found[Site]:
        """The site. Raises NotFound."""

    def merchant(self, merchant_id: str) -> Found[Merchant]:
        """The merchant. Raises NotFound."""


class Orders(Protocol):
    """Where orders are kept."""

    def order(self, sheet: str) -> KeptOrder | None:
        """An order."""

    def add(self, order: KeptOrder) -> KeptOrder:
        """Keep a new order, or answer the one kept from the same content. Raises IdTaken."""

    def change(self, order: KeptOrder) -> KeptOrder:
        """Write the next version of what was read. Raises Changed."""

    def own(self, account: str, after: str, limit: int) -> tuple[list[SheetRow], str]:
        """A page of an account's orders, newest first, and where the next starts."""


class Files(Protocol):
    """Where finished sheets are kept, for KEPT_DAYS."""

    def put(self, sheet: str, pdf: bytes) -> None:
        """Keep a finished sheet."""

    def link(self, sheet: str, name: str) -> str:
        """An address that downloads it under this name, for fifteen minutes."""


@dataclass(frozen=True)
class Sheets:
    """Ordering sheets and telling how far they are."""

    orders: Orders
    places: Places
    files: Files
    queue: Queue
    clock: Clock

    def put(self, actor: Actor, sheet: str, order: Order, digest: str) -> tuple[Sheet, bool]:
        """Order a sheet; answers it and whether it is new. The same order again asks for its turn again."""
        standing = self.orders.order(sheet)
        if standing is None:
            self._check(actor, order)
            new = KeptSheet(id=sheet, order=order, orderer=Orderer.of(actor), ordered_at=stamp(self.clock()))
            kept = self.orders.add(KeptOrder(new, 1, digest))
        else:
            kept = standing
        if kept.digest != digest or kept.sheet.orderer.account != actor.id:
            raise IdTaken(id=sheet)
        if kept.sheet.state == "waiting":
            self.queue.send(sheet)
        return self._told(kept.sheet), standing is None

    def read(self, actor: Actor, sheet: str) -> Sheet:
        """One's own order. Raises NotFound for anybody else's."""
        kept = self.orders.order(sheet)
        if kept is None or kept.sheet.orderer.account != actor.id:
            raise NotFound(id=sheet)
        return self._told(kept.sheet)

    def _check(self, actor: Actor, order: Order) -> None:
        orderer = Orderer.of(actor)
        place: Found[Site] | Found[Merchant] | None = None
        if order.site:
            place = self.places.site(order.site)
        elif order.merchant:
            place = self.places.merchant(order.merchant)
        if place and not orderer.labs and not orderer.works_in(place.value.district):
            raise NotYoursToPrint

    def _told(self, kept: KeptSheet) -> Sheet:
        told = kept.model_dump(exclude={"orderer"})
        if kept.finished_at and kept.labels:
            until = datetime.fromisoformat(kept.finished_at) + timedelta(days=KEPT_DAYS)
            told["kept_until"] = stamp(until)
            if self.clock() < until:
                name = f"steelyard-labels-{local_day(datetime.fromisoformat(kept.ordered_at))}.pdf"
                told["link"] = self.files.link(kept.id, name)
        return Sheet.model_validate(told)
