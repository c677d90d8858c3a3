"""Walking through all instruments of a merchant or site that changed, a page with every record of the stream.

What follows from one record must stay small, or the stream's consumer runs out of time with it for ever. So a record
of a merchant or site touches its first page of heads only, and leaves a mark where to go on; the mark's own record
touches the next page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from chalicelib import events
from chalicelib.registry.marks import Frozen
from chalicelib.registry.service_book import Listing
from chalicelib.store import Item

PAGE = 25
"""Heads that one record may touch: seven requests each, about a second of the follower's minute."""
_CHANGED = {events.MERCHANT_CHANGED.mark, events.SITE_CHANGED.mark}


class Walk(Frozen):
    """How far a walk has come.

    of      version of the merchant or site that it began with
    step    pages behind it           after  where the next page starts
    """

    of: int
    step: int = 0
    after: str = ""


class WalkBook(Protocol):
    """Lists of instruments, and the marks of walks by the partition of their merchant or site."""

    def list_at_site(self, site_id: str, after: str, limit: int) -> Listing: ...
    def list_of_merchant(self, merchant_id: str, after: str, limit: int) -> Listing: ...
    def walk(self, party: str) -> tuple[Walk, int] | None: ...
    def put_walk(self, party: str, walk: Walk, seen: int) -> None:
        """Mark where to go on, as version seen + 1. Raises Changed."""


@dataclass(frozen=True)
class Walks:
    """The pages that records stand for."""

    book: WalkBook

    def page(self, item: Item) -> tuple[tuple[str, ...], Walk | None]:
        """Public numbers of the page this item stands for, and how the walk goes on, if it does."""
        if item.event in _CHANGED:
            walk = Walk(of=item.v)
        elif item.event == events.HEADS_WAITING.mark:
            walk = Walk.model_validate(item.document)
        else:
            return (), None
        kind, _, party = item.pk.partition("#")
        listing = self.book.list_of_merchant if kind == "M" else self.book.list_at_site
        page = listing(party, walk.after, PAGE)
        onward = Walk(of=walk.of, step=walk.step + 1, after=page.after) if page.after else None
        return tuple(row["number"] for row in page.rows), onward


@dataclass(frozen=True)
class WalkEffect:
    """Marks where a walk goes on; keys are partition, version, step and start."""

    walks: Walks
    name: str = "walk"

    def touched(self, item: Item) -> Iterable[str]:
        """The next page, when there is one."""
        _, onward = self.walks.page(item)
        return (f"{item.pk} {onward.of} {onward.step} {onward.after}",) if onward else ()

    def refresh(self, key: str) -> None:
        """A walk that came further, or began with a newer version, is left alone. Raises Changed, and comes again."""
        party, of, step, after = key.split(" ", 3)
        standing = self.walks.book.walk(party)
        known, seen = standing or (Walk(of=0), 0)
        if (known.of, known.step) < (int(of), int(step)):
            self.walks.book.put_walk(party, Walk(of=int(of), step=int(step), after=after), seen)
