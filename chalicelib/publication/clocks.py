"""Every clock of an entry: when it started, when it ends, whether it was met; from entry, terms and day alone; pure.

A day that rests on a year whose holidays are not announced is provisional: it is computed anew whenever asked for.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from chalicelib.clock import local_day
from chalicelib.instants import Day
from chalicelib.publication.entries import Recorded
from chalicelib.publication.moves import FINAL
from chalicelib.publication.steps import Claim
from chalicelib.publication.terms import Closed, Confidence, Term, Terms

Name = Literal["reply", "publication", "exchange", "objection", "withdrawal", "repair", "shown"]
WORDS: dict[Name, tuple[str, str]] = {
    "reply": ("当事人陈述期", "its merchant may reply"),
    "publication": ("公示期限", "to be published"),
    "exchange": ("信用信息报送", "to be handed to the credit exchange"),
    "objection": ("处理异议", "the objection to be decided"),
    "withdrawal": ("撤下公示", "to be withdrawn"),
    "repair": ("处理信用修复申请", "the application for repair to be decided"),
    "shown": ("公示到期", "shown until"),
}


class Clock(Closed):
    """One term of an entry.

    whose        who acts by its end: the office, the merchant, or the clock itself (`nobody`)
    started      not counted              due_on   the last day in time
    met_on       the day it was met; absent while it is not           late   over and not met, or met too late
    """

    name: Name
    zh: str
    en: str
    whose: Literal["office", "merchant", "nobody"]
    started: Day
    due_on: Day
    met_on: Day | None = None
    late: bool = False
    provisional: bool = False
    source: str
    confidence: Confidence


def clocks(entry: Recorded, terms: Terms, day: date) -> tuple[Clock, ...]:
    """All clocks of an entry as they stand on the local `day`; none of what is kept or was dropped."""
    if not terms.published or entry.state == "dropped":
        return ()
    return tuple(_clocks(entry, terms, day))


def due(entry: Recorded, terms: Terms) -> date:
    """The end of the first clock that still runs; the entry's day where none does."""
    running = (one.due_on for one in clocks(entry, terms, entry.day) if one.met_on is None)
    return entry.day if entry.state in FINAL else min(running, default=entry.day)


def _clocks(entry: Recorded, terms: Terms, day: date) -> Iterator[Clock]:
    def clock(name: Name, term: Term, start: date, met: date | None, whose: str = "office") -> Clock:
        ends = term.ends(start)
        zh, en = WORDS[name]
        return Clock.model_validate(
            {
                "name": name,
                "zh": zh,
                "en": en,
                "whose": whose,
                "started": start,
                "due_on": ends.day,
                "met_on": met,
                "late": whose == "office" and (met or day) > ends.day and entry.state not in _ENDED_OTHERWISE,
                "provisional": ends.provisional,
                "source": term.source,
                "confidence": term.confidence,
            }
        )

    is_over = _last_day(entry) if entry.state in FINAL else None
    if terms.reply and entry.notified_on:
        is_lapsed = entry.state != "notified"
        until = terms.reply.ends(entry.notified_on).day
        yield clock("reply", terms.reply, entry.notified_on, until if is_lapsed else None, "merchant")
    yield clock("publication", terms.due, entry.day, entry.published_on or is_over)
    if terms.exchange:
        yield clock("exchange", terms.exchange, entry.day, entry.exchanged_on or is_over)
    for claim in entry.objections:
        yield clock("objection", terms.decide, local_day(claim.at), _decided_on(claim) or is_over)
    for claim in entry.repairs:
        yield clock("repair", terms.repair, local_day(claim.at), _decided_on(claim) or is_over)
    if entry.annulment is not None:
        yield clock("withdrawal", terms.withdraw, entry.annulment.gone_on, is_over)
    ends = sorted(entry.periods(terms), key=lambda held: held[0].longest.ends(held[1]).day)
    if ends and entry.published_on:
        period, start = ends[0]
        yield clock("shown", period.longest, start, is_over, "nobody")


_ENDED_OTHERWISE = FINAL - {"expired", "repaired"}


def _last_day(entry: Recorded) -> date:
    return local_day(entry.steps[-1].at)


def _decided_on(claim: Claim) -> date | None:
    return local_day(claim.decision.at) if claim.decision else None
