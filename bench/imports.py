"""How fast and in how much memory 100,000 rows are read, checked against an empty registry, and reported.

    python -m bench.imports [ROWS]

Prints rows a second of each step, and the greatest resident memory of a worker, without network: what is registered is
read from memory, so that only our own work counts.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.conditions import machine
from chalicelib.clock import stamp
from chalicelib.registry.imports_job import ImportJob
from tests import sheets
from tests.fakes import FakeTable
from tests.importing import CITY, Desk, FakeFiles, announced
from tests.office import NOON, made

LAMBDA_MB = 512


class DiskFiles(FakeFiles):
    """Rows and reports on disk: the bucket's memory is not the worker's."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def put(self, key: str, content: Any) -> None:
        """See Files."""
        (self._folder / key.replace("/", "_")).write_text(json.dumps(content))

    def get(self, key: str) -> Any:
        """See Files."""
        return json.loads((self._folder / key.replace("/", "_")).read_text())

    def publish(self, name: str, path: Path) -> None:
        """See Files."""


def worker(raw: Path) -> None:
    """Work one dry run as the function does, in this process; the file was made by another."""
    desk = Desk(FakeTable())
    files = desk.files = DiskFiles(raw.parent)
    files.uploads[made("imp", 1)] = raw.read_bytes()
    desk.jobs.save_import(_job(raw), 0)
    work = desk.work()
    rows, job, began = work.rows(), _job(raw), time.perf_counter()
    while job.stage:
        stage, job = job.stage, work.step(job, rows)
        if job.stage != stage:
            took = time.perf_counter() - began
            print(f"{stage:8}{took:8.1f} s{job.rows / took:10.0f} rows/s")
            began = time.perf_counter()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{job.rows} rows: {dict(job.counts)}; peak RSS {peak_mb:.0f} MB of {LAMBDA_MB}")
    assert peak_mb < LAMBDA_MB


def _job(raw: Path) -> ImportJob:
    now = stamp(NOON)
    told = announced(raw.read_bytes())
    job = ImportJob(
        id=made("imp", 1), by=CITY.id, context={}, announced=told, announced_at=now, changed_at=now
    )
    return job.queued("read", CITY.context(), now)


def main() -> None:
    """Make the file in one process and work it in another, whose memory is measured."""
    if sys.argv[1:2] == ["work"]:
        worker(Path(sys.argv[2]))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "sheet.xlsx"
        raw.write_bytes(sheets.as_xlsx(sheets.rows(count, 7)))
        print(
            f"{count} rows, {raw.stat().st_size / 1e6:.1f} MB of XLSX, an empty registry in memory; {machine()}"
        )
        subprocess.run([sys.executable, "-m", "bench.imports", "work", str(raw)], check=True)


if __name__ == "__main__":
    main()
