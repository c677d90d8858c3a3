"""Sheets of labels as they are ordered, kept and told: what to print, how far it is, what was left out and why."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import Denied
from chalicelib.ids import AccountId, LabId, MerchantId, SheetId, SiteId
from chalicelib.labels import codec
from chalicelib.labels.model import LabelRow
from chalicelib.registry.model import OVER, InstrumentHead, is_number

MOST_LABELS = 10_000
MOST_TYPED = 2000
"""Numbers in one order; a body holds no more. A site or merchant may have up to MOST_LABELS."""
EXAMPLES = 50
KEPT_DAYS = 7
"""How long a finished sheet can be downloaded: the expiry of the bucket."""

type SheetState = Literal["waiting", "preparing", "drawing", "done", "failed"]
type LeftOut = Literal["unknown", "elsewhere", "over", "not_due", "no_label", "not_verified"]
"""unknown: no such instrument; elsewhere: outside the orderer's districts, or verified by another lab; over: scrapped
or replaced; not_due: only due ones were asked; no_label: it has none that holds, and only the lab that verified it
issues one; not_verified: no label is issued without a verification that holds."""
type Outcome = Literal["print", "issue"] | LeftOut
"""What becomes of one instrument in an order: its label is printed, is issued first, or it is left out."""
type Failure = Literal["too_many", "host_too_long", "broken"]


class NotYoursToPrint(Denied):
    """A supervisor orders sheets for another district."""

    code = "sheet.not_your_district"
    zh = "该场所或经营者不在您负责的行政区，请联系当地同事。"
    en = "This site or merchant is outside your districts. Ask a colleague there."


class _Closed(Document):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Order(_Closed):
    """What is to be printed: all instruments of a site, of a merchant, or those with these numbers.

    only_due  only instruments that need a new label: without one that holds, or verified anew since it was issued
    paper     a4: sheets with cut marks; roll: one label a page, for label printers (60 x 30 or 80 x 50 mm)
    """

    site: SiteId | None = None
    merchant: MerchantId | None = None
    numbers: Annotated[tuple[Annotated[str, Field(max_length=40)], ...], Field(max_length=MOST_TYPED)] = ()
    only_due: bool = False
    size_mm: Literal[25, 40] = 25
    paper: Literal["a4", "roll"] = "a4"

    @field_validator("numbers")
    @classmethod
    def _are_numbers(cls, typed: tuple[str, ...]) -> tuple[str, ...]:
        numbers = tuple(dict.fromkeys(codec.normalised(one) for one in typed))
        if wrong := [place + 1 for place, one in enumerate(numbers) if not is_number(one)]:
            raise PydanticCustomError(
                "label_number",
                "mistyped number",
                {"place": wrong[0]},
            )
        return numbers

    @model_validator(mode="after")
    def _names_one_thing(self) -> "Order":
        if sum((self.site is not None, self.merchant is not None, bool(self.numbers))) != 1:
            raise ValueError("请选择一个场所、一个经营者或填写编号 (name a site, a merchant, or numbers)")
        return self


class Orderer(_Closed):
    """Who ordered, and what they may print: kept with the order, because the work is done later.

    labs       labs the person records for: prints what these verified, and issues its labels
    districts  a supervisor's districts, empty for the whole city; None for who is no supervisor
    """

    account: AccountId
    labs: tuple[LabId, ...] = ()
    districts: tuple[str, ...] | None = None

    @classmethod
    def of(cls, actor: Actor) -> "Orderer":
        """As this actor may print."""
        return cls(
            account=actor.id,
            labs=tuple(sorted(actor.labs)) if actor.is_any(Role.LAB) else (),
            districts=tuple(sorted(actor.districts)) if actor.is_any(Role.SUPERVISOR) else None,
        )

    def verified(self, head: InstrumentHead) -> bool:
        """Whether one of their labs made the verification that counts."""
        return head.verification is not None and head.verification.lab_id in self.labs

    def may_print(self, head: InstrumentHead) -> bool:
        """Whether the instrument is theirs to print a label for."""
        return self.verified(head) or self.works_in(head.district)

    def works_in(self, district: str) -> bool:
        """Whether they supervise this district."""
        return self.districts is not None and (not self.districts or district in self.districts)


class Example(_Closed):
    """One instrument that was left out."""

    number: str
    reason: LeftOut


class KeptSheet(_Closed):
    """An order and how far it is.

    done, total  instruments looked at, then labels drawn, of how many
    labels       labels on the finished sheet     issued  of these, issued by this order
    left_out     why instruments are not on it -> how many; `examples` names the first of them
    """

    id: SheetId
    order: Order
    orderer: Orderer
    ordered_at: str
    state: SheetState = "waiting"
    done: int = 0
    total: int = 0
    labels: int = 0
    issued: int = 0
    pages: int = 0
    size_bytes: int = 0
    left_out: dict[LeftOut, int] = Field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    failure: Failure | None = None
    finished_at: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state in {"done", "failed"}


class Sheet(_Closed):
    """An order as told to whoever made it. `link` holds for fifteen minutes and can be asked again."""

    id: SheetId
    order: Order
    ordered_at: str
    state: SheetState
    done: int
    total: int
    labels: int
    issued: int
    pages: int
    size_bytes: int
    left_out: dict[LeftOut, int]
    examples: tuple[Example, ...]
    failure: Failure | None = None
    finished_at: str | None = None
    kept_until: str | None = None
    link: str | None = None


class SheetRow(_Closed):
    """An order in the list."""

    id: SheetId
    ordered_at: str
    state: SheetState
    size_mm: int
    paper: str
    labels: int


class SheetRows(_Closed):
    """A page of one's own orders, newest first."""

    items: list[SheetRow]
    cursor: str = ""


def outcome(
    head: InstrumentHead, label: LabelRow | None, orderer: Orderer, day: date, *, only_due: bool
) -> Outcome:
    """What becomes of an instrument with this newest label, on the local day."""
    if not orderer.may_print(head):
        return "not_verified" if orderer.labs and head.verification is None else "elsewhere"
    if head.state in OVER:
        return "over"
    holds = label is not None and _holds(label, day)
    if not is_due(head, label, day):
        return "not_due" if only_due else "print"
    if orderer.verified(head) and head.standing(day) in {"valid", "due_soon"}:
        return "issue"
    if holds:
        return "print"
    return "not_verified" if orderer.verified(head) else "no_label"


def is_due(head: InstrumentHead, label: LabelRow | None, day: date) -> bool:
    """Whether an instrument needs a new label: it has none that holds, or one that ends on another day than its
    certificate, which was recorded since.
    """
    if label is None or not _holds(label, day):
        return True
    until, verified_until = _until(label), head.verification.valid_until if head.verification else None
    return until is not None and verified_until is not None and verified_until != until


def _until(label: LabelRow) -> date | None:
    until = label.document.get("valid_until")
    return date.fromisoformat(until) if until else None


def _holds(label: LabelRow, day: date) -> bool:
    until = _until(label)
    return label.current and (until is None or day <= until)


def tally(left_out: Sequence[Example]) -> dict[LeftOut, int]:
    """How many were left out for each reason."""
    found: dict[LeftOut, int] = {}
    for one in left_out:
        found[one.reason] = found.get(one.reason, 0) + 1
    return found
