"""How orders to rectify are asked over HTTP: by officers, and by the merchants they were given to."""

from typing import Literal

from pydantic import model_validator

from chalicelib import cursors, runtime_inspection
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, IdTaken, NotFound, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.ids import MerchantId
from chalicelib.inspection.document import Closed
from chalicelib.inspection.findings import NotConfirmed
from chalicelib.inspection.orders import (
    NewEscalation,
    NewRectification,
    NotLate,
    OrderSettled,
    OtherInstrument,
    OtherTerm,
    Rectification,
    State,
)
from chalicelib.inspection.plan import Plan
from chalicelib.inspection.problems import NotYourDistrict, Settled, TooEarly
from chalicelib.inspection.service_orders import READERS
from chalicelib.inspection.shown_orders import OrderRow, ShownOrder
from chalicelib.registry.districts import District
from chalicelib.registry.problems import NoInstrument

api = Api(__name__)
_SEEN_BY = {*READERS, Role.MERCHANT}


class OrdersOfVisit(Document):
    """The orders a visit led to, oldest first."""

    items: list[ShownOrder]


class RecheckOffer(Document):
    """The recheck of an order: `plan` is the body to PUT under `visit`, or what stands there when `is_planned`."""

    visit: str
    is_planned: bool
    plan: Plan


class OrderRows(Document):
    """A page of orders."""

    items: list[OrderRow]
    cursor: str = ""


class Which(Closed):
    """Whose orders: a district's in a state (`late`: those to be answered yet, of both states), or a merchant's."""

    district: District | None = None
    merchant: MerchantId | None = None
    state: State | Literal["late"] = "submitted"
    cursor: str = ""

    @model_validator(mode="after")
    def _says_whose(self) -> "Which":
        if (self.district is None) == (self.merchant is None):
            raise ValueError(
                "请填写 district 或 merchant 其中一项 (name exactly one of district and merchant)"
            )
        return self


def shown(order: Rectification) -> ShownOrder:
    """An order as it is answered."""
    return ShownOrder(**dict(order), overdue=order.is_late(runtime_inspection.orders().today()))


@api.route(
    "PUT",
    "/v1/rectifications/{rectification}",
    zh="下达责令改正（可同时责令停止使用器具）。",
    en="Order that confirmed findings be put right; instruments named are suspended at once.",
    roles={Role.INSPECTOR},
    body=NewRectification,
    answer=ShownOrder,
    status=201,
    problems=(
        IdTaken,
        NoInstrument,
        NotConfirmed,
        NotFound,
        OtherInstrument,
        OtherTerm,
        Settled,
        TooEarly,
        VersionStale,
    ),
)
def put_order(request: Request, rectification: str) -> Reply:
    """By an officer of the visit, from its identification on. Again finishes what a lost answer left undone."""
    actor, new = Actor.from_context(request.context), request.body(NewRectification)
    order, is_new = runtime_inspection.orders().issue(actor, rectification, new)
    return Reply.kept(shown(order), is_new=is_new)


@api.route(
    "GET",
    "/v1/rectifications",
    zh="列出一个区某一状态或逾期的责令改正，或自己的责令改正。",
    en="List a district's orders in a state or the late ones, or one's own merchant's.",
    roles=_SEEN_BY,
    query=Which,
    answer=OrderRows,
    problems=(BadCursor, NotFound, NotYourDistrict),
)
def list_orders(request: Request) -> OrderRows:
    """A district's with the first day to end first; a merchant's with the last one first."""
    actor, which, orders = (
        Actor.from_context(request.context),
        request.query(Which),
        runtime_inspection.orders(),
    )
    bound = {"rectifications": which.merchant or f"{which.district}#{which.state}"}
    after = cursors.unseal(bound, which.cursor)
    if which.merchant is not None:
        rows = orders.of_merchant(actor, which.merchant, after)
    else:
        rows = orders.of_district(actor, which.district or "", which.state, after)
    today = orders.today()
    items = [OrderRow.on(row, today) for row in rows.rows]
    return OrderRows(items=items, cursor=cursors.seal(bound, rows.after))


@api.route(
    "GET",
    "/v1/rectifications/{rectification}",
    zh="查看责令改正。",
    en="Read an order to rectify.",
    roles=_SEEN_BY,
    answer=ShownOrder,
    problems=(NotFound,),
)
def get_order(request: Request, rectification: str) -> ShownOrder:
    """For its merchant and the officers of its district."""
    return shown(runtime_inspection.orders().read(Actor.from_context(request.context), rectification))


@api.route(
    "GET",
    "/v1/rectifications/{rectification}/recheck",
    zh="复查怎样安排：下一次复查的编号和可直接提交的安排内容。",
    en="How to plan the recheck of an order: its visit's id and the plan as it may be sent.",
    roles={Role.SUPERVISOR},
    answer=RecheckOffer,
    problems=(NotFound, OrderSettled),
)
def get_recheck(request: Request, rectification: str) -> RecheckOffer:
    """Nothing is planned by reading; approval, notice and codes are those of every visit."""
    offer = runtime_inspection.rechecks().offer(Actor.from_context(request.context), rectification)
    return RecheckOffer(visit=offer.visit_id, is_planned=offer.is_planned, plan=offer.plan)


@api.route(
    "GET",
    "/v1/visits/{visit}/rectifications",
    zh="列出一次检查下达的责令改正。",
    en="List the orders a visit led to.",
    roles=set(READERS),
    answer=OrdersOfVisit,
)
def list_orders_of_visit(request: Request, visit: str) -> OrdersOfVisit:
    """As far as they are of the caller's districts."""
    found = runtime_inspection.orders().of_visit(Actor.from_context(request.context), visit)
    return OrdersOfVisit(items=[shown(one) for one in found])


@api.route(
    "PUT",
    "/v1/rectifications/{rectification}/escalation",
    zh="整改不合格或逾期未改的，转立案处理。",
    en="Hand an order over to be filed as a case: its recheck failed or its term is over.",
    roles={Role.LEADER},
    body=NewEscalation,
    answer=ShownOrder,
    problems=(NotFound, NotLate, OrderSettled, VersionStale),
)
def escalate_order(request: Request, rectification: str) -> ShownOrder:
    """The same again is the same."""
    actor, new = Actor.from_context(request.context), request.body(NewEscalation)
    return shown(runtime_inspection.orders().escalate(actor, rectification, new))
