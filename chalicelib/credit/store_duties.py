"""How self-checks and risks are kept.

key                      what                                              read by
B#{merchant}  S#{list}   when a list is due next; see store_waking         GetItem; a merchant's by one Query
B#{merchant}  K#{check}  a self-check, written once                        GetItem; the last ones by one Query
B#{merchant}  R#{risk}   a risk and its measure; see store_waking          GetItem; a merchant's by one Query
"""

from chalicelib.credit.risks import Risk
from chalicelib.credit.self_checks import Duty, SelfCheck
from chalicelib.credit.service_book import Changed, Stored
from chalicelib.credit.store_waking import waking
from chalicelib.store import Clash, Item, Put, Table, pages

_LAST = 30


class DutyStore:
    """See service_duties.Duties."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def duty(self, merchant_id: str, list_id: str) -> Stored[Duty] | None:
        """See Duties."""
        item = self._table.get(f"B#{merchant_id}", f"S#{list_id}")
        return Stored(Duty.model_validate(item.document), item.v, item.h) if item else None

    def duties(self, merchant_id: str) -> tuple[Duty, ...]:
        """See Duties."""
        found = pages(self._table, f"B#{merchant_id}", begins="S#")
        return tuple(Duty.model_validate(item.document) for item in found)

    def self_check(self, merchant_id: str, check_id: str) -> Stored[SelfCheck] | None:
        """See Duties."""
        item = self._table.get(f"B#{merchant_id}", f"K#{check_id}")
        return Stored(SelfCheck.model_validate(item.document), item.v, item.h) if item else None

    def self_checks(self, merchant_id: str) -> tuple[SelfCheck, ...]:
        """See Duties."""
        page = self._table.query(f"B#{merchant_id}", begins="K#", backwards=True, limit=_LAST)
        return tuple(SelfCheck.model_validate(item.document) for item in page.items)

    def keep_duty(self, duty: Duty, seen: int) -> None:
        """See Duties."""
        self._write([_duty_put(duty, seen)])

    def keep_check(self, check: SelfCheck, content: str, duty: Duty, seen: int) -> None:
        """See Duties."""
        document = check.model_dump(mode="json", exclude_none=True)
        kept = Item(f"B#{check.merchant_id}", f"K#{check.id}", document, h=content)
        self._write([Put(kept, 0), _duty_put(duty, seen)])

    def risk(self, merchant_id: str, risk_id: str) -> Stored[Risk] | None:
        """See Duties."""
        item = self._table.get(f"B#{merchant_id}", f"R#{risk_id}")
        return Stored(Risk.model_validate(item.document), item.v, item.h) if item else None

    def risks(self, merchant_id: str) -> tuple[Stored[Risk], ...]:
        """See Duties."""
        found = pages(self._table, f"B#{merchant_id}", begins="R#")
        return tuple(Stored(Risk.model_validate(item.document), item.v, item.h) for item in found)

    def keep_risk(self, risk: Risk, content: str, seen: int) -> None:
        """See Duties."""
        item = Item(
            f"B#{risk.merchant_id}",
            f"R#{risk.id}",
            risk.model_dump(mode="json", exclude_none=True),
            v=seen + 1,
            state="closed" if risk.closed_at else "open",
            h=content,
        )
        self._write([Put(waking(item, risk.wakes(), risk.id), seen)])

    def _write(self, puts: list[Put]) -> None:
        try:
            self._table.put_all(puts)
        except Clash as clash:
            raise Changed from clash


def _duty_put(duty: Duty, seen: int) -> Put:
    document = duty.model_dump(mode="json", exclude_none=True)
    item = Item(f"B#{duty.merchant_id}", f"S#{duty.list}", document, v=seen + 1)
    return Put(waking(item, duty.wakes(), f"{duty.merchant_id}#{duty.list}"), seen)
