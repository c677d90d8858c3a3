"""Vectors of docs/sync-protocol.md: entries, their canonical text and hash. `python -m tests.golden.sync.make`.

Phones hold chains that were written by these rules: vectors are added, never rewritten.
"""

import json
from pathlib import Path
from typing import Any

from chalicelib.inspection.sync import START
from chalicelib.store import canonical, digest

TARGET = Path(__file__).parent / "vectors.json"
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


if __name__ == "__main__":
    TARGET.write_text(json.dumps(vectors(), ensure_ascii=True, indent=1) + "\n")
