"""What a supervisor plans: a visit to one place, for a published item, by officers who are named; pure."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from chalicelib.ids import AccountId, InstrumentId, MerchantId, SiteId
from chalicelib.inspection.document import Closed, Text
from chalicelib.inspection.sources import REASONS, ByDraw, ReasonClass, Source
from chalicelib.instants import Day
from chalicelib.sampling.assignments import Assignment, AssignmentRef
from chalicelib.texts import VISIBLE


class Item(Closed):
    """The published inspection item (抽查事项) a visit is for: without one, an enterprise may refuse the visit."""

    code: Text
    name: Text


class Emergency(Closed):
    """Why officers may go before the approval (紧急情况); it is made up within the term of data/terms.toml."""

    reason: Annotated[str, StringConstraints(min_length=4, max_length=300, strip_whitespace=True), VISIBLE]


class Plan(Closed):
    """What a supervisor plans.

    site_id, merchant_id  where: exactly one of them
    officers              at least two accounts, all different; the first is the team lead (组长)
    instruments           only these are checked; empty: any of the site or merchant
    planned_on            local day
    notice_id             a notice's number that the office's paper files gave; ours is given at the acceptance
    assignment            the drawn assignment it carries out, if a draw sent it
    source                what it comes from: the draw when there is an assignment, an ordinary visit if nothing is said
    emergency             only when it may not wait for the approval
    """

    item: Item
    site_id: SiteId | None = None
    merchant_id: MerchantId | None = None
    officers: Annotated[tuple[AccountId, ...], Field(min_length=2, max_length=10)]
    planned_on: Annotated[Day, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
    notice_id: Text | None = None
    instruments: Annotated[tuple[InstrumentId, ...], Field(max_length=200)] = ()
    assignment: AssignmentRef | None = None
    source: Source | None = None
    emergency: Emergency | None = None

    @model_validator(mode="after")
    def _says_where_and_who(self) -> Self:
        if (self.site_id is None) == (self.merchant_id is None):
            raise ValueError(
                "请填写 site_id 或 merchant_id 其中一项 (name exactly one of site_id and merchant_id)"
            )
        if len(set(self.officers)) != len(self.officers):
            raise ValueError("检查人员不能重复 (the officers must be different people)")
        drawn = self.assignment and ByDraw(
            kind="draw", plan=self.assignment.plan, order=self.assignment.order
        )
        if self.source is not None and (drawn or isinstance(self.source, ByDraw)) and self.source != drawn:
            raise ValueError("任务来源须与抽取任务一致 (the source must be the assignment's draw)")
        return self

    @property
    def place_id(self) -> str:
        """The site or the merchant."""
        return self.site_id or self.merchant_id or ""

    @property
    def reason(self) -> ReasonClass:
        """The reason class of its source."""
        if self.emergency is not None:
            return "emergency"
        if self.assignment is not None:
            return "draw"
        return REASONS[self.source.kind] if self.source else "ordinary"

    def is_as_drawn(self, visit_id: str, drawn: Assignment) -> bool:
        """Whether this is the visit an assignment waits for: its id, what was drawn, and who.

        An assignment for which no two officers were free is carried out by whomever the supervisor names.
        """
        goes_there = self.instruments == (drawn.object_id,) or self.place_id == drawn.object_id
        return (
            visit_id == drawn.visit
            and goes_there
            and (not drawn.officers or set(self.officers) == set(drawn.officers))
        )
