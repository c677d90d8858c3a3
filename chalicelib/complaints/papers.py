"""Papers (文书) of a complaint or report: which step makes which, and what is kept of one; pure.

A paper is named by the step it tells of, or `register`. Its form is composed once. Where it holds who the reporter is,
the form kept has blanks in their place: they are filled while the file is drawn, from the identity opened on record.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.complaints.model import File
from chalicelib.complaints.moves import Kind as StepKind
from chalicelib.complaints.steps import Step
from chalicelib.errors import Conflict
from chalicelib.instants import Instant
from chalicelib.papers.model import Form, Kind, Row, Sha256
from chalicelib.registry.marks import Frozen

REGISTER = "register"
_KINDS: dict[StepKind, Kind] = {
    "route": "distribution",
    "ask_identity": "identity_request",
    "accept": "acceptance",
    "refuse": "refusal",
    "mediate": "mediation",
    "end": "ending",
    "withdraw": "ending",
    "agree": "settlement",
    "file": "report_outcome",
    "not_file": "report_outcome",
    "repeat": "report_outcome",
    "outcome": "report_outcome",
}
BY_ITSELF: frozenset[StepKind] = frozenset({"route", "ask_identity", "accept", "refuse", "mediate", "end"})
"""A decision or notice in itself: its paper is made with the step. The others are made when they are asked for."""
BLANKS = {"name": "\ue000name\ue001", "phone": "\ue000phone\ue001", "address": "\ue000address\ue001"}
"""What of the identity a form leaves blank: characters nobody types, which no font prints."""


class NoPaper(Conflict):
    """The step makes no paper."""

    code = "complaint.no_paper"
    zh = "这一步没有对应的文书；可以制作登记表，以及分送、索要材料、受理或不受理、调解、终止、和解、立案与否的文书。"
    en = (
        "This step makes no paper. The register may always be made; the others come of routing, asking for identity, "
        "accepting, refusing, mediating, ending, agreeing, filing or not filing."
    )


class Paper(Frozen):
    """A paper as kept.

    name     `register`, or the id of a step             number   what its code says
    names_reporter   whether its file holds who the reporter is: only the handler downloads it
    form     as it was composed, with blanks             sha256   of the file, once it is made
    turn     how often it was asked for anew after failing: each is an opening of its own
    """

    name: str
    kind: Kind
    complaint: str
    number: str
    by: str
    asked_at: Instant
    names_reporter: bool
    turn: int = 0
    state: Literal["queued", "made", "failed", "erased"] = "queued"
    form: Form | None = None
    made_at: Instant | None = None
    sha256: Sha256 | None = None
    size_bytes: Annotated[int, Field(ge=0)] = 0
    pages: Annotated[int, Field(ge=0)] = 0

    def erased(self) -> "Paper":
        """Without what it says: the file is deleted, its number and digest stay."""
        return self.model_copy(update={"state": "erased", "form": None})


class Numbers(Frozen):
    """The last number of a kind of paper that a unit gave in a local year."""

    kind: Kind
    unit: str
    year: int
    last: Annotated[int, Field(ge=0)] = 0


def kind_of(file: File, step: Step | None) -> Kind | None:
    """Which paper a step makes; without one, the register. None where there is none."""
    if step is None:
        return "complaint_register" if file.kind == "complaint" else "report_register"
    if step.sent.kind == "withdraw" and step.became != "ended":
        return None
    kind = _KINDS.get(step.sent.kind)
    return None if kind == "report_outcome" and not file.real_name else kind


def names_reporter(file: File, kind: Kind) -> bool:
    """Whether such a paper of this file holds who the reporter is."""
    return not file.anonymous and kind != "distribution"


def filled(form: Form, identity: Mapping[str, str]) -> Form:
    """The form with the blanks filled; what the reporter did not tell is told as such."""

    def told(text: str) -> str:
        for name, blank in BLANKS.items():
            text = text.replace(blank, identity.get(name) or "未提供")
        return text

    rows = tuple(Row(label=row.label, text=told(row.text)) for row in form.rows)
    return form.model_copy(update={"lead": told(form.lead), "rows": rows})
