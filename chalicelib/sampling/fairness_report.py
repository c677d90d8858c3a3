"""The fairness report of a month, from published files alone: the same bytes for the same files.

Memory grows with what was drawn and with the objects that stayed in a stratum's pool (their ids, nothing else), never
with the number of draws times the size of a pool: pools stream by.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby, islice
from typing import Literal, Protocol

from chalicelib.clock import local_day
from chalicelib.sampling import fairness, forms
from chalicelib.sampling.bundle import Freeze, Opening, Result
from chalicelib.sampling.fairness import LEVEL, Held, Window
from chalicelib.sampling.fairness_forms import (
    DrawRecord,
    EndedDraw,
    Entry,
    Office,
    Report,
    Stratum,
    Times,
    Wait,
    strata_of,
)
from chalicelib.sampling.items import ObjectKind
from chalicelib.sampling.plans import Campaign

LONGEST = 10
"""So many objects are named that waited longest."""


class Published(Protocol):
    """The published files of draws."""

    def record(self, plan: str) -> bytes:
        """The record of an ended draw."""

    def file(self, plan: str, name: str) -> bytes:
        """A small file of its bundle."""

    def pool(self, plan: str, width: int) -> Iterator[bytes]:
        """Its `pool.bin` in pieces that are multiples of `width`."""


class Contradiction(ValueError):
    """Published files that do not belong together; the argument says which."""


@dataclass
class _Gathered:
    """One stratum of a campaign as its draws come by. `stayed` is the ids of those in all pools so far, joined."""

    stayed: bytes | None = None
    width: int = 0
    is_equal: bool = True
    rounds: list[Held] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class _Measured:
    """A stratum with its tests, before all tests of the report are known."""

    campaign: Campaign
    objects: ObjectKind
    name: str
    gathered: _Gathered
    found: fairness.StratumReport | None
    times: tuple[Times, ...]
    longest: tuple[Wait, ...]


def report(month: str, ended: Iterable[EndedDraw], published: Published) -> Report:
    """The month's report; of `ended`, in any order, those of the window count. Raises Contradiction."""
    window = fairness.window(month)
    held = sorted(
        (one for one in ended if window.holds(one.ended_on)), key=lambda one: (one.ended_on, one.plan)
    )
    opened = [one for one in held if one.state == "opened"]
    drawn, substituted = Counter[str](), Counter[str]()
    measured: list[_Measured] = []
    for (campaign, objects), draws in groupby(sorted(opened, key=_campaign), key=_campaign):
        strata: dict[str, _Gathered] = {}
        for one in draws:
            for _, _, district, outcome in _gather(one, published, strata):
                drawn[district] += 1
                substituted[district] += outcome == "substituted"
        measured += [_measured(campaign, objects, name, strata[name], window) for name in sorted(strata)]
    offices = {
        f"{_OFFICE}{one}": fairness.more_than_others(
            substituted[one], drawn[one], substituted.total(), drawn.total()
        )
        for one in sorted(drawn)
    }
    chances = {
        _test(place, test): chance
        for place, one in enumerate(measured)
        if one.found
        for test, chance in one.found.chances().items()
    }
    raised = set(fairness.alarms({**chances, **offices}))
    tests = len(chances) + len(offices)
    return Report(
        month=month,
        first=window.first,
        last=window.last,
        level=_text(LEVEL),
        tests=tests,
        threshold=_text(LEVEL / tests) if tests else None,
        alarms=len(raised),
        opened=len(opened),
        void=len(held) - len(opened),
        open_late=sum(one.open_late for one in held),
        draws=tuple(held),
        strata=tuple(
            _stratum(one, [test for test in _TESTS if _test(place, test) in raised])
            for place, one in enumerate(measured)
        ),
        offices=tuple(
            Office(
                district=one,
                drawn=drawn[one],
                substituted=substituted[one],
                chance=_text(chance),
                is_alarm=f"{_OFFICE}{one}" in raised,
            )
            for one, chance in zip(sorted(drawn), offices.values(), strict=True)
        ),
    )


_OFFICE = "office "
_TESTS: tuple[Literal["never", "dropped"], ...] = ("never", "dropped")


def _test(place: int, test: str) -> str:
    return f"stratum {place} {test}"


def _campaign(one: EndedDraw) -> tuple[Campaign, ObjectKind]:
    return one.campaign, one.objects


def _gather(ended: EndedDraw, published: Published, strata: dict[str, _Gathered]) -> tuple[Entry, ...]:
    """Add a draw to the strata of its campaign; answers its entries."""
    record, freeze = checked(ended, published)
    found = [strata.setdefault(one.name, _Gathered()) for one in freeze.strata]
    _narrow(published.pool(ended.plan, freeze.id_bytes + forms.TAIL_BYTES), freeze.id_bytes, found)
    for one, entries in zip(found, strata_of(record.entries, len(found)), strict=True):
        visited = frozenset(number for _, number, _, outcome in entries if outcome == "visited")
        one.rounds.append(Held(ended.ended_on, frozenset(number for _, number, _, _ in entries), visited))
        one.outcomes.update(outcome for _, _, _, outcome in entries)
    return record.entries


