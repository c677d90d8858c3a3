"""An entry (公示条目): one merchant's reviewed result of a visit, or a penalty decision, and what its clock says; pure.

Names are not in it: the register joins them, masked where they are natural persons'.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib import ids
from chalicelib.instants import Day
from chalicelib.publication import moves
from chalicelib.publication.moves import SHOWN, State, Step
from chalicelib.publication.penalties import NewPenalty
from chalicelib.publication.results import Order, Rectified, Result, rectified
from chalicelib.publication.steps import Annulment, Claim, Said, Taken
from chalicelib.publication.terms import Closed, Period, Terms
from chalicelib.workdays import Due

MOST_CLAIMS = 5


class Recorded(Closed):
    """An entry as kept; what may be done to it is in rights.py.

    kind, day          which terms hold for it, to its end; the local day the visit ended, or the date of the document
    involved           accounts that had a hand in the visit or the record
    notified_on        when its merchant was told; None again when a worse correction starts the clock anew
    reply, shown_reply the newest words of its merchant, and those shown
    orders             orders to rectify of the visit, as far as they concern its merchant
    exchanged_on       the day it was handed to the credit exchange, as a publisher noted it
    """

    id: str
    kind: str
    merchant_id: str
    district: str
    day: Day
    state: State
    result: Result | None = None
    penalty: NewPenalty | None = None
    involved: tuple[str, ...] = ()
    notified_on: Day | None = None
    reply: Said | None = None
    shown_reply: Said | None = None
    objections: Annotated[tuple[Claim, ...], Field(max_length=MOST_CLAIMS)] = ()
    repairs: Annotated[tuple[Claim, ...], Field(max_length=MOST_CLAIMS)] = ()
    annulment: Annulment | None = None
    orders: tuple[Order, ...] = ()
    published_on: Day | None = None
    exchanged_on: Day | None = None
    explanation: str = ""
    steps: tuple[Taken, ...]

    @property
    def is_shown(self) -> bool:
        """Whether the public sees it."""
        return self.state in SHOWN

    @property
    def objection(self) -> Claim | None:
        """The open objection."""
        return unsettled(self.objections)

    @property
    def application(self) -> Claim | None:
        """The open application for repair."""
        return unsettled(self.repairs)

    @property
    def rectified(self) -> Rectified | None:
        """When everything ordered was found done; None before, or when nothing was ordered."""
        return rectified(self.orders)

    def reply_until(self, terms: Terms) -> Due | None:
        """The last day of the reply window; None before the notice, or without a window."""
        return terms.reply.ends(self.notified_on) if terms.reply and self.notified_on else None

    def publish_by(self, terms: Terms) -> Due:
        """The last day of a publication in time."""
        return terms.due.ends(self.day)

    def periods(self, terms: Terms) -> tuple[tuple[Period, date], ...]:
        """The periods that hold, each with the day it counts from; those from the publication once it was."""
        since = {"day": self.day, "published": self.published_on}
        is_light = self.penalty.is_light if self.penalty else None
        return tuple(
            (one, start)
            for one in terms.periods
            if one.light in {None, is_light} and (start := since[one.since]) is not None
        )

    def until(self, terms: Terms) -> date | None:
        """The last day shown, by the period that ends first; None before the publication."""
        ends = [one.longest.ends(start).day for one, start in self.periods(terms)]
        return min(ends, default=None) if self.published_on else None

    def repair_from(self, terms: Terms) -> date | None:
        """The last day before repair may be asked for: the shortest period's; None when there is no repair."""
        if not terms.repairable or (self.penalty and self.penalty.is_lasting):
            return None
        ends = [one.shortest.ends(start).day for one, start in self.periods(terms) if one.shortest]
        return max(ends, default=self.published_on)

    def next_step(self, terms: Terms, day: date) -> Step | None:
        """The step the clock itself calls for on the local `day`; None while it waits."""
        if self.state == "reviewed":
            return "notify" if terms.published else "keep"
        if self.state == "notified":
            window = self.reply_until(terms)
            return "lapse" if window is None or day > window.day else None
        if self.state == "due" and terms.by == "keeper":
            is_free = self.held_until(terms, day) is None and day <= self.publish_by(terms).day
            return "publish" if is_free else None
        until = self.until(terms) if self.is_shown else None
        return "expire" if until is not None and day > until else None

    def held_until(self, terms: Terms, day: date) -> date | None:
        """Until when an open objection keeps it back; None when nothing does."""
        if self.objection is None or terms.holds == "never":
            return None
        if terms.holds == "until_decided":
            return date.max
        last = self.publish_by(terms).day
        return last if day <= last else None

    @property
    def public(self) -> int:
        """How often the public was told of it."""
        return max(one.public for one in self.steps)

    def row(self, due: date) -> dict[str, object]:
        """What lists show of it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "state": self.state,
            "merchant_id": self.merchant_id,
            "district": self.district,
            "day": self.day.isoformat(),
            "due": due.isoformat(),
            "title": self.penalty.number if self.penalty else self.result.item.name if self.result else "",
            "objection": self.objection is not None,
            "application": self.application is not None,
            "annulment": self.annulment is not None and self.state not in moves.FINAL,
            "reply": self.reply is not None and self.reply != self.shown_reply,
        }


def entry_id(*about: str) -> str:
    """The id of the one entry about this: a visit and a merchant, or a decision's authority and number."""
    return ids.derived("entry", " ".join(about))


def unsettled(claims: tuple[Claim, ...]) -> Claim | None:
    """The objection or application that waits for a word."""
    return claims[-1] if claims and claims[-1].decision is None else None
