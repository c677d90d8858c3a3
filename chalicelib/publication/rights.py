"""What is done to an entry: only what is here moves it, by the one table of moves and the dated terms; pure."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Self

from chalicelib.clock import local_day
from chalicelib.publication import moves
from chalicelib.publication.entries import MOST_CLAIMS, Recorded, unsettled
from chalicelib.publication.moves import Step
from chalicelib.publication.problems import (
    AlreadyOpen,
    ExplanationNeeded,
    Held,
    Involved,
    NeverRepaired,
    NoSuchStep,
    NothingOpen,
    NotRepairable,
    NotThatDay,
    OwnConfirmation,
    TooEarly,
)
from chalicelib.publication.results import Order, Result, rectified
from chalicelib.publication.steps import (
    Annul,
    Annulment,
    Apply,
    Claim,
    Decide,
    Decision,
    Refuse,
    Repair,
    Reply,
    Said,
    Taken,
)
from chalicelib.publication.terms import Terms

SYSTEM = "system"
MOST_REPLIES = 20


class Entry(Recorded):
    """An entry, and every step it takes."""

    def confirmed(self, by: str, at: datetime) -> Self:
        """Somebody else compared it with the document. Raises OwnConfirmation, NoSuchStep."""
        return self._second("confirm", by, at)

    def dropped(self, by: str, at: datetime) -> Self:
        """Somebody else found it wrong. Raises OwnConfirmation, NoSuchStep."""
        return self._second("drop", by, at)

    def kept(self, at: datetime) -> Self:
        """It is never published. Raises NoSuchStep."""
        return self._taken("keep", SYSTEM, at)

    def notified(self, at: datetime) -> Self:
        """Its merchant was told. Raises NoSuchStep."""
        return self._taken("notify", SYSTEM, at, {"notified_on": local_day(at)})

    def lapsed(self, terms: Terms, at: datetime) -> Self:
        """Its reply window is over; itself while it is not."""
        is_over = self.next_step(terms, local_day(at)) == "lapse"
        return self._taken("lapse", SYSTEM, at) if is_over else self

    def published(self, terms: Terms, by: str, at: datetime, explanation: str = "") -> Self:
        """The public sees it from now on.

        Raises NoSuchStep, TooEarly within the reply window, Held by an objection, ExplanationNeeded when it is late.
        """
        day, window = local_day(at), self.reply_until(terms)
        if self.state == "notified" and window is not None:
            raise TooEarly(until=window.day)
        if moves.move("publish", self.state) is None or not terms.published or self.notified_on is None:
            raise NoSuchStep
        if window is not None and day <= window.day:
            raise TooEarly(until=window.day)
        held = self.held_until(terms, day)
        if held is not None:
            raise Held(until=held)
        due = self.publish_by(terms).day
        if day > due and not explanation:
            raise ExplanationNeeded(due=due)
        told = {
            "published_on": day,
            "explanation": explanation if day > due else "",
            "shown_reply": self.reply,
        }
        return self._taken("publish", by, at, told)

    def replied(self, new: Reply, by: str, at: datetime) -> Self:
        """Its merchant's words; the newest count. Raises NoSuchStep, AlreadyOpen when there were too many."""
        if sum(one.step == "reply" for one in self.steps) >= MOST_REPLIES:
            raise AlreadyOpen
        return self._taken("reply", by, at, {"reply": Said(text=new.text, by=by, at=at)})

    def reply_shown(self, by: str, at: datetime) -> Self:
        """A publisher shows words that came after the publication. Raises NoSuchStep, NothingOpen."""
        if self.reply is None or self.reply == self.shown_reply:
            raise NothingOpen
        return self._taken("show_reply", by, at, {"shown_reply": self.reply})

    def objected(self, text: str, by: str, at: datetime) -> Self:
        """Its merchant objects. Raises NoSuchStep, AlreadyOpen."""
        claims = _claimed(self.objections, text, by, at)
        return self._taken("object", by, at, {"objections": claims})

    def decided(self, new: Decide, by: str, at: datetime) -> Self:
        """The word on the open objection, by somebody who had no hand in it.

        Raises Involved, NoSuchStep, and NothingOpen, also for «corrected» when nothing was corrected since.
        """
        self._check_apart(by)
        claims = _settled(self.objections, Decision(outcome=new.outcome, reason=new.reason, by=by, at=at))
        filed = next(one for one in reversed(self.steps) if one.step == "object")
        after = self.steps[self.steps.index(filed) + 1 :]
        if new.outcome == "corrected" and not any(one.step in {"correct", "reopen"} for one in after):
            raise NothingOpen
        step: Step = "uphold" if new.outcome == "withdrawn" else "reject"
        return self._taken(step, by, at, {"objections": claims})

    def annulled(self, new: Annul, by: str, at: datetime) -> Self:
        """A publisher proposes to withdraw it. Raises NoSuchStep, AlreadyOpen."""
        if self.annulment is not None:
            raise AlreadyOpen
        one = Annulment(gone_on=new.gone_on, reason=new.reason, by=by, at=at)
        return self._taken("annul", by, at, {"annulment": one})

    def withdrawn(self, by: str, at: datetime) -> Self:
        """A leader confirms that. Raises NothingOpen, OwnConfirmation, NoSuchStep."""
        if self.annulment is None:
            raise NothingOpen
        if by == self.annulment.by:
            raise OwnConfirmation
        confirmed = self.annulment.model_copy(update={"confirmed_by": by})
        return self._taken("withdraw", by, at, {"annulment": confirmed})

    def handed_over(self, on: date, terms: Terms, by: str, at: datetime) -> Self:
        """The credit exchange got it on a day. Raises NoSuchStep, NotThatDay."""
        if terms.exchange is None or not terms.published:
            raise NoSuchStep
        if not self.day <= on <= local_day(at):
            raise NotThatDay(since=self.day)
        return self._taken("hand_over", by, at, {"exchanged_on": on})

    def applied(self, new: Apply, terms: Terms, by: str, at: datetime) -> Self:
        """Its merchant asks for repair. Raises NeverRepaired, NotRepairable, AlreadyOpen, NoSuchStep."""
        shortest = self.repair_from(terms)
        if shortest is None:
            raise NeverRepaired
        if local_day(at) <= shortest:
            raise NotRepairable(until=shortest)
        return self._taken("apply", by, at, {"repairs": _claimed(self.repairs, new.done, by, at)})

    def repaired(self, new: Repair | Refuse, by: str, at: datetime) -> Self:
        """The word on the application, by somebody who had no hand in it.

        Raises Involved, NothingOpen, NoSuchStep.
        """
        self._check_apart(by)
        is_granted = new.kind == "repair"
        decision = Decision(outcome="granted" if is_granted else "refused", reason=new.reason, by=by, at=at)
        claims = _settled(self.repairs, decision)
        return self._taken("repair" if is_granted else "refuse", by, at, {"repairs": claims})

    def expired(self, at: datetime) -> Self:
        """Its last day is over. Raises NoSuchStep."""
        return self._taken("expire", SYSTEM, at)

    def corrected(self, result: Result, kind: str, by: Sequence[str], at: datetime) -> Self:
        """After its visit's result was corrected; itself when that changes nothing, or comes too late.

        What the correction adds is told to its merchant first: the clock starts anew, and nothing is shown meanwhile.
        """
        if self.result is None or result == self.result or moves.move("correct", self.state) is None:
            return self
        is_worse = not {one.code for one in result.codes if one.problem} <= {
            one.code for one in self.result.codes if one.problem
        }
        told: dict[str, Any] = {
            "result": result,
            "kind": kind,
            "involved": tuple(dict.fromkeys((*self.involved, *by))),
        }
        if is_worse and self.state != "reviewed":
            cleared = {"notified_on": None, "published_on": None, "shown_reply": None, "explanation": ""}
            return self._taken("reopen", SYSTEM, at, {**told, **cleared})
        return self._taken("correct", SYSTEM, at, told)

    def rectifying(self, orders: tuple[Order, ...], at: datetime) -> Self:
        """With its visit's orders as they stand; itself when nothing changed."""
        if orders == self.orders or moves.move("rectify", self.state) is None:
            return self
        step: Step = "order" if rectified(orders) == self.rectified else "rectify"
        return self._taken(step, SYSTEM, at, {"orders": orders})

    def sent(self, step_id: str, content: str) -> Self:
        """With what its last step was sent as, so that the same again is known."""
        last = self.steps[-1].model_copy(update={"id": step_id, "content": content})
        return self.model_copy(update={"steps": (*self.steps[:-1], last)})

    def _second(self, step: Step, by: str, at: datetime) -> Self:
        if by == self.steps[0].by:
            raise OwnConfirmation
        return self._taken(step, by, at)

    def _check_apart(self, by: str) -> None:
        if by in self.involved or any(one.by == by for one in self.steps):
            raise Involved

    def _taken(self, step: Step, by: str, at: datetime, changed: dict[str, Any] | None = None) -> Self:
        found = moves.move(step, self.state)
        if found is None:
            raise NoSuchStep
        is_told = step == "publish" or (self.is_shown and step in moves.TOLD)
        public = self.public + 1 if is_told else 0
        taken = Taken(step=step, by=by, at=at, public=public)
        return self.model_copy(
            update={**(changed or {}), "state": found.to or self.state, "steps": (*self.steps, taken)}
        )


def _claimed(claims: tuple[Claim, ...], text: str, by: str, at: datetime) -> tuple[Claim, ...]:
    if unsettled(claims) is not None or len(claims) >= MOST_CLAIMS:
        raise AlreadyOpen
    return (*claims, Claim(text=text, by=by, at=at))


def _settled(claims: tuple[Claim, ...], decision: Decision) -> tuple[Claim, ...]:
    last = unsettled(claims)
    if last is None:
        raise NothingOpen
    return (*claims[:-1], last.model_copy(update={"decision": decision}))
