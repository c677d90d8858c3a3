"""A made-up month of officers' scans in markets, drawn from a seed, with what goes wrong with honest phones and people.

None of it was measured in a city: the conditions are stated, so that somebody who measured theirs can put them in.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from chalicelib.clock import stamp
from chalicelib.labels import codec

FIRST = datetime(2026, 11, 2, 0, 30, tzinfo=UTC)
NOON_H = 4
"""UTC hour of noon, when scales are moved."""
ODD_S = 120
"""A clock that is wrong by more is put right when the phone is back on the network."""
TRAVEL_KMH = 35

type Point = tuple[float, float]


@dataclass(frozen=True)
class Month:
    """The conditions; rates are of scans unless another thing is named."""

    seed: int = 1
    days: int = 22
    markets: int = 24
    stalls: int = 30
    officers: int = 8
    rounds: int = 3
    """Markets an officer visits a day."""
    scan_rate: float = 0.5
    """Of a market's labels that a visit scans."""
    copied_away: int = 10
    """Labels copied to a stall of another market."""
    copied_beside: int = 5
    """Labels copied to a stall of the same market."""
    swapped: int = 6
    """Labels hung on another scale; half of them on a sister whose serial number is one digit away."""
    scrapped: int = 5
    """Scrapped scales still in use."""
    moved: int = 10
    """Scales moved honestly, on record the same noon."""
    moved_late: int = 2
    """The same, put on record three days late."""
    names_site: float = 0.7
    """Visits whose site the phone knows."""
    wrong_site: float = 0.03
    """Visits in which the officer left the last visit open."""
    names_stall: float = 0.3
    located: float = 0.8
    indoors: float = 0.15
    """Positions wrong by about 120 m, and saying so; others by about 15 m."""
    far_off: float = 0.03
    """Positions wrong by 0.5 to 4 km, half of which claim 30 m."""
    far_visits: float = 0.01
    """Visits in which every position is wrong by the same 0.5 to 8 km and claims 30 m: a hotspot that moved house."""
    offline: float = 0.2
    """Visits sent 0.5 to 8 hours later."""
    odd_clocks: float = 0.15
    """Phones wrong by up to 3 hours; others by about 20 s."""
    types_serial: float = 0.1
    mistypes: float = 0.01
    """Of serial numbers typed, a digit too many."""


@dataclass
class Scale:
    """A label, and what becomes of it in the month."""

    name: str
    market: int
    stall: int
    copies: list[tuple[int, int]] = field(default_factory=list)
    """Market and stall of each copy."""
    moves: tuple[int, int] | None = None
    """Day and market it is moved to."""
    late_days: int = 0
    hangs_on: str = ""
    """Serial number of another scale that the label hangs on."""
    scrapped_on: int | None = None

    def market_at(self, day: int, hour: int, late_days: int = 0) -> int:
        """The market the scale stands in, or is on record at."""
        has_moved = self.moves is not None and (day, hour) >= (self.moves[0] + late_days, NOON_H)
        return self.moves[1] if self.moves and has_moved else self.market


