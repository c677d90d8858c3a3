"""How often the fairness report cries wolf, and how often it sees a cheat: `python -m bench.fairness`.

100 stalls, a draw a month, three years; a cheating office spares five stalls, draws again (at most three times) while
one of them is drawn, or does not visit them.
"""

import sys

from chalicelib.sampling.fairness import LEVEL
from tests.unit.sampling import offices

RUNS, CHEATS = 1000, 200
QUOTAS = (10, 20)


def main() -> int:
    """Print the rates; 1 when honest offices are suspected more often than the level, with three standard errors."""
    print(
        f"{len(offices.STALLS)} stalls, {offices.MONTHS} monthly draws, {offices.CLOSED:.0%} closed when visited"
    )
    worst = 0.0
    for quota in QUOTAS:
        false = offices.rate(offices.honest, quota, 2026, RUNS, LEVEL)
        worst = max(worst, false)
        print(f"{quota} a month: honest {false:.1%} false alarms, stated level {LEVEL:.1%}, {RUNS} offices")
        for office in (offices.sparing, offices.redrawing, offices.dropping):
            seen = offices.rate(office, quota, 3000, CHEATS, LEVEL)
            print(f"    {office.__name__:10} {seen:6.1%} seen, {CHEATS} offices")
    return 0 if worst <= LEVEL + 3 * (LEVEL / RUNS) ** 0.5 else 1


if __name__ == "__main__":
    sys.exit(main())
