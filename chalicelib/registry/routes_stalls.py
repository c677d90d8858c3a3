"""How a site's stalls are asked over HTTP."""

from chalicelib import runtime
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import IdTaken, NotFound, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.registry.problems import CodeTaken, NotYourDistrict, NotYourMarket, UnknownParty
from chalicelib.registry.reach import READERS
from chalicelib.registry.routes import PICK_CACHE
from chalicelib.registry.service_book import Stored
from chalicelib.registry.stalls import Stall, StallTold, TenancyOverlaps

api = Api(__name__)


class KeptStall(Stall):
    """A stall, and the version to change it by."""

    version: int


class StallList(Document):
    """All stalls of a site, by name."""

    items: list[KeptStall]


class PublicStall(Document):
    """A stall as anybody may pick it from a list: without who holds it."""

    id: str
    name: str


class PublicStalls(Document):
    """All stalls of a site, by name."""

    items: list[PublicStall]


def _told(stored: Stored[Stall]) -> KeptStall:
    return KeptStall(**dict(stored.value), version=stored.version)


@api.route(
    "PUT",
    "/v1/sites/{site}/stalls/{stall}",
    zh="登记摊位，或变更承租人。",
    en="Register a stall, or tell who holds it now.",
    roles={Role.SUPERVISOR, Role.ORGANISER},
    body=StallTold,
    answer=KeptStall,
    status=201,
    problems=(
        NotFound,
        NotYourDistrict,
        NotYourMarket,
        UnknownParty,
        CodeTaken,
        IdTaken,
        TenancyOverlaps,
        VersionStale,
    ),
)
def put_stall(request: Request, site: str, stall: str) -> Reply:
    """If-Match names the version to change; without it the stall is new. Ended tenancies stay on record."""
    actor, new = Actor.from_context(request.context), request.body(StallTold)
    stored, is_new = runtime.stalls().put_stall(actor, site, stall, new, request.seen_if_sent())
    return Reply.kept(_told(stored), is_new=is_new, version=stored.version)


@api.route(
    "GET",
    "/v1/sites/{site}/stalls",
    zh="列出场所的摊位及历任承租人。",
    en="List a site's stalls with their tenancies.",
    roles={*READERS, Role.ORGANISER},
    answer=StallList,
    problems=(NotFound,),
)
def list_stalls(request: Request, site: str) -> StallList:
    """One Query; organisers see their own market's."""
    found = runtime.stalls().stalls(Actor.from_context(request.context), site)
    return StallList(items=[_told(one) for one in found])


@api.route(
    "GET",
    "/v1/public/sites/{site}/stalls",
    zh="列出场所的摊位名称，供任何人选择。",
    en="List the names of a site's stalls, for anybody to pick from.",
    answer=PublicStalls,
)
def list_public_stalls(request: Request, site: str) -> Reply:  # noqa: ARG001 - every view takes the request
    """One Query; cached for five minutes. A site nobody registered has none."""
    named = [PublicStall(id=one.value.id, name=one.value.name) for one in runtime.stalls().by_name(site)]
    return Reply(PublicStalls(items=named), headers=PICK_CACHE)
