"""Revoking labels: by a person for a cause, and by the stream when the instrument's life has ended."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib import events
from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, stamp
from chalicelib.labels.model import Changed, LabelRow, Looked, NoLabel
from chalicelib.labels.revocation import AlreadyRevoked, AnyCause, Cause
from chalicelib.registry.model import OVER, KeptInstrument
from chalicelib.registry.model import number as number_of
from chalicelib.registry.problems import Busy, NoInstrument, NotYourDistrict
from chalicelib.store import Item

_ATTEMPTS = 4
_SYSTEM = "steelyard"


class Book(Protocol):
    """Where labels are kept."""

    def look(self, wanted: Sequence[tuple[str, int]], *, keys: bool) -> Looked:
        """See service.Book."""

    def last_label(self, number: str) -> LabelRow | None:
        """The label with the highest counter."""

    def revoke(self, revoked: LabelRow) -> None:
        """Write a label as revoked and enter it in the list of revocations, or neither. Raises Changed."""


@dataclass(frozen=True)
class Revocations:
    """Revoking labels; what was revoked stays so."""

    book: Book
    clock: Clock

    def revoke(
        self, actor: Actor, instrument: str, counter: int, cause: Cause, note: str
    ) -> tuple[LabelRow, bool]:
        """Revoke a label, and whether that is new; the same cause and note again is the same revocation.

        Raises NoInstrument, NotYourDistrict, NoLabel, and AlreadyRevoked for a cause or note other than on record.
        """
        number = number_of(instrument)
        for _ in range(_ATTEMPTS):
            looked = self.book.look([(number, counter)], keys=False)
            head, row = looked.heads.get(number), looked.labels.get((number, counter))
            if head is None or head.id != instrument:
                raise NoInstrument(id=instrument)
            if not actor.works_in(head.district):
                raise NotYourDistrict
            if row is None:
                raise NoLabel(counter=counter)
            if not row.current:
                told = row.document.get("revoked_because"), row.document.get("revoked_note", "")
                if told != (cause, note):
                    raise AlreadyRevoked
                return row, False
            revoked = row.revoked(cause, note, actor.id, stamp(self.clock()))
            try:
                self.book.revoke(revoked)
            except Changed:
                continue
            return revoked, True
        raise Busy

    def end(self, number: str, cause: AnyCause) -> None:
        """Revoke the label an instrument has, if it has one that counts."""
        for _ in range(_ATTEMPTS):
            row = self.book.last_label(number)
            if row is None or not row.current:
                return
            try:
                self.book.revoke(row.revoked(cause, "", _SYSTEM, stamp(self.clock())))
            except Changed:
                continue
            return
        raise Busy


@dataclass(frozen=True)
class EndedInstrumentEffect:
    """Revokes the label of an instrument that was scrapped or replaced; keys are instruments' ids.

    A label issued while its instrument was being scrapped touches too, so that none slips through.
    """

    revocations: Revocations
    instrument: Callable[[str], KeptInstrument]
    name: str = "label of an ended instrument"

    def touched(self, item: Item) -> Iterable[str]:
        """See follow.Effect."""
        if item.event == events.INSTRUMENT_CHANGED.mark and item.document["state"] in OVER:
            return (item.document["id"],)
        if item.event == events.LABEL_CHANGED.mark and item.document["state"] == "current":
            return (item.document["instrument_id"],)
        return ()

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        state = self.instrument(key).state
        if state == "scrapped":
            self.revocations.end(number_of(key), "instrument_scrapped")
        elif state == "replaced":
            self.revocations.end(number_of(key), "instrument_replaced")
