"""Composition root of sampling for the API; see runtime for the rules."""

from functools import cache
from typing import TYPE_CHECKING

from chalicelib import runtime

if TYPE_CHECKING:
    from chalicelib.sampling.service_assignments import Assignments, Substitutes
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


@cache
def assignments() -> "Assignments":
    """What was drawn, as work."""
    from chalicelib.sampling.service_assignments import Assignments
    from chalicelib.sampling.store_assignments import AssignmentStore

    book = AssignmentStore(runtime.main_table())
    return Assignments(book, plans().plan, sealed_results, runtime.clock())


def sealed_results() -> "Substitutes":
    """Who knows the order of a draw before it is opened: nobody, while no function holds draws."""
    from chalicelib.sampling.problems import DrawUnavailable

    raise DrawUnavailable
