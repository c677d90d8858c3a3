"""What public facts mean for a merchant, and on which days: the one place where a fact's fields are read; pure."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from chalicelib.certified import Certified
from chalicelib.clock import local_day
from chalicelib.credit.rulebook import Kind
from chalicelib.facts import Fact

_ON_RECORD = frozenset({"published", "restored"})
"""Steps after which a commitment is held."""
_BREACH = frozenset({"breached", "revoked"})
_NOTHING_FOUND, _REFUSED = "1", "6"
"""Result codes (检查结果) that mean something of their own; 未发现问题, 不配合检查情节严重."""


class Happening(NamedTuple):
    """Something a fact says of its merchant.

    day        the fact's own day, from which a rule counts its time
    first      first day on which it is so      last   last such day; None: while the fact is shown
    ends_with  the kind whose rule says how long it counts, where that is another
    """

    kind: Kind
    fact: Fact
    day: date
    first: date
    last: date | None = None
    ends_with: Kind | None = None


def happenings(one: Fact) -> Iterator[Happening]:
    """What one shown fact says; nothing for what counts neither way."""
    told = one.told or {}
    if one.about == "entry":
        yield from _penalty(one, told) if "class" in told else _check(one, told)
    elif one.about == "commitment":
        yield from _commitment(one, told)
    else:
        yield from _instrument(one, told)


def _check(one: Fact, told: Mapping[str, Any]) -> Iterator[Happening]:
    day, last = date.fromisoformat(told["day"]), _day(told, "until")
    codes = {one["code"] for one in told["codes"]}
    if not told["problem"]:
        if _NOTHING_FOUND in codes:
            kind: Kind = "drawn_check_clean" if told.get("source") == "draw" else "other_check_clean"
            yield Happening(kind, one, day, day, last)
        return
    problem: Kind = "check_problem"
    if told.get("source") == "complaint":
        problem = "complaint_confirmed"
    elif _REFUSED in codes:
        problem = "check_refused"
    yield Happening(problem, one, day, day, last)
    if rectified := told.get("rectified"):
        back: Kind = "rectified_on_time" if rectified["on_time"] else "rectified_late"
        yield Happening(back, one, day, max(day, date.fromisoformat(rectified["on"])), last, problem)


def _penalty(one: Fact, told: Mapping[str, Any]) -> Iterator[Happening]:
    if told["class"] != "minor":
        day = date.fromisoformat(told["day"])
        kind: Kind = "penalty_serious" if told["class"] == "serious" else "penalty_general"
        yield Happening(kind, one, day, day, _day(told, "until"))


def _commitment(one: Fact, told: Mapping[str, Any]) -> Iterator[Happening]:
    stepped = local_day(datetime.fromisoformat(told["at"]))
    if told["step"] in _ON_RECORD:
        signed = date.fromisoformat(told["signed_on"])
        yield Happening("commitment_held", one, signed, signed, _day(told, "until"))
    elif told["step"] in _BREACH:
        yield Happening("commitment_breached", one, stepped, stepped)


def _instrument(one: Fact, told: Mapping[str, Any]) -> Iterator[Happening]:
    certified = Certified(told["state"], _day(told, "verified_on"), _day(told, "valid_until"), told["voided"])
    if (
        certified.valid_until is not None
        and certified.standing(after := _after(certified.valid_until)) == "overdue"
    ):
        yield Happening("verification_lapsed", one, after, after)


def _after(day: date) -> date:
    return day + timedelta(days=1)


def _day(told: Mapping[str, Any], name: str) -> date | None:
    text = told.get(name)
    return date.fromisoformat(text) if text else None
