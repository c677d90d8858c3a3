"""How the registry is kept.

key                               what                          read by
M#{merchant}      A               merchant                      GetItem; list by a = M#{district}
S#{site}          A               site                          GetItem; list by a = S#{district}
I#{number}        A               instrument                    GetItem
I#{number}        R#{day}#{id}    verification                  Query, newest last
I#{number}        C#{at}#{check}  pointer to a check            Query backwards, newest first
I#{number}        L#{counter}     label, kept by labels         Query backwards, newest first
I#{number}        ~               head                          GetItem: one scan; lists by a = P#{site}, b = number
X#USCC#{code}     ~               this credit code is taken     only written
X#SERIAL#{maker}#{no}  ~          this serial number is taken   only written
Lists of a merchant's instruments go by index u = M#{merchant}.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from chalicelib.events import INSTRUMENT_CHANGED, MERCHANT_CHANGED, SITE_CHANGED, VERIFICATION_RECORDED
from chalicelib.registry.head import Sources
from chalicelib.registry.model import (
    CheckSummary,
    HeadLabel,
    InstrumentHead,
    KeptInstrument,
    KeptVerification,
    number,
)
from chalicelib.registry.parties import Merchant, Site
from chalicelib.registry.problems import CodeTaken
from chalicelib.registry.service_book import Changed, Listing, Stored
from chalicelib.registry.store_search import lookup_item
from chalicelib.store import Clash, Item, Put, Table, digest, pages

LAST_CHECKS = 5


class RegistryStore:
    """See service.Book."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def merchant(self, merchant_id: str) -> Stored[Merchant] | None:
        """The merchant and its version."""
        return _stored(self._table.get(f"M#{merchant_id}", "A"), Merchant)

    def site(self, site_id: str) -> Stored[Site] | None:
        """The site and its version."""
        return _stored(self._table.get(f"S#{site_id}", "A"), Site)

    def parties(self, merchant_id: str, site_id: str) -> tuple[Merchant | None, Site | None]:
        """A merchant and a site in one look."""
        merchant, site = self._table.get_many([(f"M#{merchant_id}", "A"), (f"S#{site_id}", "A")])
        return (
            Merchant.model_validate(merchant.document) if merchant else None,
            Site.model_validate(site.document) if site else None,
        )

    def add_merchant(self, merchant_id: str, merchant: Merchant, content: str) -> None:
        """Write a new merchant and take its credit code, or neither. Raises Changed."""
        item = _merchant_item(merchant_id, merchant, content, 1)
        guards = [_guard(f"X#USCC#{merchant.credit_code}", merchant_id)] if merchant.credit_code else []
        self._write([item, *guards], [0] * (1 + len(guards)))

    def replace_merchant(self, merchant_id: str, merchant: Merchant, content: str, seen: int) -> None:
        """Write version seen + 1, and take a new credit code. Raises Changed, or CodeTaken."""
        items, versions = [_merchant_item(merchant_id, merchant, content, seen + 1)], [seen]
        if merchant.credit_code:
            guard = _guard(f"X#USCC#{merchant.credit_code}", merchant_id)
            held = self._table.get(guard.pk, guard.sk)
            if held is None:
                items.append(guard)
                versions.append(0)
            elif held.document["owner"] != merchant_id:
                raise CodeTaken(what=merchant.credit_code)
        self._write(items, versions)

    def put_site(self, site_id: str, site: Site, content: str, seen: int) -> None:
        """Write version seen + 1. Raises Changed."""
        document = site.model_dump(mode="json", exclude_none=True)
        row = {"id": site_id, "name": site.name, "venue": site.venue}
        item = Item(
            f"S#{site_id}",
            "A",
            document,
            v=seen + 1,
            a=f"S#{site.district}",
            b=site_id,
            h=content,
            row=row,
            event=SITE_CHANGED.mark,
        )
        self._write([item], [seen])

    def list_merchants(self, district: str, after: str, limit: int) -> Listing:
        """Rows of a district's merchants."""
        return self._rows(f"M#{district}", "a", after, limit)

    def list_sites(self, district: str, after: str, limit: int) -> Listing:
        """Rows of a district's sites."""
        return self._rows(f"S#{district}", "a", after, limit)

    def list_at_site(self, site_id: str, after: str, limit: int) -> Listing:
        """Rows of a site's instruments."""
        return self._rows(f"P#{site_id}", "a", after, limit)

    def list_of_merchant(self, merchant_id: str, after: str, limit: int) -> Listing:
        """Rows of a merchant's instruments."""
        return self._rows(f"M#{merchant_id}", "u", after, limit)

    def numbers_at_site(self, site_id: str) -> Iterator[str]:
        """Numbers of all instruments at a site."""
        return (item.row["number"] for item in pages(self._table, f"P#{site_id}", index="a"))

    def numbers_of_merchant(self, merchant_id: str) -> Iterator[str]:
        """Numbers of all instruments of a merchant."""
        return (item.row["number"] for item in pages(self._table, f"M#{merchant_id}", index="u"))

    def instrument(self, instrument_number: str) -> Stored[KeptInstrument] | None:
        """The instrument as registered, and its version."""
        return _stored(self._table.get(f"I#{instrument_number}", "A"), KeptInstrument)

    def head(self, instrument_number: str) -> Stored[InstrumentHead] | None:
        """The head: one GetItem."""
        return _stored(self._table.get(f"I#{instrument_number}", "~"), InstrumentHead)

    def verifications(self, instrument_number: str) -> tuple[KeptVerification, ...]:
        """All verifications, oldest first."""
        page = self._table.query(f"I#{instrument_number}", begins="R#", limit=1000)
        return tuple(_verification(item) for item in page.items)

    def sources(self, instrument_number: str) -> Sources | None:
        """Everything a head is made of, strongly consistent; None without instrument, merchant or site."""
        kept = self.instrument(instrument_number)
        if kept is None:
            return None
        merchant, site = self.parties(kept.value.merchant_id, kept.value.site_id)
        if merchant is None or site is None:
            return None
        partition = f"I#{instrument_number}"
        last = self._table.query(partition, begins="R#", limit=1, backwards=True).items
        labels = self._table.query(partition, begins="L#", limit=1, backwards=True).items
        checks = self._table.query(partition, begins="C#", limit=LAST_CHECKS, backwards=True).items
        return Sources(
            kept.value,
            merchant,
            site,
            _verification(last[0]) if last else None,
            _label(labels),
            tuple(CheckSummary.model_validate(item.document) for item in checks),
        )

    def add_instrument(self, kept: KeptInstrument, head: InstrumentHead, content: str) -> None:
        """Write a new instrument, take its serial number, let it be found by it, write its head, or nothing.

        Raises Changed.
        """
        guard = _guard(f"X#SERIAL#{kept.maker}#{kept.serial_no}", kept.id)
        found = lookup_item("SERIAL", kept.serial_no, head.number)
        self._write([_instrument_item(kept, content, 1), guard, _head_item(head, 1), found], [0, 0, 0, 0])

    def write(
        self,
        head: InstrumentHead,
        head_seen: int,
        kept: KeptInstrument | None = None,
        kept_seen: int = 0,
        verification: KeptVerification | None = None,
        content: str = "",
    ) -> None:
        """Write a head, with the instrument or the verification it follows from, or nothing. Raises Changed."""
        items, seen = [_head_item(head, head_seen + 1)], [head_seen]
        if kept is not None:
            items.append(_instrument_item(kept, content, kept_seen + 1))
            seen.append(kept_seen)
        if verification is not None:
            items.append(_verification_item(head, verification))
            seen.append(0)
        self._write(items, seen)

    def note_check(self, instrument_number: str, check: CheckSummary) -> None:
        """Point from the instrument to a check; the same pointer again is nothing new."""
        item = Item(
            f"I#{instrument_number}",
            f"C#{check.received_at}#{check.id}",
            check.model_dump(mode="json"),
            h=check.id,
        )
        try:
            self._table.put(item, seen=0)
        except Clash:
            return

    def _rows(self, partition: str, index: Any, after: str, limit: int) -> Listing:
        page = self._table.query(partition, after=after, limit=limit, index=index)
        return Listing(tuple(item.row for item in page.items), page.after)

    def _write(self, items: Sequence[Item], seen: Sequence[int]) -> None:
        try:
            if len(items) == 1:
                self._table.put(items[0], seen[0])
            else:
                self._table.put_all([Put(item, at) for item, at in zip(items, seen, strict=True)])
        except Clash as clash:
            raise Changed from clash


