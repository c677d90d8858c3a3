"""What the pictures of the city show (概览): counts of the open data's own rows, taken while these are written; pure.

Nothing is scanned for them, and nothing in them is not in the data sets. Days are local; what is scrapped or replaced
does not count.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chalicelib.certified import Certified, Standing
from chalicelib.publication.history import Count, Day

type Cell = str | int | bool | None

OVER: frozenset[Standing] = frozenset({"replaced", "scrapped"})
LATE: frozenset[Standing] = frozenset({"overdue", "unverified", "failed", "void"})
"""Used without a certificate that counts; what is suspended or sealed is not used."""


@dataclass
class Overview:
    """Counts of one local `day`."""

    day: date
    instruments: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    ends: Counter[tuple[str, str]] = field(default_factory=Counter)
    results: dict[tuple[str, str, str, str], dict[str, bool]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    at: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    sites: list[dict[str, Cell]] = field(default_factory=list)

    def take(self, dataset: str, cells: Mapping[str, Any]) -> None:
        """A row of a data set."""
        match dataset:
            case "instruments":
                self._instrument(cells)
            case "random-check-results":
                key = (cells["district"], cells["item_code"], cells["raninsItemName"], cells["insDate"][:7])
                entries = self.results[key]
                entry = cells["entry_id"]
                entries[entry] = entries.get(entry, False) or cells["problem"]
            case "sites":
                named = ("id", "name", "venue", "district", "lat", "lon")
                self.sites.append({name: cells[name] for name in named if cells[name] is not None})

    def _instrument(self, cells: Mapping[str, Any]) -> None:
        verified, until = (_day(cells[name]) for name in ("verified_on", "valid_until"))
        standing = Certified(cells["state"], verified, until, cells["voided"]).standing(self.day)
        if standing in OVER:
            return
        self.instruments[cells["district"], cells["category"]][standing] += 1
        counted = self.at[cells["site_id"]]
        counted.update({"instruments": 1, "late": int(standing in LATE)})
        if standing in {"valid", "due_soon", "overdue"}:
            self.ends[cells["district"], cells["valid_until"][:7]] += 1

    def of_the_day(self) -> Day:
        """What is kept of this day."""
        return Day(
            self.day,
            tuple(
                Count(district, category, counted.total(), sum(counted[one] for one in LATE))
                for (district, category), counted in sorted(self.instruments.items())
            ),
        )

    def told(self) -> dict[str, Any]:
        """As `overview.json` has it, in an order that does not change.

        instruments  of a district and category by standing    ends  certificates in use by the month of their last day
        results      published results that are still shown, by item and the month of the check
        """
        return {
            "day": self.day.isoformat(),
            "instruments": [
                {"district": district, "category": category, **dict(sorted(counted.items()))}
                for (district, category), counted in sorted(self.instruments.items())
            ],
            "ends": [
                {"district": district, "month": month, "instruments": n}
                for (district, month), n in sorted(self.ends.items())
            ],
            "results": [
                {
                    "district": district,
                    "item": item,
                    "name": name,
                    "month": month,
                    "results": len(entries),
                    "problems": sum(entries.values()),
                }
                for (district, item, name, month), entries in sorted(self.results.items())
            ],
            "sites": [
                {**site, "instruments": 0, "late": 0, **self.at.get(str(site["id"]), {})}
                for site in self.sites
            ],
        }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
