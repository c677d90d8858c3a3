"""What can be asked of the law: one union of all kinds, told apart by `kind`."""

from typing import Annotated

from pydantic import Field, TypeAdapter

from chalicelib.law.items_goods import (
    PreciousMetal,
    PrepackageItem,
    PrepackageLot,
    PrepackageMarking,
    RetailWeighing,
)
from chalicelib.law.items_instruments import (
    Certificate,
    FuelDispenser,
    InstrumentError,
    PriceComputingScaleIdentity,
    SpectacleCentration,
    SpectacleLens,
    WeighingInstrument,
)

Item = Annotated[
    RetailWeighing
    | PreciousMetal
    | PrepackageItem
    | PrepackageLot
    | PrepackageMarking
    | WeighingInstrument
    | PriceComputingScaleIdentity
    | FuelDispenser
    | SpectacleLens
    | SpectacleCentration
    | InstrumentError
    | Certificate,
    Field(discriminator="kind"),
]
Judgement = Item
"""The item under its name in the API: one judgement asked for."""
ITEM: TypeAdapter[Item] = TypeAdapter(Item)
