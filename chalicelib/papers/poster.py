"""The poster for a shop window: a large code that opens the merchant's public page, and what one sees there.

It tells no result: those change, and a poster does not. The page says of which day it is.
"""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from chalicelib.clock import local_day
from chalicelib.labels.canvas import Canvas
from chalicelib.labels.sheets_layout import A4_MM, broken
from chalicelib.papers.model import day_words

_MM_PER_POINT = 25.4 / 72
_CODE_MM = 105.0
_WIDTH_MM = A4_MM[0] - 30
_LINES = (
    ("这里的秤准不准？扫一扫就知道", 26.0, True),
    ("Are the scales here lawful? Scan and see.", 13.0, False),
)
_SEEN = (
    "· 每台计量器具的检定有效期",
    "· 最近三次检查的结果，和经营者的答复",
    "· 诚信计量承诺与公示的其他信息",
)


@dataclass(frozen=True)
class Poster:
    """Whose poster: the public name, where it is, the address of its page."""

    name: str
    place: str
    address: str


def pdf(poster: Poster, made_at: datetime, font: str) -> bytes:
    """The poster on A4; the same input gives the same bytes. Raises TooLong when the address does not fit the code."""
    with closing(Canvas(A4_MM, font, f"公示海报 {poster.name}", made_at)) as canvas:
        canvas.turn()
        y_mm = _centred(canvas, "计量公示", 40.0, 38.0, is_bold=True)
        y_mm = _centred(canvas, canvas.shown(poster.name), 24.0, y_mm + 5, is_bold=True)
        if poster.place:
            y_mm = _centred(canvas, canvas.shown(poster.place), 14.0, y_mm + 1)
        canvas.code(poster.address, 25, (A4_MM[0] - _CODE_MM) / 2, y_mm, printed_mm=_CODE_MM)
        y_mm += _CODE_MM + 10
        for text, points, is_bold in _LINES:
            y_mm = _centred(canvas, text, points, y_mm, is_bold=is_bold)
        for text in _SEEN:
            canvas.text(text, 55, y_mm + 4, 14.0)
            y_mm += 9
        _centred(canvas, poster.address, 9.0, A4_MM[1] - 24)
        foot = f"{day_words(local_day(made_at))}印制。公示内容以扫码打开的页面和页面上的日期为准。"
        _centred(canvas, foot, 9.0, A4_MM[1] - 17)
        return canvas.bytes()


def _centred(canvas: Canvas, text: str, points: float, y_mm: float, *, is_bold: bool = False) -> float:
    """Lines in the middle of the page, the first on this base line; answers where the next text goes."""
    room = _WIDTH_MM / _MM_PER_POINT / points
    for line in broken(text, [canvas.advance(one) for one in text], room):
        width_mm = sum(canvas.advance(one) for one in line) * points * _MM_PER_POINT
        canvas.text(line, (A4_MM[0] - width_mm) / 2, y_mm, points, is_bold=is_bold)
        y_mm += points * _MM_PER_POINT * 1.35
    return y_mm
