"""How rulebooks and the reports on them are kept.

key                    what                                             read by
RB#{from} ~            what was shown of a rulebook                     GetItem; all of them by one BatchGetItem
RB#{from} L#{n:03d}    one thing that was shown, written once           the stream

In ops:
RULEBOOK#{from} ~      how far the next report is made                  GetItem
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from chalicelib.credit.changes import Head, Shown
from chalicelib.credit.rulebook import Published
from chalicelib.credit.service_book import Changed
from chalicelib.credit.service_restand import Walk
from chalicelib.events import RULEBOOK_SHOWN
from chalicelib.store import Clash, Item, Put, Table

PREFIX = "public/standing/"
_KINDS = {"toml": "application/toml", "jsonl": "application/jsonl"}


class RulebookStore:
    """See service_restand.RulebookBook."""

    def __init__(self, table: Table, published: Sequence[Published]) -> None:
        self._table = table
        self._published = published

    def heads(self, published: Sequence[Published]) -> Mapping[str, tuple[Head, int]]:
        """See RulebookBook; what stands there of another file of the same day is not this one's."""
        items = self._table.get_many([(_partition(one.rulebook.from_), "~") for one in published])
        found = {
            one.sha256: (Head.model_validate(item.document), item.v)
            for one, item in zip(published, items, strict=True)
            if item is not None
        }
        return {sha256: held for sha256, held in found.items() if held[0].rulebook.sha256 == sha256}

    def reported(self) -> Mapping[str, date]:
        """See service_standing.StandingBook."""
        heads = self.heads(self._published)
        return {sha256: held.reported_on for sha256, (held, _) in heads.items() if held.reported_on}

    def show(self, head: Head, shown: Shown, seen: int) -> None:
        """See RulebookBook: one transaction."""
        key = _partition(head.rulebook.from_)
        puts = (
            Put(Item(key, "~", _document(head), v=seen + 1), seen),
            Put(Item(key, f"L#{shown.n:03d}", _document(shown), event=RULEBOOK_SHOWN.mark), 0),
        )
        try:
            self._table.put_all(puts)
        except Clash as clash:
            raise Changed from clash


class WalkStore:
    """See service_restand.Walks; in ops."""

    def __init__(self, ops: Table) -> None:
        self._ops = ops
        self._form = TypeAdapter(Walk)

    def walk(self, rulebook_from: date) -> tuple[Walk | None, int]:
        """See Walks."""
        item = self._ops.get(f"RULEBOOK#{rulebook_from}", "~")
        return (self._form.validate_python(item.document), item.v) if item else (None, 0)

    def keep(self, rulebook_from: date, walk: Walk, seen: int) -> None:
        """See Walks."""
        document = self._form.dump_python(walk, mode="json")
        try:
            self._ops.put(Item(f"RULEBOOK#{rulebook_from}", "~", document, v=seen + 1), seen)
        except Clash as clash:
            raise Changed from clash


class StandingShelf:
    """See service_restand.Shelf."""

    def __init__(self, client: Callable[[], Any], bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, name: str, raw: bytes) -> None:
        """See Shelf."""
        kind = _KINDS[name.rpartition(".")[2]]
        place = {"Bucket": self._bucket, "Key": f"{PREFIX}{name}"}
        self._client().put_object(**place, Body=raw, ContentType=kind, CacheControl="public, max-age=86400")


def _partition(rulebook_from: date) -> str:
    return f"RB#{rulebook_from}"


def _document(of: Head | Shown) -> dict[str, Any]:
    return of.model_dump(mode="json", exclude_none=True)
