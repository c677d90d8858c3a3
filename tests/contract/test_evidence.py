"""Evidence on the deployed stack: from the phone's form through quarantine to what is kept; who may touch it."""

import hashlib
import io
import json
import subprocess
import time
import urllib.parse
import urllib.request
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from PIL import Image

from chalicelib import ids
from infra.local.demo.ids import demo_id
from infra.local.deploy import client
from infra.local.issuer import Issuer
from infra.local.personas import PERSONAS
from infra.local.places import Places
from tests.contract.asking import asked, eventually
from tests.contract.test_deployed import BOUNDARY, _form, outputs, roles  # noqa: F401 - fixtures of that file
from tests.exhibits import photo, signature, told

VISIT = demo_id("visit", "market")


class Phone:
    """One of the demo's people over plain HTTP."""

    def __init__(self, stack: Places, subject: str) -> None:
        self._stack = stack
        issuer = Issuer(stack.issuer, Path(stack.issuer_key), stack.origin)
        (person,) = (one for one in PERSONAS if one.subject == subject)
        self._token = issuer.mint(person)

    def call(self, method: str, path: str, body: object = None) -> Any:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        sent = b"" if body is None else json.dumps(body).encode()
        status, _, answer = asked(self._stack.port, method, f"/api/v1/visits/{VISIT}/{path}", headers, sent)
        assert status < 300, answer
        return json.loads(answer)

    def announce(self, evidence: str, raw: bytes, **changed: Any) -> Any:
        return self.call("PUT", f"evidence/{evidence}", told(raw, **changed))

    def post(self, upload: dict[str, Any], raw: bytes) -> int:
        path = upload["url"].removeprefix(self._stack.aws)
        headers = {
            "Origin": self._stack.origin,
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        }
        return asked(self._stack.aws_port, "POST", path, headers, _form(upload["fields"], raw))[0]

    def status(self, evidence: str) -> str:
        return str(self.call("GET", f"evidence/{evidence}")["evidence"]["status"])

    def send(self, raw: bytes, sent: bytes | None = None, **changed: Any) -> str:
        """Announce and upload; answers the id. `sent`: other bytes than announced."""
        evidence = made("evidence")
        upload = self.announce(evidence, raw, **changed)["upload"]
        assert self.post(upload, raw if sent is None else sent) == 204
        return evidence


def made(thing: str) -> str:
    return ids.new(thing, time.time_ns() // 1_000_000, uuid.uuid4().bytes)


def fetched(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        return bytes(answer.read())


@pytest.fixture(scope="module")
def phone(stack: Places) -> Phone:
    return Phone(stack, "inspector1")


def flipped(raw: bytes) -> bytes:
    return raw[:-1] + bytes([raw[-1] ^ 1])


def test_a_photo_is_verified_and_its_small_picture_has_no_place(phone: Phone) -> None:
    raw = photo(mark=made("evidence"))
    evidence = phone.send(raw)
    eventually(lambda: phone.status(evidence) == "verified")
    opened = phone.call("GET", f"evidence/{evidence}")
    assert fetched(opened["url"]) == raw
    listed = {one["id"]: one for one in phone.call("GET", "evidence")["items"]}
    small = fetched(listed[evidence]["thumbnail"])
    assert b"Exif" in raw
    assert b"Exif" not in small
    assert dict(Image.open(io.BytesIO(small)).getexif()) == {}
    steps = [one["step"] for one in opened["custody"]]
    assert steps[:4] == ["captured", "announced", "uploaded", "verified"]


def test_a_changed_byte_is_a_mismatch_until_the_right_file_comes(phone: Phone) -> None:
    raw = photo(mark=made("evidence"))
    evidence = phone.send(raw, flipped(raw))
    eventually(lambda: phone.status(evidence) == "mismatch")
    seen = phone.call("GET", f"evidence/{evidence}")["evidence"]["seen"]
    assert seen["sha256"] == hashlib.sha256(flipped(raw)).hexdigest()
    time.sleep(1.1)  # the bucket tells when to the second
    assert phone.post(phone.announce(evidence, raw)["upload"], raw) == 204
    eventually(lambda: phone.status(evidence) == "verified")


def test_a_form_takes_no_other_size(phone: Phone) -> None:
    raw = signature()
    upload = phone.announce(made("evidence"), raw, kind="signature")["upload"]
    assert phone.post(upload, raw + b"x") == 400


def test_the_buckets_news_may_come_twice_and_change_nothing(
    phone: Phone,
    stack: Places,
    outputs: dict[str, str],  # noqa: F811
) -> None:
    evidence = phone.send(photo(mark=made("evidence")))
    eventually(lambda: phone.status(evidence) == "verified")
    news = {"Records": [{"s3": {"object": {"key": f"evidence/{VISIT}/{evidence}"}}}]}
    sqs, queue = client(stack, "sqs"), outputs["EvidenceUploadsUrl"]
    for _ in range(2):
        sqs.send_message(QueueUrl=queue, MessageBody=json.dumps(news))
    left = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]

    def is_heard() -> bool:
        told = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=left)["Attributes"]
        return {told[name] for name in left} == {"0"}

    eventually(is_heard)
    steps = [one["step"] for one in phone.call("GET", f"evidence/{evidence}")["custody"]]
    assert steps.count("verified") == 1
    s3, bucket = client(stack, "s3"), outputs["EvidenceBucketName"]
    versions = s3.list_object_versions(Bucket=bucket, Prefix=f"originals/{VISIT}/{evidence}")["Versions"]
    assert len(versions) == 1
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.delete_object(Bucket=bucket, Key=versions[0]["Key"], VersionId=versions[0]["VersionId"])
    assert sqs.get_queue_attributes(
        QueueUrl=outputs["EvidenceFailuresUrl"], AttributeNames=["ApproximateNumberOfMessages"]
    )["Attributes"] == {"ApproximateNumberOfMessages": "0"}


