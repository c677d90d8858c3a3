"""Offices that are honest and offices that cheat, simulated for the fairness report; seeded."""

from collections.abc import Callable, Sequence
from datetime import date
from random import Random

from chalicelib.sampling.fairness import Held, alarms, counted

STALLS = tuple(f"s{place:03d}" for place in range(100))
SPARED = frozenset(STALLS[:5])
"""Five stalls a cheating office is fond of."""
MONTHS, TRIES = 36, 3
"""A draw a month for three years; one that cheats by drawing again does so at most three times."""
CLOSED = 0.05
"""So many stalls are closed when their officers come, whoever draws."""

type Month = tuple[frozenset[str], frozenset[str]]
type Office = Callable[[Random, int], Month]
"""Whom it draws and whom it visits in one month, by the quota."""


def _drawn(chance: Random, quota: int, stalls: Sequence[str] = STALLS) -> frozenset[str]:
    return frozenset(chance.sample(stalls, quota))


def _open(chance: Random, drawn: frozenset[str]) -> frozenset[str]:
    return frozenset(one for one in sorted(drawn) if chance.random() >= CLOSED)


def honest(chance: Random, quota: int) -> Month:
    """Visits whom it drew."""
    drawn = _drawn(chance, quota)
    return drawn, _open(chance, drawn)


def sparing(chance: Random, quota: int) -> Month:
    """Draws from all but the five."""
    drawn = _drawn(chance, quota, [one for one in STALLS if one not in SPARED])
    return drawn, _open(chance, drawn)


def redrawing(chance: Random, quota: int) -> Month:
    """Draws again while one of the five is drawn."""
    drawn = _drawn(chance, quota)
    for _ in range(TRIES):
        if drawn & SPARED:
            drawn = _drawn(chance, quota)
    return drawn, _open(chance, drawn)


def dropping(chance: Random, quota: int) -> Month:
    """Draws honestly and does not go to the five."""
    drawn = _drawn(chance, quota)
    return drawn, _open(chance, drawn) - SPARED


def rate(office: Office, quota: int, seed: int, runs: int, level: float) -> float:
    """In how many of so many three years the report raises an alarm."""
    chance = Random(seed)  # noqa: S311 - a simulation
    found = 0
    for _ in range(runs):
        rounds = [
            Held(date(2024 + month // 12, month % 12 + 1, 15), *office(chance, quota))
            for month in range(MONTHS)
        ]
        found += bool(alarms(counted(len(STALLS), rounds, is_equal=True).chances(), level))
    return found / runs
