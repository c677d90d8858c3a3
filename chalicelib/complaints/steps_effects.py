"""What each kind of step needs, and what it changes in the file besides the state; pure."""

from collections.abc import Callable
from datetime import date
from typing import Any

from chalicelib.clock import local_day
from chalicelib.complaints import clocks, codes, steps_hiding, steps_reports
from chalicelib.complaints.model import INTAKE, Forwarded, LinkedVisit, Police
from chalicelib.complaints.moves import Kind
from chalicelib.complaints.problems import (
    DayPast,
    NoGround,
    NoNote,
    NotHandler,
    OwnFile,
    Recused,
    StepNotNow,
    StepNotYours,
    TermOver,
    TermRuns,
)
from chalicelib.complaints.steps import (
    Asked,
    Assign,
    Consent,
    Exchanged,
    Grounded,
    Handed,
    Link,
    Recuse,
    Resume,
    Route,
    Settlement,
)
from chalicelib.complaints.steps_hands import Asking, open_offer


def nothing(_: Asking) -> dict[str, Any]:
    """What a step changes that only moves the file."""
    return {}


def _route(asking: Asking) -> dict[str, Any]:
    sent: Route = asking.sent
    if not asking.taker.is_citywide:
        raise StepNotYours  # a unit without power returns the file and does not forward it
    if sent.unit == asking.file.unit:
        raise StepNotNow(state=asking.file.state)
    return {"unit": sent.unit, "handler": None, "recusal": None}


def _return(_: Asking) -> dict[str, Any]:
    return {"unit": INTAKE, "handler": None, "recusal": None}


def _assign(asking: Asking) -> dict[str, Any]:
    sent: Assign = asking.sent
    file = asking.file
    if "supervisor" not in asking.taker.hands and sent.handler != asking.taker.by:
        raise StepNotYours
    if sent.handler in file.recused or sent.handler == file.recusal:
        raise Recused
    recused = (*file.recused, file.recusal) if file.recusal else file.recused
    return {"handler": sent.handler, "recused": recused, "recusal": None}


def _recuse(asking: Asking) -> dict[str, Any]:
    sent: Recuse = asking.sent
    if sent.of != asking.file.handler:
        raise StepNotNow(state=asking.file.state)
    return {"recusal": sent.of}


def _resume(asking: Asking) -> dict[str, Any]:
    sent: Resume = asking.sent
    if sent.of == "recusal":
        if asking.file.recusal is None:
            raise StepNotNow(state=asking.file.state)
        if "supervisor" not in asking.taker.hands:
            raise StepNotYours
        if asking.taker.by == asking.file.recusal:
            raise OwnFile
        return {"recusal": None}
    if not asking.file.paused:
        raise StepNotNow(state=asking.file.state)
    return {"paused": False}


def _pause(_: Asking) -> dict[str, Any]:
    return {"paused": True}


def _in_future(asking: Asking, day: date) -> None:
    if day <= asking.today:
        raise DayPast


def _ask_identity(asking: Asking) -> dict[str, Any]:
    sent: Asked = asking.sent
    _in_future(asking, sent.due_on)
    return {"identity_due": sent.due_on}


def _ask(asking: Asking) -> dict[str, Any]:
    sent: Asked = asking.sent
    _in_future(asking, sent.due_on)
    return {**_told(asking), "answer_due": sent.due_on}


def _told(asking: Asking) -> dict[str, Any]:
    return {"respondent_told_at": asking.file.respondent_told_at or asking.at}


def _supplement(asking: Asking) -> dict[str, Any]:
    """Only an offer that stands is accepted or refused; by the desk, with a note of the call or visit."""
    if asking.sent.accepts is not None:
        if open_offer(asking.steps) is None:
            raise StepNotNow(state=asking.file.state)
        if asking.as_ != "citizen" and not asking.sent.text:
            raise NoNote
        if asking.as_ == "inspector" and asking.taker.by != asking.file.handler:
            raise NotHandler
    return {}


def _answer(asking: Asking) -> dict[str, Any]:
    if asking.file.answer_due is None:
        raise StepNotNow(state=asking.file.state)
    return {"answer_due": None}


def _accept(asking: Asking) -> dict[str, Any]:
    return {**_over(asking), **_told(asking)}


def _identify(_: Asking) -> dict[str, Any]:
    return {"identity_due": None}


def _refuse(asking: Asking) -> dict[str, Any]:
    sent: Grounded = asking.sent
    file = asking.file
    if codes.ground("refusal", local_day(file.received_at), sent.ground) is None:
        raise NoGround(ground=sent.ground)
    waits = file.identity_due is not None and asking.today <= file.identity_due
    if sent.ground == "identity" and waits:
        raise TermRuns(due=file.identity_due)
    return {"identity_due": None}


