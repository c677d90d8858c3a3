"""Writing tables that people open in a spreadsheet, row by row, in little memory: an import's report, an export."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from chalicelib.errors import Sentence
from chalicelib.registry import imports_values as values
from chalicelib.registry.categories import KINDS
from chalicelib.registry.districts import DISTRICTS
from chalicelib.registry.imports_columns import COLUMNS
from chalicelib.registry.imports_notes import Note
from chalicelib.registry.model import InstrumentHead
from chalicelib.registry.parties import Merchant
from chalicelib.texts import guarded

CHECKED = {
    "new": Sentence("新登记", "new"),
    "changed": Sentence("有修改", "changed"),
    "unchanged": Sentence("无变化", "unchanged"),
    "bad": Sentence("有错误，不导入", "bad, left out"),
}
APPLIED = {
    "new": Sentence("已登记", "registered"),
    "changed": Sentence("已修改", "changed"),
    "unchanged": Sentence("无变化", "unchanged"),
    "bad": Sentence("未导入", "left out"),
}
REPORT_TITLES = ("行号 Row", "结果 Result", "原因和办法", "Why, and what to do")
_WIDE = 60
_MASSES = ("max_g", "min_g", "e_g", "d_g")

type Reported = tuple[int, Sequence[str], str, Sequence[Note]]


def write_report(
    path: Path, titles: Sequence[str], rows: Iterable[Reported], words: dict[str, Sentence]
) -> None:
    """An XLSX of row number, outcome, reasons and the row as uploaded; bad rows are red, odd ones yellow."""
    with _Book(path, [*REPORT_TITLES, *titles], widths=(8, 16, _WIDE, _WIDE)) as book:
        for row, cells, outcome, notes in rows:
            said = [note.sentence() for note in notes]
            result = f"{words[outcome].zh} {words[outcome].en}"
            reasons = ("\n".join(one.zh for one in said), "\n".join(one.en for one in said))
            tone = "bad" if outcome == "bad" else "odd" if _is_odd(notes) else ""
            book.add([str(row), result, *reasons, *cells], tone)


def _is_odd(notes: Iterable[Note]) -> bool:
    return any(note.severity == "warning" for note in notes)


def write_xlsx(path: Path, rows: Iterable[Sequence[str]]) -> int:
    """An export as XLSX; answers how many rows it has."""
    count = 0
    with _Book(path, [column.zh for column in _exported()]) as book:
        for cells in rows:
            book.add(cells)
            count += 1
    return count


def write_csv(path: Path, rows: Iterable[Sequence[str]]) -> int:
    """An export as CSV in UTF-8 with a mark that spreadsheets look for; no cell is a formula."""
    import csv

    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, quoting=csv.QUOTE_ALL)  # a comma is not every spreadsheet's separator
        table.writerow(column.zh for column in _exported())
        for cells in rows:
            table.writerow(map(guarded, cells))
            count += 1
    return count


def exported(head: InstrumentHead, merchant: Merchant) -> list[str]:
    """An instrument as a row of an export; imported again, it changes nothing."""
    told: dict[str, Any] = {
        **dict(head),
        "merchant_name": merchant.name,
        "credit_code": merchant.credit_code,
        "district": DISTRICTS[head.district].name.zh,
        "site_name": head.site.name,
        "kind": KINDS[head.category].zh,
    }
    for name in _MASSES:
        told[name] = values.mass_text(told[name]) if told[name] is not None else None
    if (last := head.verification) is not None:
        told |= dict(last) | {"conclusion": "合格" if last.conclusion == "pass" else "不合格"}
    return [values.written(told.get(column.key)) for column in _exported()]


def _exported() -> Iterator[Any]:
    return (column for column in COLUMNS if column.key not in {"group", "item", "count"})


class _Book:
    """A workbook with one sheet, written row by row; every cell is text, so that none is a formula or a link."""

    def __init__(self, path: Path, titles: Sequence[str], widths: Sequence[int] = ()) -> None:
        from xlsxwriter import Workbook

        options = {"constant_memory": True, "tmpdir": str(path.parent)}
        self._book = Workbook(str(path), options)
        self._sheet = self._book.add_worksheet("Sheet1")
        base = {"text_wrap": True, "valign": "top"}
        self._tones = {
            "bad": self._book.add_format(base | {"bg_color": "#FCE6E3"}),
            "odd": self._book.add_format(base | {"bg_color": "#FDF0D3"}),
            "": None,
        }
        for place in range(len(titles)):
            self._sheet.set_column(place, place, widths[place] if place < len(widths) else 16)
        self._sheet.freeze_panes(1, 0)
        bold = self._book.add_format({"bold": True})
        for place, title in enumerate(titles):
            self._sheet.write_string(0, place, title, bold)
        self._row = 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._book.close()

    def add(self, cells: Sequence[str], tone: str = "") -> None:
        """One more row."""
        look = self._tones[tone]
        for place, cell in enumerate(cells):
            if cell:
                self._sheet.write_string(self._row, place, cell, look)
            elif look is not None:
                self._sheet.write_blank(self._row, place, None, look)
        self._row += 1
