"""A file (案卷): one complaint or one report, what it is about and how far it is; pure.

It holds nobody's name, telephone, address or identity number on the reporter's side: those are in the identity, sealed.
"""

from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from chalicelib.complaints import masking
from chalicelib.complaints.moves import FINAL, FileKind, State
from chalicelib.ids import InstrumentId, MerchantId, SiteId, StallId
from chalicelib.instants import Day, Instant
from chalicelib.law.model import Verdict
from chalicelib.quantities import NotNegative, Positive
from chalicelib.registry.districts import District
from chalicelib.registry.marks import Frozen
from chalicelib.registry.model import number
from chalicelib.texts import VISIBLE

INTAKE: Final = "350200"
"""The city's unified intake (市级统一分送), which distributes to the districts' units."""
Unit = District | Literal["350200"]
"""承办单位: the office of a district, or the intake while nobody is competent yet."""
Yuan = Annotated[Positive, Field(max_digits=12, decimal_places=2)]
Grams = Annotated[NotNegative, Field(max_digits=13, decimal_places=5)]
Said = Annotated[
    str,
    BeforeValidator(lambda text: masking.printed(text) if isinstance(text, str) else text),
    StringConstraints(min_length=2, max_length=1000, strip_whitespace=True),
    VISIBLE,
]
"""Words of people, of any number of lines."""
Written = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True), VISIBLE]
Want = Literal["make_good", "refund", "compensation", "apology", "other"]
"""What a consumer asks for: 补足, 退差价或退款, 赔偿, 道歉, 其他."""


class About(Frozen):
    """Whom and what it is about: as far as scanned or picked from the register, and as the sender calls it."""

    site_id: SiteId | None = None
    stall_id: StallId | None = None
    instrument_id: InstrumentId | None = None
    merchant_id: MerchantId | None = None
    respondent_name: Written = ""
    respondent_address: Written = ""
    place_text: Written = ""


class Purchase(Frozen):
    """What was bought and what weighing it again showed.

    settled_g           mass that was paid for, grams          found_g   mass found afterwards, grams
    method              on the market's fair scale, one's own, or another way
    fair_scale_instrument_id   which fair scale, by its label
    """

    goods: Written = ""
    category: Written = ""
    bought_on: Day | None = None
    price_yuan_per_kg: Yuan | None = None
    settled_g: Grams | None = None
    found_g: Grams | None = None
    method: Literal["fair_scale", "own_scale", "other"] | None = None
    fair_scale_instrument_id: InstrumentId | None = None
    paid_yuan: Yuan | None = None


class Request(Frozen):
    """What a complaint asks for."""

    wants: Annotated[tuple[Want, ...], Field(max_length=5)] = ()
    text: Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)] = ""


class LinkedVisit(Frozen):
    """A visit (检查) this file led to; how and when it ended, and its result codes, once known."""

    id: str
    outcome: str = ""
    day: Day | None = None
    codes: tuple[str, ...] = ()


class Links(Frozen):
    """What the file led to."""

    visits: tuple[LinkedVisit, ...] = ()
    findings: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()


class Forwarded(Frozen):
    """Where a file was handed on to, and its number there."""

    to: str
    at: Instant
    number: str = ""


class Police(Frozen):
    """A leader's approval of a referral to the police, and when it was handed over (移送公安)."""

    by: str
    at: Instant
    handed_at: Instant | None = None
    number: str = ""


class Lifting(Frozen):
    """Who asked that a file be counted again, and why."""

    by: str
    at: Instant
    text: str


class Hiding(Frozen):
    """Taken out of the public counts: asked by one person, in force once another confirmed it, and until another still
    confirmed that it is lifted.
    """

    by: str
    at: Instant
    text: str
    confirmed_by: str = ""
    confirmed_at: Instant | None = None
    lifting: Lifting | None = None


class Consents(Frozen):
    """Who agreed to mediation; None: not said yet. `delegation`: the reporter lets it be delegated (委托调解)."""

    reporter: bool | None = None
    respondent: bool | None = None
    delegation: bool | None = None


class Next(Frozen):
    """The clock that ends first of those the unit answers for: its name and last day, and from when on to warn.

    Where only others have something to do, theirs stands here, due on the working day after their last one: then the
    unit reacts.
    """

    name: str
    due_on: Day
    warn_on: Day
    provisional: bool = False


