"""The export of a visit's evidence: `sha256sum -c` checks it, it says what is absent, and it never fills the memory."""

import hashlib
import io
import json
import subprocess
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.errors import IdTaken, NotFound
from chalicelib.inspection.evidence import Evidence
from chalicelib.inspection.evidence_pack import Pack, write
from chalicelib.inspection.store_evidence_files import PackFiles
from tests.exhibits import EVIDENCE, EXPORT, WITNESS, Room, new, photo, place
from tests.fakes import FakeTable
from tests.office import ANNA, AUDITOR, BAO, LEADER, NOON, VISIT, made

PHOTO = photo()
NOTE = {"kind": "refusal_note", "witness": WITNESS, "note": "当事人拒签(演示)"}


@pytest.fixture
def room() -> Room:
    room = Room(FakeTable())
    room.exhibits.announce(ANNA, VISIT, EVIDENCE, new(PHOTO))
    room.deliver(room.files.upload(PHOTO, NOON))
    room.exhibits.announce(ANNA, VISIT, made("evi", 2), new(PHOTO, **NOTE))
    return room


def exported(room: Room, folder: Path) -> Path:
    room.exporting.ask(LEADER, VISIT, EXPORT)
    room.pack()
    with zipfile.ZipFile(io.BytesIO(room.packs.packs[EXPORT])) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


def checked(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def test_anybody_can_check_an_export_with_sha256sum(room: Room, tmp_path: Path) -> None:
    folder = exported(room, tmp_path)
    code, said = checked(folder)
    assert (code, said.count(": OK")) == (0, 4)
    (file,) = (folder / "files").iterdir()
    assert file.read_bytes() == PHOTO
    file.write_bytes(PHOTO[:-1] + bytes([PHOTO[-1] ^ 1]))
    code, said = checked(folder)
    assert code == 1
    assert f"{file.name}: FAILED" in said


def test_the_manifest_says_what_each_piece_is_and_which_have_no_bytes(room: Room, tmp_path: Path) -> None:
    room.clock.at += timedelta(days=2)
    folder = exported(room, tmp_path)
    first, second = json.loads((folder / "manifest.json").read_text())["evidence"]
    assert (first["state"], first["file"]) == ("verified", f"files/001-photo-{EVIDENCE}.jpg")
    assert (second["state"], second["file"], second["witness"]) == ("missing", "", WITNESS)
    custody = json.loads((folder / "custody.json").read_text())
    assert [one["step"] for one in custody if one["evidence_id"] == EVIDENCE] == [
        *("captured", "announced", "uploaded", "verified", "exported")
    ]
    pack, url = room.exporting.read(LEADER, VISIT, EXPORT)
    assert (pack.state, pack.files, pack.absent) == ("done", 1, 1)
    assert pack.size_bytes == len(room.packs.packs[EXPORT])
    assert url == f"https://files.example/evidence/{VISIT}/{EXPORT}.zip"


def test_bytes_that_changed_in_the_archive_show_when_checked(room: Room, tmp_path: Path) -> None:
    room.files.kept[place()] = PHOTO[::-1]
    assert checked(exported(room, tmp_path))[0] == 1


def test_an_export_is_its_askers_alone_and_asked_once(room: Room) -> None:
    assert room.exporting.ask(LEADER, VISIT, EXPORT)[1]
    assert not room.exporting.ask(LEADER, VISIT, EXPORT)[1]
    assert room.queue.messages == [f"{VISIT}/{EXPORT}"] * 2
    with pytest.raises(IdTaken):
        room.exporting.ask(ANNA, VISIT, EXPORT)
    with pytest.raises(NotFound):
        room.exporting.read(BAO, VISIT, EXPORT)
    with pytest.raises(NotFound):
        room.exporting.ask(AUDITOR, VISIT, made("exp", 2))
    room.pack()
    room.exporting.ask(LEADER, VISIT, EXPORT)
    assert room.queue.messages == [], "a finished export is not made again"
    assert room.steps().count("exported") == 1


def test_an_export_that_fails_for_good_says_so(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.exporting.ask(LEADER, VISIT, EXPORT)
    monkeypatch.setattr(room.packs, "chunks", lambda _: 1 / 0)
    job = room.queue.messages.pop()
    assert [room.deliver(job, attempt, "packing") for attempt in (1, 2, 3)] == [False] * 3
    assert room.exporting.read(LEADER, VISIT, EXPORT)[0].state == "failed"
    assert room.deliver(job, 4, "packing") is False


class CountingS3:
    """Takes parts and forgets them, but for where they go and how large they are."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.parts = 0
        self.size_bytes = 0
        self.largest_bytes = 0

    def put_object(self, **told: Any) -> None:
        self.keys.append(told["Key"])

    def create_multipart_upload(self, **_: str) -> dict[str, str]:
        return {"UploadId": "u"}

    def upload_part(self, **told: Any) -> dict[str, str]:
        self.parts += 1
        self.size_bytes += len(told["Body"])
        self.largest_bytes = max(self.largest_bytes, len(told["Body"]))
        return {"ETag": "e"}

    def complete_multipart_upload(self, **_: Any) -> None:
        pass


def pack(visit: str = VISIT) -> Pack:
    return Pack(id=EXPORT, visit_id=visit, by=LEADER.id, asked_at=NOON)


def test_an_export_of_another_visit_under_the_same_id_is_another_file() -> None:
    s3 = CountingS3()
    files = PackFiles(lambda: s3, "evidence", "files")
    for visit in (VISIT, made("vis", 2)):
        with files.open(pack(visit)) as out:
            out.write(b"1")
    assert len(set(s3.keys)) == 2


def test_two_hundred_files_pass_through_a_few_megabytes(room: Room) -> None:
    chunk = bytes(1024 * 1024)
    size_bytes = 2 * len(chunk)
    sha256 = hashlib.sha256(2 * chunk).hexdigest()
    like = room.kept().model_copy(update={"sha256": sha256, "size_bytes": size_bytes})
    pieces = [like.model_copy(update={"id": made("evi", n)}) for n in range(200)]

    def chunks(_: Evidence) -> Iterator[bytes]:
        yield chunk
        yield chunk

    s3 = CountingS3()
    tracemalloc.start()
    with PackFiles(lambda: s3, "evidence", "files").open(pack()) as out:
        packed = write(out, pieces, (), chunks, NOON)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (packed.files, packed.size_bytes) == (200, s3.size_bytes)
    assert s3.size_bytes > 400 * 1024 * 1024
    assert s3.largest_bytes == 8 * 1024 * 1024
    assert peak_bytes < 24 * 1024 * 1024
