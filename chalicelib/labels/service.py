"""Issuing labels, telling what a scanned text is, and keeping inspectors' scans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, local_day, stamp
from chalicelib.errors import IdTaken
from chalicelib.labels import codec, verification
from chalicelib.labels.codec import Bare, Fields, Signed
from chalicelib.labels.model import (
    Changed,
    CounterNotNext,
    CountersUsedUp,
    Finding,
    Found,
    InstrumentScrapped,
    LabelAlreadyOver,
    LabelRow,
    Looked,
    NoLabel,
    Resolution,
    ScanAnswer,
    SignerUnavailable,
)
from chalicelib.labels.service_keys import KeyRing, Signer
from chalicelib.registry import public
from chalicelib.registry.model import OVER, InstrumentHead, KeptInstrument, PublicInstrument
from chalicelib.registry.model import number as number_of
from chalicelib.store import digest

_ATTEMPTS = 4
_FORGED: frozenset[verification.Reason] = frozenset({"tampered", "unknown_key", "not_on_record"})


class Instruments(Protocol):
    """The registry, as far as labels need it."""

    def instrument(self, instrument_id: str) -> KeptInstrument:
        """An instrument as registered. Raises the registry's problem when there is none."""


class Book(Protocol):
    """Where labels and scans are kept."""

    def look(self, wanted: Sequence[tuple[str, int]], *, keys: bool) -> Looked:
        """Heads and labels by (number, counter; 0: the head alone), and the key set if asked, in one round trip."""

    def label(self, number: str, counter: int) -> LabelRow | None:
        """One label."""

    def last_label(self, number: str) -> LabelRow | None:
        """The label with the highest counter."""

    def issue(self, new: LabelRow, replaced: LabelRow | None) -> None:
        """Write a new label, and the one it replaces, or neither. Raises Changed."""

    def record_scan(self, account: str, month: str, scan: str, document: dict[str, Any], digest: str) -> Any:
        """Keep a scan once; answers the document kept. Raises IdTaken for other content under this id."""


