"""What an entry of a phone's queue can be: each kind goes through the same service function as its own route."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from pydantic import TypeAdapter

from chalicelib.accounts.model import Actor
from chalicelib.errors import Sentence
from chalicelib.inspection.checks import Check, NewCheck
from chalicelib.inspection.endings import NewEnding
from chalicelib.inspection.evidence import NewEvidence
from chalicelib.inspection.rules import REASONS
from chalicelib.inspection.service import Inspection
from chalicelib.inspection.service_evidence import Exhibits
from chalicelib.inspection.service_sync import Kind
from chalicelib.inspection.sync import Done, Entry, Refusal
from chalicelib.law.model import Words


def kinds(inspection: Inspection, exhibits: Callable[[], Exhibits]) -> dict[str, Kind]:
    """Name on the wire -> kind; a name keeps its meaning for ever, phones hold entries of it.

    exhibits  made on first use, because most requests hold no evidence
    """
    return {
        "check": Kind(_body(NewCheck), "check", partial(_check, inspection)),
        "evidence": Kind(_body(NewEvidence), "evidence", partial(_evidence, exhibits)),
        "ending": Kind(_body(NewEnding), "", partial(_ending, inspection)),
    }


def _body(model: Any) -> Callable[[bytes], Any]:
    """Reads a body as the kind's route does; the validator is built when first used."""

    @cache
    def adapter() -> TypeAdapter[Any]:
        return TypeAdapter(model)

    return lambda text: adapter().validate_json(text)


def _check(inspection: Inspection, actor: Actor, entry: Entry, new: NewCheck) -> Done | Refusal:
    kept, is_new = inspection.put_check(actor, entry.visit, str(entry.id), new)
    if isinstance(kept, Check):
        return Done(is_new=is_new, shown={"verdict": kept.verdict, "authority": kept.authority})
    return _by_rule(kept.reason, REASONS[kept.reason], kept.id)


def _evidence(exhibits: Callable[[], Exhibits], actor: Actor, entry: Entry, new: NewEvidence) -> Done:
    """Announced; the phone asks for the form to post the bytes by the evidence's own route when it posts them."""
    kept, _, is_new = exhibits().announce(actor, entry.visit, str(entry.id), new)
    return Done(is_new=is_new, shown={"kind": kept.kind})


def _ending(inspection: Inspection, actor: Actor, entry: Entry, new: NewEnding) -> Done:
    inspection.end(actor, entry.visit, new)
    return Done(is_new=True, shown={"outcome": new.outcome})


def _by_rule(reason: str, sentence: Sentence, attempt: str) -> Refusal:
    return Refusal(code=reason, sentences=Words(zh=sentence.zh, en=sentence.en), attempt=attempt)
