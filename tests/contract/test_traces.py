"""After the demo and a citizen's whole way nothing that is kept, logged or served holds who the reporter is.

Looked through are all tables (keys, indexes, documents), all objects with keys and metadata, the logs of all functions,
and every file the stack has on disk: its state (queues too), its own logs, what was asked of the front door.
"""

import base64
import json
import urllib.parse
from collections.abc import Iterator
from contextlib import suppress

import pytest

from infra.local.demo import complaints
from infra.local.deploy import client
from infra.local.places import Places
from tests.contract.asking import asked, eventually
from tests.contract.citizens import Citizen, made
from tests.contract.test_complaints import opened
from tests.contract.test_deployed import outputs  # noqa: F401 - a fixture of that file
from tests.exhibits import photo
from tests.intake import picture

MARKS = ("欧阳标记", "13917651234", "标记里7号", "35020319771231777X")
"""A reporter's name, telephone, address and identity number, here and in the demo."""


def forms(mark: str) -> Iterator[bytes]:
    """How a mark may stand in bytes: as it is, escaped in JSON, in an address, in base64 at any offset."""
    raw = mark.encode()
    yield from (
        raw,
        mark.encode("utf-16-le"),
        json.dumps(mark)[1:-1].encode(),
        urllib.parse.quote(mark).encode(),
    )
    for shift in range(3):
        padded = base64.b64encode(bytes(shift) + raw)
        yield padded[4 if shift else 0 : -4]


def traces(marks: tuple[str, ...], places: list[tuple[str, bytes]]) -> list[str]:
    """Where a mark stands, and which."""
    known = [(mark, form) for mark in marks for form in forms(mark)]
    return [f"{mark}: {name}" for name, raw in places for mark, form in known if form in raw]


def kept(stack: Places) -> list[tuple[str, bytes]]:
    """All that the embedded AWS keeps and logged, and all of it on disk."""
    return [*_items(stack), *_objects(stack), *_logs(stack), *_files(stack)]


def _items(stack: Places) -> Iterator[tuple[str, bytes]]:
    dynamodb = client(stack, "dynamodb")
    for table in dynamodb.list_tables()["TableNames"]:
        for page in dynamodb.get_paginator("scan").paginate(TableName=table):
            for item in page["Items"]:
                texts = (f"{name}={text}" for name, told in item.items() for text in told.values())
                yield f"{table} {item['pk']['S']} {item['sk']['S']}", "\n".join(texts).encode()


def _objects(stack: Places) -> Iterator[tuple[str, bytes]]:
    s3 = client(stack, "s3")
    for bucket in (one["Name"] for one in s3.list_buckets()["Buckets"]):
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
            for one in page.get("Versions", ()):
                if one["Key"].endswith((".zip", ".otf")):
                    continue
                got = s3.get_object(Bucket=bucket, Key=one["Key"])
                about = json.dumps([one["Key"], got["Metadata"]], ensure_ascii=False).encode()
                yield f"{bucket} {one['Key']}", about + got["Body"].read()


def _logs(stack: Places) -> Iterator[tuple[str, bytes]]:
    logs = client(stack, "logs")
    for page in logs.get_paginator("describe_log_groups").paginate():
        for group in page["logGroups"]:
            name = group["logGroupName"]
            for events in logs.get_paginator("filter_log_events").paginate(logGroupName=name):
                for event in events["events"]:
                    yield f"log {name}", event["message"].encode()


def _files(stack: Places) -> Iterator[tuple[str, bytes]]:
    for path in sorted(stack.state.rglob("*")):
        is_code = any(part.startswith("ministack-lambda-") for part in path.parts)
        if path.is_file() and not is_code and path.suffix not in {".zip", ".otf"}:
            with suppress(FileNotFoundError):  # a file that something has just replaced
                yield f"file {path.relative_to(stack.state)}", path.read_bytes()


