"""How merchants ask over HTTP for the complaints and reports about them, and answer."""

from chalicelib import cursors, runtime_complaints_desk
from chalicelib.accounts.model import Actor, Role
from chalicelib.complaints.problems import DayPast, StepNotNow, StepNotYours, WithPolice
from chalicelib.complaints.problems_intake import IdentitiesUnavailable
from chalicelib.complaints.respondents import NewAnswer, RespondentFile, RespondentRow
from chalicelib.documents import Document
from chalicelib.errors import BadCursor, IdTaken, NotFound, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.registry.marks import Frozen

api = Api(__name__)
_ALL = "/v1/respondents/{merchant}/complaints"


class Page(Frozen):
    """Where the page begins."""

    cursor: str = ""


class RespondentRows(Document):
    """A page of the files a merchant was told of, the last received first; a short one may have a next one."""

    items: list[RespondentRow]
    cursor: str = ""


@api.route(
    "GET",
    _ALL,
    zh="列出与自己有关、需要知道或答复的投诉举报（不含投诉人信息）。",
    en="List the complaints and reports one's own merchant was told of; never by whom.",
    roles={Role.MERCHANT},
    query=Page,
    answer=RespondentRows,
    problems=(BadCursor, NotFound),
)
def list_respondent_complaints(request: Request, merchant: str) -> RespondentRows:
    """A complaint is told once it is accepted, a report once something is asked."""
    actor, bound = Actor.from_context(request.context), {"respondent": merchant}
    after = cursors.unseal(bound, request.query(Page).cursor)
    rows, after = runtime_complaints_desk.respondents().told(actor, merchant, after)
    return RespondentRows(items=list(rows), cursor=cursors.seal(bound, after))


@api.route(
    "GET",
    _ALL + "/{complaint}",
    zh="查看一件与自己有关的投诉或举报：问了什么、调解安排和可以做的答复。",
    en="Read a complaint or report about one's own merchant: what is asked, mediation, what may be answered.",
    roles={Role.MERCHANT},
    answer=RespondentFile,
    problems=(NotFound,),
)
def get_respondent_complaint(request: Request, merchant: str, complaint: str) -> RespondentFile:
    """Nothing of who the reporter is."""
    actor = Actor.from_context(request.context)
    return runtime_complaints_desk.respondents().read(actor, merchant, complaint)


@api.route(
    "PUT",
    _ALL + "/{complaint}/steps/{step}",
    zh="答复询问、表示是否同意调解，或提出和解方案。",
    en="Answer what was asked, say whether one agrees to mediation, or offer a settlement.",
    roles={Role.MERCHANT},
    body=NewAnswer,
    answer=RespondentFile,
    status=201,
    problems=(
        DayPast,
        IdentitiesUnavailable,
        IdTaken,
        NotFound,
        StepNotNow,
        StepNotYours,
        VersionStale,
        WithPolice,
    ),
)
def put_respondent_step(request: Request, merchant: str, complaint: str, step: str) -> Reply:
    """Kinds `answer`, `consent` (of `respondent`) and `offer`; sent again it is the same."""
    actor, new = Actor.from_context(request.context), request.body(NewAnswer)
    file, is_new = runtime_complaints_desk.respondents().answer(actor, merchant, complaint, step, new)
    return Reply.kept(file, is_new=is_new)
