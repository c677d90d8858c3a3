"""What each step (办理步骤) says when it is sent, and a step as kept; pure. Who may take it when: moves."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from chalicelib.complaints.model import Said, Unit, Written, Yuan
from chalicelib.complaints.moves import Hand, State
from chalicelib.documents import OneOf
from chalicelib.ids import AccountId, ComplaintId, FindingId, InstrumentId, MaterialId, VisitId
from chalicelib.instants import Day, Instant
from chalicelib.registry.marks import Frozen
from chalicelib.texts import VISIBLE

Note = Annotated[str, StringConstraints(max_length=1000, strip_whitespace=True), VISIBLE]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,40}$")]
ResultCode = Annotated[str, StringConstraints(min_length=1, max_length=8)]
Future = Annotated[Day, Field(ge=date(2020, 1, 1), le=date(2199, 12, 31))]


class Plain(Frozen):
    """A step that needs no reason."""

    kind: Literal["accept", "identify", "performed", "confirm_hiding", "confirm_unhiding", "close"]
    text: Note = ""


class Worded(Frozen):
    """A step that says why or what in words."""

    kind: Literal[
        "return",
        "pause_testing",
        "unperformed",
        "extend",
        "not_file",
        "clue",
        "police",
        "answer",
        "note",
        "hide",
        "unhide",
    ]
    text: Said


class Route(Frozen):
    """To which unit a file goes (分送)."""

    kind: Literal["route"]
    unit: Unit
    text: Note = ""


class Assign(Frozen):
    """Who handles it."""

    kind: Literal["assign"]
    handler: AccountId


class Asked(Frozen):
    """What somebody is asked for, until a day: the reporter's identity papers, or the merchant's answer."""

    kind: Literal["ask_identity", "ask"]
    text: Said
    due_on: Future


class Grounded(Frozen):
    """A refusal (不予受理) or an ending (终止调解): its ground by the order in force, and the reasons."""

    kind: Literal["refuse", "end"]
    ground: Code
    text: Said


class Consent(Frozen):
    """Whether a party agrees to mediation; the reporter may also say whether it may be delegated."""

    kind: Literal["consent"]
    of: Literal["reporter", "respondent"]
    agrees: bool
    delegation: bool | None = None
    text: Note = ""


class Mediate(Frozen):
    """Mediation begins: the day and the place or way the parties were told (调解通知)."""

    kind: Literal["mediate"]
    on: Future
    place: Written = ""
    text: Note = ""


class Recuse(Frozen):
    """Somebody is to step aside (回避); mediation rests until another is assigned or a supervisor decides."""

    kind: Literal["recuse"]
    of: AccountId
    text: Said


class Resume(Frozen):
    """What was stopped goes on: the testing is over, or the request for recusal was not granted."""

    kind: Literal["resume"]
    of: Literal["testing", "recusal"]
    text: Note = ""


class Settlement(Frozen):
    """What the merchant offers, or what the parties agreed on, with the day it is to be performed by."""

    kind: Literal["offer", "agree"]
    text: Said
    amount_yuan: Yuan | None = None
    perform_by: Future | None = None


class Withdraw(Frozen):
    """The complainant takes it back, or the parties settled by themselves."""

    kind: Literal["withdraw"]
    why: Literal["withdrawn", "settled"]
    text: Note = ""


class Advance(Frozen):
    """The market's organiser paid in advance of the merchant (先行赔付), and may recover it from the merchant."""

    kind: Literal["advance"]
    amount_yuan: Yuan
    paid_on: Day | None = None
    text: Note = ""


class FileCase(Frozen):
    """A case is filed (立案), under its number."""

    kind: Literal["file"]
    case_number: Written = ""
    text: Said


class Tell(Frozen):
    """The reporter, or the parties, were told, and how."""

    kind: Literal["tell"]
    how: Literal["page", "phone", "sms", "letter", "email", "in_person"]
    text: Said


class Outcome(Frozen):
    """What became of the report that this one was merged into, and on which local day."""

    kind: Literal["outcome"]
    of: ComplaintId
    decision: Literal["filed", "not_filed", "repeated"]
    on: Day
    case_number: Written = ""


class Same(Frozen):
    """Another file with the same facts: joined to it, merged into it (并案), or repeating it."""

    kind: Literal["join", "merge", "repeat"]
    of: ComplaintId
    text: Said


class Handed(Frozen):
    """Handed over to the police, under their number."""

    kind: Literal["handed"]
    number: Written = ""
    text: Note = ""


class Supplement(Frozen):
    """What the reporter adds: words, or a material; or whether the merchant's last offer is accepted."""

    kind: Literal["supplement"]
    text: Note = ""
    material: MaterialId | None = None
    accepts: bool | None = None

    @model_validator(mode="after")
    def _brings_something(self) -> Self:
        if not self.text and self.material is None and self.accepts is None:
            raise ValueError("请填写文字或附上材料 (send words or a material)")
        return self


class Callback(Frozen):
    """A follow-up (回访): whether the reporter was reached, and is content."""

    kind: Literal["callback"]
    reached: bool
    satisfied: bool | None = None
    text: Note = ""


class Link(Frozen):
    """What the file led to: a visit (and how it ended), a finding, an instrument."""

    kind: Literal["link"]
    visit: VisitId | None = None
    outcome: Annotated[str, StringConstraints(max_length=40)] = ""
    day: Day | None = None
    codes: Annotated[tuple[ResultCode, ...], Field(max_length=20)] = ()
    finding: FindingId | None = None
    instrument: InstrumentId | None = None
    text: Note = ""

    @model_validator(mode="after")
    def _links_one_thing(self) -> Self:
        if sum(one is not None for one in (self.visit, self.finding, self.instrument)) != 1:
            raise ValueError(
                "请填写 visit、finding、instrument 其中一项 (name exactly one of visit, finding, instrument)"
            )
        return self


class Exchanged(Frozen):
    """What another platform answered: which one, its number of the file, its status."""

    kind: Literal["exchange"]
    system: Literal["12315", "province"]
    number: Written
    status: Code
    text: Note = ""


type Body = Annotated[
    Plain
    | Worded
    | Route
    | Assign
    | Asked
    | Grounded
    | Consent
    | Mediate
    | Recuse
    | Resume
    | Settlement
    | Withdraw
    | Advance
    | FileCase
    | Tell
    | Outcome
    | Same
    | Handed
    | Supplement
    | Callback
    | Link
    | Exchanged,
    Field(discriminator="kind"),
]


class NewStep(OneOf[Body]):
    """A step as sent; its kind says what else it needs."""


class Step(Frozen):
    """A step as kept, once and for ever.

    n          its place among the file's steps, from 1
    by, as_    the account, or "citizen" or "system", and in which capacity
    was, became   the state before and after         unit   whose it was afterwards
    opened     the file it opened: a clue's report
    """

    id: str
    complaint: str
    n: int
    at: Instant
    by: str
    as_: Hand
    was: State
    became: State
    unit: Unit
    sent: Body
    opened: str | None = None
