"""A planning desk for tests: published items, a drafted plan, and the people it takes."""

from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.accounts.account import Account, Grant, Scopes
from chalicelib.accounts.model import Actor, Role
from chalicelib.accounts.service import Accounts
from chalicelib.accounts.store import AccountStore
from chalicelib.sampling.items import Item
from chalicelib.sampling.plans import Plan
from chalicelib.sampling.service_officers import Officers
from chalicelib.sampling.service_plans import Plans
from chalicelib.sampling.store_plans import PlanStore
from tests.fakes import FakeTable
from tests.golden.draws.make import QUICKNET

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
ROUND = (int(NOON.timestamp()) + 7200 - int(str(QUICKNET["genesis_seconds"]))) // 3
"""Of quicknet, two hours after noon."""


def made(prefix: str, place: int) -> str:
    return f"{prefix}-01jd{place:022d}"


def actor(place: int, *roles: Role, district: str = "") -> Actor:
    return Actor(made("acc", place), frozenset(roles), frozenset({district} if district else ()))


SUPERVISOR, LEADER, PUBLISHER = actor(1, Role.SUPERVISOR), actor(2, Role.LEADER), actor(3, Role.PUBLISHER)
EVERYTHING = actor(4, Role.SUPERVISOR, Role.LEADER, Role.PUBLISHER)
LOCAL = actor(5, Role.SUPERVISOR, district="350203")
INSPECTORS = tuple(actor(10 + place, Role.INSPECTOR) for place in range(5))
AUDITOR = actor(20, Role.AUDITOR)
ITEM, PLAN = made("itm", 1), made("pln", 1)


def item(**changed: Any) -> Item:
    return Item.model_validate(
        {
            "code": "JL-01",
            "name": "集贸市场在用衡器监督检查",
            "basis": [{"title": "中华人民共和国计量法", "article": "第九条"}],
            "objects": "site",
            "weight_class": "general",
            "ratio_ceiling": {"numerator": 10, "denominator": 100},
            "department": "厦门市市场监督管理局(演示)",
            "since": "2026-01-01",
            **changed,
        }
    )


def plan(**changed: Any) -> Plan:
    return Plan.model_validate(
        {
            "name": "2026年集贸市场计量专项抽查(演示)",
            "year": 2026,
            "campaign": "market",
            "items": [ITEM],
            "departments": ["厦门市市场监督管理局(演示)"],
            "scope": {"objects": "site", "districts": ["350203", "350206"], "venues": ["market"]},
            "strata": [
                {"name": "思明", "districts": ["350203"], "ratio": {"numerator": 5, "denominator": 100}},
                {"name": "其他", "count": 2, "reserve": 1},
            ],
            "from": "2026-11-25",
            "until": "2026-12-15",
            "source": {**QUICKNET, "round": ROUND},
            "fallback": {
                "kind": "lottery",
                "name": "双色球",
                "issue": "2026136",
                "drawn_at": "2026-11-26T13:15:00Z",
            },
            "open_by": "2026-12-20T00:00:00Z",
            **changed,
        }
    )


class Desk:
    """The services on a table; its clock is moved by hand."""

    def __init__(self, table: FakeTable) -> None:
        self.table = table
        self.now = NOON
        shelf = PlanStore(table)
        self.plans = Plans(shelf, lambda: self.now)
        self.people = Accounts(AccountStore(table), lambda: self.now)
        self.officers = Officers(shelf, lambda: self.people)

    def later(self, by: timedelta) -> None:
        self.now += by

    def furnished(self) -> "Desk":
        """With the item published and inspectors employed."""
        for person in INSPECTORS:
            grant = Grant(
                role=Role.INSPECTOR,
                scopes=Scopes(),
                granted_by="acc-0",
                granted_at="2026-01-01T00:00:00.000Z",
            )
            self.people.book.put(Account(id=person.id, name="演示", grants=(grant,)), 0)
        self.plans.put_item(SUPERVISOR, ITEM, item(), None)
        self.plans.publish_item(PUBLISHER, ITEM)
        return self

    def published(self, **changed: Any) -> "Desk":
        """With the plan drafted, approved and published."""
        self.plans.put_plan(SUPERVISOR, PLAN, plan(**changed), None)
        self.plans.approve(LEADER, PLAN)
        self.plans.publish(PUBLISHER, PLAN)
        return self
