"""Bundle format B1: keys and revocations that phones check labels with offline. Bytes: docs/label-format.md.

The signature covers everything before it. A phone trusts a bundle that a key signed which it already trusts, and
never takes one that was made before the one it has.
"""

import base64
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from chalicelib import ids
from chalicelib.labels import codec
from chalicelib.labels.verification import Key, right_signature

VERSION = 1
MOST_KEYS = 255
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_DOMAIN = b"steelyard/B1"
_HEAD = struct.Struct(">BIIIBI")
_KEY = struct.Struct(">BHH64s")
_ENTRY_BYTES = 7
_ENTRY_BITS = 53
_P256 = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
_CHARACTERS = ids.ALPHABET.upper()
_BODY = 9

type Revoked = tuple[str, int]
"""Public number and counter of a label that counts no more."""
type Outcome = Literal["good", "tampered", "malformed", "unknown_version"]


class Unreadable(ValueError):
    """Bytes that are no bundle; `outcome` says why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


@dataclass(frozen=True)
class Bundle:
    """What a bundle says.

    sequence   grows with every change of keys or revocations, 0 to 2^32 - 1
    made_at    when it was made, whole seconds     use_until  when a phone should no longer rely on it
    keys       all public keys, ended ones too: they tell a forged label from one that must be replaced
    revoked    labels that would otherwise still count
    """

    sequence: int
    made_at: datetime
    use_until: datetime
    keys: Sequence[Key]
    revoked: frozenset[Revoked]

    def packed(self) -> bytes:
        """The bytes before the signature. Raises ValueError for what the format cannot say."""
        if not (self.made_at < self.use_until and len(self.keys) <= MOST_KEYS):
            raise ValueError("a bundle ends after it is made and holds at most 255 keys")
        times = (_seconds(self.made_at), _seconds(self.use_until))
        head = _HEAD.pack(VERSION, self.sequence, *times, len(self.keys), len(self.revoked))
        entries = sorted(_entry(number, counter) for number, counter in self.revoked)
        return b"".join(
            (head, *map(_packed_key, self.keys), *(one.to_bytes(_ENTRY_BYTES) for one in entries))
        )

    @classmethod
    def unpacked(cls, packed: bytes) -> "Bundle":
        """The bundle in the bytes before a signature. Raises Unreadable."""
        if packed[:1] != bytes([VERSION]):
            raise Unreadable("unknown_version" if packed else "malformed")
        if len(packed) < _HEAD.size:
            raise Unreadable("malformed")
        _, sequence, made_s, until_s, keys, revoked = _HEAD.unpack_from(packed)
        behind_keys = _HEAD.size + keys * _KEY.size
        if made_s >= until_s or len(packed) != behind_keys + revoked * _ENTRY_BYTES:
            raise Unreadable("malformed")
        return cls(
            sequence,
            EPOCH + timedelta(seconds=made_s),
            EPOCH + timedelta(seconds=until_s),
            tuple(_key(*one) for one in _KEY.iter_unpack(packed[_HEAD.size : behind_keys])),
            frozenset(_entries(packed[behind_keys:])),
        )


def message(packed: bytes) -> bytes:
    """The bytes that are signed: a domain tag of their own, so that no label's signature is a bundle's."""
    return _DOMAIN + packed


def judge(raw: bytes, trusted: Sequence[Key], today: date) -> Outcome:
    """Whether signed bytes are a bundle by a key that is trusted and in use today."""
    packed, signature = raw[: -codec.SIGNATURE_BYTES], raw[-codec.SIGNATURE_BYTES :]
    try:
        Bundle.unpacked(packed)
    except Unreadable as reason:
        return reason.outcome
    in_use = [key for key in trusted if key.counts_on(today)]
    return "good" if any(right_signature(signature, message(packed), key) for key in in_use) else "tampered"


def _seconds(at: datetime) -> int:
    return int((at - EPOCH).total_seconds())


def _entry(number: str, counter: int) -> int:
    body = 0
    for character in number[:_BODY]:
        body = body << 5 | _CHARACTERS.index(character)
    return body << 8 | counter


def _entries(raw: bytes) -> list[Revoked]:
    found: list[Revoked] = []
    last = -1
    for start in range(0, len(raw), _ENTRY_BYTES):
        entry = int.from_bytes(raw[start : start + _ENTRY_BYTES])
        counter = entry & codec.COUNTERS
        if entry <= last or entry >> _ENTRY_BITS or not counter:
            raise Unreadable("malformed")
        last = entry
        body = "".join(_CHARACTERS[entry >> shift & 31] for shift in range(48, 7, -5))
        found.append((body + ids.check_character(body), counter))
    return found


def _packed_key(key: Key) -> bytes:
    spki = base64.b64decode(key.spki)
    if not spki.startswith(_P256) or len(spki) != len(_P256) + codec.SIGNATURE_BYTES:
        raise ValueError("not an uncompressed P-256 key")
    until = _days(key.valid_until) if key.valid_until else 0
    return _KEY.pack(key.id, _days(key.valid_from), until, spki[len(_P256) :])


def _key(key_id: int, from_days: int, until_days: int, point: bytes) -> Key:
    if key_id >= codec.KEY_IDS or not from_days:
        raise Unreadable("malformed")
    spki = base64.b64encode(_P256 + point).decode()
    until = codec.EPOCH + timedelta(days=until_days) if until_days else None
    return Key(key_id, spki, codec.EPOCH + timedelta(days=from_days), until)


def _days(day: date) -> int:
    return (day - codec.EPOCH).days
