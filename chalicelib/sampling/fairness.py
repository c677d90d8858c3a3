"""Whether past draws and visits look like chance: exact probabilities over fixed calendar windows.

Chances are floats: they are statistics, never measured quantities. Two questions find an office that spares objects,
one that draws again until it likes the result, and one that drops visits. Are more objects never visited than chance
leaves unvisited? Given how many were visited in each draw, an honest office's visits are a uniform choice of so many,
so the answer is exact. And do the visits that were drawn and not done gather at some object? Both look at the objects
that were in the pool all the time, with equal weights.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

LEVEL = 0.01
"""The rate of false alarms a report allows itself, all its tests together."""
MONTHS = 36
"""Whole months a report looks back: where a draw takes a tenth, a year leaves 28 of a hundred out by chance, so that
five spared ones cannot be told from luck; three years leave two (`python -m bench.fairness`)."""
_NEGLIGIBLE = 1e-18


@dataclass(frozen=True)
class Window:
    """Days of a report, both included; they follow from the calendar alone, so nobody chooses them."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.first <= day <= self.last


def window(month: str) -> Window:
    """The 36 whole months that end with `month`, a text as 2026-10. Raises ValueError for another text."""
    first = date.fromisoformat(f"{month}-01")
    place = first.year * 12 + first.month
    return Window(_first_of(place - MONTHS), _first_of(place) - timedelta(days=1))


def months_until(first: str, day: date) -> list[str]:
    """The months from `first` on that are over before the day, oldest first."""
    year, month = map(int, first.split("-"))
    return [
        _first_of(place).isoformat()[:7]
        for place in range(year * 12 + month - 1, day.year * 12 + day.month - 1)
    ]


def month_before(day: date) -> str:
    """The month before the day's, as 2026-10."""
    return (day.replace(day=1) - timedelta(days=1)).isoformat()[:7]


