"""Changed bundles and what is wrong with each: `python -m tests.golden.draws.changes` writes `faults/*.json`.

The verifier in the web app is held to the same files (web/tests/draws.test.ts).
"""

import base64
import hashlib
import json
import random
from collections.abc import Callable
from typing import Any

from chalicelib.sampling import verify
from chalicelib.store import canonical
from tests.golden.draws import make

FAULTS = make.FOLDER / "faults"
BASE = make.files(next(case for case in make.cases() if case.name == "conflicts"))
FLIPS = 20
"""Changed bytes per file."""


def changed(name: str, change: Callable[[Any], Any]) -> dict[str, bytes]:
    """The bundle with one document changed."""
    document = json.loads(BASE[name])
    change(document)
    return {**BASE, name: canonical(document).encode()}


OTHER = "0" * 64
CHANGES: list[tuple[str, str, Callable[[Any], Any]]] = [
    ("freeze.json", "pool.root", lambda d: d.update(pool_root=OTHER)),
    ("freeze.json", "officers.root", lambda d: d.update(officers_root=OTHER)),
    ("freeze.json", "secret.hash", lambda d: d.update(secret_hash=OTHER)),
    ("freeze.json", "source.too_early", lambda d: d.update(frozen_at="2026-01-01T00:00:00.000Z")),
    ("freeze.json", "pool.size", lambda d: d.update(size=d["size"] + 1)),
    ("freeze.json", "pool.size", lambda d: d["strata"][0].update(size=1)),
    ("freeze.json", "result.drawn", lambda d: d["strata"][0].update(quota=9)),
    ("freeze.json", "result.substitutes", lambda d: d["strata"][0].update(reserve=1)),
    ("freeze.json", "officers.size", lambda d: d.update(officers=5)),
    ("freeze.json", "secret.late", lambda d: d.update(deadline="2023-08-24T00:00:00.000Z")),
    ("freeze.json", "pairs.pair", lambda d: d.update(load_cap=1)),
    ("freeze.json", "plan.other", lambda d: d.update(plan="pln-other")),
    ("freeze.json", "randomness.signature", lambda d: d["source"].update(round=43)),
    ("freeze.json", "bundle.malformed", lambda d: d.update(protocol="draw-2")),
    ("freeze.json", "bundle.malformed", lambda d: d.update(more=1)),
    ("randomness.json", "randomness.unnamed", lambda d: d.update(used="fallback")),
    ("randomness.json", "randomness.signature", lambda d: d["outcome"].update(signature=make.ROUND_657413)),
    (
        "randomness.json",
        "randomness.unnamed",
        lambda d: d.update(used="fallback", reason="", outcome=make.NUMBERS.model_dump(mode="json")),
    ),
    (
        "randomness.json",
        "result.seed",
        lambda d: d.update(used="fallback", reason="x", outcome=make.NUMBERS.model_dump(mode="json")),
    ),
    ("randomness.json", "plan.other", lambda d: d.update(plan="pln-other")),
    ("opening.json", "secret.hash", lambda d: d.update(secret=OTHER)),
    ("opening.json", "secret.late", lambda d: d.update(opened_at="2024-08-24T00:00:00.000Z")),
    ("result.json", "result.seed", lambda d: d.update(seed=OTHER)),
    ("result.json", "result.drawn", lambda d: d["strata"][0]["drawn"].reverse()),
    ("result.json", "result.drawn", lambda d: d["strata"][0]["drawn"].pop()),
    (
        "result.json",
        "result.drawn",
        lambda d: d["strata"][0]["drawn"].append(d["strata"][0]["substitutes"][0]),
    ),
    ("result.json", "result.drawn", lambda d: d["strata"].clear()),
    ("result.json", "result.ticket", lambda d: d["strata"][0]["drawn"][2].__setitem__(1, OTHER)),
    ("result.json", "result.substitutes", lambda d: d["strata"][0]["substitutes"].pop(0)),
    ("pairs.json", "pairs.commitment", lambda d: d["officers"][1]["conflicts"].pop()),
    ("pairs.json", "pairs.commitment", lambda d: d["officers"][0].update(salt=OTHER)),
    ("pairs.json", "pairs.commitment", lambda d: d["officers"].pop()),
    ("pairs.json", "pairs.pair", lambda d: d["pairs"][3]["officers"].reverse()),
    ("pairs.json", "pairs.pair", lambda d: d["pairs"].pop()),
    ("pairs.json", "pairs.pair", lambda d: d["pairs"].append({**d["pairs"][0], "entry": "N0B0DY0000"})),
    ("pairs.json", "plan.other", lambda d: d.update(plan="pln-other")),
]
"""A document, a fault that the change must give, and the change."""

