"""How what waits for a person is asked over HTTP."""

from chalicelib import runtime_waiting
from chalicelib.accounts.model import Actor, Role
from chalicelib.http import Api, Request
from chalicelib.waiting.model import Counts

api = Api(__name__)

_HAVE_WORK = {
    Role.INSPECTOR,
    Role.LAB,
    Role.LEADER,
    Role.MERCHANT,
    Role.ORGANISER,
    Role.PUBLISHER,
    Role.REVIEWER,
    Role.SUPERVISOR,
}


@api.route(
    "GET",
    "/v1/waiting",
    zh="有多少事等我办：按我的角色、辖区、经营者、场所，逐个清单计数。",
    en="How much waits for me in each list that my roles, districts, merchants and sites have.",
    roles=_HAVE_WORK,
    answer=Counts,
)
def count_waiting(request: Request) -> Counts:
    """A count is of what its list shows; `more` where the list goes on beyond what was counted."""
    return runtime_waiting.waiting().of(Actor.from_context(request.context))
