"""Label format L1: what a QR label says, and how it is signed. A format in the world: fields are only ever appended.

Bytes: docs/label-format.md. `web/` has the same rules in TypeScript; tests/golden/labels holds both to them.
"""

import base64
import hashlib
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from chalicelib import ids
from chalicelib.registry.model import NUMBER_LENGTH, is_number

VERSION = 1
KEY_IDS = 32
COUNTERS = 255
EPOCH = date(2020, 1, 1)
LAST_DAY = EPOCH + timedelta(days=0xFFFF)
SIGNATURE_BYTES = 64
_FIELD_BYTES = 6
_PAYLOAD_LENGTH = (_FIELD_BYTES + SIGNATURE_BYTES) * 8 // 5
_LONGEST_QR_TEXT = 7089
_DOMAIN = b"steelyard/L1"
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_URL = re.compile(r"https?://([^/?#\s]+)(/[^?#\s]*)?(?:[?#]\S*)?", re.IGNORECASE | re.ASCII)
_LABEL_PATH = re.compile(r"/i/([^/.]*)(?:\.([^/]*))?/?", re.IGNORECASE | re.ASCII)
_TYPED = re.compile(r"[0-9A-Z]{1,14}")
_SEPARATORS = re.compile(r"[\s\-_.·‐-―−]+")
_PAYMENT = re.compile(
    r"wxp:|weixin://wxpay|alipays?:|upwallet:"
    r"|https?://(?:[\w-]+\.)*(?:alipay|tenpay|payapp\.weixin\.qq|95516|wxpay\.wxutil)\.com(?:[/?#:]|$)"
    r"|000201|1[0-5][0-9]{16}$|(?:2[5-9]|30)[0-9]{14,22}$",
    re.IGNORECASE | re.ASCII,
)

type Refusal = Literal["foreign_payment", "foreign", "malformed", "bad_number", "unknown_version"]
"""Why a text is not a label we can check."""


@dataclass(frozen=True)
class Fields:
    """What a label says under its signature.

    number         public number of the instrument
    key_id         which key signed, 0 to 31; several keys may share it while one follows the other
    valid_until    last day the label counts, None until it is revoked
    counter        how many-th label of the instrument
    serial_digest  two bytes that bind it to the serial number on the name plate
    """

    number: str
    key_id: int
    valid_until: date | None
    counter: int
    serial_digest: bytes

    def packed(self) -> bytes:
        """The six bytes before the signature. Raises ValueError for what the format cannot say."""
        if not (0 <= self.key_id < KEY_IDS and 1 <= self.counter <= COUNTERS):
            raise ValueError("key id or counter out of range")
        if self.valid_until is not None and not EPOCH < self.valid_until <= LAST_DAY:
            raise ValueError("valid_until out of range")
        days = (self.valid_until - EPOCH).days if self.valid_until else 0
        return (
            bytes([VERSION << 5 | self.key_id])
            + days.to_bytes(2)
            + bytes([self.counter])
            + self.serial_digest
        )

    @classmethod
    def unpacked(cls, number: str, packed: bytes) -> "Fields":
        """The fields in six bytes of version 1."""
        days = int.from_bytes(packed[1:3])
        until = EPOCH + timedelta(days=days) if days else None
        return cls(number, packed[0] & KEY_IDS - 1, until, packed[3], packed[4:_FIELD_BYTES])

    def message(self) -> bytes:
        """The bytes that are signed."""
        return message(self.number, self.packed())


@dataclass(frozen=True)
class Signed:
    """A well-formed label; whether its signature is right is not known yet."""

    fields: Fields
    signature: bytes

    @property
    def number(self) -> str:
        """Public number of the instrument it names."""
        return self.fields.number


@dataclass(frozen=True)
class Bare:
    """A number without a signature: typed by a person, or an address without a payload."""

    number: str


@dataclass(frozen=True)
class Refused:
    """A text that is no label, and why."""

    reason: Refusal


type Parsed = Signed | Bare | Refused


def serial_digest(serial_no: str) -> bytes:
    """The two bytes for a serial number: upper case, no white space, UTF-8."""
    return hashlib.sha256("".join(serial_no.split()).upper().encode()).digest()[:2]


def message(number: str, packed: bytes) -> bytes:
    """The bytes that are signed: a domain tag, the number, the six bytes of fields."""
    return _DOMAIN + number.encode("ascii") + packed


def encode(host: str, label: Signed) -> str:
    """The text printed as a QR code."""
    payload = base64.b32encode(label.fields.packed() + label.signature).decode().rstrip("=")
    return f"HTTPS://{host.upper()}/I/{label.number}.{payload}"


def normalised(typed: str) -> str:
    """A number in its one form, also from full-width characters and any kind of dash or space."""
    return ids.normalised(_SEPARATORS.sub("", unicodedata.normalize("NFKC", typed)))


def parse(text: str, hosts: Collection[str]) -> Parsed:
    """What a scanned or typed text is; `hosts` are ours in lower case. Never raises."""
    text = text.strip()
    if not text or len(text) > _LONGEST_QR_TEXT:
        return Refused("malformed")
    if _PAYMENT.match(text):
        return Refused("foreign_payment")
    url = _URL.fullmatch(text)
    if url:
        return _parse_path(url[2] or "/") if url[1].lower() in hosts else Refused("foreign")
    number = normalised(text) if len(text) <= 4 * NUMBER_LENGTH else ""
    if is_number(number):
        return Bare(number)
    return Refused(
        "bad_number" if _TYPED.fullmatch(number) and len(number) <= NUMBER_LENGTH + 2 else "foreign"
    )


def _parse_path(path: str) -> Parsed:
    parts = _LABEL_PATH.fullmatch(path)
    if not parts:
        return Refused("malformed")
    number = normalised(parts[1])
    if not is_number(number):
        return Refused("bad_number")
    return Bare(number) if parts[2] is None else _parse_payload(number, parts[2])


def _parse_payload(number: str, payload: str) -> Parsed:
    payload = payload.upper() if payload.isascii() else ""
    if not payload or not set(payload) <= set(_BASE32):
        return Refused("malformed")
    if _BASE32.index(payload[0]) >> 2 != VERSION:
        return Refused("unknown_version")
    if len(payload) != _PAYLOAD_LENGTH:
        return Refused("malformed")
    raw = base64.b32decode(payload)
    fields = Fields.unpacked(number, raw[:_FIELD_BYTES])
    if fields.counter == 0:
        return Refused("malformed")
    return Signed(fields, raw[_FIELD_BYTES:])