@dataclass(frozen=True)
class ScanNote:
    """What a phone says of a scan.

    content    what was scanned or typed       digest     of all that the client sent
    device_at  the phone's clock, as sent      device     which phone
    place      coarse: degrees of latitude and longitude and accuracy in metres, as text
    circumstances  as far as told: shown_offline (what the phone showed without network), sent_at, how, visit, site,
               stall, serial_seen, seal_seen
    """

    content: str
    device_at: str
    device: str
    place: Mapping[str, str] | None
    digest: str
    circumstances: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Labels:
    """Labels of instruments: issue, resolve, scans."""

    book: Book
    registry: Instruments
    ring: KeyRing
    signer: Signer
    clock: Clock
    host: str

    def issue(
        self, actor: Actor, instrument: str, counter: int, valid_until: date | None
    ) -> tuple[LabelRow, bool]:
        """Label `counter` of an instrument, and whether it is new; the label before it counts no more.

        It ends with the certificate that counts today, or on the earlier day that is asked; without a certificate it
        lasts until that day, or until it is revoked. Repeating the call answers the label issued first. Raises
        IdTaken when it was issued with another day.
        """
        known = self.registry.instrument(instrument)
        number = number_of(instrument)
        asked = digest({"counter": counter, "valid_until": valid_until.isoformat() if valid_until else None})
        for _ in range(_ATTEMPTS):
            last = self.book.last_label(number)
            issued = last.document["counter"] if last else 0
            if counter <= issued:
                return self._repeated(number, counter, asked), False
            if known.state in OVER:
                raise InstrumentScrapped
            self._check_order(counter, issued)
            until = self._until(number, valid_until)
            label = self._signed(number, codec.serial_digest(known.serial_no), counter, until)
            new = self._made(actor, label, instrument, asked)
            try:
                self.book.issue(new, self._replaced(last, actor))
            except Changed:
                continue
            return new, True
        raise SignerUnavailable

    def label(self, instrument: str, counter: int) -> LabelRow:
        """Label `counter` of an instrument."""
        row = self.book.label(number_of(instrument), counter)
        if row is None:
            raise NoLabel(counter=counter)
        return row

    def resolve(self, content: str) -> Resolution:
        """What a text is, as anybody may know it."""
        return self.resolve_all([content])[0]

    def resolve_all(self, contents: Sequence[str]) -> list[Resolution]:
        """What each text is, in one look into the table."""
        return [found.resolution(self._public(found)) for found in self.find_all(contents)]

    def scan(self, actor: Actor, scan: str, month: str, note: ScanNote) -> ScanAnswer:
        """Keep an officer's scan, whatever it found, and tell what it found with the whole head of the instrument."""
        (found,) = self.find_all([note.content])
        told = found.resolution(None)
        document = {
            "id": scan,
            "account": actor.id,
            "received_at": stamp(self.clock()),
            "device_at": note.device_at,
            "device": note.device,
            "resolution": told.model_dump(mode="json", exclude_none=True, exclude={"sentences"}),
            **note.circumstances,
            **({"place": dict(note.place)} if note.place else {}),
            **({"registered": _registered(found.head)} if found.head else {}),
            # What is not ours may be somebody's payment code: it is not kept.
            **({"content": note.content} if found.finding.number else {}),
        }
        kept = self.book.record_scan(actor.id, month, scan, document, note.digest)
        words = verification.SENTENCES[kept["resolution"]["reason"]]
        answer = Resolution.model_validate(
            {**kept["resolution"], "sentences": {"zh": words.zh, "en": words.en}}
        )
        answer.instrument = self._public(found)
        return ScanAnswer(resolution=answer, instrument=found.head)

    def find_all(self, contents: Sequence[str]) -> list[Found]:
        """The finding on each text and the heads they name, in one look into the table."""
        parsed = [codec.parse(content, {self.host.lower()}) for content in contents]
        wanted = [
            (one.number, one.fields.counter if isinstance(one, Signed) else 0)
            for one in parsed
            if isinstance(one, Signed | Bare)
        ]
        stale = self.ring.stale() and any(isinstance(one, Signed) for one in parsed)
        looked = self.book.look(wanted, keys=stale)
        if looked.keys is not None:
            self.ring.keep(looked.keys)
        return [self._found(one, looked) for one in parsed]

    def _found(self, one: codec.Parsed, looked: Looked) -> Found:
        if isinstance(one, codec.Refused):
            return Found(Finding(one.reason), None)
        head = looked.heads.get(one.number)
        if isinstance(one, Bare):
            return Found(Finding("unsigned" if head else "unknown_instrument", one.number), head)
        reason, cause = self._judged(one), None
        if reason == "genuine":
            row = looked.labels.get((one.number, one.fields.counter))
            if head is None:
                reason = "unknown_instrument"
            elif row is None:
                reason = "not_on_record"
            elif not row.current:
                reason, cause = "revoked", row.document.get("revoked_because")
        return Found(Finding(reason, one.number, one.fields, cause), head)

    def _judged(self, label: Signed) -> verification.Reason:
        today = local_day(self.clock())
        reason = verification.verify(label, self.ring.known(), today)
        if reason in {"unknown_key", "tampered"} and self.ring.worth_another_look():
            return verification.verify(label, self.ring.reread(), today)
        return reason

    def _public(self, found: Found) -> PublicInstrument | None:
        """What anybody may see of the instrument; nothing beside a forged label, which would borrow its credit."""
        if found.head is None or found.finding.reason in _FORGED:
            return None
        return public.view(found.head, local_day(self.clock()))

    def _repeated(self, number: str, counter: int, asked: str) -> LabelRow:
        row = self.book.label(number, counter)
        if row is None:
            raise NoLabel(counter=counter)
        if row.digest != asked:
            raise IdTaken(id=f"{number}/{counter}")
        return row

    def _check_order(self, counter: int, issued: int) -> None:
        if issued == codec.COUNTERS:
            raise CountersUsedUp
        if counter != issued + 1:
            raise CounterNotNext(next=issued + 1)

    def _until(self, number: str, asked: date | None) -> date | None:
        today = local_day(self.clock())
        if asked and not today <= asked <= codec.LAST_DAY:
            raise LabelAlreadyOver(latest=codec.LAST_DAY)
        head = self.book.look([(number, 0)], keys=False).heads.get(number)
        certified = head.certified_until(today) if head else None
        return min(asked or codec.LAST_DAY, certified or codec.LAST_DAY) if asked or certified else None

    def _made(self, actor: Actor, label: Signed, instrument: str, asked: str) -> LabelRow:
        fields = label.fields
        document = {
            "instrument_id": instrument,
            "number": fields.number,
            "counter": fields.counter,
            "state": "current",
            "content": codec.encode(self.host, label),
            "key_id": fields.key_id,
            "serial_digest": fields.serial_digest.hex(),
            "issued_at": stamp(self.clock()),
            "issued_by": actor.id,
            **({"valid_until": fields.valid_until.isoformat()} if fields.valid_until else {}),
        }
        return LabelRow(document, 1, asked)

    def _signed(self, number: str, serial: bytes, counter: int, valid_until: date | None) -> Signed:
        """A label whose signature we have checked; signed again when the key was changed under our hands."""
        key = self.ring.signing()
        for _ in range(2):
            fields = Fields(number, key.id, valid_until, counter, serial)
            answer = self.signer.sign(number, fields.packed())
            label = Signed(fields, answer.signature)
            if answer.spki == key.spki and verification.signed_by(label, key):
                return label
            key = self.ring.signing(answer.spki)
        raise SignerUnavailable

    def _replaced(self, last: LabelRow | None, actor: Actor) -> LabelRow | None:
        if last is None or not last.current:
            return None
        return last.revoked("reissued", "", actor.id, stamp(self.clock()))


def _registered(head: InstrumentHead) -> dict[str, str]:
    """What the registry said when the scan came: what follows from the scan does not change with the registry."""
    since = head.suspension.since.isoformat() if head.suspension else ""
    told = {
        "site_id": head.site_id,
        "stall": head.stall,
        "state": head.state,
        "since": since,
        "serial_no": head.serial_no,
    }
    return {name: value for name, value in told.items() if value}
