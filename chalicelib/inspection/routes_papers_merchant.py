"""How merchants ask over HTTP for the papers that concern them."""

from chalicelib import runtime_papers
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import NotFound
from chalicelib.http import Api, Reply, Request
from chalicelib.inspection.papers import Kind, Paper, PaperTooEarly
from chalicelib.inspection.routes_papers import NothingMore
from chalicelib.instants import Instant

api = Api(__name__)


class Copy(Document):
    """A paper as a merchant is told of it: not who asked for it. `url` downloads it for 15 minutes, once it is made."""

    name: str
    kind: Kind
    number: str
    state: str
    made_at: Instant | None = None
    sha256: str | None = None
    size_bytes: int = 0
    pages: int = 0
    url: str = ""


class CopyList(Document):
    """Papers that were asked for."""

    items: list[Copy]


@api.route(
    "GET",
    "/v1/visited/{merchant}/visits/{visit}/papers",
    zh="经营者查看自己一次检查的文书：检查通知书、现场检查记录。",
    en="The notice and record of a visit of one's own merchant.",
    roles={Role.MERCHANT},
    answer=CopyList,
    problems=(NotFound,),
)
def list_visited_papers(request: Request, merchant: str, visit: str) -> CopyList:
    """From the identification on, as far as they were asked for."""
    actor = Actor.from_context(request.context)
    return _listed(runtime_papers.copies().of_visit(actor, merchant, visit))


@api.route(
    "PUT",
    "/v1/visited/{merchant}/visits/{visit}/papers/{paper}",
    zh="经营者索取检查通知书 notice 或现场检查记录 record。",
    en="Ask for the `notice` or the `record` of a visit of one's own merchant.",
    roles={Role.MERCHANT},
    body=NothingMore,
    answer=Copy,
    status=201,
    problems=(NotFound, PaperTooEarly),
)
def put_visited_paper(request: Request, merchant: str, visit: str, paper: str) -> Reply:
    """A record once the visit was reviewed or could not be done, or as soon as its officers had it made."""
    request.body(NothingMore)
    actor = Actor.from_context(request.context)
    kept, is_new = runtime_papers.copies().ask_of_visit(actor, merchant, visit, paper)
    return Reply.kept(_copy(kept), is_new=is_new)


@api.route(
    "GET",
    "/v1/rectifications/{rectification}/papers",
    zh="经营者查看自己的责令改正通知书。",
    en="The paper of one's own order to rectify.",
    roles={Role.MERCHANT},
    answer=CopyList,
    problems=(NotFound,),
)
def list_order_papers(request: Request, rectification: str) -> CopyList:
    """Empty until it was asked for."""
    return _listed(runtime_papers.copies().of_order(Actor.from_context(request.context), rectification))


@api.route(
    "PUT",
    "/v1/rectifications/{rectification}/papers/{paper}",
    zh="经营者索取自己的责令改正通知书。",
    en="Ask for the paper of one's own order to rectify; `paper` is the order's id again.",
    roles={Role.MERCHANT},
    body=NothingMore,
    answer=Copy,
    status=201,
    problems=(NotFound, PaperTooEarly),
)
def put_order_paper(request: Request, rectification: str, paper: str) -> Reply:
    """Queued; again is the same paper."""
    request.body(NothingMore)
    if paper != rectification:
        raise NotFound(id=paper[:40])
    kept, is_new = runtime_papers.copies().ask_of_order(Actor.from_context(request.context), rectification)
    return Reply.kept(_copy(kept), is_new=is_new)


def _listed(found: list[tuple[Paper, str]]) -> CopyList:
    return CopyList(items=[_copy(*one) for one in found])


def _copy(paper: Paper, url: str = "") -> Copy:
    told = {name: getattr(paper, name) for name in Copy.model_fields if name != "url"}
    return Copy.model_validate({**told, "url": url})
