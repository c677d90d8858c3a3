"""An order to rectify as it is told, and as lists show it; pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from pydantic import ConfigDict

from chalicelib.documents import Document
from chalicelib.inspection.orders import WAITING, Rectification, State
from chalicelib.instants import Day

_NOT_DONE: tuple[State, ...] = (*WAITING, "failed")


class ShownOrder(Rectification):
    """An order as it is told; `overdue` while its merchant should have answered."""

    overdue: bool


class OrderRow(Document):
    """An order as lists show it."""

    model_config = ConfigDict(extra="ignore")

    id: str
    no: str = ""
    visit_id: str
    merchant_id: str
    state: State
    place_name: str
    district: str
    demand: str
    due_on: Day
    corrected_on: Day | None = None
    overdue: bool = False

    @classmethod
    def on(cls, row: Mapping[str, Any], today: date) -> Self:
        """A row as it stands on the local day `today`."""
        told = cls.model_validate(row)
        told.overdue = told.state in WAITING and told.due_on < today
        return told

    @property
    def awaits_merchant(self) -> bool:
        """Whether its merchant has not put right what it names; a recheck that failed leaves it so."""
        return self.state in _NOT_DONE
