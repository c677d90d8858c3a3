"""How an officer writes down over HTTP what somebody complains of or reports by telephone, or at the counter."""

from chalicelib import runtime_intake
from chalicelib.accounts.model import Actor, Role
from chalicelib.complaints.problems_intake import IdentitiesUnavailable, NoPlace
from chalicelib.complaints.receipts import Receipt
from chalicelib.complaints.sent import Submission
from chalicelib.errors import IdTaken
from chalicelib.http import Api, Reply, Request

api = Api(__name__)


@api.route(
    "PUT",
    "/v1/complaints/{complaint}",
    zh="为来电、来访的人登记投诉、举报，或两者；回执和查询链接交给本人。",
    en="Write down a complaint, a report, or both, for who calls or comes; receipt and link are handed to them.",
    roles={Role.INSPECTOR, Role.SUPERVISOR},
    body=Submission,
    answer=Receipt,
    status=201,
    problems=(IdentitiesUnavailable, IdTaken, NoPlace),
)
def put_complaint_taken_down(request: Request, complaint: str) -> Reply:
    """Whatever district it is about: it goes to that unit. A repeat answers the receipt again."""
    actor, sent = Actor.from_context(request.context), request.body(Submission)
    receipt, is_new = runtime_intake.intakes().take_down(actor, complaint, sent)
    return Reply(receipt, status=201 if is_new else 200, headers={"Cache-Control": "no-store"})
