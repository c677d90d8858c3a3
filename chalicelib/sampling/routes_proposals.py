"""How proposed weights are asked for and taken over HTTP."""

from chalicelib import runtime_sampling
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import NotFound, VersionStale
from chalicelib.http import Api, Request
from chalicelib.sampling.plans import KeptPlan
from chalicelib.sampling.problems import ForLaterPlans, NotYourDistrict, PlanSettled
from chalicelib.sampling.proposals import Proposal
from chalicelib.sampling.routes_plans import READERS

api = Api(__name__)


class ProposalList(Document):
    """Proposals of the last quarters, the newest first."""

    items: list[Proposal]


@api.route(
    "GET",
    "/v1/weight-proposals",
    zh="列出由投诉举报统计提出的下一期抽查权重建议。",
    en="List the weights that counts of complaints propose for the next plan.",
    roles=READERS,
    answer=ProposalList,
)
def list_weight_proposals(request: Request) -> ProposalList:  # noqa: ARG001 - a view's signature
    """With the published rule that made them."""
    return ProposalList(items=list(runtime_sampling.proposals().shelf.proposals()))


@api.route(
    "POST",
    "/v1/plans/{plan}/weights/{quarter}",
    zh="把一个季度的权重建议采纳到抽查计划草稿。",
    en="Take the weights that a quarter proposes into a draft plan.",
    roles={Role.SUPERVISOR},
    answer=KeptPlan,
    problems=(ForLaterPlans, NotFound, NotYourDistrict, PlanSettled, VersionStale),
)
def accept_weights(request: Request, plan: str, quarter: str) -> KeptPlan:
    """Others approve and publish the plan; what was taken is published with it."""
    return runtime_sampling.proposals().accept(Actor.from_context(request.context), plan, quarter)