def checked(ended: EndedDraw, published: Published) -> tuple[DrawRecord, Freeze]:
    """The record and the freeze of an opened draw, which name exactly what was drawn. Raises Contradiction."""
    raw, plan = published.record(ended.plan), ended.plan
    record = DrawRecord.model_validate_json(raw)
    frozen = published.file(plan, "freeze.json")
    freeze = Freeze.model_validate_json(frozen)
    opening = Opening.model_validate_json(published.file(plan, "opening.json"))
    result = Result.model_validate_json(published.file(plan, "result.json"))
    if hashlib.sha256(raw).hexdigest() != ended.record or plan != freeze.plan:
        raise Contradiction(f"{plan}: another record")
    if (
        hashlib.sha256(frozen).hexdigest() != record.freeze_digest
        or freeze.plan_digest != record.plan_digest()
    ):
        raise Contradiction(f"{plan}: another freeze than the record's")
    if local_day(opening.opened_at) != record.ended_on:
        raise Contradiction(f"{plan}: opened on another day")
    kept = sum(1 for one in record.entries if one[0] < len(result.strata))
    if kept != len(record.entries) or len(result.strata) != len(freeze.strata):
        raise Contradiction(f"{plan}: a stratum that was not drawn")
    for one, entries in zip(result.strata, strata_of(record.entries, len(result.strata)), strict=True):
        order = islice(chain(one.drawn, one.substitutes), max(len(entries), len(one.drawn)))
        if [number for _, number, _, _ in entries] != [number for number, _ in order]:
            raise Contradiction(f"{plan}: not who was drawn")
    return record, freeze


def _narrow(pieces: Iterator[bytes], id_bytes: int, strata: Sequence[_Gathered]) -> None:
    """Let a pool stream by: what remains of each stratum are the ids that are in it too."""
    places = [0] * len(strata)
    remain = [bytearray() for _ in strata]
    weights: list[set[int]] = [set() for _ in strata]
    if any(one.stayed is not None and one.width != id_bytes for one in strata):
        raise Contradiction("ids of another width")
    for piece in pieces:
        found: list[list[bytes]] = [[] for _ in strata]
        for place in range(0, len(piece), id_bytes + forms.TAIL_BYTES):
            end = place + id_bytes
            stratum = piece[end] << 8 | piece[end + 1]
            found[stratum].append(piece[place:end])
            weights[stratum].add(piece[end + 2])
        for stratum, found_ids in enumerate(found):
            before = strata[stratum].stayed
            if before is None:
                remain[stratum] += b"".join(found_ids)
            elif found_ids:
                here, last, place = set(found_ids), found_ids[-1], places[stratum]
                while place < len(before) and (one := before[place : place + id_bytes]) <= last:
                    if one in here:
                        remain[stratum] += one
                    place += id_bytes
                places[stratum] = place
    for gathered, ids, seen in zip(strata, remain, weights, strict=True):
        gathered.stayed, gathered.width = bytes(ids), id_bytes
        gathered.is_equal = gathered.is_equal and len(seen) <= 1


def _measured(
    campaign: Campaign, objects: ObjectKind, name: str, gathered: _Gathered, window: Window
) -> _Measured:
    """The tests of a stratum among those who stayed in its pool; none when nobody did."""
    size = len(gathered.stayed or b"") // (gathered.width or 1)
    if not size:
        return _Measured(campaign, objects, name, gathered, None, (), ())
    ever = frozenset[str]().union(*(one.drawn for one in gathered.rounds))
    inside = {one for one in _ids(gathered) if one in ever}
    rounds = [Held(one.day, one.drawn & inside, one.visited & inside) for one in gathered.rounds]
    since = Window(max(window.first, rounds[0].day), window.last)
    found = fairness.counted(size, rounds, is_equal=gathered.is_equal)
    waits = fairness.longest_waits(rounds, since)
    unseen = islice((one for one in _ids(gathered) if one not in waits), LONGEST)
    whole = (since.last - since.first).days
    seen = sorted(waits, key=lambda one: (-waits[one], one))
    longest = [*((one, whole) for one in unseen), *((one, waits[one]) for one in seen[:LONGEST])]
    return _Measured(
        campaign,
        objects,
        name,
        gathered,
        found,
        _times(size, rounds, is_equal=gathered.is_equal),
        tuple(Wait(number=one, days=days) for one, days in longest[:LONGEST]),
    )


def _ids(gathered: _Gathered) -> Iterator[str]:
    raw, width = gathered.stayed or b"", gathered.width
    return (raw[place : place + width].rstrip(b"\0").decode() for place in range(0, len(raw), width))


def _times(size: int, rounds: Sequence[Held], *, is_equal: bool) -> tuple[Times, ...]:
    """As far as anything was seen or would be expected."""
    visits = Counter(Counter(name for one in rounds for name in one.visited).values())
    visits[0] = size - visits.total()
    expected = fairness.times(size, [len(one.visited) for one in rounds])
    last = max(
        (n for n, chance in enumerate(expected) if visits[n] or (is_equal and chance >= 0.5)),  # noqa: PLR2004 - of an object
        default=0,
    )
    return tuple(
        Times(visits=n, objects=visits[n], expected=_text(expected[n]) if is_equal else None)
        for n in range(last + 1)
    )


def _stratum(one: _Measured, alarms: list[Literal["never", "dropped"]]) -> Stratum:
    found, outcomes = one.found, one.gathered.outcomes
    has_chances = found is not None and one.gathered.is_equal
    return Stratum(
        campaign=one.campaign,
        objects=one.objects,
        name=one.name,
        draws=len(one.gathered.rounds),
        drawn=outcomes.total(),
        visited=outcomes["visited"],
        not_met=outcomes["not_met"],
        substituted=outcomes["substituted"],
        open=outcomes["open"],
        stayed=found.objects if found else 0,
        equal_weights=one.gathered.is_equal,
        expected=_text(found.expected) if found and has_chances else None,
        times=one.times,
        never=found.never if found else 0,
        never_chance=_text(found.never_chance) if found and found.never_chance is not None else None,
        dropped=found.dropped if found else 0,
        dropped_chance=_text(found.dropped_chance) if found else None,
        longest=one.longest,
        alarms=tuple(alarms),
    )


def _text(value: float) -> str:
    """Three significant digits."""
    return f"{value:.3g}"
