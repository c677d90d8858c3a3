"""The bytes of `draw-1` (docs/draw-protocol.md sections 1 and 2): length prefixes, records, leaves, commitments."""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST_ID_BYTES = 64
HEAVIEST = 255
_STRATUM_BYTES = 2
_LENGTH_BYTES = 4
TAIL_BYTES = _STRATUM_BYTES + 1
"""What a record holds after the id: stratum and weight."""


class Malformed(ValueError):
    """Bytes that are not of the form the protocol gives them."""


def prefixed(*fields: bytes) -> bytes:
    """Each field behind its length in four bytes."""
    return b"".join(len(one).to_bytes(_LENGTH_BYTES) + one for one in fields)


def unprefixed(raw: bytes) -> Iterator[bytes]:
    """The fields that `prefixed` joined. Raises Malformed for bytes that end too early."""
    place = 0
    while place < len(raw):
        begins = place + _LENGTH_BYTES
        ends = begins + int.from_bytes(raw[place:begins])
        if begins > len(raw) or ends > len(raw):
            raise Malformed("ends too early")
        yield raw[begins:ends]
        place = ends


def sha256(*fields: bytes) -> bytes:
    """SHA-256 of the fields, each behind its length."""
    return hashlib.sha256(prefixed(*fields)).digest()


def id_of(text: str) -> bytes:
    """The bytes of an id: UTF-8 in NFC. Raises Malformed for an empty one, one over 64 bytes or with a zero byte."""
    raw = unicodedata.normalize("NFC", text).encode()
    if not 0 < len(raw) <= LONGEST_ID_BYTES or b"\0" in raw:
        raise Malformed("an id has 1 to 64 bytes and no zero byte")
    return raw


@dataclass(frozen=True, order=True)
class Entry:
    """One entry of the pool.

    id       bytes of the published id    stratum   its number, from 0    weight   1 to 255
    """

    id: bytes
    stratum: int
    weight: int = 1

    def record(self, id_bytes: int) -> bytes:
        """The record, the id padded to `id_bytes`. Raises Malformed for what a record cannot say."""
        if not (len(self.id) <= id_bytes and 0 <= self.stratum < 1 << 16 and 1 <= self.weight <= HEAVIEST):
            raise Malformed("id too long, or stratum or weight out of range")
        return self.id.ljust(id_bytes, b"\0") + self.stratum.to_bytes(_STRATUM_BYTES) + bytes([self.weight])

    @classmethod
    def of(cls, record: bytes) -> "Entry":
        """The entry in a record of any width."""
        tail = len(record) - TAIL_BYTES
        return cls(record[:tail].rstrip(b"\0"), int.from_bytes(record[tail:-1]), record[-1])


@dataclass(frozen=True)
class Officer:
    """One officer as published: the strata he or she may serve (empty: all) and the commitment to conflicts."""

    id: bytes
    strata: tuple[int, ...]
    commitment: bytes

    def serves(self, stratum: int) -> bool:
        """Whether the officer may be sent to entries of this stratum."""
        return not self.strata or stratum in self.strata

    def leaf(self) -> bytes:
        """The officer's leaf."""
        strata = b"".join(one.to_bytes(_STRATUM_BYTES) for one in sorted(self.strata))
        return prefixed(self.id, strata, self.commitment)

    @classmethod
    def of(cls, leaf: bytes) -> "Officer":
        """The officer in a leaf. Raises Malformed."""
        fields = tuple(unprefixed(leaf))
        if len(fields) != 3 or len(fields[1]) % _STRATUM_BYTES or len(fields[2]) != 32:  # noqa: PLR2004
            raise Malformed("not an officer's leaf")
        places = range(0, len(fields[1]), _STRATUM_BYTES)
        strata = tuple(int.from_bytes(fields[1][place : place + _STRATUM_BYTES]) for place in places)
        return cls(fields[0], strata, fields[2])


def conflicts_commitment(plan: str, officer: bytes, salt: bytes, conflicts: Iterable[bytes]) -> bytes:
    """What is published of an officer's conflicts before the draw; the salt has 32 random bytes."""
    return sha256(b"steelyard/conflicts-1", plan.encode(), officer, salt, *sorted(conflicts))


def secret_hash(plan: str, secret: bytes) -> bytes:
    """What is published of the office's secret at the freeze."""
    return sha256(b"steelyard/secret-1", plan.encode(), secret)
