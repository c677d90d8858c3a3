"""Drawing on pages of a PDF: codes as vectors true to size, Chinese text in an embedded font, small pictures."""

import unicodedata
from collections.abc import Container
from datetime import datetime
from io import BytesIO

from chalicelib.labels import drawing

type Rectangle = tuple[int, int, int, int]
"""Left, top, width, height, in modules."""

_FACE = "sheet"
_POINTS_PER_MM = 72 / 25.4
_HAIR_MM = 0.1
_BOLD_SHARE = 0.012
"""Stroke in mm per point of type size that makes a bold face of the regular one."""
_LARGE_POINTS = 100.0


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


class Canvas:
    """A PDF in the making; positions in mm from the upper left corner.

    font  path of the OpenType font      made_at  what the file says of its making: the same input is the same bytes
    """

    def __init__(self, page_mm: tuple[float, float], font: str, title: str, made_at: datetime) -> None:
        from fpdf import FPDF
        from fpdf.fonts import TTFFont

        self._pdf = FPDF(unit="mm", format=page_mm)
        self.width_mm, self.height_mm = page_mm
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._pdf.add_font(_FACE, fname=font)
        self._pdf.set_creation_date(made_at)
        self._pdf.set_title(title)
        face = self._pdf.fonts[_FACE]
        assert isinstance(face, TTFFont)  # noqa: S101 - what add_font makes of a file
        self._face = face
        self._advances: dict[str, float] = {}

    def turn(self) -> None:
        """Begin a page."""
        self._pdf.add_page()

    def mark(self, x1_mm: float, y1_mm: float, x2_mm: float, y2_mm: float) -> None:
        """A hair line."""
        self._pdf.set_line_width(_HAIR_MM)
        self._pdf.line(x1_mm, y1_mm, x2_mm, y2_mm)

    def code(
        self, content: str, size_mm: drawing.SizeMm, x_mm: float, y_mm: float, printed_mm: float = 0
    ) -> None:
        """A QR code as one path, so that no renderer leaves seams between its rectangles.

        printed_mm   how wide that code is drawn, if larger than it is made for
        """
        rows = drawing.modules(content, size_mm)
        scale = (printed_mm or size_mm) * _POINTS_PER_MM / len(rows)
        left, top = x_mm * _POINTS_PER_MM, (self.height_mm - y_mm) * _POINTS_PER_MM
        path = " ".join(f"{x} {y} {width} {height} re" for x, y, width, height in rectangles(rows))
        # fpdf2 has no public way to a path of its own: drawing_context costs a Python object per rectangle.
        self._pdf._out(f"q 0 g {scale:.5f} 0 0 {-scale:.5f} {left:.3f} {top:.3f} cm {path} f Q")  # noqa: SLF001

    def shown(self, text: str) -> str:
        """The text as this font can print it."""
        return shown(text, self._face.cmap)

    def text(self, text: str, x_mm: float, y_mm: float, size_pt: float, *, is_bold: bool = False) -> None:
        """One line from the left end of its base line."""
        self._pdf.set_font(_FACE, size=size_pt)
        if not is_bold:
            self._pdf.text(x_mm, y_mm, text)
            return
        with self._pdf.local_context(text_mode="FILL_STROKE", line_width=_BOLD_SHARE * size_pt):
            self._pdf.text(x_mm, y_mm, text)

    def advance(self, character: str) -> float:
        """Width of a character in ems."""
        if character not in self._advances:
            self._pdf.set_font(_FACE, size=_LARGE_POINTS)
            width_mm = self._pdf.get_string_width(character)
            self._advances[character] = width_mm * _POINTS_PER_MM / _LARGE_POINTS
        return self._advances[character]

    def picture(self, jpeg: bytes, x_mm: float, y_mm: float, width_mm: float, height_mm: float) -> None:
        """A JPEG as it is, inside this frame, its proportions kept."""
        self._pdf.image(BytesIO(jpeg), x_mm, y_mm, width_mm, height_mm, keep_aspect_ratio=True)

    def close(self) -> None:
        """Let go of the font's file."""
        self._face.ttfont.close()

    def bytes(self) -> bytes:
        """The finished file."""
        return bytes(self._pdf.output())


def _is_visible(character: str) -> bool:
    return character == " " or unicodedata.category(character)[0] not in "CZ"
