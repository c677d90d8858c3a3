"""Files handed to the national 12315 platform and the provincial enforcement platform, and their answers; pure.

The format is `steelyard/complaint-exchange/1` (docs/complaints.md): fields are only ever added, and readers skip those
they do not know. It holds what the file holds, so nothing of who the reporter is. The reporter's masked words are not
kept in it: it is read with those of the file, which are erased in time.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import Field, StringConstraints, model_validator

from chalicelib.complaints import retention
from chalicelib.complaints.clocks import Clock
from chalicelib.complaints.model import INTAKE, File, Unit, Written
from chalicelib.complaints.steps import Exchanged, Note, Step
from chalicelib.documents import OneOf
from chalicelib.ids import ComplaintId
from chalicelib.instants import Instant
from chalicelib.registry.marks import Frozen

FORMAT: Final = "steelyard/complaint-exchange/1"
MOST = 90
"""Files of one exchange: they are kept in one transaction."""
System = Literal["12315", "province"]
Answered = Literal["received", "accepted", "returned", "closed"]
"""What a platform says of a file: 已接收, 已受理, 已退回, 已办结."""
Outcome = Literal["taken", "unknown", "again"]
"""Of a row: its file took note, no file of this unit has this id, or the same was known."""


class NewExport(Frozen):
    """Which files to hand to a platform."""

    kind: Literal["export"]
    system: System
    unit: Unit = INTAKE
    complaints: Annotated[tuple[ComplaintId, ...], Field(min_length=1, max_length=MOST)]

    @model_validator(mode="after")
    def _names_once(self) -> "NewExport":
        if len(set(self.complaints)) != len(self.complaints):
            raise ValueError("案卷不能重复 (name every file once)")
        return self


class Answer(Frozen):
    """What a platform says of one file, under its own number."""

    complaint: ComplaintId
    number: Annotated[Written, StringConstraints(min_length=1)]
    status: Answered
    text: Note = ""


class NewAnswers(Frozen):
    """A platform's answers, in the form it sends them."""

    kind: Literal["answers"]
    system: System
    unit: Unit = INTAKE
    format: Literal["steelyard/complaint-exchange/1"] = FORMAT
    answers: Annotated[tuple[Answer, ...], Field(min_length=1, max_length=MOST)]


class NewExchange(OneOf[Annotated[NewExport | NewAnswers, Field(discriminator="kind")]]):
    """An export, or answers to import."""


class Row(Frozen):
    """One file in the exchange, as it stood; the reporter's words as the file has them."""

    complaint: str
    number: str
    document: dict[str, Any]


class AnswerRow(Answer):
    """An answer, and what became of it; its words stand in the file alone, where they are erased in time."""

    outcome: Outcome


class Exchange(Frozen):
    """An exchange as kept and as handed on: its rows are in the order they were named."""

    id: str
    kind: Literal["export", "answers"]
    format: str = FORMAT
    system: System
    unit: Unit
    by: str
    at: Instant
    rows: tuple[Row, ...] = ()
    answers: tuple[AnswerRow, ...] = ()


def row(file: File, steps: tuple[Step, ...], clocks: tuple[Clock, ...]) -> Row:
    """A file as it is kept in an exchange: as when it is erased. `worded` makes of it what is handed on."""
    told = retention.erased(file, file.received_at).model_dump(
        mode="json",
        exclude_none=True,
        include={
            "kind",
            "submission",
            "state",
            "unit",
            "received_at",
            "channel",
            "anonymous",
            "real_name",
            "purchase",
            "facts",
            "request",
            "clue_of",
            "decided_on",
            "closed_on",
        },
    )
    about = file.about
    respondent = {
        "name": about.respondent_name,
        "address": about.respondent_address,
        "place": "",
    }
    return Row(
        complaint=file.id,
        number=file.number,
        document={
            **told,
            "respondent": respondent,
            "steps": [_step(step) for step in steps if step.sent.kind != "note"],
            "terms": [_term(clock) for clock in clocks],
        },
    )


def worded(kept: Row, file: File) -> Row:
    """A row with what its file says now in the reporter's words: nothing, once they are erased."""
    told = file.model_dump(mode="json", exclude_none=True, include={"facts", "request"})
    respondent = {**kept.document["respondent"], "place": file.about.place_text}
    return kept.model_copy(update={"document": {**kept.document, **told, "respondent": respondent}})


def _step(step: Step) -> Mapping[str, Any]:
    ground = {"ground": step.sent.ground} if hasattr(step.sent, "ground") else {}
    at = step.model_dump(mode="json", include={"at"})["at"]
    return {"kind": step.sent.kind, "at": at, "state": step.became, **ground}


def _term(clock: Clock) -> Mapping[str, Any]:
    told = clock.model_dump(mode="json", exclude_none=True)
    return {name: told[name] for name in ("name", "started", "due_on", "met_on") if name in told}


def exported(system: System) -> Exchanged:
    """What a file notes when it was handed on."""
    return Exchanged(kind="exchange", system=system, number="", status="exported")


def answered(system: System, answer: Answer) -> Exchanged:
    """What a file notes of a platform's answer."""
    return Exchanged(
        kind="exchange", system=system, number=answer.number, status=answer.status, text=answer.text
    )
