"""A unit that handles complaints, for tests: the real procedure on any table, people, files in their first state."""

from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import Any

import pytest

from chalicelib.accounts.account import Account, Grant, Scopes
from chalicelib.accounts.model import Actor, Role
from chalicelib.accounts.service import Accounts
from chalicelib.accounts.store import AccountStore
from chalicelib.complaints import masking
from chalicelib.complaints.model import File
from chalicelib.complaints.moves import FIRST, hands
from chalicelib.complaints.service_book import Whole
from chalicelib.complaints.service_desk import Desk
from chalicelib.complaints.service_exchange import Exchanges
from chalicelib.complaints.service_respondents import Respondents
from chalicelib.complaints.service_steps import Procedure
from chalicelib.complaints.service_words import Words
from chalicelib.complaints.steps import NewStep, Step
from chalicelib.complaints.steps_hands import CITIZEN, SYSTEM, Taker
from chalicelib.complaints.steps_taking import received
from chalicelib.complaints.store import ComplaintStore
from chalicelib.complaints.store_desk import QueueStore
from chalicelib.complaints.store_exchange import ExchangeStore
from chalicelib.errors import Problem
from chalicelib.store import Table
from tests.office import ANNA, DISTRICT, MERCHANT, NOON, OTHER_SCALE, SCALE, SITE, Ticking, actor, made

COMPLAINT, REPORT, OTHER_REPORT = made("cmp", 1), made("cmp", 2), made("cmp", 3)
CITY = actor(60, Role.SUPERVISOR, district="")
SENIOR = actor(61, Role.LEADER, Role.SUPERVISOR)
"""Leads and supervises."""
KEEPER = Actor(made("acc", 62), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
__all__ = ["CITIZEN", "SYSTEM", "Unit"]

WORDS = "演示用语"
WEIGHED: dict[str, Any] = {
    "purchase": {
        "goods": "基围虾",
        "category": "aquatic",
        "bought_on": "2026-11-24",
        "price_yuan_per_kg": "96.00",
        "settled_g": "1000",
        "found_g": "950",
        "method": "fair_scale",
        "fair_scale_instrument_id": OTHER_SCALE,
        "paid_yuan": "96.00",
    },
    "request": {"wants": ["make_good", "refund"], "text": "退差价(演示)"},
    "consents": {"reporter": True, "delegation": False},
}
"""What a consumer tells who weighed again on the market's fair scale."""


def file(kind: str = "complaint", **changed: Any) -> File:
    """A file about a stall's scale as it is first kept, received at NOON unless changed."""
    said: dict[str, Any] = {
        "id": COMPLAINT if kind == "complaint" else REPORT,
        "kind": kind,
        "state": FIRST[kind],  # type: ignore[index]  # tests name the kind
        "unit": DISTRICT,
        "received_at": NOON,
        "channel": "web",
        "about": {
            "site_id": SITE,
            "stall_id": made("stl", 1),
            "instrument_id": SCALE,
            "merchant_id": MERCHANT,
            "respondent_name": "演示水产",
            "respondent_address": "演示市场 A12",
        },
        "facts": "买虾两斤，复称少一两(演示)",
        "secret_hash": "0" * 64,
        **changed,
    }
    return received(File.model_validate({"submission": said["id"], **said}))


def taker(who: Actor | Taker) -> Taker:
    """Whoever takes a step."""
    if isinstance(who, Taker):
        return who
    return Taker(who.id, hands(who.roles), is_citywide=not who.districts)


class Unknown:
    """See service_words.Masker: nobody knows who the reporters are."""

    def mask(self, complaint: str, texts: Mapping[str, str]) -> Mapping[str, str]:  # noqa: ARG002 - of any file
        return {name: masking.text(text) for name, text in texts.items()}


class Unit[T: Table]:
    """The procedure, and a clock that is moved by hand."""

    def __init__(self, table: T) -> None:
        self.table = table
        self.clock = Ticking()
        self.store = ComplaintStore(table)
        self.procedure = Procedure(self.store, self.clock)
        self.taken = count(1)
        self.people = Accounts(AccountStore(table), self.clock, lambda _: "")
        words = Words(Unknown())
        self.desk = Desk(
            self.procedure, self.store, QueueStore(table), lambda: self.people, self.clock, words
        )
        self.respondents = Respondents(self.procedure, self.store, QueueStore(table), self.clock, words)
        self.exchanges = Exchanges(self.store, ExchangeStore(table), self.procedure, self.clock, words)

    def employ(self, *people: Actor) -> "Unit[T]":
        """Give people their accounts, so that files can be assigned to them."""
        for person in people:
            scopes = Scopes(districts=tuple(person.districts))
            grants = tuple(
                Grant(role=role, scopes=scopes, granted_by="acc-0", granted_at="2026-01-01T00:00:00.000Z")
                for role in sorted(person.roles)
            )
            self.people.book.put(Account(id=person.id, name="演示", grants=grants), 0)
        return self

    def receive(self, kind: str = "complaint", **changed: Any) -> File:
        one = file(kind, **changed)
        self.store.add(one, "0" * 64)
        return one

    def step(
        self, who: Actor | Taker, kind: str, complaint: str = COMPLAINT, *, id_: str = "", **said: Any
    ) -> tuple[Whole, Step]:
        """A new step of this kind; raises what it is refused for."""
        step = id_ or made("stp", next(self.taken))
        new = NewStep.model_validate({"kind": kind, **said})
        whole, kept, _ = self.procedure.take(complaint, step, new, taker(who), lambda *_: None)
        return whole, kept

    def order(
        self, who: Actor, kind: str, complaint: str = COMPLAINT, *, id_: str = "", **said: Any
    ) -> tuple[Whole, Step, bool]:
        """A step as the desk takes it from an officer, who must work there."""
        step = id_ or made("stp", next(self.taken))
        return self.desk.take(who, complaint, step, NewStep.model_validate({"kind": kind, **said}))

    def kept(self, complaint: str = COMPLAINT) -> File:
        stored = self.store.file(complaint)
        assert stored is not None
        return stored.value

    def whole(self, complaint: str = COMPLAINT) -> Whole:
        found = self.store.whole(complaint)
        assert found is not None
        return found

    def handled(self, complaint: str = COMPLAINT) -> "Unit[T]":
        """Assigned to Anna by herself."""
        self.step(ANNA, "assign", complaint, handler=ANNA.id)
        return self

    def accepted(self) -> "Unit[T]":
        """A complaint, assigned and accepted."""
        self.handled().step(ANNA, "accept")
        return self

    def mediating(self) -> "Unit[T]":
        """A complaint in mediation, to which both sides agreed."""
        self.accepted()
        for side in ("reporter", "respondent"):
            self.step(ANNA, "consent", of=side, agrees=True, text="来电同意(演示)")
        self.step(ANNA, "mediate", on="2026-12-01", place="演示市场办公室")
        return self

    def at(self, instant: datetime) -> "Unit[T]":
        """Later."""
        self.clock.at = instant
        return self


def refused(
    unit: Unit[Any],
    why: type[Problem],
    who: Actor | Taker,
    kind: str,
    complaint: str = COMPLAINT,
    /,
    **said: Any,
) -> None:
    before = unit.whole(complaint)
    with pytest.raises(why):
        unit.step(who, kind, complaint, **said)
    assert unit.whole(complaint) == before
