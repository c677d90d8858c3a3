"""How the papers of a file are asked for over HTTP. Anybody verifies one as those of visits are verified."""

from chalicelib import runtime_papers
from chalicelib.accounts.model import Actor, Role
from chalicelib.complaints.papers import NoPaper, Paper
from chalicelib.complaints.problems import NotHandler, Recused
from chalicelib.complaints.problems_intake import NoIdentity
from chalicelib.documents import Document
from chalicelib.errors import NotFound
from chalicelib.http import Api, Reply, Request
from chalicelib.registry.marks import Frozen

api = Api(__name__)
_ASKED_BY = {Role.INSPECTOR, Role.SUPERVISOR, Role.LEADER}
_LISTED_FOR = {*_ASKED_BY, Role.AUDITOR}


class NothingMore(Frozen):
    """A paper says what is on record."""


class ComplaintPaper(Paper):
    """A paper; `url` downloads it for 15 minutes, once it is made and if the caller may have it."""

    url: str = ""


class ComplaintPapers(Document):
    """The papers of a file."""

    items: list[ComplaintPaper]


@api.route(
    "GET",
    "/v1/complaints/{complaint}/papers",
    zh="列出一件投诉或举报的文书。",
    en="List the papers of a complaint or report.",
    roles=_LISTED_FOR,
    answer=ComplaintPapers,
    problems=(NotFound, Recused),
)
def list_complaint_papers(request: Request, complaint: str) -> ComplaintPapers:
    """Those that were asked for, and those that steps made."""
    found = runtime_papers.of_complaints().listed(Actor.from_context(request.context), complaint)
    return ComplaintPapers(items=[_view(*one) for one in found])


@api.route(
    "PUT",
    "/v1/complaints/{complaint}/papers/{paper}",
    zh="制作文书：register 登记表，或办理步骤的编号（分送、受理、不予受理、调解、终止、调解书、举报告知等）。",
    en="Make a paper: `register`, or the id of the step it tells of.",
    roles=_ASKED_BY,
    body=NothingMore,
    answer=ComplaintPaper,
    status=201,
    problems=(NoIdentity, NoPaper, NotFound, NotHandler, Recused),
)
def put_complaint_paper(request: Request, complaint: str, paper: str) -> Reply:
    """Queued; follow it by GET. One that names the reporter is for the handler, and its making an opening on record."""
    request.body(NothingMore)
    actor = Actor.from_context(request.context)
    kept, is_new = runtime_papers.of_complaints().ask(actor, complaint, paper)
    return Reply.kept(_view(kept), is_new=is_new)


@api.route(
    "GET",
    "/v1/complaints/{complaint}/papers/{paper}",
    zh="查看文书并下载；载有投诉举报人身份的只有承办人可以下载。",
    en="See how far a paper is, and download it; one that names the reporter only its handler downloads.",
    roles=_LISTED_FOR,
    answer=ComplaintPaper,
    problems=(NotFound, Recused),
)
def get_complaint_paper(request: Request, complaint: str, paper: str) -> ComplaintPaper:
    """For those who read the file."""
    actor = Actor.from_context(request.context)
    return _view(*runtime_papers.of_complaints().read(actor, complaint, paper))


def _view(paper: Paper, url: str = "") -> ComplaintPaper:
    return ComplaintPaper(**{**dict(paper), "form": None}, url=url)
