"""How merchants ask over HTTP for their own self-checks and risk register."""

from chalicelib import runtime_credit
from chalicelib.accounts.model import Actor, Role
from chalicelib.credit.document import Closed
from chalicelib.credit.risks import NewRisk, Risk, RiskClosed
from chalicelib.credit.self_checks import CheckList, NewSelfCheck, NoSuchList, OtherPoints, SelfCheck
from chalicelib.documents import Document
from chalicelib.errors import IdTaken, NotFound, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.ids import MerchantId
from chalicelib.instants import Day

api = Api(__name__)


class OfMerchant(Closed):
    """Whose."""

    merchant: MerchantId


class DueList(CheckList):
    """A list, when it is due, and when it was done last."""

    due_on: Day
    last_on: Day | None = None


class SelfChecks(Document):
    """The lists a merchant is to do, the first due first, and the last self-checks, the newest first."""

    lists: list[DueList]
    done: list[SelfCheck]


class RiskView(Risk):
    """A risk and the version that a change of it names."""

    version: int


class Risks(Document):
    """A merchant's risks, the open ones first."""

    items: list[RiskView]


@api.route(
    "GET",
    "/v1/self-checks",
    zh="查看自己的自查清单、到期日和最近的自查（只有自己看得到）。",
    en="One's own lists of self-checks, when they are due, and the last ones; nobody else reads them.",
    roles={Role.MERCHANT},
    query=OfMerchant,
    answer=SelfChecks,
    problems=(NotFound,),
)
def list_self_checks(request: Request) -> SelfChecks:
    """The lists of every kind of site the merchant has a commitment for."""
    actor, merchant = Actor.from_context(request.context), request.query(OfMerchant).merchant
    duties = runtime_credit.duties()
    lists = [
        DueList(**dict(asked), due_on=duty.due_on, last_on=duty.last_on)
        for asked, duty in duties.lists(actor, merchant)
    ]
    return SelfChecks(lists=lists, done=list(duties.done(actor, merchant)))


@api.route(
    "PUT",
    "/v1/self-checks/{self_check}",
    zh="提交一次自查。",
    en="Keep a self-check.",
    roles={Role.MERCHANT},
    body=NewSelfCheck,
    answer=SelfCheck,
    status=201,
    problems=(IdTaken, NoSuchList, NotFound, OtherPoints, VersionStale),
)
def put_self_check(request: Request, self_check: str) -> Reply:
    """Every point is answered once; the list is due anew afterwards."""
    actor, new = Actor.from_context(request.context), request.body(NewSelfCheck)
    made, is_new = runtime_credit.duties().check(actor, self_check, new)
    return Reply.kept(made, is_new=is_new)


@api.route(
    "GET",
    "/v1/risks",
    zh="查看自己的风险管控清单（只有自己看得到）。",
    en="One's own risk register; nobody else reads it.",
    roles={Role.MERCHANT},
    query=OfMerchant,
    answer=Risks,
    problems=(NotFound,),
)
def list_risks(request: Request) -> Risks:
    """Open ones first, the first due first."""
    actor, merchant = Actor.from_context(request.context), request.query(OfMerchant).merchant
    found = runtime_credit.duties().risks(actor, merchant)
    return Risks(items=[RiskView(**dict(one.value), version=one.version) for one in found])


@api.route(
    "PUT",
    "/v1/risks/{risk}",
    zh="登记、修改或关闭一项风险。",
    en="Enter a risk, change it, or close it by saying how it was dealt with.",
    roles={Role.MERCHANT},
    body=NewRisk,
    answer=RiskView,
    status=201,
    problems=(IdTaken, NotFound, RiskClosed, VersionStale),
)
def put_risk(request: Request, risk: str) -> Reply:
    """The first time without If-Match; a change names the version it saw."""
    actor, new = Actor.from_context(request.context), request.body(NewRisk)
    kept, is_new = runtime_credit.duties().put_risk(actor, risk, new, request.seen_if_sent())
    view = RiskView(**dict(kept.value), version=kept.version)
    return Reply.kept(view, is_new=is_new, version=kept.version)
