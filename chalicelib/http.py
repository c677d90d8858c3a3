"""The edge: how a call becomes a `Request`, and how answers, refusals and failures become HTTP.

It and its siblings alone know Chalice.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import pydantic
from chalice.app import Blueprint, ChaliceAuthorizer, Response

from chalicelib import errors, faults, ids, logs
from chalicelib.errors import Fault, Language, Problem, Sentence
from chalicelib.http_problems import BadId, BodyTooLarge, NotJson, NotValid, RoleMissing, Unexpected, told
from chalicelib.texts import SENT

BODY_LIMIT_BYTES = 64 * 1024


@dataclass(frozen=True)
class Request:
    """One call, as views see it: who calls (authorizer context, all text), and what was sent."""

    context: Mapping[str, str]
    headers: Mapping[str, str]
    parameters: Mapping[str, str]
    raw_body: bytes
    id: str
    peer: str = ""
    """Internet address of whoever called the gateway: the caller, or the front door."""
    limit_bytes: int = BODY_LIMIT_BYTES
    """How large the route lets its body be."""

    def body[M: pydantic.BaseModel](self, model: type[M]) -> M:
        """The JSON body as `model`, parsed straight from bytes. Raises the problem that names every bad field."""
        if len(self.raw_body) > self.limit_bytes:
            raise BodyTooLarge(limit_kb=self.limit_bytes // 1024)
        kind = self.headers.get("content-type", "application/json").split(";")[0].strip().lower()
        if kind != "application/json":
            raise NotJson
        try:
            return model.model_validate_json(self.raw_body or b"{}", context=SENT)
        except pydantic.ValidationError as failure:
            raise NotValid(faults=faults.of(failure)) from None

    def query[M: pydantic.BaseModel](self, model: type[M]) -> M:
        """The query parameters as `model`."""
        try:
            return model.model_validate(dict(self.parameters))
        except pydantic.ValidationError as failure:
            raise NotValid(faults=faults.of(failure)) from None

    def seen(self) -> int:
        """The version in If-Match. Raises VersionMissing without, NotValid for one that we never gave."""
        tag = self.headers.get("if-match")
        if tag is None:
            raise errors.VersionMissing
        digits = tag.strip().strip('"')
        if not digits.isascii() or not digits.isdecimal() or len(digits) > 9:  # noqa: PLR2004 - nine digits are plenty
            raise errors.VersionStale
        return int(digits)

    def seen_if_sent(self) -> int | None:
        """The version in If-Match, where a route does not ask for one."""
        return self.seen() if "if-match" in self.headers else None

    def caller(self) -> str:
        """Who called the front door, which the gateway adds to X-Forwarded-For; anybody can pretend to be another."""
        hops = self.headers.get("x-forwarded-for", "").split(",")
        return hops[-2] if len(hops) > 1 else self.peer

    def language(self) -> Language:
        """English when the caller prefers it to Chinese, otherwise Chinese."""
        for part in self.headers.get("accept-language", "").lower().split(","):
            tag = part.split(";")[0].strip()
            if tag.startswith("zh"):
                return "zh"
            if tag.startswith("en"):
                return "en"
        return "zh"


@dataclass(frozen=True)
class Reply:
    """An answer that needs more than a 200 with a body."""

    body: pydantic.BaseModel | bytes | str
    status: int = 200
    version: int = 0
    """The ETag, when the document is edited with If-Match."""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def kept(cls, body: pydantic.BaseModel, *, is_new: bool, version: int = 0) -> Self:
        """What a write left: 201 the first time, 200 for the same write again and for a change."""
        return cls(body, status=201 if is_new else 200, version=version)


type View = Callable[..., pydantic.BaseModel | Reply]
ANYONE: frozenset[str] = frozenset()
"""Routes under /v1/public need no token."""
SIGNED_IN = frozenset({"signed_in"})
"""Whoever brings a valid token, with roles or without."""


@dataclass(frozen=True)
class Operation:
    """One route as the permission matrix, OpenAPI and Chalice need to know it."""

    method: str
    path: str
    view: View
    summary: Sentence
    roles: frozenset[str]
    body: type[pydantic.BaseModel] | None
    query: type[pydantic.BaseModel] | None
    answer: type[pydantic.BaseModel] | None
    status: int
    problems: tuple[type[Problem], ...]
    content_type: str
    limit_bytes: int = BODY_LIMIT_BYTES


@dataclass
class Api:
    """The routes of one package, collected; `blueprint` hands them to Chalice."""

    name: str
    operations: list[Operation] = field(default_factory=list)

    def route(
        self,
        method: str,
        path: str,
        *,
        zh: str,
        en: str,
        roles: frozenset[str] | set[Any] = ANYONE,
        body: type[pydantic.BaseModel] | None = None,
        query: type[pydantic.BaseModel] | None = None,
        answer: type[pydantic.BaseModel] | None = None,
        status: int = 200,
        problems: tuple[type[Problem], ...] = (),
        content_type: str = "application/json",
        limit_bytes: int = BODY_LIMIT_BYTES,
    ) -> Callable[[View], View]:
        """Register a view `(request, **path) -> answer`.

        zh, en   what the route does, in one sentence
        roles    who may call; ANYONE only under /v1/public
        body     model of the JSON body         query  model of the query parameters
        answer   model of the answer            status of the first success (a repeat answers 200)
        problems what can fail, besides what every route can
        limit_bytes of the body
        """
        if (not roles) != path.startswith("/v1/public/"):
            raise ValueError(f"{method} {path}: exactly the routes under /v1/public/ are for anyone")

        def register(view: View) -> View:
            self.operations.append(
                Operation(
                    method,
                    path,
                    view,
                    Sentence(zh, en),
                    frozenset(str(role) for role in roles),
                    body,
                    query,
                    answer,
                    status,
                    problems,
                    content_type,
                    limit_bytes,
                )
            )
            return view

        return register


def blueprint(api: Api, authorizer: ChaliceAuthorizer) -> Blueprint:
    """The package's routes as a Chalice blueprint."""
    made = Blueprint(api.name)
    for operation in api.operations:
        options = {} if operation.roles == ANYONE else {"authorizer": authorizer}
        made.route(operation.path, methods=[operation.method], content_types=["*/*"], **options)(
            _endpoint(operation, made)
        )
    return made


