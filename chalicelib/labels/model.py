"""Labels as they are kept and told: the issue of a label, the answer to a scan, the failures of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Self

from chalicelib.documents import Document
from chalicelib.errors import Conflict, Invalid, Missing, Unavailable, Unprocessable, Unsupported
from chalicelib.labels.codec import Fields
from chalicelib.labels.revocation import AnyCause
from chalicelib.labels.verification import SENTENCES, Key, Outcome, Reason, outcome
from chalicelib.registry.model import InstrumentHead, PublicInstrument, Words

type LabelState = Literal["current", "revoked"]


class BadCounter(Invalid):
    """A label's number in the address is not 1 to 255."""

    code = "label.bad_counter"
    zh = "标签序号应为 1 至 255 的整数。"
    en = "A label's counter is a whole number from 1 to 255."


class CounterNotNext(Conflict):
    """Labels of an instrument are counted without gaps."""

    code = "label.counter_not_next"
    zh = "标签应按顺序签发，下一张的序号是 {next}。"
    en = "Labels are issued in order; the next counter is {next}."


class CountersUsedUp(Conflict):
    """The 255th label was issued."""

    code = "label.counters_used_up"
    zh = "此器具的 255 个标签序号已用完，请重新登记器具。"
    en = "This instrument has had its 255 labels. Register it anew."


class LabelAlreadyOver(Invalid):
    """A label that would be expired when issued, or lasts longer than the format can say."""

    code = "label.bad_valid_until"
    zh = "标签有效期应在今天至 {latest} 之间；不填则与检定证书同日到期。"
    en = "A label lasts from today to {latest} at most; leave the day out for one that ends with its certificate."


class InstrumentScrapped(Conflict):
    """No label is issued for a scrapped or replaced instrument."""

    code = "label.instrument_scrapped"
    zh = "器具已报废或已被更换，不能签发标签。"
    en = "The instrument was scrapped or replaced; no label is issued for it."


class NoLabel(Missing):
    """The instrument has no label of this counter."""

    code = "label.none"
    zh = "此器具没有序号为 {counter} 的标签。"
    en = "The instrument has no label {counter}."


class HostTooLong(Unprocessable):
    """The stage's label host makes labels too long for their size."""

    code = "label.host_too_long"
    zh = "标签网址过长，无法印在 {size_mm} 毫米标签上，请管理员改用更短的域名。"
    en = "The label's address is too long for {size_mm} mm. Ask the administrator for a shorter host."


class AcceptPng(Unsupported):
    """A PNG is asked, but the call does not say it takes one; API Gateway would answer base64 text."""

    code = "label.accept_png"
    zh = "获取 PNG 图片时请发送请求头 Accept: image/png；或改用 format=svg。"
    en = "Send Accept: image/png to get a PNG, or ask for format=svg."


class SignerUnavailable(Unavailable):
    """The signing function did not answer as it should."""

    code = "label.signer_unavailable"
    zh = "签名服务暂时不可用，标签未签发，请稍后重试。"
    en = "The signing service did not answer; no label was issued. Try again later."


class Label(Document):
    """One issue of an instrument's label."""

    instrument_id: str
    number: str
    counter: int
    state: LabelState
    content: str
    """The text of the QR code."""
    key_id: int
    valid_until: date | None = None
    """Last day it counts; absent: until revoked."""
    serial_digest: str
    """First two bytes of SHA-256 of the serial number, hex."""
    issued_at: str
    issued_by: str
    revoked_at: str | None = None
    revoked_by: str | None = None
    """Account of who revoked it or issued the next; `steelyard` where the instrument's end did it."""
    revoked_because: AnyCause | None = None
    revoked_note: str | None = None
    picture: str
    """Path of its picture; add ?format=svg|png&size_mm=25|40."""


class Resolution(Document):
    """What a scanned or typed text turned out to be."""

    outcome: Outcome
    reason: str
    """Finer than the outcome: one sentence each."""
    sentences: Words
    number: str | None = None
    counter: int | None = None
    label_valid_until: date | None = None
    serial_digest: str | None = None
    """What the label says of the serial number; given when its signature is right."""
    revoked_because: AnyCause | None = None
    """Why a revoked label was, where that is on record."""
    instrument: PublicInstrument | None = None


class PublicKey(Document):
    """A public key labels are signed with."""

    kid: int
    algorithm: Literal["ES256"] = "ES256"
    spki: str
    """SubjectPublicKeyInfo, DER, base64."""
    valid_from: date
    valid_until: date | None = None

    @classmethod
    def of(cls, key: Key) -> Self:
        """The key as phones read it."""
        return cls(kid=key.id, spki=key.spki, valid_from=key.valid_from, valid_until=key.valid_until)

    def key(self) -> Key:
        """The key as labels are verified with it."""
        return Key(self.kid, self.spki, self.valid_from, self.valid_until)


class PublicKeys(Document):
    """The key set that phones cache to check labels without network."""

    keys: list[PublicKey]


@dataclass(frozen=True)
class KeySet:
    """The stored keys and the version they were read at."""

    keys: tuple[PublicKey, ...]
    version: int


class ScanAnswer(Document):
    """What an officer's scan found, with the whole head of the instrument."""

    resolution: Resolution
    instrument: InstrumentHead | None = None


@dataclass(frozen=True)
class Finding:
    """What a text is: the reason, and as much of the label as could be read."""

    reason: Reason
    number: str | None = None
    fields: Fields | None = None
    cause: AnyCause | None = None


@dataclass(frozen=True)
class Found:
    """A finding and the head of the instrument it names, if that is registered."""

    finding: Finding
    head: InstrumentHead | None

    def resolution(self, instrument: PublicInstrument | None) -> Resolution:
        """As told to the caller."""
        reason, fields = self.finding.reason, self.finding.fields
        words = SENTENCES[reason]
        signed = fields if reason not in {"tampered", "unknown_key"} else None
        return Resolution(
            outcome=outcome(reason),
            reason=reason,
            sentences=Words(zh=words.zh, en=words.en),
            number=self.finding.number,
            counter=fields.counter if fields else None,
            label_valid_until=signed.valid_until if signed else None,
            serial_digest=signed.serial_digest.hex() if signed else None,
            revoked_because=self.finding.cause,
            instrument=instrument,
        )


@dataclass(frozen=True)
class LabelRow:
    """A label as stored, with what its writes are conditional on."""

    document: Mapping[str, Any]
    version: int
    digest: str

    @property
    def current(self) -> bool:
        """Whether it is the label that counts."""
        return bool(self.document["state"] == "current")

    def revoked(self, cause: AnyCause, note: str, by: str, at: str) -> "LabelRow":
        """The same label, counting no more, as the version after this one."""
        why = {"revoked_because": cause, **({"revoked_note": note} if note else {})}
        document = {**self.document, "state": "revoked", "revoked_at": at, "revoked_by": by, **why}
        return LabelRow(document, self.version + 1, self.digest)

    def label(self) -> Label:
        """As told to the caller."""
        instrument, counter = self.document["instrument_id"], self.document["counter"]
        picture = f"/v1/instruments/{instrument}/labels/{counter}/picture"
        return Label.model_validate({**self.document, "picture": picture})


class Changed(Exception):
    """Another call wrote this label meanwhile."""


@dataclass(frozen=True)
class Looked:
    """What one look into the table found; what is not there is absent."""

    heads: Mapping[str, InstrumentHead]
    labels: Mapping[tuple[str, int], LabelRow]
    keys: KeySet | None = None
