"""What a route answers instead: the named failures of the edge, and any failure as an RFC 9457 document."""

from typing import Any

from chalicelib import errors
from chalicelib.errors import Denied, Fault, Invalid, Language, Problem, TooLarge, Unsupported

STATUS: dict[type[Problem], int] = {
    errors.Invalid: 400,
    errors.Unauthenticated: 401,
    errors.Denied: 403,
    errors.Missing: 404,
    errors.Conflict: 409,
    errors.Stale: 412,
    errors.TooLarge: 413,
    errors.Unsupported: 415,
    errors.Unprocessable: 422,
    errors.Unguarded: 428,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}


class NotValid(Invalid):
    """The body or the query does not fit its model; `faults` name the fields."""

    code = "request.invalid"
    zh = "提交的内容有误，请按各项提示修改后重新提交，已填写的内容不会丢失。"
    en = "Some fields are not valid. Correct those named and send again; nothing was lost."


class BadId(Invalid):
    """A path parameter is not an id of its kind."""

    code = "request.bad_id"
    zh = "网址中的编号格式不对，请核对。"
    en = "An id in the address is not well formed. Check it."


class BodyTooLarge(TooLarge):
    """More JSON than the route takes, 64 KB for most."""

    code = "request.too_large"
    zh = "提交的内容超过 {limit_kb} KB，请分次提交；照片请用上传接口。"
    en = "The body is larger than {limit_kb} KB. Send it in parts; photos have their own upload."


class NotJson(Unsupported):
    """A body that does not say it is JSON."""

    code = "request.not_json"
    zh = "请以 application/json 提交。"
    en = "Send the body as application/json."


class RoleMissing(Denied):
    """The caller has none of the roles this route is for."""

    code = "access.role_missing"
    zh = "您的账号没有办理此事的权限，请联系管理员。"
    en = "Your account has no role for this. Ask the administrator."


class Unexpected(Problem):
    """A failure we did not name; the request id leads to the log."""

    code = "server.unexpected"
    zh = "系统出错，您的内容没有丢失，请稍后重试；如仍失败请提供请求编号 {request}。"
    en = "Something failed on our side. Nothing was lost; try again later and quote request {request} if it stays."


def status_of(kind: type[Problem]) -> int:
    """The HTTP status of a kind of failure."""
    return next((STATUS[base] for base in kind.__mro__ if base in STATUS), 500)


def told(failure: Problem, language: Language, request: str) -> dict[str, Any]:
    """The RFC 9457 document of a failure: stable `code`, the sentence in both languages, the fields by pointer.

    language   of `detail`
    request    id of the call, which leads to the log
    """
    sentence = failure.sentence()
    return {
        "type": f"/docs/api#{failure.code}",
        "status": status_of(type(failure)),
        "code": failure.code,
        "detail": sentence.text(language),
        "sentences": {"zh": sentence.zh, "en": sentence.en},
        "request": request,
        **({"facts": failure.facts} if failure.facts else {}),
        **({"faults": [_fault(fault) for fault in failure.faults]} if failure.faults else {}),
    }


def _fault(fault: Fault) -> dict[str, str]:
    return {"pointer": fault.pointer, "code": fault.code, "zh": fault.sentence.zh, "en": fault.sentence.en}
