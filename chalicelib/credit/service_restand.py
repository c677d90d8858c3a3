"""What runs every hour: whose standing changes by the day alone is reckoned anew, and a coming rulebook is told of.

The report of who moves is made page by page; a run that is cut off goes on where it stood, and writes the same files.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from chalicelib.clock import Clock, in_milliseconds, local_day
from chalicelib.credit import changes
from chalicelib.credit.changes import Head, Moved, Part, Report, Shown
from chalicelib.credit.rulebook import Published, begins
from chalicelib.credit.service_book import Changed
from chalicelib.credit.service_standing import Rulebooks, Standings
from chalicelib.credit.standing import BookName
from chalicelib.facts import Fact

REPORT_AGAIN_DAYS = 7
"""A report is made anew after so many days, until its rulebook takes effect: merchants' facts move meanwhile."""
PAGE = 200
_END = date(9999, 12, 31)


class Lists(Protocol):
    """Standings by district and rulebook."""

    def due(self, district: str, rulebook_from: date, until: date) -> Iterator[str]:
        """Merchants whose standing under this rulebook may change until this day, included."""

    def listed(
        self, district: str, rulebook_from: date, after: str, limit: int
    ) -> tuple[tuple[str, ...], str]:
        """A page of all merchants with a standing under this rulebook, and where the next begins."""

    def facts(self, merchant_id: str) -> list[Fact]: ...


@dataclass(frozen=True)
class Walk:
    """How far a report is made: which one, on which day, the district that is walked and the place in it."""

    n: int
    day: date
    district: int = 0
    after: str = ""
    moved: tuple[Moved, ...] = ()
    parts: tuple[Part, ...] = ()


class RulebookBook(Protocol):
    """What was shown of rulebooks; writing raises Changed."""

    def heads(self, published: Sequence[Published]) -> Mapping[str, tuple[Head, int]]:
        """By SHA-256: what was shown of each, with its version; one that was never shown is absent."""

    def show(self, head: Head, shown: Shown, seen: int) -> None: ...


class Walks(Protocol):
    """Reports under way; writing raises Changed."""

    def walk(self, rulebook_from: date) -> tuple[Walk | None, int]: ...
    def keep(self, rulebook_from: date, walk: Walk, seen: int) -> None: ...


class Shelf(Protocol):
    """Where everybody may read: files under /public/standing/."""

    def put(self, name: str, raw: bytes) -> None: ...


@dataclass(frozen=True)
class Restanding:
    """Keeps standings to the day, and tells of rulebooks before they take effect."""

    standings: Standings
    lists: Lists
    book: RulebookBook
    walks: Walks
    shelf: Shelf
    districts: Iterable[str]
    clock: Clock

    @property
    def rulebooks(self) -> Rulebooks:
        """Those that standings are reckoned by."""
        return self.standings.rulebooks

    def run(self, has_time: Callable[[], bool]) -> int:
        """Do what is due until it is done or time is up; answers how many standings were reckoned."""
        self._publish()
        reckoned = 0
        for merchant_id in self._due():
            if not has_time():
                return reckoned
            self.standings.reckon(merchant_id)
            reckoned += 1
        with suppress(Changed):  # another run makes it
            self._report(has_time)
        return reckoned

    def _publish(self) -> None:
        """Make every rulebook public that is not yet."""
        heads = self.book.heads(self.rulebooks.published)
        for one in self.rulebooks.published:
            if one.sha256 in heads:
                continue
            name = BookName.model_validate(one.name())
            self.shelf.put(f"rulebook-{one.rulebook.from_}.toml", one.text.encode())
            shown = Shown(
                id=str(one.rulebook.from_),
                n=1,
                at=in_milliseconds(self.clock()),
                step="published",
                rulebook=name,
                text=one.text,
            )
            self.book.show(Head(rulebook=name, n=1), shown, 0)

    def _due(self) -> Iterator[str]:
        today = local_day(self.clock())
        now = self.rulebooks.on(today)
        for one in self.rulebooks.published[: self.rulebooks.published.index(now) + 1]:
            until = today if one is now else _END
            for district in self.districts:
                yield from self.lists.due(district, one.rulebook.from_, until)

    def _report(self, has_time: Callable[[], bool]) -> None:
        today = local_day(self.clock())
        found = self.rulebooks.coming(today)
        if found is None:
            return
        coming, now = found[0], self.rulebooks.on(today)
        head, seen = self.book.heads([coming])[coming.sha256]
        if head.report and today < head.report.day + timedelta(days=REPORT_AGAIN_DAYS):
            return
        walk, walk_seen = self.walks.walk(coming.rulebook.from_)
        if walk is None or walk.n != head.n + 1:
            walk = Walk(head.n + 1, today)
        districts = list(self.districts)
        while walk.district < len(districts):
            if not has_time():
                return
            walk = self._page(walk, districts[walk.district], now, coming)
            self.walks.keep(coming.rulebook.from_, walk, walk_seen)
            walk_seen += 1
        self._show(head, seen, walk, now, coming)

    def _page(self, walk: Walk, district: str, now: Published, coming: Published) -> Walk:
        page, after = self.lists.listed(district, now.rulebook.from_, walk.after, PAGE)
        moves = [changes.move(one, self.lists.facts(one), now, coming, walk.day) for one in sorted(page)]
        is_public = now.rulebook.publication is not None and coming.rulebook.publication is not None
        lines = [one.line() for one in moves if is_public and changes.is_move(one)]
        parts = walk.parts
        if lines:
            raw = "".join(f"{line}\n" for line in lines).encode()
            name = f"changes/{coming.rulebook.from_}/{walk.n:03d}/{len(parts) + 1:05d}.jsonl"
            self.shelf.put(name, raw)
            parts = (*parts, Part(name=name, sha256=hashlib.sha256(raw).hexdigest(), lines=len(lines)))
        walk = replace(walk, moved=changes.counted(walk.moved, moves), parts=parts, after=after)
        return walk if after else replace(walk, district=walk.district + 1)

    def _show(self, head: Head, seen: int, walk: Walk, now: Published, coming: Published) -> None:
        at = in_milliseconds(self.clock())
        report = Report(
            n=walk.n,
            day=walk.day,
            made_at=at,
            now=BookName.model_validate(now.name()),
            coming=head.rulebook,
            merchants=sum(row.merchants for row in walk.moved),
            moved=walk.moved,
            parts=walk.parts,
        )
        reported_on = head.reported_on or local_day(at)
        shown = Shown(
            id=str(coming.rulebook.from_),
            n=walk.n,
            at=at,
            step="reported",
            rulebook=head.rulebook,
            begins=begins(coming, reported_on),
            report=report,
        )
        after = head.model_copy(update={"n": walk.n, "reported_on": reported_on, "report": report})
        self.book.show(after, shown, seen)
