"""Checks of assembled spectacles (配装眼镜): lenses against the prescription, and where their centres lie."""

from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from chalicelib.inspection.checks import Check, NewCheck, Reference
from chalicelib.inspection.document import Text
from chalicelib.law.items_instruments import Centration, FinishedLens


class SpectaclesCheck(NewCheck):
    """One pair of spectacles, as sent: at least one of its lenses or their centration.

    order_no  of the optician's order
    """

    kind: Literal["spectacles"]
    instrument_id: None = None
    order_no: Text | None = None
    right: FinishedLens | None = None
    left: FinishedLens | None = None
    centration: Centration | None = None
    reference: Reference | None = None

    @model_validator(mode="after")
    def _measures_something(self) -> Self:
        if self.right is None and self.left is None and self.centration is None:
            raise PydanticCustomError("nothing_measured", "send right, left or centration")
        return self


class KeptSpectacles(SpectaclesCheck, Check):
    """A pair of spectacles as kept."""
