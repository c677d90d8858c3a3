"""What a visit comes from (任务来源), and the reason class that follows: does the annual cap count the visit?"""

from typing import Annotated, Literal, Self, get_args

from pydantic import ConfigDict, Field, model_validator

from chalicelib.ids import MerchantId, PlanId, VisitId
from chalicelib.inspection.document import Closed, Text
from chalicelib.sampling.assignments import Order

ReasonClass = Literal[
    "ordinary",
    "draw",
    "campaign",
    "complaint",
    "recheck",
    "assigned",
    "requested",
    "data_clue",
    "licence",
    "emergency",
]
"""In this order: 日常, 双随机, 专项, 投诉举报, 整改复查, 交办转办, 企业申请, 数据监测线索, 许可核查, 紧急."""


CLASSES: dict[str, ReasonClass] = {one: one for one in get_args(ReasonClass)}
"""By name: every code of sampling's exempt reasons is one."""
REASONS: dict[str, ReasonClass] = {
    "draw": "draw",
    "campaign": "campaign",
    "complaint": "complaint",
    "recheck": "recheck",
    "handover": "assigned",
    "request": "requested",
    "monitoring": "data_clue",
    "licence": "licence",
}
"""Kind of source -> its reason class; the exempt ones have the codes of sampling's table."""


class ByDraw(Closed):
    """The assignment a draw sent it for (双随机抽查)."""

    kind: Literal["draw"]
    plan: PlanId
    order: Order


class ByCampaign(Closed):
    """A campaign's plan (专项检查), by its number."""

    kind: Literal["campaign"]
    plan: Text


class ByComplaint(Closed):
    """A complaint or report that was accepted (投诉举报)."""

    kind: Literal["complaint"]
    id: Text


class ByRecheck(Closed):
    """An order to rectify whose term is over, or an earlier visit (整改复查): one of them."""

    kind: Literal["recheck"]
    order: Text | None = None
    visit: VisitId | None = None

    @model_validator(mode="after")
    def _says_of_what(self) -> Self:
        if (self.order is None) == (self.visit is None):
            raise ValueError("请填写 order 或 visit 其中一项 (name exactly one of order and visit)")
        return self


class ByHandover(Closed):
    """Another authority's paper (交办转办): from whom, and its number."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_alias=True, validate_by_name=True)

    kind: Literal["handover"]
    sender: Text = Field(alias="from")
    number: Text


class ByRequest(Closed):
    """The merchant's own request (企业申请)."""

    kind: Literal["request"]
    merchant: MerchantId


class ByMonitoring(Closed):
    """A clue in the data (数据监测线索), such as an alarm."""

    kind: Literal["monitoring"]
    clue: Text


class ByLicence(Closed):
    """The check of a licence applied for (许可核查), by the application's number."""

    kind: Literal["licence"]
    number: Text


Source = Annotated[
    ByDraw | ByCampaign | ByComplaint | ByRecheck | ByHandover | ByRequest | ByMonitoring | ByLicence,
    Field(discriminator="kind"),
]
