"""The annual cap of visits (年度频次上限): how often a merchant was visited in a local year, and what the cap spares.

国办发〔2024〕54号 wants one per enterprise and year; visits for a reason that is exempt are counted apart.
"""

from datetime import date
from typing import Protocol, Self

from pydantic import Field

from chalicelib.errors import Conflict
from chalicelib.inspection.document import Closed
from chalicelib.inspection.sources import ReasonClass


class AboveCap(Conflict):
    """An ordinary visit beyond the annual cap."""

    code = "visit.above_cap"
    zh = "该经营者今年已被检查 {counted} 次，达到年度上限 {cap} 次，不能再安排一般检查；属于豁免事由的请填写来源。"
    en = "This merchant had {counted} visits this year; the cap is {cap}. Name the source if its reason is exempt."


def owner(organiser_id: str | None, place_id: str) -> str:
    """Whom the cap counts a visit for: a site's organiser, else the merchant or the site that nobody runs."""
    return organiser_id or place_id


class Rules(Protocol):
    """The cap and its exemptions, as dated settings have them."""

    def visits_per_year(self, day: date) -> int | None:
        """The most visits in the year of the local `day`; None when no cap is set for it."""

    def is_exempt(self, reason: ReasonClass, day: date) -> bool:
        """Whether the cap does not count a visit for this reason."""


class YearCount(Closed):
    """The visits one merchant (or a site nobody runs) had in one local year; moved when officers code in.

    counted  those the cap counts        exempt  the others
    """

    owner: str
    year: int
    counted: int = 0
    exempt: dict[ReasonClass, int] = Field(default_factory=dict)

    def after(self, reason: ReasonClass, *, is_exempt: bool) -> Self:
        """With one more."""
        if not is_exempt:
            return self.model_copy(update={"counted": self.counted + 1})
        more = {**self.exempt, reason: self.exempt.get(reason, 0) + 1}
        return self.model_copy(update={"exempt": more})


class Ceiling(YearCount):
    """A year's visits beside the cap, and whether the visit in question is one the cap does not count."""

    cap: int | None
    is_exempt: bool

    @classmethod
    def of(cls, count: YearCount, rules: Rules, reason: ReasonClass, day: date) -> Self:
        """The year's count beside the rules of the local `day`, for a visit of this reason."""
        return cls(**dict(count), cap=rules.visits_per_year(day), is_exempt=rules.is_exempt(reason, day))

    @property
    def is_reached(self) -> bool:
        """Whether another visit of this reason would be above the cap."""
        return not self.is_exempt and self.cap is not None and self.counted >= self.cap
