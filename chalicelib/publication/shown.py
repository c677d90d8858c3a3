"""An entry as the desk and its merchant read it: what happened, its clocks, and what the reader may do; pure."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from chalicelib.documents import Document
from chalicelib.instants import Day, Instant
from chalicelib.publication.clocks import Clock, clocks
from chalicelib.publication.entries import Recorded, entry_id
from chalicelib.publication.penalties import NewPenalty
from chalicelib.publication.results import Rectified, Result
from chalicelib.publication.steps import Annulment, Claim, Said
from chalicelib.publication.terms import Terms
from chalicelib.publication.views import periods


class Words(Document):
    """What it is, in both languages."""

    zh: str
    en: str


class ShownPeriod(Document):
    """How long one order lets it be shown: not repaired by `shortest`, shown until `longest`."""

    order: str
    shortest: Day | None = None
    longest: Day


class ShownStep(Document):
    """A step as it is told: what and when; by whom only at the desk."""

    step: str
    at: Instant
    by: str = ""


class ShownEntry(Document):
    """An entry as its reader is told of it.

    may          kinds of step the reader may take now        until  last day shown
    repair_from  last day before repair may be asked for      provisional days are in `clocks`
    result_entry the entry of the result that a penalty follows from
    involved     who may not decide about it; only at the desk, as annulment is
    """

    id: str
    kind: str
    title: Words
    merchant_id: str
    district: str
    day: Day
    state: str
    may: tuple[str, ...]
    result: Result | None = None
    penalty: NewPenalty | None = None
    result_entry: str | None = None
    rectified: Rectified | None = None
    notified_on: Day | None = None
    reply: Said | None = None
    shown_reply: Said | None = None
    objections: tuple[Claim, ...] = ()
    repairs: tuple[Claim, ...] = ()
    annulment: Annulment | None = None
    published_on: Day | None = None
    exchanged_on: Day | None = None
    explanation: str = ""
    until: Day | None = None
    repair_from: Day | None = None
    periods: tuple[ShownPeriod, ...] = ()
    clocks: tuple[Clock, ...] = ()
    steps: tuple[ShownStep, ...] = ()
    involved: Annotated[tuple[str, ...], Field(max_length=100)] = ()


_AS_KEPT = ShownEntry.model_fields.keys() & Recorded.model_fields.keys() - {"steps"}


class EntryRow(Document):
    """An entry in a list.

    due                             the day its first clock ends
    objection, application, annulment, reply   whether one waits for a word
    """

    model_config = ConfigDict(extra="ignore")

    id: str
    kind: str
    state: str
    merchant_id: str
    district: str
    day: Day
    due: Day
    title: str
    objection: bool = False
    application: bool = False
    annulment: bool = False
    reply: bool = False

    def is_late(self, today: date) -> bool:
        """Whether its clock had ended before the local day `today`."""
        return self.due < today

    @property
    def hears_merchant(self) -> bool:
        """Whether its merchant was told, has not objected, and may still say something before it is published."""
        return self.state == "notified" and not self.objection


def shown(entry: Recorded, terms: Terms, day: date, may: Sequence[str], *, is_desk: bool) -> ShownEntry:
    """For the desk with who did what; for its merchant without any officer."""
    visit = entry.penalty.visit_id if entry.penalty else None
    told: dict[str, Any] = {
        **{name: getattr(entry, name) for name in _AS_KEPT},
        "title": Words(zh=terms.zh, en=terms.en),
        "may": tuple(may),
        "result_entry": entry_id(visit, entry.merchant_id) if visit else None,
        "rectified": entry.rectified,
        "until": entry.until(terms),
        "repair_from": entry.repair_from(terms) if entry.published_on else None,
        "periods": [ShownPeriod.model_validate(one) for one in periods(entry, terms)],
        "clocks": clocks(entry, terms, day),
        "steps": [ShownStep(step=one.step, at=one.at, by=one.by if is_desk else "") for one in entry.steps],
    }
    if not is_desk:
        hidden = {
            "objections": _without_officers(entry.objections),
            "repairs": _without_officers(entry.repairs),
        }
        told |= {**hidden, "annulment": None, "involved": ()}
        told["steps"] = [
            one for one in told["steps"] if one.step not in {"annul", "lapse", "order", "record"}
        ]
    return ShownEntry(**told)


def _without_officers(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    return tuple(
        one.model_copy(update={"decision": one.decision.model_copy(update={"by": ""})})
        if one.decision
        else one
        for one in claims
    )
