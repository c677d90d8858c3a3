"""Auditing a log without trusting who keeps it: every file against the signed checkpoint, every fault named.

What a fault makes pointless to look at is not looked at. The sentences of the codes are in log_sentences.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from chalicelib import merkle
from chalicelib.publication.log_faults import Fault, differences
from chalicelib.publication.log_leaf import TAKES_BACK, BadContent, BadLeaf, Content, Leaf, content_name
from chalicelib.publication.log_notes import BadNote, Checkpoint, Key, Note, signers
from chalicelib.publication.log_receipts import Receipt
from chalicelib.publication.log_tiles import (
    CHECKPOINT,
    WIDTH,
    BadTile,
    Tree,
    bundle_name,
    edge_root,
    levels,
    tile_name,
    tiles,
    unbundled,
)

type Files = Callable[[str], bytes | None]
"""The file of this name, None when it is not there."""


class _Found(Exception):
    """Faults that make it pointless to look on."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__()
        self.faults = faults


@dataclass
class Audit:
    """What an audit came to; nothing is wrong when there is no fault.

    head     the checkpoint, once it is one      signed_by  names of the keys given that signed it
    erased   entries whose content is gone by right
    """

    faults: list[Fault] = field(default_factory=list)
    head: Checkpoint | None = None
    signed_by: tuple[str, ...] = ()
    leaves: list[bytes] = field(default_factory=list)
    erased: int = 0


def audit(
    files: Files,
    keys: Sequence[Key],
    contents: Files | None = None,
    seen: Note | None = None,
    copy: Files | None = None,
    kept: dict[str, bytes] | None = None,
) -> Audit:
    """Everything that is wrong with a log.

    files     the log's files                keys    keys of the log, and of witnesses
    contents  published contents, when they are to be checked too
    seen      a checkpoint that was seen before      copy  the log's files as somebody kept them before
    kept      contents that an audit has read before, which need not be read again; this one adds its own
    """
    made = Audit()
    try:
        note, head = _signed(files(CHECKPOINT), keys)
        made.head, made.signed_by = head, tuple(key.name for key in signers(note, keys))
        tree = _tree(files, head.size)
        expected = _hashes(tree, head, made)
        if seen is not None:
            made.faults += _since(seen, keys, head, tree)
        made.leaves = _entries(files, head.size)
        found = [merkle.leaf(entry) for entry in made.leaves]
        wrong = [] if expected is None else list(differences(expected, found))
        made.faults += wrong
        if copy is not None:
            made.faults += differences(_kept(copy), found if expected is None else expected, may_grow=True)
        if not wrong:
            leaves = _leaves(made)
            if contents is not None and len(leaves) == len(found):
                _contents(contents, {} if kept is None else kept, leaves, made)
    except _Found as ended:
        made.faults += ended.faults
    return made


def signed(note: Note, keys: Sequence[Key]) -> Checkpoint:
    """The checkpoint of a note that the log's own key signed. Raises BadNote."""
    head = Checkpoint.of(note.text)
    if head.origin not in {key.name for key in signers(note, keys)}:
        raise BadNote("no key of this log that we know has signed it")
    return head


def compared(older: Checkpoint, newer: Checkpoint, proof: Sequence[bytes] | None) -> list[Fault]:
    """What two checkpoints of one log have against each other; `proof` of consistency, None when there is none."""
    if older.origin != newer.origin:
        return [Fault("checkpoint.origin", newer.origin)]
    if older.size > newer.size:
        return [Fault("log.rolled_back", f"{older.size} > {newer.size}")]
    if older.size == newer.size:
        return [] if older.root == newer.root else [Fault("view.split", str(newer.size))]
    if older.size and proof is None:
        return [Fault("proof.missing", f"{older.size}-{newer.size}")]
    continues = merkle.is_consistent(older.size, newer.size, older.root, newer.root, proof or ())
    return [] if continues or older.size == 0 else [Fault("history.rewritten", f"{older.size}-{newer.size}")]


def receipt_faults(receipt: Receipt, keys: Sequence[Key]) -> list[Fault]:
    """What is wrong with a receipt."""
    try:
        head = signed(receipt.checkpoint, keys)
    except BadNote:
        return [Fault("checkpoint.signature", "receipt")]
    try:
        leaf = Leaf.of(receipt.leaf)
    except BadLeaf:
        return [Fault("entry.malformed", str(receipt.index))]
    if not merkle.is_included(receipt.leaf, receipt.index, head.size, receipt.proof, head.root):
        return [Fault("receipt.not_included", str(receipt.index))]
    if receipt.content is not None and not receipt.content.is_of(leaf):
        return [Fault("content.changed", str(receipt.index))]
    return []


def _signed(raw: bytes | None, keys: Sequence[Key]) -> tuple[Note, Checkpoint]:
    if raw is None:
        raise _Found(Fault("checkpoint.missing", CHECKPOINT))
    try:
        note = Note.of(raw.decode())
        Checkpoint.of(note.text)
    except ValueError as failure:
        raise _Found(Fault("checkpoint.malformed", CHECKPOINT)) from failure
    try:
        return note, signed(note, keys)
    except BadNote as failure:
        raise _Found(Fault("checkpoint.signature", CHECKPOINT)) from failure


