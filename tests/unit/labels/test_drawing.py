"""Labels as pictures: readable, true to size, and never a size the text does not fit."""

import re
from io import BytesIO

import pytest
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from chalicelib.labels import codec, drawing
from tests.unit.labels import pictures

HOSTS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-", min_size=8, max_size=17)
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
SIZES: tuple[drawing.SizeMm, ...] = (25, 40)


@pytest.mark.parametrize(("size_mm", "side"), [(25, 41), (40, 49)])
def test_the_longest_label_fits_the_version_printed(size_mm: drawing.SizeMm, side: int) -> None:
    fields = codec.Fields(pictures.NUMBER, 31, codec.LAST_DAY, 255, b"\xff\xff")
    longest = codec.encode("H" * 17, codec.Signed(fields, b"\xff" * 64))
    assert len(longest) == 151
    assert len(drawing.modules(longest, size_mm)) == side + 2 * drawing.QUIET_MODULES


@pytest.mark.parametrize("size_mm", SIZES)
def test_a_host_that_is_too_long_is_said_so(size_mm: drawing.SizeMm) -> None:
    with pytest.raises(drawing.TooLong, match="do not fit"):
        drawing.modules(f"HTTPS://{'H' * 24}/I/{pictures.NUMBER}." + "A" * 112, size_mm)


@settings(max_examples=15, deadline=None)
@example(
    host="BNUUB5ZVLD0CF", payload="4" * 112
)  # a reader of all formats also takes its modules for a line code
@given(host=HOSTS, payload=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=112, max_size=112))
def test_what_is_drawn_is_read(host: str, payload: str) -> None:
    content = f"HTTPS://{host}/I/{pictures.NUMBER}.{payload}"
    for size_mm in SIZES:
        image = Image.open(BytesIO(drawing.png(content, pictures.NUMBER, size_mm)))
        assert [code.text for code in zxingcpp.read_barcodes(image.convert("L"), formats=QR)] == [content]


@pytest.mark.parametrize("size_mm", SIZES)
def test_the_png_prints_true_to_size(size_mm: drawing.SizeMm) -> None:
    image = Image.open(BytesIO(drawing.png(pictures.CONTENT, pictures.NUMBER, size_mm)))
    assert image.mode == "1"
    assert image.width / image.info["dpi"][0] * 25.4 == pytest.approx(size_mm, abs=0.01)


@pytest.mark.parametrize("size_mm", SIZES)
def test_the_quiet_zone_is_quiet_and_the_number_stands_below(size_mm: drawing.SizeMm) -> None:
    image = Image.open(BytesIO(drawing.png(pictures.CONTENT, pictures.NUMBER, size_mm))).convert("L")
    rows = drawing.modules(pictures.CONTENT, size_mm)
    scale = image.width // len(rows)
    bottom = (len(rows) - drawing.QUIET_MODULES) * scale
    assert image.crop((0, bottom, image.width, len(rows) * scale)).getextrema() == (255, 255)
    assert image.crop((0, len(rows) * scale, *image.size)).getextrema() == (0, 255)


@pytest.mark.parametrize("size_mm", SIZES)
def test_the_svg_draws_the_same_modules(size_mm: drawing.SizeMm) -> None:
    drawn = drawing.svg(pictures.CONTENT, pictures.NUMBER, size_mm)
    rows = drawing.modules(pictures.CONTENT, size_mm)
    black = {
        (int(x) + step, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", drawn)
        for step in range(int(width))
    }
    assert black == {(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}
    assert f'width="{size_mm}mm"' in drawn
    assert ">7K3M9 Q2RTX</text>" in drawn
