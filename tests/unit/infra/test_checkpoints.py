"""Checkpoints: what counts as a change, in which order files are written, what happens when one cannot be taken."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.local.checkpoints import Checkpoints, written


def request(method: str = "POST", path: str = "/", target: str = "", service: str = "") -> dict[str, Any]:
    signed = f"AWS4-HMAC-SHA256 Credential=000000000350/20261124/cn-north-1/{service}/aws4_request, SignedHeaders=host"
    headers = [(b"X-Amz-Target", target.encode())] if target else []
    headers += [(b"authorization", signed.encode())] if service else []
    return {"type": "http", "method": method, "path": path, "headers": headers}


@pytest.mark.parametrize(
    ("scope", "service"),
    [
        (request(target="DynamoDB_20120810.PutItem", service="dynamodb"), "dynamodb"),
        (request(target="DynamoDB_20120810.TransactWriteItems", service="dynamodb"), "dynamodb"),
        (request(target="DynamoDB_20120810.GetItem", service="dynamodb"), None),
        (request(target="DynamoDB_20120810.Query", service="dynamodb"), None),
        (request(target="TrentService.Sign", service="kms"), None),
        (request(target="TrentService.CreateKey", service="kms"), "kms"),
        (request("PUT", "/bucket/key", service="s3"), "s3"),
        (request("POST", "/bucket"), "*"),
        (request("GET", "/bucket"), None),
        (request("PUT", "/_aws/execute-api/abc/api/v1/visits/vis-1"), None),
        (request("POST", "/2015-03-31/functions/follow/invocations", service="lambda"), None),
        (request("POST", "/2015-03-31/functions", service="lambda"), "lambda"),
        ({"type": "websocket", "path": "/", "headers": []}, None),
    ],
)
def test_only_what_may_change_state_is_a_change(scope: dict[str, Any], service: str | None) -> None:
    assert written(scope) == service


class Services:
    def __init__(self) -> None:
        self.asked: list[str] = []
        self.failing: set[str] = set()

    def states(self) -> dict[str, Any]:
        return {name: lambda name=name: self.state(name) for name in ("dynamodb", "iam", "lambda", "sqs")}

    def state(self, name: str) -> dict[str, int] | None:
        self.asked.append(name)
        if name in self.failing:
            raise RuntimeError("dictionary changed size during iteration")
        return None if name == "iam" else {"asked": len(self.asked)}


@pytest.fixture
def services() -> Services:
    return Services()


@pytest.fixture
def checkpoints(tmp_path: Path, services: Services) -> Checkpoints:
    return Checkpoints(tmp_path, services.states, lambda _, state: json.dumps(state))


def files(folder: Path) -> list[str]:
    found = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    return [path.name for path in found]


def test_nothing_is_saved_when_nothing_changed(checkpoints: Checkpoints, services: Services) -> None:
    checkpoints.save()
    assert services.asked == []


def test_positions_are_taken_first_and_written_last(
    checkpoints: Checkpoints, services: Services, tmp_path: Path
) -> None:
    checkpoints.mark("dynamodb")
    checkpoints.save()
    assert services.asked == ["lambda", "dynamodb"]
    assert files(tmp_path) == ["dynamodb.json", "lambda.json"]
    assert json.loads((tmp_path / "lambda.json").read_text()) == {"asked": 1}


def test_another_service_may_have_changed_any_of_them(
    checkpoints: Checkpoints, services: Services, tmp_path: Path
) -> None:
    checkpoints.mark("cloudformation")
    checkpoints.save()
    assert services.asked == ["lambda", "dynamodb", "iam", "sqs"]
    assert set(files(tmp_path)) == {"dynamodb.json", "lambda.json", "sqs.json"}, "iam has nothing to save"


def test_what_could_not_be_taken_is_tried_again(
    checkpoints: Checkpoints, services: Services, tmp_path: Path
) -> None:
    services.failing = {"dynamodb"}
    checkpoints.mark("dynamodb")
    checkpoints.save()
    assert files(tmp_path) == [], "positions never run ahead of the tables"
    services.failing = set()
    checkpoints.save()
    assert set(files(tmp_path)) == {"dynamodb.json", "lambda.json"}
    services.asked.clear()
    checkpoints.save()
    assert services.asked == []
