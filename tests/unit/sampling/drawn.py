"""What a draw left behind, for tests: assignments, and the sealed order of substitutes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from chalicelib.registry.model import number
from chalicelib.sampling.assignments import Assignment, visit_id
from chalicelib.sampling.service_assignments import Substitute

PLAN = f"pln-01jd{1:022d}"
OFFICERS = (f"acc-01jd{10:022d}", f"acc-01jd{11:022d}")
RESERVE = 3
"""Substitutes a stratum has."""


def site(place: int) -> str:
    return f"sit-01jd{place:022d}"


def assignment(order: int, **changed: Any) -> Assignment:
    found = changed.get("object_id", site(100 + order))
    return Assignment.model_validate(
        {
            "plan": PLAN,
            "order": order,
            "stratum": 0,
            "number": number(found),
            "objects": "site",
            "object_id": found,
            "object_name": "演示市场",
            "district": "350203",
            "officers": OFFICERS,
            "due_on": date(2026, 12, 15),
            **changed,
        }
    )


def visit_of(order: int, attempt: int = 0) -> str:
    return visit_id(PLAN, order, attempt)


class Reserve:
    """The substitutes of every stratum, in order."""

    def next(self, plan_id: str, stratum: int, taken: Sequence[tuple[int, str]]) -> Substitute | None:  # noqa: ARG002 - one plan
        gone = sum(1 for where, _ in taken if where == stratum)
        return self.entry(stratum, gone) if gone < RESERVE else None

    @staticmethod
    def entry(stratum: int, place: int) -> Substitute:
        """The substitute at this place of a stratum's order."""
        found = site(1000 + 100 * stratum + place)
        return Substitute(number(found), found, "递补市场", "350203", OFFICERS)
