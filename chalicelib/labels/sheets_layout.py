"""Where labels, cut marks and texts stand on paper, in millimetres from the upper left corner. Pure geometry.

A label (code of 25 mm: 60 x 30 mm, of 40 mm: 80 x 50 mm, both usual sizes of roll stock) is the code on the left,
with its quiet zone, and the text on the right. On A4 labels touch, so that one cut parts two of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from chalicelib.labels.drawing import SizeMm

type Paper = Literal["a4", "roll"]
type Role = Literal["number", "merchant", "instrument", "stall", "valid_until", "hint"]

A4_MM = (210.0, 297.0)
HEAD_MM = 17.0
"""Room above the labels for the sheet's own line and its ruler."""
MARGIN_MM = 10.0
"""What printers may not reach, and room for the cut marks."""
RULER_MM = 50.0
_MARK_MM = 3.0
_MARK_GAP_MM = 1.5
_CROSS_MM = 1.0
_MM_PER_POINT = 25.4 / 72
_STEP = 0.05
"""Share of the type size by which a text is set smaller at a time."""
_LEADING, _DEPTH = 1.2, 0.24
"""Height of a line, and of what hangs below its base line, as shares of the type size."""
_CUT_SHORT = "…"


@dataclass(frozen=True)
class Line:
    """Room for one text: its type size, how many lines it may take, how much smaller it may be set before it is cut.

    is_foot  stands at the label's foot, the others follow each other from its head
    """

    role: Role
    size_pt: float
    most: int = 1
    tightest: float = 0.8
    is_bold: bool = False
    is_foot: bool = False


@dataclass(frozen=True)
class Form:
    """One size of label: its edges, where the code stands, and the column of texts beside it.

    text_inset_mm  how much lower than the code with its quiet zone the texts begin, and how much higher they end
    """

    code_mm: SizeMm
    width_mm: float
    height_mm: float
    code_x_mm: float
    text_x_mm: float
    text_width_mm: float
    text_inset_mm: float
    lines: tuple[Line, ...]

    @property
    def code_y_mm(self) -> float:
        """The code stands in the middle of the height."""
        return (self.height_mm - self.code_mm) / 2


@dataclass(frozen=True)
class Set:
    """One line as it is printed: its base line's left end within the label, its size and weight."""

    text: str
    x_mm: float
    y_mm: float
    size_pt: float
    is_bold: bool


FORMS: dict[SizeMm, Form] = {
    25: Form(
        code_mm=25,
        width_mm=60,
        height_mm=30,
        code_x_mm=2.5,
        text_x_mm=28.5,
        text_width_mm=29.5,
        text_inset_mm=1.2,
        lines=(
            Line("number", 11.5, tightest=0.5, is_bold=True),
            Line("merchant", 7.5, most=2),
            Line("instrument", 7),
            Line("stall", 7),
            Line("valid_until", 7.5, is_bold=True, is_foot=True),
            Line("hint", 4.6, is_foot=True),
        ),
    ),
    40: Form(
        code_mm=40,
        width_mm=80,
        height_mm=50,
        code_x_mm=4,
        text_x_mm=45,
        text_width_mm=33,
        text_inset_mm=2.6,
        lines=(
            Line("number", 13, tightest=0.5, is_bold=True),
            Line("merchant", 9.5, most=3),
            Line("instrument", 8.5, most=2),
            Line("stall", 8.5),
            Line("valid_until", 8.5, is_bold=True, is_foot=True),
            Line("hint", 5.4, is_foot=True),
        ),
    ),
}
"""The number is never cut short: it may be set as small as half."""


@dataclass(frozen=True)
class Placed:
    """One label: the page it is on, counted from 0, and its upper left corner."""

    page: int
    x_mm: float
    y_mm: float


