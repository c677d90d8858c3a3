"""How exact search is asked over HTTP."""

from typing import Annotated

from pydantic import StringConstraints

from chalicelib import runtime
from chalicelib.accounts.model import EVERYBODY, Actor
from chalicelib.http import Api, Request
from chalicelib.ids import SiteId
from chalicelib.registry.routes import Closed
from chalicelib.registry.search import Found

api = Api(__name__)


class Typed(Closed):
    """What was typed; with `site` it is a stall at that site."""

    q: Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f]+$")]
    site: SiteId | None = None


@api.route(
    "GET",
    "/v1/search",
    zh="按编号、出厂编号、证书编号、统一社会信用代码或摊位精确查找。",
    en="Find by exactly a number, serial number, certificate number, credit code, or stall at a site.",
    roles=EVERYBODY,
    query=Typed,
    answer=Found,
)
def search(request: Request) -> Found:
    """Officers and labs find all, merchants and organisers their own; names are searched on the phone."""
    asked, actor = request.query(Typed), Actor.from_context(request.context)
    finder = runtime.search()
    return finder.at_stall(actor, asked.site, asked.q) if asked.site else finder.find(actor, asked.q)