def _stored[M: BaseModel](item: Item | None, model: type[M]) -> Stored[M] | None:
    return Stored(model.model_validate(item.document), item.v, item.h) if item else None


def _verification(item: Item) -> KeptVerification:
    return KeptVerification.model_validate(
        {name: value for name, value in item.document.items() if name != "instrument_id"}
    )


def _label(items: Sequence[Item]) -> HeadLabel | None:
    if not items or items[0].document["state"] != "current":
        return None
    label = items[0].document
    return HeadLabel(counter=label["counter"], valid_until=label.get("valid_until"))


def _guard(pk: str, owner: str) -> Item:
    return Item(pk, "~", {"owner": owner}, h=digest({"owner": owner}))


def _merchant_item(merchant_id: str, merchant: Merchant, content: str, version: int) -> Item:
    return Item(
        f"M#{merchant_id}",
        "A",
        merchant.model_dump(mode="json", exclude_none=True),
        v=version,
        a=f"M#{merchant.district}",
        b=merchant_id,
        h=content,
        row={"id": merchant_id, "name": merchant.name, "kind": merchant.kind},
        event=MERCHANT_CHANGED.mark,
    )


def _instrument_item(kept: KeptInstrument, content: str, version: int) -> Item:
    document = kept.model_dump(mode="json", exclude_none=True)
    return Item(
        f"I#{number(kept.id)}",
        "A",
        document,
        v=version,
        state=kept.state,
        h=content,
        event=INSTRUMENT_CHANGED.mark,
    )


def _verification_item(head: InstrumentHead, verification: KeptVerification) -> Item:
    document = {**verification.model_dump(mode="json", exclude_none=True), "instrument_id": head.id}
    return Item(
        f"I#{head.number}",
        f"R#{verification.verified_on}#{verification.id}",
        document,
        h=digest(document),
        event=VERIFICATION_RECORDED.mark,
    )


def _head_item(head: InstrumentHead, version: int) -> Item:
    row = {
        "id": head.id,
        "number": head.number,
        "name": head.name,
        "category": head.category,
        "stall": head.stall,
        "merchant": head.merchant.name,
        "state": head.state,
        "conclusion": head.verification.conclusion if head.verification else "",
        "valid_until": str(head.verification.valid_until or "") if head.verification else "",
    }
    return Item(
        f"I#{head.number}",
        "~",
        head.model_dump(mode="json", exclude_none=True),
        v=version,
        state=head.state,
        a=f"P#{head.site_id}",
        u=f"M#{head.merchant_id}",
        b=f"{head.stall:>20}#{head.number}",
        row=row,
    )
