"""A fairness report as it is published for ever: `python -m tests.golden.fairness.make` writes it once, never again."""

from datetime import date
from pathlib import Path

from tests.unit.sampling.past import Drawn, Past

TARGET = Path(__file__).with_name("fairness-1.json")
MONTH = "2026-12"


def past() -> Past:
    """Two campaigns, equal and unequal weights, every outcome, a void draw, and one outside the window."""
    made = Past()
    equal, unequal = dict.fromkeys(range(12), 1), {20: 1, 21: 2, 22: 1}
    made.add(date(2023, 12, 31), Drawn(equal, [(0, "visited")], 1))
    for month, drawn in ((2, (1, 2, 3)), (5, (2, 4, 5)), (9, (2, 6, 7))):
        first = Drawn(
            equal,
            [(drawn[0], "visited"), (drawn[1], "not_met"), (drawn[2], "substituted"), (9, "visited")],
            3,
        )
        made.add(date(2026, month, 15), first, Drawn(unequal, [(21, "open")], 1))
    made.add(date(2026, 10, 1), Drawn({30: 4, 31: 4}, [(31, "visited")], 1), campaign="seafood")
    made.void(date(2026, 11, 11))
    return made


if __name__ == "__main__":
    if TARGET.exists():
        raise SystemExit("it is golden: a new form gets a new name")
    TARGET.write_bytes(past().report(MONTH).kept())
