"""Whether an XLSX may be unpacked and parsed: its true size, the room its cells need, what its texts multiply to.

All of it is told by streaming through the archive in pieces, before anything parses it.
"""

import io
import re
import zlib
from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING

from chalicelib.registry.imports_refusals import Damaged, Encrypted, NoSheet, TooManyRows, Unpacks

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

LIMIT_UNPACKED_BYTES = 400 * 1024 * 1024
_LIMIT_PARTS = 500
_PIECE = 1 << 18
_LONGEST_TEXT = 4 << 20
_FAR_CELL = re.compile(
    rb"""\br\s*=\s*["'](?:[A-Za-z]*(?:1[1-9]\d{4}|10[1-9]\d{3}|[2-9]\d{5}|\d{7,})"""
    rb"""|(?:[A-Za-z]{3,}|[D-Zd-z][A-Za-z]|[Cc][W-Zw-z])\d+)["']"""
)
"""A cell beyond column CV or row 101,000: the reader would make room for everything before it."""
_TEXT_ENDS = re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
_WHOLE_NUMBER = re.compile(rb">\s*([0-9]{1,7})\s*<")
"""What may be the place of a shared text: every whole number between tags, so none is missed."""
_UNUSUAL = re.compile(rb"<!|>\s*(?:[0-9]|&#[^;<]{1,8};)*&#[^;<]{1,8};(?:[0-9]|&#[^;<]{1,8};)*\s*<")
"""Comments, CDATA and numbers spelled as entities, which no spreadsheet writes and which would hide such a place."""


def check(raw: bytes) -> None:
    """Raises NoSheet, Encrypted, Damaged, Unpacks or TooManyRows."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _check(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error):
        raise Damaged from None


def _check(archive: "ZipFile") -> None:
    parts = archive.infolist()
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise NoSheet
    if any(part.flag_bits & 1 for part in parts):
        raise Encrypted
    if len(parts) > _LIMIT_PARTS or sum(part.file_size for part in parts) > LIMIT_UNPACKED_BYTES:
        raise Unpacks
    sizes = array("Q")
    left = LIMIT_UNPACKED_BYTES
    for part in sorted(parts, key=lambda one: not _is_texts(one)):  # texts before the cells that show them
        is_sheet = part.filename.lower().startswith("xl/worksheets/")
        for size, markup in _markup(archive, part, left):
            left -= size
            if _is_texts(part):
                _measure(markup, sizes)
            elif is_sheet:
                left -= _shown_bytes(markup, sizes)
            if left < 0:
                raise Unpacks


def _is_texts(part: "ZipInfo") -> bool:
    return part.filename.lower() == "xl/sharedstrings.xml"


def _markup(archive: "ZipFile", part: "ZipInfo", limit: int) -> Iterator[tuple[int, bytes]]:
    """A part in pieces that end before a tag begins, with their sizes; no more than it says, nor than the limit."""
    declared, part.file_size = part.file_size, limit + 1
    size, held = 0, b""
    with archive.open(part) as unpacked:
        while piece := unpacked.read(_PIECE):
            size += len(piece)
            if size > min(limit, declared):
                raise Unpacks
            held += piece
            cut = held.rfind(b"<")
            if cut > 0:
                yield len(piece), held[: cut + 1]
                held = held[cut:]
            elif len(held) > _LONGEST_TEXT:
                raise Unpacks
            else:
                yield len(piece), b""
    yield 0, held


def _measure(markup: bytes, sizes: "array[int]") -> None:
    """Note how long each shared text is, its tags included; the last number is of the text that has not ended."""
    if not sizes:
        sizes.append(0)
    start = 0
    for end in _TEXT_ENDS.finditer(markup):
        sizes[-1] += end.end() - start
        sizes.append(0)
        start = end.end()
    sizes[-1] += len(markup) - start


def _shown_bytes(markup: bytes, sizes: "array[int]") -> int:
    """Bytes of shared texts that cells may show here. Raises TooManyRows for a far cell, Damaged for what hides one."""
    if _FAR_CELL.search(markup):
        raise TooManyRows
    if _UNUSUAL.search(markup):
        raise Damaged
    most = len(sizes)
    places = (int(found[1]) for found in _WHOLE_NUMBER.finditer(markup))
    return sum(sizes[place] for place in places if place < most)
