"""Whether past draws and visits look like chance: exact probabilities over fixed calendar windows.

Chances are floats: they are statistics, never measured quantities. Two questions find an office that spares objects,
one that draws again until it likes the result, and one that drops visits. Are more objects never visited than chance
leaves unvisited? Given how many were visited in each draw, an honest office's visits are a uniform choice of so many,
so the answer is exact. And do the visits that were drawn and not done gather at some object? Both look at the objects
that were in the pool all the time, with equal weights.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

LEVEL = 0.01
"""The rate of false alarms a report allows itself, all its tests together."""
_MONTHS = (1, 12, 36)
_NEGLIGIBLE = 1e-18
_TERMS = 10_000


@dataclass(frozen=True)
class Window:
    """Days of a report, both included; they follow from the calendar alone, so nobody chooses them."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.first <= day <= self.last


def windows(today: date) -> tuple[Window, ...]:
    """The month before this one, and the 12 and 36 months that end with it."""
    last = today.replace(day=1) - timedelta(days=1)
    return tuple(Window(_months_before(last, months - 1), last) for months in _MONTHS)


def _months_before(day: date, months: int) -> date:
    place = day.year * 12 + day.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)


@dataclass(frozen=True)
class Round:
    """One draw of a stratum: on which day, who was in the pool, who was drawn, whose visit was done."""

    day: date
    pool: frozenset[str]
    drawn: frozenset[str]
    visited: frozenset[str]


@dataclass(frozen=True)
class StratumReport:
    """How a stratum fared in a window.

    objects        that were in the pool of every draw    draws   how many draws
    expected       visits of each object by the quotas that were carried out
    never          objects never visited    never_chance   chance that so many or more are left out
    dropped        drawn and not visited    dropped_chance   chance that they gather so much at any object
    longest_days   longest time without a visit, in days, within the window
    """

    objects: int
    draws: int
    expected: float
    never: int
    never_chance: float
    dropped: int
    dropped_chance: float
    longest_days: int

    def alarms(self, level: float = LEVEL) -> tuple[str, ...]:
        """Which of its tests are alarms at this level."""
        return alarms({"never": self.never_chance, "dropped": self.dropped_chance}, level)


def report(rounds: Sequence[Round], window: Window) -> StratumReport | None:
    """The report of one stratum; None when nothing was drawn in the window, or nothing stayed in the pool."""
    held = [one for one in rounds if window.holds(one.day)]
    objects = frozenset[str].intersection(*(one.pool for one in held)) if held else frozenset[str]()
    if not objects:
        return None
    visits = [objects & one.visited for one in held]
    reached = [len(one) for one in visits]
    never = len(objects.difference(*visits))
    return StratumReport(
        objects=len(objects),
        draws=len(held),
        expected=sum(reached) / len(objects),
        never=never,
        never_chance=never_chance(len(objects), reached, never),
        dropped=sum(len((objects & one.drawn) - one.visited) for one in held),
        dropped_chance=dropped_chance(held, objects),
        longest_days=longest_days(held, objects, window),
    )


def longest_days(rounds: Sequence[Round], objects: frozenset[str], window: Window) -> int:
    """The longest time any of the objects had no visit, within the window."""
    longest = 0
    for one in objects:
        seen = sorted(held.day for held in rounds if one in held.visited)
        days = [window.first, *seen, window.last]
        longest = max(longest, *((later - earlier).days for earlier, later in pairwise(days)))
    return longest


def dropped_chance(rounds: Sequence[Round], objects: frozenset[str]) -> float:
    """The chance that any object has so many of the dropped visits; all objects together (Bonferroni)."""
    drawn = Counter(name for one in rounds for name in objects & one.drawn)
    dropped = Counter(name for one in rounds for name in (objects & one.drawn) - one.visited)
    cases, counts = drawn.total(), dropped.total()
    chances = (more_than_others(dropped[name], drawn[name], counts, cases) for name in dropped)
    return min(1.0, len(drawn) * min(chances, default=1.0))


def never_chance(size: int, reached: Sequence[int], never: int) -> float:
    """The chance that at least `never` of `size` are in none of the draws, each a uniform choice of `reached[n]`.

    Draw by draw: of those not reached yet, how many are reached now is hypergeometric.
    """
    left = {size: 1.0}
    for count in reached:
        after: dict[int, float] = {}
        for waiting, chance in left.items():
            for fresh in range(max(0, count - (size - waiting)), min(waiting, count) + 1):
                found = chance * hypergeometric(fresh, waiting, count, size)
                if found > _NEGLIGIBLE:
                    after[waiting - fresh] = after.get(waiting - fresh, 0.0) + found
        left = after
    return min(1.0, math.fsum(chance for waiting, chance in left.items() if waiting >= never))


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


def binomial_at_least(count: int, cases: int, chance: float) -> float:
    """The chance of `count` or more successes among `cases`, each with this chance."""
    return min(
        1.0,
        math.fsum(
            math.comb(cases, n) * chance**n * (1 - chance) ** (cases - n) for n in range(count, cases + 1)
        ),
    )


def chi_square_beyond(value: float, degrees: int) -> float:
    """The chance that a chi-square of so many degrees of freedom is above the value (regularised upper gamma)."""
    shape, half = degrees / 2, value / 2
    if half <= 0:
        return 1.0
    scale = math.exp(shape * math.log(half) - half - math.lgamma(shape))
    if half < shape + 1:
        term = total = 1 / shape
        for n in range(1, _TERMS):
            term *= half / (shape + n)
            total += term
            if term < total * _NEGLIGIBLE:
                break
        return 1 - scale * total
    return scale * _fraction(shape, half)


def _fraction(shape: float, half: float) -> float:
    """The continued fraction of the upper incomplete gamma function, by Lentz's method."""
    base = half + 1 - shape
    upper, lower = 1e300, 1 / base
    found = lower
    for n in range(1, _TERMS):
        factor = n * (shape - n)
        base += 2
        lower = 1 / (factor * lower + base)
        upper = base + factor / upper
        change = upper * lower
        found *= change
        if abs(change - 1) < 1e-15:  # noqa: PLR2004 - a float can tell no less
            break
    return found


def alarms(chances: Mapping[str, float], level: float = LEVEL) -> tuple[str, ...]:
    """Which tests of a report are alarms: all of them together raise a false one in at most `level` of reports."""
    return tuple(name for name, chance in chances.items() if chance <= level / len(chances))


def _choices(size: int, taken: int) -> float:
    """The logarithm of the number of ways to take so many."""
    return math.lgamma(size + 1) - math.lgamma(taken + 1) - math.lgamma(size - taken + 1)