def _end(asking: Asking) -> dict[str, Any]:
    sent: Grounded = asking.sent
    if codes.ground("ending", local_day(asking.file.received_at), sent.ground) is None:
        raise NoGround(ground=sent.ground)
    term = _clock(asking, "mediation")
    if sent.ground == "expired" and not term.late:
        raise TermRuns(due=term.due_on)
    return {"paused": False, "recusal": None, "answer_due": None}


def _over(_: Asking) -> dict[str, Any]:
    return {"paused": False, "recusal": None, "identity_due": None, "answer_due": None}


def _consent(asking: Asking) -> dict[str, Any]:
    """A party says so itself, or the desk says for it, with a note of the call or visit."""
    sent: Consent = asking.sent
    is_others = asking.as_ == ("merchant" if sent.of == "reporter" else "citizen")
    if is_others:
        raise StepNotYours
    if asking.as_ not in {"citizen", "merchant"} and not sent.text:
        raise NoNote
    told: dict[str, Any] = {sent.of: sent.agrees}
    if sent.delegation is not None and sent.of == "reporter":
        told["delegation"] = sent.delegation
    return {"consents": asking.file.consents.model_copy(update=told)}


def _mediate(asking: Asking) -> dict[str, Any]:
    if asking.sent.on < asking.today:
        raise DayPast
    return {}


def _offer(asking: Asking) -> dict[str, Any]:
    sent: Settlement = asking.sent
    if sent.perform_by is not None and sent.perform_by < asking.today:
        raise DayPast
    return {}


def _agree(asking: Asking) -> dict[str, Any]:
    return {**_offer(asking), **_over(asking)}


def _clock(asking: Asking, *names: str) -> clocks.Clock:
    return next(one for one in clocks.clocks(asking.file, asking.steps, asking.today) if one.name in names)


def _extend(asking: Asking) -> dict[str, Any]:
    term = _clock(asking, "report_check", "clue_in_mediation")
    if term.late:
        raise TermOver(due=term.due_on)
    return {}


def _police(asking: Asking) -> dict[str, Any]:
    return {"police": Police(by=asking.taker.by, at=asking.at)}


def _handed(asking: Asking) -> dict[str, Any]:
    sent: Handed = asking.sent
    police = asking.file.police
    told = {"handed_at": asking.at, "number": sent.number}
    return {"police": police.model_copy(update=told) if police else None}


def _link(asking: Asking) -> dict[str, Any]:
    sent: Link = asking.sent
    links = asking.file.links
    if sent.visit is not None:
        known = {one.id: one for one in links.visits}
        was = known.get(sent.visit, LinkedVisit(id=sent.visit))
        now = LinkedVisit(
            id=sent.visit,
            outcome=sent.outcome or was.outcome,
            day=sent.day or was.day,
            codes=sent.codes or was.codes,
        )
        visits = tuple({**known, sent.visit: now}.values())
        return {"links": links.model_copy(update={"visits": visits})}
    if sent.finding is not None:
        return {"links": links.model_copy(update={"findings": _with(links.findings, sent.finding)})}
    return {
        "links": links.model_copy(update={"instruments": _with(links.instruments, sent.instrument or "")})
    }


def _with(known: tuple[str, ...], one: str) -> tuple[str, ...]:
    return known if one in known else (*known, one)


def _exchange(asking: Asking) -> dict[str, Any]:
    sent: Exchanged = asking.sent
    was = asking.file.forwarded
    known = was.number if was is not None and was.to == sent.system else ""
    return {"forwarded": Forwarded(to=sent.system, at=asking.at, number=sent.number or known)}


CHANGES: dict[Kind, Callable[[Asking], dict[str, Any]]] = {
    "route": _route,
    "return": _return,
    "assign": _assign,
    "ask_identity": _ask_identity,
    "ask": _ask,
    "identify": _identify,
    "accept": _accept,
    "answer": _answer,
    "supplement": _supplement,
    "refuse": _refuse,
    "end": _end,
    "withdraw": _over,
    "offer": _offer,
    "agree": _agree,
    "consent": _consent,
    "mediate": _mediate,
    "recuse": _recuse,
    "resume": _resume,
    "pause_testing": _pause,
    "extend": _extend,
    "file": steps_reports.decide,
    "not_file": steps_reports.decide,
    "join": steps_reports.same,
    "merge": steps_reports.same,
    "repeat": steps_reports.same,
    "police": _police,
    "handed": _handed,
    "hide": steps_hiding.hide,
    "confirm_hiding": steps_hiding.confirm_hiding,
    "unhide": steps_hiding.unhide,
    "confirm_unhiding": steps_hiding.confirm_unhiding,
    "outcome": steps_reports.outcome,
    "tell": steps_reports.tell,
    "link": _link,
    "exchange": _exchange,
}
