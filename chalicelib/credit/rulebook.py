"""The rulebook of standing (诚信计量状况评价规则): what each public fact counts, for how long, and which word follows.

A rulebook is one TOML file under data/, published as it is; its SHA-256 is that of the file. A new rulebook is a new
file with the day it is meant to begin; none is ever changed, and none says when it ends: the next one does.
"""

import hashlib
import itertools
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from chalicelib.credit.document import Closed, Words
from chalicelib.instants import Day

_DATA = Path(__file__).parent / "data"

Grade = Literal["good", "regular", "attention", "poor"]
"""From the best to the worst; the words are the rulebook's."""
GRADES: tuple[Grade, ...] = get_args(Grade)
Kind = Literal[
    "drawn_check_clean",
    "other_check_clean",
    "check_problem",
    "check_refused",
    "complaint_confirmed",
    "rectified_on_time",
    "rectified_late",
    "penalty_general",
    "penalty_serious",
    "commitment_held",
    "commitment_breached",
    "verification_lapsed",
]
"""What a public fact can mean for its merchant (happenings.py says which does); a rulebook has a rule for each."""
KINDS: tuple[Kind, ...] = get_args(Kind)
HELPFUL: frozenset[Kind] = frozenset({"drawn_check_clean", "other_check_clean", "commitment_held"})
GIVES_BACK: frozenset[Kind] = frozenset({"rectified_on_time", "rectified_late"})
"""What takes off part of what a problem counts, for as long as the problem counts."""
RECTIFIABLE: frozenset[Kind] = frozenset({"check_problem", "check_refused", "complaint_confirmed"})

PENALTIES: frozenset[Kind] = frozenset({"penalty_general", "penalty_serious"})

_Text = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class Source(Closed):
    """Where a setting comes from, who looked and when."""

    title: _Text
    url: str = ""
    checked: Day
    checked_by: _Text


class Basis(Closed):
    """On what ground a grade is public; a rulebook without one keeps it between merchant and office."""

    words: Words
    source: Source


class GradeRow(Closed):
    """One word.

    at_least   points it takes; the worst has none
    needs      kinds of which one must count besides, so that nobody is praised unseen
    means      what the word says and what it does not
    """

    code: Grade
    at_least: int | None = None
    needs: tuple[Kind, ...] = ()
    word: Words
    means: Words


class Rule(Closed):
    """What one kind of fact counts.

    points      for each fact, signed
    for_days    for so many days from the fact's own day, the first included; absent: for as long as it lasts
    cap         at most so many points by this rule, the newest facts first
    grace_days  it begins so many days later than it happened
    change      what would change it, as the merchant is told
    basis       why it counts at all: the law's or policy's place
    """

    kind: Kind
    points: Annotated[int, Field(ge=-20, le=20)]
    for_days: Annotated[int, Field(ge=1, le=3660)] | None = None
    cap: Annotated[int, Field(ge=1)] | None = None
    grace_days: Annotated[int, Field(ge=0)] = 0
    says: Words
    change: Words
    basis: _Text

    def last(self, day: date) -> date | None:
        """The last day on which a fact of `day` counts; None: for as long as it lasts."""
        return None if self.for_days is None else day + timedelta(days=self.for_days - 1)


class SameFacts(Closed):
    """What counts of a check's problem and of a penalty that names its visit: they are the same facts.

    counts  `heavier`: on each day whichever takes more, the problem with what was given back for it, or the penalties;
            a tie is the penalties'
    """

    counts: Literal["heavier"]
    says: Words
    basis: _Text


