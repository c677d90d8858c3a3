"""Making the index of names of each district when something in it changed, and leading phones to it."""

import gzip
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from pydantic import ConfigDict

from chalicelib import events
from chalicelib.clock import Clock, stamp
from chalicelib.documents import Document
from chalicelib.errors import NotFound
from chalicelib.registry.service_book import Changed
from chalicelib.store import Item, canonical

_SETTLED = timedelta(seconds=10)
"""Lists are read from an index that may be so late: what changed just now is made again by the next run."""


class Built(Document):
    """The index that was made last.

    version   SHA-256 of what it says     mark   how many changes it has seen
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    district: str
    version: str
    built_at: str
    count: int
    size_bytes: int
    mark: int


class NamesIndex(Document):
    """Where a phone fetches a district's names, for five minutes; it need not when it has this version."""

    district: str
    version: str
    built_at: str
    count: int
    size_bytes: int
    url: str


class NamesBook(Protocol):
    """How changes and what was made are kept; `keep` raises Changed."""

    def mark(self, district: str, at: str) -> None: ...
    def marked(self, district: str) -> tuple[int, str]: ...
    def built(self, district: str) -> tuple[Built | None, int]: ...
    def keep(self, built: Built, seen: int) -> None: ...
    def merchants(self, district: str) -> Iterator[tuple[str, str]]: ...
    def sites(self, district: str) -> Iterator[tuple[str, str]]: ...
    def stalls(self, district: str) -> Iterator[tuple[str, str, str, str]]: ...


class NamesFiles(Protocol):
    """Where the files lie."""

    def put(self, district: str, raw: bytes) -> None: ...
    def address(self, district: str) -> str: ...


@dataclass(frozen=True)
class NamesEffect:
    """Counts what changes the names of a district; keys are districts."""

    book: NamesBook
    clock: Clock
    name: str = "names"

    def touched(self, item: Item) -> Iterable[str]:
        """The district whose names follow from this merchant, site or instrument's place."""
        is_party = item.event in {events.MERCHANT_CHANGED.mark, events.SITE_CHANGED.mark}
        is_place = item.pk.startswith("I#") and item.sk == "D" and "district" in item.document
        return (item.document["district"],) if is_party or is_place else ()

    def refresh(self, key: str) -> None:
        """Marking twice makes one index."""
        self.book.mark(key, stamp(self.clock()))


@dataclass(frozen=True)
class NamesMaker:
    """Makes what changed, and everything once a day: who moved to another district leaves the old one's names."""

    book: NamesBook
    files: NamesFiles
    districts: Iterable[str]
    clock: Clock

    def run(self, has_time: Callable[[], bool]) -> int:
        """Make the indexes that are behind until time is up; answers how many were made."""
        made = 0
        for district in self.districts:
            if not has_time():
                return made
            made += self._district(district)
        return made

    def _district(self, district: str) -> bool:
        from chalicelib.registry.names import names

        now = self.clock()
        mark, marked_at = self.book.marked(district)
        known, seen = self.book.built(district)
        is_of_today = known is not None and known.built_at >= stamp(now - timedelta(days=1))
        if known is not None and known.mark == mark and is_of_today:
            return False
        is_settled = marked_at <= stamp(now - _SETTLED)
        book = self.book
        rows = [
            one.row() for one in names(book.merchants(district), book.sites(district), book.stalls(district))
        ]
        raw = canonical({"district": district, "names": rows}).encode()
        version, packed = hashlib.sha256(raw).hexdigest(), gzip.compress(raw, mtime=0)
        if known is None or known.version != version:
            self.files.put(district, packed)
        built = Built(
            district=district,
            version=version,
            built_at=stamp(now),
            count=len(rows),
            size_bytes=len(packed),
            mark=mark if is_settled else mark - 1,
        )
        try:
            self.book.keep(built, seen)
        except Changed:
            return False  # another run made it
        return True


@dataclass(frozen=True)
class NamesReader:
    """Leads phones to the index."""

    book: NamesBook
    files: NamesFiles

    def index(self, district: str) -> NamesIndex:
        """Where it lies. Raises NotFound before the first was made."""
        built, _ = self.book.built(district)
        if built is None:
            raise NotFound(id=district)
        return NamesIndex(**built.model_dump(exclude={"mark"}), url=self.files.address(district))
