"""What the registry derives from the stream: the heads of instruments, and alarms about their certificates."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from chalicelib import events
from chalicelib.clock import Clock
from chalicelib.registry.alarm_evidence import CertificateShared, CertificateUse
from chalicelib.registry.model import CheckSummary, InstrumentHead, KeptVerification, number
from chalicelib.registry.search import lookup
from chalicelib.registry.service_alarms import Alarms
from chalicelib.registry.service_book import Stored
from chalicelib.registry.service_heads import Heads
from chalicelib.registry.service_walks import Walks
from chalicelib.store import Item

_OWN = {events.INSTRUMENT_CHANGED.mark, events.VERIFICATION_RECORDED.mark, events.LABEL_CHANGED.mark}
"""Events of items that stand in the partition of the instrument they touch."""


@dataclass(frozen=True)
class HeadEffect:
    """Rebuilds the head of every instrument that a write touches; keys are public numbers."""

    heads: Heads
    walks: Walks
    name: str = "head"

    def touched(self, item: Item) -> Iterable[str]:
        """Numbers of the instruments whose heads follow from this item."""
        if item.event in _OWN:
            return (item.pk.removeprefix("I#"),)
        if item.event == events.CHECK_RECORDED.mark:
            return self._checked(item)
        return self.walks.page(item)[0]

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        self.heads.refresh(key)

    def _checked(self, item: Item) -> Iterable[str]:
        """Goods and organisers are checked too; only an instrument has a head."""
        if "instrument_id" not in item.document:
            return ()
        touched = number(item.document["instrument_id"])
        check = {name: item.document[name] for name in CheckSummary.model_fields}
        self.heads.note_check(touched, CheckSummary.model_validate(check))
        return (touched,)


class Shelf(Protocol):
    """What is read to see whose a certificate is."""

    def head(self, instrument_number: str) -> Stored[InstrumentHead] | None: ...
    def verifications(self, instrument_number: str) -> tuple[KeptVerification, ...]: ...
    def certificate_owner(self, lab_id: str, certificate_no: str, instrument_id: str) -> str: ...


@dataclass(frozen=True)
class CertificateEffect:
    """Raises an alarm when one certificate number of one lab is on two instruments; keys are `number verification`.

    However it is written: in the one form of search.lookup.
    """

    shelf: Shelf
    alarms: Alarms
    clock: Clock
    name: str = "certificate"

    def touched(self, item: Item) -> Iterable[str]:
        """The verification in this item."""
        if item.event != events.VERIFICATION_RECORDED.mark:
            return ()
        return (f"{item.pk.removeprefix('I#')} {item.document['id']}",)

    def refresh(self, key: str) -> None:
        """See follow.Effect; the first instrument of a certificate is its owner."""
        shelf_number, verification_id = key.split()
        head = self.shelf.head(shelf_number)
        new = self._of(shelf_number, lambda one: one.id == verification_id)
        if head is None or new is None:
            return
        owner = self.shelf.certificate_owner(new.lab_id, new.certificate_no, head.value.id)
        if owner == head.value.id:
            return
        first = self.shelf.head(number(owner))
        theirs = self._of(number(owner), lambda one: _certificate(one) == _certificate(new))
        if first is not None and theirs is not None:
            self.alarms.raise_(
                "certificate_on_two_serials",
                head.value,
                f"{theirs.lab_id} {theirs.certificate_no}",
                CertificateShared(
                    certificate_no=new.certificate_no,
                    here=_use(head.value, new),
                    there=_use(first.value, theirs),
                ),
                self.clock(),
            )

    def _of(self, shelf_number: str, is_it: Callable[[KeptVerification], bool]) -> KeptVerification | None:
        return next(filter(is_it, self.shelf.verifications(shelf_number)), None)


def _certificate(one: KeptVerification) -> tuple[str, str]:
    return one.lab_id, lookup(one.certificate_no)


def _use(head: InstrumentHead, verification: KeptVerification) -> CertificateUse:
    return CertificateUse(
        verification=verification.id,
        number=head.number,
        name=head.name,
        serial_no=head.serial_no,
        lab_name=verification.lab_name,
        verified_on=verification.verified_on,
    )
