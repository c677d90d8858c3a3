"""Drawing sheets of labels as PDF: vector codes true to size, Chinese text in an embedded font."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from chalicelib.labels import drawing
from chalicelib.labels.canvas import Canvas
from chalicelib.labels.sheets_layout import FORMS, MARGIN_MM, RULER_MM, Paper, Role, grid, typeset

_HEAD_POINTS = 8.0
_SMALL_POINTS = 6.5


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
    with closing(Canvas(layout.page_mm, font, f"Steelyard {head.order}", head.at)) as sheet:
        for index, label in enumerate(labels):
            place = layout.place(index)
            if index % layout.per_page == 0:
                tell(index)
                sheet.turn()
                if paper == "a4":
                    _head(sheet, head, place.page + 1, pages, len(labels))
                    for mark in layout.marks():
                        sheet.mark(*mark)
            texts = {role: sheet.shown(text) for role, text in label.texts().items()}
            sheet.code(label.content, size_mm, place.x_mm + form.code_x_mm, place.y_mm + form.code_y_mm)
            for line in typeset(form, texts, sheet.advance):
                x_mm, y_mm = place.x_mm + line.x_mm, place.y_mm + line.y_mm
                sheet.text(line.text, x_mm, y_mm, line.size_pt, is_bold=line.is_bold)
        tell(len(labels))
        return sheet.bytes()


def _head(sheet: Canvas, head: Head, page: int, pages: int, count: int) -> None:
    """The sheet's own line, and a ruler that tells whether the printer kept the size."""
    told = f"权衡 Steelyard 标签  {head.order}  {head.day} 打印  共 {count} 张  第 {page}/{pages} 页"
    sheet.text(told, MARGIN_MM, 6.5, _HEAD_POINTS)
    ruler = f"{RULER_MM:.0f}"
    how = f"请按实际大小 (100%) 打印；右边的线应为 {ruler} 毫米  Print at 100 %; the line is {ruler} mm"
    sheet.text(how, MARGIN_MM, 10.2, _SMALL_POINTS)
    right, y = sheet.width_mm - MARGIN_MM, 9.4
    sheet.mark(right - RULER_MM, y, right, y)
    sheet.mark(right - RULER_MM, y - 1, right - RULER_MM, y + 1)
    sheet.mark(right, y - 1, right, y + 1)
