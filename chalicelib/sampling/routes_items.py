"""How inspection items, and the limits of inspecting, are asked over HTTP."""

from chalicelib import runtime_sampling
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, IdTaken, NotFound, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.instants import Day
from chalicelib.sampling.exclusions import AnnualCap, ExemptReasons, WhiteListRules
from chalicelib.sampling.items import Ends, Item, KeptItem
from chalicelib.sampling.problems import EndsTooSoon, ItemSettled, SamePerson
from chalicelib.sampling.routes_plans import (
    CACHE,
    READERS,
    Page,
    Paging,
    Written,
    page,
    written,
)

api = Api(__name__)


class Limits(Document):
    """How often anybody is visited at most, for what that does not count, and who is left alone; on a local day."""

    day: Day
    annual_cap: AnnualCap
    exempt_reasons: ExemptReasons
    white_list: WhiteListRules


@api.route(
    "PUT",
    "/v1/items/{item}",
    zh="登记或修改抽查事项（公布前）。",
    en="Write or change an inspection item before it is published.",
    roles={Role.SUPERVISOR},
    body=Item,
    answer=Written,
    status=201,
    problems=(IdTaken, ItemSettled, NotFound, VersionStale),
)
def put_item(request: Request, item: str) -> Reply:
    """With its legal basis; a general item has a ceiling."""
    actor = Actor.from_context(request.context)
    version, is_new = runtime_sampling.plans().put_item(
        actor, item, request.body(Item), request.seen_if_sent()
    )
    return written(item, version, is_new=is_new)


@api.route(
    "GET",
    "/v1/items/{item}",
    zh="查看抽查事项，含未公布的。",
    en="Read an inspection item, published or not.",
    roles=READERS,
    answer=KeptItem,
    problems=(NotFound,),
)
def get_item(request: Request, item: str) -> Reply:  # noqa: ARG001 - every view takes the request
    """With the version to change it by."""
    stored = runtime_sampling.plans().item(item)
    return Reply(stored.value, version=stored.version)


@api.route(
    "GET",
    "/v1/items",
    zh="列出抽查事项，含未公布的。",
    en="List inspection items, published or not.",
    roles=READERS,
    query=Paging,
    answer=Page,
    problems=(BadCursor,),
)
def list_items(request: Request) -> Page:
    """By code."""
    return page({"list": "all items"}, request.query(Paging).cursor, runtime_sampling.plans().shelf.items)


@api.route(
    "POST",
    "/v1/items/{item}/publication",
    zh="公布抽查事项。",
    en="Publish an inspection item.",
    roles={Role.PUBLISHER},
    answer=KeptItem,
    problems=(NotFound, SamePerson, VersionStale),
)
def publish_item(request: Request, item: str) -> KeptItem:
    """By somebody who did not write it; from now on plans may name it."""
    return runtime_sampling.plans().publish_item(Actor.from_context(request.context), item)


@api.route(
    "PUT",
    "/v1/items/{item}/ending",
    zh="设定已公布抽查事项的停用日期。",
    en="Say from which day on a published item is not inspected any more.",
    roles={Role.PUBLISHER},
    body=Ends,
    answer=KeptItem,
    problems=(EndsTooSoon, ItemSettled, NotFound, VersionStale),
)
def end_item(request: Request, item: str) -> KeptItem:
    """A day ahead; while it lies ahead it may be moved."""
    return runtime_sampling.plans().end_item(item, request.body(Ends).until)


@api.route(
    "GET",
    "/v1/public/items",
    zh="随机抽查事项清单。",
    en="The published list of inspection items.",
    query=Paging,
    answer=Page,
    problems=(BadCursor,),
)
def list_public_items(request: Request) -> Reply:
    """What is not on it may not be inspected."""
    found = page({"list": "items"}, request.query(Paging).cursor, runtime_sampling.plans().shelf.items)
    found.items = [row for row in found.items if row["state"] == "published"]
    return Reply(found, headers=CACHE)


@api.route(
    "GET",
    "/v1/public/items/{item}",
    zh="一个抽查事项。",
    en="One inspection item.",
    answer=KeptItem,
    problems=(NotFound,),
)
def get_public_item(request: Request, item: str) -> KeptItem:  # noqa: ARG001 - every view takes the request
    """With its legal basis and ceiling."""
    found = runtime_sampling.plans().item(item).value
    if found.state != "published":
        raise NotFound(id=item)
    return found.model_copy(update={"written_by": None, "published_by": None})


@api.route(
    "GET",
    "/v1/public/limits",
    zh="年度检查频次上限、豁免情形和白名单条件。",
    en="The annual ceiling of visits, what is exempt from it, and who may be on the white list.",
    answer=Limits,
)
def get_limits(request: Request) -> Reply:  # noqa: ARG001 - every view takes the request
    """As in force today, with sources and how sure we are of each (国办发〔2024〕54号: the ceiling is public)."""
    day = runtime_sampling.plans().today()
    told = Limits(
        day=day,
        annual_cap=AnnualCap.on(day),
        exempt_reasons=ExemptReasons.on(day),
        white_list=WhiteListRules.on(day),
    )
    return Reply(told, headers=CACHE)
