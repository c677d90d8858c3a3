"""A reviewed result as it concerns one merchant, from inspection's events; pure."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import ConfigDict, Field

from chalicelib.instants import Day
from chalicelib.publication.terms import Closed, Kind


class _Known(Closed):
    """Reads what it knows of an event: events grow."""

    model_config = ConfigDict(extra="ignore")


class Code(_Known):
    """A result code (检查结果) with its official words; `problem`: whether it says that something was wrong."""

    code: str
    zh: str
    en: str
    problem: bool


class Item(_Known):
    """The published inspection item (抽查事项)."""

    code: str
    name: str


class Result(_Known):
    """What a visit found of one merchant.

    source   why the visit took place      plan, order   the drawn assignment       checks   how many there were
    """

    visit_id: str
    codes: tuple[Code, ...]
    item: Item
    source: str
    plan: str | None = None
    order: Annotated[int, Field(ge=0)] | None = None
    checks: Annotated[int, Field(ge=0)] = 0

    @property
    def is_problem(self) -> bool:
        """Whether anything was wrong."""
        return any(one.problem for one in self.codes)

    @property
    def kind(self) -> Kind:
        """The kind of entry it makes."""
        return "result_problem" if self.is_problem else "result_clean"


class Concerned(_Known):
    """One merchant of a visit, and what was found of it."""

    merchant_id: str
    codes: tuple[Code, ...]
    checks: int = 0


class Assignment(_Known):
    """The drawn assignment a visit carried out."""

    plan: str
    order: int


class Reviewed(_Known):
    """What inspection tells of a reviewed visit, or of one whose result was corrected, for whom it concerns.

    involved   accounts that had a hand in it
    """

    visit_id: str
    district: str
    ended_on: Day
    source: str
    item: Item
    assignment: Assignment | None = None
    involved: tuple[str, ...]
    concerned: tuple[Concerned, ...]

    def result(self, of: Concerned) -> Result:
        """The result of one merchant."""
        assigned = {"plan": self.assignment.plan, "order": self.assignment.order} if self.assignment else {}
        told = {"visit_id": self.visit_id, "codes": of.codes, "item": self.item, "source": self.source}
        return Result.model_validate({**told, **assigned, "checks": of.checks})


class Order(_Known):
    """An order to rectify as it stands: `corrected_on` is the day it was found done."""

    id: str
    visit_id: str
    merchant_id: str
    state: str
    due_on: Day
    corrected_on: Day | None = None


class Rectified(Closed):
    """The day everything ordered was found done, and whether each was in time."""

    on: Day
    on_time: bool


def rectified(orders: Iterable[Order]) -> Rectified | None:
    """Of all orders that were not withdrawn; None while one is open, or when there is none."""
    held = [one for one in orders if one.state != "withdrawn"]
    done = [one.corrected_on for one in held if one.corrected_on]
    if not held or len(done) < len(held):
        return None
    on_time = all(one.corrected_on and one.corrected_on <= one.due_on for one in held)
    return Rectified(on=max(done), on_time=on_time)
