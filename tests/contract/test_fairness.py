"""Fairness reports on the embedded AWS: a file is written once, and a month is made from what really lies there."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from chalicelib.sampling import recompute
from chalicelib.sampling.service_fairness import DueReports, FairnessMaker, Shelf
from chalicelib.sampling.store_draw_files import S3Files
from chalicelib.sampling.store_fairness import PREFIX, EndedDraws, FairnessShelf
from chalicelib.store import Table
from infra.local.deploy import client
from infra.local.places import REGION, Places
from tests.fakes import FakeTable
from tests.unit.sampling.desk import PLAN
from tests.unit.sampling.hall import Hall
from tests.unit.sampling.past import FakeShelf


@pytest.fixture
def s3_shelf(embedded: Places) -> FairnessShelf:
    s3, bucket = client(embedded, "s3"), f"fairness-{uuid.uuid4().hex}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    return FairnessShelf(lambda: s3, bucket, PREFIX, "public, max-age=300")


@pytest.fixture(params=["fake", "s3"])
def shelf(request: pytest.FixtureRequest) -> Shelf:
    return FakeShelf() if request.param == "fake" else cast("Shelf", request.getfixturevalue("s3_shelf"))


def test_what_is_kept_stays(shelf: Shelf) -> None:
    assert shelf.read("2026-12.json") is None
    assert shelf.keep("2026-12.json", b"first") == b"first"
    assert shelf.keep("2026-12.json", b"second") == b"first"
    assert shelf.keep("2026-12.json", b"first") == b"first"
    assert shelf.read("2026-12.json") == b"first"


def test_of_many_writers_at_once_one_is_kept(s3_shelf: FairnessShelf) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept = set(pool.map(lambda one: s3_shelf.keep("a.json", str(one).encode()), range(16)))
    assert kept == {s3_shelf.read("a.json")}


def test_a_month_is_made_and_recomputed(table: Table, s3_shelf: FairnessShelf, tmp_path: Path) -> None:
    hall = Hall(cast("FakeTable", table), sites=60)
    draws = S3Files(s3_shelf._client, s3_shelf._bucket, "public/draws/")
    hall.public = draws  # type: ignore[assignment]
    hall.opened()
    hall.desk.now = datetime(2027, 1, 4, tzinfo=UTC)
    maker = FairnessMaker(EndedDraws(table), hall.given, draws, s3_shelf, hall.clock)
    sent: list[str] = []
    due = DueReports(s3_shelf, sent.append, hall.clock)
    assert (due.run(), sent) == (1, ["2026-12"])
    maker.turn("2026-12")
    first = s3_shelf.read("2026-12.json")
    maker.turn("2026-12")
    assert (s3_shelf.read("2026-12.json"), due.run()) == (first, 0)
    for name, raw in (
        ("2026-12.json", first),
        (f"{PLAN}.json", s3_shelf.read(f"draws/{PLAN}.json")),
        (f"{PLAN}.zip", draws.read(f"{PLAN}/bundle.zip")),
    ):
        (tmp_path / name).write_bytes(raw or b"")
    said: list[str] = []
    assert recompute.main([str(tmp_path), "2026-12"], said.append) == 0
    assert "byte for byte" in said[0]
