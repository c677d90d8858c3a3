"""Writes the golden logs that both verifiers are held to: `python -m tests.golden.log.make`.

Each case is a log's files with whatever was done to them, and what an audit has to say. Signatures follow from the text
(RFC 6979), so making them again writes the same bytes.
"""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from chalicelib import merkle
from chalicelib.events import STANDING_SHOWN
from chalicelib.publication.log_leaf import Content, Leaf, content_name
from chalicelib.publication.log_notes import Checkpoint, Note
from chalicelib.publication.log_sentences import SENTENCES
from chalicelib.publication.log_tiles import CHECKPOINT, WIDTH, bundle_name, bundled, grown, tiles, unbundled
from tests.sealing import ORIGIN, FakeSigner, Registrar, step

TARGET = Path(__file__).parent / "log-1.json"
BEFORE, SMALL, LARGE = 5, 12, 300
"""Sizes of the log that is seen first, of the one with one tile a level, and of the one with several."""
FORGED = Leaf("draw.frozen/1", "D#pln-forged/H#frozen", 1, "0" * 64).kept()


@dataclass(frozen=True)
class Case:
    """What somebody finds, and what it comes to."""

    name: str
    files: Mapping[str, bytes]
    faults: list[tuple[str, str]]
    contents: Mapping[str, bytes] | None = None
    seen: str = ""
    copy: bool = False
    erased: int = 0


def log(size: int) -> Registrar:
    """A log with a thing that was hidden, and a cosignature."""
    made = beginning()
    made.follow(step("ent-1", 2, "hidden"))
    made.tell(*range(BEFORE, size - 5))
    for number, way in ((1, "published"), (2, "corrected")):
        made.follow(step("ent-2", number, "shown", step=way))
    for number in (1, 2):
        made.follow(step("mer-1", number, "shown", STANDING_SHOWN.mark, grade="fair"))
    made.seal()
    reader = made.reader()
    line = made.witness.sign(reader.checkpoint(size).text).line()
    reader.cosign(size, made.witness.key().id.hex(), line)
    made.seal()
    return made


def bundles(these: list[bytes]) -> dict[str, bytes]:
    """The bundle of the small log with other entries, of which it may have more or fewer."""
    return {bundle_name(0, SMALL): bundled(these)}


def forged(these: list[bytes], signer: FakeSigner) -> dict[str, bytes]:
    """A whole log of other entries, signed."""
    files = dict(grown(0, [], map(merkle.leaf, these)))
    for number, width in tiles(len(these)):
        files[bundle_name(number, width)] = bundled(these[number * WIDTH : number * WIDTH + width])
    text = Checkpoint(ORIGIN, len(these), merkle.root(map(merkle.leaf, these))).text()
    return {**files, CHECKPOINT: Note(text, (signer.sign(text)[1],)).kept().encode()}


def small(made: Registrar) -> Iterator[Case]:
    """An honest log, and what who holds the bucket and who holds the key do to entries, checkpoints and contents."""
    files, contents = made.shelf.files, made.contents.files
    whole = unbundled(files[bundle_name(0, SMALL)])
    seen, newest = (made.reader().checkpoint(size).kept() for size in (BEFORE, SMALL))
    yield Case("whole", files, [], contents, seen, copy=True, erased=3)
    for name, these, faults in (
        ("changed", [*whole[:2], FORGED, *whole[3:]], [("entry.changed", "2")]),
        ("removed", whole[:2] + whole[3:], [("entry.removed", "2")]),
        ("added", [*whole[:2], FORGED, *whole[2:]], [("entry.added", "2")]),
        (
            "reordered",
            [*whole[:2], whole[3], whole[2], *whole[4:]],
            [("entry.reordered", "2"), ("entry.reordered", "3")],
        ),
    ):
        yield Case(name, {**files, **bundles(these)}, faults)
        rewritten = [("history.rewritten", f"{BEFORE}-{len(these)}"), *faults]
        yield Case(f"{name} by the log itself", forged(these, made.signer), rewritten, None, seen, copy=True)
    thief = forged(whole, FakeSigner("thief"))
    yield Case("signed by another", thief, [("checkpoint.signature", CHECKPOINT)])
    yield Case("without checkpoint", {}, [("checkpoint.missing", CHECKPOINT)])
    yield Case("garbled", {CHECKPOINT: b"\xff"}, [("checkpoint.malformed", CHECKPOINT)])
    back = {**files, **beginning().shelf.files}
    yield Case("rolled back", back, [("log.rolled_back", f"{SMALL} > {BEFORE}")], None, newest)
    other = forged([*whole[:-1], FORGED], made.signer)
    yield Case("split view", other, [("view.split", str(SMALL))], None, newest)
    twice = forged([*whole, whole[1], b"{}"], made.signer)
    yield Case("entered twice", twice, [("entry.twice", "12"), ("entry.malformed", "13")])
    wrong = Content.made({"plan": "other"}, b"s" * 32).kept()
    spoiled = {name: raw for name, raw in contents.items() if name != content_name(6)}
    yield Case(
        "contents",
        files,
        [("content.changed", "7"), ("content.not_erased", "0"), ("content.missing", "6")],
        {**spoiled, content_name(7): wrong, content_name(0): beginning().contents.files[content_name(0)]},
        erased=2,
    )


