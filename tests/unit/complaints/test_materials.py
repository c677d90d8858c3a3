"""Pictures of citizens: only those promised are kept, and of them the pixels alone."""

import io
from typing import Any

import pytest
from PIL import Image

from chalicelib.complaints.materials import Material
from chalicelib.complaints.sent import SentMaterial
from chalicelib.complaints.service_materials import EDGE_PX, places
from chalicelib.jobs import Together
from tests.exhibits import message, photo, signature
from tests.intake import ADDRESS, COMPLAINT, MATERIAL, SECRET, Window, picture
from tests.office import VISIT, made

PHOTO = photo(size=(4000, 3000))


@pytest.fixture
def window() -> Window:
    window = Window()
    window.submit()
    return window


def add(window: Window, raw: bytes = PHOTO, **changed: Any) -> None:
    sent = SentMaterial.model_validate(picture(raw, **changed))
    window.following.add(ADDRESS, COMPLAINT, SECRET, MATERIAL, sent)


def kept(window: Window) -> Material:
    found = window.shelf.material(COMPLAINT, MATERIAL)
    assert found is not None
    return found.value


def test_what_was_promised_is_kept_without_place_device_and_owner(window: Window) -> None:
    add(window)
    window.looking.turn(window.pictures.upload(PHOTO, window.clock))
    assert kept(window).state == "verified"
    raw = window.pictures.kept[f"{COMPLAINT}/{MATERIAL}"]
    image = Image.open(io.BytesIO(raw))
    assert max(image.size) == EDGE_PX
    assert dict(image.getexif()) == {}
    for told in (b"owner", b"Exif", b"GPS", b"xmpmeta"):
        assert told in PHOTO or told == b"GPS"
        assert told not in raw


@pytest.mark.parametrize("raw", [PHOTO[:-1], PHOTO[:-1] + b"x", signature()])
def test_other_bytes_are_not_kept_and_may_come_again(window: Window, raw: bytes) -> None:
    add(window)
    window.looking.turn(window.pictures.upload(raw, window.clock))
    assert (kept(window).state, window.pictures.kept) == ("mismatch", {})
    add(window)
    assert (kept(window).state, kept(window).rounds) == ("announced", 2)
    window.looking.turn(window.pictures.upload(PHOTO, window.clock))
    assert kept(window).state == "verified"


@pytest.mark.parametrize("raw", [b"<script>alert(1)</script>", b"\xff\xd8\xff not a picture", b"%PDF-1.7"])
def test_what_is_no_picture_is_refused_for_good(window: Window, raw: bytes) -> None:
    add(window, raw)
    body = window.pictures.upload(raw, window.clock)
    window.looking.turn(body)
    window.looking.turn(body)
    assert (kept(window).state, window.pictures.kept) == ("refused", {})


def test_one_upload_is_looked_at_once_and_what_is_not_there_waits(window: Window) -> None:
    add(window)
    window.looking.turn(message(f"evidence/{COMPLAINT}/{MATERIAL}"))
    assert kept(window).state == "announced"
    window.looking.turn(message(f"evidence/{COMPLAINT}/{made('mat', 9)}"))
    body = window.pictures.upload(PHOTO[:-1], window.clock)
    window.looking.turn(body)
    first = kept(window)
    window.looking.turn(body)
    assert kept(window) == first
    window.looking.give_up(body)


def test_the_queue_is_shared_with_evidence_and_each_does_its_own() -> None:
    told = message(
        f"evidence/{COMPLAINT}/{MATERIAL}", f"evidence/{VISIT}/{made('evi', 1)}", "photos/x", "evidence/a/b"
    )
    assert list(places(told)) == [(COMPLAINT, MATERIAL)]
    assert list(places('{"Event": "s3:TestEvent"}')) == []
    done = list[str]()

    class Work:
        def __init__(self, name: str, *, goes_on: bool) -> None:
            self.name, self.goes_on = name, goes_on

        def turn(self, job: str) -> bool:
            done.append(f"{self.name} {job}")
            return self.goes_on

        def give_up(self, job: str) -> None:
            done.append(f"{self.name} gave up {job}")

    both = Together((Work("a", goes_on=True), Work("b", goes_on=False)))
    assert both.turn("job")
    both.give_up("job")
    assert done == ["a job", "b job", "a gave up job", "b gave up job"]
