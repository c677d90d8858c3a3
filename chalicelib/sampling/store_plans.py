"""How items and plans are kept (main table).

key              what                                       read by
T#{item}     A   inspection item                            GetItem; list by a = ITEMS, b = code
D#{plan}     A   plan                                       GetItem; list by a = PLANS#{year}, b = id
O#{account}  A   officer of the register                    GetItem; list by a = OFFICERS, b = account
"""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib import events
from chalicelib.registry.service_book import Changed, Listing, Stored, stored
from chalicelib.sampling.items import KeptItem
from chalicelib.sampling.officers import KeptOfficer
from chalicelib.sampling.plans import KeptPlan
from chalicelib.store import Clash, Index, Item, Table, pages


class PlanStore:
    """See service_plans.Shelf and service_officers.Roll."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def item(self, item_id: str) -> Stored[KeptItem] | None:
        """See Shelf."""
        return stored(self._table.get(f"T#{item_id}", "A"), KeptItem)

    def put_item(self, item: KeptItem, content: str, seen: int) -> None:
        """See Shelf."""
        told = Item(
            f"T#{item.id}",
            "A",
            item.model_dump(mode="json", exclude_none=True),
            v=seen + 1,
            state=item.state,
            a="ITEMS",
            b=item.code,
            h=content,
            row={
                "id": item.id,
                "code": item.code,
                "name": item.name,
                "objects": item.objects,
                "weight_class": item.weight_class,
                "state": item.state,
            },
            event=events.ITEM_CHANGED.mark,
        )
        self._put(told, seen)

    def items(self, after: str, limit: int) -> Listing:
        """See Shelf."""
        return self._rows("ITEMS", "a", after, limit)

    def items_coded(self, code: str) -> Iterator[KeptItem]:
        """See service_lists.Shelf."""
        for item in pages(self._table, "ITEMS", begins=code, index="a"):
            if item.row["code"] == code:
                stored = self.item(str(item.row["id"]))
                if stored is not None:
                    yield stored.value

    def plan(self, plan_id: str) -> Stored[KeptPlan] | None:
        """See Shelf."""
        return stored(self._table.get(f"D#{plan_id}", "A"), KeptPlan)

    def put_plan(self, plan: KeptPlan, content: str, seen: int) -> None:
        """See Shelf."""
        self._put(plan_item(plan, content, seen + 1), seen)

    def plans(self, year: int, after: str, limit: int) -> Listing:
        """See Shelf."""
        return self._rows(f"PLANS#{year}", "a", after, limit)

    def all_plans(self, year: int) -> Iterator[Mapping[str, Any]]:
        """The rows of all plans of a year; for jobs."""
        return (item.row for item in pages(self._table, f"PLANS#{year}", index="a"))

    def officer(self, account: str) -> Stored[KeptOfficer] | None:
        """See Roll."""
        return stored(self._table.get(f"O#{account}", "A"), KeptOfficer)

    def put_officer(self, officer: KeptOfficer, content: str, seen: int) -> None:
        """See Roll."""
        row: dict[str, Any] = {
            "account": officer.account,
            "number": officer.number,
            "active": officer.active,
            "districts": list(officer.districts),
        }
        told = Item(
            f"O#{officer.account}",
            "A",
            officer.model_dump(mode="json", exclude_none=True),
            v=seen + 1,
            state="active" if officer.active else "struck_off",
            a="OFFICERS",
            b=officer.account,
            h=content,
            row=row,
        )
        self._put(told, seen)

    def officers(self, after: str, limit: int) -> Listing:
        """See Roll."""
        return self._rows("OFFICERS", "a", after, limit)

    def _rows(self, partition: str, index: Index, after: str, limit: int) -> Listing:
        page = self._table.query(partition, after=after, limit=limit, index=index)
        return Listing(tuple(item.row for item in page.items), page.after)

    def _put(self, item: Item, seen: int) -> None:
        try:
            self._table.put(item, seen)
        except Clash as clash:
            raise Changed from clash


def plan_item(plan: KeptPlan, content: str, version: int) -> Item:
    """A plan, with what lists show of it."""
    return Item(
        f"D#{plan.id}",
        "A",
        plan.model_dump(mode="json", by_alias=True, exclude_none=True),
        v=version,
        state=plan.state,
        a=f"PLANS#{plan.year}",
        b=plan.id,
        h=content,
        row={
            "id": plan.id,
            "name": plan.name,
            "campaign": plan.campaign,
            "state": plan.state,
            "from": plan.from_.isoformat(),
            "until": plan.until.isoformat(),
            **({"exempt": plan.exempt} if plan.exempt else {}),
        },
        event=events.PLAN_CHANGED.mark,
    )