def test_an_export_is_checked_by_sha256sum(phone: Phone, tmp_path: Path) -> None:
    evidence = phone.send(signature(), kind="signature")
    eventually(lambda: phone.status(evidence) == "verified")
    export = f"exports/{made('export')}"
    phone.call("PUT", export, {})
    eventually(lambda: phone.call("GET", export)["state"] == "done")
    with zipfile.ZipFile(io.BytesIO(fetched(phone.call("GET", export)["url"]))) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert any(evidence in one.name for one in (tmp_path / "files").iterdir())


@pytest.mark.parametrize(
    ("function", "may_write", "may_read"),
    [("APIHandler", False, True), ("VerifyEvidence", True, False), ("PackEvidence", False, True)],
)
def test_each_function_has_its_own_side_of_the_evidence(
    outputs: dict[str, str],  # noqa: F811
    roles: Callable[[str, str], Any],  # noqa: F811
    function: str,
    may_write: bool,  # noqa: FBT001
    may_read: bool,  # noqa: FBT001
) -> None:
    s3, there = roles(function, "s3"), {"Bucket": outputs["EvidenceBucketName"], "Key": "originals/x/y"}
    assert (_refusal(s3.put_object, **there, Body=b"x") == "") == may_write
    assert (_refusal(s3.get_object, **there) != "AccessDenied") == may_read


@pytest.mark.parametrize(
    ("function", "may_write", "may_read"),
    [
        ("APIHandler", False, True),
        ("MakePaper", True, False),
        ("VerifyEvidence", False, False),
        ("PackEvidence", False, False),
    ],
)
def test_papers_are_written_by_their_maker_alone_and_read_by_links_of_the_api(
    outputs: dict[str, str],  # noqa: F811
    roles: Callable[[str, str], Any],  # noqa: F811
    function: str,
    may_write: bool,  # noqa: FBT001
    may_read: bool,  # noqa: FBT001
) -> None:
    s3, bucket = roles(function, "s3"), outputs["EvidenceBucketName"]
    there = {"Bucket": bucket, "Key": f"papers/x/{function}.pdf"}
    assert (_refusal(s3.put_object, **there, Body=b"%PDF-") == "") == may_write
    assert (_refusal(s3.get_object, **there) != "AccessDenied") == may_read
    assert _refusal(s3.delete_object, **there) == "AccessDenied"


def test_the_maker_of_papers_reads_small_pictures_and_no_originals(
    outputs: dict[str, str],  # noqa: F811
    roles: Callable[[str, str], Any],  # noqa: F811
) -> None:
    s3, bucket = roles("MakePaper", "s3"), outputs["EvidenceBucketName"]
    assert _refusal(s3.get_object, Bucket=bucket, Key="thumbnails/x/y") != "AccessDenied"
    for key in ("originals/x/y", "papers/x/y.pdf"):
        assert _refusal(s3.get_object, Bucket=bucket, Key=key) == "AccessDenied"
    assert _refusal(s3.put_object, Bucket=bucket, Key="originals/x/y", Body=b"x") == "AccessDenied"


def _refusal(do: Callable[..., object], **told: object) -> str:
    try:
        do(**told)
    except ClientError as failure:
        return str(failure.response["Error"]["Code"])
    return ""
