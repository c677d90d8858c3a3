"""A draw on its way: frozen, drawn, opened or void; what each step has fixed, so that repeating it gives the same."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.clock import CITY_ZONE
from chalicelib.instants import Instant
from chalicelib.sampling.bundle import Dice, DiceOutcome, LotteryOutcome, Randomness, Source
from chalicelib.sampling.exclusions import Reason
from chalicelib.sampling.items import Closed
from chalicelib.sampling.plans import Plan
from chalicelib.texts import VISIBLE

FREEZE_LEAD = timedelta(minutes=2)
"""The freeze is public at least so long before the randomness comes into being: clocks differ, writing takes time."""
OPENING_LEAD = timedelta(hours=1)
"""So long before the deadline the secret is opened whatever is left to do: an hour of trouble voids no draw."""
PATIENCE: Mapping[str, timedelta] = {
    "drand": timedelta(hours=2),
    "lottery": timedelta(hours=48),
    "dice": timedelta(hours=24),
}
"""How long after its time a source may stay silent before the fall-back is used (docs/draw-protocol.md section 4)."""

DrawState = Literal["freezing", "frozen", "drawn", "opened", "void"]


class Gathered(Closed):
    """What the registry held when the pool was gathered.

    attempt    names the private files that hold it     left_out   how many objects are not in the pool, by reason
    """

    attempt: str
    frozen_at: Instant
    left_out: Mapping[Reason, int]


class KeptDraw(Closed):
    """How far a plan's draw is."""

    plan: str
    state: DrawState = "freezing"
    requested_by: str
    requested_at: Instant
    gathered: Gathered | None = None
    freeze_digest: str | None = None
    randomness: Randomness | None = None
    opened_at: Instant | None = None

    def changed(self, **facts: object) -> "KeptDraw":
        """The draw with these facts."""
        return self.model_copy(update=facts)


class Numbers(Closed):
    """What a lottery or dice gave, as a person enters it.

    used     whether it is of the plan's source or of the fall-back named before
    reason   why the source failed, with the fall-back
    """

    used: Literal["source", "fallback"]
    reason: Annotated[str, StringConstraints(max_length=500, strip_whitespace=True), VISIBLE] = ""
    outcome: Annotated[LotteryOutcome | DiceOutcome, Field(discriminator="kind")]


class KeptNumbers(Numbers):
    """Numbers as kept; they count once a second person has entered the same."""

    plan: str
    entered_by: str
    confirmed_by: str | None = None


class Fact(Closed):
    """What a step of a draw tells the world or the office; its event carries it.

    about   frozen: SHA-256 of freeze.json; drawn: how many; opened: SHA-256 of result.json; void: the reason
    """

    plan: str
    step: Literal["frozen", "drawn", "opened", "void"]
    at: Instant
    about: str


@dataclass(frozen=True)
class Keys:
    """The three secrets of one draw, 32 random bytes each.

    secret   the office's secret of the protocol, opened to everybody
    salts    the officers' salts follow from it, opened to the auditor one by one
    files    what is kept privately until the opening is sealed with it
    """

    secret: bytes
    salts: bytes
    files: bytes

    SIZE_BYTES = 96

    @classmethod
    def of(cls, raw: bytes) -> "Keys":
        """The keys in 96 bytes."""
        if len(raw) != cls.SIZE_BYTES:
            raise ValueError("three keys of 32 bytes")
        return cls(raw[:32], raw[32:64], raw[64:])


def begins_at(source: Source) -> datetime:
    """When the randomness of a source comes into being, rounded down to the second."""
    return datetime.fromtimestamp(source.begins_seconds(), tz=CITY_ZONE)


def has_failed(source: Source, now: datetime) -> bool:
    """Whether a source that said nothing has had its time."""
    return now >= begins_at(source) + PATIENCE[source.kind]


def opens_from(plan: Plan) -> datetime:
    """When a draw is opened even with visits left: after the plan's last local day, or shortly before the deadline."""
    day_after = datetime.combine(plan.until + timedelta(days=1), time(), CITY_ZONE)
    return min(day_after, plan.open_by - OPENING_LEAD)


def is_of(source: Source, outcome: LotteryOutcome | DiceOutcome) -> bool:
    """Whether an outcome has the form the source gives; the two witnesses of dice are two people, told by no name."""
    if isinstance(outcome, DiceOutcome):
        two = len(set(outcome.witnesses)) == len(outcome.witnesses)
        nameless = all(re.fullmatch(r"[0-9A-Z-]{4,40}", one) for one in outcome.witnesses)
        return isinstance(source, Dice) and len(outcome.throws) == source.throws and two and nameless
    return source.kind == "lottery"
