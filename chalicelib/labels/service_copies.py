"""Following officers' scans: each is laid beside the last encounters of its label, and what is odd raises an alarm."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from chalicelib import events
from chalicelib.clock import Clock, local_day
from chalicelib.labels import copies, encounters
from chalicelib.labels.service_sightings import Sighting
from chalicelib.labels.thresholds import thresholds
from chalicelib.registry.alarm_evidence import Encounter, Evidence, Trip, TwoStalls
from chalicelib.registry.alarms import AlarmKind
from chalicelib.registry.model import InstrumentHead
from chalicelib.registry.problems import Busy
from chalicelib.registry.service_book import Changed
from chalicelib.store import Item

_ATTEMPTS = 12
_NEAR = Decimal("0.015")
"""Degrees: a square of a kilometre and half of the next."""


@dataclass(frozen=True)
class Encounters:
    """The last encounters of one label and the version they were read at, 0 when there are none."""

    kept: tuple[Encounter, ...]
    version: int


class ScanBook(Protocol):
    """Where scans and the encounters that follow from them are kept."""

    def scan(self, pk: str, sk: str) -> Mapping[str, Any] | None:
        """A scan's record."""

    def company(self, pk: str) -> Sequence[Mapping[str, Any]]:
        """The newest records of the same account in the same month, a dozen."""

    def encounters(self, number: str, counter: int) -> Encounters:
        """The last encounters of a label."""

    def keep(self, number: str, counter: int, read: Encounters) -> None:
        """Write version + 1. Raises Changed."""

    def head(self, number: str) -> InstrumentHead | None:
        """The instrument's head."""

    def site_name(self, site: str) -> str | None:
        """The name of a registered site."""


class AlarmBell(Protocol):
    """The registry's alarms, as far as scans raise them."""

    def raise_(
        self, kind: AlarmKind, head: InstrumentHead, key: str, evidence: Evidence, at: datetime
    ) -> object:
        """Raise or add evidence; the same again changes nothing."""


class Citizens(Protocol):
    """Citizens' scans, as counts."""

    def seen_near(self, number: str, since: datetime) -> list[Sighting]:
        """Where and when citizens saw an instrument's labels since an instant."""


@dataclass(frozen=True)
class CopyEffect:
    """Looks at every officer's scan of a label; keys are the scan's own.

    Every pair of scans is looked at by whichever comes second. Encounters are kept before alarms are raised, and a scan
    that comes again is laid beside the others again: repeating adds nothing, and no crash in between loses a pair.
    """

    book: ScanBook
    alarms: AlarmBell
    citizens: Citizens
    clock: Clock
    name: str = "copies"

    def touched(self, item: Item) -> Iterable[str]:
        """The scan, when it is of a label whose signature is right."""
        is_scan = item.event == events.SCAN_RECORDED.mark
        return (f"{item.pk} {item.sk}",) if is_scan and "serial_digest" in item.document["resolution"] else ()

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        pk, sk = key.split(" ")
        document = self.book.scan(pk, sk)
        if document is None:
            return
        limits = thresholds(local_day(encounters.instant(document["received_at"])))
        new = encounters.encounter(document, self.book.company(pk), limits)
        number = document["resolution"]["number"]
        head = self.book.head(number)
        if new is None or head is None:
            return
        new = self._named(new)
        for found in copies.findings(document, new, self._laid(number, new.counter, new), limits):
            evidence = self._supported(number, found.evidence)
            self.alarms.raise_(found.kind, head, found.key, evidence, self.clock())

    def _laid(self, number: str, counter: int, new: Encounter) -> tuple[Encounter, ...]:
        """The encounters beside the new one, which is kept among them."""
        for _ in range(_ATTEMPTS):
            standing = self.book.encounters(number, counter)
            kept = encounters.kept(standing.kept, new)
            if kept == standing.kept:
                return kept
            try:
                self.book.keep(number, counter, Encounters(kept, standing.version))
            except Changed:
                continue
            return (*standing.kept, new)
        raise Busy

    def _supported(self, number: str, evidence: Evidence) -> Evidence:
        """With the citizens' scans of the same label on that day near each place: they support, and raise nothing."""
        if not isinstance(evidence, Trip | TwoStalls):
            return evidence
        day = local_day(encounters.instant(evidence.second.latest))
        since = encounters.instant(evidence.first.earliest) - timedelta(days=1)
        seen = [one for one in self.citizens.seen_near(number, since) if local_day(one.hour) == day]
        return evidence.model_copy(
            update={
                "citizens_first": _near(evidence.first, seen),
                "citizens_second": _near(evidence.second, seen),
            }
        )

    def _named(self, new: Encounter) -> Encounter:
        """With the site's name; a site that is not registered was not seen."""
        if new.site_id is None:
            return new
        name = self.book.site_name(new.site_id)
        return new.model_copy(update={"site_name": name} if name else {"site_id": None, "stall": None})


def _near(met: Encounter, seen: Iterable[Sighting]) -> int | None:
    """How often citizens scanned the label in the square about a place or one beside it; None without a place."""
    if met.lat is None or met.lon is None:
        return None
    lat, lon = Decimal(met.lat), Decimal(met.lon)
    return sum(
        one.count
        for one in seen
        if one.seen.counter == met.counter
        and one.seen.cell
        and abs(Decimal(one.seen.cell[0]) - lat) <= _NEAR
        and abs(Decimal(one.seen.cell[1]) - lon) <= _NEAR
    )
