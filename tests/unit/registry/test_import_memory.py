"""The import worker has 512 MB: what the largest sheet takes, and what a hostile one can make it take."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import sheets

LIMIT_MB = 400
"""Of 512: the rest is for boto3's connections and what the machine itself takes."""
WORKER = """
import hashlib, json, pickle, resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
import boto3
from chalicelib.errors import Problem
from chalicelib.registry.imports_job import Announced, ImportJob
from chalicelib.registry.service_import_work import ImportWork
from tests.office import made

class Disk:
    def __init__(self, folder):
        self.folder = folder
    def _of(self, key):
        return self.folder / key.replace("/", "-")
    def uploaded(self, import_id, announced):
        return Path(sys.argv[1]).read_bytes()
    def put(self, key, content):
        self._of(key).write_text(json.dumps(content, ensure_ascii=False))
    def get(self, key):
        return json.loads(self._of(key).read_text())
    def publish(self, name, path):
        path.replace(self._of(name))

boto3.client("s3", region_name="cn-north-1", aws_access_key_id="x", aws_secret_access_key="x")
files = Disk(Path(sys.argv[2]))
work = ImportWork(None, files, None, None, lambda: datetime(2026, 11, 24, tzinfo=UTC), time.monotonic)
size_bytes = Path(sys.argv[1]).stat().st_size
told = Announced(name="x", size_bytes=size_bytes, sha256="0" * 64)
job = ImportJob(id=made("imp", 1), by="acc", context={}, announced=told, announced_at="", changed_at="")
job = work.step(job.queued("read", {}, ""), None)
if job.state != "failed":
    for place in range(job.chunks):
        rows = files.get(f"imports/{job.id}/rows/{place:04d}")
        facts = {"column": "x", "column_en": "x"}
        files.put(f"imports/{job.id}/checked/{place:04d}", [["bad", [["missing", facts]]] for _ in rows])
    work._report(job)
if sys.platform == "darwin":
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 20
else:
    peak_mb = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) >> 10
print(json.dumps([job.rows, job.failure_code, peak_mb]))
"""
"""Reading and reporting hold most; between them a chunk of 500 rows at a time is checked."""


def worked(raw: bytes, folder: Path) -> list[Any]:
    """Rows read, why it failed, and the most memory the worker held."""
    file, kept = folder / "sheet", folder / "kept"
    file.write_bytes(raw)
    kept.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", WORKER, str(file), str(kept)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told: list[Any] = json.loads(done.stdout)
    return told


@pytest.mark.soak
@pytest.mark.parametrize("form", [sheets.as_xlsx, sheets.as_csv], ids=["xlsx", "csv"])
def test_a_hundred_thousand_rows_are_read_and_reported_within_the_workers_memory(
    form: Any, tmp_path: Path
) -> None:
    rows, failure, peak_mb = worked(form(sheets.rows(100_000, 13)), tmp_path)
    print(f"\n{form.__name__}: {peak_mb} MB")  # noqa: T201 - make soak prints its figures
    assert (rows, failure) == (100_000, "")
    assert peak_mb < LIMIT_MB


@pytest.mark.parametrize(
    "raw",
    [b"," * (40 << 20), b"a\n" * (20 << 20), b'"' + b"x\n" * (20 << 20), ("名" * (13 << 20)).encode()],
    ids=["cells", "rows", "cell", "word"],
)
def test_no_csv_takes_more_than_the_workers_memory(raw: bytes, tmp_path: Path) -> None:
    rows, failure, peak_mb = worked(raw, tmp_path)
    assert (rows, bool(failure)) == (0, True)
    assert peak_mb < LIMIT_MB
