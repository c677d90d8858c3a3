"""Calls as API Gateway hands them to the app, and what comes back."""

import json
from typing import Any

from app import app
from tests.unit.labels.desk import SCALE

LABEL = "/v1/instruments/{instrument}/labels/{counter}"


class Answer:
    """What came back."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.status: int = raw["statusCode"]
        self.headers: dict[str, str] = raw["headers"]
        self.raw: str = raw["body"]
        self.is_base64 = raw.get("isBase64Encoded", False)

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    def refused(self) -> tuple[int, str]:
        """Status and code of a problem document that speaks both languages."""
        assert self.headers["Content-Type"] == "application/problem+json"
        assert self.json["sentences"]["zh"] != self.json["sentences"]["en"]
        return self.status, self.json["code"]


def call(
    method: str,
    resource: str,
    body: object = None,
    *,
    role: str = "",
    accept: str = "application/json",
    query: dict[str, str] | None = None,
    **path: str,
) -> Answer:
    """One call as API Gateway hands it over; `role` is what the authorizer found."""
    context = {"account": "acc-01jd0000000000000000000000", "roles": role, "scopes": "{}"}
    headers = {"content-type": "application/json", "accept": accept}
    event = {
        "resource": resource,
        "path": resource.format(**path),
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": query,
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
            **({"authorizer": context} if role else {}),
        },
        "body": body if isinstance(body, str) or body is None else json.dumps(body),
        "isBase64Encoded": False,
    }
    return Answer(app(event, None))


def issue(counter: str = "1", body: object = None, instrument: str = SCALE) -> Answer:
    """A lab issues a label."""
    return call("PUT", LABEL, body or {}, role="lab", instrument=instrument, counter=counter)
