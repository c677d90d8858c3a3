"""What an entry of a phone's queue can be: each kind goes through the same service function as its own route."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from pydantic import TypeAdapter

from chalicelib.accounts.model import Actor
from chalicelib.errors import Fault, Sentence
from chalicelib.inspection.checks import Attempt, CheckBody
from chalicelib.inspection.document import Closed
from chalicelib.inspection.endings import NewClosing, NewEnding, NewResult
from chalicelib.inspection.evidence import NewEvidence
from chalicelib.inspection.findings import NewDecision, NewFinding
from chalicelib.inspection.identification import REFUSALS, IdentificationAttempt, NewIdentification
from chalicelib.inspection.orders import NewRectification
from chalicelib.inspection.rules import REASONS
from chalicelib.inspection.service import Inspection
from chalicelib.inspection.service_evidence import Exhibits
from chalicelib.inspection.service_findings import Findings
from chalicelib.inspection.service_identification import Identifications
from chalicelib.inspection.service_moves import Moves
from chalicelib.inspection.service_orders import Orders
from chalicelib.inspection.service_sync import Kind, Malformed
from chalicelib.inspection.sync import Done, Entry, Refusal
from chalicelib.law.model import Words
from chalicelib.texts import SENT


class NewAcceptance(Closed):
    """An acceptance says nothing but that it is one."""


@dataclass(frozen=True)
class Services:
    """What carries entries out, each made on first use: most requests hold checks alone."""

    inspection: Callable[[], Inspection]
    identifications: Callable[[], Identifications]
    moves: Callable[[], Moves]
    exhibits: Callable[[], Exhibits]
    findings: Callable[[], Findings]
    orders: Callable[[], Orders]


def kinds(to: Services) -> dict[str, Kind]:
    """Name on the wire -> kind; a name keeps its meaning for ever, phones hold entries of it."""

    def step(model: Any, move: Callable[[Moves, Actor, str, Any], Any]) -> Kind:
        return Kind(_body(model), "", partial(_step, lambda *said: move(to.moves(), *said)))

    return {
        "acceptance": step(NewAcceptance, lambda moves, actor, visit, _: moves.accept(actor, visit)),
        "identification": Kind(_body(NewIdentification), "", partial(_identification, to.identifications)),
        "check": Kind(_body(CheckBody), "check", partial(_check, to.inspection)),
        "evidence": Kind(_body(NewEvidence), "evidence", partial(_evidence, to.exhibits)),
        "closing": step(NewClosing, lambda moves, *said: moves.close(*said)),
        "finding": Kind(_body(NewFinding), "finding", partial(_finding, to.findings)),
        "decision": Kind(_body(NewDecision), "finding", partial(_decision, to.findings)),
        "order": Kind(_body(NewRectification), "rectification", partial(_order, to.orders)),
        "result": step(NewResult, lambda moves, *said: moves.enter(*said)),
        "attempt": step(NewEnding, lambda moves, *said: moves.end(*said)),
    }


def _body(model: Any) -> Callable[[bytes], Any]:
    """Reads a body as the kind's route does; the validator is built when first used."""

    @cache
    def adapter() -> TypeAdapter[Any]:
        return TypeAdapter(model)

    return lambda text: adapter().validate_json(text, context=SENT)


def _check(
    inspection: Callable[[], Inspection], actor: Actor, entry: Entry, new: CheckBody
) -> Done | Refusal:
    kept, is_new = inspection().put_check(actor, entry.visit, str(entry.id), new.root)
    if isinstance(kept, Attempt):
        return _by_rule(kept, REASONS)
    return Done(is_new=is_new, shown={"verdict": kept.verdict, "authority": kept.authority})


def _identification(
    identifications: Callable[[], Identifications], actor: Actor, entry: Entry, new: NewIdentification
) -> Done | Refusal:
    taken = identifications().identify(actor, entry.visit, new)
    if isinstance(taken, IdentificationAttempt):
        return _by_rule(taken, REFUSALS)
    return Done(is_new=True, shown={"state": taken.value.state})


def _evidence(exhibits: Callable[[], Exhibits], actor: Actor, entry: Entry, new: NewEvidence) -> Done:
    """Announced; the phone asks for the form to post the bytes by the evidence's own route when it posts them."""
    kept, _, is_new = exhibits().announce(actor, entry.visit, str(entry.id), new)
    return Done(is_new=is_new, shown={"kind": kept.kind})


def _finding(findings: Callable[[], Findings], actor: Actor, entry: Entry, new: NewFinding) -> Done:
    stored, is_new = findings().put(actor, entry.visit, str(entry.id), new)
    return Done(is_new=is_new, shown={"state": stored.value.state})


def _decision(findings: Callable[[], Findings], actor: Actor, entry: Entry, new: NewDecision) -> Done:
    """`id` names the finding that is decided."""
    stored = findings().decide(actor, entry.visit, str(entry.id), new)
    return Done(is_new=True, shown={"state": stored.value.state})


def _order(orders: Callable[[], Orders], actor: Actor, entry: Entry, new: NewRectification) -> Done:
    """Its own route is not below the visit's, so the body names the visit once more."""
    if new.visit_id != entry.visit:
        words = Sentence("须与本条的检查一致", "must be the visit of the entry")
        raise Malformed(faults=(Fault("/body/visit_id", Malformed.code, words),))
    kept, is_new = orders().issue(actor, str(entry.id), new)
    return Done(is_new=is_new, shown={"state": kept.state, "due_on": kept.due_on.isoformat()})


def _step(move: Callable[[Actor, str, Any], Any], actor: Actor, entry: Entry, new: Any) -> Done:
    return Done(is_new=True, shown={"state": move(actor, entry.visit, new).value.state})


def _by_rule[R: str](attempt: Attempt | IdentificationAttempt, sentences: Mapping[R, Sentence]) -> Refusal:
    sentence = next(sentence for reason, sentence in sentences.items() if reason == attempt.reason)
    words = Words(zh=sentence.zh, en=sentence.en)
    return Refusal(code=attempt.reason, sentences=words, attempt=attempt.id)
