"""The log's order, head and checkpoints in the operations table.

pk              sk                 what
LOG             ~                  the head: how far the log is sealed
LOG#E           {index:012d}       an entry: leaf, and content with salt until they are erased
LOG#I#{pk}      {sk}#{v:09d}       where version v of the item (pk, sk) is in the log, and whether it is shown
LOG#C           {size:012d}        a checkpoint and its cosignatures

One place follows the other because it is written on the condition that nothing stands there, by whoever saw the one
before; together with the row that finds it again, so that an event which comes twice has one place.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.publication.log_leaf import Content, Leaf
from chalicelib.publication.service_log import Entry, Head, Overtaken, Sealed, Step
from chalicelib.store import Clash, Item, Put, Table, pages

_HEAD = ("LOG", "~")
_ENTRIES = "LOG#E"
_CHECKPOINTS = "LOG#C"
_LAST = 10**12 - 1


class LogStore:
    """See service_log.Ledger."""

    def __init__(self, ops: Table) -> None:
        self._ops = ops

    def append(self, leaf: Leaf, content: Content) -> int:
        """See Ledger."""
        state = content.state(leaf.event)
        index = self._next()
        while True:
            found = Item(*_found(leaf), {"index": index}, state=state)
            entry = Item(_ENTRIES, _place(index), _document(leaf, content))
            try:
                self._ops.put_all([Put(found, 0), Put(entry, 0)])
            except Clash as clash:
                known = self._ops.get(*_found(leaf))
                if known:
                    return int(known.document["index"])
                index = index + 1 if clash.standing else self._next()
                continue
            return index

    def _next(self) -> int:
        last = self._ops.query(_ENTRIES, limit=1, backwards=True).items
        return int(last[0].sk) + 1 if last else 0

    def entries(self, begin: int, limit: int) -> list[Entry]:
        """See Ledger."""
        page = self._ops.query(_ENTRIES, between=(_place(begin), _place(_LAST)), limit=limit)
        return [_entry(item) for item in page.items]

    def entry(self, index: int) -> Entry | None:
        """See Ledger."""
        item = self._ops.get(_ENTRIES, _place(index))
        return _entry(item) if item else None

    def steps(self, thing: str) -> list[Step]:
        """See Ledger."""
        return [_step(thing, item) for item in pages(self._ops, f"LOG#I#{thing}")]

    def erase(self, step: Step) -> None:
        """See Ledger."""
        item = self._ops.get(_ENTRIES, _place(step.index))
        if item is None:
            raise LookupError(f"no entry {step.index}")
        if "content" in item.document:
            bare = Item(item.pk, item.sk, {"leaf": item.document["leaf"]}, v=item.v + 1)
            self._put(bare, item.v)
        key = (f"LOG#I#{step.leaf_id.partition('/')[0]}", _sort_key(step.leaf_id, step.version))
        found = self._ops.get(*key)
        if found and found.state != "erased":
            self._put(Item(*key, found.document, v=found.v + 1, state="erased"), found.v)

    def head(self) -> tuple[Head, int]:
        """See Ledger."""
        item = self._ops.get(*_HEAD)
        if item is None:
            return Head(), 0
        told = item.document
        root, keys = bytes.fromhex(told["root"]), tuple(told["keys"])
        return Head(told["size"], root, told["note"], told["sealed_at"], keys), item.v

    def seal(self, head: Head, seen: int) -> None:
        """See Ledger."""
        told = {
            "size": head.size,
            "root": head.root.hex(),
            "note": head.note,
            "sealed_at": head.sealed_at,
            "keys": list(head.keys),
        }
        checkpoint = Item(_CHECKPOINTS, _place(head.size), {"note": head.note, "cosignatures": {}})
        try:
            self._ops.put_all([Put(Item(*_HEAD, told, v=seen + 1), seen), Put(checkpoint, 0)])
        except Clash as clash:
            raise Overtaken from clash

    def sealed(self, size: int) -> tuple[Sealed, int] | None:
        """See Ledger."""
        item = self._ops.get(_CHECKPOINTS, _place(size))
        return (Sealed(item.document["note"], item.document["cosignatures"]), item.v) if item else None

    def cosign(self, size: int, sealed: Sealed, seen: int) -> None:
        """See Ledger."""
        self._put(Item(_CHECKPOINTS, _place(size), vars(sealed), v=seen + 1), seen)

    def _put(self, item: Item, seen: int) -> None:
        try:
            self._ops.put(item, seen)
        except Clash as clash:
            raise Overtaken from clash


def _place(index: int) -> str:
    return f"{index:012d}"


def _sort_key(leaf_id: str, version: int) -> str:
    return f"{leaf_id.partition('/')[2]}#{version:09d}"


def _found(leaf: Leaf) -> tuple[str, str]:
    return f"LOG#I#{leaf.thing}", _sort_key(leaf.id, leaf.version)


def _document(leaf: Leaf, content: Content) -> Mapping[str, Any]:
    return {"leaf": leaf.kept().decode(), "content": content.text, "salt": content.salt.hex()}


def _entry(item: Item) -> Entry:
    told = item.document
    content = Content(told["content"], bytes.fromhex(told["salt"])) if "content" in told else None
    return Entry(int(item.sk), Leaf.of(told["leaf"].encode()), content)


def _step(thing: str, item: Item) -> Step:
    sk, _, version = item.sk.rpartition("#")
    return Step(int(item.document["index"]), f"{thing}/{sk}", int(version), item.state)