def _first_of(place: int) -> date:
    return date(place // 12, place % 12 + 1, 1)


@dataclass(frozen=True)
class Held:
    """One draw among the objects looked at: on which day, who was drawn, whose visit was done."""

    day: date
    drawn: frozenset[str]
    visited: frozenset[str]


@dataclass(frozen=True)
class StratumReport:
    """How a stratum fared in a window.

    objects        that were in the pool of every draw
    expected       visits of each object by the quotas that were carried out
    never          objects never visited
    never_chance   chance that so many or more are left out; None when weights differ, because it is not known then
    dropped        drawn and not visited    dropped_chance   chance that they gather so much at any object
    """

    objects: int
    expected: float
    never: int
    never_chance: float | None
    dropped: int
    dropped_chance: float

    def chances(self) -> dict[str, float]:
        """Its tests."""
        left_out = {} if self.never_chance is None else {"never": self.never_chance}
        return {**left_out, "dropped": self.dropped_chance}


def counted(size: int, rounds: Sequence[Held], *, is_equal: bool) -> StratumReport:
    """The report of `size` objects, more than none, that were in the pool of every round.

    is_equal   whether they all have the same weight
    """
    reached = [len(one.visited) for one in rounds]
    never = size - len(frozenset[str]().union(*(one.visited for one in rounds)))
    return StratumReport(
        objects=size,
        expected=sum(reached) / size,
        never=never,
        never_chance=never_chance(size, reached, never) if is_equal else None,
        dropped=sum(len(one.drawn - one.visited) for one in rounds),
        dropped_chance=dropped_chance(rounds),
    )


def longest_waits(rounds: Sequence[Held], window: Window) -> dict[str, int]:
    """Of each object that was visited: the longest time it had no visit within the window, in days."""
    seen: dict[str, list[date]] = {}
    for one in sorted(rounds, key=lambda one: one.day):
        for name in one.visited:
            seen.setdefault(name, [window.first]).append(one.day)
    return {
        name: max((later - earlier).days for earlier, later in pairwise([*days, window.last]))
        for name, days in seen.items()
    }


def times(size: int, reached: Sequence[int]) -> list[float]:
    """How many of `size` objects are expected to be visited no time, once, twice, …, each round by equal chances."""
    found = [1.0]
    for count in reached:
        chance = count / size
        once_more = [0.0, *(one * chance for one in found)]
        found = [stay * (1 - chance) + more for stay, more in zip([*found, 0.0], once_more, strict=True)]
    return [size * one for one in found]


def dropped_chance(rounds: Sequence[Held]) -> float:
    """The chance that any object has so many of the dropped visits; all objects together (Bonferroni)."""
    drawn = Counter(name for one in rounds for name in one.drawn)
    dropped = Counter(name for one in rounds for name in one.drawn - one.visited)
    cases, counts = drawn.total(), dropped.total()
    worst = {(dropped[name], drawn[name]) for name in dropped}
    chances = (more_than_others(count, own, counts, cases) for count, own in worst)
    return min(1.0, len(drawn) * min(chances, default=1.0))


def never_chance(size: int, reached: Sequence[int], never: int) -> float:
    """The chance that at least `never` of `size` are in none of the draws, each a uniform choice of `reached[n]`.

    Draw by draw: of those not reached yet, how many are reached now is hypergeometric.
    """
    left = {size: 1.0}
    for count in reached:
        after: dict[int, float] = {}
        for waiting, chance in left.items():
            for fresh, likely in _likely(waiting, count, size, _NEGLIGIBLE / chance):
                after[waiting - fresh] = after.get(waiting - fresh, 0.0) + chance * likely
        left = after
    return min(1.0, math.fsum(chance for waiting, chance in left.items() if waiting >= never))


def _likely(marked: int, drawn: int, size: int, least: float) -> Iterator[tuple[int, float]]:
    """How many marked ones are drawn, with the chances above `least`: from the likeliest down and up by their ratio."""
    low, high = max(0, drawn - (size - marked)), min(marked, drawn)
    middle = min(high, max(low, (drawn + 1) * (marked + 1) // (size + 2)))
    chance = likeliest = hypergeometric(middle, marked, drawn, size)
    found = middle
    while chance > least:
        yield found, chance
        if found == high:
            break
        chance *= (marked - found) * (drawn - found) / ((found + 1) * (size - marked - drawn + found + 1))
        found += 1
    chance, found = likeliest, middle
    while found > low:
        chance *= found * (size - marked - drawn + found) / ((marked - found + 1) * (drawn - found + 1))
        found -= 1
        if chance <= least:
            break
        yield found, chance


@lru_cache(maxsize=200_000)
def hypergeometric(found: int, marked: int, drawn: int, size: int) -> float:
    """The chance of `found` marked ones among `drawn` of `size`, of which `marked` are marked."""
    if not 0 <= found <= marked or not 0 <= drawn - found <= size - marked:
        return 0.0
    return math.exp(_choices(marked, found) + _choices(size - marked, drawn - found) - _choices(size, drawn))


def more_than_others(count: int, cases: int, all_counts: int, all_cases: int) -> float:
    """The chance that an office has `count` or more of all substitutions (or dropped visits) by chance alone (Fisher).

    count, cases           of this office        all_counts, all_cases   of all offices, this one among them
    """
    most = min(cases, all_counts)
    return min(
        1.0, math.fsum(hypergeometric(n, all_counts, cases, all_cases) for n in range(count, most + 1))
    )


def alarms(chances: Mapping[str, float], level: float = LEVEL) -> tuple[str, ...]:
    """Which tests of a report are alarms: all of them together raise a false one in at most `level` of reports."""
    return tuple(name for name, chance in chances.items() if chance <= level / len(chances))


def _choices(size: int, taken: int) -> float:
    """The logarithm of the number of ways to take so many."""
    return math.lgamma(size + 1) - math.lgamma(taken + 1) - math.lgamma(size - taken + 1)
