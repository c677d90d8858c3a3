"""How the registry is kept.

key                               what                          read by
M#{merchant}      A               merchant                      GetItem; list by a = M#{district}
S#{site}          A               site                          GetItem; list by a = S#{district}
M#…, S#…          W               where rebuilding heads goes on  GetItem
I#{number}        A               instrument                    GetItem
I#{number}        R#{day}#{id}    verification                  Query, newest last
I#{number}        C#{at}#{check}  pointer to a check            Query backwards, newest first
I#{number}        E#{at}#{act}    act                           Query
I#{number}        X#{attempt}     refused act                   with all of the partition: the timeline
I#{number}        L#{counter}     label, kept by labels         Query backwards, newest first
I#{number}        ~               head                          GetItem: one scan; lists by a = P#{site}, b = number
X#USCC#{code}     ~               this credit code is taken     only written
X#SERIAL#{maker}#{no}  ~          this serial number is taken   only written
X#CERT#{lab}#{certificate}  ~     first instrument of this certificate   BatchGetItem, after a verification was recorded
Lists of a merchant's instruments go by index u = M#{merchant}.
"""

from collections.abc import Iterator, Sequence

from chalicelib.registry.acts import ActAttempt, KeptAct
from chalicelib.registry.head import Sources
from chalicelib.registry.history import History
from chalicelib.registry.model import CheckSummary, InstrumentHead, KeptInstrument, KeptVerification
from chalicelib.registry.parties import Merchant, Site
from chalicelib.registry.problems import CodeTaken
from chalicelib.registry.search import lookup
from chalicelib.registry.service_book import Changed, Listing, Stored, stored
from chalicelib.registry.service_walks import Walk
from chalicelib.registry.store_items import (
    act_item,
    attempt_item,
    guard,
    head_item,
    history_of,
    instrument_item,
    label_of,
    merchant_item,
    serial_key,
    site_item,
    verification_item,
    verification_of,
    walk_item,
)
from chalicelib.registry.store_search import lookup_item
from chalicelib.store import Clash, Index, Item, Put, Table, pages, put_once

LAST_CHECKS = 5


