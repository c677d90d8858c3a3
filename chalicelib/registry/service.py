"""Registering and reading merchants, sites and instruments; what becomes of an instrument is in service_heads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib import ids
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock, local_day
from chalicelib.errors import Fault, IdTaken, NotFound, VersionStale
from chalicelib.registry import public, reach
from chalicelib.registry.districts import NoSuchDistrict, in_force
from chalicelib.registry.head import Sources, head
from chalicelib.registry.model import (
    OVER,
    Instrument,
    InstrumentHead,
    KeptInstrument,
    KeptVerification,
    PublicInstrument,
    number,
)
from chalicelib.registry.parties import Merchant, Site
from chalicelib.registry.problems import (
    CodeTaken,
    NeedsAct,
    NoInstrument,
    NotYourDistrict,
    NotYourMarket,
    Scrapped,
    UnknownParty,
)
from chalicelib.registry.service_book import Book, Changed, Stored, content_of
from chalicelib.registry.service_heads import Heads


@dataclass(frozen=True)
class Registry:
    """Merchants, sites and instruments: registering, changing, reading."""

    book: Book
    heads: Heads
    clock: Clock

    def put_merchant(
        self, actor: Actor, merchant_id: str, merchant: Merchant, seen: int | None
    ) -> tuple[int, bool]:
        """Register (`seen` None) or change a merchant; answers its version and whether it is new.

        A supervisor in their districts; an organiser registers stall-keepers where their market is, and changes none.
        Raises NoSuchDistrict, IdTaken, CodeTaken, NotYourDistrict, NotYourMarket, NotFound, VersionStale.
        """
        standing = self.book.merchant(merchant_id)
        was = standing.value.district if standing else merchant.district
        if not reach.supervises(actor, merchant.district, was):
            self._admit_organiser(actor, merchant, seen)
        return self._put(
            standing,
            lambda: self.book.merchant(merchant_id),
            content_of(merchant),
            seen,
            merchant_id,
            lambda content: self.book.add_merchant(merchant_id, merchant, content),
            lambda content, at: self.book.replace_merchant(merchant_id, merchant, content, at),
            merchant.district,
            merchant.credit_code or "",
        )

    def _admit_organiser(self, actor: Actor, merchant: Merchant, seen: int | None) -> None:
        if not actor.is_any(Role.ORGANISER):
            raise NotYourDistrict
        markets = (self.book.site(site) for site in sorted(actor.sites))
        is_there = any(one is not None and one.value.district == merchant.district for one in markets)
        if seen is not None or merchant.kind != "stall_keeper" or not is_there:
            raise NotYourMarket

    def put_site(self, actor: Actor, site_id: str, site: Site, seen: int | None) -> tuple[int, bool]:
        """Register (`seen` None) or change a site in the supervisor's districts; answers version and whether new."""
        standing = self.book.site(site_id)
        if not reach.supervises(actor, site.district, standing.value.district if standing else site.district):
            raise NotYourDistrict
        return self._put(
            standing,
            lambda: self.book.site(site_id),
            content_of(site),
            seen,
            site_id,
            lambda content: self.book.put_site(site_id, site, content, 0),
            lambda content, at: self.book.put_site(site_id, site, content, at),
            site.district,
        )

    def _put(
        self,
        standing: Stored[Any] | None,
        read: Callable[[], Stored[Any] | None],
        content: str,
        seen: int | None,
        document_id: str,
        add: Callable[[str], None],
        change: Callable[[str, int], None],
        district: str,
        guarded: str = "",
    ) -> tuple[int, bool]:
        if standing is not None and standing.content == content:  # said already, of whichever version
            return standing.version, False
        if district not in in_force(self.today()):
            told = NoSuchDistrict(district=district)
            raise NoSuchDistrict(
                district=district, faults=(Fault("/district", NoSuchDistrict.code, told.sentence()),)
            )
        if seen is None:
            if standing is not None:
                raise IdTaken(id=document_id)
            try:
                add(content)
            except Changed:
                if (meanwhile := read()) is not None:  # the same registration came twice at once
                    return self._put(
                        meanwhile, read, content, None, document_id, add, change, district, guarded
                    )
                raise CodeTaken(what=guarded or document_id) from None
            return 1, True
        if standing is None:
            raise NotFound(id=document_id)
        try:
            change(content, seen)
        except Changed:
            meanwhile = read()
            if meanwhile is not None and meanwhile.content == content:  # the same change came twice at once
                return meanwhile.version, False
            raise VersionStale from None
        return seen + 1, False

    def merchant(self, merchant_id: str) -> Stored[Merchant]:
        """The merchant. Raises NotFound."""
        found = self.book.merchant(merchant_id)
        if found is None:
            raise NotFound(id=merchant_id)
        return found

    def site(self, site_id: str) -> Stored[Site]:
        """The site. Raises NotFound."""
        found = self.book.site(site_id)
        if found is None:
            raise NotFound(id=site_id)
        return found

    def district_of(self, party_id: str) -> str | None:
        """The district of a merchant or site; None when it is not registered."""
        read = self.book.site if ids.matches("site", party_id) else self.book.merchant
        found: Stored[Site] | Stored[Merchant] | None = read(party_id)
        return found.value.district if found else None

    def instrument(self, instrument_id: str) -> KeptInstrument:
        """The instrument as registered. Raises NoInstrument."""
        return self.heads.kept(instrument_id).value

    def head(self, instrument_number: str) -> InstrumentHead:
        """The head, in one read. Raises NoInstrument."""
        found = self.book.head(instrument_number)
        if found is None:
            raise NoInstrument(id=instrument_number)
        return found.value

    def public(self, shown: InstrumentHead) -> PublicInstrument:
        """What anybody may see of an instrument today."""
        return public.view(shown, self.today())

    def today(self) -> date:
        """The local day."""
        return local_day(self.clock())

    def seen_by(self, actor: Actor, instrument_id: str) -> tuple[InstrumentHead, int]:
        """The head as this actor sees it, with the version to edit by; what they may not know of does not exist."""
        shown = self.head(number(instrument_id))
        if not reach.sees(actor, shown):
            raise NoInstrument(id=instrument_id)
        return reach.shown_to(actor, shown), self.heads.kept(instrument_id).version

    def verifications(self, actor: Actor, instrument_id: str) -> list[KeptVerification]:
        """All verifications as this actor sees them, oldest first. Raises NoInstrument."""
        shown, _ = self.seen_by(actor, instrument_id)
        is_reader = actor.is_any(*reach.READERS)
        return [one if is_reader else one.masked() for one in self.book.verifications(shown.number)]

    def put_instrument(
        self, actor: Actor, instrument_id: str, new: Instrument, seen: int | None
    ) -> tuple[int, bool]:
        """Register (`seen` None) or correct an instrument; answers its version and whether it is new.

        A lab in the whole city, a supervisor in their districts. What happened to an instrument is told by an act or a
        verification, never by a correction (model.corrects). What was said already is answered as it stands. Raises
        NotYourDistrict, NeedsAct, Scrapped, IdTaken, CodeTaken, UnknownParty, NoInstrument, VersionStale.
        """
        content = content_of(new)
        merchant, site = self._parties(new)
        if not (actor.is_any(Role.LAB) or reach.supervises(actor, site.district)):
            raise NotYourDistrict
        standing = self.book.instrument(number(instrument_id))
        if seen is None:
            kept = KeptInstrument(**dict(new), id=instrument_id)
            return self._register(Sources(kept, merchant, site, None, None, ()), content, standing)
        if standing is None:
            raise NoInstrument(id=instrument_id)
        if standing.content == content and seen < standing.version:  # said already
            return standing.version, False
        if standing.value.state in OVER:
            raise Scrapped
        if (standing.value.maker, standing.value.serial_no) != (new.maker, new.serial_no):
            raise IdTaken(id=instrument_id)
        if not standing.value.corrects(new):
            raise NeedsAct
        try:
            self.heads.change(instrument_id, lambda kept: kept.model_copy(update=dict(new)), content, seen)
        except VersionStale:
            meanwhile = self.heads.kept(instrument_id)
            if meanwhile.content != content:
                raise
            return meanwhile.version, False
        is_other = standing.value.model_copy(update=dict(new)) != standing.value
        return seen + 1 if is_other else seen, False

    def _register(
        self, sources: Sources, content: str, standing: Stored[KeptInstrument] | None
    ) -> tuple[int, bool]:
        kept = sources.instrument
        if standing is not None:
            if standing.content != content or standing.value.id != kept.id:
                raise IdTaken(id=kept.id)
            return standing.version, False
        try:
            self.book.add_instrument(kept, head(sources), content)
        except Changed:
            if (meanwhile := self.book.instrument(number(kept.id))) is not None:
                return self._register(sources, content, meanwhile)
            raise CodeTaken(what=kept.serial_no) from None
        return 1, True

    def _parties(self, new: Instrument) -> tuple[Merchant, Site]:
        merchant, site = self.book.parties(new.merchant_id, new.site_id)
        if merchant is None or site is None:
            raise UnknownParty
        return merchant, site
