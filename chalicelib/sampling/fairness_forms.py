"""The documents of the fairness report (docs/fairness.md): what became of each draw, and the month's report.

Chances and other fractions are texts of three significant digits: rounded, they are the same on every machine.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from chalicelib.instants import Day
from chalicelib.sampling.assignments import State
from chalicelib.sampling.bundle import Closed, Count, Hash, Text
from chalicelib.sampling.items import ObjectKind
from chalicelib.sampling.plans import Campaign, Plan
from chalicelib.store import canonical, digest

MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"
Month = Annotated[str, StringConstraints(pattern=MONTH)]
Outcome = Literal["visited", "not_met", "substituted", "open"]
"""What anybody may know of a visit: whether somebody went and met them. A refusal is a finding and has its own way to
be published, so it counts as visited here."""
OUTCOMES: Mapping[State, Outcome] = {
    "open": "open",
    "done": "visited",
    "refused": "visited",
    "closed": "not_met",
    "moved": "not_met",
    "substituted": "substituted",
}
Fraction = Annotated[str, StringConstraints(pattern=r"^[0-9.e+-]{1,20}$")]
Entry = tuple[Count, Text, Text, Outcome]
"""Stratum, published number, district, outcome."""


class DrawRecord(Closed):
    """What became of a draw, as it stood on the day its first report was made; it changes no more.

    plan       the plan as it was published; its digest is in the freeze
    ended_on   the local day it was opened or became void
    entries    in the order of the assignments: the drawn ones stratum by stratum, then substitutes as they came
    """

    format: Literal["draw-record-1"] = "draw-record-1"
    plan: dict[str, Any]
    state: Literal["opened", "void"]
    ended_on: Day
    recorded_on: Day
    freeze_digest: Hash | None = None
    reason: str | None = None
    entries: tuple[Entry, ...] = ()

    def kept(self) -> bytes:
        """The one form it is kept in."""
        return canonical(self.model_dump(mode="json")).encode()

    def told(self) -> Plan:
        """The plan. Raises ValueError when it is none."""
        return Plan.model_validate({name: value for name, value in self.plan.items() if name != "id"})

    def plan_digest(self) -> str:
        """SHA-256 of the plan as it was published."""
        return digest(self.plan)

    def open_late(self) -> int:
        """How many were still open after the plan's last day."""
        still_open = sum(outcome == "open" for _, _, _, outcome in self.entries)
        return still_open if self.told().until < self.recorded_on else 0


class EndedDraw(Closed):
    """A draw of the window.

    record      SHA-256 of its record's file     reason   why it is void
    open_late   how many of it were still open after its last day
    """

    plan: Text
    name: Text
    campaign: Campaign
    objects: ObjectKind
    state: Literal["opened", "void"]
    ended_on: Day
    freeze_digest: Hash | None = None
    record: Hash
    reason: str | None = None
    open_late: Count

    @classmethod
    def of(cls, raw: bytes) -> "EndedDraw":
        """The draw of a record's file. Raises ValueError for another file."""
        record = DrawRecord.model_validate_json(raw)
        plan = record.told()
        return cls(
            plan=str(record.plan["id"]),
            name=plan.name,
            campaign=plan.campaign,
            objects=plan.scope.objects,
            state=record.state,
            ended_on=record.ended_on,
            freeze_digest=record.freeze_digest,
            record=hashlib.sha256(raw).hexdigest(),
            reason=record.reason,
            open_late=record.open_late(),
        )


class Times(Closed):
    """How many objects were visited so many times, and how many chance would give; None when weights differ."""

    visits: Count
    objects: Count
    expected: Fraction | None = None


class Wait(Closed):
    """The longest time an object had no visit."""

    number: Text
    days: Count


class Stratum(Closed):
    """How a stratum fared. Objects are those that were in the pool of every one of its draws.

    drawn, visited, not_met, substituted, open   of all its entries: `drawn` is the sum of the others
    equal_weights   whether the objects have one weight in each draw; else there is no exact test of `never`
    expected        visits of one object
    never           objects never visited      never_chance     the chance that so many or more are left out
    dropped         drawn and not visited      dropped_chance   the chance that they gather so much at any object
    longest         the longest without a visit, from the stratum's first draw in the window on
    alarms          which tests are below the threshold
    """

    campaign: Campaign
    objects: ObjectKind
    name: Text
    draws: Count
    drawn: Count
    visited: Count
    not_met: Count
    substituted: Count
    open: Count
    stayed: Count
    equal_weights: bool
    expected: Fraction | None = None
    times: tuple[Times, ...]
    never: Count
    never_chance: Fraction | None = None
    dropped: Count
    dropped_chance: Fraction | None = None
    longest: tuple[Wait, ...]
    alarms: tuple[Literal["never", "dropped"], ...]


class Office(Closed):
    """How often a district's office let a substitute take the place, and the chance of so many or more."""

    district: Text
    drawn: Count
    substituted: Count
    chance: Fraction
    is_alarm: bool


class Report(Closed):
    """A month's report over the 36 months that end with it.

    tests       how many tests it makes      threshold   a chance not above this is an alarm: level / tests
    void        draws that became void       open_late   entries open after their plan's last day
    """

    format: Literal["fairness-1"] = "fairness-1"
    month: Month
    first: Day
    last: Day
    level: Fraction
    tests: Count
    threshold: Fraction | None = None
    alarms: Count
    opened: Count
    void: Count
    open_late: Count
    draws: tuple[EndedDraw, ...]
    strata: tuple[Stratum, ...]
    offices: tuple[Office, ...]

    def kept(self) -> bytes:
        """The one form it is kept in."""
        return canonical(self.model_dump(mode="json")).encode()


class Months(Closed):
    """`index.json`: the months that have a report, oldest first."""

    months: Annotated[tuple[Month, ...], Field(max_length=2000)] = ()

    def kept(self) -> bytes:
        """The one form it is kept in."""
        return canonical(self.model_dump(mode="json")).encode()


def strata_of(entries: tuple[Entry, ...], count: int) -> Iterator[list[Entry]]:
    """The entries of each of `count` strata, in their order."""
    for number in range(count):
        yield [one for one in entries if one[0] == number]
