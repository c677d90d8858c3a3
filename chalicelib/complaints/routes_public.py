"""How a citizen's complaint or report is sent and followed over HTTP, without an account (docs/complaints.md)."""

from chalicelib import runtime_intake
from chalicelib.complaints.problems import StepNotNow
from chalicelib.complaints.problems_intake import (
    IdentitiesUnavailable,
    NoFile,
    NoPlace,
    TooManyFromHere,
    TooManyMaterials,
)
from chalicelib.complaints.receipts import (
    AnswerKept,
    ErasureTold,
    Followed,
    MaterialKept,
    Receipt,
    Similar,
)
from chalicelib.complaints.sent import SentErasure, SentMaterial, SentSimilar, Submission
from chalicelib.complaints.sent_answers import SentAnswer
from chalicelib.errors import IdTaken, VersionStale
from chalicelib.http import Api, Reply, Request

api = Api(__name__)
_FILE = "/v1/public/complaints/{complaint}"
_HEADER = "x-following-secret"
_PRIVATE = {"Cache-Control": "no-store"}


def _secret(request: Request) -> str:
    """The following secret; none is a wrong one."""
    return request.headers.get(_HEADER, "")


@api.route(
    "PUT",
    _FILE,
    zh="提交投诉、举报，或两者；不需要账号，可以匿名举报。",
    en="Send a complaint, a report, or both; no account, and reports may be anonymous.",
    body=Submission,
    answer=Receipt,
    status=201,
    problems=(IdentitiesUnavailable, IdTaken, NoPlace, TooManyFromHere),
)
def put_complaint(request: Request, complaint: str) -> Reply:
    """A repeat answers the receipt again, with fresh forms for what has not arrived."""
    sent = request.body(Submission)
    receipt, is_new = runtime_intake.intakes().submit(request.caller(), complaint, sent)
    return Reply(receipt, status=201 if is_new else 200, headers=_PRIVATE)


@api.route(
    "GET",
    _FILE,
    zh="凭查询码查看办理进度（X-Following-Secret）。",
    en="Follow a file with its secret (X-Following-Secret).",
    answer=Followed,
    problems=(NoFile,),
)
def get_followed(request: Request, complaint: str) -> Reply:
    """Unknown, wrong and erased are the same answer after the same work."""
    return Reply(runtime_intake.following().follow(complaint, _secret(request)), headers=_PRIVATE)


@api.route(
    "PUT",
    _FILE + "/materials/{material}",
    zh="补充照片或文字说明（X-Following-Secret）。",
    en="Add a picture or words (X-Following-Secret).",
    body=SentMaterial,
    answer=MaterialKept,
    status=201,
    problems=(
        IdentitiesUnavailable,
        IdTaken,
        NoFile,
        StepNotNow,
        TooManyFromHere,
        TooManyMaterials,
        VersionStale,
    ),
)
def put_material(request: Request, complaint: str, material: str) -> Reply:
    """A repeat answers a fresh form while the picture is awaited, and asks again for what is missing."""
    sent, secret = request.body(SentMaterial), _secret(request)
    kept, is_new = runtime_intake.following().add(request.caller(), complaint, secret, material, sent)
    return Reply(kept, status=201 if is_new else 200, headers=_PRIVATE)


@api.route(
    "PUT",
    _FILE + "/answers/{step}",
    zh="答复承办单位：身份证明、是否同意调解、是否接受和解方案、撤回投诉（X-Following-Secret）。",
    en="Answer the office: identity papers, consent to mediation, an offer, withdrawal (X-Following-Secret).",
    body=SentAnswer,
    answer=AnswerKept,
    status=201,
    problems=(IdentitiesUnavailable, IdTaken, NoFile, StepNotNow, TooManyFromHere, VersionStale),
)
def put_answer(request: Request, complaint: str, step: str) -> Reply:
    """A step of the procedure, taken once."""
    sent, secret = request.body(SentAnswer), _secret(request)
    kept, is_new = runtime_intake.following().answer(request.caller(), complaint, secret, step, sent)
    return Reply(kept, status=201 if is_new else 200, headers=_PRIVATE)


@api.route(
    "PUT",
    _FILE + "/erasure",
    zh="申请清除个人信息（X-Following-Secret）。",
    en="Ask for personal data to be erased (X-Following-Secret).",
    body=SentErasure,
    answer=ErasureTold,
    problems=(NoFile,),
)
def put_erasure(request: Request, complaint: str) -> Reply:
    """Within a day once the file is closed; until then the law needs them."""
    request.body(SentErasure)
    return Reply(runtime_intake.following().erase(complaint, _secret(request)), headers=_PRIVATE)


@api.route(
    "POST",
    "/v1/public/complaints/similar",
    zh="最近是否有人反映过同一台秤或同一个摊位；只回答有没有。",
    en="Whether the same scale or stall was told of lately; nothing but that.",
    body=SentSimilar,
    answer=Similar,
    problems=(TooManyFromHere,),
)
def post_similar(request: Request) -> Reply:
    """Nothing of whom or what; joining is the citizen's choice."""
    answer = runtime_intake.intakes().similar(request.caller(), request.body(SentSimilar))
    return Reply(answer, headers=_PRIVATE)