WIDTH = 13
"""Of the records of the base bundle."""
LEAF = 58
"""Bytes of an officer of the base bundle, with the length before it."""


def _swap(raw: bytes, width: int) -> bytes:
    return raw[width : 2 * width] + raw[:width] + raw[2 * width :]


BINARY: list[tuple[str, str, Callable[[bytes], bytes]]] = [
    ("pool.bin", "pool.order", lambda raw: _swap(raw, WIDTH)),
    ("pool.bin", "pool.order", lambda raw: raw[:WIDTH] + raw[:WIDTH] + raw[2 * WIDTH :]),
    ("pool.bin", "pool.order", lambda raw: bytes(10) + raw[10:]),
    ("pool.bin", "pool.order", lambda raw: raw[:1] + bytes(1) + raw[2:]),
    ("pool.bin", "pool.stratum", lambda raw: raw[:11] + bytes([1]) + raw[12:]),
    ("pool.bin", "pool.weight", lambda raw: raw[:-1] + bytes(1)),
    ("pool.bin", "pool.root", lambda raw: raw[:-1] + bytes([2])),
    ("pool.bin", "pool.size", lambda raw: raw[WIDTH:]),
    ("pool.bin", "pool.size", lambda _: b""),
    ("officers.bin", "officers.order", lambda raw: _swap(raw, LEAF)),
    ("officers.bin", "officers.size", lambda raw: raw[LEAF:]),
    ("officers.bin", "officers.root", lambda raw: raw[:-1] + bytes([raw[-1] ^ 1])),
    ("officers.bin", "bundle.malformed", lambda raw: raw[:-1]),
    ("officers.bin", "bundle.malformed", lambda _: b"\0\0\0\0"),
    ("freeze.json", "bundle.malformed", lambda raw: raw.replace(b'"size":40', b'"size":40.0')),
    ("freeze.json", "bundle.malformed", lambda raw: raw.replace(b'"protocol":"draw-1",', b"")),
    ("freeze.json", "bundle.malformed", lambda raw: b"\xef\xbb\xbf" + raw),
    ("opening.json", "bundle.malformed", lambda raw: raw.replace(b".000Z", b"Z")),
    ("opening.json", "bundle.malformed", lambda raw: raw.replace(b".000Z", b".000+00:00")),
    ("opening.json", "bundle.malformed", lambda raw: raw.replace(b"2023-10-22", b"2023-02-30")),
    ("opening.json", "bundle.malformed", lambda raw: raw + b"\n"),
    ("randomness.json", "bundle.malformed", lambda raw: raw.replace(b'"reason":""', b'"reason":"\\ud800"')),
    ("randomness.json", "bundle.malformed", lambda raw: raw.replace(b'"reason":""', b'"reason":"\xff"')),
    ("randomness.json", "bundle.malformed", lambda raw: raw.replace(b'"reason":"",', b"")),
    ("result.json", "bundle.malformed", lambda raw: raw.replace(b'"plan"', b'"__proto__":{},"plan"')),
    ("result.json", "bundle.malformed", lambda _: b"[" * 5_000),
    ("pairs.json", "bundle.malformed", lambda _: b""),
]
"""A file, a fault that the change of its bytes must give, and the change."""


def _faults(files: dict[str, bytes]) -> list[list[str]]:
    published = hashlib.sha256(BASE["freeze.json"]).hexdigest()
    return [[one.code, one.where] for one in verify.faults(files, published)]


def _values() -> list[dict[str, Any]]:
    told = [(name, changed(name, change)[name]) for name, _, change in CHANGES]
    told += [(name, change(BASE[name])) for name, _, change in BINARY]
    return [
        {
            "file": name,
            "base64": base64.b64encode(raw).decode(),
            "faults": _faults({**BASE, name: raw}),
        }
        for name, raw in told
    ]


def _bytes() -> list[dict[str, Any]]:
    chance = random.Random("changed bytes")  # noqa: S311 - golden files, not a draw
    found = []
    for name in sorted(BASE):
        for _ in range(FLIPS):
            raw, flip = bytearray(BASE[name]), chance.randrange(1, 256)
            place = chance.randrange(len(raw))
            raw[place] ^= flip
            faults = _faults({**BASE, name: bytes(raw)})
            found.append({"file": name, "place": place, "flip": flip, "faults": faults})
    return found


def made(name: str) -> list[dict[str, Any]]:
    """The changes of one file of `faults`, each with everything that is wrong."""
    return {"values": _values, "bytes": _bytes}[name]()


def main() -> None:
    """Write the files anew; they follow from the changes above."""
    FAULTS.mkdir(exist_ok=True)
    for name in ("values", "bytes"):
        lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in made(name))
        (FAULTS / f"{name}.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
