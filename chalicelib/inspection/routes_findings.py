"""How findings, the return of a record and corrections are asked over HTTP."""

from chalicelib import runtime_inspection
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document
from chalicelib.errors import IdTaken, NotFound, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.inspection import results
from chalicelib.inspection.findings import NewDecision, NewFinding, NotOfVisit, UnknownBasis
from chalicelib.inspection.problems import EvidenceMissing, OwnReview, Settled, TooEarly
from chalicelib.inspection.results import Results
from chalicelib.inspection.review import (
    Correction,
    NewCorrection,
    NewReturn,
    NewVerdict,
    OwnCorrection,
)
from chalicelib.inspection.routes import SEEN_BY, VisitKept, kept, today
from chalicelib.registry.problems import NoInstrument

api = Api(__name__)


class Corrections(Document):
    """The corrections of a visit, oldest first; those count whose `review` accepts them."""

    items: tuple[Correction, ...]


@api.route(
    "GET",
    "/v1/results",
    zh="现行检查结果代码表。",
    en="The table of result codes in force.",
    roles=SEEN_BY,
    answer=Results,
)
def get_results(request: Request) -> Results:  # noqa: ARG001 - every view takes the request
    """By today's local day."""
    return results.on(today())


@api.route(
    "PUT",
    "/v1/visits/{visit}/findings/{finding}",
    zh="记录一项检查发现的问题及依据。",
    en="Put a finding on record, with what it rests on.",
    roles={Role.INSPECTOR},
    body=NewFinding,
    answer=VisitKept,
    status=201,
    problems=(
        EvidenceMissing,
        IdTaken,
        NoInstrument,
        NotFound,
        NotOfVisit,
        Settled,
        TooEarly,
        UnknownBasis,
        VersionStale,
    ),
)
def put_finding(request: Request, visit: str, finding: str) -> Reply:
    """By an officer of the visit, until its result is entered."""
    actor, new = Actor.from_context(request.context), request.body(NewFinding)
    stored, is_new = runtime_inspection.findings().put(actor, visit, finding, new)
    return kept(stored, 201 if is_new else 200)


@api.route(
    "PUT",
    "/v1/visits/{visit}/findings/{finding}/decision",
    zh="对照条文确认一项问题，或予以排除。",
    en="Confirm a finding against the text of the law, or drop it.",
    roles={Role.INSPECTOR},
    body=NewDecision,
    answer=VisitKept,
    problems=(NotFound, Settled, TooEarly, VersionStale),
)
def decide_finding(request: Request, visit: str, finding: str) -> Reply:
    """By an officer of the visit; every decision is kept and the last one holds."""
    actor, new = Actor.from_context(request.context), request.body(NewDecision)
    return kept(runtime_inspection.findings().decide(actor, visit, finding, new))


@api.route(
    "POST",
    "/v1/visits/{visit}/return",
    zh="退回检查结果，须说明原因。",
    en="Give a record back to its officers, with the reason.",
    roles={Role.REVIEWER},
    body=NewReturn,
    answer=VisitKept,
    problems=(NotFound, OwnReview, Settled, TooEarly, VersionStale),
)
def return_visit(request: Request, visit: str) -> Reply:
    """By somebody who was not there. If-Match, when sent, must name the version the reviewer read."""
    actor, new = Actor.from_context(request.context), request.body(NewReturn)
    seen = request.seen_if_sent()
    return kept(runtime_inspection.review().give_back(actor, visit, new, seen))


@api.route(
    "GET",
    "/v1/visits/{visit}/corrections",
    zh="列出对已审核记录的更正。",
    en="List the corrections of a reviewed visit.",
    roles=SEEN_BY,
    answer=Corrections,
    problems=(NotFound,),
)
def list_corrections(request: Request, visit: str) -> Corrections:
    """For its officers and who reads visits of its district."""
    return Corrections(items=runtime_inspection.review().listed(Actor.from_context(request.context), visit))


@api.route(
    "PUT",
    "/v1/visits/{visit}/corrections/{correction}",
    zh="对已审核的结果或问题提出更正。",
    en="Correct a reviewed result or finding by a new record.",
    roles={Role.INSPECTOR},
    body=NewCorrection,
    answer=Correction,
    status=201,
    problems=(IdTaken, NotFound, TooEarly),
)
def put_correction(request: Request, visit: str, correction: str) -> Reply:
    """By an officer of the visit; nothing that was reviewed changes."""
    actor, new = Actor.from_context(request.context), request.body(NewCorrection)
    made, is_new = runtime_inspection.review().correct(actor, visit, correction, new)
    return Reply.kept(made, is_new=is_new)


@api.route(
    "PUT",
    "/v1/visits/{visit}/corrections/{correction}/verdict",
    zh="审核一项更正。",
    en="Accept or refuse a correction.",
    roles={Role.REVIEWER},
    body=NewVerdict,
    answer=Correction,
    problems=(NotFound, OwnCorrection, Settled, VersionStale),
)
def judge_correction(request: Request, visit: str, correction: str) -> Correction:
    """By a reviewer who neither wrote it nor was there; once."""
    actor, new = Actor.from_context(request.context), request.body(NewVerdict)
    return runtime_inspection.review().judge(actor, visit, correction, new)
