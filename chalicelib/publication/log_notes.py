"""Signed notes and checkpoints as C2SP has them: signed-note, tlog-checkpoint, tlog-cosignature.

The log signs with ECDSA on P-256 (type 2, because KMS keeps the key), witnesses cosign with Ed25519 (type 4).
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from chalicelib.merkle import EMPTY

ECDSA = 2
COSIGNATURE = 4
_DASH = "\N{EM DASH} "
_ID_BYTES = 4
_ED25519_BYTES = 32
_TIME_BYTES = 8
_SIGNATURES = 32
LIMIT_CHARACTERS = 16_384
"""Of a note: 32 signatures and a text have about half of it."""
NAME = re.compile(r"[^\s+\x00-\x1f\x7f]{1,120}")


class BadNote(ValueError):
    """The text is no signed note, checkpoint or key of the form we read."""


@dataclass(frozen=True)
class Signature:
    """One signature line: whose, the key's id, and the bytes behind it."""

    name: str
    key_id: bytes
    raw: bytes

    def line(self) -> str:
        """As it stands in a note, without its line's end."""
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.raw).decode()}"

    @classmethod
    def of(cls, line: str) -> Self:
        """The signature in a line. Raises BadNote."""
        name, _, code = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or not NAME.fullmatch(name):
            raise BadNote("not a signature line")
        raw = _unbase64(code)
        if len(raw) <= _ID_BYTES:
            raise BadNote("a signature is too short")
        return cls(name, raw[:_ID_BYTES], raw[_ID_BYTES:])


@dataclass(frozen=True)
class Note:
    """A text that ends with a newline, and its signatures."""

    text: str
    signatures: tuple[Signature, ...]

    def kept(self) -> str:
        """The note as it is published."""
        return self.text + "\n" + "".join(f"{one.line()}\n" for one in self.signatures)

    def with_(self, more: Iterable[Signature]) -> Self:
        """The note with further signatures, each once."""
        return type(self)(self.text, tuple(dict.fromkeys((*self.signatures, *more))))

    @classmethod
    def of(cls, note: str) -> Self:
        """The note in a text. Raises BadNote."""
        if len(note) > LIMIT_CHARACTERS or re.search(r"[\x00-\x09\x0b-\x1f]", note):
            raise BadNote("too long, or with control characters")
        text, blank, below = note.rpartition("\n\n")
        if not blank or not below.endswith("\n"):
            raise BadNote("no signatures")
        lines = below.removesuffix("\n").split("\n")
        if len(lines) > _SIGNATURES:
            raise BadNote("too many signatures")
        return cls(f"{text}\n", tuple(Signature.of(line) for line in lines))


@dataclass(frozen=True)
class Key:
    """A key that checks signatures: a name, a type, and the public key (ECDSA: SPKI in DER; Ed25519: 32 bytes)."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """What a signature line names the key by."""
        named = (
            self.public
            if self.kind == ECDSA
            else f"{self.name}\n".encode() + bytes([self.kind]) + self.public
        )
        return hashlib.sha256(named).digest()[:_ID_BYTES]

    def told(self) -> str:
        """The key as people hand it on: `name+id+base64`."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"

    @classmethod
    def of(cls, told: str) -> Self:
        """The key in this text. Raises BadNote."""
        name, _, rest = told.strip().partition("+")
        key_id, _, code = rest.partition("+")
        raw = _unbase64(code)
        if not NAME.fullmatch(name) or raw[:1] not in {bytes([ECDSA]), bytes([COSIGNATURE])}:
            raise BadNote("not a key of a kind we know")
        key = cls(name, raw[0], raw[1:])
        if key.id.hex() != key_id or (key.kind == COSIGNATURE and len(key.public) != _ED25519_BYTES):
            raise BadNote("the key does not have this id")
        return key

    def signed(self, raw: bytes) -> Signature:
        """A signature of this key as a line names it."""
        return Signature(self.name, self.id, raw)

    def is_named_by(self, signature: Signature) -> bool:
        """Whether the line says that this key signed."""
        return (signature.name, signature.key_id) == (self.name, self.id)

    def has_signed(self, text: str, signature: Signature) -> bool:
        """Whether this key made the signature over this text."""
        if not self.is_named_by(signature):
            return False
        if self.kind == ECDSA:
            return _ecdsa_holds(self.public, signature.raw, text.encode())
        stamped, raw = signature.raw[:_TIME_BYTES], signature.raw[_TIME_BYTES:]
        return _ed25519_holds(self.public, raw, cosigned(text, int.from_bytes(stamped)))


@dataclass(frozen=True)
class Checkpoint:
    """A tree head: whose log, how many entries, the root over them."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def of(cls, text: str) -> Self:
        """The head in a note's text. Raises BadNote; what stands behind the third line is passed over."""
        lines = text.split("\n")
        if len(lines) < 4 or not all(lines[:-1]) or lines[-1]:  # noqa: PLR2004 - three lines, each ended
            raise BadNote("a checkpoint has three lines")
        origin, size, root = lines[:3]
        if not re.fullmatch(r"0|[1-9][0-9]{0,14}", size):
            raise BadNote("the size is no number")
        head = cls(origin, int(size), _unbase64(root))
        if len(head.root) != len(EMPTY) or (head.size == 0 and head.root != EMPTY):
            raise BadNote("the root is no SHA-256, or not the one of nothing")
        return head


def cosigned(text: str, at_s: int) -> bytes:
    """What a witness signs with Ed25519 over a checkpoint, at this Unix second."""
    return f"cosignature/v1\ntime {at_s}\n{text}".encode()


def cosignature(key: Key, at_s: int, raw: bytes) -> Signature:
    """A witness's signature as a line has it."""
    return key.signed(at_s.to_bytes(_TIME_BYTES) + raw)


def cosigned_at_s(signature: Signature) -> int:
    """The Unix second a witness says it signed at."""
    return int.from_bytes(signature.raw[:_TIME_BYTES])


def signers(note: Note, keys: Sequence[Key]) -> list[Key]:
    """Those of the keys that signed the note. Raises BadNote when a signature in the name of one does not hold."""
    found = []
    for signature in note.signatures:
        for key in keys:
            if key.is_named_by(signature):
                if not key.has_signed(note.text, signature):
                    raise BadNote(f"the signature of {key.name} does not hold")
                found.append(key)
    return found


def _unbase64(code: str) -> bytes:
    try:
        return base64.b64decode(code, validate=True)
    except ValueError as failure:  # letters beyond ASCII are one too
        raise BadNote("not base64") from failure


def _ecdsa_holds(spki: bytes, raw: bytes, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(spki)
    except ValueError:
        return False
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return False
    try:
        key.verify(raw, message, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def _ed25519_holds(public: bytes, raw: bytes, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(raw, message)
    except InvalidSignature:
        return False
    return True
