"""A visit's evidence as one ZIP that anybody can check with `sha256sum -c SHA256SUMS`; pure, written as it streams by.

files/…        the bytes, stored and not packed      custody.json  every step of the chain of custody
manifest.json  what each piece is and came to        SHA256SUMS    the hashes that phones fixed at capture, and those
                                                                   of the other files
Evidence without verified bytes is in the manifest, with its state, and has no file.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from chalicelib.clock import CITY_ZONE, stamp
from chalicelib.inspection.document import Closed
from chalicelib.inspection.evidence import Evidence, Step
from chalicelib.inspection.evidence_types import EXTENSIONS
from chalicelib.instants import Instant

_READ_ME = """\
本压缩包内的文件可这样核对 / How to check the files of this archive:

    sha256sum -c SHA256SUMS

manifest.json 列出每件证据；custody.json 是保管链的每一步。
manifest.json lists the evidence; custody.json is every step of its chain of custody.
files/ 中文件的校验值在手机取证时生成。 The hashes of files/ were fixed on the phone at capture.
"""


class Pack(Closed):
    """An export of a visit's evidence.

    files       how many pieces have their bytes in it      absent  how many are in its manifest alone
    """

    id: str
    visit_id: str
    by: str
    asked_at: Instant
    state: Literal["queued", "done", "failed"] = "queued"
    finished_at: Instant | None = None
    files: int = 0
    absent: int = 0
    size_bytes: int = 0


class Out(Protocol):
    """Where the archive goes, once and forwards."""

    def write(self, raw: bytes) -> None:
        """Take the next bytes."""


@dataclass
class _Stream:
    """What zipfile writes to when it cannot seek."""

    out: Out
    size_bytes: int = 0

    def write(self, raw: bytes) -> int:
        self.out.write(raw)
        self.size_bytes += len(raw)
        return len(raw)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Whoever opened `out` closes it."""


@dataclass(frozen=True)
class Packed:
    """What was written."""

    files: int
    absent: int
    size_bytes: int


def write(
    out: Out,
    pieces: Iterable[Evidence],
    custody: Iterable[Step],
    chunks: Callable[[Evidence], Iterator[bytes]],
    now: datetime,
) -> Packed:
    """Write the archive; in memory are one chunk, one line for each piece, and the custody.

    chunks  the kept bytes of a piece
    """
    stream = _Stream(out)
    sums: list[str] = []
    listed: list[dict[str, Any]] = []
    with zipfile.ZipFile(stream, "w") as archive:

        def add(name: str, raw: Iterable[bytes], at: datetime) -> None:
            info = zipfile.ZipInfo(name, at.astimezone(CITY_ZONE).timetuple()[:6])
            info.external_attr = 0o644 << 16
            with archive.open(info, "w") as entry:
                for one in raw:
                    entry.write(one)

        for place, piece in enumerate(pieces, 1):
            name = _name(place, piece) if piece.state == "verified" else ""
            listed.append(_entry(piece, name, now))
            if name:
                add(name, chunks(piece), piece.announced_at)
                sums.append(f"{piece.sha256}  {name}")
        documents = {
            "manifest.json": _json({"made_at": stamp(now), "evidence": listed}),
            "custody.json": _json([one.model_dump(mode="json", exclude_none=True) for one in custody]),
            "README.txt": _READ_ME.encode(),
        }
        sums += [f"{hashlib.sha256(raw).hexdigest()}  {name}" for name, raw in documents.items()]
        for name, raw in {**documents, "SHA256SUMS": ("\n".join(sums) + "\n").encode()}.items():
            add(name, [raw], now)
    files = sum(1 for one in listed if one["file"])
    return Packed(files, len(listed) - files, stream.size_bytes)


def _name(place: int, piece: Evidence) -> str:
    return f"files/{place:03d}-{piece.kind}-{piece.id}.{EXTENSIONS[piece.media_type]}"


def _entry(piece: Evidence, name: str, now: datetime) -> dict[str, Any]:
    document = piece.model_dump(mode="json", exclude_none=True, exclude={"visit_id", "has_thumbnail"})
    return {**document, "state": piece.state_at(now), "file": name}


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
