"""Finding instruments and merchants by exactly what is written on them; names are searched on the phone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib import events
from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, local_day
from chalicelib.ids import normalised
from chalicelib.registry.model import InstrumentHead, is_number
from chalicelib.registry.parties import Merchant
from chalicelib.registry.reach import READERS, sees
from chalicelib.registry.search import (
    MOST,
    Found,
    FoundBy,
    MerchantFound,
    Shelf,
    credit_code,
    lookup,
    shown,
)
from chalicelib.store import Item


class SearchBook(Protocol):
    """How instruments and merchants are looked up; each is one read, or two."""

    def heads(self, numbers: Sequence[str]) -> tuple[InstrumentHead, ...]: ...
    def looked_up(self, shelf: Shelf, key: str) -> tuple[str, ...]: ...
    def at_stall(self, site_id: str, stall: str) -> tuple[str, ...]: ...
    def merchant_of_code(self, code: str) -> tuple[str, Merchant] | None: ...
    def note(self, shelf: Shelf, key: str, instrument_number: str) -> None: ...


@dataclass(frozen=True)
class Search:
    """Exact search for one person: what is not theirs to know is not found."""

    book: SearchBook
    clock: Clock

    def find(self, actor: Actor, typed: str) -> Found:
        """By public number, serial number (of any maker), certificate number and credit code."""
        by: dict[str, FoundBy] = {}
        if is_number(normalised(typed)):
            by[normalised(typed)] = "number"
        shelves: tuple[tuple[Shelf, FoundBy], ...] = (("SERIAL", "serial"), ("CERT", "certificate"))
        for shelf, found_by in shelves:
            for found in self.book.looked_up(shelf, lookup(typed)):
                by.setdefault(found, found_by)
        code = credit_code(typed)
        merchant = self.book.merchant_of_code(code) if code else None
        merchants = [
            MerchantFound(id=found, name=known.name, kind=known.kind, district=known.district)
            for found, known in ((merchant,) if merchant else ())
            if actor.is_any(*READERS) or found in actor.merchants
        ]
        return self._found(actor, by, merchants)

    def at_stall(self, actor: Actor, site_id: str, stall: str) -> Found:
        """The instruments of one stall at a site."""
        return self._found(actor, dict.fromkeys(self.book.at_stall(site_id, stall.strip()), "stall"), [])

    def _found(self, actor: Actor, by: Mapping[str, FoundBy], merchants: list[MerchantFound]) -> Found:
        day, heads = local_day(self.clock()), self.book.heads(tuple(by)[:MOST])
        return Found(
            instruments=[shown(head, by[head.number], day) for head in heads if sees(actor, head)],
            merchants=merchants,
            has_more=True if len(by) > MOST else None,
        )


@dataclass(frozen=True)
class CertificateLookupEffect:
    """Lets every verification be found by its certificate number; keys are number and certificate."""

    book: SearchBook
    name: str = "certificate lookup"

    def touched(self, item: Item) -> Iterable[str]:
        """Which instrument has which certificate now."""
        if item.event != events.VERIFICATION_RECORDED.mark:
            return ()
        return (f"{item.pk.removeprefix('I#')} {lookup(item.document['certificate_no'])}",)

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        instrument_number, _, certificate = key.partition(" ")
        self.book.note("CERT", certificate, instrument_number)
