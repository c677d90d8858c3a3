"""How many instruments were late, day by day (逾期历史): what the overview counted of a day is kept, because no other
record tells it afterwards; pure. Days are local.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

KEPT_DAYS = 366
"""So many days back are told, today among them; all are kept."""


@dataclass(frozen=True, order=True)
class Count:
    """Instruments of a district and category on a day: how many in all, and how many were used without a certificate
    that counts (overview.LATE); what is scrapped or replaced does not count.
    """

    district: str
    category: str
    instruments: int
    late: int


@dataclass(frozen=True)
class Day:
    """The counts of a local day, as it was counted last."""

    day: date
    counts: tuple[Count, ...]


def since(today: date) -> date:
    """The first day that is told, inclusive."""
    return today - timedelta(days=KEPT_DAYS - 1)


def told(days: Iterable[Day]) -> dict[str, Any]:
    """As `history.json` has it: the days that were counted, oldest first, and for each district and category as many
    numbers; 0 of a day on which it had no instrument. A day that nobody counted is not among them.
    """
    known = sorted(days, key=lambda one: one.day)
    series = sorted({(count.district, count.category) for one in known for count in one.counts})
    by_day = [{(count.district, count.category): count for count in one.counts} for one in known]
    return {
        "days": [one.day.isoformat() for one in known],
        "series": [
            {
                "district": district,
                "category": category,
                "instruments": [_of(counts, district, category).instruments for counts in by_day],
                "late": [_of(counts, district, category).late for counts in by_day],
            }
            for district, category in series
        ],
    }


def _of(counts: dict[tuple[str, str], Count], district: str, category: str) -> Count:
    return counts.get((district, category), Count(district, category, 0, 0))
