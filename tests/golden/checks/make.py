"""Writes one stored check of every kind that has none yet: `python -m tests.golden.checks.make`.

What was stored must stay readable for ever: files are added, never rewritten.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from chalicelib.inspection.checks import KINDS, Check, Kind
from tests.checking import new
from tests.fakes import FakeTable
from tests.office import ANNA, VISIT, Office, made

FOLDER = Path(__file__).parent


def documents() -> Iterator[tuple[Kind, Mapping[str, Any]]]:
    """The document of one check of every kind, as it is stored today."""
    office = Office(FakeTable()).furnished().identified()
    for place, kind in enumerate(KINDS, 1):
        check, _ = office.inspection.put_check(ANNA, VISIT, made("chk", place), new(kind))
        assert isinstance(check, Check), check
        item = office.table.get(f"V#{VISIT}", f"C#{check.id}")
        assert item is not None
        yield kind, item.document


def main() -> None:
    """Add the files that are missing."""
    for kind, document in documents():
        target = FOLDER / f"{kind}-1.json"
        if not target.exists():
            target.write_text(json.dumps(dict(document), ensure_ascii=False, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
