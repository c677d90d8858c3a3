"""Checks of goods: a sale weighed again (零售商品核称), and a lot of prepackages (定量包装商品)."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from chalicelib.inspection.checks import Check, NewCheck, Reference
from chalicelib.inspection.document import Closed, Text
from chalicelib.law.items_goods import LARGEST_SAMPLE, Labelled, Sale
from chalicelib.quantities import Exact, Positive

Filled = Annotated[Exact, Field(ge=0, max_digits=13, decimal_places=5)]


class RetailCheck(NewCheck):
    """A sale weighed again by one of the three methods, as sent.

    instrument_id  the seller's scale, where it is registered      goods  what was bought
    sale           the masses; the error of the reference is `sale.reference_mpe_g`
    """

    kind: Literal["retail"]
    goods: Text | None = None
    sale: Sale
    reference: Reference | None = None


class KeptRetail(RetailCheck, Check):
    """A sale weighed again, as kept."""


class Package(Closed):
    """One package of the sample, in the unit of the label.

    gross   with its packing; what it holds where there is no tare      tare  of this package, before the common one
    """

    gross: Filled
    tare: Filled | None = None


class LotCheck(NewCheck):
    """A lot of prepackages and the sample drawn from it by JJF 1070, as sent.

    goods    what it is, and the number of the lot       tare   common mass of the packing, in the unit of the label
    character_height_mm   height of the printed net content, where that was measured
    """

    kind: Literal["prepackage_lot"]
    instrument_id: None = None
    goods: Text
    lot_no: Text | None = None
    nominal: Labelled
    lot_size: Annotated[int, Field(ge=1, le=10**9)]
    plan: Literal["jjf1070-2005"] = "jjf1070-2005"
    tare: Filled | None = None
    packages: Annotated[tuple[Package, ...], Field(min_length=1, max_length=LARGEST_SAMPLE)]
    character_height_mm: Positive | None = None
    reference: Reference | None = None

    @model_validator(mode="after")
    def _sample_is_of_the_lot_and_holds_something(self) -> Self:
        if len(self.packages) > self.lot_size:
            raise PydanticCustomError("sample_exceeds_lot", "the sample is larger than the lot")
        if min(self.contents()) < 0:
            raise PydanticCustomError("tare_exceeds_gross", "a package weighs less than its packing")
        return self

    def contents(self) -> tuple[Exact, ...]:
        """What each package holds, in the unit of the label."""
        common = self.tare or 0
        return tuple(one.gross - (common if one.tare is None else one.tare) for one in self.packages)


class KeptLot(LotCheck, Check):
    """A lot of prepackages as kept; the counts of short packages stand in the details of its judgement."""
