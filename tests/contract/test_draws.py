"""Draws on the embedded AWS: files by parts, the key, the due list, and a whole ceremony over the real adapters."""

import uuid
from datetime import timedelta
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError

from chalicelib.sampling.service_draws import Files, Sink, Vault
from chalicelib.sampling.store_draw_files import S3Files
from chalicelib.sampling.store_draw_key import KmsVault
from chalicelib.store import Table
from infra.local.deploy import client
from infra.local.places import REGION, Places
from tests.fakes import FakeTable
from tests.unit.sampling.desk import PLAN, SUPERVISOR
from tests.unit.sampling.hall import OPEN_DAY, FakeFiles, FakeVault, Hall


@pytest.fixture
def s3_files(embedded: Places) -> S3Files:
    s3, bucket = client(embedded, "s3"), f"draws-{uuid.uuid4().hex}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    return S3Files(lambda: s3, bucket, "public/draws/", "public, max-age=60")


@pytest.fixture(params=["fake", "s3"])
def files(request: pytest.FixtureRequest) -> Files:
    return FakeFiles() if request.param == "fake" else cast("Files", request.getfixturevalue("s3_files"))


@pytest.fixture(scope="module")
def kms_vault(embedded: Places) -> KmsVault:
    kms = client(embedded, "kms")
    key = kms.create_key(KeySpec="SYMMETRIC_DEFAULT", KeyUsage="ENCRYPT_DECRYPT")["KeyMetadata"]["Arn"]
    return KmsVault(lambda: kms, key)


@pytest.mark.parametrize("size_bytes", [0, 13, 1300, 20 * 1024 * 1024 + 5])
def test_a_file_streams_in_and_out_whole(files: Files, size_bytes: int) -> None:
    raw = bytes(range(256)) * (size_bytes // 256) + bytes(size_bytes % 256)
    with files.open("a/pool.bin") as sink:
        for place in range(0, len(raw), 1 << 20):
            sink.write(raw[place : place + (1 << 20)])
    assert files.read("a/pool.bin") == raw
    assert b"".join(files.chunks("a/pool.bin", 1)) == raw
    assert files.part("a/pool.bin", 5, 8) == raw[5:13]


def test_chunks_hold_whole_records(files: Files) -> None:
    files.put("a/pool.bin", bytes(13 * 1000))
    assert {len(chunk) % 13 for chunk in files.chunks("a/pool.bin", 13)} == {0}


def test_what_is_not_there_is_nothing(files: Files) -> None:
    assert files.read("a/none") is None
    assert files.part("a/none", 0, 10) == b""
    assert list(files.chunks("a/none", 13)) == []


def test_a_file_cut_off_is_not_there(files: Files) -> None:
    def cut_off(sink: Sink) -> None:
        sink.write(bytes(9 * 1024 * 1024))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), files.open("a/pool.bin") as sink:
        cut_off(sink)
    assert files.read("a/pool.bin") is None


@pytest.mark.parametrize("name", ["fake", "kms"])
def test_what_is_wrapped_opens_for_its_own_plan_only(request: pytest.FixtureRequest, name: str) -> None:
    vault: Vault = FakeVault() if name == "fake" else request.getfixturevalue("kms_vault")
    wrapped = vault.wrap("pln-1", bytes(96))
    assert bytes(96) not in wrapped
    assert vault.unwrap("pln-1", wrapped) == bytes(96)
    with pytest.raises((AssertionError, ClientError)):
        vault.unwrap("pln-2", wrapped)


@pytest.fixture
def hall(table: Table, s3_files: S3Files, kms_vault: KmsVault) -> Hall:
    hall = Hall(cast("FakeTable", table), sites=60)
    adapters: dict[str, Any] = {
        "public": s3_files,
        "private": S3Files(s3_files._client, s3_files._bucket, "sealed/"),
        "auditors": S3Files(s3_files._client, s3_files._bucket, "auditor/"),
        "vault": kms_vault,
    }
    for name, adapter in adapters.items():
        setattr(hall, name, adapter)
    return hall


def test_a_whole_ceremony(hall: Hall) -> None:
    hall.frozen()
    assert hall.due() == []
    hall.desk.later(timedelta(hours=3))
    assert hall.due() == [PLAN]
    hall.turn()
    assert hall.state() == "drawn"
    hall.desk.now = OPEN_DAY
    hall.turn()
    assert (hall.state(), hall.due()) == ("opened", [])
    assert [fact.step for fact in hall.draws.facts(PLAN)] == ["drawn", "frozen", "opened"]
    assert hall.ceremony.ask_freeze(SUPERVISOR, PLAN).state == "opened"
    assert hall.entries.prove(PLAN, hall.given.board(PLAN, None, "", 1).rows[0]["number"]).size == 60
