"""What a month's fairness report costs: `python -m bench.fairness_report [OBJECTS] [DRAWS] [DRAWN]`.

By default the worst that is promised: 36 draws, one a month, of 2,000,000 objects, 20,000 drawn in each.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Self

from bench.conditions import machine
from tests.unit.sampling.past import Drawn, Past, number

LIMIT_SECONDS, LIMIT_MB = 900, 512
"""The function has these seconds, and more than three times the memory."""
_PIECE = 80_000


class OnDisk(dict[str, bytes]):
    """Files that take no memory, as those in a bucket."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __ior__(self, more: Any) -> Self:  # type: ignore[override, misc]  # all that `Past` asks of it
        for name, raw in more.items():
            self[name] = raw
        return self

    def __setitem__(self, name: str, raw: bytes) -> None:
        (self._folder / name.replace("/", "-")).write_bytes(raw)

    def __getitem__(self, name: str) -> bytes:
        return (self._folder / name.replace("/", "-")).read_bytes()


class Streamed(Past):
    """Past draws whose pools are made as they are read: `objects` entries of one stratum with equal weights."""

    objects = 0

    def pool(self, plan: str, width: int) -> Iterator[bytes]:  # noqa: ARG002 - all are alike
        """See Published."""
        for first in range(0, self.objects, _PIECE):
            last = min(self.objects, first + _PIECE)
            yield b"".join(b"%s\0\0\1" % number(place).encode() for place in range(first, last))


def main(objects: int, draws: int, drawn: int) -> int:
    """Print time and memory; 1 when they are above the limits."""
    with tempfile.TemporaryDirectory() as folder:
        return _measured(Streamed(OnDisk(Path(folder))), objects, draws, drawn)


def _measured(past: Streamed, objects: int, draws: int, drawn: int) -> int:
    chance = Random(2026)  # noqa: S311 - a simulation
    past.objects = objects
    for month in range(draws):
        day = date(2024 + month // 12, month % 12 + 1, 15)
        places = chance.sample(range(objects), drawn)
        entries = [(place, "visited" if chance.random() < 0.95 else "not_met") for place in places]  # noqa: PLR2004
        past.add(day, Drawn({}, entries, drawn))
    began = time.process_time()
    told = past.report("2026-12")
    seconds = time.process_time() - began
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (stratum,) = told.strata
    print(f"{machine()}; one stratum with equal weights, a draw a month, files on disk")
    print(f"{draws} draws of {objects:,}, {drawn:,} drawn: {seconds:.0f} s CPU, {peak_mb:.0f} MB peak")
    print(
        f"    never {stratum.never:,} ({stratum.never_chance}), dropped {stratum.dropped:,} ({stratum.dropped_chance})"
    )
    return 0 if seconds <= LIMIT_SECONDS and peak_mb <= LIMIT_MB else 1


if __name__ == "__main__":
    asked = [int(one) for one in sys.argv[1:]]
    sys.exit(main(*[*asked, *(2_000_000, 36, 20_000)[len(asked) :]]))
