"""Each part of AWS that our launcher adds to MiniStack, and each that the product leans on, behaves as AWS says."""

import http.client
import io
import json
import os
import signal
import sys
import time
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local import processes
from infra.local.deploy import client
from infra.local.places import STACK_NAME, Places
from tests.stack import free_places

PATIENCE_S = 20


def eventually(is_so: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.1)


def asked(
    port: int, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


class TestGuard:
    """Nobody but this machine and our own page reaches an emulator that runs code for whoever asks."""

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Host": "evil.example"},
            {"Host": "127.0.0.1.evil.example:80"},
            {"Sec-Fetch-Site": "cross-site"},
        ],
    )
    def test_foreign_pages_and_rebound_names_are_refused(
        self, embedded: Places, headers: dict[str, str]
    ) -> None:
        status, _, body = asked(embedded.aws_port, "POST", "/2015-03-31/functions", headers)
        assert (status, body) == (403, b"refused by the local origin guard")

    def test_our_own_page_is_let_in(self, embedded: Places) -> None:
        assert asked(embedded.aws_port, "GET", "/_ministack/health", {"Origin": embedded.origin})[0] == 200

    def test_unsigned_calls_are_refused(self, embedded: Places) -> None:
        assert asked(embedded.aws_port, "GET", "/2015-03-31/functions")[0] == 403

    @pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
    def test_it_listens_on_loopback_only(self, embedded: Places) -> None:
        pid = processes.alive(embedded, "launcher")
        links = [str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()]
        own = {link[8:-1] for link in links if link.startswith("socket:[")}
        tables = [Path(f"/proc/{pid}/net/{name}").read_text() for name in ("tcp", "tcp6")]
        lines = [line.split() for table in tables for line in table.splitlines()]
        listening = [line[1] for line in lines if line[3] == "0A" and line[9] in own]
        assert [place.split(":")[0] for place in listening] == ["0100007F"]


@dataclass(frozen=True)
class Followed:
    """A table whose stream a small function follows; it notes what it was given, and fails as it is told."""

    places: Places
    table: str
    failures: str
    notes: Path

    def put(self, *names: str) -> None:
        dynamodb = client(self.places, "dynamodb")
        for name in names:
            dynamodb.put_item(TableName=self.table, Item={"pk": {"S": name}, "sk": {"S": "~"}})

    def noted(self) -> list[list[str]]:
        return (
            [json.loads(line) for line in self.notes.read_text().splitlines()] if self.notes.exists() else []
        )

    def given_up(self) -> list[dict[str, Any]]:
        answer = client(self.places, "sqs").receive_message(QueueUrl=self.failures, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in answer.get("Messages", ())]


FUNCTION = """
import json, os
def handler(event, context):
    names = [record["dynamodb"]["Keys"]["pk"]["S"] for record in event["Records"]]
    with open(os.environ["NOTES"], "a") as notes:
        notes.write(json.dumps(names) + "\\n")
    if "error" in names:
        raise ValueError
    failed = [record["dynamodb"]["SequenceNumber"] for record in event["Records"]
              if record["dynamodb"]["Keys"]["pk"]["S"] == "poison"]
    return {"batchItemFailures": [{"itemIdentifier": place} for place in failed]}
"""


