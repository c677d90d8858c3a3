"""Drawing sheets of labels as PDF: vector codes true to size, Chinese text in an embedded font."""

import unicodedata
from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from chalicelib.labels import drawing
from chalicelib.labels.sheets_layout import FORMS, MARGIN_MM, RULER_MM, Paper, Role, grid, typeset

type Rectangle = tuple[int, int, int, int]
"""Left, top, width, height, in modules."""

_FONT = "sheet"
_POINTS_PER_MM = 72 / 25.4
_HAIR_MM = 0.1
_BOLD_SHARE = 0.012
"""Stroke in mm per point of type size that makes a bold face of the regular one."""
_HEAD_POINTS = 8.0
_SMALL_POINTS = 6.5
_LARGE_POINTS = 100.0


@dataclass(frozen=True)
class Printed:
    """What one label says: the text of its code, and the texts beside it. `valid_until` is a day, or empty."""

    content: str
    number: str
    merchant: str
    instrument: str
    stall: str
    valid_until: str

    def texts(self) -> dict[Role, str]:
        """The texts by the place they stand in."""
        return {
            "number": drawing.spaced(self.number),
            "merchant": self.merchant,
            "instrument": self.instrument,
            "stall": f"摊位 {self.stall}" if self.stall else "",
            "valid_until": f"有效期至 {self.valid_until}" if self.valid_until else "检定情况请扫码",
            "hint": "扫码查检定情况 · Scan to check",
        }


@dataclass(frozen=True)
class Head:
    """What stands above the labels of a page: whose order, ordered when, printed on which local day."""

    order: str
    at: datetime
    day: str


def shown(text: str, known: Container[int]) -> str:
    """The text with every character that cannot be printed as its code point, 〔U+2A6D6〕: seen, never dropped."""
    return "".join(one if ord(one) in known and _is_visible(one) else f"〔U+{ord(one):04X}〕" for one in text)


def rectangles(rows: list[list[bool]]) -> list[Rectangle]:
    """The black modules as few rectangles: runs of a row, drawn down while the next row has the same run."""
    done: list[Rectangle] = []
    standing: dict[tuple[int, int], tuple[int, int]] = {}
    for y, row in enumerate([*rows, []]):
        runs = set(drawing.runs(row))
        for x, width in [run for run in standing if run not in runs]:
            top, height = standing.pop((x, width))
            done.append((x, top, width, height))
        for run in runs:
            top, height = standing.get(run, (y, 0))
            standing[run] = (top, height + 1)
    return sorted(done, key=lambda one: (one[1], one[0]))


def pdf(
    labels: Sequence[Printed],
    size_mm: drawing.SizeMm,
    paper: Paper,
    head: Head,
    font: str,
    tell: Callable[[int], None] = lambda _: None,
) -> bytes:
    """The sheet; the same input gives the same bytes. Raises TooLong when the code does not fit its size.

    font  path of the OpenType font      tell  hears how many labels are drawn, page by page
    """
    form = FORMS[size_mm]
    layout = grid(paper, form)
    pages = layout.pages(len(labels))
    with closing(_Sheet(layout.page_mm, font, head)) as sheet:
        for index, label in enumerate(labels):
            place = layout.place(index)
            if index % layout.per_page == 0:
                tell(index)
                sheet.turn()
                if paper == "a4":
                    sheet.head(head, place.page + 1, pages, len(labels))
                    for mark in layout.marks():
                        sheet.mark(*mark)
            sheet.code(label.content, size_mm, place.x_mm + form.code_x_mm, place.y_mm + form.code_y_mm)
            for line in typeset(form, sheet.shown(label.texts()), sheet.advance):
                x_mm, y_mm = place.x_mm + line.x_mm, place.y_mm + line.y_mm
                sheet.text(line.text, x_mm, y_mm, line.size_pt, is_bold=line.is_bold)
        tell(len(labels))
        return sheet.bytes()


