"""Composition root of sampling for the API; see runtime for the rules."""

from functools import cache
from typing import TYPE_CHECKING

from chalicelib import runtime

if TYPE_CHECKING:
    from chalicelib.sampling.service_officers import Officers
    from chalicelib.sampling.service_plans import Plans


@cache
def plans() -> "Plans":
    """Inspection items and plans."""
    from chalicelib.sampling.service_plans import Plans
    from chalicelib.sampling.store_plans import PlanStore

    return Plans(PlanStore(runtime.main_table()), runtime.clock())


@cache
def officers() -> "Officers":
    """The register of officers that draws choose from."""
    from chalicelib.sampling.service_officers import Officers
    from chalicelib.sampling.store_plans import PlanStore

    return Officers(PlanStore(runtime.main_table()), runtime.accounts)
