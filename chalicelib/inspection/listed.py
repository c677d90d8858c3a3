"""How a check stands in the list of what was checked of a merchant's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.clock import stamp
from chalicelib.inspection.checks import Check
from chalicelib.inspection.model import Visit
from chalicelib.registry.model import InstrumentHead


@dataclass(frozen=True)
class Listed:
    """Whose list a check stands in, and what the list shows of it."""

    merchant_id: str
    row: Mapping[str, Any]


def finding(check: Check, visit: Visit, head: InstrumentHead | None) -> Listed | None:
    """Of whose instrument or goods it is, with what the list shows; None when no merchant is known.

    The phone's word counts last: only goods at a site have no other.
    """
    merchant = (head and head.merchant.id) or visit.merchant_id or check.merchant_id
    if not merchant:
        return None
    row = {
        "id": check.id,
        "visit_id": visit.id,
        "kind": check.kind,
        "verdict": check.verdict,
        "authority": check.authority,
        "at": stamp(check.received_at),
        "place_name": visit.place_name,
        "item_name": visit.item.name,
        "planned_on": visit.planned_on.isoformat(),
    }
    if head is not None:
        row |= {"instrument_id": head.id, "instrument_name": head.name, "stall": head.stall}
    return Listed(merchant, row)
