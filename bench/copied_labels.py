"""Precision and recall of the copied-label alarm on made-up market months. `python -m bench.copied_labels [SEED]`.

The months and their conditions are bench/market_month.py; the rules are those of the deployed code, fed in the order
scans come in. Figures count labels: a label has an alarm of a kind or not, and deserves it or not.
"""

import sys
from collections import deque
from dataclasses import dataclass
from datetime import date
from typing import Any

from bench.market_month import FIRST, Month, scales, scans
from chalicelib.clock import local_day
from chalicelib.labels import copies, encounters
from chalicelib.labels.thresholds import thresholds
from chalicelib.registry.alarm_evidence import Encounter
from chalicelib.registry.alarms import AlarmKind

MONTHS = 5
RATES = (0.05, 0.2, 0.5, 1.0)
COPIED: tuple[AlarmKind, ...] = ("label_in_two_places", "label_at_two_stalls")
GROUPS: dict[str, tuple[AlarmKind, ...]] = {
    "copied (either kind)": COPIED,
    "  label_in_two_places": COPIED[:1],
    "  label_at_two_stalls": COPIED[1:],
    "scanned_out_of_use": ("scanned_out_of_use",),
    "serial_mismatch": ("serial_mismatch",),
}


@dataclass(frozen=True)
class Result:
    """What came of a month: alarms by kind and label, and those that were deserved."""

    scans: int
    alarms: frozenset[tuple[AlarmKind, str]]
    deserved: frozenset[tuple[AlarmKind, str]]

    def figures(self, kinds: tuple[AlarmKind, ...]) -> tuple[int, int, int]:
        """Labels with a true alarm of these kinds, with a false one, and missed."""
        raised = {label for kind, label in self.alarms if kind in kinds}
        right = {label for kind, label in self.deserved if kind in kinds}
        return len(raised & right), len(raised - right), len(right - raised)


def run(month: Month) -> Result:
    """Follow a month's scans as the stream brings them."""
    limits = thresholds(local_day(FIRST))
    known: dict[str, tuple[Encounter, ...]] = {}
    company: dict[str, deque[dict[str, Any]]] = {}
    alarms: set[tuple[AlarmKind, str]] = set()
    came = scans(month)
    for document in came:
        label = document["resolution"]["number"]
        around = company.setdefault(document["account"], deque(maxlen=encounters.COMPANY))
        new = encounters.encounter(document, around, limits)
        assert new is not None
        around.append(document)
        others = known.get(label, ())
        alarms |= {(found.kind, label) for found in copies.findings(document, new, others, limits)}
        known[label] = encounters.kept(others, new)
    return Result(len(came), frozenset(alarms), deserved(month))


def deserved(month: Month) -> frozenset[tuple[AlarmKind, str]]:
    """The labels that deserve an alarm; a copy may be found by either kind."""
    every = scales(month)
    return frozenset(
        {(kind, scale.name) for scale in every for kind in COPIED if scale.copies}
        | {("serial_mismatch", scale.name) for scale in every if scale.hangs_on}
        | {("scanned_out_of_use", scale.name) for scale in every if scale.scrapped_on is not None}
    )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def main() -> None:
    """Print the figures by scan rate and kind."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    print(f"{MONTHS} months from seed {seed}, since {date(2026, 11, 2)}\n{Month(seed=seed)}\n")
    for rate in RATES:
        results = [run(Month(seed=seed + place, scan_rate=rate)) for place in range(MONTHS)]
        print(f"{rate:.0%} of labels scanned at a visit, {sum(one.scans for one in results):,} scans")
        print(f"{'':24}{'true':>6}{'false':>7}{'missed':>8}{'precision':>11}{'recall':>9}")
        for name, kinds in GROUPS.items():
            columns = zip(*(one.figures(kinds) for one in results), strict=True)
            right, wrong, missed = (sum(column) for column in columns)
            told = f"{_percent(right, right + wrong):>11}{_percent(right, right + missed):>9}"
            print(f"{name:24}{right:6}{wrong:7}{missed:8}{told}")


if __name__ == "__main__":
    main()