class File(Frozen):
    """A complaint or report as kept.

    submission     id of the first file made of what was sent (its own, unless it is the second)
    second         of the first file: id of the report that was sent with it
    received_at    when it reached us, by our clock; the law of that local day governs it to its end
    real_name      a report whose sender is named and must be told the outcome
    tell_also      named reports merged into this one: its outcome is brought to their files
    owed           of a named report that was merged or repeats another: the outcome of that one is awaited, or is there
                   and must be told to its sender
    facts          what happened, masked; as written it is in the identity
    judgement      what the law engine said of the purchase when it was received
    secret_hash    SHA-256 of the following secret, hex; "" for what no citizen follows
    taken_by       the officer who wrote it down for its sender, by telephone or at the counter
    steps          how many steps were taken: the number of the last one
    handler        the account that handles it; `recused`: accounts that may not
    paused         testing stops the clock of mediation
    recusal        whose recusal is asked for and not decided yet: until then mediation rests
    identity_due   the last day to send the identity papers that were asked for
    respondent_told_at   since when the merchant it is about may read it: accepted, or asked about
    answer_due     the last day for that merchant to answer what it was asked
    clue_of        the complaint in whose handling this report was found
    decision       of a report: whether a case was filed            decided_on   on which local day
    closed_on      local day since which it `is_over`; retention counts from it
    next           what is due next, as of the last write
    """

    id: str
    kind: FileKind
    submission: str
    second: str | None = None
    state: State
    unit: Unit
    received_at: Instant
    channel: Literal["web", "desk", "12315"]
    taken_by: str | None = None
    anonymous: bool = False
    real_name: bool = False
    about: About = Field(default_factory=About)
    purchase: Purchase | None = None
    judgement: Verdict | None = None
    facts: Annotated[str, StringConstraints(max_length=4000)] = ""
    request: Request | None = None
    secret_hash: str = ""
    steps: int = 0
    handler: str | None = None
    recused: tuple[str, ...] = ()
    consents: Consents = Field(default_factory=Consents)
    paused: bool = False
    recusal: str | None = None
    identity_due: Day | None = None
    respondent_told_at: Instant | None = None
    answer_due: Day | None = None
    police: Police | None = None
    joined: str | None = None
    merged_into: str | None = None
    tell_also: tuple[str, ...] = ()
    owed: Literal["outcome", "telling"] | None = None
    repeats: str | None = None
    clue_of: str | None = None
    hidden: Hiding | None = None
    links: Links = Field(default_factory=Links)
    forwarded: Forwarded | None = None
    decision: Literal["filed", "not_filed"] | None = None
    decided_on: Day | None = None
    closed_on: Day | None = None
    erased_at: Instant | None = None
    next: Next | None = None

    @property
    def is_open(self) -> bool:
        """Whether something may still become of it."""
        return self.state not in FINAL

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do: closed, told, and handed over to the police if that was approved."""
        is_handed = self.police is None or self.police.handed_at is not None
        return not self.is_open and is_handed and self.owed is None

    @property
    def is_hidden(self) -> bool:
        """Whether two persons took it out of the public counts."""
        return self.hidden is not None and self.hidden.confirmed_at is not None

    @property
    def number(self) -> str:
        """Its receipt number: 10 characters with a check character, a function of the id."""
        return number(self.id)

    def is_late(self, today: date) -> bool:
        """Whether what is due next is over, as of the last write."""
        return not self.is_over and self.next is not None and self.next.due_on < today

    def row(self) -> dict[str, Any]:
        """What lists show of it."""
        about = self.about
        named = {
            "handler": self.handler,
            "site_id": about.site_id,
            "stall_id": about.stall_id,
            "instrument_id": about.instrument_id,
            "merchant_id": about.merchant_id,
            "next": self.next.model_dump(mode="json") if self.next else None,
            "closed_on": self.closed_on.isoformat() if self.closed_on else None,
            "verdict": self.judgement.verdict if self.judgement else None,
        }
        return {
            "id": self.id,
            "number": self.number,
            "kind": self.kind,
            "state": self.state,
            "unit": self.unit,
            "received_at": self.model_dump(mode="json", include={"received_at"})["received_at"],
            "respondent_name": about.respondent_name,
            **{name: value for name, value in named.items() if value is not None},
        }
