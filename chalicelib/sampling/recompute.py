"""Makes a month's fairness report again, for anybody: `python -m chalicelib.sampling.recompute FOLDER MONTH`.

FOLDER holds, of every draw of the report, `PLAN.json` (its record) and `PLAN.zip` (its bundle, or a folder PLAN); where
they lie says docs/fairness.md. Every bundle is verified too. With `MONTH.json`, the report as it was published, it says
whether that is the same to the byte; without, it prints the report. Exit code 0 when all of it holds, 1 when something
is wrong, 2 when it cannot be read.
"""

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from chalicelib.sampling import fairness, verify
from chalicelib.sampling.fairness_forms import EndedDraw
from chalicelib.sampling.fairness_report import Contradiction, report


class Folder:
    """See fairness_report.Published: files somebody downloaded."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.bundle = lru_cache(maxsize=1)(self._bundle)

    def ended(self) -> Iterator[EndedDraw]:
        """The draws whose records are there. Raises OSError, ValueError for another form."""
        for path in sorted(self._path.glob("pln-*.json")):
            yield EndedDraw.of(path.read_bytes())

    def record(self, plan: str) -> bytes:
        """See Published."""
        return (self._path / f"{plan}.json").read_bytes()

    def file(self, plan: str, name: str) -> bytes:
        """See Published."""
        found = self.bundle(plan)
        if name not in found:
            raise Contradiction(f"{plan}: {name} is missing")
        return found[name]

    def pool(self, plan: str, width: int) -> Iterator[bytes]:
        """See Published."""
        raw, size = self.file(plan, "pool.bin"), width * 50_000
        return (raw[place : place + size] for place in range(0, len(raw), size))

    def _bundle(self, plan: str) -> Mapping[str, bytes]:
        whole = self._path / plan
        return verify.files(whole if whole.is_dir() else self._path / f"{plan}.zip")


def main(arguments: list[str], say: Callable[[str], None]) -> int:
    """Make the report of the month named; answers the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m chalicelib.sampling.recompute",
        description="重算公平性报告 Recompute a fairness report",
    )
    parser.add_argument("folder", type=Path, help="下载的文件夹 the folder of what was downloaded")
    parser.add_argument("month", help="月份 the month, as 2026-10")
    asked = parser.parse_args(arguments)
    try:
        return _compared(Folder(asked.folder), asked.folder / f"{asked.month}.json", asked.month, say)
    except Contradiction as failure:
        say(f"✗ 公布的文件互相矛盾 published files contradict each other: {failure}")
        return 1
    except (OSError, ValueError) as failure:
        say(f"无法读取 cannot read {asked.folder}: {failure}")
        return 2


def _compared(folder: Folder, published: Path, month: str, say: Callable[[str], None]) -> int:
    window, ended = fairness.window(month), list(folder.ended())
    for one in ended:
        if one.state == "opened" and window.holds(one.ended_on):
            wrong = verify.faults(folder.bundle(one.plan), one.freeze_digest or "")
            if wrong:
                say(f"✗ {one.plan}: {wrong[0].code} {wrong[0].where}")
                return 1
    raw = report(month, ended, folder).kept()
    if not published.exists():
        say(raw.decode())
        return 0
    if published.read_bytes() != raw:
        say("✗ 重算的报告与公布的不同。 The report recomputed differs from the one published.")
        return 1
    say("✓ 重算的报告与公布的逐字节相同。 The report recomputed is the one published, byte for byte.")
    say(f"  SHA-256 {hashlib.sha256(raw).hexdigest()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], print))
