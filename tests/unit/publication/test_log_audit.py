"""Auditing: whatever is done to a log is found and named, by who holds the files and by who holds the key."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from chalicelib import merkle
from chalicelib.publication import log_audit, log_faults, log_sentences
from chalicelib.publication.log_audit import audit, compared, receipt_faults
from chalicelib.publication.log_faults import Fault, differences
from chalicelib.publication.log_leaf import Content, Leaf, content_name
from chalicelib.publication.log_notes import Checkpoint, Note
from chalicelib.publication.log_tiles import CHECKPOINT, WIDTH, bundle_name, bundled, grown, tiles, unbundled
from tests.sealing import ORIGIN, FakeContents, FakeFiles, FakeSigner, Registrar, event, step

SIZE, BEFORE = 600, 300
type Change = Callable[[list[bytes]], list[bytes]]
FORGED, PADDING = (
    Leaf("draw.frozen/1", f"D#pln-{name}/H#frozen", 1, "0" * 64).kept() for name in ("forged", "padding")
)


def changed(entries: list[bytes]) -> list[bytes]:
    return [*entries[:77], FORGED, *entries[78:]]


def removed(entries: list[bytes]) -> list[bytes]:
    return entries[:77] + entries[78:]


def reordered(entries: list[bytes]) -> list[bytes]:
    return [*entries[:77], entries[78], entries[77], *entries[79:]]


def added(entries: list[bytes]) -> list[bytes]:
    return [*entries[:77], FORGED, *entries[77:]]


NAMED: list[tuple[Change, list[Fault]]] = [
    (changed, [Fault("entry.changed", "77")]),
    (removed, [Fault("entry.removed", "77")]),
    (reordered, [Fault("entry.reordered", "77"), Fault("entry.reordered", "78")]),
    (added, [Fault("entry.added", "77")]),
]
BY_NAME = pytest.mark.parametrize(("change", "faults"), NAMED, ids=lambda one: getattr(one, "__name__", ""))


@pytest.fixture(scope="module")
def grown_log() -> Registrar:
    return Registrar().sealed(BEFORE, SIZE)


@pytest.fixture
def log(grown_log: Registrar) -> Registrar:
    """A log of two checkpoints, whose files a test may spoil."""
    return replace(
        grown_log,
        shelf=FakeFiles(dict(grown_log.shelf.files)),
        contents=FakeContents(dict(grown_log.contents.files)),
    )


def entries_of(log: Registrar) -> list[bytes]:
    size = Checkpoint.of(Note.of(log.shelf.files[CHECKPOINT].decode()).text).size
    return [one for tile in tiles(size) for one in unbundled(log.shelf.files[bundle_name(*tile)])]


def with_bundles(log: Registrar, entries: list[bytes]) -> Registrar:
    """Other entries where the log's stood: as many files, the last one longer or shorter."""
    names = list(tiles(SIZE))
    for number, width in names:
        end = len(entries) if number == names[-1][0] else (number + 1) * WIDTH
        log.shelf.files[bundle_name(number, width)] = bundled(entries[number * WIDTH : end])
    return log


def made_anew(log: Registrar, entries: list[bytes], *, signer: FakeSigner | None = None) -> Registrar:
    """All files made for other entries, and signed, when there is who signs; otherwise under the old checkpoint."""
    edge: list[list[bytes]] = []
    files = dict(grown(0, edge, map(merkle.leaf, entries)))
    for number, width in tiles(len(entries)):
        files[bundle_name(number, width)] = bundled(entries[number * WIDTH : number * WIDTH + width])
    files[CHECKPOINT] = log.shelf.files[CHECKPOINT]
    if signer:
        text = Checkpoint(ORIGIN, len(entries), merkle.root(map(merkle.leaf, entries))).text()
        files[CHECKPOINT] = Note(text, (signer.sign(text)[1],)).kept().encode()
    return replace(log, shelf=replace(log.shelf, files=files))


def faults(log: Registrar, **more: object) -> list[Fault]:
    return audit(log.shelf.read, log.keys, **more).faults  # type: ignore[arg-type]


def seen(log: Registrar) -> Note:
    """The checkpoint somebody saw when the log had 300 entries."""
    return log.reader().checkpoint(BEFORE)


def copy(log: Registrar) -> Callable[[str], bytes | None]:
    """What somebody kept when the log had 300 entries."""
    return {**log.shelf.files, CHECKPOINT: seen(log).kept().encode()}.get


def test_an_honest_log_holds(log: Registrar) -> None:
    assert faults(log, contents=log.contents.files.get, seen=seen(log), copy=copy(log)) == []


