"""Inspection items (抽查事项): what may be inspected at all, on what legal basis, how much of it and how often.

What is not on it may not be inspected, and an enterprise may refuse (国办发〔2024〕54号). General items have a ceiling,
key items none (国市监信〔2019〕38号).
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from chalicelib.documents import Document
from chalicelib.errors import Sentence
from chalicelib.instants import Day
from chalicelib.sampling.problems import EndsTooSoon, ItemSettled

Title = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
ObjectKind = Literal["site", "merchant", "instrument"]
"""What is drawn: a place (petrol station, hospital), a merchant, or an instrument."""
OBJECTS: dict[ObjectKind, Sentence] = {
    "site": Sentence("场所", "site"),
    "merchant": Sentence("经营者", "merchant"),
    "instrument": Sentence("计量器具", "instrument"),
}


class Closed(Document):
    """A document of this package: frozen, no unknown members."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Ratio(Closed):
    """An exact part of a whole, as the plan's paper says it: 5/100 stays 5/100."""

    numerator: Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
    denominator: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]

    @model_validator(mode="after")
    def _is_a_part(self) -> "Ratio":
        if self.numerator > self.denominator:
            raise ValueError("比例不能超过1 (a ratio is at most 1)")
        return self

    def of(self, count: int) -> int:
        """This part of `count`, rounded up: one of ten is drawn of three."""
        return -(-self.numerator * count // self.denominator)

    def at_most(self, count: int) -> int:
        """The greatest number that is not above this part of `count`."""
        return self.numerator * count // self.denominator

    def exceeds(self, other: "Ratio") -> bool:
        """Whether this is more than the other."""
        return self.numerator * other.denominator > other.numerator * self.denominator


class Basis(Closed):
    """One legal basis: the text's title and the article."""

    title: Title
    article: Annotated[str, StringConstraints(max_length=60)] = ""
    url: Annotated[str, StringConstraints(max_length=300)] = ""


class Item(Closed):
    """One line of the published list (随机抽查事项清单).

    weight_class        general 一般检查事项, or key 重点检查事项
    ratio_ceiling       most of its objects drawn in a year; a general item has one
    times_per_year      most visits to one object in a year for this item
    since, until        first day it may be inspected, first day it may not
    """

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{2,30}$")]
    name: Title
    basis: Annotated[tuple[Basis, ...], Field(min_length=1, max_length=10)]
    objects: ObjectKind
    weight_class: Literal["general", "key"]
    ratio_ceiling: Ratio | None = None
    times_per_year: Annotated[int, Field(ge=1, le=12, strict=True)] = 1
    department: Title
    since: date
    until: date | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> "Item":
        if (self.weight_class == "general") != (self.ratio_ceiling is not None):
            raise ValueError(
                "一般检查事项须有抽查比例上限，重点检查事项没有 (a general item has a ratio ceiling, a key item none)"
            )
        if self.until is not None and self.until <= self.since:
            raise ValueError("截止日须晚于起始日 (until must be after since)")
        return self

    def may_be_inspected(self, day: date) -> bool:
        """Whether the list in force on the local `day` has it."""
        return self.since <= day and (self.until is None or day < self.until)


class Ends(Closed):
    """From which local day on an item may not be inspected any more."""

    until: Day


class KeptItem(Item):
    """An item as kept.

    written_by   who wrote it last: somebody else publishes it
    """

    id: str
    state: Literal["draft", "published"] = "draft"
    written_by: str | None = None
    published_by: str | None = None
    published_at: str | None = None

    def ended(self, until: date, today: date) -> Self:
        """With its end, which lies ahead: no past day changes. Raises ItemSettled, EndsTooSoon."""
        if self.until is not None and self.until <= today:
            raise ItemSettled
        if until <= max(today, self.since):
            raise EndsTooSoon
        return self.model_copy(update={"until": until})
