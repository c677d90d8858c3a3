"""The short way to DynamoDB: signed as botocore signs, and boto3 is asked whenever it is not a plain success."""

import json
import threading
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from chalicelib.store import Clash, Item
from chalicelib.store_direct import Access, DirectDynamo, signed_headers
from chalicelib.store_dynamo import DynamoTable

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "s3/cr+et",
    "AWS_DEFAULT_REGION": "cn-north-1",
}


@pytest.mark.parametrize("token", ["", "session/token=="])
@pytest.mark.parametrize("region", ["cn-north-1", "eu-west-1"])
def test_calls_are_signed_as_botocore_signs_them(
    token: str, region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: NOW.replace(tzinfo=None))
    environment = {**ENVIRONMENT, "AWS_DEFAULT_REGION": region} | (
        {"AWS_SESSION_TOKEN": token} if token else {}
    )
    access = Access.of(environment)
    assert access is not None
    body = '{"TableName": "表"}'.encode()
    ours = signed_headers(access, "GetItem", body, "20261124T030000Z")
    unsigned = {"Content-Type": ours["content-type"], "X-Amz-Target": ours["x-amz-target"]}
    request = AWSRequest("POST", f"{access.address}/", headers=unsigned, data=body)
    SigV4Auth(Credentials("AKIDEXAMPLE", "s3/cr+et", token or None), "dynamodb", region).add_auth(request)
    assert ours["x-amz-date"] == request.headers["X-Amz-Date"]
    assert ours["authorization"] == request.headers["Authorization"]


@pytest.mark.parametrize(
    ("region", "address"),
    [
        ("cn-northwest-1", "https://dynamodb.cn-northwest-1.amazonaws.com.cn"),
        ("ap-southeast-1", "https://dynamodb.ap-southeast-1.amazonaws.com"),
    ],
)
def test_the_address_follows_the_partition(region: str, address: str) -> None:
    access = Access.of({**ENVIRONMENT, "AWS_DEFAULT_REGION": region})
    assert access is not None
    assert access.address == address


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {**ENVIRONMENT, "AWS_DEFAULT_REGION": "us-iso-east-1"},
        {**ENVIRONMENT, "AWS_USE_FIPS_ENDPOINT": "true"},
        {**ENVIRONMENT, "HTTPS_PROXY": "http://proxy:3128"},
    ],
)
def test_what_only_botocore_understands_is_left_to_it(environment: dict[str, str]) -> None:
    assert Access.of(environment) is None


class Boto:
    """boto3's client, as the way out."""

    class exceptions:  # noqa: N801 - boto3's own name
        class ConditionalCheckFailedException(Exception):
            response: dict[str, Any] = {}  # noqa: RUF012 - boto3's own shape

    def __init__(self) -> None:
        self.asked: list[str] = []

    def get_item(self, **_: Any) -> dict[str, Any]:
        self.asked.append("get_item")
        return {"Item": {"pk": {"S": "a"}, "sk": {"S": "from boto3"}}}

    def put_item(self, **_: Any) -> dict[str, Any]:
        self.asked.append("put_item")
        raise self.exceptions.ConditionalCheckFailedException

    def transact_write_items(self, **_: Any) -> dict[str, Any]:
        self.asked.append("transact_write_items")
        return {}


class Stub(ThreadingHTTPServer):
    """A DynamoDB that answers what it is told to."""

    status = 200
    body = json.dumps({"Item": {"pk": {"S": "a"}, "sk": {"S": "direct"}}}).encode()
    checksum = True
    hangs_up = False
    daemon_threads = True


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        stub = self.server
        assert isinstance(stub, Stub)
        self.rfile.read(int(self.headers["content-length"]))
        if stub.hangs_up:
            self.close_connection = True
            return
        self.send_response(stub.status)
        self.send_header("content-length", str(len(stub.body)))
        self.send_header("x-amz-crc32", str(zlib.crc32(stub.body) + (not stub.checksum)))
        self.end_headers()
        self.wfile.write(stub.body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def stub() -> Iterator[Stub]:
    server = Stub(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def boto() -> Boto:
    return Boto()


@pytest.fixture
def table(stub: Stub, boto: Boto) -> Iterator[DynamoTable]:
    environment = {**ENVIRONMENT, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{stub.server_port}"}
    direct = DirectDynamo(lambda: boto, environment, lambda: NOW)
    yield DynamoTable(direct, "main")
    direct._connection("").close()


def read(table: DynamoTable) -> str:
    item = table.get("a", "b")
    assert item is not None
    return item.sk


def test_a_success_needs_no_boto3(table: DynamoTable, boto: Boto) -> None:
    assert [read(table), read(table)] == ["direct", "direct"]
    assert boto.asked == []


@pytest.mark.parametrize(
    "trouble", [{"status": 400}, {"status": 500}, {"checksum": False}, {"hangs_up": True}]
)
def test_whatever_else_is_asked_again_through_boto3(
    table: DynamoTable, stub: Stub, boto: Boto, trouble: dict[str, Any]
) -> None:
    for name, value in trouble.items():
        setattr(stub, name, value)
    assert read(table) == "from boto3"
    assert boto.asked == ["get_item"]
    for name in trouble:
        delattr(stub, name)
    assert read(table) == "direct"


def test_a_condition_that_failed_is_named_by_boto3(table: DynamoTable, stub: Stub, boto: Boto) -> None:
    stub.status = 400
    with pytest.raises(Clash):
        table.put(Item("a", "b", {}), seen=0)
    assert boto.asked == ["put_item"]


def test_an_empty_answer_of_a_write_is_a_success(table: DynamoTable, stub: Stub, boto: Boto) -> None:
    stub.body = b"{}"
    table.put(Item("a", "b", {}), seen=0)
    assert boto.asked == []


def test_a_proxy_for_https_does_not_touch_a_local_address() -> None:
    local = {"AWS_ENDPOINT_URL": "http://127.0.0.1:4566", "HTTPS_PROXY": "http://proxy:3128"}
    assert Access.of({**ENVIRONMENT, **local}) is not None


def test_without_credentials_in_the_environment_boto3_is_asked(boto: Boto) -> None:
    assert read(DynamoTable(DirectDynamo(lambda: boto, {}, lambda: NOW), "main")) == "from boto3"


def test_transactions_are_boto3s(boto: Boto) -> None:
    DirectDynamo(lambda: boto, ENVIRONMENT, lambda: NOW).transact_write_items(TransactItems=[])
    assert boto.asked == ["transact_write_items"]