@BY_NAME
def test_what_who_holds_the_bucket_does_to_entries_is_named(
    log: Registrar, change: Change, faults: list[Fault]
) -> None:
    spoiled = with_bundles(log, change(entries_of(log)))
    assert audit(spoiled.shelf.read, log.keys).faults == faults


@BY_NAME
def test_files_made_anew_under_the_old_signature_are_found(
    log: Registrar, change: Change, faults: list[Fault]
) -> None:
    """Who has no copy learns that it is another log, who has one learns which entry."""
    kept = copy(log)
    entries = change(entries_of(log))
    forged = made_anew(log, [*entries, PADDING][:SIZE])
    assert audit(forged.shelf.read, log.keys).faults[0] == Fault("root.differs", str(SIZE))
    named = audit(forged.shelf.read, log.keys, copy=kept).faults
    assert set(faults) <= set(named)
    assert {one.code for one in named} == {"root.differs", faults[0].code}


@BY_NAME
def test_history_rewritten_by_who_holds_the_key_is_found_and_named(
    log: Registrar, change: Change, faults: list[Fault]
) -> None:
    """The log lies: every file and signature fits. Who saw a checkpoint knows; who kept a copy knows what."""
    before, kept = seen(log), copy(log)
    forged = made_anew(log, change(entries_of(log)), signer=log.signer)
    assert audit(forged.shelf.read, log.keys).faults == []
    rewritten = Fault("history.rewritten", f"{BEFORE}-{len(change(entries_of(log)))}")
    assert audit(forged.shelf.read, log.keys, seen=before).faults == [rewritten]
    assert audit(forged.shelf.read, log.keys, copy=kept).faults == faults


def test_a_bucket_that_was_rolled_back_is_found_by_who_saw_more(log: Registrar) -> None:
    newest = log.reader().checkpoint(SIZE)
    log.shelf.files[CHECKPOINT] = seen(log).kept().encode()
    assert faults(log) == []
    assert faults(log, seen=newest) == [Fault("log.rolled_back", f"{SIZE} > {BEFORE}")]


def test_a_split_view_is_found_by_any_two_who_compare(log: Registrar) -> None:
    other = made_anew(log, changed(entries_of(log)), signer=log.signer)
    shown = Note.of(other.shelf.files[CHECKPOINT].decode())
    assert faults(other) == []
    assert faults(log, seen=shown) == [Fault("view.split", str(SIZE))]
    one, two = (Checkpoint.of(note.text) for note in (log.reader().checkpoint(SIZE), shown))
    assert compared(one, two, ()) == [Fault("view.split", str(SIZE))]


def test_two_checkpoints_are_compared_by_their_proof(log: Registrar) -> None:
    older, newer = (Checkpoint.of(log.reader().checkpoint(size).text) for size in (BEFORE, SIZE))
    proof = log.reader().consistency(BEFORE, SIZE)
    assert compared(older, newer, proof) == []
    assert compared(older, older, None) == []
    assert compared(Checkpoint(ORIGIN, 0, merkle.EMPTY), newer, ()) == []
    assert compared(older, newer, None) == [Fault("proof.missing", "300-600")]
    assert compared(older, newer, proof[:-1]) == [Fault("history.rewritten", "300-600")]
    assert compared(newer, older, proof) == [Fault("log.rolled_back", "600 > 300")]
    assert compared(older, replace(newer, origin="x"), proof) == [Fault("checkpoint.origin", "x")]


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        (CHECKPOINT, None, "checkpoint.missing"),
        (CHECKPOINT, b"\xff", "checkpoint.malformed"),
        ("tile/0/000", None, "tile.missing"),
        ("tile/0/001", bytes(31), "tile.malformed"),
        ("tile/0/001", bytes(32 * WIDTH), "tile.changed"),
        ("tile/0/002.p/88", bytes(32 * 88), "root.differs"),
        ("tile/1/000.p/2", bytes(64), "root.differs"),
        ("tile/entries/001", None, "bundle.missing"),
        ("tile/entries/001", b"\0\5x", "bundle.malformed"),
    ],
)
def test_each_file_is_held_to_the_checkpoint(log: Registrar, name: str, raw: bytes | None, code: str) -> None:
    if raw is None:
        del log.shelf.files[name]
    else:
        log.shelf.files[name] = raw
    found = faults(log)
    assert found[0].code == code
    assert found[0].where in {name, str(SIZE)}


