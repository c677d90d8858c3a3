"""The public log on the fake and the embedded AWS: one order whoever writes, files written once, erasing for good."""

import json
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, Event
from typing import Any

import boto3
import pytest
from botocore.config import Config

from chalicelib import merkle
from chalicelib.publication.log_audit import audit
from chalicelib.publication.log_notes import Checkpoint, Key, Note
from chalicelib.publication.log_tiles import CHECKPOINT
from chalicelib.publication.service_log import LogChanged
from chalicelib.publication.store_log_files import KmsLogKey, LogContents, LogFiles
from chalicelib.store import Table
from chalicelib.store_direct import DirectDynamo
from chalicelib.store_dynamo import DynamoTable
from infra.local.deploy import client
from infra.local.places import REGION, Places
from tests.contract.asking import asked, eventually
from tests.fakes import FakeTable
from tests.sealing import ORIGIN, FakeFiles, Registrar, event, step

WRITERS = 64


@pytest.fixture(params=["fake", "embedded"])
def ops(request: pytest.FixtureRequest) -> Table:
    if request.param == "fake":
        return FakeTable()
    direct: DirectDynamo = request.getfixturevalue("direct")
    return DynamoTable(direct, request.getfixturevalue("main_table"))


def test_64_writers_and_four_sealers_leave_no_fork_and_no_gap(ops: Table) -> None:
    log = Registrar(ops)
    published: list[bytes] = []
    sealed = Event()

    class Watched(FakeFiles):
        def replace(self, name: str, raw: bytes) -> None:
            super().replace(name, raw)
            if name == CHECKPOINT:
                published.append(raw)
                sealed.set()

    log = replace(log, shelf=Watched())
    start = Barrier(WRITERS + 4)

    def write(number: int) -> None:
        start.wait(timeout=60)
        if number % 2:
            assert sealed.wait(timeout=60)
        log.follow(event(number))
        log.effect().refresh(f"{event(number).pk}/H#frozen")  # the stream tells everything twice

    def seal(_: int) -> None:
        start.wait(timeout=60)
        while not sealed.is_set():
            log.sealer().seal()
        for _ in range(5):
            log.sealer().seal()

    with ThreadPoolExecutor(WRITERS + 4) as pool:
        done = [pool.submit(write, number) for number in range(WRITERS)]
        done += [pool.submit(seal, number) for number in range(4)]
        for one in done:
            one.result()
    log.seal()
    entries = log.ledger.entries(0, 1000)
    assert [one.index for one in entries] == list(range(WRITERS))
    assert len({one.leaf.id for one in entries}) == WRITERS
    hashes = [merkle.leaf(one.leaf.kept()) for one in entries]
    assert len(published) > 1
    for raw in published:
        head = Checkpoint.of(Note.of(raw.decode()).text)
        assert merkle.root(hashes[: head.size]) == head.root
    found = audit(log.shelf.read, log.keys, log.contents.files.get)
    assert (found.faults, len(found.leaves)) == ([], WRITERS)


@pytest.fixture
def s3(embedded: Places) -> Iterator[Any]:
    made = client(embedded, "s3")
    yield made
    made.close()


@pytest.fixture
def bucket(s3: Any) -> str:
    """A bucket that keeps every version."""
    name = f"log-{uuid.uuid4().hex}"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name


@pytest.fixture(params=["fake", "s3"])
def kept(request: pytest.FixtureRequest) -> Registrar:
    """A log whose files lie in a fake or in S3."""
    if request.param == "fake":
        return Registrar()
    s3, bucket = request.getfixturevalue("s3"), request.getfixturevalue("bucket")
    files: Any = LogFiles(lambda: s3, bucket)
    contents: Any = LogContents(lambda: s3, bucket)
    return replace(Registrar(), shelf=files, contents=contents)


def test_a_file_of_the_log_is_written_once_and_the_checkpoint_anew(kept: Registrar) -> None:
    shelf = kept.shelf
    assert shelf.read("tile/0/000.p/1") is None
    for _ in range(2):
        shelf.keep("tile/0/000.p/1", b"first")
    with pytest.raises(LogChanged):
        shelf.keep("tile/0/000.p/1", b"second")
    assert shelf.read("tile/0/000.p/1") == b"first"
    for raw in (b"one", b"two"):
        shelf.replace(CHECKPOINT, raw)
    assert shelf.read(CHECKPOINT) == b"two"


def test_what_is_hidden_is_gone_in_every_version(kept: Registrar, request: pytest.FixtureRequest) -> None:
    kept.follow(step("ent-1", 1, "shown", codes=["7"]))
    kept.follow(event(1))
    kept.seal()
    assert kept.contents.read(0)
    kept.follow(step("ent-1", 2, "hidden"))
    kept.seal()
    assert kept.contents.read(0) is None
    assert kept.contents.read(1)
    kept.contents.erase(0)
    found = audit(kept.shelf.read, kept.keys, lambda name: kept.contents.read(int(name.partition(".")[0])))
    assert (found.faults, found.erased) == ([], 1)
    contents: object = kept.contents
    if isinstance(contents, LogContents):
        s3, bucket = request.getfixturevalue("s3"), request.getfixturevalue("bucket")
        prefix = "public/log-content/000000000000"
        assert "Versions" not in s3.list_object_versions(Bucket=bucket, Prefix=prefix)


def test_kms_signs_what_anybody_can_check(embedded: Places) -> None:
    access = embedded.credentials()
    kms = boto3.client(
        "kms",
        endpoint_url=embedded.aws,
        region_name=access["AWS_REGION"],
        aws_access_key_id=access["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=access["AWS_SECRET_ACCESS_KEY"],
        config=Config(retries={"mode": "standard"}),
    )
    made = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]
    text = Checkpoint(ORIGIN, 1, merkle.leaf(b"")).text()
    key, signature = KmsLogKey(kms, made, ORIGIN).sign(text)
    assert key.has_signed(text, signature)
    assert not key.has_signed(text + "x\n", signature)
    kms.close()


def test_the_demos_witness_cosigns_the_newest_checkpoint(stack: Places) -> None:
    def is_cosigned() -> bool:
        status, _, raw = asked(stack.port, "GET", "/api/v1/public/log")
        head = json.loads(raw)
        if status != 200 or not head["size"]:  # nothing is sealed yet
            return False
        (witness,) = (Key.of(told) for told in head["witnesses"])
        note = Note.of(head["checkpoint"])
        return any(witness.has_signed(note.text, one) for one in note.signatures)

    eventually(is_cosigned)
