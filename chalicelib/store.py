"""The one item shape and the conditional writes every `store.py` is built from (design.md section 5).

attribute  meaning
pk, sk     primary key
a, b       sparse GSI1: work lists by place, status and time
u, b       sparse GSI2: by person
v          version, counts from 1: optimistic lock and ETag
state      the state the document is in, for filters and conditions
h          SHA-256 of the client's canonical content: decides 200 or 409 on a repeated PUT
l          the small JSON a list row shows, projected into the GSIs
e          the event this write emits, `name/version` (events.py); the stream is the outbox
schema     integer, grows when `d` changes its form
d          the document as canonical JSON text: parsing native maps costs three times the CPU
x          Unix seconds after which the item may go (ops table only)
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Index = Literal["a", "u"]


def canonical(document: Mapping[str, Any]) -> str:
    """One text for one content: sorted keys, no spaces, UTF-8 unescaped. Exact numbers are text already."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, hex."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()


@dataclass(frozen=True)
class Item:
    """One stored item; `document` and `row` are JSON objects, kept as text in the table."""

    pk: str
    sk: str
    document: Mapping[str, Any]
    v: int = 1
    state: str = ""
    a: str = ""
    b: str = ""
    u: str = ""
    h: str = ""
    row: Mapping[str, Any] = field(default_factory=dict)
    event: str = ""
    schema: int = 1
    expires_s: int = 0


@dataclass(frozen=True)
class Page:
    """Items of one query and where the next page starts; `after` is empty on the last page."""

    items: tuple[Item, ...]
    after: str = ""


@dataclass(frozen=True)
class Put:
    """One write of a transaction: `seen` is the version that must stand now, 0 when nothing may stand there."""

    item: Item
    seen: int


class Clash(Exception):
    """A conditional write found another version than the one named; `standing` is what stands there, if known."""

    def __init__(self, standing: Item | None = None) -> None:
        super().__init__("another version stands there")
        self.standing = standing


class Table(Protocol):
    """A table of items. Reads are strongly consistent unless an index is asked; writes are conditional."""

    def get(self, pk: str, sk: str) -> Item | None:
        """The item, or None."""

    def get_many(self, keys: Sequence[tuple[str, str]]) -> tuple[Item | None, ...]:
        """The items under at most 100 keys in one round trip, in the order asked."""

    def query(
        self,
        pk: str,
        *,
        begins: str = "",
        between: tuple[str, str] | None = None,
        after: str = "",
        limit: int = 50,
        backwards: bool = False,
        index: Index | None = None,
    ) -> Page:
        """One page of a partition (or of an index partition) in order of sk (or b).

        begins     prefix of sk (of b with an index)
        between    first and last sk (b with an index), both inclusive; instead of `begins`
        after      `Page.after` of the page before
        limit      at most so many items, 1 to 1000
        index      "a" or "u"; eventually consistent, and only keys, index attributes and `row` are filled
        """

    def put(self, item: Item, seen: int) -> None:
        """Write the whole item if version `seen` stands there (0: nothing). Raises Clash with what stands there."""

    def put_all(self, puts: Sequence[Put]) -> None:
        """Write at most 100 items or none of them. Raises Clash when any condition fails."""


def put_once(table: Table, item: Item) -> Item:
    """Create `item`, or answer the one that stands there when it was made from the same content.

    A lost answer is repeated with the same id and the same content (`h`), which is the same request.
    Raises Clash when other content stands under this key.
    """
    try:
        table.put(item, seen=0)
    except Clash as clash:
        if clash.standing is not None and clash.standing.h == item.h:
            return clash.standing
        raise
    return item


def pages(
    table: Table,
    pk: str,
    *,
    begins: str = "",
    between: tuple[str, str] | None = None,
    index: Index | None = None,
) -> Iterator[Item]:
    """Every item of a partition, page by page; for jobs, not for screens."""
    after = ""
    while True:
        page = table.query(pk, begins=begins, between=between, after=after, limit=500, index=index)
        yield from page.items
        if not (after := page.after):
            return
