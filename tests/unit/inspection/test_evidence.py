"""Evidence from announcement to its end: what counts as the bytes promised, who may do what, what is recorded."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from pydantic import ValidationError

from chalicelib.errors import IdTaken, NotFound, Problem
from chalicelib.inspection.evidence import WAIT, NotYourEvidence
from chalicelib.inspection.evidence_pictures import EDGE_PX, thumbnail
from chalicelib.inspection.evidence_types import ALLOWED, EvidenceTooLarge, OtherType, sniffed
from chalicelib.inspection.service_evidence_verify import places
from tests.exhibits import EVIDENCE, WITNESS, Room, message, new, photo, place, signature
from tests.fakes import FakeTable
from tests.office import ANNA, AUDITOR, BAO, FAR_LEADER, LEADER, NOON, REVIEWER, STRANGER, VISIT, made

PHOTO = photo()
MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(60)
WEBM = b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1fB\x86\x81\x01B\x82\x84webm" + bytes(40)


@pytest.fixture
def room() -> Room:
    return Room(FakeTable())


def test_bytes_as_promised_are_verified_and_kept_with_a_small_picture(room: Room) -> None:
    evidence, slot, is_new = room.exhibits.announce(ANNA, VISIT, EVIDENCE, new(PHOTO))
    assert (evidence.state, is_new, slot is not None) == ("announced", True, True)
    assert room.deliver(room.files.upload(PHOTO, NOON))
    kept = room.kept()
    assert (kept.state, kept.has_thumbnail, kept.rounds) == ("verified", True, 1)
    assert room.files.kept[place()] == PHOTO
    assert room.steps() == ["captured", "announced", "uploaded", "verified"]


def test_the_small_picture_is_upright_and_says_nothing_but_pixels() -> None:
    small = thumbnail(io.BytesIO(PHOTO), "image/jpeg")
    assert small is not None
    image = Image.open(io.BytesIO(small))
    assert image.size == (EDGE_PX * 3 // 4, EDGE_PX)
    assert dict(image.getexif()) == {}
    assert not {"exif", "comment", "xmp", "icc_profile"} & image.info.keys()
    for told in (b"owner", b"Exif", b"GPS", b"xmpmeta"):
        assert told not in small


@pytest.mark.parametrize(
    ("raw", "media_type"),
    [
        (MP4, "video/mp4"),
        (b"%PDF-1.7", "application/pdf"),
        (PHOTO[:2000], "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "image/png"),
        (signature(), "image/webp"),
    ],
)
def test_of_what_is_no_picture_or_damaged_there_is_no_small_one(raw: bytes, media_type: str) -> None:
    assert thumbnail(io.BytesIO(raw), media_type) is None


def test_too_many_pixels_are_not_decoded() -> None:
    kept = io.BytesIO()
    Image.new("1", (13_001, 1_000)).save(kept, "PNG")
    assert thumbnail(kept, "image/png") is None


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (PHOTO, "image/jpeg"),
        (signature(), "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (MP4, "video/mp4"),
        (WEBM, "video/webm"),
        (b"%PDF-1.4\n", "application/pdf"),
        (b"\x00\x00\x00\x18ftypheic", ""),
        (b"\x00\x00\x00\x14ftypqt  ", ""),
        (b"\x1a\x45\xdf\xa3\x01B\x82\x88matroska", ""),
        (b"<html>", ""),
        (b"", ""),
    ],
)
def test_a_file_is_what_its_first_bytes_say(head: bytes, media_type: str) -> None:
    assert sniffed(head[:64]) == media_type


@pytest.mark.parametrize("at", [2, 1000, -1])
def test_one_changed_byte_is_a_mismatch_and_nothing_is_kept(room: Room, at: int) -> None:
    room.exhibits.announce(ANNA, VISIT, EVIDENCE, new(PHOTO))
    changed = bytearray(PHOTO)
    changed[at] ^= 1
    room.deliver(room.files.upload(bytes(changed), NOON))
    assert (room.kept().state, room.files.kept) == ("mismatch", {})
    ((shown, _),) = room.exhibits.listed(ANNA, VISIT, "")[0]
    assert shown.seen is not None
    assert shown.seen.sha256 != shown.sha256
    assert room.steps()[-1] == "mismatch"


def test_after_a_mismatch_the_same_file_may_come_once_more(room: Room) -> None:
    room.exhibits.announce(ANNA, VISIT, EVIDENCE, new(PHOTO))
    wrong = room.files.upload(PHOTO[:-1], NOON)
    room.deliver(wrong)
    again, slot, is_new = room.exhibits.announce(ANNA, VISIT, EVIDENCE, new(PHOTO))
    assert (again.state, again.rounds, is_new, slot is not None) == ("announced", 2, False, True)
    room.deliver(wrong)
    assert room.kept().state == "announced", "an old message about old bytes is no second look"
    room.deliver(room.files.upload(PHOTO, NOON))
    room.deliver(wrong)
    assert room.kept().state == "verified"
    assert room.steps() == [
        *("captured", "announced", "uploaded", "mismatch"),
        *("announced", "uploaded", "verified"),
    ]


def test_bytes_of_another_type_than_announced_are_refused_for_good(room: Room) -> None:
    room.exhibits.announce(ANNA, VISIT, EVIDENCE, new(MP4, kind="video", media_type="video/webm"))
    room.deliver(room.files.upload(MP4, NOON))
    assert room.kept().state == "refused"
    _, slot, _ = room.exhibits.announce(
        ANNA, VISIT, EVIDENCE, new(MP4, kind="video", media_type="video/webm")
    )
    assert slot is None


def test_what_never_arrived_is_missing_and_may_come_later(room: Room) -> None:
    room.exhibits.announce(ANNA, VISIT, EVIDENCE, new(PHOTO))
    room.clock.at += WAIT + timedelta(seconds=1)
    assert room.kept().state_at(room.clock()) == "missing"
    again, slot, _ = room.exhibits.announce(BAO, VISIT, EVIDENCE, new(PHOTO))
    assert (again.rounds, slot is not None, again.state_at(room.clock())) == (2, True, "announced")
    room.clock.at += 2 * WAIT
    room.deliver(room.files.upload(PHOTO, NOON))
    assert room.kept().state_at(room.clock()) == "verified"


def test_a_message_about_nothing_changes_nothing(room: Room) -> None:
    room.exhibits.announce(ANNA, VISIT, EVIDENCE, new(PHOTO))
    assert room.deliver(message(f"evidence/{place()}"))
    assert room.deliver(message(f"evidence/{place(made('evi', 9))}", "evidence/other", "photos/x"))
    assert room.deliver('{"Service": "Amazon S3", "Event": "s3:TestEvent"}')
    assert room.kept().state == "announced"


def test_a_key_in_a_message_is_read_as_the_bucket_writes_it() -> None:
    assert list(places(message(f"evidence%2F{VISIT}/{EVIDENCE}"))) == [(VISIT, EVIDENCE)]
    assert list(places(message(f"evidence/{VISIT}/{EVIDENCE}/..", "evidence/../x"))) == []


def test_what_could_not_be_judged_stays_announced_and_its_message_is_kept(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.exhibits.announce(ANNA, VISIT, EVIDENCE, new(PHOTO))
    body = room.files.upload(PHOTO, NOON)
    monkeypatch.setattr(room.files, "keep", lambda *_: 1 / 0)
    assert [room.deliver(body, attempt) for attempt in (1, 2, 3, 4)] == [False] * 4
    assert (room.kept().state, room.files.kept) == ("announced", {})
    monkeypatch.undo()
    assert room.deliver(body)
    assert room.kept().state == "verified"


def test_the_same_again_is_one_and_other_content_is_not(room: Room) -> None:
    first, _, _ = room.exhibits.announce(ANNA, VISIT, EVIDENCE, new(PHOTO))
    again, slot, is_new = room.exhibits.announce(ANNA, VISIT, EVIDENCE, new(PHOTO))
    assert (again, is_new, slot is not None) == (first, False, True)
    assert room.steps() == ["captured", "announced"]
    with pytest.raises(IdTaken):
        room.exhibits.announce(ANNA, VISIT, EVIDENCE, new(PHOTO, note="other"))


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"media_type": "image/heic"}, OtherType),
        ({"kind": "file"}, OtherType),
        ({"kind": "signature"}, OtherType),
        ({"kind": "video", "media_type": "video/quicktime"}, OtherType),
        ({"size_bytes": ALLOWED["photo"].limit_bytes + 1}, EvidenceTooLarge),
    ],
)
def test_what_could_never_be_kept_is_refused_before_it_is_sent(
    room: Room, changed: dict[str, object], refused: type[Problem]
) -> None:
    with pytest.raises(refused):
        room.exhibits.announce(ANNA, VISIT, EVIDENCE, new(PHOTO, **changed))


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "refusal_note"},
        {"kind": "refusal_note", "witness": WITNESS},
        {"kind": "refusal_note", "note": "拒签(演示)"},
        {"witness": WITNESS},
        {"about": "chk-1"},
        {"about": "Closed"},
        {"sha256": "A" * 64},
        {"size_bytes": 0},
        {"size_bytes": "12"},
    ],
)
def test_what_is_not_well_formed_is_not_taken(changed: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        new(PHOTO, **changed)


def test_evidence_comes_from_officers_of_the_visit_also_after_it_ended(room: Room) -> None:
    for other, refusal in ((STRANGER, NotFound), (LEADER, NotYourEvidence), (FAR_LEADER, NotFound)):
        with pytest.raises(refusal):
            room.exhibits.announce(other, VISIT, EVIDENCE, new(PHOTO))
    with pytest.raises(NotFound):
        room.exhibits.announce(ANNA, made("vis", 9), EVIDENCE, new(PHOTO))
    room.exhibits.announce(BAO, VISIT, EVIDENCE, new(PHOTO, about=made("chk", 1)))
    assert room.exhibits.kinds(VISIT) == {"photo"}
    assert room.exhibits.kinds(VISIT, is_verified=True) == set()
    assert room.exhibits.known(VISIT, (made("evi", 9), EVIDENCE, EVIDENCE)) == {EVIDENCE}
    assert room.exhibits.known(made("vis", 9), (EVIDENCE,)) == room.exhibits.known(VISIT, ()) == set()


def test_every_opening_is_recorded_and_auditors_open_nothing(room: Room) -> None:
    note = {"kind": "refusal_note", "witness": WITNESS, "note": "当事人拒签(演示)"}
    room.exhibits.announce(ANNA, VISIT, EVIDENCE, new(PHOTO, **note))
    assert room.exhibits.open(REVIEWER, VISIT, EVIDENCE).url == "", "nothing is there yet"
    room.deliver(room.files.upload(PHOTO, NOON))
    opened = room.exhibits.open(REVIEWER, VISIT, EVIDENCE)
    assert (opened.url, opened.evidence.witness) == (
        f"https://evidence.example/originals/{place()}",
        WITNESS,
    )
    assert [(one.step, one.by) for one in opened.custody][-1] == ("opened", REVIEWER.id)
    room.exhibits.open(ANNA, VISIT, EVIDENCE)
    audited = room.exhibits.open(AUDITOR, VISIT, EVIDENCE)
    assert (audited.url, audited.evidence.witness, audited.evidence.note) == ("", "见*", "")
    assert [one.by for one in audited.custody if one.step == "opened"] == [REVIEWER.id, ANNA.id]
    for other in (STRANGER, FAR_LEADER):
        with pytest.raises(NotFound):
            room.exhibits.open(other, VISIT, EVIDENCE)
        with pytest.raises(NotFound):
            room.exhibits.listed(other, VISIT, "")
    (seen, small), (masked, none) = (room.exhibits.listed(who, VISIT, "")[0][0] for who in (LEADER, AUDITOR))
    assert (seen.witness, masked.witness, none) == (WITNESS, "见*", "")
    assert small.endswith(f"/thumbnails/{place()}")
