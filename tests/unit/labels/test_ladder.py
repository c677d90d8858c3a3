"""Which codes are found in a photo, and when the search ends."""

import ctypes.util
import sys
from itertools import count

import pytest
from PIL import Image, ImageDraw, ImageFilter

from chalicelib.labels import decoders, ladder
from tests.unit.labels import pictures


def test_one_label_in_a_photo() -> None:
    reading = ladder.read(pictures.file(pictures.photo(pictures.label())))
    assert (reading.outcome, reading.step) == ("one", ladder.STEPS[0])
    assert [code.text for code in reading.codes] == [pictures.CONTENT]
    assert (reading.width, reading.height) == (1200, 800)


def test_corners_are_clockwise_in_the_upright_photo() -> None:
    sideways = pictures.photo(pictures.label()).transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    (code,) = ladder.read(pictures.file(sideways, exif=exif)).codes
    quiet = 360 * 4 // 49
    expected = [(100, 150), (460, 150), (460, 510), (100, 510)]
    inward = [(1, 1), (-1, 1), (-1, -1), (1, -1)]
    for (x, y), (left, top), (right, down) in zip(code.position, expected, inward, strict=True):
        assert abs(x - (left + right * quiet)) < 12
        assert abs(y - (top + down * quiet)) < 12


def test_two_labels_are_both_told_with_their_places() -> None:
    other = pictures.CONTENT.replace("ABCDEFG2", "HJKMNPQ3")
    reading = ladder.read(pictures.file(pictures.photo(pictures.label(), pictures.label(other))))
    assert reading.outcome == "several"
    assert {code.text for code in reading.codes} == {pictures.CONTENT, other}
    assert len({code.position for code in reading.codes}) == 2


def test_the_same_label_twice_is_two_codes() -> None:
    reading = ladder.read(pictures.file(pictures.photo(pictures.label(), pictures.label())))
    assert reading.outcome == "several"
    assert len(reading.codes) == 2


def test_no_code_is_none() -> None:
    assert ladder.read(pictures.file(pictures.photo())).outcome == "none"


def test_a_code_too_damaged_to_read_is_named_so() -> None:
    image = pictures.label()
    ImageDraw.Draw(image).rectangle((200, 200, 430, 430), fill=128)
    reading = ladder.read(pictures.file(pictures.photo(image)))
    assert (reading.outcome, reading.codes) == ("unreadable", ())


def test_the_ladder_rescues_a_blurred_label() -> None:
    blurred = pictures.photo(pictures.label()).resize((780, 520)).filter(ImageFilter.GaussianBlur(2.7))
    reading = ladder.read(pictures.file(blurred, quality=70))
    assert reading.outcome == "one"
    assert reading.step != ladder.STEPS[0]
    ((x, y), *_) = reading.codes[0].position
    assert abs(x - (100 + 29) * 0.65) < 12
    assert abs(y - (150 + 29) * 0.65) < 12


def test_a_payment_code_beside_a_damaged_label_does_not_end_the_search() -> None:
    raw = pictures.file(pictures.photo(pictures.plain_qr(pictures.PAYMENT)))
    assert ladder.read(raw).step == ladder.STEPS[0]
    reading = ladder.read(raw, lambda text: "/I/" in text)
    assert reading.step == ladder.STEPS[-1]
    assert [code.text for code in reading.codes] == [pictures.PAYMENT]


def test_no_step_begins_when_time_is_up() -> None:
    seconds = count(step=5)
    reading = ladder.read(pictures.file(pictures.photo()), budget_s=8, monotonic=lambda: float(next(seconds)))
    assert reading.step == ladder.STEPS[1]


def test_without_libzbar_the_first_decoder_works_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("pyzbar")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyzbar", None)
    reading = ladder.read(pictures.file(pictures.photo(pictures.label())))
    assert (reading.outcome, reading.zbar) == ("one", False)


def test_the_loader_is_asked_where_find_library_is_blind(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("pyzbar")]:
        monkeypatch.delitem(sys.modules, name)
    blind = monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)  # noqa: ARG005 - its signature
    assert blind is None
    assert decoders.libzbar() is not None