def _tree(files: Files, size: int) -> Tree:
    """The tree, each of whose tiles is there and of its form."""
    lost: list[str] = []

    def read(name: str) -> bytes:
        raw = files(name)
        if raw is None:
            lost.append(name)
        return raw or b""

    tree, wrong = Tree(size, read), []
    for level, number, name in _names(size):
        try:
            tree.tile(level, number)
        except BadTile:
            wrong.append(Fault("tile.missing" if name in lost else "tile.malformed", name))
    if wrong:
        raise _Found(*wrong)
    return tree


def _names(size: int) -> Iterator[tuple[int, int, str]]:
    for level, count in levels(size):
        for number, width in tiles(count):
            yield level, number, tile_name(level, number, width)


def _hashes(tree: Tree, head: Checkpoint, made: Audit) -> list[bytes] | None:
    """The hashes of all entries as the checkpoint has signed them; None when the tiles are others."""
    if edge_root(tree.edge()) != head.root:
        made.faults.append(Fault("root.differs", str(head.size)))
        return None
    changed = [
        Fault("tile.changed", name)
        for level, number, name in _names(head.size)
        if len(tree.tile(level, number)) == WIDTH
        and merkle.fold(tree.tile(level, number)) != tree.tile(level + 1, number // WIDTH)[number % WIDTH]
    ]
    made.faults += changed
    return None if changed else [one for number, _ in tiles(head.size) for one in tree.tile(0, number)]


def _since(seen: Note, keys: Sequence[Key], head: Checkpoint, tree: Tree) -> list[Fault]:
    try:
        older = signed(seen, keys)
    except BadNote:
        return [Fault("checkpoint.signature", "seen")]
    proof = merkle.consistency(older.size, head.size, tree.nodes) if 0 < older.size <= head.size else None
    return compared(older, head, proof)


def _kept(copy: Files) -> list[bytes]:
    """Hashes of the entries that somebody kept."""
    try:
        size = Checkpoint.of(Note.of((copy(CHECKPOINT) or b"").decode()).text).size
    except ValueError as failure:
        raise _Found(Fault("copy.malformed", CHECKPOINT)) from failure
    return [merkle.leaf(entry) for entry in _entries(copy, size)]


def _entries(files: Files, size: int) -> list[bytes]:
    entries: list[bytes] = []
    for number, width in tiles(size):
        name = bundle_name(number, width)
        raw = files(name)
        if raw is None:
            raise _Found(Fault("bundle.missing", name))
        try:
            entries += unbundled(raw)
        except BadTile as failure:
            raise _Found(Fault("bundle.malformed", name)) from failure
    return entries


def _leaves(made: Audit) -> list[Leaf]:
    leaves: list[Leaf] = []
    known: set[tuple[str, int]] = set()
    for place, entry in enumerate(made.leaves):
        try:
            leaf = Leaf.of(entry)
        except BadLeaf:
            made.faults.append(Fault("entry.malformed", str(place)))
            continue
        if (leaf.id, leaf.version) in known:
            made.faults.append(Fault("entry.twice", str(place)))
        known.add((leaf.id, leaf.version))
        leaves.append(leaf)
    return leaves


def settled(look: Callable[[], Audit], waited: Callable[[Audit], bool]) -> Audit:
    """The audit of a log that goes on meanwhile: what is taken back while it is read is no fault.

    A content is erased moments before the checkpoint is public that tells why. So a fault of contents is one when it is
    found again under a later checkpoint, or when none comes.

    look    audits     waited  waits for a later checkpoint than an audit's; answers whether one came
    """
    before: frozenset[Fault] = frozenset()
    while True:
        made = look()
        if before.issuperset(made.faults) or not waited(made):
            return made
        before = frozenset(made.faults)


def is_passing(fault: Fault) -> bool:
    """Whether a log that is sound may show this for a moment."""
    return fault.code in {"content.missing", "content.not_erased"}


def _contents(contents: Files, kept: dict[str, bytes], leaves: Sequence[Leaf], made: Audit) -> None:
    """Content is what the leaf is committed to, and gone exactly where a later step of the thing hides it."""
    found: set[int] = set()
    wrong: set[int] = set()
    hidden_by: dict[str, tuple[str, int]] = {}
    for place, leaf in enumerate(leaves):
        name = content_name(place)
        raw = kept.get(name) or contents(name)
        if raw is None:
            continue
        content = _content(raw, leaf)
        if content is None:
            wrong.add(place)
            made.faults.append(Fault("content.changed", str(place)))
            continue
        found.add(place)
        kept[name] = raw
        if content.state(leaf.event) in TAKES_BACK:
            hidden_by[leaf.thing] = max(hidden_by.get(leaf.thing, leaf.step), leaf.step)
    for place, leaf in enumerate(leaves):
        is_hidden = leaf.thing in hidden_by and leaf.step < hidden_by[leaf.thing]
        if place in found and is_hidden and contents(content_name(place)) is None:
            found.remove(place)  # it was read before it was taken back
        if place in found and is_hidden:
            made.faults.append(Fault("content.not_erased", str(place)))
        elif place not in found and place not in wrong:
            if is_hidden:
                made.erased += 1
            else:
                made.faults.append(Fault("content.missing", str(place)))


def _content(raw: bytes, leaf: Leaf) -> Content | None:
    """What a leaf is committed to, None when it is something else."""
    try:
        content = Content.of(raw)
    except BadContent:
        return None
    return content if content.is_of(leaf) else None
