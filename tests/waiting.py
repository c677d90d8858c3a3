"""Lists of work for tests: rows in every state, for days around today, in two districts and of three merchants."""

from datetime import timedelta
from itertools import count, product
from typing import Any

from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import local_day
from chalicelib.notices.model import NewNotice, Words, notice_id
from chalicelib.notices.service import Notices
from chalicelib.notices.store import NoticeStore
from chalicelib.store import Item
from tests.complaining import Unit
from tests.complaining import file as complaint
from tests.fakes import FakeTable
from tests.office import ANNA, DISTRICT, LEADING_OFFICER, MERCHANT, NOON, VISIT, Office, actor, made
from tests.publishing import Press
from tests.reviewing import Desk
from tests.standings import Hall

TODAY = local_day(NOON)
FAR = "350206"
SHOPS = (MERCHANT, made("mer", 2), made("mer", 3))
KEEPER = Actor(made("acc", 50), frozenset({Role.MERCHANT}), merchants=frozenset(SHOPS[:2]))
FAR_SUPERVISOR = actor(51, Role.SUPERVISOR, district=FAR)
JACK = Actor(
    made("acc", 52),
    frozenset({Role.INSPECTOR, Role.REVIEWER, Role.LEADER, Role.SUPERVISOR, Role.PUBLISHER, Role.MERCHANT}),
    merchants=frozenset({SHOPS[2]}),
)
"""Of all trades, in the whole city."""


class City:
    """Lists with rows in every state, for today, before and after, in two districts and of three merchants."""

    def __init__(self) -> None:
        self.table = FakeTable()
        self.office = Office(self.table)
        self.orders = Desk(self.office).orders
        self.unit = Unit(self.table)
        self.rights = Press(self.table).rights
        self.standings = Hall(table=self.table).standings
        self.notices = Notices(NoticeStore(self.table), self.office.clock)
        self.numbers = count(1)

    def filled(self) -> "City":
        ins_and_outs = tuple(
            product((-5, -1, 0, 2, 9), ((DISTRICT, SHOPS[0]), (FAR, SHOPS[1]), (FAR, SHOPS[2])))
        )
        for at, (district, shop) in ins_and_outs:
            for state in ("planned", "accepted", "entered", "reviewed"):
                self.visit(at, district, state)
            for state in ("ordered", "in_progress", "submitted", "passed", "failed"):
                self.order(at, district, shop, state)
            for state, objects in product(("due", "notified", "published"), (False, True)):
                self.entry(at, district, shop, state, objects=objects)
            for handler in (ANNA, LEADING_OFFICER, JACK):
                self.file(at, district, shop, handler)
            self.alarm(at, district)
            self.proposal(at, district, shop)
            self.notice(at, district, shop)
        return self

    def visit(self, at: int, district: str, state: str) -> None:
        one, is_over = made("vis", next(self.numbers)), state in {"entered", "reviewed"}
        row = {
            "id": one,
            "state": state,
            "item": {"code": "JL-01", "name": "演示"},
            "place_id": made("sit", 1),
            "place_name": "演示市场",
            "district": district,
            "planned_on": day(at),
            "officers": [ANNA.id],
            **({} if state == "reviewed" else {"due": day(at + 1)}),
        }
        self.row(f"V#{one}", day(at), row, a=f"V#{district}#{state}")
        for who in (ANNA, LEADING_OFFICER, JACK):
            own = f"O#{who.id}"
            self.row(f"V#{one}", day(at), row, sk=own, u=f"U#{who.id}", a="" if is_over else own)

    def order(self, at: int, district: str, shop: str, state: str) -> None:
        one = made("rec", next(self.numbers))
        row = {
            "id": one,
            "visit_id": VISIT,
            "merchant_id": shop,
            "state": state,
            "place_name": "演示市场",
            "district": district,
            "demand": "改正(演示)",
            "due_on": day(at),
        }
        self.row(f"R#{one}", day(at), row, a=f"R#{district}#{state}", u=f"R#{shop}")

    def entry(self, at: int, district: str, shop: str, state: str, *, objects: bool) -> None:
        one = made("ent", next(self.numbers))
        row = {
            "id": one,
            "kind": "result_problem",
            "state": state,
            "merchant_id": shop,
            "district": district,
            "day": day(at - 7),
            "due": day(at),
            "title": "演示",
            "objection": objects,
        }
        self.row(f"P#{one}", day(at), row, a=f"P#{district}#{state}", u=f"P#{shop}")

    def file(self, at: int, district: str, shop: str, handler: Actor) -> None:
        one = complaint(
            id=made("cmp", next(self.numbers)),
            unit=district,
            received_at=NOON + timedelta(days=3 * at - 6),
            about={"merchant_id": shop, "respondent_name": "演示", "respondent_address": "演示路1号"},
        )
        told = {"handler": handler.id, "respondent_told_at": NOON if at < 9 else None}
        asked = {"answer_due": TODAY + timedelta(days=at) if at < 2 else None}
        self.unit.store.add(one.model_copy(update=told | asked), "0" * 64)

    def alarm(self, at: int, district: str) -> None:
        for state in ("open", "dismissed"):
            one = made("alm", next(self.numbers))
            self.row(f"ALM#{one}", day(at), {"id": one, "state": state}, a=f"ALM#{district}#{state}")

    def proposal(self, at: int, district: str, shop: str) -> None:
        row = {
            "merchant_id": shop,
            "n": 1,
            "was": "good",
            "grade": "regular",
            "made_at": "2026-11-20T04:00:00.000Z",
            "explain_until": day(at),
            "is_explained": False,
            "asks_to_be_heard": False,
        }
        self.row(f"T#{made('mer', next(self.numbers))}", day(at), row, a=f"TP#{district}")

    def notice(self, at: int, district: str, shop: str) -> None:
        one = notice_id(shop, str(at))
        said = {"zh": "演示", "en": "demo"}
        new = NewNotice(
            id=one,
            kind="registry.due_soon",
            merchant_id=shop,
            district=district,
            subject="/",
            sentences=Words(**said),
        )
        self.notices.tell([new])
        if at < 0:
            self.notices.read(
                Actor("acc-reader", frozenset({Role.MERCHANT}), merchants=frozenset({shop})), one
            )

    def row(self, pk: str, on: str, row: dict[str, Any], *, sk: str = "~", a: str = "", u: str = "") -> None:
        self.table.put(Item(pk, sk, {}, a=a, u=u, b=f"{on}#{pk.partition('#')[2]}", row=row), 0)


def day(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()
