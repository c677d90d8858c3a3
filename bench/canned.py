"""A DynamoDB that always answers the same: one instrument with its label and five checks, in two item shapes.

Runs in a process of its own, so that its CPU is not counted; answers carry the checksum that DynamoDB sends.
"""

import json
import multiprocessing
import os
import socket
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from chalicelib.labels.codec import Fields, Signed, encode, serial_digest
from chalicelib.store import Item
from chalicelib.store_dynamo import attributes
from tests.golden.labels import make

HOST = "LABEL.EXAMPLE"
INSTRUMENT = "ins-01jd0000000000000000000000"
TABLE = "bench-main"
CHECKS = 5


def number() -> str:
    """The public number of the instrument."""
    from chalicelib.registry.model import number as number_of

    return number_of(INSTRUMENT)


def label() -> str:
    """The text of the instrument's genuine label."""
    fields = Fields(number(), 1, None, 1, serial_digest("SN20240017"))
    return encode(HOST, Signed(fields, make.signature("one", fields.message())))


def checks() -> list[dict[str, Any]]:
    """What the instrument's page shows of its last checks."""
    return [
        {
            "id": f"chk-01jd000000000000000000000{place}",
            "visit_id": "vis-01jd0000000000000000000000",
            "received_at": f"2026-11-2{place}T03:12:45.123Z",
            "kind": "weighing_instrument",
            "verdict": "pass",
            "authority": "settled",
        }
        for place in range(CHECKS)
    ]


def whole_check(summary: dict[str, Any]) -> dict[str, Any]:
    """A check as it is recorded: eight readings with their verdicts, the weights, the law's sentence."""
    reading = {
        "load_g": "5000",
        "indication_g": "5005",
        "added_load_g": "3",
        "zero_error_g": "0",
        "error_g": "7",
        "limit_g": "10",
        "verdict": "pass",
        "rule": "weighing.in_service",
        "version_from": "2023-03-01",
    }
    return {
        **summary,
        "instrument_id": INSTRUMENT,
        "device_at": summary["received_at"],
        "device": "phone-17",
        "stage": "in_service",
        "weights": {"class": "M1", "certificate_no": "XM2026-FM-0031"},
        "officers": ["acc-01jd0000000000000000000001", "acc-01jd0000000000000000000002"],
        "readings": [reading] * 8,
        "explanation": {
            "zh": "示值误差未超过使用中最大允许误差。",
            "en": "The error is within the limit in service.",
        },
        "source": {"title": "JJG 539-2016", "url": "https://jjg.spc.org.cn/"},
    }


def head() -> dict[str, Any]:
    """The head of the instrument, without its checks."""
    return {
        "id": INSTRUMENT,
        "number": number(),
        "category": "price_scale",
        "name": "电子计价秤",
        "model": "ACS-30",
        "maker": "演示衡器有限公司",
        "serial_no": "SN20240017",
        "accuracy_class": "III",
        "max_g": "30000",
        "min_g": "200",
        "e_g": "10",
        "d_g": "10",
        "state": "in_use",
        "district": "350203",
        "merchant_id": "mer-01jd0000000000000000000000",
        "site_id": "sit-01jd0000000000000000000000",
        "site": {
            "id": "sit-01jd0000000000000000000000",
            "name": "演示农贸市场",
            "public_name": "演示农贸市场",
        },
        "stall": "A12",
        "merchant": {
            "id": "mer-01jd0000000000000000000000",
            "name": "演示水产经营部",
            "public_name": "演示水产经营部",
        },
        "verification": {
            "id": "ver-01jd0000000000000000000000",
            "lab_id": "lab-01jd0000000000000000000000",
            "lab_name": "演示计量检定测试院",
            "conclusion": "pass",
            "verified_on": "2026-06-01",
            "valid_until": "2027-05-31",
            "certificate_no": "XM2026-000123",
        },
        "label": {"counter": 1},
    }


