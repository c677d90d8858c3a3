"""A sheet on paper: every code is read back, the text can be searched, the sizes are true."""

import base64
import hashlib
import resource
import time
from datetime import UTC, datetime

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.labels import drawing
from chalicelib.labels.canvas import rectangles, shown
from chalicelib.labels.drawing import SizeMm, TooLong
from chalicelib.labels.sheets_drawing import Head, Printed, pdf
from chalicelib.labels.sheets_layout import Paper
from chalicelib.registry.model import number
from tests.unit.labels.reading import DPI, contents, pages, texts
from tests.unit.labels.shop import FONT

HEAD = Head("sht-01jd0000000000000000000001", datetime(2026, 11, 24, tzinfo=UTC), "2026-11-24")
RARE = "䶮𬭎𫖯堃喆"
"""Names as people bear them: the first three are beyond GBK."""
MEGABYTE = 1_000_000


def label(place: int, **changed: str) -> Printed:
    """A label whose code is as long as they are: a host of 17 characters."""
    named = number(f"ins-{place}")
    payload = base64.b32encode(hashlib.sha512(named.encode()).digest() + b"123456").decode().rstrip("=")
    facts = {
        "content": f"HTTPS://JL.XMSCJG.GOV.CN/I/{named}.{payload}",
        "number": named,
        "merchant": ("林*", f"厦门市{RARE}水产品批发经营部有限责任公司", "八市海鲜农贸市场(演示)")[place % 3],
        "instrument": "电子计价秤",
        "stall": f"A{place % 90:02d}",
        "valid_until": "2027-05-31",
    }
    return Printed(**{**facts, **changed})


@pytest.mark.parametrize(
    ("size_mm", "paper", "count"), [(25, "a4", 200), (40, "a4", 200), (25, "roll", 20), (40, "roll", 20)]
)
def test_every_code_of_a_sheet_is_read_back(size_mm: SizeMm, paper: Paper, count: int) -> None:
    labels = [label(place) for place in range(count)]
    sheet = pdf(labels, size_mm, paper, HEAD, FONT)
    assert contents(sheet) == {one.content for one in labels}


def test_numbers_and_names_can_be_searched_for() -> None:
    labels = [label(place) for place in range(30)]
    said = texts(pdf(labels, 25, "a4", HEAD, FONT))
    assert [one.number for one in labels if drawing.spaced(one.number) not in said] == []
    assert RARE in said
    assert "共 30 张 第 2/2 页" in said
    assert f"{HEAD.order} 2026-11-24 打印" in said


@pytest.mark.parametrize("size_mm", [25, 40])
def test_it_is_true_to_size(size_mm: SizeMm) -> None:
    sheet = pdf([label(1)], size_mm, "roll", HEAD, FONT)
    document = pypdfium2.PdfDocument(sheet)
    width, height = document[0].get_size()
    document.close()
    assert (round(width / 72 * 25.4, 2), round(height / 72 * 25.4, 2)) == (
        (60, 30) if size_mm == 25 else (80, 50)
    )
    (page,) = pages(sheet)
    black = page.convert("L").point(lambda value: 255 if value < 128 else 0)
    column = black.crop((0, 0, round((size_mm + 3.5) / 25.4 * DPI), page.height))
    left, top, right, bottom = column.getbbox() or (0, 0, 0, 0)
    modules = {25: 41, 40: 49}[size_mm]
    whole_mm = size_mm * modules / (modules + 2 * drawing.QUIET_MODULES)
    assert (right - left) / DPI * 25.4 == pytest.approx(whole_mm, abs=0.2)
    assert (bottom - top) / DPI * 25.4 == pytest.approx(whole_mm, abs=0.2)


def test_the_same_labels_are_the_same_bytes() -> None:
    labels = [label(place) for place in range(3)]
    assert pdf(labels, 25, "a4", HEAD, FONT) == pdf(labels, 25, "a4", HEAD, FONT)


def test_hostile_names_are_shown_and_never_act() -> None:
    name = "行\u202e\u200b\n\x00(\\)𪚥"
    said = texts(pdf([label(1, merchant=name, stall="")], 40, "a4", HEAD, FONT)).replace("\r\n", "")
    assert "行〔U+202E〕〔U+200B〕〔U+000A〕〔U+0000〕" in said


def test_what_the_font_lacks_is_shown_as_its_code_point() -> None:
    assert shown("行A 𪚥\u3000", {ord(one) for one in "行A \u3000"}) == "行A 〔U+2A6A5〕〔U+3000〕"


@given(st.text())
def test_no_character_is_dropped(text: str) -> None:
    known = set(map(ord, text[::2]))
    assert len(shown(text, known)) >= len(text)


@given(st.lists(st.lists(st.booleans(), min_size=9, max_size=9), min_size=1, max_size=9))
def test_rectangles_cover_the_black_modules_once(rows: list[list[bool]]) -> None:
    covered = [
        (x + right, y + down)
        for x, y, width, height in rectangles(rows)
        for right in range(width)
        for down in range(height)
    ]
    assert len(covered) == len(set(covered))
    assert set(covered) == {(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}


def test_a_code_too_long_for_its_size_is_refused() -> None:
    with pytest.raises(TooLong):
        pdf([label(1, content="HTTPS://" + "A" * 400)], 25, "a4", HEAD, FONT)


def test_progress_is_told_page_by_page() -> None:
    heard: list[int] = []
    pdf([label(place) for place in range(30)], 25, "a4", HEAD, FONT, heard.append)
    assert heard == [0, 27, 30]


@pytest.mark.soak
@pytest.mark.parametrize("size_mm", [25, 40])
def test_every_code_of_a_sheet_of_10_000_is_read_back(size_mm: SizeMm) -> None:
    labels = [label(place) for place in range(10_000)]
    began = time.process_time()
    sheet = pdf(labels, size_mm, "a4", HEAD, FONT)
    spent_s = time.process_time() - began
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size_mm} mm: {spent_s:.0f} s CPU, {len(sheet) / MEGABYTE:.1f} MB, peak {peak_mb:.0f} MB")  # noqa: T201
    assert spent_s < 400, "a turn has 900 seconds"
    assert peak_mb < 1000, "the function has 1769 MB"
    assert contents(sheet) == {one.content for one in labels}
