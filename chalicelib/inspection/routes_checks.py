"""How checks are recorded and read over HTTP."""

from chalicelib import runtime
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import OneOf
from chalicelib.errors import IdTaken, NotFound
from chalicelib.http import Api, Reply, Request
from chalicelib.inspection.checks import AnyKept, Check, CheckBody
from chalicelib.inspection.routes import SEEN_BY, Refused, refused
from chalicelib.law.rulebook import NoVersion
from chalicelib.registry.problems import NoInstrument

api = Api(__name__)


class CheckAnswer(OneOf[AnyKept | Refused]):
    """What became of a check that was sent."""


class CheckKept(OneOf[AnyKept]):
    """A check as recorded and judged."""


@api.route(
    "PUT",
    "/v1/visits/{visit}/checks/{check}",
    zh="记录一项检测并按当日法规判定。",
    en="Record a check, judged by the law of its day.",
    roles={Role.INSPECTOR},
    body=CheckBody,
    answer=CheckAnswer,
    status=201,
    problems=(NotFound, NoInstrument, IdTaken, NoVersion),
)
def put_check(request: Request, visit: str, check: str) -> Reply:
    """201 when recorded now, 200 when it stood already or a rule refuses it."""
    actor, new = Actor.from_context(request.context), request.body(CheckBody).root
    taken, is_new = runtime.inspection().put_check(actor, visit, check, new)
    answer = taken if isinstance(taken, Check) else refused(taken)
    return Reply.kept(answer, is_new=is_new)


@api.route(
    "GET",
    "/v1/visits/{visit}/checks/{check}",
    zh="查看一项检测。",
    en="Read a check.",
    roles=SEEN_BY,
    answer=CheckKept,
    problems=(NotFound,),
)
def get_check(request: Request, visit: str, check: str) -> Check:
    """As it was recorded and judged; inspectors read those of their districts, they are the instrument's history."""
    return runtime.inspection().check(Actor.from_context(request.context), visit, check)
