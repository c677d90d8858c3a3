"""How a poster for a shop window is asked for over HTTP; the register itself is static files."""

from pydantic import ConfigDict

from chalicelib import runtime_register
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import NotFound
from chalicelib.http import Api, Request
from chalicelib.publication.service_posters import OFFICERS, PosterUnavailable

api = Api(__name__)


class NothingMore(Document):
    """A poster says what is public."""

    model_config = ConfigDict(extra="forbid")


class PosterLink(Document):
    """Where the poster is; `url` downloads it for 15 minutes."""

    url: str


@api.route(
    "PUT",
    "/v1/merchants/{merchant}/poster",
    zh="公示海报 PDF：贴在店里，扫码打开这家经营者的公示页面。",
    en="A poster for the shop window (PDF); its code opens the merchant's public page.",
    roles=frozenset({*OFFICERS, Role.MERCHANT, Role.ORGANISER}),
    body=NothingMore,
    answer=PosterLink,
    problems=(NotFound, PosterUnavailable),
)
def put_poster(request: Request, merchant: str) -> PosterLink:
    """Drawn anew each time, of what is public only. Officers for anybody, organisers at their markets."""
    request.body(NothingMore)
    actor = Actor.from_context(request.context)
    return PosterLink(url=runtime_register.posters().link(actor, merchant))
