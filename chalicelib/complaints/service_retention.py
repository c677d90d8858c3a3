"""What runs inside the function `forget`: erasing reporters' personal data in time. Repeating it changes nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from chalicelib import logs
from chalicelib.clock import Clock, in_milliseconds, local_day
from chalicelib.complaints import intake, retention
from chalicelib.complaints.materials import Material
from chalicelib.complaints.model import File
from chalicelib.complaints.papers import Paper


class Archive(Protocol):
    """What is kept of submissions, and may be erased."""

    def files(self, complaint_ids: tuple[str, ...]) -> tuple[File, ...]: ...

    def closed(self, unit: str, since: date, until: date) -> Iterator[tuple[str, date]]:
        """The submissions of a unit's files closed between two local days, inclusive, with the day, oldest first."""

    def requests(self) -> Iterator[str]:
        """The submissions whose erasure was asked for and is not done."""

    def pictures(self, submission: str) -> tuple[Material, ...]:
        """Its materials."""

    def papers(self, complaint: str) -> tuple[Paper, ...]:
        """The papers of a file."""

    def erase(self, complaint: str, now: datetime) -> bool:
        """Erase what a file's partition holds of its sender, the file itself first; whether there was anything.

        Whoever writes besides looks afterwards whether the file was erased, and takes back what was written: that is
        either found here or by them. Raises Changed.
        """

    def done(self, submission: str, now: datetime) -> None:
        """A request is carried out, if there was one."""


class Pictures(Protocol):
    """Where pictures are kept."""

    def erase(self, materials: Iterable[Material]) -> None: ...


class PaperFiles(Protocol):
    """Where the papers of files lie."""

    def erase(self, papers: Iterable[Paper]) -> None: ...


class Walk(Protocol):
    """How far the walk through a unit's closed files came."""

    def since(self, unit: str) -> date: ...
    def reached(self, unit: str, day: date) -> None: ...


@dataclass(frozen=True)
class Forgetting:
    """Erases what is due: requests first, then what was kept long enough."""

    archive: Archive
    pictures: Pictures
    paper_files: PaperFiles
    walk: Walk
    units: tuple[str, ...]
    clock: Clock

    def run(self, may_go_on: Callable[[], bool]) -> int:
        """Go on while there is time; answers how many submissions were erased."""
        now = in_milliseconds(self.clock())
        today, count = local_day(now), 0
        for submission in self.archive.requests():
            if not may_go_on():
                return count
            count += self._forget(submission, today, now, requested=True)
        for unit in self.units:
            count += self._walked(unit, today, now, may_go_on)
        return count

    def _walked(self, unit: str, today: date, now: datetime, may_go_on: Callable[[], bool]) -> int:
        count, until = 0, retention.closed_until(today)
        for submission, day in self.archive.closed(unit, self.walk.since(unit), until):
            if not may_go_on():
                self.walk.reached(unit, day)
                return count
            count += self._forget(submission, today, now, requested=False)
        self.walk.reached(unit, until)
        return count

    def _forget(self, submission: str, today: date, now: datetime, *, requested: bool) -> int:
        first = self.archive.files((submission,))
        found = self.archive.files(intake.family(*first)) if first else ()
        files = tuple(file for file in found if file.submission == submission)
        if not files or not retention.is_due(files, today, requested=requested):
            return 0
        did_erase = [self.archive.erase(file.id, now) for file in files]
        self.pictures.erase(one for one in self.archive.pictures(submission) if one.kind != "text")
        for file in files:
            self.paper_files.erase(self.archive.papers(file.id))
        if any(did_erase):
            at_ms = int(now.timestamp() * 1000)
            logs.count("PersonalDataErased", at_ms, by="request" if requested else "time")
        self.archive.done(submission, now)
        return int(any(did_erase))
