"""A room of evidence for tests: the real services on any table, buckets and queue in memory."""

import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any

from PIL import Image, ImageDraw, PngImagePlugin

from chalicelib.inspection.evidence import Evidence, Look, NewEvidence
from chalicelib.inspection.evidence_pack import Pack
from chalicelib.inspection.evidence_types import HEAD_BYTES, sniffed
from chalicelib.inspection.service_evidence import Exhibits, Slot
from chalicelib.inspection.service_evidence_export import Exporting, Packing
from chalicelib.inspection.service_evidence_verify import Found, Verifying
from chalicelib.inspection.store_evidence import EvidenceStore
from chalicelib.jobs import Worker
from chalicelib.store import Table
from tests.importing import FakeQueue
from tests.office import VISIT, Office, made

EVIDENCE, EXPORT = made("evi", 1), made("exp", 1)
WITNESS = "见证人甲(演示)"


def photo(*, with_place: bool = True, size: tuple[int, int] = (1200, 900), mark: str = "") -> bytes:
    """A JPEG as a phone writes it: turned, with place, owner's comment and XMP."""
    image = Image.new("RGB", size, (205, 200, 190))
    ImageDraw.Draw(image).text((40, 40), f"演示{mark}".encode().hex(), fill="black")
    told: dict[str, Any] = {}
    if with_place:
        exif = image.getexif()
        exif[0x0112] = 6
        exif.get_ifd(0x8825).update({1: "N", 2: (24.0, 28.0, 47.0), 3: "E", 4: (118.0, 5.0, 22.0)})
        told = {"exif": exif, "comment": b"owner", "xmp": b"<x:xmpmeta>owner</x:xmpmeta>"}
    kept = io.BytesIO()
    image.save(kept, "JPEG", **told)
    return kept.getvalue()


def signature() -> bytes:
    """A PNG of a pad, with a text chunk."""
    kept, said = io.BytesIO(), PngImagePlugin.PngInfo()
    said.add_text("Author", "owner")
    Image.new("RGBA", (600, 240), (0, 0, 0, 0)).save(kept, "PNG", pnginfo=said)
    return kept.getvalue()


def told(raw: bytes, **changed: Any) -> dict[str, Any]:
    """What a phone announces of these bytes."""
    return {
        "kind": "photo",
        "sha256": hashlib.sha256(raw).hexdigest(),
        "size_bytes": len(raw),
        "media_type": sniffed(raw[:HEAD_BYTES]) or "image/jpeg",
        "captured_at": "2026-11-24T03:58:00Z",
        "device": "phone-1",
        "place": {"lat": "24.4798", "lon": "118.0894", "accuracy_m": "12"},
        **changed,
    }


def new(raw: bytes, **changed: Any) -> NewEvidence:
    return NewEvidence.model_validate(told(raw, **changed))


def message(*keys: str) -> str:
    """What the bucket says of uploads."""
    return json.dumps({"Records": [{"s3": {"object": {"key": key}}} for key in keys]})


def place(evidence_id: str = EVIDENCE, visit_id: str = VISIT) -> str:
    return f"{visit_id}/{evidence_id}"


class FakeFiles:
    """See service_evidence.Slots, service_evidence_verify.Vault."""

    def __init__(self) -> None:
        self.quarantine: dict[str, tuple[bytes, str, datetime]] = {}
        self.kept: dict[str, bytes] = {}
        self.thumbnails: dict[str, bytes] = {}
        self.uploads = 0

    def upload(self, raw: bytes, at: datetime, where: str = "") -> str:
        """Post a file; answers what the bucket says of it."""
        self.uploads += 1
        where = where or place()
        self.quarantine[where] = (raw, f"etag {self.uploads}", at)
        return message(f"evidence/{where}")

    def slot(self, evidence: Evidence) -> Slot:
        return "https://quarantine.example", {"key": f"evidence/{_place(evidence)}"}

    def link(self, evidence: Evidence) -> str:
        return f"https://evidence.example/originals/{_place(evidence)}"

    def thumbnail_link(self, evidence: Evidence) -> str:
        return f"https://evidence.example/thumbnails/{_place(evidence)}"

    @contextmanager
    def fetch(self, evidence: Evidence) -> Iterator[Found | None]:
        lying = self.quarantine.get(_place(evidence))
        if lying is None:
            yield None
            return
        raw, mark, at = lying
        yield Found(
            Look(
                mark=mark,
                uploaded_at=at,
                size_bytes=len(raw),
                sha256=hashlib.sha256(raw).hexdigest(),
                media_type=sniffed(raw[:HEAD_BYTES]),
            ),
            io.BytesIO(raw),
        )

    def keep(self, evidence: Evidence, file: IO[bytes]) -> None:
        self.kept.setdefault(_place(evidence), file.read())

    def keep_thumbnail(self, evidence: Evidence, picture: bytes) -> None:
        self.thumbnails.setdefault(_place(evidence), picture)


class FakePacks:
    """See service_evidence_export.Archive and PackLinks."""

    def __init__(self, files: FakeFiles) -> None:
        self._files = files
        self.packs: dict[str, bytes] = {}

    def chunks(self, evidence: Evidence) -> Iterator[bytes]:
        yield self._files.kept[_place(evidence)]

    @contextmanager
    def open(self, pack: Pack) -> Iterator["_Kept"]:
        out = _Kept()
        yield out
        self.packs[pack.id] = bytes(out.raw)

    def link(self, pack: Pack) -> str:
        return f"https://files.example/evidence/{pack.visit_id}/{pack.id}.zip"


class _Kept:
    def __init__(self) -> None:
        self.raw = bytearray()

    def write(self, raw: bytes) -> None:
        self.raw += raw


class Room:
    """An office with an approved visit, and its evidence."""

    def __init__(self, table: Table, **plan: Any) -> None:
        self.office = Office(table).furnished().approved(**plan)
        self.clock = self.office.clock
        self.store = EvidenceStore(table)
        self.files = FakeFiles()
        self.packs = FakePacks(self.files)
        self.queue = FakeQueue()
        self.exhibits = Exhibits(self.store, self.files, self.clock)
        self.exporting = Exporting(self.store, self.packs, self.queue, self.clock)
        self.verifying = Verifying(self.store, self.files, self.clock)
        self.packing = Packing(self.store, self.packs, self.clock)

    def deliver(self, body: str, attempt: int = 1, work: str = "verifying") -> bool:
        """One delivery of a message, as SQS makes it; whether it came through."""
        worker = Worker(getattr(self, work), self.queue)
        record = {"messageId": "m", "body": body, "attributes": {"ApproximateReceiveCount": str(attempt)}}
        return worker.consume([record]) == {"batchItemFailures": []}

    def pack(self) -> None:
        while self.queue.messages:
            assert self.deliver(self.queue.messages.pop(0), work="packing")

    def kept(self, evidence_id: str = EVIDENCE) -> Evidence:
        _, standing = self.store.desk(VISIT, evidence_id)
        assert standing is not None
        return standing.value

    def steps(self, evidence_id: str = EVIDENCE) -> list[str]:
        return [one.step for one in self.store.custody(VISIT, evidence_id)]


def _place(evidence: Evidence) -> str:
    return place(evidence.id, evidence.visit_id)
