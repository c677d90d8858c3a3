"""Commitments as they are told over HTTP: the texts, one of them, a list; pure."""

from pydantic import ConfigDict, model_validator

from chalicelib.credit.commitments import Capacity, TemplateRef
from chalicelib.credit.document import Closed, District, Sha256, Words
from chalicelib.credit.moves import Hand, Kind, State
from chalicelib.credit.templates import Head
from chalicelib.documents import Document
from chalicelib.ids import MerchantId
from chalicelib.instants import Day, Instant


class TextView(Document):
    """A text in force, with what a signature names of it."""

    id: str
    version: Day
    sha256: Sha256
    title: Words
    lead: Words
    heads: tuple[Head, ...]
    closing: Words
    source: str
    confidence: str


class Texts(Document):
    """The texts one may sign today, by kind of site, and what publication asks agreement to.

    wording   the first day of the consent's wording, which agreeing names
    """

    items: list[TextView]
    term_days: int
    consent: Words
    wording: Day


class ShownStep(Document):
    """A step as it is told."""

    id: str
    kind: Kind
    at: Instant
    as_: Hand
    was: State
    became: State
    text: str = ""
    entry: str = ""


class CommitmentView(Document):
    """A commitment as its merchant and the office see it; the signature is shown to nobody.

    can            the steps the caller may take now, as far as the state alone decides
    reply_until    the last day to explain an open question       rectify_until   to put a breach right unasked
    entries        the published entries a question or breach rests on
    """

    id: str
    merchant_id: str
    merchant: str = ""
    district: District
    venue: str
    template: TemplateRef
    capacity: Capacity
    signed_on: Day
    until: Day
    state: State
    is_public: bool
    steps: list[ShownStep]
    can: list[Kind]
    entries: list[str]
    reply_until: Day | None = None
    rectify_until: Day | None = None


class CommitmentRow(Document):
    """A commitment as lists show it."""

    model_config = ConfigDict(extra="ignore")

    id: str
    merchant_id: str
    merchant: str = ""
    district: District
    venue: str
    state: State
    signed_on: Day
    until: Day


class CommitmentRows(Document):
    """A page of commitments."""

    items: list[CommitmentRow]
    cursor: str = ""


class Which(Closed):
    """Whose commitments: one's own merchant's, the newest first, or a district's in a state, the first to end first."""

    merchant: MerchantId | None = None
    district: District | None = None
    state: State = "questioned"
    cursor: str = ""

    @model_validator(mode="after")
    def _says_whose(self) -> "Which":
        if (self.merchant is None) == (self.district is None):
            raise ValueError(
                "请填写 district 或 merchant 其中一项 (name exactly one of district and merchant)"
            )
        return self
