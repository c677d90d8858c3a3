"""Labels on paper: none overlaps another, all are within the margins, texts stay in their room."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.labels.drawing import SizeMm
from chalicelib.labels.sheets_layout import (
    A4_MM,
    FORMS,
    HEAD_MM,
    MARGIN_MM,
    Form,
    Grid,
    fitted,
    grid,
    on_a4,
    typeset,
)

FORM = st.sampled_from(list(FORMS.values()))
POINT_MM = 25.4 / 72


def advance(character: str) -> float:
    """A Chinese character is one em wide, others about half."""
    return 1.0 if ord(character) > 0x2E00 else 0.56


def is_apart(one: tuple[float, float], other: tuple[float, float], on: Grid) -> bool:
    return abs(one[0] - other[0]) >= on.width_mm - 1e-9 or abs(one[1] - other[1]) >= on.height_mm - 1e-9


@given(st.floats(10, 190), st.floats(10, 270), st.integers(1, 200))
def test_labels_of_any_size_lie_apart_and_within_the_margins(width: float, height: float, count: int) -> None:
    on = on_a4(width, height)
    placed = [on.place(index) for index in range(count)]
    assert {one.page for one in placed} == set(range(on.pages(count)))
    for one in placed:
        assert one.x_mm >= MARGIN_MM - 1e-9
        assert one.x_mm + width <= A4_MM[0] - MARGIN_MM + 1e-9
        assert one.y_mm >= HEAD_MM
        assert one.y_mm + height <= A4_MM[1] - MARGIN_MM + 1e-9
    for page in range(on.pages(count)):
        here = [(one.x_mm, one.y_mm) for one in placed if one.page == page]
        assert len(here) <= on.per_page
        assert all(is_apart(one, other, on) for at, one in enumerate(here) for other in here[:at])


@pytest.mark.parametrize(("size_mm", "on_a_page"), [(25, 27), (40, 10)])
def test_an_a4_page_takes(size_mm: SizeMm, on_a_page: int) -> None:
    assert grid("a4", FORMS[size_mm]).per_page == on_a_page


@pytest.mark.parametrize(("size_mm", "edges"), [(25, (60, 30)), (40, (80, 50))])
def test_a_page_of_a_roll_is_one_label_of_a_usual_size(size_mm: SizeMm, edges: tuple[int, int]) -> None:
    on = grid("roll", FORMS[size_mm])
    assert (on.page_mm, on.per_page, on.pages(7)) == (edges, 1, 7)
    assert [on.place(index).page for index in range(3)] == [0, 1, 2]


def test_a_label_larger_than_the_page_is_refused() -> None:
    with pytest.raises(ValueError, match="larger than the page"):
        on_a4(200, 30)


@pytest.mark.parametrize("size_mm", [25, 40])
def test_cut_marks_never_cross_a_label_but_where_four_meet(size_mm: SizeMm) -> None:
    on = grid("a4", FORMS[size_mm])
    right, bottom = A4_MM[0] - on.left_mm, on.top_mm + on.rows * on.height_mm
    for x1, y1, x2, y2 in on.marks():
        middle_x, middle_y = (x1 + x2) / 2, (y1 + y2) / 2
        is_outside = not (on.left_mm <= middle_x <= right and on.top_mm <= middle_y <= bottom)
        is_a_corner = (middle_x - on.left_mm) % on.width_mm < 1e-6 and (
            middle_y - on.top_mm
        ) % on.height_mm < 1e-6
        assert is_outside or is_a_corner
        assert min(x1, y1) > 5
        assert max(x1, x2) < A4_MM[0] - 5
        assert max(y1, y2) < A4_MM[1] - 5


@given(FORM, st.lists(st.text("厦门市经营部AW10(演)", max_size=80), min_size=3, max_size=3))
def test_texts_stay_in_their_column_and_never_meet(form: Form, names: list[str]) -> None:
    merchant, instrument, stall = names
    lines = typeset(
        form,
        {
            "number": "WWWWW WWWWW",
            "merchant": merchant,
            "instrument": instrument,
            "stall": stall,
            "valid_until": "有效期至 2027-05-31",
            "hint": "扫码查检定情况 · Scan to check",
        },
        advance,
    )
    for line in lines:
        assert line.x_mm >= form.code_x_mm + form.code_mm
        width = sum(map(advance, line.text)) * line.size_pt * POINT_MM
        assert line.x_mm + width <= form.text_x_mm + form.text_width_mm + 1e-6 <= form.width_mm - 1
        assert line.y_mm - line.size_pt * POINT_MM > 1
        assert line.y_mm < form.height_mm - 1
    by_height = sorted(lines, key=lambda one: one.y_mm)
    for above, below in pairwise(by_height):
        assert below.y_mm - above.y_mm >= 0.85 * below.size_pt * POINT_MM
    assert "WWWWW WWWWW" in {one.text for one in lines}, "the number is what people type: never cut short"


def test_a_long_text_is_set_smaller_then_cut_short_and_says_so() -> None:
    form = FORMS[25]
    line = next(one for one in form.lines if one.role == "merchant")
    size, lines = fitted("演示" * 5, line, form.text_width_mm, advance)
    assert (size, lines) == (line.size_pt, ["演示" * 5])
    size, lines = fitted("演示" * 13, line, form.text_width_mm, advance)
    assert (size < line.size_pt, "".join(lines)) == (True, "演示" * 13)
    size, lines = fitted("演示" * 40, line, form.text_width_mm, advance)
    assert len(lines) == line.most
    assert lines[-1].endswith("…")
    assert ("演示" * 40).startswith("".join(lines)[:-1])