def test_a_checkpoint_signed_by_another_is_refused(log: Registrar) -> None:
    forged = made_anew(log, entries_of(log), signer=FakeSigner("thief"))
    assert faults(forged) == [Fault("checkpoint.signature", CHECKPOINT)]
    foreign = Checkpoint("other.example/log", 1, merkle.leaf(b"")).text()
    log.shelf.files[CHECKPOINT] = Note(foreign, (log.signer.sign(foreign)[1],)).kept().encode()
    assert faults(log) == [Fault("checkpoint.signature", CHECKPOINT)]
    assert Fault("checkpoint.signature", "seen") in faults(
        replace(log, shelf=Registrar().sealed(2).shelf), seen=Note(foreign, (log.signer.sign(foreign)[1],))
    )


def test_entries_of_another_form_and_events_entered_twice_are_named() -> None:
    log = Registrar().sealed(4)
    entries = entries_of(log)
    forged = made_anew(log, [*entries, entries[1], b"{}"], signer=log.signer)
    assert faults(forged) == [Fault("entry.twice", "4"), Fault("entry.malformed", "5")]


def test_content_is_what_was_committed_to_and_gone_only_by_right() -> None:
    log = Registrar()
    log.follow(step("ent-1", 1, "shown", codes=["7"]))
    log.follow(event(1))
    log.seal()
    told = dict(log.contents.files)
    log.follow(step("ent-1", 2, "hidden"))
    log.seal()

    def of(files: dict[str, bytes]) -> list[Fault]:
        return faults(log, contents=files.get)

    assert of(log.contents.files) == []
    assert of({**log.contents.files, content_name(0): told[content_name(0)]}) == [
        Fault("content.not_erased", "0")
    ]
    without = {name: raw for name, raw in log.contents.files.items() if name != content_name(1)}
    assert of(without) == [Fault("content.missing", "1")]
    for wrong in (b"", Content.made({"plan": "other"}, b"s" * 32).kept()):
        assert of({**log.contents.files, content_name(1): wrong}) == [Fault("content.changed", "1")]
    unhidden = {name: raw for name, raw in log.contents.files.items() if name != content_name(2)}
    assert set(of(unhidden)) == {Fault("content.missing", "0"), Fault("content.missing", "2")}


def test_a_receipt_holds_by_itself_and_no_other_does(log: Registrar) -> None:
    receipt = log.reader().receipt(300)
    assert receipt_faults(receipt, log.keys) == []
    other = log.reader().receipt(301)
    assert receipt.content
    cases: list[tuple[object, str]] = [
        (replace(receipt, index=301), "receipt.not_included"),
        (replace(receipt, proof=other.proof), "receipt.not_included"),
        (replace(receipt, leaf=other.leaf), "receipt.not_included"),
        (replace(receipt, leaf=b"{}"), "entry.malformed"),
        (replace(receipt, content=other.content), "content.changed"),
        (replace(receipt, checkpoint=replace(receipt.checkpoint, signatures=())), "checkpoint.signature"),
        (replace(receipt, checkpoint=seen(log)), "receipt.not_included"),
    ]
    for wrong, code in cases:
        assert [one.code for one in receipt_faults(wrong, log.keys)] == [code]  # type: ignore[arg-type]


def test_a_log_without_entries_and_one_of_whole_tiles_hold() -> None:
    text = Checkpoint(ORIGIN, 0, merkle.EMPTY).text()
    signer = FakeSigner()
    files = {CHECKPOINT: Note(text, (signer.sign(text)[1],)).kept().encode()}
    assert audit(files.get, (signer.key(),), files.get).faults == []
    whole = Registrar().sealed(WIDTH)
    assert faults(whole, contents=whole.contents.files.get) == []


def test_several_changes_are_all_named() -> None:
    hashes = [merkle.leaf(number.to_bytes(1)) for number in range(10)]
    other = [merkle.leaf(b"other"), merkle.leaf(b"more")]
    found = [hashes[0], other[0], *hashes[2:4], *hashes[5:8], other[1], hashes[9], hashes[8]]
    assert [*differences(hashes, found)] == [
        Fault("entry.changed", "1"),
        Fault("entry.removed", "4"),
        Fault("entry.added", "7"),
        Fault("entry.reordered", "8"),
        Fault("entry.reordered", "9"),
    ]
    assert [*differences(hashes, [*hashes, *other], may_grow=True)] == []
    assert [*differences(hashes[:3], hashes[:2] + other, may_grow=True)] == [Fault("entry.changed", "2")]


def codes() -> Iterator[str]:
    text = inspect.getsource(log_audit) + inspect.getsource(log_faults)
    yield from (part.split('"')[0] for part in text.split('Fault("')[1:])
    yield from ("entry.changed", "entry.removed", "entry.added", "tile.missing", "tile.malformed")


def test_every_fault_has_its_sentence() -> None:
    assert set(codes()) == set(log_sentences.SENTENCES)
