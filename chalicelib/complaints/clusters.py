"""Clusters (同类线索): open files that may have one cause, as a proposal; pure. Nobody's file is merged by it.

Two files are alike when they name the same stall or instrument, came within the window, share a topic, and their words
are alike; where neither names a topic, their words must be more alike. A cluster is what such pairs connect, if two
senders or more are in it.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations, pairwise
from pathlib import Path

from chalicelib.clock import local_day
from chalicelib.complaints.model import File
from chalicelib.law.rulebook import Row, Version, load

_DATA = Path(__file__).parent / "data"


class Rule(Row):
    """When two files are alike: days between them at most, words of topics, shared pairs of characters per hundred.

    alike   of files that share a topic     alike_untold   of files of which neither names one
    """

    window_days: int
    alike: int
    alike_untold: int
    topics: tuple[tuple[str, ...], ...]


def rule(day: date) -> Rule:
    """The rule of the local `day`."""
    version: Version[Rule] = load("complaints.clusters", Rule, _DATA).on(day)
    return version.rows[0]


@dataclass(frozen=True)
class Clue:
    """What of a file tells whether it is like another. `things`: its stall and instrument, as far as registered."""

    id: str
    submission: str
    day: date
    things: frozenset[str]
    text: str

    @classmethod
    def of(cls, file: File) -> "Clue":
        """The clue in a file."""
        about = file.about
        things = frozenset(filter(None, (about.stall_id, about.instrument_id)))
        goods = file.purchase.goods if file.purchase else ""
        return cls(file.id, file.submission, local_day(file.received_at), things, f"{file.facts} {goods}")

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Every two characters that stand together in its words; numbers, signs and what is masked do not count."""
        words = "".join(one for one in unicodedata.normalize("NFKC", self.text).lower() if one.isalpha())
        return frozenset(f"{one}{other}" for one, other in pairwise(words))

    def topics(self, words: Sequence[Sequence[str]]) -> frozenset[int]:
        """The topics its words name."""
        return frozenset(n for n, topic in enumerate(words) if any(word in self.text for word in topic))


@dataclass(frozen=True)
class Cluster:
    """A proposal: files by day, the days of the first and last, what they share, and how many sent them."""

    files: tuple[str, ...]
    since: date
    until: date
    things: tuple[str, ...]
    senders: int


def alike(one: Clue, other: Clue) -> int:
    """Shared pairs of characters per hundred of both texts, 0 to 100, rounded down."""
    total = len(one.pairs) + len(other.pairs)
    return 200 * len(one.pairs & other.pairs) // total if total else 0


def are_linked(one: Clue, other: Clue, by: Rule) -> bool:
    """Whether two files may have one cause; those of one submission do."""
    if one.submission == other.submission:
        return True
    if not one.things & other.things or abs((one.day - other.day).days) > by.window_days:
        return False
    topics, others = one.topics(by.topics), other.topics(by.topics)
    if topics & others:
        return alike(one, other) >= by.alike
    return topics == others and alike(one, other) >= by.alike_untold


def clusters(clues: Iterable[Clue], by: Rule) -> tuple[Cluster, ...]:
    """The proposals among these files, the largest first; one of one sender is none."""
    known = {clue.id: clue for clue in sorted(clues, key=lambda clue: (clue.day, clue.id))}
    leads = {name: name for name in known}

    def lead(name: str) -> str:
        while leads[name] != name:
            leads[name] = leads[leads[name]]
            name = leads[name]
        return name

    for one, other in _candidates(known.values()):
        if lead(one.id) != lead(other.id) and are_linked(one, other, by):
            leads[lead(other.id)] = lead(one.id)
    groups: dict[str, list[Clue]] = defaultdict(list)
    for clue in known.values():
        groups[lead(clue.id)].append(clue)
    found = (_cluster(group) for group in groups.values())
    return tuple(sorted((one for one in found if one.senders > 1), key=lambda one: (-one.senders, one.files)))


def _candidates(clues: Iterable[Clue]) -> Iterator[tuple[Clue, Clue]]:
    """Pairs that have a thing or a sender in common."""
    together: dict[str, list[Clue]] = defaultdict(list)
    for clue in clues:
        for thing in {*clue.things, clue.submission}:
            together[thing].append(clue)
    for group in together.values():
        yield from combinations(group, 2)


def _cluster(group: Sequence[Clue]) -> Cluster:
    things = frozenset.union(*(clue.things for clue in group))
    return Cluster(
        files=tuple(clue.id for clue in group),
        since=group[0].day,
        until=group[-1].day,
        things=tuple(sorted(thing for thing in things if sum(thing in clue.things for clue in group) > 1)),
        senders=len({clue.submission for clue in group}),
    )
