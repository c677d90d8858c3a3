"""Who moves, and by how much, when a coming rulebook (规则变更影响) takes effect: told before it does; pure."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Literal

from chalicelib.credit.document import Closed, Sha256
from chalicelib.credit.rulebook import GRADES, Grade, Published
from chalicelib.credit.standing import BookName, standing
from chalicelib.facts import Fact
from chalicelib.instants import Day, Instant
from chalicelib.store import canonical


class Move(Closed):
    """One merchant under both rulebooks, with the same facts on the same day."""

    merchant_id: str
    was: Grade
    becomes: Grade
    points_were: int
    points_become: int

    def line(self) -> str:
        """Its line in a part of the report."""
        return canonical(self.model_dump(mode="json"))


class Moved(Closed):
    """How many merchants go from one word to another, or stay."""

    was: Grade
    becomes: Grade
    merchants: int


class Part(Closed):
    """A file of moves under /public/standing/: its name, the SHA-256 of its bytes, how many lines."""

    name: str
    sha256: Sha256
    lines: int


class Report(Closed):
    """What a coming rulebook changes for everybody, reckoned on one day by both.

    moved   by pair of words, those who stay too
    parts   every merchant whose word or points change, where grades are public
    """

    n: int
    day: Day
    made_at: Instant
    now: BookName
    coming: BookName
    merchants: int
    moved: tuple[Moved, ...]
    parts: tuple[Part, ...]


class Shown(Closed):
    """What is public of a rulebook: the document of rulebook.shown/1, whose `id` is the day it is meant to begin.

    text   the file, as its SHA-256 has it
    """

    id: str
    n: int
    at: Instant
    step: Literal["published", "reported"]
    state: Literal["shown"] = "shown"
    rulebook: BookName
    begins: Day | None = None
    text: str | None = None
    report: Report | None = None


class Head(Closed):
    """How far a rulebook is: what was shown of it, and since when the report is public."""

    rulebook: BookName
    n: int
    reported_on: Day | None = None
    report: Report | None = None


def counted(before: Iterable[Moved], moves: Iterable[Move]) -> tuple[Moved, ...]:
    """The numbers with so many more moves, by word before and after, from the best."""
    count = Counter({(row.was, row.becomes): row.merchants for row in before})
    count.update((one.was, one.becomes) for one in moves)
    order = sorted(count, key=lambda pair: (GRADES.index(pair[0]), GRADES.index(pair[1])))
    return tuple(Moved(was=was, becomes=to, merchants=count[was, to]) for was, to in order)


def move(merchant_id: str, found: Iterable[Fact], now: Published, coming: Published, day: date) -> Move:
    """A merchant under both rulebooks."""
    facts = list(found)
    before, after = standing(facts, now, day), standing(facts, coming, day)
    return Move(
        merchant_id=merchant_id,
        was=before.grade,
        becomes=after.grade,
        points_were=before.points,
        points_become=after.points,
    )


def is_move(one: Move) -> bool:
    """Whether anything is otherwise."""
    return (one.was, one.points_were) != (one.becomes, one.points_become)
