"""Plans (抽查计划): whom a campaign may draw, how many, by whose randomness; and the states a draw goes through."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from chalicelib.errors import Sentence
from chalicelib.ids import ItemId
from chalicelib.instants import Day, Instant
from chalicelib.registry.categories import Category
from chalicelib.registry.districts import District
from chalicelib.registry.parties import Venue
from chalicelib.sampling.bundle import Source
from chalicelib.sampling.exclusions import Code
from chalicelib.sampling.forms import HEAVIEST
from chalicelib.sampling.items import Closed, ObjectKind, Ratio, Title

Campaign = Literal[
    "yearly", "market", "petrol", "seafood", "supermarket", "hospital", "optical", "prepackage", "farming"
]
CAMPAIGNS: dict[Campaign, Sentence] = {
    "yearly": Sentence("年度计划", "yearly plan"),
    "market": Sentence("集贸市场专项", "wet markets"),
    "petrol": Sentence("加油站专项", "petrol stations"),
    "seafood": Sentence("海鲜大排档专项", "seafood streets"),
    "supermarket": Sentence("商超专项", "supermarkets"),
    "hospital": Sentence("医疗机构专项", "hospitals"),
    "optical": Sentence("眼镜制配专项", "optical shops"),
    "prepackage": Sentence("定量包装商品专项", "prepackages"),
    "farming": Sentence("涉农计量器具专项", "instruments of farming"),
}

YEARS = range(2020, 2101)
"""The years a plan may be of."""

State = Literal["draft", "approved", "published", "frozen", "drawn", "opened", "void"]
"""drawn: known to the office, secret to everybody else; opened: recomputable by everybody; void: 作废."""
PUBLIC: frozenset[State] = frozenset({"published", "frozen", "drawn", "opened", "void"})
"""In these anybody may read a plan."""


class Scope(Closed):
    """Which objects the plan is about; every list empty means all."""

    objects: ObjectKind
    districts: tuple[District, ...] = ()
    venues: tuple[Venue, ...] = ()
    categories: tuple[Category, ...] = ()

    def fits(self, district: str, venue: str, category: str = "") -> bool:
        """Whether an object of these public attributes is within it."""
        return (
            (not self.districts or district in self.districts)
            and (not self.venues or venue in self.venues)
            and (not self.categories or category in self.categories)
        )


class StratumRule(Closed):
    """One stratum (分层) by public attributes; an object belongs to the first that fits it.

    count, ratio   how many of it are drawn, the one or the other     reserve   how many may substitute
    """

    name: Title
    districts: tuple[District, ...] = ()
    venues: tuple[Venue, ...] = ()
    count: Annotated[int, Field(ge=0, le=1_000_000, strict=True)] | None = None
    ratio: Ratio | None = None
    reserve: Annotated[int, Field(ge=0, le=1_000_000, strict=True)] = 5

    @model_validator(mode="after")
    def _has_one_quota(self) -> "StratumRule":
        if (self.count is None) == (self.ratio is None):
            raise ValueError("每层须填抽取数量或抽取比例其中一项 (a stratum has a count or a ratio)")
        return self

    def fits(self, district: str, venue: str) -> bool:
        """Whether an object belongs here."""
        return (not self.districts or district in self.districts) and (
            not self.venues or venue in self.venues
        )

    def quota(self, size: int) -> int:
        """How many of a stratum of this size are drawn."""
        return self.ratio.of(size) if self.ratio is not None else min(self.count or 0, size)


class WeightRule(Closed):
    """A weight by public attributes; the first that fits counts, otherwise 1."""

    districts: tuple[District, ...] = ()
    venues: tuple[Venue, ...] = ()
    weight: Annotated[int, Field(ge=1, le=HEAVIEST, strict=True)]


class OfficersRule(Closed):
    """Who may be drawn as officers.

    qualification   a speciality they must have, empty for any     load_cap   most entries one officer gets
    """

    qualification: Annotated[str, StringConstraints(max_length=40)] = ""
    load_cap: Annotated[int, Field(ge=1, le=10_000, strict=True)] = 50


class Plan(Closed):
    """A plan as its supervisor writes it; one plan is one draw.

    items         published items it inspects      departments   who goes together: one visit, the first leads
    from_, until  the days of its visits, both included
    open_by       when its secret must be open; until then nobody outside knows who was drawn
    exempt        why the annual ceiling of visits does not count, a code of data/exempt_reasons.toml; None: it counts
    """

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    name: Title
    year: Annotated[int, Field(ge=YEARS[0], le=YEARS[-1], strict=True)]
    campaign: Campaign
    items: Annotated[tuple[ItemId, ...], Field(min_length=1, max_length=20)]
    departments: Annotated[tuple[Title, ...], Field(min_length=1, max_length=10)]
    scope: Scope
    strata: Annotated[tuple[StratumRule, ...], Field(min_length=1, max_length=100)]
    weights: Annotated[tuple[WeightRule, ...], Field(max_length=50)] = ()
    officers: OfficersRule = Field(default_factory=OfficersRule)
    from_: Annotated[Day, Field(alias="from")]
    until: Day
    source: Source
    fallback: Source
    open_by: Instant
    exempt: Code | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> "Plan":
        if self.until < self.from_:
            raise ValueError("结束日不能早于开始日 (until must not be before from)")
        if self.source == self.fallback:
            raise ValueError("备用随机数来源须与首选不同 (the fall-back must be another source)")
        if self.fallback.begins_seconds() <= self.source.begins_seconds():
            raise ValueError("备用来源须晚于首选来源 (the fall-back comes after the first source)")
        if self.open_by.timestamp() <= self.fallback.begins_seconds():
            raise ValueError("公开期限须晚于随机数产生的时间 (open_by must be after the randomness)")
        names = [one.name for one in self.strata]
        if len(set(names)) != len(names):
            raise ValueError("分层名称不能重复 (strata need names of their own)")
        return self

    def stratum_of(self, district: str, venue: str) -> int | None:
        """The number of the stratum an object belongs to, None when the plan has none for it."""
        return next((n for n, one in enumerate(self.strata) if one.fits(district, venue)), None)

    def weight_of(self, district: str, venue: str) -> int:
        """The weight of an object."""
        for one in self.weights:
            if (not one.districts or district in one.districts) and (not one.venues or venue in one.venues):
                return one.weight
        return 1

    def last_freeze(self) -> datetime:
        """The pool must be frozen before this instant: when the first source's randomness comes into being."""
        return datetime.fromtimestamp(self.source.begins_seconds(), UTC)


class KeptPlan(Plan):
    """A plan as kept, with who moved it.

    digest          SHA-256 of its public form, fixed when it is published
    freeze_digest   SHA-256 of its draw's freeze.json
    weights_from    quarter of the complaints whose proposed weights were taken in; published with the plan
    """

    id: str
    state: State = "draft"
    drafted_by: str
    approved_by: str | None = None
    approved_at: str | None = None
    published_by: str | None = None
    published_at: str | None = None
    digest: str | None = None
    freeze_digest: str | None = None
    void_reason: str | None = None
    weights_from: str | None = None

    def works_on(self, day: date) -> bool:
        """Whether visits of it may happen on the local `day`."""
        return self.from_ <= day <= self.until


@dataclass(frozen=True)
class DrawnFor:
    """What a plan's visits are for: codes of its items, and why the annual cap does not count them, if so."""

    items: tuple[str, ...]
    exempt: str | None
