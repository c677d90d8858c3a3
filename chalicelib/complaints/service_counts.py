"""Counting a quarter once it is over: what is published of it, and what it proposes for the next draw."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, in_milliseconds, local_day
from chalicelib.complaints.counts import NotCounted, Published, Quarter, published
from chalicelib.complaints.model import INTAKE, File
from chalicelib.complaints.problems import QuarterRuns, StepNotYours
from chalicelib.complaints.service_book import Changed
from chalicelib.errors import NotFound
from chalicelib.registry.districts import DISTRICTS
from chalicelib.registry.parties import Venue


class Archive(Protocol):
    """Files by the day of receipt, and counts that were made."""

    def received(self, unit: str, first: date, last: date) -> Iterator[File]:
        """A unit's files received between two local days, inclusive, in any order."""

    def counts(self, quarter: str) -> Published | None: ...
    def keep(self, counts: Published) -> None:
        """Keep the counts of a quarter, once. Raises Changed."""


@dataclass(frozen=True)
class Counting:
    """Counts of quarters: made once, and the same for ever.

    venue_of  the kind of a site; None where it is not registered
    """

    archive: Archive
    venue_of: Callable[[str], Venue | None]
    clock: Clock

    def make(self, actor: Actor, name: str) -> tuple[Published, bool]:
        """Count a quarter that is over; again answers what stands. Raises NotFound, StepNotYours, QuarterRuns."""
        if actor.districts:
            raise StepNotYours
        quarter, now = Quarter.named(name), in_milliseconds(self.clock())
        if quarter is None:
            raise NotFound(id=name[:40])
        standing = self.archive.counts(name)
        if standing is not None:
            return standing, False
        if local_day(now) <= quarter.last:
            raise QuarterRuns(last=quarter.last)
        files = [
            file
            for unit in (INTAKE, *DISTRICTS)
            for file in self.archive.received(unit, quarter.first, quarter.last)
        ]
        sites = {file.about.site_id for file in files if file.about.site_id}
        venues = {site: venue for site in sites if (venue := self.venue_of(site))}
        try:
            self.archive.keep(counts := published(quarter, files, venues, now))
        except Changed:
            return self.make(actor, name)
        return counts, True

    def read(self, name: str) -> Published | NotCounted:
        """The counts of a quarter, once they are made. Raises NotFound for what is no quarter."""
        if Quarter.named(name) is None:
            raise NotFound(id=name[:40])
        return self.archive.counts(name) or NotCounted(quarter=name)
