"""Standing (诚信计量状况): a word for where a merchant is, with every point behind it; pure, reckoned by anybody."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from chalicelib import facts
from chalicelib.credit.document import Closed, Sha256
from chalicelib.credit.happenings import Happening, happenings
from chalicelib.credit.rulebook import (
    GIVES_BACK,
    GRADES,
    PENALTIES,
    RECTIFIABLE,
    Grade,
    Kind,
    Published,
    Rule,
    Rulebook,
)
from chalicelib.facts import About, Fact
from chalicelib.instants import Day
from chalicelib.store import canonical


class BookName(Closed):
    """Which rulebook: its id, the day it is meant to begin, the SHA-256 of its file."""

    id: str
    from_: Annotated[Day, Field(alias="from")]
    sha256: Sha256


class Point(Closed):
    """What one fact counts.

    about, fact   which fact            day     the fact's own day
    points        signed; 0 when its kind had reached its limit, the rulebook counts it as nothing, or others count
    instead       ids of the facts that count in its place, because they are the same facts and heavier
    until         the last day it counts; absent: for as long as it is so
    contested     there, and true, while an objection is open: it counts until somebody decided otherwise
    """

    kind: Kind
    about: About
    fact: str
    day: Day
    points: int
    until: Day | None = None
    contested: Literal[True] | None = None
    instead: tuple[str, ...] | None = None


class Standing(Closed):
    """Where a merchant stands on a local day.

    facts_sha256   of the lines of its public facts on that day (facts.py)
    points         the sum of `because`, and of nothing else
    because        every fact that counts, the newest first
    changes_on     the first day on which this may be otherwise although nothing new happened; absent: never
    """

    day: Day
    rulebook: BookName
    facts_sha256: Sha256
    grade: Grade
    points: int
    because: tuple[Point, ...]
    changes_on: Day | None = None

    def kept(self) -> str:
        """Its one text, by which two of them are compared."""
        return canonical(self.model_dump(mode="json", exclude_none=True))

    def without(self, book: Rulebook, *left_out: Point) -> tuple[int, Grade]:
        """Points and grade if these did not count; what they stood in the place of counts again."""
        same: dict[str, set[str]] = defaultdict(set)
        for one in self.because:
            for other in one.instead or ():
                problem, penalty = (other, one.fact) if one.kind in PENALTIES else (one.fact, other)
                same[problem].add(penalty)
        rest = [
            one.model_copy(update={"points": book.rules[one.kind].points}) if one.instead else one
            for one in self.because
            if one not in left_out
        ]
        rest = _once(rest, [({problem}, penalties) for problem, penalties in same.items()])
        points = sum(one.points for one in rest)
        return points, grade(book, points, {one.kind for one in rest})


class _Span(NamedTuple):
    """A happening and the days on which it counts, both included."""

    of: Happening
    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def turns(self) -> Iterator[date]:
        yield self.first
        if self.last is not None:
            yield self.last + _DAY


_DAY = timedelta(days=1)
_PROBLEMS = RECTIFIABLE | GIVES_BACK


def standing(found: Iterable[Fact], published: Published, day: date) -> Standing:
    """Where the merchant of these facts stands on the local `day`.

    found   facts of one merchant, in any order, each as often as it came and in whichever version
    """
    book = published.rulebook
    shown = [one for one in facts.newest(found) if one.is_shown(day)]
    spans = [_span(book, of) for one in shown for of in happenings(one)]
    because = _because(book, [span for span in spans if span.holds(day)])
    points = sum(one.points for one in because)
    turns = [turn for span in spans for turn in span.turns()] + [
        date.fromisoformat(one.told["until"]) + _DAY
        for one in shown
        if one.about == "entry" and one.told and "until" in one.told
    ]
    return Standing(
        day=day,
        rulebook=BookName.model_validate(published.name()),
        facts_sha256=facts.sha256(sorted(one.line() for one in shown)),
        grade=grade(book, points, {one.kind for one in because}),
        points=points,
        because=tuple(because),
        changes_on=min((turn for turn in turns if turn > day), default=None),
    )


def grade(book: Rulebook, points: int, kinds: set[Kind]) -> Grade:
    """The best word that so many points and the kinds that count deserve."""
    return next(
        row.code
        for row in book.grade
        if row.at_least is None
        or (points >= row.at_least and (not row.needs or not kinds.isdisjoint(row.needs)))
    )


def is_worse(one: Grade, other: Grade) -> bool:
    """Whether the first is a worse word than the second."""
    return GRADES.index(one) > GRADES.index(other)


def _span(book: Rulebook, of: Happening) -> _Span:
    rule: Rule = book.rules[of.kind]
    last = book.rules[of.ends_with or of.kind].last(of.day)
    ends = [one for one in (last, of.last) if one is not None]
    return _Span(of, of.first + timedelta(days=rule.grace_days), min(ends, default=None))


def _because(book: Rulebook, spans: list[_Span]) -> list[Point]:
    spans.sort(key=lambda span: (-span.of.day.toordinal(), span.of.fact.id, span.of.kind))
    used: dict[Kind, int] = defaultdict(int)
    because = []
    for of, _, last in spans:
        rule = book.rules[of.kind]
        left = abs(rule.points) if rule.cap is None else min(abs(rule.points), rule.cap - used[of.kind])
        used[of.kind] += left
        because.append(
            Point(
                kind=of.kind,
                about=of.fact.about,
                fact=of.fact.id,
                day=of.day,
                points=left if rule.points > 0 else -left,
                until=last,
                contested=True if of.fact.told and of.fact.told.get("contested") else None,
            )
        )
    return _once(because, _same_facts(spans)) if book.same_facts else because


def _same_facts(spans: Iterable[_Span]) -> list[tuple[set[str], set[str]]]:
    """Of each visit the ids of its problem and of the penalties that name it."""
    of_visit: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for of, _, _ in spans:
        visit = (of.fact.told or {}).get("visit_id")
        if visit and of.kind in _PROBLEMS | PENALTIES:
            of_visit[visit][of.kind in PENALTIES].add(of.fact.id)
    return list(of_visit.values())


def _once(because: list[Point], same: Iterable[tuple[set[str], set[str]]]) -> list[Point]:
    """Of a problem and its penalties those count that take more; the others stand there with 0 and say which do."""
    lighter: dict[tuple[str, Kind], tuple[str, ...]] = {}
    for problems, penalties in same:
        found = [one for one in because if one.fact in problems and one.kind in _PROBLEMS]
        fined = [one for one in because if one.fact in penalties and one.kind in PENALTIES]
        is_fined = sum(one.points for one in fined) <= sum(one.points for one in found)
        light, heavy = (found, fined) if is_fined else (fined, found)
        if heavy:
            named = tuple(sorted({one.fact for one in heavy}))
            lighter |= {(one.fact, one.kind): named for one in light}
    return [
        one.model_copy(update={"points": 0, "instead": lighter[key]})
        if (key := (one.fact, one.kind)) in lighter
        else one
        for one in because
    ]
