"""The deployed stack behaves as AWS says: buckets, gateway answers, rights of functions, and its front door."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.labels.sheets import KEPT_DAYS
from chalicelib.labels.store_sheets import FONT
from infra.local import testchain
from infra.local.deploy import client
from infra.local.places import STACK_NAME, Places
from tests.contract.asking import asked


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

    def test_finished_files_go_after_a_week_and_the_font_stays(
        self, stack: Places, outputs: dict[str, str]
    ) -> None:
        s3 = client(stack, "s3")
        (rule,) = s3.get_bucket_lifecycle_configuration(Bucket=outputs["FilesBucketName"])["Rules"]
        assert (rule["Status"], rule["Expiration"]) == ("Enabled", {"Days": KEPT_DAYS})
        assert s3.head_object(Bucket=outputs["FontsBucketName"], Key=FONT)["ContentLength"] > 1_000_000

    @pytest.mark.parametrize(
        "name",
        [
            "EvidenceBucketName",
            "QuarantineBucketName",
            "WebBucketName",
            "FilesBucketName",
            "FontsBucketName",
            "MaterialsBucketName",
        ],
    )
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
            "drand": testchain.chain(),
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


def test_no_function_is_cut_off_because_this_machine_is_busy(stack: Places) -> None:
    pages = client(stack, "lambda").get_paginator("list_functions").paginate()
    ours = [one for page in pages for one in page["Functions"] if one["FunctionName"].startswith(STACK_NAME)]
    assert len(ours) > 20
    assert min(one["Timeout"] for one in ours) >= 120


class TestRights:
    """Rights are enforced, so a missing one shows here and not on AWS."""

    @pytest.mark.parametrize(
        ("function", "may"),
        [("APIHandler", False), ("SignLabel", True), ("Follow", False), ("PrintSheet", False)],
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
