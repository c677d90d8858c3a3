"""How planners ask for the annual cap before they plan a visit."""

from typing import Self

from pydantic import model_validator

from chalicelib import runtime_inspection
from chalicelib.accounts.model import Actor, Role
from chalicelib.errors import NotFound
from chalicelib.http import Api, Request
from chalicelib.ids import MerchantId, SiteId
from chalicelib.inspection.caps import Ceiling
from chalicelib.inspection.document import Closed
from chalicelib.inspection.problems import NotYourDistrict
from chalicelib.inspection.sources import ReasonClass
from chalicelib.instants import Day

api = Api(__name__)


class Foreseen(Closed):
    """The visit that may be planned: where (one of the two), on which local day, for which reason class."""

    site: SiteId | None = None
    merchant: MerchantId | None = None
    day: Day
    reason: ReasonClass = "ordinary"

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if (self.site is None) == (self.merchant is None):
            raise ValueError("请填写 site 或 merchant 其中一项 (name exactly one of site and merchant)")
        return self


@api.route(
    "GET",
    "/v1/ceilings",
    zh="安排检查前查看：该经营者当年已被检查几次、上限几次、这类检查是否计入。",
    en="Before planning: how often this owner was visited in the year, the cap, and whether such a visit counts.",
    roles={Role.SUPERVISOR, Role.LEADER},
    query=Foreseen,
    answer=Ceiling,
    problems=(NotFound, NotYourDistrict),
)
def get_ceiling(request: Request) -> Ceiling:
    """Nothing is kept back by asking: planning asks again."""
    actor, foreseen = Actor.from_context(request.context), request.query(Foreseen)
    ceilings = runtime_inspection.ceilings()
    if foreseen.site is not None:
        return ceilings.of_site(actor, foreseen.site, foreseen.reason, foreseen.day)
    return ceilings.of_merchant(actor, foreseen.merchant or "", foreseen.reason, foreseen.day)
