"""Every column of the law's tables, and every code in them, has words for the page that shows them."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from infra.local.places import ROOT

_WORDS = (ROOT / "web" / "src" / "words" / "lawrows.ts").read_text()
_COLUMNS, _CODES = (
    set(re.findall(r"^  (\w+): \[", part, re.MULTILINE)) for part in _WORDS.split("export const lawCodes")
)
_AS_THEY_ARE = {
    "code",
    "kind",
    "id",
    "url",
    "confidence",
    "formula_confidence",
    "factor_confidence",
    "rounding_confidence",
}
"""Columns that are left out beside words, addresses, and marks that the page explains."""
_CODE = re.compile(r"[a-z]+(_[a-z0-9]+)+")


def rows() -> Iterator[dict[str, Any]]:
    for file in sorted((ROOT / "chalicelib" / "law" / "data").rglob("*.toml")):
        for version in tomllib.loads(file.read_text()).get("version", []):
            for table in version.values():
                if isinstance(table, list):
                    yield from (row for row in table if isinstance(row, dict))


def cells(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in row.items():
        yield key, value
        for one in value if isinstance(value, list) else ():
            yield from cells(one) if isinstance(one, dict) else ((key, one),)


def test_every_column_has_words() -> None:
    assert len(list(rows())) > 300
    told = {key for row in rows() for key, _ in cells(row) if not key.endswith("_en")}
    assert told - _COLUMNS == set()


def test_every_code_has_words() -> None:
    told = {
        value
        for row in rows()
        for key, value in cells(row)
        if key not in _AS_THEY_ARE and isinstance(value, str) and _CODE.fullmatch(value)
    }
    assert told - _CODES == set()