class RegistryStore:
    """See service.Book."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def merchant(self, merchant_id: str) -> Stored[Merchant] | None:
        """The merchant and its version."""
        return stored(self._table.get(f"M#{merchant_id}", "A"), Merchant)

    def site(self, site_id: str) -> Stored[Site] | None:
        """The site and its version."""
        return stored(self._table.get(f"S#{site_id}", "A"), Site)

    def parties(self, merchant_id: str, site_id: str) -> tuple[Merchant | None, Site | None]:
        """A merchant and a site in one look."""
        merchant, site = self._table.get_many([(f"M#{merchant_id}", "A"), (f"S#{site_id}", "A")])
        return (
            Merchant.model_validate(merchant.document) if merchant else None,
            Site.model_validate(site.document) if site else None,
        )

    def add_merchant(self, merchant_id: str, merchant: Merchant, content: str) -> None:
        """Write a new merchant and take its credit code, or neither. Raises Changed."""
        item = merchant_item(merchant_id, merchant, content, 1)
        guards = [guard(f"X#USCC#{merchant.credit_code}", merchant_id)] if merchant.credit_code else []
        self._write([item, *guards], [0] * (1 + len(guards)))

    def replace_merchant(self, merchant_id: str, merchant: Merchant, content: str, seen: int) -> None:
        """Write version seen + 1, and take a new credit code. Raises Changed, or CodeTaken."""
        items, versions = [merchant_item(merchant_id, merchant, content, seen + 1)], [seen]
        if merchant.credit_code:
            taken = guard(f"X#USCC#{merchant.credit_code}", merchant_id)
            held = self._table.get(taken.pk, taken.sk)
            if held is None:
                items.append(taken)
                versions.append(0)
            elif held.document["owner"] != merchant_id:
                raise CodeTaken(what=merchant.credit_code)
        self._write(items, versions)

    def put_site(self, site_id: str, site: Site, content: str, seen: int) -> None:
        """Write version seen + 1. Raises Changed."""
        self._write([site_item(site_id, site, content, seen + 1)], [seen])

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

    def walk(self, party: str) -> tuple[Walk, int] | None:
        """How far the heads of a merchant or site (its partition) are rebuilt."""
        item = self._table.get(party, "W")
        return (Walk.model_validate(item.document), item.v) if item else None

    def put_walk(self, party: str, walk: Walk, seen: int) -> None:
        """See service_walks.WalkBook."""
        self._write([walk_item(party, walk, seen + 1)], [seen])

    def instrument(self, instrument_number: str) -> Stored[KeptInstrument] | None:
        """The instrument as registered, and its version."""
        return stored(self._table.get(f"I#{instrument_number}", "A"), KeptInstrument)

    def head(self, instrument_number: str) -> Stored[InstrumentHead] | None:
        """The head: one GetItem."""
        return stored(self._table.get(f"I#{instrument_number}", "~"), InstrumentHead)

    def verifications(self, instrument_number: str) -> tuple[KeptVerification, ...]:
        """All verifications, oldest first."""
        return tuple(map(verification_of, pages(self._table, f"I#{instrument_number}", begins="R#")))

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
            verification_of(last[0]) if last else None,
            label_of(labels),
            tuple(CheckSummary.model_validate(item.document) for item in checks),
        )

    def add_instrument(self, kept: KeptInstrument, head: InstrumentHead, content: str) -> None:
        """Write a new instrument, take its serial number, let it be found by it, write its head, or nothing.

        Raises Changed.
        """
        taken = guard(serial_key(kept.maker, kept.serial_no), kept.id)
        found = lookup_item("SERIAL", kept.serial_no, head.number)
        self._write([instrument_item(kept, content, 1), taken, head_item(head, 1), found], [0, 0, 0, 0])

    def write(
        self,
        head: InstrumentHead,
        head_seen: int,
        kept: KeptInstrument | None = None,
        kept_seen: int = 0,
        verification: KeptVerification | None = None,
        content: str = "",
        act: KeptAct | None = None,
    ) -> None:
        """Write a head, with the instrument, verification or act it follows from, or nothing. Raises Changed."""
        items, seen = [head_item(head, head_seen + 1)], [head_seen]
        if kept is not None:
            items.append(instrument_item(kept, content, kept_seen + 1))
            seen.append(kept_seen)
        if verification is not None:
            items.append(verification_item(head, verification))
            seen.append(0)
        if act is not None:
            items.append(act_item(act))
            seen.append(0)
        self._write(items, seen)

    def certificate_owner(self, lab_id: str, certificate_no: str, instrument_id: str) -> str:
        """Whose this certificate of this lab is: the first instrument that comes, which is this one if none came yet.

        Raises Changed when another comes at the same moment.
        """
        taken = guard(f"X#CERT#{lab_id}#{lookup(certificate_no)}", instrument_id)
        # Guards from before numbers had one form stand under the number as it was written.
        keys = (taken.pk, f"X#CERT#{lab_id}#{certificate_no}")
        held = next(filter(None, self._table.get_many([(key, "~") for key in keys])), None)
        if held is None:
            self._write([taken], [0])
            return instrument_id
        return str(held.document["owner"])

    def acts(self, instrument_number: str) -> tuple[KeptAct, ...]:
        """All acts, oldest first."""
        items = pages(self._table, f"I#{instrument_number}", begins="E#")
        return tuple(KeptAct.model_validate(item.document) for item in items)

    def history(self, instrument_number: str) -> History:
        """All of the instrument's partition, which a screen shows in pages of its own: one Query per 500 items."""
        return history_of(pages(self._table, f"I#{instrument_number}"))

    def add_attempt(self, attempt: ActAttempt, content: str) -> ActAttempt:
        """Keep a refused act, once; answers the one that stands."""
        kept = put_once(self._table, attempt_item(attempt, content))
        return ActAttempt.model_validate(kept.document)

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

    def _rows(self, partition: str, index: Index, after: str, limit: int) -> Listing:
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
