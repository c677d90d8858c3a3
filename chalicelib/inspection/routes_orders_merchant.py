"""What a merchant asks over HTTP: the visits it had, and what it does about an order to rectify."""

from pydantic import ConfigDict

from chalicelib import cursors, runtime_inspection
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, IdTaken, NotFound, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.inspection.evidence import NewEvidence, NotYourEvidence
from chalicelib.inspection.evidence_types import EvidenceTooLarge, OtherType
from chalicelib.inspection.findings import confirmed
from chalicelib.inspection.model import Visit
from chalicelib.inspection.orders import NewSubmission, OnlyPhotos, OrderSettled, Text, TooManyPhotos, told
from chalicelib.inspection.plan import Item
from chalicelib.inspection.problems import EvidenceMissing
from chalicelib.inspection.results import ResultCode
from chalicelib.inspection.routes import Page
from chalicelib.inspection.routes_evidence import Announced, announced
from chalicelib.inspection.routes_orders import shown
from chalicelib.inspection.shown_orders import ShownOrder
from chalicelib.instants import Day

api = Api(__name__)


class MerchantVisit(Document):
    """A visit as the visited merchant is told of it: result and findings once they were reviewed."""

    id: str
    state: str
    item: Item
    place_name: str
    planned_on: Day
    notice_no: str = ""
    codes: tuple[ResultCode, ...] = ()
    findings: tuple[Text, ...] = ()


class MerchantVisitRow(Document):
    """A visit as its merchant's list shows it."""

    model_config = ConfigDict(extra="ignore")

    id: str
    state: str
    item: Item
    place_name: str
    planned_on: Day


class MerchantVisits(Document):
    """A page of a merchant's visits, latest planned day first."""

    items: list[MerchantVisitRow]
    cursor: str = ""


@api.route(
    "POST",
    "/v1/rectifications/{rectification}/start",
    zh="经营者确认收到并开始整改。",
    en="The merchant says that work began.",
    roles={Role.MERCHANT},
    answer=ShownOrder,
    problems=(NotFound, OrderSettled, VersionStale),
)
def start_order(request: Request, rectification: str) -> ShownOrder:
    """Again is the same."""
    return shown(runtime_inspection.orders().start(Actor.from_context(request.context), rectification))


@api.route(
    "PUT",
    "/v1/rectifications/{rectification}/submission",
    zh="经营者提交整改情况。",
    en="The merchant says what was done.",
    roles={Role.MERCHANT},
    body=NewSubmission,
    answer=ShownOrder,
    problems=(EvidenceMissing, NotFound, OrderSettled, VersionStale),
)
def submit_order(request: Request, rectification: str) -> ShownOrder:
    """Once; the same again is the same. Also when it is late."""
    actor, new = Actor.from_context(request.context), request.body(NewSubmission)
    return shown(runtime_inspection.orders().submit(actor, rectification, new))


@api.route(
    "PUT",
    "/v1/rectifications/{rectification}/evidence/{evidence}",
    zh="经营者登记一张整改照片，并取得上传地址。",
    en="The merchant announces a photo of what was put right and learns where to upload it.",
    roles={Role.MERCHANT},
    body=NewEvidence,
    answer=Announced,
    status=201,
    problems=(
        EvidenceTooLarge,
        IdTaken,
        NotFound,
        NotYourEvidence,
        OnlyPhotos,
        OrderSettled,
        OtherType,
        TooManyPhotos,
    ),
)
def put_photo(request: Request, rectification: str, evidence: str) -> Reply:
    """It becomes evidence of the visit, about the step `rectified`; again answers a fresh form."""
    actor, new = Actor.from_context(request.context), request.body(NewEvidence)
    return announced(runtime_inspection.orders().photo(actor, rectification, evidence, new))


@api.route(
    "GET",
    "/v1/visited/{merchant}",
    zh="经营者查看自己接受过的检查。",
    en="The visits one's own merchant had.",
    roles={Role.MERCHANT},
    query=Page,
    answer=MerchantVisits,
    problems=(BadCursor, NotFound),
)
def list_visited(request: Request, merchant: str) -> MerchantVisits:
    """From the identification on: nobody is told of a visit beforehand."""
    bound = {"visited": merchant}
    after = cursors.unseal(bound, request.query(Page).cursor)
    rows = runtime_inspection.orders().visited(Actor.from_context(request.context), merchant, after)
    items = [MerchantVisitRow.model_validate(row) for row in rows.rows]
    return MerchantVisits(items=items, cursor=cursors.seal(bound, rows.after))


@api.route(
    "GET",
    "/v1/visited/{merchant}/visits/{visit}",
    zh="经营者查看一次检查的结果和问题。",
    en="What a visit of one's own merchant came to.",
    roles={Role.MERCHANT},
    answer=MerchantVisit,
    problems=(NotFound,),
)
def get_visited(request: Request, merchant: str, visit: str) -> MerchantVisit:
    """Result and findings once they were reviewed."""
    actor = Actor.from_context(request.context)
    return _told(runtime_inspection.orders().visited_by(actor, merchant, visit))


def _told(visit: Visit) -> MerchantVisit:
    is_reviewed = visit.state == "reviewed"
    return MerchantVisit(
        id=visit.id,
        state=visit.state,
        item=visit.item,
        place_name=visit.place_name,
        planned_on=visit.planned_on,
        notice_no=visit.acceptance.notice_no if visit.acceptance else "",
        codes=visit.result.codes if visit.result and is_reviewed else (),
        findings=told(confirmed(visit.findings)) if is_reviewed else (),
    )