class _Sheet:
    """A PDF in the making."""

    def __init__(self, page_mm: tuple[float, float], font: str, head: Head) -> None:
        from fpdf import FPDF
        from fpdf.fonts import TTFFont

        self._pdf = FPDF(unit="mm", format=page_mm)
        self._height_mm = page_mm[1]
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._pdf.add_font(_FONT, fname=font)
        self._pdf.set_creation_date(head.at)
        self._pdf.set_title(f"Steelyard {head.order}")
        face = self._pdf.fonts[_FONT]
        assert isinstance(face, TTFFont)  # noqa: S101 - what add_font makes of a file
        self._face = face
        self._advances: dict[str, float] = {}

    def turn(self) -> None:
        """Begin a page."""
        self._pdf.add_page()

    def head(self, head: Head, page: int, pages: int, count: int) -> None:
        """The sheet's own line, and a ruler that tells whether the printer kept the size."""
        told = f"权衡 Steelyard 标签  {head.order}  {head.day} 打印  共 {count} 张  第 {page}/{pages} 页"
        self.text(told, MARGIN_MM, 6.5, _HEAD_POINTS)
        ruler = f"{RULER_MM:.0f}"
        how = f"请按实际大小 (100%) 打印；右边的线应为 {ruler} 毫米  Print at 100 %; the line is {ruler} mm"
        self.text(how, MARGIN_MM, 10.2, _SMALL_POINTS)
        right, y = self._pdf.w - MARGIN_MM, 9.4
        self.mark(right - RULER_MM, y, right, y)
        self.mark(right - RULER_MM, y - 1, right - RULER_MM, y + 1)
        self.mark(right, y - 1, right, y + 1)

    def mark(self, x1_mm: float, y1_mm: float, x2_mm: float, y2_mm: float) -> None:
        """A hair line."""
        self._pdf.set_line_width(_HAIR_MM)
        self._pdf.line(x1_mm, y1_mm, x2_mm, y2_mm)

    def code(self, content: str, size_mm: drawing.SizeMm, x_mm: float, y_mm: float) -> None:
        """A QR code as one path, so that no renderer leaves seams between its rectangles."""
        rows = drawing.modules(content, size_mm)
        scale = size_mm * _POINTS_PER_MM / len(rows)
        left, top = x_mm * _POINTS_PER_MM, (self._height_mm - y_mm) * _POINTS_PER_MM
        path = " ".join(f"{x} {y} {width} {height} re" for x, y, width, height in rectangles(rows))
        # fpdf2 has no public way to a path of its own: drawing_context costs a Python object per rectangle.
        self._pdf._out(f"q 0 g {scale:.5f} 0 0 {-scale:.5f} {left:.3f} {top:.3f} cm {path} f Q")  # noqa: SLF001

    def shown(self, texts: Mapping[Role, str]) -> dict[Role, str]:
        """The texts as this font can print them."""
        return {role: shown(text, self._face.cmap) for role, text in texts.items()}

    def text(self, text: str, x_mm: float, y_mm: float, size_pt: float, *, is_bold: bool = False) -> None:
        """One line from the left end of its base line."""
        self._pdf.set_font(_FONT, size=size_pt)
        if not is_bold:
            self._pdf.text(x_mm, y_mm, text)
            return
        with self._pdf.local_context(text_mode="FILL_STROKE", line_width=_BOLD_SHARE * size_pt):
            self._pdf.text(x_mm, y_mm, text)

    def advance(self, character: str) -> float:
        """Width of a character in ems."""
        if character not in self._advances:
            self._pdf.set_font(_FONT, size=_LARGE_POINTS)
            width_mm = self._pdf.get_string_width(character)
            self._advances[character] = width_mm * _POINTS_PER_MM / _LARGE_POINTS
        return self._advances[character]

    def close(self) -> None:
        """Let go of the font's file."""
        self._face.ttfont.close()

    def bytes(self) -> bytes:
        """The finished file."""
        return bytes(self._pdf.output())


def _is_visible(character: str) -> bool:
    return character == " " or unicodedata.category(character)[0] not in "CZ"
