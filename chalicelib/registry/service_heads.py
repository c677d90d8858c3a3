"""Instruments' verifications and heads: a head follows from its sources; acts are in service_life."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, local_day
from chalicelib.errors import IdTaken, VersionStale
from chalicelib.registry import life
from chalicelib.registry.head import Sources, head
from chalicelib.registry.model import (
    OVER,
    CheckSummary,
    InstrumentHead,
    KeptInstrument,
    KeptVerification,
    Verification,
    number,
)
from chalicelib.registry.problems import Busy, NoInstrument, NotYourLab, Scrapped, VerifiedInFuture
from chalicelib.registry.service_book import Book, Changed, Stored

ATTEMPTS = 12
"""How often a change is tried again when somebody else was first."""


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
        """Keep a lab's verification; what it does to the instrument is life.verified. Answers it and whether it is new.

        Raises NotYourLab, VerifiedInFuture, NoInstrument, Scrapped, Busy, IdTaken for other content.
        """
        if new.lab_id not in actor.labs:
            raise NotYourLab
        now = self.clock()
        kept = KeptVerification(**dict(new), id=verification_id, recorded_at=now, recorded_by=actor.id)
        for _ in range(ATTEMPTS):
            for known in self.book.verifications(number(instrument_id)):
                if known.id == verification_id:
                    return _repeated(known, new), False
            if new.verified_on > local_day(now):
                raise VerifiedInFuture
            stored, sources, seen = self.read(instrument_id)
            if stored.value.state in OVER:
                raise Scrapped
            last = sources.verification
            is_newest = last is None or (kept.verified_on, kept.id) >= (last.verified_on, last.id)
            instrument = life.verified(stored.value, kept, is_newest=is_newest)
            shown = head(replace(sources, instrument=instrument, verification=kept if is_newest else last))
            try:
                self.book.write(
                    shown,
                    seen,
                    instrument if instrument != stored.value else None,
                    stored.version,
                    kept,
                    stored.content,
                )
            except Changed:
                continue
            return kept, True
        raise Busy

    def change(
        self,
        instrument_id: str,
        change: Callable[[KeptInstrument], KeptInstrument],
        content: str = "",
        expected: int | None = None,
    ) -> InstrumentHead:
        """Change the instrument and its head in one transaction. Raises VersionStale for another than `expected`."""
        for _ in range(ATTEMPTS):
            stored, sources, seen = self.read(instrument_id)
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
        for _ in range(ATTEMPTS):
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

    def read(self, instrument_id: str) -> tuple[Stored[KeptInstrument], Sources, int]:
        """The instrument, its sources and the version of its head, the head first."""
        standing = self.book.head(number(instrument_id))
        stored = self.kept(instrument_id)
        sources = self.book.sources(number(instrument_id))
        if sources is None or standing is None:
            raise NoInstrument(id=instrument_id)
        return stored, replace(sources, instrument=stored.value), standing.version


def _repeated(known: KeptVerification, new: Verification) -> KeptVerification:
    if any(getattr(known, name) != value for name, value in new):
        raise IdTaken(id=known.id)
    return known