@pytest.fixture(scope="module")
def citizen(stack: Places) -> Citizen:
    """Somebody who tells who they are wherever they can, and is careful nowhere."""
    one = Citizen(stack)
    name, phone, home, number = MARKS
    raw, material = photo(), made("material")
    receipt = one.submit(
        wants="both",
        about={
            "district": "350203",
            "respondent_name": f"{name}的邻居",
            "respondent_address": home,
            "place_text": phone,
        },
        facts=f"我是{name}，{phone[:3]} {phone[3:7]} {phone[7:]}，住{home}(演示)。",
        request={"wants": ["other"], "text": f"打给{name} {phone}"},
        reporter={"name": name, "phone": phone, "address": home},
        purchase={"goods": f"{name}的花蛤", "category": "other", "bought_on": "2026-11-24"},
        pictures=[{**picture(raw), "id": material}],
    )
    assert one.post(receipt["uploads"][0], raw) == 204
    said = {"kind": "text", "text": f"再说一次，{name}，{phone}，{number}"}
    assert one.call("PUT", f"/materials/{made('material')}", said)[0] == 201
    assert (
        one.call("PUT", f"/answers/{made('step')}", {"kind": "withdrawal", "text": f"{name}不投诉了"})[0]
        == 201
    )
    one.call("GET")
    one.call("GET", **{"X-Following-Secret": "0" * 26})
    one.call("PUT", "", {"wants": "report", "reporter": {"name": name, "phone": phone}, "facts": name})
    one.call("PUT", f"/materials/{made('material')}", {"kind": name})
    eventually(lambda: "verified" in {each["state"] for each in one.call("GET")[1]["materials"]})
    return one


def test_nobody_finds_the_reporter_in_what_is_kept_logged_or_on_disk(
    stack: Places,
    outputs: dict[str, str],  # noqa: F811
    citizen: Citizen,
) -> None:
    told = opened(stack, outputs, citizen.complaint)
    assert told["texts"]["identity"]["name"] == MARKS[0], "sealed, not lost"
    secrets = (citizen.secret, *map(complaints.secret, complaints.SHOWN))
    found = kept(stack)
    assert len(found) > 1000
    assert any(citizen.complaint in name for name, _ in found)
    assert traces((*MARKS, *secrets), found) == []


def test_nobody_finds_the_reporter_in_what_is_served_to_everybody(stack: Places, citizen: Citizen) -> None:
    status, told = citizen.call("GET")
    assert status == 200
    assert traces(MARKS, [("followed", json.dumps(told, ensure_ascii=False).encode())]) == []
    for path in ("/api/v1/public/fairness", "/api/v1/public/plans", "/api/v1/public/items", "/config.json"):
        assert traces(MARKS, [(path, asked(stack.port, "GET", path)[2])]) == []


def test_what_is_planted_is_found(
    stack: Places,
    outputs: dict[str, str],  # noqa: F811
) -> None:
    """The search can fail: a mark in an item, an object, a log line or a file is found, however it is written."""
    marks = {place: f"栽种标记{place}" for place in ("item", "object", "log", "file")}
    document = json.dumps({"facts": marks["item"]})
    planted = {"pk": {"S": "PLANTED"}, "sk": {"S": "~"}, "d": {"S": document}}
    client(stack, "dynamodb").put_item(TableName=outputs["OpsTableName"], Item=planted)
    body = base64.b64encode(f"x{marks['object']}!".encode())
    client(stack, "s3").put_object(Bucket=outputs["FilesBucketName"], Key="planted/one", Body=body)
    logs, named = client(stack, "logs"), {"logGroupName": "/aws/lambda/planted"}
    logs.create_log_group(**named)
    logs.create_log_stream(**named, logStreamName="one")
    events = [{"timestamp": 1, "message": urllib.parse.quote(marks["log"])}]
    logs.put_log_events(**named, logStreamName="one", logEvents=events)
    (stack.state / "planted.log").write_text(f"GET /f/x#{marks['file']}")
    found = traces(tuple(marks.values()), kept(stack))
    (stack.state / "planted.log").unlink()
    assert {one.partition(":")[0] for one in found} == set(marks.values())
