"""A log on fakes: what becomes public is written, followed and sealed, and somebody may tamper with the files."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.events import DRAW_FROZEN
from chalicelib.publication.log_leaf import content_name
from chalicelib.publication.log_notes import COSIGNATURE, ECDSA, Key, Signature, cosignature, cosigned
from chalicelib.publication.service_log import LogChanged, LogEffect
from chalicelib.publication.service_log_read import Log
from chalicelib.publication.service_log_seal import Sealer
from chalicelib.publication.store_log import LogStore
from chalicelib.store import Item, Table
from tests.fakes import FakeTable
from tests.office import NOON

ORIGIN = "log.example/public/log"
_CURVE = ec.SECP256R1()


def private(name: str) -> ec.EllipticCurvePrivateKey:
    """A signing key that follows from a name."""
    return ec.derive_private_key(int.from_bytes(hashlib.sha256(name.encode()).digest()), _CURVE)


@dataclass
class FakeSigner:
    """See service_log.LogSigner; RFC 6979, so that golden files can be made again."""

    name: str = "log"
    origin: str = ORIGIN

    def key(self) -> Key:
        public = private(self.name).public_key()
        return Key(self.origin, ECDSA, public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))

    def sign(self, text: str) -> tuple[Key, Signature]:
        algorithm = ec.ECDSA(SHA256(), deterministic_signing=True)
        return self.key(), self.key().signed(private(self.name).sign(text.encode(), algorithm))


@dataclass
class Witness:
    """Somebody who cosigns."""

    name: str = "witness.example/w1"

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(self.name.encode()).digest())

    def key(self) -> Key:
        return Key(self.name, COSIGNATURE, self._private().public_key().public_bytes_raw())

    def sign(self, text: str, at_s: int = 1_795_000_000) -> Signature:
        return cosignature(self.key(), at_s, self._private().sign(cosigned(text, at_s)))


@dataclass
class FakeFiles:
    """See service_log.Shelf."""

    files: dict[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> bytes | None:
        return self.files.get(name)

    def keep(self, name: str, raw: bytes) -> None:
        if self.files.setdefault(name, raw) != raw:
            raise LogChanged(name)

    def replace(self, name: str, raw: bytes) -> None:
        self.files[name] = raw


@dataclass
class FakeContents:
    """See service_log.Contents."""

    files: dict[str, bytes] = field(default_factory=dict)

    def read(self, index: int) -> bytes | None:
        return self.files.get(content_name(index))

    def put(self, index: int, raw: bytes) -> None:
        self.files.setdefault(content_name(index), raw)

    def erase(self, index: int) -> None:
        self.files.pop(content_name(index), None)


@dataclass
class Registrar:
    """A log with its table, files and contents."""

    table: Table = field(default_factory=FakeTable)
    shelf: FakeFiles = field(default_factory=FakeFiles)
    contents: FakeContents = field(default_factory=FakeContents)
    signer: FakeSigner = field(default_factory=FakeSigner)
    witness: Witness = field(default_factory=Witness)
    salts: Callable[[int], bytes] | None = None
    _drawn: int = 0

    @property
    def ledger(self) -> LogStore:
        return LogStore(self.table)

    @property
    def keys(self) -> tuple[Key, ...]:
        return self.signer.key(), self.witness.key()

    def effect(self) -> LogEffect:
        return LogEffect(self.table, self.ledger, self.salts or self._salt)

    def _salt(self, size_bytes: int) -> bytes:
        self._drawn += 1
        return hashlib.sha256(f"salt {self._drawn}".encode()).digest()[:size_bytes]

    def sealer(self) -> Sealer:
        witnesses = (self.witness.key(),)
        clock = lambda: NOON  # noqa: E731 - time stands still
        return Sealer(self.ledger, self.shelf, self.contents, self.signer, ORIGIN, witnesses, clock)

    def reader(self) -> Log:
        return Log(self.ledger, self.shelf, self.contents, (self.witness.key(),))

    def follow(self, item: Item) -> None:
        """The item is written, and the stream tells of it."""
        self.table.put(item, seen=item.v - 1)
        for key in self.effect().touched(item):
            self.effect().refresh(key)

    def tell(self, *numbers: int) -> None:
        """Public events, one for each number."""
        for number in numbers:
            self.follow(event(number))

    def seal(self) -> int:
        return self.sealer().run(lambda: True)

    def sealed(self, *sizes: int) -> "Registrar":
        """With checkpoints at these sizes."""
        told = 0
        for size in sizes:
            self.tell(*range(told, size))
            self.seal()
            told = size
        return self


def event(number: int) -> Item:
    """A public event."""
    told = {"plan": f"pln-{number:026d}", "step": "frozen", "at": "2026-11-24T04:00:00.000Z", "about": {}}
    return Item(f"D#pln-{number:026d}", "H#frozen", told, event=DRAW_FROZEN.mark)


def step(thing: str, number: int, state: str, event: str = DRAW_FROZEN.mark, **told: Any) -> Item:
    """A step of something that is shown or hidden."""
    document: Mapping[str, Any] = {"id": thing, "n": number, "state": state, **told}
    return Item(f"P#{thing}", f"L#{number:03d}", document, event=event)
