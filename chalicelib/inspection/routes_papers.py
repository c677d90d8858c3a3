"""How papers of a visit are asked for over HTTP, and how anybody verifies one."""

from chalicelib import runtime_papers
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import NotFound
from chalicelib.http import Api, Reply, Request
from chalicelib.inspection.document import Closed
from chalicelib.inspection.papers import Paper, PaperTooEarly
from chalicelib.inspection.service_evidence import OPENERS
from chalicelib.papers.model import Genuine

api = Api(__name__)
_ASKED_BY = {Role.INSPECTOR, *OPENERS}


class NothingMore(Closed):
    """A paper says what is on record."""


class PaperView(Paper):
    """A paper; `url` downloads it for 15 minutes, once it is made."""

    url: str = ""


class PaperList(Document):
    """The papers of a visit."""

    items: list[PaperView]


class GenuinePaper(Genuine):
    """A paper we made. `is_void`: its visit was made void afterwards."""

    is_void: bool


@api.route(
    "GET",
    "/v1/visits/{visit}/papers",
    zh="列出一次检查的文书。",
    en="List the papers of a visit.",
    roles=_ASKED_BY,
    answer=PaperList,
    problems=(NotFound,),
)
def list_papers(request: Request, visit: str) -> PaperList:
    """Those that were asked for."""
    found = runtime_papers.papers().listed(Actor.from_context(request.context), visit)
    return PaperList(items=[_view(*one) for one in found])


@api.route(
    "PUT",
    "/v1/visits/{visit}/papers/{paper}",
    zh="制作文书：notice 检查通知书，record 现场检查记录，或责令改正的编号。",
    en="Make a paper: `notice`, `record`, or the id of an order to correct.",
    roles=_ASKED_BY,
    body=NothingMore,
    answer=PaperView,
    status=201,
    problems=(NotFound, PaperTooEarly),
)
def put_paper(request: Request, visit: str, paper: str) -> Reply:
    """Queued; follow it by GET. It is composed once: again is the same paper."""
    request.body(NothingMore)
    kept, is_new = runtime_papers.papers().ask(Actor.from_context(request.context), visit, paper)
    return Reply.kept(_view(kept), is_new=is_new)


@api.route(
    "GET",
    "/v1/visits/{visit}/papers/{paper}",
    zh="查看文书并下载。",
    en="See how far a paper is, and download it.",
    roles=_ASKED_BY,
    answer=PaperView,
    problems=(NotFound,),
)
def get_paper(request: Request, visit: str, paper: str) -> PaperView:
    """For the visit's officers and those who see its evidence."""
    return _view(*runtime_papers.papers().read(Actor.from_context(request.context), visit, paper))


@api.route(
    "GET",
    "/v1/public/documents/{number}",
    zh="核验文书：是否由本机关制作、属于哪次检查、文件的校验值。",
    en="Verify a paper: whether we made it, of which visit and day, and the digest of its file.",
    answer=GenuinePaper,
    problems=(NotFound,),
)
def verify_paper(request: Request, number: str) -> GenuinePaper:  # noqa: ARG001 - a view's signature
    """By the number its code says; nobody guesses another's. No names and no place."""
    found, is_void = runtime_papers.papers().genuine(number)
    return GenuinePaper(**dict(found), is_void=is_void)


def _view(paper: Paper, url: str = "") -> PaperView:
    return PaperView(**{**dict(paper), "form": None}, url=url)
