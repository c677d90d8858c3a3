"""Calling the app as API Gateway does: a Lambda proxy event in, its answer out; the authorizer's work is given."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import app
from chalicelib.accounts.model import Actor


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    text: str
    is_base64: bool = False

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    def problem(self, language: str = "zh") -> tuple[int, str]:
        """Status and code of a problem document, after holding it to the one shape."""
        assert self.headers["Content-Type"] == "application/problem+json"
        assert self.headers["Content-Language"] == language
        document = self.json
        assert {"type", "status", "code", "detail", "sentences", "request"} <= document.keys()
        assert document.keys() <= {
            "type",
            "status",
            "code",
            "detail",
            "sentences",
            "request",
            "facts",
            "faults",
        }
        assert document["status"] == self.status
        assert document["type"] == f"/docs/api#{document['code']}"
        said = document["sentences"]
        assert document["detail"] == said[language]
        assert _is_chinese(said["zh"])
        assert said["en"]
        assert not _is_chinese(said["en"])
        for fault in document.get("faults", ()):
            assert fault.keys() == {"pointer", "code", "zh", "en"}
            assert all(fault[name] for name in ("code", "zh", "en"))
        return self.status, document["code"]

    def pointers(self) -> list[str]:
        """The fields a problem names."""
        return [fault["pointer"] for fault in self.json.get("faults", ())]


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def call(
    method: str,
    resource: str,
    body: object = None,
    *,
    actor: Actor | None = None,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    **path: str,
) -> Answer:
    """One call; `actor` is whom the authorizer found, `body` is sent as it is when it is text."""
    sent = {"content-type": "application/json", "accept": "application/json", **(headers or {})}
    event = {
        "resource": resource,
        "path": resource.format(**path),
        "httpMethod": method,
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "queryStringParameters": dict(query) if query else None,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()}
        if query
        else None,
        "pathParameters": path or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "requestId": "r-1",
            "identity": {},
            **({"authorizer": actor.context()} if actor else {}),
        },
        "body": body if isinstance(body, str) or body is None else json.dumps(body),
        "isBase64Encoded": False,
    }
    raw = app.app(event, None)
    return Answer(raw["statusCode"], raw["headers"], raw["body"], raw.get("isBase64Encoded", False))
