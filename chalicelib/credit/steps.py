"""What each step of a commitment says, and what it does; pure. Who may take it when: moves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from chalicelib import workdays
from chalicelib.clock import local_day
from chalicelib.credit import settings
from chalicelib.credit.commitments import Commitment, Ground, PublicStep, Shown, Step, shown
from chalicelib.credit.document import Closed, Said
from chalicelib.credit.moves import BEFORE, BROKEN, Hand, Kind, State, move_of
from chalicelib.credit.problems import (
    AlreadyTold,
    CommitmentNotNow,
    CommitmentNotYours,
    CommitmentOver,
    NothingObjected,
    OtherText,
    OwnDecision,
    RectifyWindow,
    ReplyWindow,
)
from chalicelib.documents import OneOf
from chalicelib.instants import Day, Instant


class Consent(Closed):
    """The merchant agrees to the publication; `wording` is the first day of the wording that was shown."""

    kind: Literal["consent"]
    wording: Day


class Withdraw(Closed):
    """The merchant takes the commitment back; what was public of it is hidden."""

    kind: Literal["withdraw"]


class Worded(Closed):
    """A step that says why or what in words."""

    kind: Literal[
        "explain", "dismiss", "breach", "rectify", "restore", "revoke", "object", "uphold", "reject"
    ]
    text: Said


class Told(Closed):
    """What a published entry brings: a question, its end, or that a check found nothing; never sent by a person."""

    kind: Literal["question", "clear", "verify"]
    entry: str
    day: Day


class Timed(Closed):
    """What a day brings; never sent by a person."""

    kind: Literal["remind", "expire"]


type Body = Annotated[Consent | Withdraw | Worded, Field(discriminator="kind")]
type Sent = Consent | Withdraw | Worded | Told | Timed


class NewStep(OneOf[Body]):
    """A step as a person sends it."""


@dataclass(frozen=True)
class Taker:
    """Who takes a step: the account, and in which capacities."""

    id: str
    hands: frozenset[Hand]


SYSTEM = Taker("system", frozenset({"system"}))


@dataclass(frozen=True)
class Taken:
    """A commitment after a step, and what the step made public, if anything."""

    commitment: Commitment
    shown: Shown | None


_PUBLIC: dict[Kind, PublicStep] = {
    "consent": "published",
    "breach": "breached",
    "restore": "restored",
    "uphold": "restored",
    "clear": "restored",
    "revoke": "revoked",
    "withdraw": "withdrawn",
    "expire": "expired",
}
_SETTLING: frozenset[Kind] = frozenset({"dismiss", "restore", "uphold"})
"""Steps after which what was found no longer counts against the commitment."""


def take(commitment: Commitment, step_id: str, sent: Sent, content: str, taker: Taker, at: Instant) -> Taken:
    """The commitment after a step. Raises what the rules of the step refuse.

    content   digest of what was sent
    """
    move = move_of(commitment.state, sent.kind)
    if move is None:
        raise CommitmentNotNow(state=commitment.state)
    hands = move.by & taker.hands
    if not hands:
        raise CommitmentNotYours
    if sent.kind in _CHECKS:
        _CHECKS[sent.kind](commitment, sent, taker, local_day(at))
    grounds = _grounds(commitment, sent)
    became = _became(commitment, sent.kind, move.to, grounds)
    step = Step(
        id=step_id,
        kind=sent.kind,
        at=at,
        by=taker.id,
        as_=min(hands),
        was=commitment.state,
        became=became,
        content=content,
        text=getattr(sent, "text", ""),
        entry=getattr(sent, "entry", ""),
    )
    is_settled = sent.kind in _SETTLING
    public = _public(commitment, sent.kind, became)
    after = commitment.model_copy(
        update={
            "state": became,
            "before": commitment.state if became == "questioned" != commitment.state else commitment.before,
            "grounds": () if is_settled else grounds,
            "settled": (*commitment.settled, *(one.entry for one in grounds))
            if is_settled
            else commitment.settled,
            "steps": (*commitment.steps, step),
            "public_steps": commitment.public_steps + (public is not None),
        }
    )
    return Taken(after, shown(after, public, at) if public else None)


def _became(
    commitment: Commitment, kind: Kind, to: State | Literal["before"] | None, grounds: tuple[Ground, ...]
) -> State:
    if kind == "clear" and any(one.holds for one in grounds):
        return commitment.state
    if to == BEFORE:
        return commitment.before or "published"
    return to or commitment.state


def _public(commitment: Commitment, kind: Kind, became: State) -> PublicStep | None:
    """What of a step anybody sees: nothing of a commitment that was never public, and no question."""
    if kind == "consent":
        return "published"
    if not commitment.public_steps or became == commitment.state:
        return None
    if kind == "clear" and commitment.state not in BROKEN:
        return None
    return _PUBLIC.get(kind)


def _grounds(commitment: Commitment, sent: Sent) -> tuple[Ground, ...]:
    if sent.kind not in ("question", "clear"):
        return commitment.grounds
    told = Ground(entry=sent.entry, day=sent.day, holds=sent.kind == "question")
    others = tuple(one for one in commitment.grounds if one.entry != told.entry)
    return (*others, told)


def _check_consent(commitment: Commitment, sent: Sent, _: Taker, today: date) -> None:
    if today > commitment.until:
        raise CommitmentOver
    if isinstance(sent, Consent) and sent.wording != settings.on(today).from_:
        raise OtherText


def _check_explain(commitment: Commitment, _sent: Sent, _: Taker, _today: date) -> None:
    if is_explained(commitment):
        raise AlreadyTold


def _check_breach(commitment: Commitment, _sent: Sent, _: Taker, today: date) -> None:
    until = reply_until(commitment)
    if until is not None and today <= until and not is_explained(commitment):
        raise ReplyWindow(until=until.isoformat())


def _check_revoke(commitment: Commitment, _sent: Sent, _: Taker, today: date) -> None:
    until = rectify_until(commitment)
    if until is not None and today <= until and commitment.state == "breached":
        raise RectifyWindow(until=until.isoformat())


def _check_object(commitment: Commitment, _sent: Sent, _: Taker, _today: date) -> None:
    if is_objected(commitment):
        raise AlreadyTold


def _check_answer(commitment: Commitment, _sent: Sent, taker: Taker, _today: date) -> None:
    if not is_objected(commitment):
        raise NothingObjected
    decided = commitment.last("breach")
    if decided is not None and decided.by == taker.id:
        raise OwnDecision


_CHECKS: dict[Kind, Callable[[Commitment, Sent, Taker, date], None]] = {
    "consent": _check_consent,
    "explain": _check_explain,
    "breach": _check_breach,
    "revoke": _check_revoke,
    "object": _check_object,
    "uphold": _check_answer,
    "reject": _check_answer,
}
"""What a step needs besides the state and the hand."""


def _asked(commitment: Commitment) -> Step | None:
    """The step that opened the question that stands or was decided last."""
    return next((one for one in reversed(commitment.steps) if one.became == "questioned" != one.was), None)


def is_explained(commitment: Commitment) -> bool:
    """Whether the merchant has explained itself since the question came."""
    asked = _asked(commitment)
    since = commitment.steps[commitment.steps.index(asked) :] if asked else ()
    return any(one.kind == "explain" for one in since)


def is_objected(commitment: Commitment) -> bool:
    """Whether an objection waits for an answer."""
    last = commitment.last("object", "uphold", "reject", "clear", "restore")
    return last is not None and last.kind == "object"


def reply_until_of(asked: Step) -> date:
    """The last local day on which the merchant may explain itself after a step that asks."""
    day = local_day(asked.at)
    return workdays.add_workdays(day, settings.on(day).reply_workdays).day


def reply_until(commitment: Commitment) -> date | None:
    """That day of the question that stands or was decided last; None where nothing was asked."""
    asked = _asked(commitment)
    return reply_until_of(asked) if asked else None


def rectify_until(commitment: Commitment) -> date | None:
    """The last local day to put things right before the commitment may be revoked unanswered."""
    found = commitment.last("breach")
    if found is None:
        return None
    day = local_day(found.at)
    return day + timedelta(days=settings.on(day).rectify_days)