def large(made: Registrar) -> Iterator[Case]:
    """What who holds the bucket does to tiles."""
    files = made.shelf.files
    yield Case("whole", files, [], made.contents.files, made.reader().checkpoint(BEFORE).kept(), erased=3)
    for name, tile, raw, fault in (
        ("lost tile", "tile/0/000", None, "tile.missing"),
        ("short tile", "tile/0/001.p/44", b"x", "tile.malformed"),
        ("other tile", "tile/0/000", bytes(32 * WIDTH), "tile.changed"),
        ("lost bundle", "tile/entries/000", None, "bundle.missing"),
        ("short bundle", "tile/entries/000", b"\0\5x", "bundle.malformed"),
    ):
        spoiled = {key: value for key, value in files.items() if key != tile}
        yield Case(name, spoiled if raw is None else {**spoiled, tile: raw}, [(fault, tile)])
    yield Case("other edge", {**files, "tile/0/001.p/44": bytes(32 * 44)}, [("root.differs", str(LARGE))])


def beginning() -> Registrar:
    """The first five entries, before anything was hidden."""
    made = Registrar()
    made.follow(step("ent-1", 1, "shown", codes=["7"], note="电子秤 ⚖"))
    return made.sealed(BEFORE - 1)


def golden() -> dict[str, Any]:
    """Everything both verifiers read."""
    made = log(SMALL)
    reader = made.reader()
    receipt, other = reader.receipt(7), reader.receipt(9)
    return {
        "keys": [key.told() for key in made.keys],
        "sentences": {code: [words.zh, words.en] for code, words in SENTENCES.items()},
        "logs": [whole(made, small(made)), whole(log(LARGE), large(log(LARGE)))],
        "receipts": [
            {"text": receipt.kept(), "faults": []},
            {"text": reader.receipt(0).kept(), "faults": []},
            {"text": replace(receipt, index=8).kept(), "faults": [["receipt.not_included", "8"]]},
            {"text": replace(receipt, leaf=b"{}").kept(), "faults": [["entry.malformed", "7"]]},
            {
                "text": replace(receipt, content=other.content).kept(),
                "faults": [["content.changed", "7"]],
            },
        ],
    }


def whole(made: Registrar, cases: Iterator[Case]) -> dict[str, Any]:
    """A log, what somebody kept of its first entries, and its cases."""
    files, reader = made.shelf.files, made.reader()
    size = reader.head().size
    return {
        "size": size,
        "files": coded(files),
        "contents": coded(made.contents.files),
        "copy": coded(beginning().shelf.files),
        "consistency": [base64.b64encode(one).decode() for one in reader.consistency(BEFORE, size)],
        "cases": [told(case, files, made.contents.files) for case in cases],
    }


def told(case: Case, base: Mapping[str, bytes], contents: Mapping[str, bytes]) -> dict[str, Any]:
    """A case as its difference from the whole log; null is a file that is gone."""
    return {
        "name": case.name,
        "files": difference(case.files, base),
        "contents": None if case.contents is None else difference(case.contents, contents),
        "seen": case.seen,
        "copy": case.copy,
        "faults": [list(fault) for fault in case.faults],
        "erased": case.erased,
    }


def difference(files: Mapping[str, bytes], base: Mapping[str, bytes]) -> dict[str, str | None]:
    changed = coded({name: raw for name, raw in files.items() if base.get(name) != raw})
    return {**changed, **{name: None for name in base if name not in files}}


def coded(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: base64.b64encode(raw).decode() for name, raw in files.items()}


if __name__ == "__main__":
    TARGET.write_text(json.dumps(golden(), ensure_ascii=False, sort_keys=True, indent=0) + "\n")
