"""Reading an uploaded file, hostile until read: what kind it is, whether it is safe to open, its rows as texts.

CSV in UTF-8 or GB18030, or XLSX; at most 40 MB and 100,000 rows. Numbers become the shortest text that means the
same, dates ISO text; nothing of a cell is computed.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice

from chalicelib.registry import imports_archive
from chalicelib.registry import imports_columns as columns
from chalicelib.registry.imports_refusals import (
    Damaged,
    Encrypted,
    FileTooLarge,
    NoSheet,
    OldExcel,
    TooManyRows,
    UnknownEncoding,
)
from chalicelib.registry.imports_values import DAMAGED

LIMIT_BYTES = 40 * 1024 * 1024
"""100,000 full rows are 25 to 35 MB of UTF-8."""
LIMIT_ROWS = 100_000
LIMIT_COLUMNS = 100
_LIMIT_CELL = 2_000
_LIMIT_LINE = 1 << 20
"""Characters: a line is cut into cells before anybody counts them."""
_PIECE = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_EXACT_DIGITS = 15


@dataclass(frozen=True)
class Sheet:
    """A readable file: its header, and its rows with their numbers in the sheet, empty ones left out."""

    header: columns.Header
    rows: Iterator[tuple[int, list[str]]]


def sheet(raw: bytes) -> Sheet:
    """Open a file. Raises the problem that names what is wrong with it, also while rows are read."""
    if len(raw) > LIMIT_BYTES:
        raise FileTooLarge
    if raw.startswith(_OLE):
        raise Encrypted if _ENCRYPTED in raw else OldExcel
    if raw.startswith(b"PK"):
        imports_archive.check(raw)
        return _headed(_xlsx_rows(raw))
    rows = {separator: _csv_rows(raw, encoding(raw), separator) for separator in (",", "\t", ";")}
    ahead = {separator: list(islice(found, columns.HEADER_WITHIN_ROWS)) for separator, found in rows.items()}
    best = max(ahead, key=lambda separator: _known(ahead[separator]))
    return _headed(chain(ahead[best], rows[best]))


def _known(rows: Sequence[tuple[int, Sequence[str]]]) -> int:
    return max((sum(columns.known(title) is not None for title in titles) for _, titles in rows), default=0)


def _headed(rows: Iterator[tuple[int, list[str]]]) -> Sheet:
    ahead = list(islice(rows, columns.HEADER_WITHIN_ROWS))
    header = columns.header(ahead)
    return Sheet(header, (one for one in chain(ahead, rows) if one[0] > header.row and any(one[1])))


def encoding(raw: bytes) -> str:
    """The encoding of a CSV, by strict decoding. Raises UnknownEncoding, or NoSheet for what is no text."""
    import codecs

    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnknownEncoding
    if b"\0" in raw or raw.startswith(b"%PDF"):
        raise NoSheet
    for name in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(name)("strict")
        try:
            for start in range(0, len(raw), _PIECE):
                decoder.decode(raw[start : start + _PIECE])
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return name
    raise UnknownEncoding


def _csv_rows(raw: bytes, name: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    import csv

    text = io.TextIOWrapper(io.BytesIO(raw), encoding=name, newline="")
    try:
        for row, cells in enumerate(csv.reader(_lines(text), delimiter=separator), 1):
            if row > LIMIT_ROWS + columns.HEADER_WITHIN_ROWS or len(cells) > LIMIT_COLUMNS:
                raise TooManyRows
            yield row, [cell[:_LIMIT_CELL].strip() for cell in cells]
    except csv.Error:
        raise Damaged from None


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(_LIMIT_LINE):
        if len(line) == _LIMIT_LINE:
            raise TooManyRows
        yield line


def _xlsx_rows(raw: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that has our columns."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        names = [
            one.name
            for one in book.sheets_metadata
            if one.visible == SheetVisibleEnum.Visible and one.typ == SheetTypeEnum.WorkSheet
        ]
        best, most = None, -1
        for name in names[:10]:
            table = book.get_sheet_by_name(name)
            ahead = [
                (row, [_text(cell) for cell in cells])
                for row, cells in enumerate(islice(table.iter_rows(), columns.HEADER_WITHIN_ROWS), 1)
            ]
            if (found := _known(ahead)) > most:
                best, most = table, found
            if found >= len([one for one in columns.COLUMNS if one.is_required]):
                break
    except (CalamineError, ValueError, OSError):
        raise Damaged from None
    if best is None or best.end is None:
        raise NoSheet
    if best.end[0] >= LIMIT_ROWS + columns.HEADER_WITHIN_ROWS or best.end[1] >= LIMIT_COLUMNS:
        raise TooManyRows
    for row, cells in enumerate(best.iter_rows(), 1):
        yield row, [_text(cell) for cell in cells]


def _text(cell: object) -> str:
    """A cell as text that means exactly what the cell does."""
    if isinstance(cell, str):
        return cell[:_LIMIT_CELL].strip()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        # The shortest text that is this number: what Excel shows, up to the 15 digits it keeps.
        shortest = f"{cell:.15g}" if abs(cell) < 10**_EXACT_DIGITS else f"{cell:.0f}" + DAMAGED
        return f"{int(cell)}" if cell.is_integer() and not shortest.endswith(DAMAGED) else shortest
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
