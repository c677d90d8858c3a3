"""How standings, proposals and rulebooks are asked for over HTTP."""

from chalicelib import cursors, runtime_standing
from chalicelib.accounts.model import Actor, Role
from chalicelib.credit.document import Closed, District
from chalicelib.credit.outcome import NewDecision, NewExplanation, Proposal
from chalicelib.credit.problems_standing import (
    AlreadyExplained,
    FactsMoved,
    NoProposal,
    NotHeard,
    StillExplaining,
)
from chalicelib.credit.service_standing import READERS
from chalicelib.credit.shown_standing import (
    MerchantStanding,
    OneProposal,
    Proposals,
    ShownChanges,
    ShownRulebooks,
)
from chalicelib.errors import BadCursor, NotFound
from chalicelib.http import Api, Reply, Request

api = Api(__name__)
_CACHE = {"Cache-Control": "public, max-age=300"}
_PAGE = 50


class ProposalsOf(Closed):
    """Whose proposals."""

    district: District
    cursor: str = ""


@api.route(
    "GET",
    "/v1/merchants/{merchant}/standing",
    zh="经营者的诚信计量状况：等级、每一分的依据，以及怎样会改变。",
    en="A merchant's standing: the word, what every point rests on, and what would change it.",
    roles={Role.MERCHANT, *READERS},
    answer=MerchantStanding,
    problems=(NotFound,),
)
def get_merchant_standing(request: Request, merchant: str) -> MerchantStanding:
    """For the merchant itself, and for the office of its district."""
    actor = Actor.from_context(request.context)
    seen = runtime_standing.standings().of(actor, merchant)
    return MerchantStanding.of(merchant, seen, as_merchant=merchant in actor.merchants)


@api.route(
    "PUT",
    "/v1/merchants/{merchant}/standing/explanation",
    zh="经营者对降低等级的建议作出说明，可要求人工沟通。",
    en="The merchant explains itself before a worse grade, and may ask to be heard by a person.",
    roles={Role.MERCHANT},
    body=NewExplanation,
    answer=Proposal,
    status=201,
    problems=(NotFound, NoProposal, AlreadyExplained),
)
def put_standing_explanation(request: Request, merchant: str) -> Reply:
    """Once for each proposal; the same words again are answered with what stands."""
    actor = Actor.from_context(request.context)
    proposal, is_new = runtime_standing.standings().explain(actor, merchant, request.body(NewExplanation))
    return Reply.kept(proposal, is_new=is_new)


@api.route(
    "GET",
    "/v1/standing-proposals",
    zh="一个区内等待人工决定的降低等级建议。",
    en="The proposals of a worse grade that wait for a person in a district.",
    roles=set(READERS),
    query=ProposalsOf,
    answer=Proposals,
    problems=(NotFound, BadCursor),
)
def list_standing_proposals(request: Request) -> Proposals:
    """The oldest first."""
    asked, actor = request.query(ProposalsOf), Actor.from_context(request.context)
    bound = {"list": "standing-proposals", "district": asked.district}
    after = cursors.unseal(bound, asked.cursor)
    page = runtime_standing.standings().proposals(actor, asked.district, after, _PAGE)
    items = [OneProposal.model_validate(row) for row in page.rows]
    return Proposals(items=items, cursor=cursors.seal(bound, page.after))


@api.route(
    "PUT",
    "/v1/standing-proposals/{merchant}",
    zh="监管科确认或不采纳一条降低等级的建议，须说明理由。",
    en="A supervisor confirms or refuses a worse grade, with the reason.",
    roles={Role.SUPERVISOR},
    body=NewDecision,
    answer=Proposal,
    status=201,
    problems=(NotFound, NoProposal, FactsMoved, StillExplaining, NotHeard),
)
def put_standing_decision(request: Request, merchant: str) -> Reply:
    """By a supervisor of the merchant's district; the same decision again is answered with what stands."""
    actor = Actor.from_context(request.context)
    proposal, is_new = runtime_standing.standings().decide(actor, merchant, request.body(NewDecision))
    return Reply.kept(proposal, is_new=is_new)


@api.route(
    "GET",
    "/v1/public/rulebooks",
    zh="诚信计量状况评价规则：历次版本、生效日期与文件哈希。",
    en="The rulebooks of standing: every version, the day it begins, and the hash of its file.",
    answer=ShownRulebooks,
)
def list_rulebooks(request: Request) -> Reply:  # noqa: ARG001 - a view's signature
    """The files themselves lie at `/public/standing/rulebook-{from}.toml`."""
    return Reply(runtime_standing.rulebook_desk().rulebooks(), headers=_CACHE)


@api.route(
    "GET",
    "/v1/public/rulebook-changes",
    zh="新规则生效前公布的影响：谁的等级会变、变多少。",
    en="What a coming rulebook changes, told before it takes effect: who moves, and by how much.",
    answer=ShownChanges,
)
def list_rulebook_changes(request: Request) -> Reply:  # noqa: ARG001 - a view's signature
    """The newest report on each; its lines lie in the parts it names, under `/public/standing/`."""
    return Reply(runtime_standing.rulebook_desk().changes(), headers=_CACHE)
