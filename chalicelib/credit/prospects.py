"""What would change a standing: what ends by itself, what can be put right, what else would help; pure."""

from datetime import date, timedelta

from pydantic import ConfigDict

from chalicelib.credit.rulebook import GIVES_BACK, HELPFUL, KINDS, RECTIFIABLE, Grade, Kind, Rulebook
from chalicelib.credit.standing import Point, Standing, grade
from chalicelib.documents import Document
from chalicelib.instants import Day


class Prospect(Document):
    """One thing that would change it.

    kind, fact   what would happen, and to which fact      gain   by how many points
    grade        the word then, everything else as it is   on     the day it happens by itself; absent: not by itself
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind
    fact: str | None = None
    gain: int
    grade: Grade
    on: Day | None = None


def prospects(of: Standing, book: Rulebook) -> tuple[Prospect, ...]:
    """What would make it better, what comes by itself first, by day, then the greatest gain."""
    found = [*_ends(of, book), *_put_right(of, book), *_helps(of, book)]
    return tuple(sorted(found, key=lambda one: (one.on or date.max, -one.gain, one.fact or "", one.kind)))


def _ends(of: Standing, book: Rulebook) -> list[Prospect]:
    """Harms with what they give back; one without an end ends when it is put right."""
    found = []
    for harm in of.because:
        if harm.points >= 0:
            continue
        back = [one for one in of.because if one.fact == harm.fact and one.kind in GIVES_BACK]
        points, word = of.without(book, harm, *back)
        gain = points - of.points
        on = harm.until + timedelta(days=1) if harm.until else None
        if gain > 0:
            found.append(Prospect(kind=harm.kind, fact=harm.fact, gain=gain, grade=word, on=on))
    return found


def _put_right(of: Standing, book: Rulebook) -> list[Prospect]:
    righted = {one.fact for one in of.because if one.kind in GIVES_BACK}
    found = []
    for harm in of.because:
        if harm.kind in RECTIFIABLE and harm.fact not in righted and not harm.instead:
            gain = min(book.rules["rectified_on_time"].points, _behind(of, book, harm) - harm.points)
            if gain > 0:
                word = _with(of, book, gain)
                found.append(Prospect(kind="rectified_on_time", fact=harm.fact, gain=gain, grade=word))
    return found


def _behind(of: Standing, book: Rulebook, harm: Point) -> int:
    """What its penalties would count if it took less than they do; 0 without any."""
    return sum(book.rules[one.kind].points for one in of.because if harm.fact in (one.instead or ()))


def _helps(of: Standing, book: Rulebook) -> list[Prospect]:
    found = []
    for kind in KINDS:
        rule = book.rules[kind]
        used = sum(one.points for one in of.because if one.kind == kind)
        gain = rule.points if rule.cap is None else min(rule.points, rule.cap - used)
        if kind in HELPFUL and gain > 0:
            found.append(Prospect(kind=kind, gain=gain, grade=_with(of, book, gain, kind)))
    return found


def _with(of: Standing, book: Rulebook, gain: int, *kinds: Kind) -> Grade:
    return grade(book, of.points + gain, {*kinds, *_counting(of.because)})


def _counting(because: tuple[Point, ...]) -> set[Kind]:
    return {one.kind for one in because}
