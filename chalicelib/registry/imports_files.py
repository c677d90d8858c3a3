"""Reading an uploaded file, hostile until read: what kind it is, whether it is safe to open, its rows as texts.

CSV in UTF-8 or GB18030, or XLSX; at most 20 MB and 100,000 rows. Numbers become the shortest text that means the
same, dates ISO text; nothing of a cell is computed.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING

from chalicelib.errors import TooLarge, Unprocessable, Unsupported
from chalicelib.registry import imports_columns as columns
from chalicelib.registry.imports_values import DAMAGED

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

LIMIT_BYTES = 20 * 1024 * 1024
LIMIT_ROWS = 100_000
LIMIT_COLUMNS = 100
_LIMIT_UNPACKED_BYTES = 400 * 1024 * 1024
_LIMIT_PARTS = 500
_LIMIT_CELL = 2_000
_PIECE = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_EXACT_DIGITS = 15
_FAR_CELL = re.compile(
    rb"""\br\s*=\s*["'](?:[A-Za-z]*(?:1[1-9]\d{4}|10[1-9]\d{3}|[2-9]\d{5}|\d{7,})|(?:[A-Za-z]{3,}|[D-Zd-z][A-Za-z]|[Cc][W-Zw-z])\d+)["']"""
)
"""A cell beyond column CV or row 101,000: the reader would make room for everything before it."""


class FileTooLarge(TooLarge):
    """More than 20 MB."""

    code = "import.too_large"
    zh = "文件超过 20 MB，请分成几个文件导入。"
    en = "The file is larger than 20 MB. Split it."


class TooManyRows(Unprocessable):
    """More than 100,000 rows or 100 columns."""

    code = "import.too_many_rows"
    zh = "表格超过 10 万行或 100 列，请分成几个文件，并删去多余的空行空列。"
    en = "The sheet has more than 100,000 rows or 100 columns. Split it, and delete empty rows and columns."


class Unpacks(TooLarge):
    """An archive that grows beyond measure."""

    code = "import.unpacks_too_large"
    zh = "文件解压后过大，可能不是正常的表格，请另存为新的 XLSX 后重新上传。"
    en = "The file unpacks to far too much. Save it as a new XLSX and upload that."


class OldExcel(Unsupported):
    """XLS of Excel 97-2003."""

    code = "import.old_excel"
    zh = "这是旧版 Excel（.xls）文件，请另存为 .xlsx 后重新上传。"
    en = "This is an old Excel file (.xls). Save it as .xlsx and upload that."


class Encrypted(Unsupported):
    """A file with a password."""

    code = "import.encrypted"
    zh = "文件加了密码，请去掉密码另存后重新上传。"
    en = "The file has a password. Save it without one and upload that."


class NoSheet(Unsupported):
    """Something else than a table."""

    code = "import.not_a_sheet"
    zh = "这不是能识别的表格，请上传 .xlsx 或 .csv 文件。"
    en = "This is no table we can read. Upload an .xlsx or .csv file."


class UnknownEncoding(Unsupported):
    """Neither UTF-8 nor GB18030."""

    code = "import.unknown_encoding"
    zh = "CSV 文件的编码既不是 UTF-8 也不是 GBK，请用 Excel 另存为“CSV UTF-8”后重新上传。"
    en = "The CSV is neither UTF-8 nor GBK. Save it from Excel as “CSV UTF-8” and upload that."


class Damaged(Unprocessable):
    """The file begins well and cannot be read to its end."""

    code = "import.damaged"
    zh = "文件不完整或已损坏，请重新导出后上传。"
    en = "The file is incomplete or damaged. Export it again and upload that."


class NoRows(Unprocessable):
    """A header and nothing under it."""

    code = "import.no_rows"
    zh = "列名下面没有内容，请填写后重新上传。"
    en = "There are no rows under the titles. Fill them in and upload the file again."


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
        _check_archive(raw)
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
        for row, cells in enumerate(csv.reader(text, delimiter=separator), 1):
            if row > LIMIT_ROWS + columns.HEADER_WITHIN_ROWS or len(cells) > LIMIT_COLUMNS:
                raise TooManyRows
            yield row, [cell[:_LIMIT_CELL].strip() for cell in cells]
    except csv.Error:
        raise Damaged from None


def _check_archive(raw: bytes) -> None:
    """Refuse, before anything parses it, what is no XLSX or unpacks to more than it says or than we take."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise NoSheet
            if any(part.flag_bits & 1 for part in parts):
                raise Encrypted
            if len(parts) > _LIMIT_PARTS or sum(part.file_size for part in parts) > _LIMIT_UNPACKED_BYTES:
                raise Unpacks
            left = _LIMIT_UNPACKED_BYTES
            for part in parts:
                left -= _unpacked_bytes(archive, part, left)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
        raise Damaged from None


def _unpacked_bytes(archive: "ZipFile", part: "ZipInfo", limit: int) -> int:
    """The true size of a part, by unpacking it piece by piece. Raises Unpacks, or TooManyRows for a far cell."""
    import zlib

    declared, part.file_size = part.file_size, limit + 1
    is_sheet = part.filename.startswith("xl/worksheets/")
    size, tail = 0, b""
    try:
        with archive.open(part) as unpacked:
            while piece := unpacked.read(_PIECE):
                size += len(piece)
                if size > limit or size > declared:
                    raise Unpacks
                if is_sheet and _FAR_CELL.search(tail + piece):
                    raise TooManyRows
                tail = piece[-40:]
    except zlib.error:
        raise Damaged from None
    return size


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
    if best is None:
        raise NoSheet
    if best.end is None:
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
