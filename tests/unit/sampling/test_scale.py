"""Pools of a city and of a province through the real services; the province in a process of its own, for its memory."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from chalicelib.sampling.bundle import Freeze
from tests.unit.sampling.desk import PLAN
from tests.unit.sampling.hall import FakeFiles, Hall

ROOT = Path(__file__).parents[3]
CITY, PROVINCE, DRAWN = 20_000, 2_000_000, 20_000
MOST_MEMORY_BYTES = 800 * 1024 * 1024
"""The function of draws has 1,769 MB."""


def one_stratum(count: int) -> list[dict[str, object]]:
    return [{"name": "全部", "count": count, "reserve": 100}]


def test_a_city_s_pool_is_frozen_drawn_and_opened() -> None:
    hall = Hall(sites=CITY, strata=one_stratum(200)).opened()
    frozen = Freeze.model_validate_json(hall.public.kept[f"{PLAN}/freeze.json"])
    assert frozen.size == CITY
    assert len(hall.result().strata[0].drawn) == 200
    assert hall.faults() == []


class DiskFiles(FakeFiles):
    """Files on disk, so that only what the services hold is in memory."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def _place(self, name: str) -> Path:
        return self._folder / name.replace("/", "_")

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:  # type: ignore[override]
        with self._place(name).open("wb") as sink:
            yield sink

    def put(self, name: str, raw: bytes) -> None:
        self._place(name).write_bytes(raw)

    def read(self, name: str) -> bytes | None:
        return self._place(name).read_bytes() if self._place(name).exists() else None

    def chunks(self, name: str, width: int) -> Iterator[bytes]:
        with self._place(name).open("rb") as source:
            while chunk := source.read(width * 65_536):
                yield chunk


def province(folder: Path) -> dict[str, float]:
    """Freeze and draw a province; answers CPU seconds of both, and peak memory."""
    hall = Hall(sites=PROVINCE, strata=one_stratum(DRAWN), officers={"load_cap": 10_000})
    hall.private, hall.public, hall.auditors = (DiskFiles(folder) for _ in range(3))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    hall.frozen()
    frozen = time.process_time()
    frozen_rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    hall.drawn_from_frozen()
    return {
        "freeze_cpu_seconds": frozen - began,
        "draw_cpu_seconds": time.process_time() - frozen,
        "start_bytes": before * 1024,
        "freeze_peak_bytes": frozen_rss * 1024,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


@pytest.mark.soak
def test_a_province_s_pool_fits_into_one_function(tmp_path: Path) -> None:
    code = (
        "import json; from pathlib import Path; from tests.unit.sampling import test_scale as s; "
        f"print(json.dumps(s.province(Path({str(tmp_path)!r}))))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout)
    sys.stdout.write(f"{figures}\n")
    assert figures["peak_bytes"] < MOST_MEMORY_BYTES
    assert figures["freeze_cpu_seconds"] + figures["draw_cpu_seconds"] < 600
