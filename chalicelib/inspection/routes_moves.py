"""How the steps of a visit after its approval are asked over HTTP, and the two codes of an identification."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib import runtime, runtime_inspection
from chalicelib.accounts.model import Actor, Role
from chalicelib.documents import Document, OneOf
from chalicelib.errors import NotFound, VersionStale
from chalicelib.http import Api, Reply, Request
from chalicelib.inspection.endings import NewClosing, NewEnding, NewResult, NewVoiding
from chalicelib.inspection.findings import FindingsOpen, ResultDisagrees
from chalicelib.inspection.identification import (
    IdentificationAttempt,
    InspectionCode,
    NewConfirmation,
    NewIdentification,
    VisitCard,
)
from chalicelib.inspection.problems import (
    ChecksMissing,
    EvidenceMissing,
    NoEvidence,
    NotApproved,
    NotPresent,
    NotSigned,
    NotTeamLead,
    NotVerified,
    NotYourDistrict,
    OwnReview,
    OwnVisit,
    Settled,
    TooEarly,
)
from chalicelib.inspection.routes import NotIdentified, VisitKept, kept, not_identified, shown

api = Api(__name__)


class Identified(VisitKept):
    """An identification that was taken: the visit is coded in."""

    outcome: Literal["identified"] = "identified"


class IdentificationAnswer(OneOf[Annotated[Identified | NotIdentified, Field(discriminator="outcome")]]):
    """What became of a merchant's code that was sent."""


class CodeShown(Document):
    """An inspection code to show: the address that the merchant's camera opens."""

    address: str


class Asking(Document):
    """The secret part of the inspection code, from the fragment of the address that was scanned."""

    code: InspectionCode


@api.route(
    "POST",
    "/v1/visits/{visit}/acceptance",
    zh="组长接收检查任务，生成检查通知书号。",
    en="Accept a visit as its team lead; its notice gets a number.",
    roles={Role.INSPECTOR},
    answer=VisitKept,
    problems=(NotApproved, NotFound, NotTeamLead, Settled, VersionStale),
)
def accept_visit(request: Request, visit: str) -> Reply:
    """Again is the same acceptance. Before the approval only in an emergency."""
    return kept(runtime_inspection.moves().accept(Actor.from_context(request.context), visit))


@api.route(
    "GET",
    "/v1/visits/{visit}/code",
    zh="出示检查码，供经营者扫码核对。",
    en="The inspection code, to be shown to the merchant.",
    roles={Role.INSPECTOR},
    answer=CodeShown,
    problems=(NotFound,),
)
def show_code(request: Request, visit: str) -> CodeShown:
    """For its officers, once it is approved; the secret stands in the fragment, which no server logs."""
    code = runtime_inspection.identifications().shown_code(Actor.from_context(request.context), visit)
    address = f"https://{runtime.settings().label_host.lower()}/k/{visit}#{code}"
    return CodeShown(address=address)


@api.route(
    "PUT",
    "/v1/visits/{visit}/identification",
    zh="扫描经营者码，核验身份。",
    en="Send the merchant's code that was scanned: identification.",
    roles={Role.INSPECTOR},
    body=NewIdentification,
    answer=IdentificationAnswer,
    problems=(NotFound, VersionStale),
)
def identify(request: Request, visit: str) -> Reply:
    """The first one codes the visit in; a refusal by rule is kept as an attempt."""
    actor, new = Actor.from_context(request.context), request.body(NewIdentification)
    taken = runtime_inspection.identifications().identify(actor, visit, new)
    if isinstance(taken, IdentificationAttempt):
        return Reply(not_identified(taken))
    return Reply(Identified(visit=shown(taken.value), version=taken.version), version=taken.version)


