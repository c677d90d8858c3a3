"""What the merchant a file is about (被投诉人) reads of it, and may do; pure.

Nothing of who complained: no identity, not even what masking leaves of it, no materials, of the reporter's words only
what the complaint asks for. What happened the office tells in its own words (`ask`): were the reporter's shown unless a
report came with them, their absence would betray it. Of a report only what the office asks, and what was answered.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Self

from pydantic import Field

from chalicelib.clock import local_day
from chalicelib.complaints import codes
from chalicelib.complaints.model import About, File, Purchase, Request, Yuan
from chalicelib.complaints.moves import FileKind, Kind, State
from chalicelib.complaints.steps import Asked, Consent, Settlement, Step, Worded
from chalicelib.complaints.steps_hands import Taker
from chalicelib.complaints.steps_taking import may
from chalicelib.documents import Document, OneOf
from chalicelib.errors import Problem
from chalicelib.instants import Day, Instant
from chalicelib.law.model import Verdict, Words
from chalicelib.registry.marks import Frozen

ANSWERS: tuple[Kind, ...] = ("answer", "consent", "offer")
"""What a merchant does in a file: answers what was asked, says whether it agrees to mediation, offers a settlement."""
_OF_COMPLAINT: frozenset[Kind] = frozenset(
    {"mediate", "pause_testing", "offer", "agree", "performed", "unperformed", "advance", "end", "withdraw"}
)
_MASKED = re.compile(r"[0-9Xx]*\w?\*+(?:@\*+)?[0-9Xx]*")
"""张*, 138****8000, a***@***: a surname or four digits are enough for whoever knows the customer."""
_WORDLESS: frozenset[Kind] = frozenset({"withdraw", "supplement"})
"""Steps whose words are the reporter's."""


class NewAnswer(OneOf[Annotated[Worded | Consent | Settlement, Field(discriminator="kind")]]):
    """What a merchant sends; the kinds besides ANSWERS are refused."""


class Heard(Frozen):
    """A step as the merchant reads it.

    is_own     the merchant's own answer, consent or offer; its words are not shown again: what is hidden in them would
               tell whoever tries names which one is the reporter's
    due_on     of what was asked: the last day to answer; `answered`: whether it was
    on, place  of mediation              accepts   whether the other side accepts the last offer
    ground     why mediation ended, in the words of the order in force
    """

    id: str
    at: Instant
    kind: Kind
    text: str = ""
    is_own: bool = False
    due_on: Day | None = None
    answered: bool | None = None
    on: Day | None = None
    place: str = ""
    amount_yuan: Yuan | None = None
    perform_by: Day | None = None
    paid_on: Day | None = None
    agrees: bool | None = None
    accepts: bool | None = None
    ground: Words | None = None


class RespondentFile(Document):
    """A complaint or report as its merchant reads it.

    state      of complaints; how a report is decided is told by other papers
    may        which of ANSWERS the file takes from this merchant now
    """

    id: str
    number: str
    kind: FileKind
    is_open: bool
    state: State | None = None
    unit: Words
    phone: str
    told_at: Instant
    answer_due: Day | None = None
    about: About
    purchase: Purchase | None = None
    judgement: Verdict | None = None
    request: Request | None = None
    steps: tuple[Heard, ...]
    may: tuple[Kind, ...]

    @classmethod
    def of(cls, file: File, steps: Sequence[Step], taker: Taker, today: date) -> Self:
        """The file on the local day `today`, as `taker` reads it: one the merchant was told of."""
        row = codes.unit(file.unit, today)
        asked = file.request
        of_complaint = {
            "purchase": file.purchase,
            "judgement": file.judgement,
            "request": asked.model_copy(update={"text": unnamed(asked.text)}) if asked else None,
        }
        return cls(
            **_told(file),
            unit=Words(zh=row.zh, en=row.en),
            phone=row.phone,
            about=file.about.model_copy(update={"place_text": unnamed(file.about.place_text)}),
            steps=tuple(heard(file, steps, step) for step in steps if _is_heard(file, step)),
            may=tuple(kind for kind in ANSWERS if _takes(file, kind, taker)),
            **(of_complaint if file.kind == "complaint" else {}),
        )


class RespondentRow(Document):
    """A file as its merchant's list shows it."""

    id: str
    number: str
    kind: FileKind
    is_open: bool
    state: State | None = None
    told_at: Instant
    answer_due: Day | None = None
    goods: str = ""

    @classmethod
    def of(cls, file: File) -> Self:
        """A file the merchant was told of."""
        goods = file.purchase.goods if file.kind == "complaint" and file.purchase else ""
        return cls(**_told(file), goods=goods)

    def is_late(self, today: date) -> bool:
        """Whether the merchant should have answered before the local day `today`."""
        return self.answer_due is not None and self.answer_due < today


def unnamed(masked: str) -> str:
    """A masked text without what masking left of names, numbers and addresses."""
    return _MASKED.sub("***", masked)


def is_told(file: File, merchant_id: str) -> bool:
    """Whether this merchant may read the file: it is about it, and was accepted or asked about."""
    return file.about.merchant_id == merchant_id and file.respondent_told_at is not None


def heard(file: File, steps: Sequence[Step], step: Step) -> Heard:
    """A step as the merchant reads it."""
    sent: Any = step.sent
    ground = codes.ground("ending", local_day(file.received_at), sent.ground) if sent.kind == "end" else None
    later = (one.sent.kind for one in steps if one.n > step.n)
    is_own = step.as_ == "merchant"
    said = {
        name: unnamed(getattr(sent, name)) if name == "text" else getattr(sent, name)
        for name in ("text", "on", "place", "amount_yuan", "perform_by", "paid_on", "agrees", "accepts")
        if hasattr(sent, name) and (name != "text" or not (is_own or sent.kind in _WORDLESS))
    }
    return Heard(
        id=step.id,
        at=step.at,
        kind=sent.kind,
        is_own=is_own,
        due_on=sent.due_on if isinstance(sent, Asked) else None,
        answered="answer" in later if sent.kind == "ask" else None,
        ground=Words(zh=ground.zh, en=ground.en) if ground else None,
        **said,
    )


def _told(file: File) -> dict[str, Any]:
    return {
        "id": file.id,
        "number": file.number,
        "kind": file.kind,
        "is_open": file.is_open,
        "state": file.state if file.kind == "complaint" else None,
        "told_at": file.respondent_told_at,
        "answer_due": file.answer_due,
    }


def _is_heard(file: File, step: Step) -> bool:
    sent = step.sent
    if sent.kind in {"ask", "answer"}:
        return True
    if file.kind != "complaint":
        return False
    if isinstance(sent, Consent):
        return sent.of == "respondent"
    if sent.kind == "supplement":
        return sent.accepts is not None
    return sent.kind in _OF_COMPLAINT


def _takes(file: File, kind: Kind, taker: Taker) -> bool:
    if kind == "answer" and file.answer_due is None:
        return False
    try:
        may(file, kind, taker)
    except Problem:
        return False
    return True
