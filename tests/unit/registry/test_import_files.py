"""Uploaded files are hostile until read: what is good is read exactly, everything else is refused by name."""

import io
import zipfile
from datetime import date

import pytest

from chalicelib.errors import Problem
from chalicelib.registry import imports_archive
from chalicelib.registry import imports_files as files
from chalicelib.registry import imports_refusals as refusals
from chalicelib.registry.imports_columns import COLUMNS
from tests import sheets

ROWS = sheets.rows(60, 3)
FORMS = {
    "utf-8 with a mark": sheets.as_csv(ROWS),
    "utf-8": sheets.as_csv(ROWS, "utf-8"),
    "gbk": sheets.as_csv(ROWS, "gbk"),
    "gb18030 under a title": sheets.as_csv(ROWS, "gb18030", title="强制检定工作计量器具台账"),
    "tabs": sheets.as_csv(ROWS, "utf-8").replace(b",", b"\t").replace(b"15\t000 g", b"15000 g"),
    "xlsx": sheets.as_xlsx(ROWS),
}


def read(raw: bytes) -> list[tuple[int, list[str]]]:
    return list(files.sheet(raw).rows)


def refused(raw: bytes) -> type[Problem]:
    with pytest.raises(Problem) as told:
        read(raw)
    return type(told.value)


def rezipped(raw: bytes, name: str, content: bytes) -> bytes:
    """An archive with one part exchanged or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("form", [form for form in FORMS if form != "tabs"])
def test_every_form_gives_the_same_rows(form: str) -> None:
    found = read(FORMS[form])
    above = 2 if "title" in form else 1
    assert [row for row, _ in found] == list(range(above + 1, len(ROWS) + above + 1))
    assert [cells for _, cells in found] == [[one.cells[name] for name in sheets.TITLES] for one in ROWS]


def test_tabs_separate_too() -> None:
    assert len(read(FORMS["tabs"])) == len(ROWS)


def test_cells_that_are_numbers_days_and_truths_become_exact_texts() -> None:
    titles = [column.zh for column in COLUMNS]
    told = {
        "最大秤量": 0.1,
        "出厂编号": 20240001,
        "启用日期": date(2024, 6, 1),
        "是否联网": True,
        "分度值": 1e15,
    }
    raw = sheets.xlsx(titles, [[told.get(title, "x") for title in titles]])
    ((_, cells),) = read(raw)
    found = dict(zip(titles, cells, strict=True))
    assert found["最大秤量"] == "0.1"
    assert found["出厂编号"] == "20240001"
    assert found["启用日期"] == "2024-06-01"
    assert found["是否联网"] == "是"
    assert found["分度值"].endswith("\ufffd"), "Excel keeps 15 digits"


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), refusals.OldExcel),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60) + "EncryptedPackage".encode("utf-16-le"),
            refusals.Encrypted,
        ),
        (b"%PDF-1.7 ...", refusals.NoSheet),
        (b"\x89PNG\r\n\x1a\n\0\0", refusals.NoSheet),
        ("使用单位名称".encode("utf-16"), refusals.UnknownEncoding),
        (b"\xff\xff\xff", refusals.UnknownEncoding),
        (b"PK\x03\x04 and no more", refusals.Damaged),
        (FORMS["xlsx"][:-400], refusals.Damaged),
        (b"x" * (files.LIMIT_BYTES + 1), refusals.FileTooLarge),
    ],
)
def test_other_files_are_refused_by_name(raw: bytes, problem: type[Problem]) -> None:
    assert refused(raw) is problem


def test_a_header_alone_has_no_rows() -> None:
    assert read(sheets.as_csv([])) == []


def test_an_archive_that_is_no_workbook_is_no_sheet() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refused(made.getvalue()) is refusals.NoSheet


def test_an_archive_that_unpacks_beyond_measure_is_refused_before_it_is_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(imports_archive, "LIMIT_UNPACKED_BYTES", 4_000_000)
    bomb = rezipped(FORMS["xlsx"], "xl/media/bomb.bin", bytes(4_000_001))
    assert refused(bomb) is refusals.Unpacks


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    honest = rezipped(FORMS["xlsx"], "xl/zeros.bin", bytes(5_000_000))
    size = (5_000_000).to_bytes(4, "little")
    lying = honest.replace(size, (50).to_bytes(4, "little"))
    assert lying != honest
    assert refused(lying) in {refusals.Unpacks, refusals.Damaged}


@pytest.mark.parametrize("place", ["A999999", "XFD5", "CW5", "a1048576"])
def test_a_cell_far_out_is_refused_before_room_is_made_for_all_before_it(place: str) -> None:
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(FORMS["xlsx"])) as archive:
        text = archive.read(part).decode()
    far = text.replace("</sheetData>", f"<row><c r='{place}'><v>1</v></c></row></sheetData>")
    assert refused(rezipped(FORMS["xlsx"], part, far.encode())) is refusals.TooManyRows


SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def multiplied(cell: str) -> bytes:
    """A small workbook whose twenty thousand cells show one text of a megabyte."""
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s">{cell}</c></row>' for row in range(100, 20_000))
    sheet = f"<worksheet {SPREADSHEET}><sheetData>{cells}</sheetData></worksheet>"
    texts = f"<sst {SPREADSHEET}><si><t>{'x' * 1_000_000}</t></si></sst>"
    return rezipped(rezipped(FORMS["xlsx"], SHEET, sheet.encode()), TEXTS, texts.encode())


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("<v>0</v>", refusals.Unpacks),
        ("<f>1</f><v> 0 </v>", refusals.Unpacks),
        ("<v><!-- hidden -->0</v>", refusals.Damaged),
        ("<v><![CDATA[0]]></v>", refusals.Damaged),
        ("<v>&#48;</v>", refusals.Damaged),
    ],
)
def test_a_long_text_that_many_cells_show_is_refused_before_it_is_multiplied(
    cell: str, problem: type[Problem]
) -> None:
    bomb = multiplied(cell)
    assert len(bomb) < files.LIMIT_BYTES
    assert refused(bomb) is problem


def test_too_many_rows_and_columns_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LIMIT_ROWS", 200)
    line = ",".join(["x"] * len(sheets.TITLES)) + "\n"
    head = ",".join(sheets.TITLES) + "\n"
    assert refused((head + line * (files.LIMIT_ROWS + 20)).encode()) is refusals.TooManyRows
    assert refused((head + "," * 101 + "\n").encode()) is refusals.TooManyRows


def test_an_endless_cell_is_a_damaged_file() -> None:
    head = ",".join(sheets.TITLES) + "\n"
    assert refused((head + '"' + "x" * 200_000).encode()) is refusals.Damaged
