"""How draws and the white list are kept (main table).

key                      what                                              read by
D#{plan}  ~              the draw: how far it is, what is fixed            GetItem; due ones by a = DRAWS, b = due, plan
D#{plan}  H#{step}       a step everybody or the office is told            Query
D#{plan}  K              the draw's keys, wrapped by KMS                   GetItem, by the function of draws
D#{plan}  N              numbers of a lottery or dice, entered by two      GetItem
WHITE     {number}       entry of the white list                           Query
"""

import base64
from collections.abc import Iterator, Mapping

from chalicelib import events
from chalicelib.registry.service_book import Changed, Listing, Stored, stored
from chalicelib.sampling.draws import Fact, KeptDraw, KeptNumbers
from chalicelib.sampling.exclusions import KeptSpared
from chalicelib.sampling.plans import KeptPlan
from chalicelib.sampling.store_plans import PlanStore, plan_item
from chalicelib.store import Clash, Item, Put, Table, pages


class DrawStore:
    """See service_draws.Draws, service_pools.SpareList and service_pools.Visits."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._plans = PlanStore(table)

    def plan(self, plan: str) -> Stored[KeptPlan] | None:
        """See Draws."""
        return self._plans.plan(plan)

    def draw(self, plan: str) -> Stored[KeptDraw] | None:
        """See Draws."""
        return stored(self._table.get(f"D#{plan}", "~"), KeptDraw)

    def put_draw(self, draw: KeptDraw, due: str, seen: int) -> None:
        """See Draws."""
        self._write([Put(_draw_item(draw, due, seen + 1), seen)])

    def step(
        self,
        plan: Stored[KeptPlan],
        draw: Stored[KeptDraw],
        moved: tuple[KeptPlan, KeptDraw],
        due: str,
        fact: Fact,
    ) -> None:
        """See Draws."""
        self._write(
            [
                Put(plan_item(moved[0], plan.content, plan.version + 1), plan.version),
                Put(_draw_item(moved[1], due, draw.version + 1), draw.version),
                Put(_fact_item(fact), 0),
            ]
        )

    def facts(self, plan: str) -> list[Fact]:
        """See Draws."""
        return [Fact.model_validate(item.document) for item in pages(self._table, f"D#{plan}", begins="H#")]

    def due(self, now: str) -> Iterator[str]:
        """See Draws."""
        due = pages(self._table, "DRAWS", between=("0", f"{now}~"), index="a")
        return (str(item.row["plan"]) for item in due)

    def numbers(self, plan: str) -> Stored[KeptNumbers] | None:
        """See Draws."""
        return stored(self._table.get(f"D#{plan}", "N"), KeptNumbers)

    def put_numbers(self, numbers: KeptNumbers, seen: int) -> None:
        """See Draws."""
        document = numbers.model_dump(mode="json", exclude_none=True)
        self._write([Put(Item(f"D#{numbers.plan}", "N", document, v=seen + 1), seen)])

    def wrapped_keys(self, plan: str) -> bytes | None:
        """See Draws."""
        item = self._table.get(f"D#{plan}", "K")
        return base64.b64decode(item.document["wrapped"]) if item else None

    def keep_keys(self, plan: str, wrapped: bytes) -> bytes:
        """See Draws."""
        told = {"plan": plan, "wrapped": base64.b64encode(wrapped).decode()}
        try:
            self._table.put(Item(f"D#{plan}", "K", told), seen=0)
        except Clash:
            return self.wrapped_keys(plan) or wrapped
        return wrapped

    def spared(self) -> Iterator[KeptSpared]:
        """See service_pools.SpareList."""
        return (KeptSpared.model_validate(item.document) for item in pages(self._table, "WHITE"))

    def spare(self, entry: KeptSpared, seen: int) -> None:
        """Write an entry of the white list."""
        self._write(
            [Put(Item("WHITE", entry.number, entry.model_dump(mode="json"), v=seen + 1, h=entry.by), seen)]
        )

    def spared_one(self, number: str) -> Stored[KeptSpared] | None:
        """One entry of the white list."""
        return stored(self._table.get("WHITE", number), KeptSpared)

    def spared_page(self, after: str, limit: int) -> Listing:
        """A page of the white list, by number."""
        page = self._table.query("WHITE", after=after, limit=limit)
        return Listing(tuple(item.document for item in page.items), page.after)

    def counts(self, year: int) -> Mapping[str, int]:
        """See service_pools.Visits: what the year's draws gave out, without what was substituted, voided or exempt."""
        found: dict[str, int] = {}
        for plan in self._plans.all_plans(year):
            if plan["state"] in {"drawn", "opened", "void"} and not plan.get("exempt"):
                for item in pages(self._table, f"D#{plan['id']}", begins="E#"):
                    if item.state not in {"substituted", "voided"}:
                        for number in {item.row["number"], item.row.get("merchant")} - {None}:
                            found[number] = found.get(number, 0) + 1
        return found

    def _write(self, puts: list[Put]) -> None:
        try:
            if len(puts) == 1:
                self._table.put(puts[0].item, puts[0].seen)
            else:
                self._table.put_all(puts)
        except Clash as clash:
            raise Changed from clash


def _draw_item(draw: KeptDraw, due: str, version: int) -> Item:
    return Item(
        f"D#{draw.plan}",
        "~",
        draw.model_dump(mode="json", exclude_none=True),
        v=version,
        state=draw.state,
        a="DRAWS" if due else "",
        b=f"{due}#{draw.plan}" if due else "",
        row={"plan": draw.plan, "state": draw.state} if due else {},
    )


def _fact_item(fact: Fact) -> Item:
    told = fact.model_dump(mode="json")
    key = (f"D#{fact.plan}", f"H#{fact.step}")
    match fact.step:
        case "frozen":
            return Item(*key, told, event=events.DRAW_FROZEN.mark)
        case "drawn":
            return Item(*key, told, event=events.DRAW_DRAWN.mark)
        case "opened":
            return Item(*key, told, event=events.DRAW_OPENED.mark)
        case "void":
            return Item(*key, told, event=events.DRAW_VOIDED.mark)
