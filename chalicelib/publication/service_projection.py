"""Keeping the register at what may be seen, from the stream: a row a thing, and a mark for each file it changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.publication.projection import Row, row
from chalicelib.publication.register import touched
from chalicelib.store import Item


class Shelf(Protocol):
    """Where rows are kept."""

    def put(self, row: Row) -> Row | None:
        """Keep a row unless what stands there is as new or newer; answers what stood there."""


class Marks(Protocol):
    """Which files must be made again."""

    def mark(self, names: Sequence[str]) -> None:
        """Have these files made again, and the open data with them."""


@dataclass(frozen=True)
class RegisterEffect:
    """Brings what an event makes public to its row; keys are rows.

    Files are marked also when the row was there before: a record may come again because the mark was not written. Only
    a newer statement that says the same changes no file.
    """

    shelf: Shelf
    marks: Marks
    name: str = "register"

    def touched(self, item: Item) -> Iterable[str]:
        """The row that follows from this item."""
        found = row(item)
        return (found.key(),) if found else ()

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        new = Row.read(key)
        before = self.shelf.put(new)
        if before is None or before.of >= new.of or before.told != new.told:
            self.marks.mark(touched(new, before))