@api.route(
    "PUT",
    "/v1/visits/{visit}/closing",
    zh="提交检查记录：检测齐全，经营者已签字或拒绝签字。",
    en="Close the record: all checks are in it, the merchant signed or refused to.",
    roles={Role.INSPECTOR},
    body=NewClosing,
    answer=VisitKept,
    problems=(
        ChecksMissing,
        EvidenceMissing,
        NotApproved,
        NotFound,
        NotPresent,
        NotSigned,
        Settled,
        TooEarly,
        VersionStale,
    ),
)
def close_visit(request: Request, visit: str) -> Reply:
    """By one of its officers; the same again is the same record."""
    actor = Actor.from_context(request.context)
    return kept(runtime_inspection.moves().close(actor, visit, request.body(NewClosing)))


@api.route(
    "PUT",
    "/v1/visits/{visit}/result",
    zh="录入检查结果。",
    en="Enter the result of a visit.",
    roles={Role.INSPECTOR},
    body=NewResult,
    answer=VisitKept,
    problems=(FindingsOpen, NotApproved, NotFound, ResultDisagrees, Settled, TooEarly, VersionStale),
)
def enter_result(request: Request, visit: str) -> Reply:
    """By one of its officers, after the record is closed; an emergency's approval must be made up first."""
    actor = Actor.from_context(request.context)
    return kept(runtime_inspection.moves().enter(actor, visit, request.body(NewResult)))


@api.route(
    "POST",
    "/v1/visits/{visit}/review",
    zh="审核检查结果。",
    en="Review what was entered.",
    roles={Role.REVIEWER},
    answer=VisitKept,
    problems=(FindingsOpen, NotApproved, NotFound, NotVerified, OwnReview, Settled, TooEarly, VersionStale),
)
def review_visit(request: Request, visit: str) -> Reply:
    """By somebody who was not there. If-Match, when sent, must name the version the reviewer read."""
    seen = request.seen_if_sent()
    return kept(runtime_inspection.moves().review(Actor.from_context(request.context), visit, seen))


@api.route(
    "PUT",
    "/v1/visits/{visit}/ending",
    zh="报告未能检查：拒绝、停业或无人、已搬迁。",
    en="Tell why a visit could not be done: refused, closed or moved.",
    roles={Role.INSPECTOR},
    body=NewEnding,
    answer=VisitKept,
    problems=(EvidenceMissing, NoEvidence, NotApproved, NotFound, Settled, VersionStale),
)
def end_visit(request: Request, visit: str) -> Reply:
    """By one of its officers, with evidence. Again is the same ending."""
    actor = Actor.from_context(request.context)
    return kept(runtime_inspection.moves().end(actor, visit, request.body(NewEnding)))


@api.route(
    "PUT",
    "/v1/visits/{visit}/voiding",
    zh="作废一次检查，须说明原因。",
    en="Make a visit void, with the reason.",
    roles={Role.LEADER},
    body=NewVoiding,
    answer=VisitKept,
    problems=(NotFound, NotYourDistrict, OwnVisit, Settled, VersionStale),
)
def void_visit(request: Request, visit: str) -> Reply:
    """Before its review; the assignment it was to carry out is open again, its orders to rectify are withdrawn."""
    actor = Actor.from_context(request.context)
    return kept(runtime_inspection.moves().void(actor, visit, request.body(NewVoiding)))


@api.route(
    "POST",
    "/v1/public/visits/{visit}",
    zh="凭检查码核对：谁来检查、查什么、由谁批准。",
    en="Look a visit up with its inspection code: who comes, what for, who approved it.",
    body=Asking,
    answer=VisitCard,
    problems=(NotFound,),
)
def visit_card(request: Request, visit: str) -> VisitCard:
    """Without the code the visit does not exist."""
    return runtime_inspection.identifications().card(visit, request.body(Asking).code)


@api.route(
    "PUT",
    "/v1/public/visits/{visit}/confirmation",
    zh="经营者确认“我已核对”。",
    en="The merchant says the code was compared.",
    body=NewConfirmation,
    answer=VisitCard,
    problems=(NotApproved, NotFound, Settled, TooEarly, VersionStale),
)
def confirm_visit(request: Request, visit: str) -> VisitCard:
    """The first confirmation counts; officers may check from then on."""
    new = request.body(NewConfirmation)
    identifications = runtime_inspection.identifications()
    identifications.confirm(visit, new)
    return identifications.card(visit, new.code)
