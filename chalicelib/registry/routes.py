"""How merchants and sites are asked over HTTP; instruments are in routes_instruments."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from pydantic import ConfigDict, Field

from chalicelib import cursors, runtime
from chalicelib.accounts.model import EVERYBODY, Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, IdTaken, NotFound, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.registry.districts import District, NoSuchDistrict
from chalicelib.registry.parties import Merchant, Site, doubts
from chalicelib.registry.problems import CodeTaken, NotYourDistrict, NotYourMarket
from chalicelib.registry.reach import READERS
from chalicelib.registry.service_book import Listing

api = Api(__name__)

PAGE = 50
PICK_CACHE = {"Cache-Control": "public, max-age=300"}
"""Of the lists that citizens pick a market and stall from."""


class Closed(Document):
    """An input that knows all its fields."""

    model_config = ConfigDict(extra="forbid")


class Kept(Document):
    """What a write came to: the version to edit by, and what is odd but was accepted."""

    id: str
    version: int
    warnings: list[str] = Field(default_factory=list)


class Rows(Document):
    """A page of a list."""

    items: list[dict[str, Any]]
    cursor: str = ""


class Paging(Closed):
    """Where a list goes on."""

    cursor: str = ""


class InDistrict(Paging):
    """A page of a district's list."""

    district: District


class PublicSite(Document):
    """A site as anybody may pick it from a list."""

    id: str
    name: str
    venue: str


class PublicSites(Document):
    """A page of a district's sites."""

    items: list[PublicSite]
    cursor: str = ""


def kept(document_id: str, version: int, *, is_new: bool, warnings: list[str] | None = None) -> Reply:
    """The answer to a write."""
    told = Kept(id=document_id, version=version, warnings=warnings or [])
    return Reply.kept(told, is_new=is_new, version=version)


def page(bound: Mapping[str, str], cursor: str, listing: Callable[[str, int], Listing]) -> Rows:
    """The page of a list that `cursor` names, and the cursor of the next.

    bound     what its cursors hold for      listing   answers at most so many rows after a place
    """
    found = listing(cursors.unseal(bound, cursor), PAGE)
    return Rows(items=[dict(row) for row in found.rows], cursor=cursors.seal(bound, found.after))


@api.route(
    "PUT",
    "/v1/merchants/{merchant}",
    zh="登记或修改经营者。",
    en="Register or change a merchant.",
    roles={Role.SUPERVISOR, Role.ORGANISER},
    body=Merchant,
    answer=Kept,
    status=201,
    problems=(NoSuchDistrict, IdTaken, CodeTaken, NotYourDistrict, NotYourMarket, VersionStale),
)
def put_merchant(request: Request, merchant: str) -> Reply:
    """A bad check digit of the credit code is a warning: some genuine codes have one."""
    actor, new = Actor.from_context(request.context), request.body(Merchant)
    version, is_new = runtime.registry().put_merchant(actor, merchant, new, request.seen_if_sent())
    return kept(merchant, version, is_new=is_new, warnings=doubts(new))


@api.route(
    "GET",
    "/v1/merchants/{merchant}",
    zh="查看经营者。",
    en="Read a merchant.",
    roles=EVERYBODY,
    answer=Merchant,
    problems=(NotFound,),
)
def get_merchant(request: Request, merchant: str) -> Reply:
    """Officers and labs see all; a merchant sees itself."""
    actor = Actor.from_context(request.context)
    if not actor.is_any(*READERS) and merchant not in actor.merchants:
        raise NotFound(id=merchant)
    found = runtime.registry().merchant(merchant)
    return Reply(found.value, version=found.version)


@api.route(
    "GET",
    "/v1/merchants",
    zh="列出一个区的经营者。",
    en="List the merchants of a district.",
    roles=READERS,
    query=InDistrict,
    answer=Rows,
    problems=(BadCursor,),
)
def list_merchants(request: Request) -> Rows:
    """Fifty a page."""
    asked = request.query(InDistrict)
    listing = partial(runtime.registry().book.list_merchants, asked.district)
    return page({"merchants": asked.district}, asked.cursor, listing)


@api.route(
    "PUT",
    "/v1/sites/{site}",
    zh="登记或修改场所。",
    en="Register or change a site.",
    roles={Role.SUPERVISOR},
    body=Site,
    answer=Kept,
    status=201,
    problems=(NoSuchDistrict, IdTaken, NotYourDistrict, VersionStale),
)
def put_site(request: Request, site: str) -> Reply:
    """A market, mall, station, hospital or shop."""
    actor = Actor.from_context(request.context)
    version, is_new = runtime.registry().put_site(actor, site, request.body(Site), request.seen_if_sent())
    return kept(site, version, is_new=is_new)


@api.route(
    "GET",
    "/v1/sites/{site}",
    zh="查看场所。",
    en="Read a site.",
    roles=EVERYBODY,
    answer=Site,
    problems=(NotFound,),
)
def get_site(request: Request, site: str) -> Reply:  # noqa: ARG001 - every view takes the request
    """What a site is, is no secret to anybody signed in."""
    found = runtime.registry().site(site)
    return Reply(found.value, version=found.version)


@api.route(
    "GET",
    "/v1/sites",
    zh="列出一个区的场所。",
    en="List the sites of a district.",
    roles=READERS,
    query=InDistrict,
    answer=Rows,
    problems=(BadCursor,),
)
def list_sites(request: Request) -> Rows:
    """Fifty a page."""
    return _sites(request.query(InDistrict))


@api.route(
    "GET",
    "/v1/public/sites",
    zh="列出一个区的场所名称，供任何人选择。",
    en="List the names of a district's sites, for anybody to pick from.",
    query=InDistrict,
    answer=PublicSites,
    problems=(BadCursor,),
)
def list_public_sites(request: Request) -> Reply:
    """Fifty a page; cached for five minutes."""
    rows = _sites(request.query(InDistrict))
    items = [PublicSite(id=row["id"], name=row["name"], venue=row["venue"]) for row in rows.items]
    return Reply(PublicSites(items=items, cursor=rows.cursor), headers=PICK_CACHE)


def _sites(asked: InDistrict) -> Rows:
    listing = partial(runtime.registry().book.list_sites, asked.district)
    return page({"sites": asked.district}, asked.cursor, listing)
