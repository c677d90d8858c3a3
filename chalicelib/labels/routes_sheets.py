"""How sheets of labels are ordered, followed and fetched over HTTP."""

from pydantic import ConfigDict

from chalicelib import cursors, runtime_labels
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, IdTaken, NotFound
from chalicelib.http import Api, Reply, Request
from chalicelib.labels.sheets import NotYoursToPrint, Order, Sheet, SheetRows
from chalicelib.store import digest

api = Api(__name__)
_PRINTERS = {Role.LAB, Role.SUPERVISOR}
_PAGE = 50


class SheetsQuery(Document):
    """Which page."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cursor: str = ""


@api.route(
    "PUT",
    "/v1/sheets/{sheet}",
    zh="订制一份标签打印单；器具尚无有效标签时，由检定机构订制的会先行签发。",
    en="Order a sheet of labels; a lab's order first issues the labels that are missing.",
    roles=_PRINTERS,
    body=Order,
    answer=Sheet,
    status=201,
    problems=(IdTaken, NotFound, NotYoursToPrint),
)
def put_sheet(request: Request, sheet: str) -> Reply:
    """Printed behind a queue; the same order sent again is the same order."""
    order = request.body(Order)
    told, is_new = runtime_labels.sheets().put(
        Actor.from_context(request.context), sheet, order, digest(order.model_dump(mode="json"))
    )
    return Reply.kept(told, is_new=is_new)


@api.route(
    "GET",
    "/v1/sheets/{sheet}",
    zh="查看自己订制的标签打印单：进度，完成后的下载链接。",
    en="Read one's own order: how far it is, and when it is done where to download it.",
    roles=_PRINTERS,
    answer=Sheet,
    problems=(NotFound,),
)
def get_sheet(request: Request, sheet: str) -> Sheet:
    """The link holds for fifteen minutes; reading again makes another."""
    return runtime_labels.sheets().read(Actor.from_context(request.context), sheet)


@api.route(
    "GET",
    "/v1/sheets",
    zh="列出自己订制的标签打印单，新的在前。",
    en="List one's own orders, newest first.",
    roles=_PRINTERS,
    query=SheetsQuery,
    answer=SheetRows,
    problems=(BadCursor,),
)
def list_sheets(request: Request) -> SheetRows:
    """A page at a time."""
    actor = Actor.from_context(request.context)
    bound = {"sheets": actor.id}
    after = cursors.unseal(bound, request.query(SheetsQuery).cursor)
    rows, after = runtime_labels.sheets().orders.own(actor.id, after, _PAGE)
    return SheetRows(items=rows, cursor=cursors.seal(bound, after))
