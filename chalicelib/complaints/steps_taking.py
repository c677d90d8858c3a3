"""Taking a step: whether this hand may take it now, and what the file is afterwards; pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib import ids
from chalicelib.clock import local_day
from chalicelib.complaints import clocks, retention
from chalicelib.complaints.model import INTAKE, File
from chalicelib.complaints.moves import HANDLER, Hand, Kind, Move, move
from chalicelib.complaints.problems import (
    NoConsent,
    NotHandler,
    OwnFile,
    Recused,
    StepNotNow,
    StepNotYours,
    Suspended,
    WithPolice,
)
from chalicelib.complaints.steps import Step
from chalicelib.complaints.steps_effects import CHANGES, nothing
from chalicelib.complaints.steps_hands import Asking, Taker

FREE: frozenset[Kind] = frozenset({"assign", "note", "link", "recuse", "supplement"})
"""What any inspector of the unit may do, handler or not."""
REST: frozenset[Kind] = frozenset({"mediate", "agree", "end", "pause_testing"})
"""What rests in a complaint while a recusal is decided."""
ENDED_BY_POLICE: frozenset[Kind] = frozenset({"accept", "consent", "mediate", "offer", "agree"})
READY: dict[Kind, Callable[[File], bool]] = {
    "return": lambda file: file.unit != INTAKE,
    "ask_identity": lambda file: file.kind == "complaint" or file.real_name,
    "identify": lambda file: file.identity_due is not None,
    "recuse": lambda file: file.handler is not None and file.recusal is None,
    "pause_testing": lambda file: not file.paused,
    "resume": lambda file: file.paused or file.recusal is not None,
    "close": lambda file: file.state not in {"filed", "not_filed"} or not file.real_name,
    "tell": lambda file: file.is_open or file.owed == "telling",
    "note": lambda file: file.erased_at is None,
    "callback": lambda file: file.erased_at is None,
    "police": lambda file: file.police is None,
    "handed": lambda file: file.police is not None and file.police.handed_at is None,
    "hide": lambda file: file.hidden is None,
    "confirm_hiding": lambda file: file.hidden is not None and not file.is_hidden,
    "unhide": lambda file: file.hidden is not None and file.hidden.lifting is None,
    "confirm_unhiding": lambda file: file.hidden is not None and file.hidden.lifting is not None,
}
"""What a step of this kind needs of the file besides its state."""
NAMED: dict[Kind, Callable[[File], bool]] = {
    "join": lambda other: other.is_open,
    "merge": lambda other: other.state in {"verifying", "extended"},
    "repeat": lambda other: other.kind == "report" and other.state not in {"merged", "repeated"},
}
"""What a step of this kind needs of the other file it names; what is repeated may be over."""
DECISIONS: frozenset[Kind] = frozenset({"extend", "file", "not_file", "police"})
"""What a leader decides of somebody else's work."""


@dataclass(frozen=True)
class Taken:
    """A step as it will stand, the file after it, and the file it opens."""

    file: File
    step: Step
    opens: File | None = None


def may(file: File, kind: Kind, taker: Taker) -> Hand:
    """As whom the taker may take a step of this kind now, what is sent with it aside.

    Raises StepNotNow, StepNotYours, NotHandler, Recused, OwnFile, Suspended, WithPolice, NoConsent.
    """
    step = move(kind, file.state)
    if step is None or (kind in READY and not READY[kind](file)):
        raise StepNotNow(state=file.state)
    as_ = _hand(file, step, taker)
    if taker.by in file.recused:
        raise Recused
    if kind == "assign" and as_ == HANDLER and file.handler is not None and "supervisor" not in taker.hands:
        raise StepNotYours
    if taker.by == _asked_by(file, kind) or (kind in DECISIONS and taker.by == file.handler):
        raise OwnFile
    _go_on(file, kind, as_)
    return as_


def _asked_by(file: File, kind: Kind) -> str | None:
    """Who asked for what this step confirms."""
    if file.hidden is None or kind not in {"confirm_hiding", "confirm_unhiding"}:
        return None
    lifting = file.hidden.lifting
    return lifting.by if lifting and kind == "confirm_unhiding" else file.hidden.by


def _go_on(file: File, kind: Kind, as_: Hand) -> None:
    """Whether the complaint is not stopped; a complainant who agrees learns of no referral to the police.

    Raises Suspended, WithPolice, NoConsent.
    """
    if kind == "mediate" and not (file.consents.reporter and file.consents.respondent):
        raise NoConsent
    if file.kind == "complaint" and file.recusal is not None and kind in REST:
        raise Suspended
    is_heard = kind == "consent" and as_ == "citizen"
    if file.kind == "complaint" and file.police is not None and kind in ENDED_BY_POLICE and not is_heard:
        raise WithPolice


def _hand(file: File, step: Move, taker: Taker) -> Hand:
    able = step.by & taker.hands
    if not able:
        raise StepNotYours
    handles = file.handler == taker.by or step.step in FREE
    if HANDLER in able and handles:
        return HANDLER
    others = able - {HANDLER}
    if not others:
        raise NotHandler
    return min(others)


def take(file: File, steps: Sequence[Step], step_id: str, sent: Any, taker: Taker, at: datetime) -> Taken:
    """The file after a step that `sent` describes. Raises what `may` raises, and what the step itself needs."""
    if file.erased_at is not None:
        sent = retention.silent(sent)
    asking = Asking(file, steps, sent, taker, may(file, sent.kind, taker), at)
    step = move(sent.kind, file.state)
    became = (step.to if step else None) or file.state
    change = CHANGES.get(sent.kind, nothing)(asking)
    n = file.steps + 1
    after = file.model_copy(update={**change, "state": became, "steps": n})
    if after.is_over and after.closed_on is None:
        after = after.model_copy(update={"closed_on": asking.today})
    opens = _clue(asking, step_id) if sent.kind == "clue" else None
    kept = Step(
        id=step_id,
        complaint=file.id,
        n=n,
        at=at,
        by=taker.by,
        as_=asking.as_,
        was=file.state,
        became=became,
        unit=after.unit,
        sent=sent,
        opened=opens.id if opens else None,
    )
    due = clocks.upcoming(after, (*steps, kept), asking.today)
    return Taken(after.model_copy(update={"next": due}), kept, opens)


def received(file: File) -> File:
    """A file as it is first kept: with its first clock."""
    return file.model_copy(update={"next": clocks.upcoming(file, (), local_day(file.received_at))})


def taking_in(file: File, merged: File) -> File:
    """The file after `merged` was merged into it: whose files awaited the outcome of that one await this one's."""
    owed = (*((merged.id,) if merged.real_name else ()), *merged.tell_also)
    return file.model_copy(update={"tell_also": (*file.tell_also, *owed)})


def _clue(asking: Asking, step_id: str) -> File:
    """The report a clue opens: nobody's, with what was found and the same place."""
    file = asking.file
    made = ids.derived("complaint", f"{file.id}/clue/{step_id}")
    return received(
        File(
            id=made,
            kind="report",
            submission=made,
            state="verifying",
            unit=file.unit,
            received_at=asking.at,
            channel="desk",
            anonymous=True,
            about=file.about,
            purchase=file.purchase,
            judgement=file.judgement,
            facts=asking.sent.text,
            clue_of=file.id,
        )
    )