def followed(places: Places, folder: Path) -> Followed:
    name = f"followed-{uuid.uuid4().hex[:8]}"
    table = client(places, "dynamodb").create_table(
        TableName=name,
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in ("pk", "sk")],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )["TableDescription"]
    sqs = client(places, "sqs")
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("noting.py", FUNCTION)
    role = client(places, "iam").create_role(RoleName=name, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    client(places, "lambda").create_function(
        FunctionName=name,
        Runtime="python3.13",
        Role=role,
        Handler="noting.handler",
        Code={"ZipFile": code.getvalue()},
        Environment={"Variables": {"NOTES": str(folder / name)}},
    )
    client(places, "lambda").create_event_source_mapping(
        FunctionName=name,
        EventSourceArn=table["LatestStreamArn"],
        StartingPosition="TRIM_HORIZON",
        BatchSize=100,
        BisectBatchOnFunctionError=True,
        MaximumRetryAttempts=2,
        FunctionResponseTypes=["ReportBatchItemFailures"],
        DestinationConfig={"OnFailure": {"Destination": arn}},
    )
    return Followed(places, name, queue, folder / name)


class TestStreams:
    """Ordered retries, partial failures, the failure queue, and hearing again after a restart."""

    def test_a_record_that_fails_again_and_again_ends_in_the_queue_and_later_ones_are_followed(
        self, embedded: Places, tmp_path: Path
    ) -> None:
        stream = followed(embedded, tmp_path)
        stream.put("poison")
        eventually(lambda: len(stream.noted()) == 3)
        stream.put("after")
        eventually(lambda: ["after"] in stream.noted())
        assert stream.noted() == [["poison"]] * 3 + [["after"]]
        (envelope,) = stream.given_up()
        assert envelope["requestContext"]["condition"] == "RetryAttemptsExhausted"
        assert envelope["DDBStreamBatchInfo"]["batchSize"] == 1

    def test_an_error_splits_the_batch_until_the_culprit_is_alone(
        self, embedded: Places, tmp_path: Path
    ) -> None:
        stream = followed(embedded, tmp_path)
        stream.put("error", "one", "two", "three")
        eventually(
            lambda: (
                stream.noted()[-1:]
                and stream.noted()[-1][-1] == "three"
                and "error" not in stream.noted()[-1]
            )
        )
        (envelope,) = stream.given_up()
        assert envelope["DDBStreamBatchInfo"]["batchSize"] == 1
        done = {name for batch in stream.noted() if "error" not in batch for name in batch}
        assert done == {"one", "two", "three"}

    @pytest.mark.parametrize("ending", ["stop", "kill"])
    def test_a_restart_delivers_what_was_waiting_and_what_comes_after(
        self, tmp_path: Path, ending: str
    ) -> None:
        places = free_places(tmp_path / "state")
        processes.start(places, "launcher")
        try:
            stream = followed(places, tmp_path)
            stream.put(*(f"before-{place}" for place in range(5)))
            eventually(lambda: sum(map(len, stream.noted())) == 5)
            client(places, "lambda").put_function_concurrency(
                FunctionName=stream.table, ReservedConcurrentExecutions=0
            )
            stream.put("waiting")
            if ending == "stop":
                processes.stop(places, "launcher")
            else:
                time.sleep(3.5)  # a checkpoint is never older than three seconds
                pid = processes.alive(places, "launcher")
                assert pid
                os.killpg(pid, signal.SIGKILL)
                eventually(lambda: not processes.alive(places, "launcher"))
            processes.start(places, "launcher")
            client(places, "lambda").delete_function_concurrency(FunctionName=stream.table)
            stream.put("after")
            eventually(lambda: {"waiting", "after"} <= {name for batch in stream.noted() for name in batch})
        finally:
            processes.stop(places, "launcher")


@pytest.fixture(scope="module")
def outputs(stack: Places) -> dict[str, str]:
    return dict(json.loads(stack.outputs.read_text())["outputs"])


@pytest.fixture(scope="module")
def roles(stack: Places) -> Callable[[str, str], Any]:
    """Clients that act with a function's own rights."""
    functions = client(stack, "lambda").list_functions()["Functions"]
    ours = [one for one in functions if one["FunctionName"].startswith(STACK_NAME)]
    found = {one["FunctionName"].split("-")[2]: one["Role"] for one in ours}

    def as_function(function: str, service: str) -> Any:
        import boto3

        given = client(stack, "sts").assume_role(RoleArn=found[function], RoleSessionName="test")[
            "Credentials"
        ]
        return boto3.client(
            service,
            endpoint_url=stack.aws,
            region_name=stack.credentials()["AWS_REGION"],
            aws_access_key_id=given["AccessKeyId"],
            aws_secret_access_key=given["SecretAccessKey"],
            aws_session_token=given["SessionToken"],
        )

    return as_function


class TestBuckets:
    """What the template asks of buckets is so."""

    def test_evidence_is_locked_and_versioned(self, stack: Places, outputs: dict[str, str]) -> None:
        s3, bucket = client(stack, "s3"), outputs["EvidenceBucketName"]
        lock = s3.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"]
        assert lock["Rule"]["DefaultRetention"] == {"Mode": "GOVERNANCE", "Years": 3}
        assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
        version = s3.put_object(Bucket=bucket, Key="evidence", Body=b"photo")["VersionId"]
        with pytest.raises(ClientError, match="AccessDenied"):
            s3.delete_object(Bucket=bucket, Key="evidence", VersionId=version)

    def test_quarantine_empties_itself(self, stack: Places, outputs: dict[str, str]) -> None:
        s3, bucket = client(stack, "s3"), outputs["QuarantineBucketName"]
        (rule,) = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
        assert (rule["Status"], rule["Expiration"]) == ("Enabled", {"Days": 1})

    @pytest.mark.parametrize("name", ["EvidenceBucketName", "QuarantineBucketName", "WebBucketName"])
    def test_buckets_are_encrypted_and_closed(
        self, stack: Places, outputs: dict[str, str], name: str
    ) -> None:
        s3, bucket = client(stack, "s3"), outputs[name]
        rules = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
        assert rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
        closed = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
        assert set(closed.values()) == {True}

    def test_our_page_may_post_photos_and_read_the_answer(
        self, stack: Places, outputs: dict[str, str], roles: Callable[[str, str], Any]
    ) -> None:
        posted = roles("APIHandler", "s3").generate_presigned_post(
            outputs["QuarantineBucketName"], "photos/one", Conditions=[["content-length-range", 1, 10]]
        )
        small, large = _form(posted["fields"], b"0123456789"), _form(posted["fields"], b"0123456789a")
        path = posted["url"].removeprefix(stack.aws)
        ours = {"Origin": stack.origin, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        status, headers, _ = asked(stack.aws_port, "POST", path, ours, small)
        assert (status, headers["access-control-allow-origin"]) == (204, stack.origin)
        assert asked(stack.aws_port, "POST", path, ours, large)[0] == 400
        assert asked(stack.aws_port, "POST", path, ours | {"Origin": "https://evil.example"}, small)[0] == 403


BOUNDARY = "steelyard"


def _form(fields: dict[str, str], body: bytes) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="p"\r\n\r\n'.encode()
    return b"".join(parts) + head + body + f"\r\n--{BOUNDARY}--\r\n".encode()


class TestGateway:
    """What API Gateway answers by itself has our form, through the front door too."""

    @pytest.mark.parametrize(
        ("path", "headers", "status", "code"),
        [
            ("/api/v1/me", {}, 401, "gateway.unauthorized"),
            ("/api/v1/me", {"Authorization": "Bearer x.y.z"}, 401, "gateway.unauthorized"),
            ("/api/v1/nothing/here", {}, 404, "gateway.no_route"),
        ],
    )
    def test_refusals_are_problem_documents(
        self, stack: Places, path: str, headers: dict[str, str], status: int, code: str
    ) -> None:
        answer = asked(stack.port, "GET", path, headers)
        problem = json.loads(answer[2])
        assert (answer[0], answer[1]["content-type"]) == (status, "application/problem+json")
        assert (problem["code"], problem["status"]) == (code, status)
        assert set(problem["sentences"]) == {"zh", "en"}
        assert problem["request"]
        assert "$context" not in problem["request"]

    def test_binary_media_types_are_those_of_the_template(
        self, stack: Places, outputs: dict[str, str]
    ) -> None:
        api = client(stack, "apigateway").get_rest_api(restApiId=outputs["RestApiId"])
        assert "image/png" in api["binaryMediaTypes"]


class TestFrontDoor:
    """One origin, as CloudFront makes it."""

    def test_other_names_for_this_machine_are_refused_or_led_home(self, stack: Places) -> None:
        assert asked(stack.port, "GET", "/config.json", {"Host": f"rebound.example:{stack.port}"})[0] == 403
        status, headers, _ = asked(stack.port, "GET", "/scan?x=1", {"Host": f"localhost:{stack.port}"})
        assert (status, headers["location"]) == (308, f"{stack.origin}/scan?x=1")

    def test_the_stage_is_told_to_the_web_app(self, stack: Places) -> None:
        told = json.loads(asked(stack.port, "GET", "/config.json")[2])
        assert told == {
            "issuer": stack.issuer,
            "client_id": "steelyard-web",
            "label_host": f"127.0.0.1:{stack.port}",
            "demo": True,
        }

    @pytest.mark.parametrize(
        "path", ["/assets/absent.js", "/%00", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd"]
    )
    def test_files_that_are_not_the_webs_are_not_served(self, stack: Places, path: str) -> None:
        status, _, body = asked(stack.port, "GET", path)
        assert status == 404 or b"<!doctype html>" in body.lower()
        assert b"root:" not in body

    def test_a_body_beyond_the_gateways_limit_is_refused_in_our_form(self, stack: Places) -> None:
        status, _, body = asked(stack.port, "PUT", "/api/v1/scans/x", body=bytes(10 * 1024 * 1024 + 1))
        assert (status, json.loads(body)["code"]) == (413, "gateway.too_large")

    def test_the_clock_moves_forward_for_our_page_only(self, stack: Places) -> None:
        before = json.loads(asked(stack.port, "GET", "/_local/clock")[2])["ahead_seconds"]
        foreign = {"Origin": "https://evil.example"}
        assert asked(stack.port, "POST", "/_local/clock", foreign, b'{"days": 1}')[0] == 403
        for refused in (b'{"days": 0}', b'{"days": -1}', b'{"days": 401}', b'{"days": "1"}'):
            assert asked(stack.port, "POST", "/_local/clock", body=refused)[0] == 400
        assert json.loads(asked(stack.port, "GET", "/_local/clock")[2])["ahead_seconds"] == before


class TestRights:
    """Rights are enforced, so a missing one shows here and not on AWS."""

    @pytest.mark.parametrize(
        ("function", "may"), [("APIHandler", False), ("SignLabel", True), ("Follow", False)]
    )
    def test_only_the_signing_function_signs(
        self,
        roles: Callable[[str, str], Any],
        outputs: dict[str, str],
        function: str,
        may: bool,  # noqa: FBT001
    ) -> None:
        def sign() -> Any:
            return roles(function, "kms").sign(
                KeyId=outputs["LabelKeyArn"],
                Message=b"0" * 32,
                MessageType="DIGEST",
                SigningAlgorithm="ECDSA_SHA_256",
            )

        if may:
            assert sign()["Signature"]
        else:
            with pytest.raises(ClientError, match="AccessDenied"):
                sign()

    @pytest.mark.parametrize("function", ["SignLabel", "ReadPhoto"])
    def test_signer_and_reader_see_no_entities(
        self, roles: Callable[[str, str], Any], outputs: dict[str, str], function: str
    ) -> None:
        with pytest.raises(ClientError, match="AccessDenied"):
            roles(function, "dynamodb").get_item(
                TableName=outputs["MainTableName"], Key={"pk": {"S": "x"}, "sk": {"S": "x"}}
            )

    def test_the_authorizer_cannot_write(
        self, roles: Callable[[str, str], Any], outputs: dict[str, str]
    ) -> None:
        with pytest.raises(ClientError, match="AccessDenied"):
            roles("Authorize", "dynamodb").put_item(
                TableName=outputs["MainTableName"], Item={"pk": {"S": "x"}, "sk": {"S": "x"}}
            )
