"""What of complaints and reports is published, and how they weigh in the next draw (公布与权重); pure.

Both know areas only: a district and a kind of place. An area with few files is published nowhere and weighs nothing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import StringConstraints

from chalicelib.complaints.model import File
from chalicelib.instants import Day, Instant
from chalicelib.law.rulebook import Row, Version, load
from chalicelib.registry.districts import DISTRICTS, District
from chalicelib.registry.marks import Frozen
from chalicelib.registry.parties import Venue

_DATA = Path(__file__).parent / "data"
_NAME = r"20[2-9][0-9]-Q[1-4]"
QuarterName = Annotated[str, StringConstraints(pattern=rf"^{_NAME}$")]
_MONTHS = 3
_NOT_COUNTED: frozenset[str] = frozenset({"refused", "not_filed", "merged", "repeated"})
"""Decided not to be a file of its own."""


class Least(Row):
    """The least number that is published."""

    least: int


class Weighs(Row):
    """So many places told of give an area this weight, until the next row."""

    places: int
    weight: int


@dataclass(frozen=True)
class Quarter:
    """A quarter of a local year: its name, such as 2026-Q3, and its days, both included."""

    name: str
    first: date
    last: date

    @classmethod
    def named(cls, name: str) -> "Quarter | None":
        """The quarter of this name; None for what names none."""
        if not re.fullmatch(_NAME, name):
            return None
        year, place = int(name[:4]), int(name[-1])
        first = date(year, _MONTHS * (place - 1) + 1, 1)
        after = date(year + place // 4, _MONTHS * (place % 4) + 1, 1)
        return cls(name, first, after - timedelta(days=1))


class Area(Frozen):
    """A district and a kind of place; `venue` is absent where nothing registered was named."""

    district: District
    venue: Venue | None = None


class AreaCount(Area):
    """Files about an area."""

    files: int


class AreaWeight(Area):
    """What an area would weigh in the next draw; all others weigh 1."""

    venue: Venue
    weight: int


class Published(Frozen):
    """The counts of a quarter as anybody may read them.

    areas    those with at least `least` files     rest   of all other areas, if that tells nothing of any one of them
    hidden   files that two persons took out of these counts
    weights  proposed for the next draw, by `rule`, in force from `rule_from`: so many places, this weight
    """

    quarter: QuarterName
    first: Day
    last: Day
    made_at: Instant
    least: int
    areas: tuple[AreaCount, ...]
    rest: int | None = None
    hidden: int
    weights: tuple[AreaWeight, ...] = ()
    rule: tuple[tuple[int, int], ...]
    rule_from: Day
    rule_source: str


class NotCounted(Frozen):
    """What anybody reads of a quarter that nobody had counted yet."""

    quarter: QuarterName
    outcome: Literal["not_counted"] = "not_counted"


def place(file: File) -> str | None:
    """The one place a file is about: its stall, scale, merchant or site, whatever is registered first in this order."""
    about = file.about
    return about.stall_id or about.instrument_id or about.merchant_id or about.site_id


def published(
    quarter: Quarter, files: Iterable[File], venues: Mapping[str, Venue], made_at: Instant
) -> Published:
    """The counts of the files received in a quarter; `venues` tells the kind of each site."""
    counted = list(files)
    seen = [file for file in counted if not file.is_hidden]
    least_of: Version[Least] = load("complaints.counts", Least, _DATA).on(quarter.last)
    weighs: Version[Weighs] = load("complaints.weights", Weighs, _DATA).on(quarter.last)
    least = least_of.rows[0].least
    totals = Counter(area for file in seen if (area := area_of(file, venues)))
    few = [count for count in totals.values() if count < least]
    return Published(
        quarter=quarter.name,
        first=quarter.first,
        last=quarter.last,
        made_at=made_at,
        least=least,
        areas=tuple(
            AreaCount(district=area[0], venue=area[1], files=count)
            for area, count in sorted(totals.items(), key=str)
            if count >= least
        ),
        rest=sum(few) if len(few) > 1 and sum(few) >= least else None,
        hidden=len(counted) - len(seen),
        weights=weights(seen, venues, weighs.rows, least),
        rule=tuple((row.places, row.weight) for row in weighs.rows),
        rule_from=weighs.from_,
        rule_source=weighs.source.title,
    )


def area_of(file: File, venues: Mapping[str, Venue]) -> tuple[District, Venue | None] | None:
    """The area a file is about; None while no unit of a district has it."""
    if file.unit not in DISTRICTS:
        return None
    return file.unit, venues.get(file.about.site_id or "")  # type: ignore[return-value]  # a district, as was asked


def weights(
    files: Iterable[File], venues: Mapping[str, Venue], rows: Collection[Weighs], least: int
) -> tuple[AreaWeight, ...]:
    """What areas would weigh: by places, each once however many told of it, so that nobody is steered by numbers.

    Counted are files that were not refused, not filed, merged, repeated, or referred to the police.
    An area of fewer than `least`
    places weighs as any other.
    """
    places: dict[tuple[District, Venue], set[str]] = defaultdict(set)
    for file in files:
        if file.state in _NOT_COUNTED or file.decision == "not_filed" or file.police is not None:
            continue
        area, where = area_of(file, venues), place(file)
        if area is not None and area[1] is not None and where is not None:
            places[area[0], area[1]].add(where)
    found = ((area, _weight(len(told), rows, least)) for area, told in sorted(places.items()))
    return tuple(
        AreaWeight(district=area[0], venue=area[1], weight=weight) for area, weight in found if weight > 1
    )


def _weight(places: int, rows: Collection[Weighs], least: int) -> int:
    reached = [row.weight for row in rows if places >= max(row.places, least)]
    return max(reached, default=1)