def _label_document() -> dict[str, Any]:
    return {
        "instrument_id": INSTRUMENT,
        "number": number(),
        "counter": 1,
        "state": "current",
        "content": label(),
        "key_id": 1,
        "serial_digest": serial_digest("SN20240017").hex(),
        "issued_at": "2026-06-01T02:00:00.000Z",
        "issued_by": "acc-01jd0000000000000000000000",
    }


def ours() -> bytes:
    """BatchGetItem in the shape of chalicelib/store.py: one document attribute an item."""
    pk = f"I#{number()}"
    items = [
        Item(pk, "~", {**head(), "checks": checks()}, v=9, state="in_use"),
        Item(pk, "L#001", _label_document(), state="current", h="0" * 64),
        Item("K#LABELS", "~", {"keys": [make.key("one", 1)]}),
    ]
    return json.dumps(
        {"Responses": {TABLE: [attributes(item) for item in items]}, "UnprocessedKeys": {}}
    ).encode()


def naive() -> bytes:
    """Query in the usual shape: every field a typed attribute; instrument, label and whole checks in a partition."""
    pk = f"I#{number()}"
    rows = [{"sk": "~", **head()}, {"sk": "L#001", **_label_document()}]
    rows += [{"sk": f"C#{check['received_at']}", **whole_check(check)} for check in checks()]
    items = [_typed({"pk": pk, **row})["M"] for row in rows]
    return json.dumps({"Items": items, "Count": len(items), "ScannedCount": len(items)}).encode()


def _typed(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return {"M": {name: _typed(one) for name, one in value.items()}}
    return {"N": str(value)} if isinstance(value, int) else {"S": value}


def _serve(listener: socket.socket, answers: dict[bytes, bytes]) -> None:
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=_talk, args=(connection, answers), daemon=True).start()


def _talk(connection: socket.socket, answers: dict[bytes, bytes]) -> None:
    """Answer one keep-alive connection until the client leaves."""
    with connection, connection.makefile("rb") as stream:
        while request := stream.readline():
            assert request.startswith(b"POST / ")
            fields = dict(line.lower().strip().split(b": ", 1) for line in iter(stream.readline, b"\r\n"))
            stream.read(int(fields[b"content-length"]))
            target = fields[b"x-amz-target"].rpartition(b".")[2]
            connection.sendall(answers.get(target, _http(b"{}")))


def _http(body: bytes) -> bytes:
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nx-amzn-RequestId: canned\r\n"
        + f"x-amz-crc32: {zlib.crc32(body)}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        + body
    )


@contextmanager
def dynamodb(said: dict[bytes, bytes] | None = None) -> Iterator[str]:
    """A running stub; its address. The environment is set so that boto3 finds it.

    said  answers by operation in lower case; {} to all others
    """
    listener = socket.create_server(("127.0.0.1", 0))
    said = said or {b"batchgetitem": ours(), b"query": naive()}
    answers = {operation: _http(body) for operation, body in said.items()}
    server = multiprocessing.get_context("fork").Process(target=_serve, args=(listener, answers), daemon=True)
    server.start()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    os.environ |= {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "AWS_DEFAULT_REGION": "cn-north-1",
        "MAIN_TABLE": TABLE,
        "OPS_TABLE": TABLE,
        "LABEL_HOST": HOST,
    }
    try:
        yield address
    finally:
        server.terminate()
        server.join()


def event(method: str, resource: str, path: dict[str, str], body: object = None) -> dict[str, Any]:
    """A call as API Gateway's Lambda proxy integration hands it over."""
    headers = {
        "accept": "application/json",
        "accept-language": "zh-CN",
        "content-type": "application/json",
        "host": "steelyard.example",
        "user-agent": "Mozilla/5.0 (Linux; Android 10)",
        "x-forwarded-for": "10.0.0.1",
        "x-forwarded-proto": "https",
    }
    actor = {"account": "acc-01jd0000000000000000000000", "roles": "inspector", "scopes": "{}"}
    return {
        "resource": resource,
        "path": resource.format(**path),
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": path or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "requestId": "bench",
            "identity": {"sourceIp": "10.0.0.1"},
            "authorizer": actor,
        },
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }
