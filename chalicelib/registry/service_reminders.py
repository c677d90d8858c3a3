"""The daily walk through the due lists: every reminder that a day brings is told once, after missed days too."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chalicelib.clock import Clock, local_day
from chalicelib.notices.service import Notices
from chalicelib.registry.due import Due, ending
from chalicelib.registry.reminders import reminder
from chalicelib.registry.service_book import Changed
from chalicelib.registry.service_due import DueBook

BATCH = 100


@dataclass(frozen=True)
class Walk:
    """How far a district's list was walked on which day; `after` is empty before its first page."""

    day: date
    after: str = ""
    is_done: bool = False


class Walks(Protocol):
    """How the progress is kept; `keep` raises Changed when another run is under way."""

    def walk(self, district: str) -> tuple[Walk | None, int]: ...
    def keep(self, district: str, walk: Walk, seen: int) -> None: ...


@dataclass(frozen=True)
class Reminders:
    """Tells merchants which certificates end."""

    lists: DueBook
    walks: Walks
    notices: Notices
    districts: Iterable[str]
    clock: Clock

    def run(self, has_time: Callable[[], bool]) -> int:
        """Walk what today still lacks until it is done or time is up; answers how many were told."""
        told = 0
        for district in self.districts:
            try:
                told += self._district(district, has_time)
            except Changed:
                continue  # another run walks it
        return told

    def _district(self, district: str, has_time: Callable[[], bool]) -> int:
        day, told = local_day(self.clock()), 0
        known, seen = self.walks.walk(district)
        walk = known if known and known.day == day else Walk(day)
        while not walk.is_done and has_time():
            page = self.lists.listed("district", district, ending(day), walk.after, BATCH)
            wanted = (reminder(Due.model_validate(row), day) for row in page.rows)
            told += self.notices.tell([one for one in wanted if one])
            walk = Walk(day, page.after, is_done=not page.after)
            self.walks.keep(district, walk, seen)
            seen += 1
        return told
