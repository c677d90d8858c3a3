"""Photos and scans over HTTP: what is refused before and after upload, what is kept of a scan."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib import runtime_labels
from chalicelib.clock import system_clock
from chalicelib.labels.service_photos import Photos
from chalicelib.labels.store_functions import PhotoReader, QuarantinedPhotos
from chalicelib.registry.model import number
from tests.api.asking import call, issue
from tests.edge import Answer
from tests.unit.labels import pictures
from tests.unit.labels.desk import OTHER, SCALE, SCAN, Desk
from tests.unit.labels.test_functions import FakeLambda, FakeS3

PHOTO = "pho-01jd0000000000000000000000"
READINGS = "/v1/labels/readings"
SCANS = "/v1/scans/{scan}"


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk()
    monkeypatch.setattr(runtime_labels, "labels", lambda: desk.labels)
    return desk


@pytest.fixture
def upload(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], str]:
    """Puts a photo where the reading function looks."""
    s3 = FakeS3()
    functions = FakeLambda({"read-photo": PhotoReader(s3, "quarantine", system_clock)})
    photos = Photos(
        QuarantinedPhotos(s3, functions, "quarantine", "read-photo"), desk.labels, desk.clock, bytes
    )
    monkeypatch.setattr(runtime_labels, "photos", lambda: photos)
    return s3.hold


def announce(**changes: object) -> Answer:
    body = {"size_bytes": 1000, "content_type": "image/jpeg", "sha256": "a" * 64, **changes}
    return call("POST", "/v1/photos", body, role="inspector")


@pytest.mark.usefixtures("upload")
def test_photos_that_could_not_be_read_are_refused_before_upload() -> None:
    assert announce(content_type="image/heic").problem() == (415, "photo.heic")
    assert announce(content_type="image/gif").problem() == (415, "photo.not_an_image")
    assert announce(size_bytes=12 * 1024 * 1024 + 1).problem() == (413, "photo.too_large")
    assert announce(size_bytes=0).problem() == (400, "request.invalid")
    assert announce(size_bytes="1000").problem() == (400, "request.invalid")
    assert announce(sha256="A" * 64).problem() == (400, "photo.bad_digest")


def read(photo: str = PHOTO) -> Answer:
    return call("POST", READINGS, {"photo": photo}, role="inspector")


@pytest.mark.usefixtures("desk")
def test_a_photo_of_a_label_is_read_and_resolved(upload: Callable[[bytes], str]) -> None:
    content = issue().json["content"]
    upload(pictures.file(pictures.photo(pictures.label(content))))
    answer = read().json
    assert answer["outcome"] == "one"
    (code,) = answer["codes"]
    assert (code["text"], code["resolution"]["outcome"]) == (content, "genuine")
    assert len(code["position"]) == 4


@pytest.mark.usefixtures("desk")
def test_two_codes_are_told_with_their_places(upload: Callable[[bytes], str]) -> None:
    content = issue().json["content"]
    upload(pictures.file(pictures.photo(pictures.label(content), pictures.plain_qr(pictures.PAYMENT))))
    answer = read().json
    assert answer["outcome"] == "several"
    assert {code["resolution"]["reason"] for code in answer["codes"]} == {"genuine", "foreign_payment"}
    assert len({json.dumps(code["position"]) for code in answer["codes"]}) == 2


@pytest.mark.parametrize(
    ("raw", "refused"),
    [
        (b"these are no image bytes", (415, "photo.not_an_image")),
        (pictures.HEIC, (415, "photo.heic")),
        (pictures.png_claiming(8000, 5000), (413, "photo.too_many_pixels")),
        (pictures.png_claiming(60_000, 60_000), (413, "photo.too_many_pixels")),
        (pictures.file(pictures.photo())[:400], (422, "photo.truncated")),
    ],
)
def test_bad_photos_are_refused_by_name(
    upload: Callable[[bytes], str], raw: bytes, refused: tuple[int, str]
) -> None:
    upload(raw)
    assert read().problem() == refused


def test_a_photo_without_a_code_and_one_that_was_never_sent(upload: Callable[[bytes], str]) -> None:
    assert read().problem() == (404, "photo.missing")
    upload(pictures.file(pictures.photo()))
    assert read().json["outcome"] == "none"
    assert read("pho-1").problem() == (400, "request.invalid")


SENT = {
    "device_at": "2026-11-24T10:59:58+08:00",
    "device": "phone-1",
    "place": {"lat": "24.479834", "lon": "118.08942", "accuracy_m": "12"},
}


def scan(content: str, scan_id: str = SCAN, *, role: str = "inspector", **changes: object) -> Answer:
    return call("PUT", SCANS, {"content": content, **SENT, **changes}, role=role, scan=scan_id)


def test_an_officers_scan_is_kept_and_told_with_the_whole_head(desk: Desk) -> None:
    content = issue().json["content"]
    answer = scan(content).json
    assert answer["resolution"]["outcome"] == "genuine"
    assert answer["instrument"]["serial_no"] == "SN 20240017"
    (kept,) = [item for item in desk.table.items.values() if item.sk == f"N#{SCAN}"]
    assert kept.pk == "U#acc-01jd0000000000000000000000#2024-11"
    assert kept.document["device_at"] == "2026-11-24T02:59:58.000Z"
    assert kept.document["place"] == {"lat": "24.480", "lon": "118.089", "accuracy_m": "12"}
    assert scan(content).json == answer
    assert scan(number(OTHER)).problem() == (409, "request.id_taken")


def test_what_else_the_officer_saw_is_kept_beside_what_the_registry_said(desk: Desk) -> None:
    seen = {
        "sent_at": "2026-11-24T03:00:01.000Z",
        "how": "camera",
        "visit": "vis-01jd0000000000000000000001",
        "site": "sit-01jd0000000000000000000001",
        "stall": "A12",
        "serial_seen": "SN 20240017",
        "seal_seen": "XM-001",
    }
    content = issue().json["content"]
    assert scan(content, **seen).status == 200
    kept = next(item for (_, sk), item in desk.table.items.items() if sk == f"N#{SCAN}").document
    assert {name: kept[name] for name in seen} == seen
    assert kept["registered"]["serial_no"] == "SN 20240017"
    assert (kept["registered"]["site_id"], kept["registered"]["state"]) == (seen["site"], "in_use")
    again = {**seen, "sent_at": "2026-11-24T05:00:00.000Z"}
    assert scan(content, **again).status == 200, "when it was sent is no part of the content"
    assert scan(content, **{**seen, "stall": "B3"}).problem() == (409, "request.id_taken")


@pytest.mark.parametrize(
    "changes",
    [
        {"how": "guess"},
        {"site": "sit-1"},
        {"visit": "x"},
        {"stall": ""},
        {"serial_seen": "\n"},
        {"sent_at": 1},
    ],
)
def test_circumstances_are_of_their_kind(desk: Desk, changes: dict[str, Any]) -> None:
    assert scan(number(SCALE), **changes).pointers() == [f"/{next(iter(changes))}"]
    assert [key for key in desk.table.items if key[1].startswith("N#")] == []


def test_a_refused_scan_is_kept(desk: Desk) -> None:
    assert scan("00000 00001").json["resolution"]["outcome"] == "bad_number"
    assert [item.state for item in desk.table.items.values() if item.sk.startswith("N#")] == ["bad_number"]


@pytest.mark.parametrize(
    "changes",
    [
        {"device_at": 1763971200},
        {"device_at": "2026-11-24T10:59:58"},
        {"place": {"lat": 24.48, "lon": "118.1", "accuracy_m": "5"}},
        {"place": {"lat": "91", "lon": "118.1", "accuracy_m": "5"}},
        {"place": {"lat": "24", "lon": "118.1"}},
        {"device": "x" * 65},
        {"officer": "somebody"},
    ],
)
def test_a_scan_with_a_bad_field_is_named(desk: Desk, changes: dict[str, Any]) -> None:
    answer = scan(number(SCALE), **changes)
    assert answer.problem() == (400, "request.invalid")
    assert answer.json["faults"]
    assert desk.table.trips == []


def test_merchants_and_labs_do_not_scan(desk: Desk) -> None:
    for role in ("merchant", "lab", "organiser", "auditor", "administrator"):
        assert scan(number(SCALE), role=role).problem() == (403, "access.role_missing")
    assert desk.table.trips == []


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("scan_id", ["7zzzzzzzzzzzzzzzzzzzzzzzzz", "00000000000000000000000000"])
def test_a_phone_with_an_absurd_clock_is_kept_too(scan_id: str) -> None:
    assert scan(number(SCALE), f"scn-{scan_id}").status == 200
