"""Hostile bytes: whatever is done to a photo's file, it is read or refused by name."""

import struct
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from chalicelib.errors import Problem
from chalicelib.labels import photo
from tests.unit.labels import pictures

SMALL = pictures.photo(pictures.label(), size=(320, 240))
TURNED = Image.Exif()
TURNED[0x0112] = 6
TURNED[0x010F] = "maker"
FILES = (
    pictures.file(SMALL, "JPEG", exif=TURNED),
    pictures.file(SMALL.convert("CMYK"), "JPEG", progressive=True),
    pictures.file(SMALL, "MPO", save_all=True, append_images=[SMALL]),
    pictures.file(SMALL.convert("P"), "PNG", transparency=3, exif=TURNED),
    pictures.file(SMALL, "PNG", save_all=True, append_images=[SMALL]),
    pictures.file(Image.new("I;16", (50, 50), 999), "PNG"),
    pictures.file(SMALL.convert("RGB"), "WEBP", exif=TURNED),
    pictures.file(SMALL.convert("RGBA"), "WEBP", lossless=True),
)
PIECES = st.binary(max_size=12) | st.sampled_from([b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff"])
PLACES = st.integers(0, 120) | st.integers(0, 20_000)
"""Headers are hit as often as all that follows them."""
EDITS = st.lists(st.tuples(PLACES, st.integers(0, 12), PIECES), max_size=8)


def mended(raw: bytes) -> bytes:
    """The chunks of a PNG with right checksums, so that damage gets past them to the readers."""
    if not raw.startswith(b"\x89PNG"):
        return raw
    done, place = raw[:8], 8
    while place + 12 <= len(raw):
        (length,) = struct.unpack_from(">I", raw, place)
        body = raw[place + 4 : place + 8 + length]
        done += raw[place : place + 4] + body + struct.pack(">I", zlib.crc32(body))
        place += 12 + length
    return done


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(FILES), EDITS, st.sampled_from([bytes, mended]))
@example(FILES[5], [(28, 1, b"\x7f")], mended)
def test_mutated_files_are_read_or_refused_by_name(
    raw: bytes, edits: list[tuple[int, int, bytes]], finish: Callable[[bytes], bytes]
) -> None:
    for place, gone, put in edits:
        at = place % len(raw)
        raw = raw[:at] + put + raw[at + gone :] or b"\0"
    with suppress(Problem):
        image = photo.grey(finish(raw))
        assert image.mode == "L"
        assert 0 < image.width * image.height <= photo.LIMIT_PIXELS


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"]),
)
def test_noise_behind_any_first_bytes_is_refused_by_name(noise: bytes, first: bytes) -> None:
    with pytest.raises(Problem):
        photo.grey(first + noise)
