"""What becomes of an instrument: verified, suspended, released, scrapped; its head follows from its sources."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, local_day
from chalicelib.errors import IdTaken, VersionStale
from chalicelib.registry.head import Sources, head
from chalicelib.registry.model import (
    CheckSummary,
    InstrumentHead,
    KeptInstrument,
    KeptVerification,
    State,
    Suspension,
    Verification,
    number,
)
from chalicelib.registry.problems import Busy, NoInstrument, NotYourDistrict, NotYourLab, Scrapped
from chalicelib.registry.service_book import Book, Changed, Stored

_ATTEMPTS = 12


@dataclass(frozen=True)
class Heads:
    """Instruments' life and their heads; a source and its head change in one transaction."""

    book: Book
    clock: Clock

    def kept(self, instrument_id: str) -> Stored[KeptInstrument]:
        """The instrument as registered, and its version. Raises NoInstrument."""
        stored = self.book.instrument(number(instrument_id))
        if stored is None or stored.value.id != instrument_id:
            raise NoInstrument(id=instrument_id)
        return stored

    def record_verification(
        self, actor: Actor, instrument_id: str, verification_id: str, new: Verification
    ) -> tuple[KeptVerification, bool]:
        """Keep a lab's verification; a pass on or after the day of a suspension releases the instrument.

        Only a lab restores, and not by what it did before the instrument was found wanting.
        """
        if new.lab_id not in actor.labs:
            raise NotYourLab
        kept = KeptVerification(**dict(new), id=verification_id)
        shelf = number(instrument_id)
        for _ in range(_ATTEMPTS):
            for known in self.book.verifications(shelf):
                if known.id == verification_id:
                    if known != kept:
                        raise IdTaken(id=verification_id)
                    return known, False
            stored, sources, seen = self._read(instrument_id)
            if stored.value.state == "scrapped":
                raise Scrapped
            last = sources.verification
            is_newest = last is None or (kept.verified_on, kept.id) >= (last.verified_on, last.id)
            instrument = stored.value
            if is_newest and new.conclusion == "pass" and _is_after(instrument.suspension, new.verified_on):
                instrument = instrument.model_copy(update={"state": "in_use", "suspension": None})
            shown = head(replace(sources, instrument=instrument, verification=kept if is_newest else last))
            changed = instrument if instrument != stored.value else None
            try:
                self.book.write(shown, seen, changed, stored.version, kept, stored.content)
            except Changed:
                continue
            return kept, True
        raise Busy

    def suspend(self, actor: Actor, instrument_id: str, reason: str) -> InstrumentHead:
        """Order an instrument out of use; doing it again changes nothing."""
        suspension = Suspension(reason=reason, since=local_day(self.clock()), by=actor.id)
        return self._move(actor, instrument_id, "suspended", suspension)

    def release(self, actor: Actor, instrument_id: str) -> InstrumentHead:
        """Take a suspension back."""
        return self._move(actor, instrument_id, "in_use", None)

    def scrap(self, actor: Actor, instrument_id: str) -> InstrumentHead:
        """Take an instrument out of use for ever."""
        return self._move(actor, instrument_id, "scrapped", None)

    def _move(
        self,
        actor: Actor,
        instrument_id: str,
        state: State,
        suspension: Suspension | None,
    ) -> InstrumentHead:
        def moved(kept: KeptInstrument) -> KeptInstrument:
            if kept.state == state:
                return kept
            if kept.state == "scrapped":
                raise Scrapped
            return kept.model_copy(update={"state": state, "suspension": suspension})

        shown = self._head(instrument_id)
        if not actor.works_in(shown.district):
            raise NotYourDistrict
        return self.change(instrument_id, moved)

    def change(
        self,
        instrument_id: str,
        change: Callable[[KeptInstrument], KeptInstrument],
        content: str = "",
        expected: int | None = None,
    ) -> InstrumentHead:
        """Change the instrument and its head in one transaction. Raises VersionStale for another than `expected`."""
        for _ in range(_ATTEMPTS):
            stored, sources, seen = self._read(instrument_id)
            if expected is not None and stored.version != expected:
                raise VersionStale
            kept = change(stored.value)
            shown = head(replace(sources, instrument=kept))
            if kept == stored.value:
                return shown
            try:
                self.book.write(shown, seen, kept, stored.version, content=content or stored.content)
            except Changed:
                continue
            return shown
        raise Busy

    def refresh(self, instrument_number: str) -> None:
        """Rebuild a head from its sources; whoever read later wins, so late and repeated calls are harmless."""
        for _ in range(_ATTEMPTS):
            standing = self.book.head(instrument_number)
            sources = self.book.sources(instrument_number)
            if sources is None:
                return
            shown = head(sources)
            if standing is not None and standing.value == shown:
                return
            try:
                self.book.write(shown, standing.version if standing else 0)
            except Changed:
                continue
            return
        raise Busy

    def note_check(self, instrument_number: str, check: CheckSummary) -> None:
        """Add a check to an instrument's history, once."""
        self.book.note_check(instrument_number, check)

    def _read(self, instrument_id: str) -> tuple[Stored[KeptInstrument], Sources, int]:
        """The instrument, its sources and the version of its head, the head first."""
        standing = self.book.head(number(instrument_id))
        stored = self.kept(instrument_id)
        sources = self.book.sources(number(instrument_id))
        if sources is None or standing is None:
            raise NoInstrument(id=instrument_id)
        return stored, replace(sources, instrument=stored.value), standing.version

    def _head(self, instrument_id: str) -> InstrumentHead:
        found = self.book.head(number(instrument_id))
        if found is None:
            raise NoInstrument(id=instrument_id)
        return found.value


def _is_after(suspension: Suspension | None, day: date) -> bool:
    return suspension is not None and day >= suspension.since
