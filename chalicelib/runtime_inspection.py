"""Composition root of inspection's steps and codes for the API; see runtime for the rules."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from chalicelib import runtime

if TYPE_CHECKING:
    from chalicelib.inspection.service_ceilings import Ceilings
    from chalicelib.inspection.service_findings import Findings
    from chalicelib.inspection.service_identification import Identifications
    from chalicelib.inspection.service_merchants import Merchants
    from chalicelib.inspection.service_moves import Moves
    from chalicelib.inspection.service_orders import Orders
    from chalicelib.inspection.service_recheck import Rechecks
    from chalicelib.inspection.service_review import Review
    from chalicelib.inspection.service_stops import Stops
    from chalicelib.inspection.sources import ReasonClass


class Caps:
    """The annual cap as sampling's settings have it, and its exemptions. See inspection.caps.Rules."""

    def visits_per_year(self, day: date) -> int | None:
        """See Rules."""
        from chalicelib.sampling.exclusions import AnnualCap, NoSettings

        try:
            return AnnualCap.on(day).visits_per_year
        except NoSettings:
            return None

    def is_exempt(self, reason: "ReasonClass", day: date) -> bool:
        """See Rules."""
        from chalicelib.sampling.exclusions import ExemptReasons, NoSettings

        try:
            return ExemptReasons.on(day).has(reason)
        except NoSettings:
            return False


@cache
def ceilings() -> "Ceilings":
    """The annual cap, told before a visit is planned."""
    from chalicelib.inspection.service_ceilings import Ceilings
    from chalicelib.inspection.store import InspectionStore

    return Ceilings(InspectionStore(runtime.main_table()), runtime.registry, Caps())


@cache
def moves() -> "Moves":
    """A visit's steps after its approval."""
    from chalicelib.inspection.service_moves import Moves
    from chalicelib.inspection.store import InspectionStore
    from chalicelib.runtime_evidence import exhibits

    return Moves(InspectionStore(runtime.main_table()), exhibits, runtime.clock(), runtime.entropy)


@cache
def findings() -> "Findings":
    """What officers found wrong."""
    from chalicelib.inspection.service_findings import Findings
    from chalicelib.inspection.store import InspectionStore
    from chalicelib.runtime_evidence import exhibits

    store = InspectionStore(runtime.main_table())
    return Findings(store, exhibits, runtime.registry, runtime.registry, runtime.clock())


@cache
def review() -> "Review":
    """Giving records back, and corrections."""
    from chalicelib.inspection.service_review import Review
    from chalicelib.inspection.store import InspectionStore
    from chalicelib.inspection.store_corrections import CorrectionStore

    table = runtime.main_table()
    return Review(InspectionStore(table), CorrectionStore(table), runtime.clock())


@cache
def orders() -> "Orders":
    """Orders to rectify."""
    from chalicelib.inspection.service_orders import Orders
    from chalicelib.inspection.store import InspectionStore
    from chalicelib.inspection.store_orders import OrderStore
    from chalicelib.runtime_evidence import exhibits

    table = runtime.main_table()
    return Orders(
        InspectionStore(table),
        OrderStore(table),
        runtime.registry,
        runtime.registry,
        stops(),
        exhibits,
        runtime.clock(),
    )


@cache
def rechecks() -> "Rechecks":
    """Rechecks of orders, as they are offered to be planned."""
    from chalicelib.inspection.service_recheck import Rechecks
    from chalicelib.inspection.store import InspectionStore
    from chalicelib.inspection.store_orders import OrderStore

    table = runtime.main_table()
    return Rechecks(OrderStore(table), InspectionStore(table), runtime.clock())


@cache
def stops() -> "Stops":
    """Instruments that orders put out of use."""
    from chalicelib.inspection.service_stops import Stops
    from chalicelib.inspection.store_orders import OrderStore

    return Stops(OrderStore(runtime.main_table()), runtime.registry, runtime.life, runtime.clock())


@cache
def merchants() -> "Merchants":
    """What merchants see of visits and say of them."""
    from chalicelib.inspection.service_merchants import Merchants
    from chalicelib.inspection.store_merchants import DealingStore

    return Merchants(DealingStore(runtime.main_table()))


@cache
def identifications() -> "Identifications":
    """How officers and merchant come to know each other."""
    from chalicelib.inspection.service_identification import Identifications
    from chalicelib.inspection.store import InspectionStore
    from chalicelib.inspection.store_codes import CodeStore

    table = runtime.main_table()
    return Identifications(
        InspectionStore(table),
        CodeStore(table),
        runtime.registry,
        runtime.accounts,
        certificate_no,
        Caps(),
        runtime.clock(),
        runtime.entropy,
    )


def certificate_no(account: str) -> str:
    """An officer's enforcement certificate as the register of officers has it; empty when he or she is not in it."""
    from chalicelib.runtime_sampling import officers

    stored = officers().roll.officer(account)
    return stored.value.certificate_no if stored else ""
