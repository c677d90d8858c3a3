"""How phones' queues are kept, and what a phone asks of others' items.

key                                      what                                       written
J#{account}#{device}  ~                  end of the chain: number and hash          once a request that moves it
J#{account}#{device}  E#{n:08d}          an entry in the chain, with its outcome    once
J#{account}#{device}  E#{n:08d}#{hash}   received beside it: waits, or conflicts    once

One range of keys holds all that lies beyond a number, so a request is one GetItem and one Query before its entries,
however many there are; entries that were answered before cost one BatchGetItem more for every hundred. An accepted
entry keeps its hash and its outcome, not its content: the check it made has that. It stays below 1 KB, one write unit.
The end of the chain is a note that may lag behind: the chain itself is the truth.
"""

from collections.abc import Mapping, Sequence
from itertools import batched
from typing import Literal

from chalicelib.inspection.model import Visit
from chalicelib.inspection.service_book import Stored
from chalicelib.inspection.sync import LAST, Kept, Tip
from chalicelib.registry.model import InstrumentHead
from chalicelib.store import Clash, Item, Table, pages, put_once

_KEYS = 100
_BEYOND = 500
_VISITS = 50
"""Open visits of one answer: each costs a read of its place's instruments."""


class SyncStore:
    """See service_sync.Ledger."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def tip(self, account: str, device: str) -> tuple[Tip, int]:
        """One GetItem."""
        item = self._table.get(_queue(account, device), "~")
        return (Tip(item.document["n"], item.document["hash"]), item.v) if item else (Tip(), 0)

    def beyond(self, account: str, device: str, n: int) -> tuple[Kept, ...]:
        """One Query."""
        first, final = f"E#{n + 1:08d}", f"E#{LAST}~"
        page = self._table.query(_queue(account, device), between=(first, final), limit=_BEYOND)
        return tuple(Kept.model_validate(item.document) for item in page.items)

    def settled(self, account: str, device: str, numbers: Sequence[int]) -> tuple[Kept, ...]:
        """One BatchGetItem for every hundred."""
        queue = _queue(account, device)
        found = (
            item
            for some in batched(numbers, _KEYS, strict=False)
            for item in self._table.get_many([(queue, f"E#{n:08d}") for n in some])
        )
        return tuple(Kept.model_validate(item.document) for item in found if item)

    def settle(self, account: str, device: str, kept: Kept) -> Kept:
        """One conditional put."""
        try:
            item = put_once(self._table, _item(account, device, f"E#{kept.n:08d}", kept))
        except Clash as clash:
            if clash.standing is None:
                raise
            item = clash.standing
        return Kept.model_validate(item.document)

    def receive(self, account: str, device: str, kept: Kept) -> None:
        """One conditional put."""
        put_once(self._table, _item(account, device, f"E#{kept.n:08d}#{kept.hash}", kept))

    def note_tip(self, account: str, device: str, tip: Tip, seen: int) -> None:
        """One conditional put."""
        note = Item(_queue(account, device), "~", {"n": tip.n, "hash": tip.hash}, v=seen + 1)
        try:
            self._table.put(note, seen)
        except Clash:
            return  # another call has noted its end; what is missing between is found from the chain


def _queue(account: str, device: str) -> str:
    return f"J#{account}#{device}"


def _item(account: str, device: str, sk: str, kept: Kept) -> Item:
    document = kept.model_dump(mode="json", exclude_defaults=True)
    return Item(_queue(account, device), sk, document, state=kept.state, h=kept.hash)


class PullShelf:
    """See service_sync_pull.Shelf: one Query of an officer's open visits, then reads of them."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def going(self, account: str, beyond: str) -> tuple[tuple[tuple[str, str], ...], bool]:
        """One Query of index a. A place ends with the visit's id, so nothing lies between it and itself with a !."""
        after = (f"{beyond}!", "~")
        page = self._table.query(f"O#{account}", index="a", between=after, limit=_VISITS)
        return tuple((item.b, str(item.row["id"])) for item in page.items), bool(page.after)

    def visits(self, visits: Sequence[str]) -> tuple[Stored[Visit], ...]:
        """One BatchGetItem."""
        items = self._table.get_many([(f"V#{visit}", "~") for visit in visits])
        return tuple(Stored(Visit.model_validate(item.document), item.v, item.h) for item in items if item)

    def at(self, place: str) -> Mapping[str, int]:
        """One Query of an index for every five hundred instruments; rows only."""
        index: Literal["a", "u"] = "a" if place.startswith("sit-") else "u"
        found = pages(self._table, f"{'P' if index == 'a' else 'M'}#{place}", index=index)
        return {str(item.row["number"]): item.v for item in found}

    def heads(self, numbers: Sequence[str]) -> tuple[tuple[InstrumentHead, int], ...]:
        """One BatchGetItem for every hundred."""
        found = (
            item
            for some in batched(dict.fromkeys(numbers), _KEYS, strict=False)
            for item in self._table.get_many([(f"I#{number}", "~") for number in some])
        )
        return tuple((InstrumentHead.model_validate(item.document), item.v) for item in found if item)
