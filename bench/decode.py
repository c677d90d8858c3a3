"""Who reads the label in a bad photo: pyzbar alone, zxing-cpp alone, our ladder of both: `python -m bench.decode`.

    --count N     photos a class, 40
    --dir FOLDER  photos of your own instead, all that lie under it; a folder is a class
    --truth FILE  what is in them: lines of file name (relative to FOLDER), tab, text of one code; else a count

Each photo is read by all three before the next, each opening the file by itself; CPU is that of the process. A search
of the ladder ends as on the server: with the first label, in a folder with the first code; a little later where
another code is seen. Ends with 1 where the ladder is behind.
"""

import argparse
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from bench import photos
from bench.conditions import machine
from chalicelib.errors import Problem
from chalicelib.labels import decoders, ladder, photo

_KINDS = {".jpg", ".jpeg", ".png", ".webp"}
_NO_HURRY_S = 600
"""What else runs on this machine must not end a search."""
_FIRST_SEED = 1000
"""The steps were chosen on photos with smaller seeds."""


@dataclass(frozen=True)
class Case:
    """A photo to read. texts: the codes wanted; None where nobody told."""

    kind: str
    raw: bytes
    texts: frozenset[str] | None
    wanted: Callable[[str], bool]


@dataclass
class Tally:
    """What one decoder did with a class."""

    read: int = 0
    cpu_ms: list[float] = field(default_factory=list)


def pyzbar_alone(case: Case) -> set[str]:
    """As its README shows."""
    second = decoders.libzbar()
    return {code.text for code in decoders.zbar(second, photo.grey(case.raw), 1).codes}


def zxing_alone(case: Case) -> set[str]:
    """With everything it tries by itself."""
    return {code.text for code in decoders.zxing(photo.grey(case.raw), 1).codes}


def generated(count: int) -> Iterator[Case]:
    """Our own photos, the classes taking turns."""
    for seed in range(_FIRST_SEED, _FIRST_SEED + count):
        for kind in photos.CLASSES:
            made = photos.photo(kind, seed)
            yield Case(kind, made.raw, frozenset(made.labels), lambda text: "/I/" in text)


def found(folder: Path, truth: Path | None) -> Iterator[Case]:
    """Photos under a folder."""
    told: dict[str, set[str]] = defaultdict(set)
    for line in truth.read_text().splitlines() if truth else ():
        name, _, text = line.partition("\t")
        told[name].add(text)
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _KINDS:
            name = str(path.relative_to(folder))
            texts = frozenset(told[name]) if truth else None
            yield Case(str(path.parent.relative_to(folder)), path.read_bytes(), texts, bool)


def measure(cases: Iterator[Case]) -> int:
    """Read them all, print the table; 1 when the ladder reads less than another."""
    steps: Counter[str] = Counter()

    def by_ladder(case: Case) -> set[str]:
        reading = ladder.read(case.raw, case.wanted, budget_s=_NO_HURRY_S)
        if any(case.wanted(code.text) for code in reading.codes):
            steps[reading.step] += 1
        return {code.text for code in reading.codes}

    readers = {"pyzbar": pyzbar_alone, "zxing-cpp": zxing_alone, "ladder": by_ladder}
    tallies: dict[str, dict[str, Tally]] = defaultdict(lambda: {name: Tally() for name in readers})
    present: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for case in cases:
        for name, reader in readers.items():
            start = time.process_time()
            try:
                texts = reader(case)
            except Problem as problem:
                refused[problem.code] += name == "ladder"
                texts = set()
            tally = tallies[case.kind][name]
            tally.cpu_ms.append((time.process_time() - start) * 1000)
            tally.read += len(texts if case.texts is None else texts & case.texts)
        present[case.kind] += len(case.texts or ())
    _table(tallies, present)
    print("\nread at step:", ", ".join(f"{name} {count}" for name, count in steps.most_common()))
    if refused:
        print("refused:", dict(refused))
    return int(any(one["ladder"].read < max(o.read for o in one.values()) for one in tallies.values()))


def _table(tallies: dict[str, dict[str, Tally]], present: Counter[str]) -> None:
    total = {name: Tally() for name in next(iter(tallies.values()))}
    for one in tallies.values():
        for name, tally in one.items():
            total[name].read += tally.read
            total[name].cpu_ms += tally.cpu_ms
    print("| photos | codes |", " | ".join(f"{name} read | CPU ms median (mean)" for name in total), "|")
    print("|---" * (2 + 2 * len(total)) + "|")
    for kind, one in [*tallies.items(), ("all", total)]:
        codes = present.total() if one is total else present[kind]
        cells = (
            f"{_share(tally.read, codes)} | {statistics.median(tally.cpu_ms):.0f} ({statistics.mean(tally.cpu_ms):.0f})"
            for tally in one.values()
        )
        print(f"| {kind} | {codes or '?'} |", " | ".join(cells), "|")


def _share(read: int, codes: int) -> str:
    return f"{100 * read / codes:.0f} %" if codes else str(read)


def main() -> int:
    """Read the arguments, measure, print with the conditions."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--count", type=int, default=40)
    arguments.add_argument("--dir", type=Path)
    arguments.add_argument("--truth", type=Path)
    given = arguments.parse_args()
    libraries = ", ".join(f"{name} {version(name)}" for name in ("pyzbar", "zxing-cpp", "pillow"))
    print(f"{libraries}; {machine()}\n")
    return measure(found(given.dir, given.truth) if given.dir else generated(given.count))


if __name__ == "__main__":
    sys.exit(main())
