"""Vectors of docs/sync-protocol.md: entries, their canonical text and hash; and an entry of every kind.

`python -m tests.golden.sync.make`

Phones hold chains that were written by these rules: vectors and kinds are added, never rewritten.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from chalicelib.inspection.sync import START
from chalicelib.store import canonical, digest
from tests import exhibits, reviewing, visiting
from tests.office import made
from tests.phones import Phone

TARGET = Path(__file__).parent / "vectors.json"
KINDS = Path(__file__).parent / "kinds.json"
VISIT = "vis-01jd0000000000000000000001"
BODIES: tuple[dict[str, Any], ...] = (
    {},
    {"note": "示值偏大 20 g，已复核 🙂", "b": None, "a": True, "Z": False},
    {"note": 'quote " backslash \\ slash / del \x7f line\u2028sep', "tab": "\t\n\r\b\f\x00\x1f"},
    {"count": 9007199254740991, "minus": -9007199254740991, "zero": 0},
    {"nested": [{"b": [1, []], "a": {}}, "x"], "1": "digits", "10": "sort", "9": "as text"},
    {
        "\ue000": "private use before",
        "\U00010000": "astral after: code points, not UTF-16",
        "é": "e",
        "z": "z",
    },
    {"load_g": "0.10", "date": "2026-11-24"},
)


def vectors() -> list[dict[str, Any]]:
    """One chain whose entries are hard to write alike."""
    made: list[dict[str, Any]] = []
    before = START
    for n, body in enumerate(BODIES, 1):
        entry = {
            "n": n,
            "before": before,
            "kind": "check",
            "visit": VISIT,
            "id": f"chk-01jd00000000000000000000{n:02d}",
            "made_at": "2026-11-24T03:58:00.000Z",
            "body": body,
            **({"corrects": n - 1} if n == 3 else {}),
        }
        before = digest(entry)
        made.append({"entry": entry, "canonical": canonical(entry), "hash": before})
    return made


def kinds() -> list[dict[str, Any]]:
    """A chain with an entry of every kind: a visit with a failing check, and at its end one that could not be done."""
    phone = Phone()
    scanned = visiting.scanned("M0123456789T", place={"lat": "24.48", "lon": "118.09", "accuracy_m": "12"})
    phone.add("acceptance", {})
    phone.add("identification", dumped(scanned))
    phone.check(1)
    phone.add("evidence", {**exhibits.told(exhibits.photo()), "about": made("chk", 1)}, id=made("evi", 1))
    phone.add("finding", dumped(reviewing.finding()), id=reviewing.FINDING)
    phone.add("decision", dumped(reviewing.confirms()), id=reviewing.FINDING)
    phone.add("order", dumped(reviewing.order()), id=reviewing.ORDER)
    phone.add("closing", dumped(visiting.closing()))
    phone.add("result", dumped(reviewing.ORDERED))
    phone.closed()
    return phone.entries


def dumped(body: BaseModel) -> dict[str, Any]:
    """As a phone writes it."""
    return body.model_dump(mode="json", exclude_none=True)


if __name__ == "__main__":
    TARGET.write_text(json.dumps(vectors(), ensure_ascii=True, indent=1) + "\n")
    standing = json.loads(KINDS.read_text()) if KINDS.exists() else []
    known = {entry["kind"] for entry in standing}
    added = [entry for entry in kinds() if entry["kind"] not in known]
    KINDS.write_text(json.dumps([*standing, *added], ensure_ascii=False, indent=1) + "\n")
