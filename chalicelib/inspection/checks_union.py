"""All kinds of checks as unions: what the API's description says of them; answering a request never loads it."""

from typing import Annotated

from pydantic import Field

from chalicelib.documents import OneOf
from chalicelib.inspection.checks_goods import KeptLot, KeptRetail, LotCheck, RetailCheck
from chalicelib.inspection.checks_instruments import FuelCheck, IdentityCheck, KeptFuel, KeptIdentity
from chalicelib.inspection.checks_lists import KeptList, ListCheck
from chalicelib.inspection.checks_optics import KeptSpectacles, SpectaclesCheck
from chalicelib.inspection.checks_weighing import KeptWeighing, WeighingCheck

_Sent = WeighingCheck | RetailCheck | LotCheck | FuelCheck | SpectaclesCheck | IdentityCheck | ListCheck
_Kept = KeptWeighing | KeptRetail | KeptLot | KeptFuel | KeptSpectacles | KeptIdentity | KeptList


class SentCheck(OneOf[Annotated[_Sent, Field(discriminator="kind")]]):
    """A check as sent."""


class KeptCheck(OneOf[Annotated[_Kept, Field(discriminator="kind")]]):
    """A check as kept."""