@dataclass(frozen=True)
class Grid:
    """The places of labels of one size on pages of one size, row by row from the upper left."""

    page_mm: tuple[float, float]
    width_mm: float
    height_mm: float
    columns: int
    rows: int
    left_mm: float
    top_mm: float

    @property
    def per_page(self) -> int:
        """Labels on a full page."""
        return self.columns * self.rows

    def pages(self, count: int) -> int:
        """Pages for so many labels."""
        return ceil(count / self.per_page)

    def place(self, index: int) -> Placed:
        """The place of the label with this index, counted from 0."""
        page, on_page = divmod(index, self.per_page)
        row, column = divmod(on_page, self.columns)
        return Placed(page, self.left_mm + column * self.width_mm, self.top_mm + row * self.height_mm)

    def marks(self) -> Iterator[tuple[float, float, float, float]]:
        """Lines (x, y, x, y) that show where to cut: outside the labels, and a small cross where four meet."""
        right, bottom = self.left_mm + self.columns * self.width_mm, self.top_mm + self.rows * self.height_mm
        xs = [self.left_mm + column * self.width_mm for column in range(self.columns + 1)]
        ys = [self.top_mm + row * self.height_mm for row in range(self.rows + 1)]
        for x in xs:
            yield x, self.top_mm - _MARK_GAP_MM - _MARK_MM, x, self.top_mm - _MARK_GAP_MM
            yield x, bottom + _MARK_GAP_MM, x, bottom + _MARK_GAP_MM + _MARK_MM
        for y in ys:
            yield self.left_mm - _MARK_GAP_MM - _MARK_MM, y, self.left_mm - _MARK_GAP_MM, y
            yield right + _MARK_GAP_MM, y, right + _MARK_GAP_MM + _MARK_MM, y
        for x in xs[1:-1]:
            for y in ys[1:-1]:
                yield x - _CROSS_MM, y, x + _CROSS_MM, y
                yield x, y - _CROSS_MM, x, y + _CROSS_MM


def on_a4(width_mm: float, height_mm: float) -> Grid:
    """As many labels of this size as an A4 page takes, in the middle of it, below the head."""
    across, down = A4_MM
    columns = int((across - 2 * MARGIN_MM) // width_mm)
    rows = int((down - HEAD_MM - MARGIN_MM) // height_mm)
    if not columns or not rows:
        raise ValueError("a label larger than the page")
    return Grid(A4_MM, width_mm, height_mm, columns, rows, (across - columns * width_mm) / 2, HEAD_MM)


def grid(paper: Paper, form: Form) -> Grid:
    """The grid of a paper: A4, or a roll whose every page is one label."""
    if paper == "a4":
        return on_a4(form.width_mm, form.height_mm)
    return Grid((form.width_mm, form.height_mm), form.width_mm, form.height_mm, 1, 1, 0, 0)


def typeset(form: Form, texts: Mapping[Role, str], advance: Callable[[str], float]) -> list[Set]:
    """The texts of a label where they are printed; empty ones take no room.

    advance  width of one character in ems
    """
    found: list[Set] = []
    head_mm = form.code_y_mm + form.text_inset_mm
    foot_mm = form.code_y_mm + form.code_mm - form.text_inset_mm
    for line in form.lines:
        if line.is_foot or not texts[line.role]:
            continue
        size_pt, lines = fitted(texts[line.role], line, form.text_width_mm, advance)
        for text in lines:
            head_mm += size_pt * _LEADING * _MM_PER_POINT
            found.append(
                Set(text, form.text_x_mm, head_mm - _DEPTH * size_pt * _MM_PER_POINT, size_pt, line.is_bold)
            )
    for line in reversed(form.lines):
        if line.is_foot and texts[line.role]:
            size_pt, (text,) = fitted(texts[line.role], line, form.text_width_mm, advance)
            found.append(
                Set(text, form.text_x_mm, foot_mm - _DEPTH * size_pt * _MM_PER_POINT, size_pt, line.is_bold)
            )
            foot_mm -= size_pt * _LEADING * _MM_PER_POINT
    return found


def fitted(
    text: str, line: Line, width_mm: float, advance: Callable[[str], float]
) -> tuple[float, list[str]]:
    """The type size in points and the lines a text is set in: smaller when it must be, then cut short with «…»."""
    widths = [advance(character) for character in text]
    size_pt = line.size_pt
    while True:
        room = width_mm / _MM_PER_POINT / size_pt
        lines = broken(text, widths, room)
        if len(lines) <= line.most:
            return size_pt, lines
        smaller = size_pt - line.size_pt * _STEP
        if smaller < line.size_pt * line.tightest:
            break
        size_pt = smaller
    last = "".join(lines[line.most - 1 :])
    cut = broken(last, widths[len(text) - len(last) :], room - advance(_CUT_SHORT))[0] + _CUT_SHORT
    return size_pt, [*lines[: line.most - 1], cut]


def broken(text: str, widths: Sequence[float], room: float) -> list[str]:
    """The text in lines no wider than `room` ems, but at least a character each."""
    lines, used = [""], 0.0
    for character, width in zip(text, widths, strict=True):
        if used + width > room and lines[-1]:
            lines.append("")
            used = 0.0
        lines[-1] += character
        used += width
    return lines
