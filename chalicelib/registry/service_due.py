"""Keeping the due lists at their heads, and reading them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from chalicelib.registry.due import Due, due
from chalicelib.registry.model import InstrumentHead
from chalicelib.registry.problems import Busy
from chalicelib.registry.service_book import Changed, Listing, Stored
from chalicelib.store import Item

_ATTEMPTS = 6

By = Literal["district", "site", "merchant", "applied"]
"""`applied` is a district: of its instruments only those whose next verification is applied for."""


class DueBook(Protocol):
    """How due lists are kept; writes raise Changed."""

    def standing(self, instrument_number: str) -> tuple[Due | None, int]: ...
    def head(self, instrument_number: str) -> Stored[InstrumentHead] | None: ...
    def put(self, instrument_number: str, wanted: Due | None, seen: int) -> None: ...
    def listed(self, by: By, key: str, span: tuple[str, str], after: str, limit: int) -> Listing: ...


@dataclass(frozen=True)
class DueEffect:
    """Keeps an instrument's place in the due lists of its district, site and merchant; keys are public numbers."""

    book: DueBook
    name: str = "due"

    def touched(self, item: Item) -> Iterable[str]:
        """The number of the instrument whose head this is."""
        return (item.pk.removeprefix("I#"),) if item.pk.startswith("I#") and item.sk == "~" else ()

    def refresh(self, key: str) -> None:
        """The place is read before the head, so that whoever writes last wrote from the newer head."""
        for _ in range(_ATTEMPTS):
            known, seen = self.book.standing(key)
            head = self.book.head(key)
            wanted = due(head.value) if head else None
            if wanted == known:
                return
            try:
                self.book.put(key, wanted, seen)
            except Changed:
                continue
            return
        raise Busy