def scales(month: Month) -> list[Scale]:
    """Every scale; the troubles fall on different ones."""
    random = Random(month.seed)  # noqa: S311 - a drawn month, no secret
    every = [
        Scale(f"L{market:02d}{stall:03d}", market, stall)
        for market in range(month.markets)
        for stall in range(month.stalls)
    ]
    chosen = iter(random.sample(every, k=len(every)))
    for _ in range(month.copied_away):
        scale = next(chosen)
        elsewhere = (scale.market + random.randrange(1, month.markets)) % month.markets
        scale.copies.append((elsewhere, random.randrange(month.stalls)))
    for _ in range(month.copied_beside):
        scale = next(chosen)
        scale.copies.append((scale.market, (scale.stall + random.randrange(1, month.stalls)) % month.stalls))
    for place in range(month.moved + month.moved_late):
        scale = next(chosen)
        scale.moves = (random.randrange(2, month.days), (scale.market + 1) % month.markets)
        scale.late_days = 3 if place >= month.moved else 0
    for place in range(month.swapped):
        scale = next(chosen)
        scale.hangs_on = f"SN-{scale.name[:-1]}X" if place % 2 else f"KB-{99 - place}-{scale.stall:05d}"
    for _ in range(month.scrapped):
        next(chosen).scrapped_on = random.randrange(month.days // 2)
    return every


def scans(month: Month) -> list[dict[str, Any]]:
    """Every scan of the month as it is kept, in the order they come in."""
    return sorted(_Drawn(month).scans(), key=lambda document: str(document["received_at"]))


@dataclass(frozen=True)
class _Visit:
    site: int | None
    waits_s: float
    far_m: float


class _Drawn:
    """One month while it is drawn."""

    def __init__(self, month: Month) -> None:
        self.month = month
        self.random = random = Random(month.seed + 1_000_000)  # noqa: S311 - a drawn month, no secret
        self.places: Sequence[Point] = [
            (24.43 + random.random() * 0.3, 118.0 + random.random() * 0.25) for _ in range(month.markets)
        ]
        self.skews_s = [
            random.uniform(-10_800, 10_800) if self.happens(month.odd_clocks) else random.gauss(0, 20)
            for _ in range(month.officers)
        ]
        self.scales = scales(month)

    def happens(self, rate: float) -> bool:
        return self.random.random() < rate

    def scans(self) -> Iterator[dict[str, Any]]:
        for day in range(self.month.days):
            for officer in range(self.month.officers):
                yield from self.round(day, officer)

    def round(self, day: int, officer: int) -> Iterator[dict[str, Any]]:
        """An officer's day."""
        at = FIRST + timedelta(days=day, minutes=self.random.uniform(0, 60))
        last: int | None = None
        for market in self.random.sample(range(self.month.markets), self.month.rounds):
            if last is not None:
                km = _apart_km(self.places[last], self.places[market])
                at += timedelta(hours=km / TRAVEL_KMH, minutes=10)
            visit = self.visit(market, last)
            for scale, stall in self.hanging(market, day, at.hour):
                if self.happens(self.month.scan_rate):
                    at += timedelta(seconds=self.random.uniform(20, 90))
                    told = self.clocks(at, officer, visit) | self.found(scale, day, at.hour)
                    yield told | self.where(market, stall, visit)
            last = market

    def visit(self, market: int, last: int | None) -> _Visit:
        random, month = self.random, self.month
        is_wrong = last is not None and self.happens(month.wrong_site)
        return _Visit(
            site=last if is_wrong else market if self.happens(month.names_site) else None,
            waits_s=random.uniform(1800, 28_800) if self.happens(month.offline) else 0.0,
            far_m=random.uniform(500, 8000) if self.happens(month.far_visits) else 0.0,
        )

    def hanging(self, market: int, day: int, hour: int) -> Iterator[tuple[Scale, int]]:
        """Labels that hang in a market, copies too, and at which stall."""
        for scale in self.scales:
            if scale.market_at(day, hour) == market:
                yield scale, scale.stall
            yield from ((scale, stall) for where, stall in scale.copies if where == market)

    def clocks(self, at: datetime, officer: int, visit: _Visit) -> dict[str, Any]:
        skew_s = self.skews_s[officer]
        skew_when_sent_s = 0 if visit.waits_s and abs(skew_s) > ODD_S else skew_s
        sent = at + timedelta(seconds=visit.waits_s)
        return {
            "id": f"scn-{self.random.getrandbits(64):016x}",
            "account": f"acc-{officer}",
            "received_at": stamp(sent + timedelta(seconds=self.random.expovariate(1))),
            "device_at": stamp(at + timedelta(seconds=skew_s)),
            "sent_at": stamp(sent + timedelta(seconds=skew_when_sent_s)),
        }

    def found(self, scale: Scale, day: int, hour: int) -> dict[str, Any]:
        serial = f"SN-{scale.name}"
        digest = codec.serial_digest(serial).hex()
        is_scrapped = scale.scrapped_on is not None and day > scale.scrapped_on
        told: dict[str, Any] = {
            "how": "camera",
            "resolution": {"number": scale.name, "counter": 1, "serial_digest": digest},
            "registered": {
                "site_id": f"sit-{scale.market_at(day, hour, scale.late_days)}",
                "stall": str(scale.stall),
                "serial_no": serial,
                "state": "scrapped" if is_scrapped else "in_use",
            },
        }
        if self.happens(self.month.types_serial):
            typed = scale.hangs_on or serial
            told["serial_seen"] = f"{typed}7" if self.happens(self.month.mistypes) else typed
        return told

    def where(self, market: int, stall: int, visit: _Visit) -> dict[str, Any]:
        told: dict[str, Any] = {}
        if visit.site is not None:
            told["site"] = f"sit-{visit.site}"
            if self.happens(self.month.names_stall):
                told["stall"] = str(stall)
        if self.happens(self.month.located):
            told["place"] = self.position(self.places[market], visit.far_m)
        return told

    def position(self, place: Point, far_m: float) -> dict[str, str]:
        """As a phone in a hall or between tall buildings states it; kept to 0.001 degrees."""
        random = self.random
        error_m, stated_m = abs(random.gauss(0, 15)), random.uniform(8, 30)
        if self.happens(self.month.indoors):
            error_m, stated_m = abs(random.gauss(0, 120)), random.uniform(60, 150)
        if self.happens(self.month.far_off):
            error_m, stated_m = random.uniform(500, 4000), random.choice((30.0, 1500.0))
        turn = random.uniform(0, 2 * math.pi)
        lat = place[0] + (error_m * math.cos(turn) + far_m) / 111_200
        lon = place[1] + error_m * math.sin(turn) / 101_200
        return {"lat": f"{lat:.3f}", "lon": f"{lon:.3f}", "accuracy_m": f"{stated_m:.0f}"}


def _apart_km(one: Point, other: Point) -> float:
    return math.hypot((one[0] - other[0]) * 111.2, (one[1] - other[1]) * 101.2)
