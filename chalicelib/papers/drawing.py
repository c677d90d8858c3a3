"""Drawing a paper on A4: rows of a form, signatures, small pictures, and the code that verifies it."""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.labels.canvas import Canvas
from chalicelib.labels.drawing import SizeMm
from chalicelib.labels.sheets_layout import A4_MM, broken
from chalicelib.papers.model import Form, Picture, Row, Signature, day_words, spelled

_MARGIN_MM = 20.0
_FOOT_MM = 18.0
_WIDTH_MM = A4_MM[0] - 2 * _MARGIN_MM
_BOTTOM_MM = A4_MM[1] - _FOOT_MM - 4
_LABEL_MM = 26.0
_PAD_MM = 2.0
_LINE_MM = 5.4
_POINTS = 10.5
_TITLE_POINTS = 20.0
_SMALL_POINTS = 8.0
_MM_PER_POINT = 25.4 / 72
_CODE_MM: SizeMm = 25
_HEAD_MM = 54.0
"""Where the lead begins on the first page: below title, number and code."""
_SIGN_MM = 18.0
_PICTURE_MM = (40.0, 30.0)
_ACROSS = 4
_NEVER_FIRST = "，。；：、！？）》”…"

type Stroke = Callable[[Canvas], None]


@dataclass
class _Flow:
    """Where the next thing goes; strokes wait until the number of pages is known."""

    canvas: Canvas
    pages: list[list[Stroke]] = field(default_factory=lambda: [[]])
    y_mm: float = _HEAD_MM

    def room(self, height_mm: float) -> None:
        """A new page unless so much is left of this one."""
        if self.y_mm + height_mm > _BOTTOM_MM:
            self.pages.append([])
            self.y_mm = _MARGIN_MM

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self.pages[-1].append(lambda canvas: canvas.mark(x1, y1, x2, y2))

    def text(
        self, text: str, x_mm: float, y_mm: float, points: float = _POINTS, *, is_bold: bool = False
    ) -> None:
        self.pages[-1].append(lambda canvas: canvas.text(text, x_mm, y_mm, points, is_bold=is_bold))

    def picture(self, jpeg: bytes, x_mm: float, y_mm: float, width_mm: float, height_mm: float) -> None:
        self.pages[-1].append(lambda canvas: canvas.picture(jpeg, x_mm, y_mm, width_mm, height_mm))

    def lines(self, text: str, width_mm: float, points: float = _POINTS) -> list[str]:
        """The text in lines of this width, as the font can print it; none begins with a mark that ends a phrase."""
        room = width_mm / _MM_PER_POINT / points - 1
        found = list[str]()
        for part in text.split("\n"):
            shown = self.canvas.shown(part)
            lines = broken(shown, [self.canvas.advance(one) for one in shown], room)
            for place in range(1, len(lines)):
                if lines[place][0] in _NEVER_FIRST and len(lines[place - 1]) > 1:
                    lines[place] = lines[place - 1][-1] + lines[place]
                    lines[place - 1] = lines[place - 1][:-1]
            found += lines
        return found

    def paragraph(self, text: str) -> None:
        for line in self.lines(text, _WIDTH_MM):
            self.room(_LINE_MM)
            self.y_mm += _LINE_MM
            self.text(line, _MARGIN_MM, self.y_mm - 1.4)

    def row(self, row: Row) -> None:
        """A row of the table; one that is longer than the page goes on on the next."""
        left, right = _MARGIN_MM, _MARGIN_MM + _WIDTH_MM
        middle = left + (_LABEL_MM if row.label else 0)
        waiting = self.lines(row.text, right - middle - 2 * _PAD_MM)
        label = self.lines(row.label, _LABEL_MM - _PAD_MM) if row.label else []
        while waiting:
            self.room(max(len(label), min(len(waiting), 3)) * _LINE_MM + _PAD_MM)
            fits = int((_BOTTOM_MM - self.y_mm - _PAD_MM) // _LINE_MM)
            some, waiting = waiting[:fits], waiting[fits:]
            top, bottom = self.y_mm, self.y_mm + max(len(some), len(label)) * _LINE_MM + _PAD_MM
            for at, line in enumerate(label, 1):
                self.text(line, left + _PAD_MM, top + at * _LINE_MM, is_bold=True)
            for at, line in enumerate(some, 1):
                self.text(line, middle + _PAD_MM, top + at * _LINE_MM)
            for y in (top, bottom):
                self.line(left, y, right, y)
            for x in {left, middle, right}:
                self.line(x, top, x, bottom)
            self.y_mm = bottom

    def signature(self, one: Signature, pictures: Mapping[str, bytes]) -> None:
        self.room(_SIGN_MM)
        base = self.y_mm + _SIGN_MM - 5
        self.text(f"{self.canvas.shown(one.label)}：", _MARGIN_MM, base)
        signed = pictures.get(one.evidence)
        if signed:
            self.picture(signed, _MARGIN_MM + 60, self.y_mm + 1, 45, _SIGN_MM - 4)
        self.line(_MARGIN_MM + 60, base + 1, _MARGIN_MM + 110, base + 1)
        if not signed:
            self.text("年    月    日", _MARGIN_MM + 122, base)
        self.y_mm += _SIGN_MM

    def gallery(self, pictures: list[tuple[Picture, bytes]]) -> None:
        width, height = _PICTURE_MM
        for place, (one, jpeg) in enumerate(pictures):
            column = place % _ACROSS
            if column == 0:
                self.room(height + 2 * _LINE_MM)
                self.y_mm += _PAD_MM
            x = _MARGIN_MM + column * (_WIDTH_MM / _ACROSS)
            self.picture(jpeg, x, self.y_mm, width, height)
            self.text(self.canvas.shown(one.caption), x, self.y_mm + height + 3.4, _SMALL_POINTS - 1)
            if column == _ACROSS - 1 or place == len(pictures) - 1:
                self.y_mm += height + _LINE_MM


def pdf(
    form: Form, number: str, address: str, made_at: datetime, pictures: Mapping[str, bytes], font: str
) -> tuple[bytes, int]:
    """The file and its pages; the same input gives the same bytes.

    address   what the code opens     pictures  JPEGs by evidence id; one that is absent is left out
    font      path of the OpenType font
    """
    with closing(Canvas(A4_MM, font, f"{form.title} {form.no}", made_at)) as canvas:
        flow = _Flow(canvas)
        _head(flow, form, number)
        flow.paragraph(form.lead)
        flow.y_mm += _PAD_MM
        for row in form.rows:
            flow.row(row)
        flow.y_mm += _PAD_MM
        for told in form.closing:
            flow.paragraph(told)
        for signature in form.signatures:
            flow.signature(signature, pictures)
        flow.gallery([(one, pictures[one.evidence]) for one in form.pictures if one.evidence in pictures])
        for place, strokes in enumerate(flow.pages, 1):
            canvas.turn()
            if place == 1:
                canvas.code(address, _CODE_MM, A4_MM[0] - _MARGIN_MM - _CODE_MM, 12)
            for stroke in strokes:
                stroke(canvas)
            foot = f"{form.title}  文书编号 {spelled(number)}  第 {place}/{len(flow.pages)} 页"
            canvas.text(foot, _MARGIN_MM, A4_MM[1] - _FOOT_MM + 6, _SMALL_POINTS)
        return canvas.bytes(), len(flow.pages)


def _head(flow: _Flow, form: Form, number: str) -> None:
    title = form.title
    width = sum(flow.canvas.advance(one) for one in title) * _TITLE_POINTS * _MM_PER_POINT
    flow.text(title, (A4_MM[0] - width) / 2, 28, _TITLE_POINTS, is_bold=True)
    flow.text(flow.canvas.shown(form.no), _MARGIN_MM, 38)
    flow.text(day_words(form.day), _MARGIN_MM, 44)
    flow.text(f"文书编号 {spelled(number)}", _MARGIN_MM, 50, _SMALL_POINTS)
    flow.text("扫码核验本文书", A4_MM[0] - _MARGIN_MM - _CODE_MM + 2.5, 40, _SMALL_POINTS - 1)