class Rulebook(Closed):
    """One rulebook.

    from_             the local day it is meant to begin
    demonstration     演示: made to show how it works, in force nowhere
    notice_days       at least so many days lie between the public report of who moves and its beginning
    explain_workdays  so many working days a merchant has to explain itself before a worse grade is confirmed
    same_facts        a problem and its penalty are counted once; absent: both count
    """

    id: Literal["standing"]
    from_: Annotated[Day, Field(alias="from")]
    title: Words
    demonstration: bool
    notice_days: Annotated[int, Field(ge=0, le=365)]
    explain_workdays: Annotated[int, Field(ge=0, le=60)]
    confidence: Literal["text", "secondary", "unverified", "own_setting"]
    source: Source
    publication: Basis | None = None
    grade: tuple[GradeRow, ...]
    rule: tuple[Rule, ...]
    same_facts: SameFacts | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if tuple(row.code for row in self.grade) != GRADES:
            raise ValueError("every grade stands once, from the best to the worst")
        limits = [row.at_least for row in self.grade[:-1]]
        if None in limits or self.grade[-1].at_least is not None or self.grade[-1].needs:
            raise ValueError("every grade but the worst has a limit")
        if any(above <= below for above, below in itertools.pairwise(limits)):  # type: ignore[operator]
            raise ValueError("limits fall from grade to grade")
        if tuple(row.kind for row in self.rule) != KINDS:
            raise ValueError("every kind has one rule, in the order of KINDS")
        return self

    @model_validator(mode="after")
    def _is_fair(self) -> Self:
        """What helps never lowers, what harms never raises, and a problem put right is never better than none."""
        for row in self.rule:
            is_gain = row.kind in HELPFUL or row.kind in GIVES_BACK
            if (row.points < 0 and is_gain) or (row.points > 0 and not is_gain):
                raise ValueError(f"{row.kind}: {row.points} points are of the wrong sign")
            if row.kind in GIVES_BACK | RECTIFIABLE and (row.cap is not None or row.grace_days):
                raise ValueError(f"{row.kind}: a problem and what takes it back count together")
            if row.kind in GIVES_BACK and row.for_days is not None:
                raise ValueError(f"{row.kind} ends with its problem")
        if self.same_facts and any(self.rule_of(kind).cap for kind in PENALTIES):
            raise ValueError("a penalty that is weighed against its problem has no limit")
        back = max(self.rule_of(kind).points for kind in GIVES_BACK)
        if any(self.rule_of(kind).points + back > 0 for kind in RECTIFIABLE):
            raise ValueError("no more is given back than a problem took")
        helpful = set(KINDS) - HELPFUL
        if any(helpful & set(row.needs) for row in self.grade):
            raise ValueError("a grade needs only what helps")
        return self

    def rule_of(self, kind: Kind) -> Rule:
        """The rule of a kind."""
        return self.rules[kind]

    @cached_property
    def rules(self) -> Mapping[Kind, Rule]:
        """Rules by kind."""
        return {row.kind: row for row in self.rule}

    def graded(self, code: Grade) -> GradeRow:
        """The row of a grade."""
        return self.grade[GRADES.index(code)]


class Published(Closed):
    """A rulebook and the bytes it was read from, which are what is published.

    sha256   of the bytes, hex
    """

    rulebook: Rulebook
    sha256: str
    text: str

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """The rulebook in these bytes. Raises ValueError for what is none."""
        text = raw.decode()
        told: dict[str, Any] = tomllib.loads(text)
        return cls(rulebook=Rulebook.model_validate(told), sha256=hashlib.sha256(raw).hexdigest(), text=text)

    def name(self) -> dict[str, str]:
        """How a standing names it."""
        book = self.rulebook
        return {"id": book.id, "from": book.from_.isoformat(), "sha256": self.sha256}


@cache
def all_published() -> tuple[Published, ...]:
    """Every rulebook, oldest first."""
    found = [Published.read(path.read_bytes()) for path in _DATA.glob("rulebook-*.toml")]
    return tuple(sorted(found, key=lambda one: one.rulebook.from_))


def begins(one: Published, reported_on: date | None) -> date | None:
    """The day a rulebook takes effect, never before its report was public long enough; None: not reported yet."""
    if reported_on is None:
        return None
    return max(one.rulebook.from_, reported_on + timedelta(days=one.rulebook.notice_days))


def in_force(found: Sequence[Published], reported: Mapping[str, date], day: date) -> Published:
    """The rulebook in force on the local `day`; the first one needs no report, because nobody moves.

    reported   SHA-256 of a rulebook -> the local day its report of who moves was first public
    """
    begun = [
        one
        for one in found[1:]
        if (first := begins(one, reported.get(one.sha256))) is not None and first <= day
    ]
    return begun[-1] if begun else found[0]
