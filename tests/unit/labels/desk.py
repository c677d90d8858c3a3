"""A label desk for tests: the real services on a table in memory, a signer with a key of the golden labels."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.accounts.model import Actor, Role
from chalicelib.labels import codec
from chalicelib.labels.service import Labels
from chalicelib.labels.service_keys import KeyRing, Signature
from chalicelib.labels.store import LabelStore
from chalicelib.labels.store_functions import KmsSigner
from chalicelib.registry.model import InstrumentHead, KeptInstrument, number
from chalicelib.registry.store_items import head_item
from chalicelib.store import Item
from tests.fakes import FakeTable
from tests.golden.labels import make

SCALE = "ins-01jd0000000000000000000001"
OTHER = "ins-01jd0000000000000000000002"
SCRAPPED = "ins-01jd0000000000000000000003"
UNKNOWN = "ins-01jd0000000000000000000009"
SCAN = "scn-01jd0000000000000000000000"
LAB = Actor("acc-01jd0000000000000000000001", frozenset({Role.LAB}))
INSPECTOR = Actor("acc-01jd0000000000000000000002", frozenset({Role.INSPECTOR}))
HOST = "LABEL.EXAMPLE"
FACTS: dict[str, Any] = {
    "category": "price_scale",
    "name": "电子计价秤",
    "model": "ACS-30",
    "maker": "演示衡器有限公司",
    "serial_no": "SN 20240017",
    "merchant_id": "mer-01jd0000000000000000000001",
    "site_id": "sit-01jd0000000000000000000001",
    "stall": "A12",
    "accuracy_class": "III",
    "max_g": "30000",
    "e_g": "10",
}
PLACE: dict[str, Any] = {
    "district": "350203",
    "merchant": {"id": FACTS["merchant_id"], "name": "演示水产", "public_name": "演示水产"},
    "site": {"id": FACTS["site_id"], "name": "演示市场", "public_name": "演示市场"},
}


class FakeKms:
    """KMS's Sign and GetPublicKey with a golden key; `name` may change, as a key does by rotation."""

    def __init__(self, name: str = "one") -> None:
        self.name = name
        self.calls: list[dict[str, Any]] = []

    def get_public_key(self, **request: Any) -> dict[str, Any]:
        self.calls.append(request)
        name = request["KeyId"].removeprefix("arn:") if request["KeyId"].startswith("arn:") else self.name
        return {"PublicKey": base64.b64decode(make.spki(name))}

    def sign(self, **request: Any) -> dict[str, Any]:
        from cryptography.hazmat.primitives.asymmetric import ec, utils
        from cryptography.hazmat.primitives.hashes import SHA256

        self.calls.append(request)
        assert (request["MessageType"], request["SigningAlgorithm"]) == ("DIGEST", "ECDSA_SHA_256")
        how = ec.ECDSA(utils.Prehashed(SHA256()), deterministic_signing=True)  # the same codes each time
        return {
            "KeyId": f"arn:{self.name}",
            "Signature": make.private_key(self.name).sign(request["Message"], how),
        }


class DirectSigner:
    """The signing function, called without Lambda."""

    def __init__(self, kms: FakeKms) -> None:
        self.kms = kms
        self.function = KmsSigner(kms, "alias/labels")

    def rotate(self, name: str) -> None:
        self.kms.name = name

    def public_key(self) -> str:
        return self.function.answer({"do": "public_key"})["spki"]

    def sign_bundle(self, packed: bytes) -> Signature:
        asked = {"do": "sign_bundle", "packed": base64.b64encode(packed).decode()}
        answer = self.function.answer(asked)
        return Signature(bytes.fromhex(answer["signature"]), answer["spki"])

    def sign(self, named: str, packed: bytes) -> Signature:
        answer = self.function.answer({"do": "sign", "number": named, "packed": packed.hex()})
        return Signature(bytes.fromhex(answer["signature"]), answer["spki"])


class KnownInstruments:
    """The registry with three scales."""

    def instrument(self, instrument_id: str) -> KeptInstrument:
        state = "scrapped" if instrument_id == SCRAPPED else "in_use"
        return KeptInstrument.model_validate({**FACTS, "id": instrument_id, "state": state})


class Counting(FakeTable):
    """A table that counts round trips."""

    def __init__(self) -> None:
        super().__init__()
        self.trips: list[str] = []

    def get(self, pk: str, sk: str) -> Item | None:
        self.trips.append("get")
        return super().get(pk, sk)

    def get_many(self, keys: Any) -> tuple[Item | None, ...]:
        self.trips.append("get_many")
        return tuple(FakeTable.get(self, *key) for key in keys)


class Desk:
    """Everything together, with a clock that tests move."""

    def __init__(self) -> None:
        self.table = Counting()
        self.signer = DirectSigner(FakeKms())
        self.now = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
        self.book = LabelStore(self.table)
        for instrument in (SCALE, OTHER, SCRAPPED):
            kept = KnownInstruments().instrument(instrument).model_dump(mode="json", exclude_none=True)
            head = InstrumentHead.model_validate({**kept, **PLACE, "number": number(instrument)})
            self.table.put(head_item(head, 1), seen=0)
        self.labels = self.container()

    def container(self) -> Labels:
        """Another container of the same stage: same table, nothing cached."""
        ring = KeyRing(self.book, self.signer, self.clock)
        return Labels(self.book, KnownInstruments(), ring, self.signer, self.clock, HOST)

    def clock(self) -> datetime:
        return self.now

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def issue(self, instrument: str = SCALE, counter: int = 1) -> str:
        """A label's text."""
        row, _ = self.labels.issue(LAB, instrument, counter, None)
        return str(row.document["content"])


def retouched(content: str, change: Callable[[codec.Signed], codec.Signed]) -> str:
    """A label's text with something changed and the old signature kept."""
    parsed = codec.parse(content, {HOST.lower()})
    assert isinstance(parsed, codec.Signed)
    return codec.encode(HOST, change(parsed))