def _endpoint(operation: Operation, made: Blueprint) -> Callable[..., Response]:
    def endpoint(**path: str) -> Response:
        request = _request(made.current_request, operation.limit_bytes)
        try:
            _admit(operation, request)
            _check_ids(path)
            return _response(operation.view(request, **path))
        except Problem as failure:
            return problem(failure, request)
        except Exception:  # noqa: BLE001 - the one place where an unnamed failure becomes an answer
            logs.logger().exception("unexpected", extra={"request": request.id, "route": operation.path})
            return problem(Unexpected(request=request.id), request)

    endpoint.__name__ = operation.view.__name__
    return endpoint


def _request(raw: Any, limit_bytes: int) -> Request:
    return Request(
        context=raw.context.get("authorizer") or {},
        headers=raw.headers,
        parameters=raw.query_params or {},
        raw_body=raw.raw_body,
        id=str(raw.context.get("requestId", "")),
        peer=str((raw.context.get("identity") or {}).get("sourceIp", "")),
        limit_bytes=limit_bytes,
    )


def _admit(operation: Operation, request: Request) -> None:
    if operation.roles in (ANYONE, SIGNED_IN):
        return
    if operation.roles.isdisjoint(request.context.get("roles", "").split(",")):
        raise RoleMissing


def _check_ids(path: Mapping[str, str]) -> None:
    for name, value in path.items():
        if name in ids.PREFIXES and not ids.matches(name, value):
            words = Sentence(f"应形如 {ids.PREFIXES[name]}-…", f"must look like {ids.PREFIXES[name]}-…")
            raise BadId(faults=(Fault(f"/{name}", BadId.code, words),))


def _response(result: pydantic.BaseModel | Reply) -> Response:
    reply = result if isinstance(result, Reply) else Reply(result)
    body = (
        reply.body.model_dump_json(exclude_none=True)
        if isinstance(reply.body, pydantic.BaseModel)
        else reply.body
    )
    headers: dict[str, str | list[str]] = {"Content-Type": reply.content_type, **reply.headers}
    if reply.version:
        headers["ETag"] = f'"{reply.version}"'
    return Response(body, headers, reply.status)


def problem(failure: Problem, request: Request) -> Response:
    """The answer to a failure."""
    document = told(failure, request.language(), request.id)
    return Response(
        json.dumps(document, ensure_ascii=False),
        {"Content-Type": "application/problem+json", "Content-Language": request.language()},
        document["status"],
    )
