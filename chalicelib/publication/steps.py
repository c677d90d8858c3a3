"""What people send to take a step, and what is kept of it; pure."""

from datetime import date
from functools import cache
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.documents import OneOf
from chalicelib.instants import Day, Instant
from chalicelib.publication.moves import Step
from chalicelib.publication.terms import Closed
from chalicelib.publication.words import PublicText
from chalicelib.texts import VISIBLE

Why = Annotated[str, StringConstraints(min_length=4, max_length=500, strip_whitespace=True), VISIBLE]


class Confirm(Closed):
    """A second person compared the entry with the official document."""

    kind: Literal["confirm"]


class Drop(Closed):
    """A second person found it wrong: it is dropped, and entered anew if need be."""

    kind: Literal["drop"]
    reason: Why


class Publish(Closed):
    """A publisher publishes; the explanation of a late publication is shown with it."""

    kind: Literal["publish"]
    explanation: PublicText = ""


class Reply(Closed):
    """The merchant's words (陈述), shown beside the entry."""

    kind: Literal["reply"]
    text: Annotated[PublicText, Field(min_length=2)]


class ShowReply(Closed):
    """A publisher has read the newest reply, which came after the publication, and shows it."""

    kind: Literal["show_reply"]


class Object(Closed):
    """The merchant objects (异议); its grounds are read by whoever decides, and never shown."""

    kind: Literal["object"]
    text: Why


class Decide(Closed):
    """The word on an objection: the entry stands, stands as it was corrected since, or is withdrawn."""

    kind: Literal["decide"]
    outcome: Literal["rejected", "corrected", "withdrawn"]
    reason: Why


class Annul(Closed):
    """A publisher proposes to withdraw it, because its ground is gone since a day (撤销、变更、确认违法、无效)."""

    kind: Literal["annul"]
    gone_on: Day
    reason: Why


class Withdraw(Closed):
    """A leader confirms what a publisher proposed."""

    kind: Literal["withdraw"]


class HandOver(Closed):
    """A publisher notes the day the credit exchange (双公示) really got it; the newest note counts."""

    kind: Literal["hand_over"]
    on: Day


class Apply(Closed):
    """The merchant asks that it be shown no longer (信用修复): what was put right, and its public commitment."""

    kind: Literal["apply"]
    done: Why
    pledged: Literal[True]


class Repair(Closed):
    """The application is granted: duties are performed, harm is removed, the commitment is made."""

    kind: Literal["repair"]
    duties_done: Literal[True]
    reason: Why


class Refuse(Closed):
    """The application is refused."""

    kind: Literal["refuse"]
    reason: Why


Sent = (
    Confirm
    | Drop
    | Publish
    | Reply
    | ShowReply
    | Object
    | Decide
    | Annul
    | Withdraw
    | HandOver
    | Apply
    | Repair
    | Refuse
)


def tried(day: date) -> tuple[Sent, ...]:
    """One step of each kind, of `day` where it names one, to be tried without being taken."""
    return (*_tried(), HandOver(kind="hand_over", on=day))


@cache
def _tried() -> tuple[Sent, ...]:
    """Made late, because a cold start needs none."""
    return (
        Confirm(kind="confirm"),
        Drop(kind="drop", reason="...."),
        Publish(kind="publish", explanation="...."),
        Reply(kind="reply", text="...."),
        ShowReply(kind="show_reply"),
        Object(kind="object", text="...."),
        Decide(kind="decide", outcome="rejected", reason="...."),
        Annul(kind="annul", gone_on=date.min, reason="...."),
        Withdraw(kind="withdraw"),
        Apply(kind="apply", done="....", pledged=True),
        Repair(kind="repair", duties_done=True, reason="...."),
        Refuse(kind="refuse", reason="...."),
    )


class NewStep(OneOf[Annotated[Sent, Field(discriminator="kind")]]):
    """A step, as it is sent."""


class Taken(Closed):
    """A step as kept.

    id      made by the client; empty of the system's own         by   the account; `system`
    public  its number among what the public was told; 0: nothing was
    content digest of what was sent
    """

    id: str = ""
    step: Step
    by: str
    at: Instant
    public: Annotated[int, Field(ge=0)] = 0
    content: str = ""


class Said(Closed):
    """Words of the merchant: a reply, an objection's grounds, an application's."""

    text: str
    by: str
    at: Instant


class Decision(Closed):
    """A word on an objection or an application."""

    outcome: Literal["rejected", "corrected", "withdrawn", "granted", "refused"]
    reason: str
    by: str
    at: Instant


class Claim(Said):
    """An objection or an application, with the word on it once it is there."""

    decision: Decision | None = None


class Annulment(Closed):
    """A proposal to withdraw, and who confirmed it."""

    gone_on: Day
    reason: str
    by: str
    at: Instant
    confirmed_by: str | None = None
