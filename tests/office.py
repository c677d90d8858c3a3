"""An inspection office for tests: the real services on any table, a clock that is moved by hand, a simple judge."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from threading import Lock
from typing import Any

from chalicelib.accounts.account import Account, Grant, Scopes
from chalicelib.accounts.model import Actor, Role
from chalicelib.accounts.service import Accounts
from chalicelib.accounts.store import AccountStore
from chalicelib.clock import local_day
from chalicelib.follow import Follower
from chalicelib.inspection.checks import CheckBody, NewCheck
from chalicelib.inspection.identification import NewConfirmation
from chalicelib.inspection.model import Visit
from chalicelib.inspection.plan import Plan
from chalicelib.inspection.service import Inspection
from chalicelib.inspection.service_identification import Identifications
from chalicelib.inspection.service_moves import Moves
from chalicelib.inspection.store import InspectionStore
from chalicelib.inspection.store_codes import CodeStore
from chalicelib.registry.acts import NewAct
from chalicelib.registry.model import (
    Instrument,
    InstrumentHead,
    KeptVerification,
    Verification,
    number,
)
from chalicelib.registry.parties import Merchant, Site
from chalicelib.registry.service import Registry
from chalicelib.registry.service_alarms import Alarms
from chalicelib.registry.service_due import DueEffect
from chalicelib.registry.service_follow import CertificateEffect, HeadEffect
from chalicelib.registry.service_heads import Heads
from chalicelib.registry.service_life import Life
from chalicelib.registry.service_search import Search
from chalicelib.registry.service_stalls import Stalls
from chalicelib.registry.service_walks import WalkEffect, Walks
from chalicelib.registry.store import RegistryStore
from chalicelib.registry.store_alarms import AlarmStore
from chalicelib.registry.store_due import DueStore
from chalicelib.registry.store_search import SearchStore
from chalicelib.registry.store_stalls import StallStore
from chalicelib.sampling.assignments import Assignment
from chalicelib.sampling.service_assignments import Assignments, EndingEffect
from chalicelib.sampling.service_plans import Plans
from chalicelib.sampling.store_assignments import AssignmentStore
from chalicelib.sampling.store_plans import PlanStore
from chalicelib.store import Table
from tests.judging import Caps, Exhibits, Lists, simple_judge
from tests.unit.sampling.drawn import Reserve, assignment

DISTRICT = "350203"
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def made(prefix: str, place: int) -> str:
    return f"{prefix}-01jd{place:022d}"


def actor(place: int, *roles: Role, district: str = DISTRICT) -> Actor:
    return Actor(made("acc", place), frozenset(roles), frozenset({district} if district else ()))


ANNA, BAO = actor(1, Role.INSPECTOR), actor(2, Role.INSPECTOR)
STRANGER = actor(3, Role.INSPECTOR)
SUPERVISOR, LEADER, REVIEWER = actor(4, Role.SUPERVISOR), actor(5, Role.LEADER), actor(6, Role.REVIEWER)
LEADING_OFFICER = actor(7, Role.LEADER, Role.INSPECTOR)
AUDITOR = actor(8, Role.AUDITOR, district="")
FAR_LEADER = actor(9, Role.LEADER, district="350206")
PEOPLE = (ANNA, BAO, STRANGER, SUPERVISOR, LEADER, REVIEWER, LEADING_OFFICER, AUDITOR, FAR_LEADER)

CLERK = actor(90, Role.SUPERVISOR, district="")
"""Registers in the whole city."""

SITE, OTHER_SITE, MERCHANT = made("sit", 1), made("sit", 2), made("mer", 1)
SCALE, OTHER_SCALE, ELSEWHERE, PUMP, UNKNOWN = (made("ins", place) for place in range(1, 6))
VISIT = made("vis", 1)
CHECK = made("chk", 1)


def plan(**changed: Any) -> Plan:
    return Plan.model_validate(
        {
            "item": {"code": "JL-01", "name": "集贸市场在用衡器监督检查"},
            "site_id": SITE,
            "officers": [ANNA.id, BAO.id],
            "planned_on": date(2026, 11, 24),
            **changed,
        }
    )


def sent(**changed: Any) -> dict[str, Any]:
    """What a phone sends for a check of SCALE (e = 5 g) with 1 kg: it shows 1,020 g."""
    return {
        "kind": "weighing_instrument",
        "instrument_id": SCALE,
        "device_at": "2026-11-24T03:58:00Z",
        "device": "phone-1",
        "weights": {"class": "M1", "nominal_g": ["1000"], "certificate_no": "SZ-2026-17", "mpe_g": "0.05"},
        "readings": [{"load_g": "1000", "indication_g": "1020"}],
        **changed,
    }


def check(**changed: Any) -> NewCheck:
    return CheckBody.model_validate(sent(**changed)).root


@dataclass
class Ticking:
    """A clock that moves one millisecond with every look, so that nothing happens at the same instant."""

    at: datetime = NOON
    lock: Lock = field(default_factory=Lock)

    def __call__(self) -> datetime:
        with self.lock:
            self.at += timedelta(milliseconds=1)
            return self.at


class Office:
    """The services, and a market with a scale or two."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.clock = Ticking()
        shelf = RegistryStore(table)
        self.heads = Heads(shelf, self.clock)
        self.registry = Registry(shelf, self.heads, self.clock)
        self.life = Life(shelf, self.heads, self.clock)
        self.stalls = Stalls(StallStore(table), self.registry)
        self.acts = count(1)
        self.alarms = Alarms(AlarmStore(table), self.clock)
        self.people = Accounts(AccountStore(table), self.clock, self.registry.district_of)
        self.store = InspectionStore(table)
        self.caps, self.lists, self.exhibits = Caps(), Lists(), Exhibits()
        self.drawn_bytes = count(1)
        self.inspection = Inspection(
            self.store,
            lambda: self.registry,
            lambda: self.people,
            lambda: self.assignments,
            lambda: self.lists,
            simple_judge,
            self.clock,
            self.caps,
            self.entropy,
        )
        self.moves = Moves(self.store, lambda: self.exhibits, self.clock, self.entropy)
        self.codes = CodeStore(table)
        self.identifications = Identifications(
            self.store,
            self.codes,
            lambda: self.registry,
            lambda: self.people,
            lambda account: f"闽执法-{account[-2:]}(演示)",
            self.caps,
            self.clock,
            self.entropy,
        )
        self.assignments = Assignments(
            AssignmentStore(table), Plans(PlanStore(table), self.clock).plan, Reserve, self.clock
        )
        self.due_lists = DueStore(table)
        self.search = Search(SearchStore(table), self.clock)
        self.follower = Follower(
            (
                HeadEffect(self.heads, Walks(shelf)),
                WalkEffect(Walks(shelf)),
                DueEffect(self.due_lists),
                CertificateEffect(shelf, self.alarms, self.clock),
                EndingEffect(self.assignments),
            )
        )

    def furnished(self) -> "Office":
        """With people, places and instruments."""
        for person in PEOPLE:
            self._employ(person)
        self.registry.put_merchant(
            CLERK, MERCHANT, Merchant(name="演示水产", kind="stall_keeper", district=DISTRICT), None
        )
        for site in (SITE, OTHER_SITE):
            self.registry.put_site(
                CLERK, site, Site(name="演示市场", venue="market", district=DISTRICT), None
            )
        for place, (instrument, site) in enumerate(
            {SCALE: SITE, OTHER_SCALE: SITE, ELSEWHERE: OTHER_SITE}.items()
        ):
            self.registry.put_instrument(CLERK, instrument, scale(f"SN-{place}", site), None)
        pump = scale("SN-9", SITE).model_copy(update={"category": "fuel_dispenser"})
        self.registry.put_instrument(CLERK, PUMP, pump, None)
        return self

    def _employ(self, person: Actor) -> None:
        scopes = Scopes(districts=tuple(person.districts))
        grants = tuple(
            Grant(role=role, scopes=scopes, granted_by="acc-0", granted_at="2026-01-01T00:00:00.000Z")
            for role in sorted(person.roles)
        )
        self.people.book.put(Account(id=person.id, name=f"演示{person.id[-1]}", grants=grants), 0)

    def approved(self, **changed: Any) -> "Office":
        """With VISIT planned and approved."""
        self.inspection.put_visit(SUPERVISOR, VISIT, plan(**changed), None)
        self.inspection.approve(LEADER, VISIT, None)
        return self

    def entropy(self, size_bytes: int) -> bytes:
        return hashlib.sha256(str(next(self.drawn_bytes)).encode()).digest()[:size_bytes]

    def identified(self, **changed: Any) -> "Office":
        """With VISIT accepted by Anna, and the merchant's word that the code was compared."""
        self.approved(**changed)
        self.code_in(VISIT)
        return self

    def code_in(self, visit_id: str) -> Visit:
        """An approved visit (or an emergency) accepted, and coded in by the merchant."""
        accepted = self.moves.accept(ANNA, visit_id).value
        told = {"code": accepted.code, "device_at": "2026-11-24T03:55:00Z"}
        return self.identifications.confirm(visit_id, NewConfirmation.model_validate(told)).value

    def drawn(self, **changed: Any) -> Assignment:
        """SITE drawn for Anna and Bao."""
        told = {"object_id": SITE, "officers": (ANNA.id, BAO.id), "district": DISTRICT, **changed}
        one = assignment(0, **told)
        self.assignments.book.add([one])
        return one

    def act(self, actor: Actor, kind: str, instrument: str = SCALE, **said: Any) -> InstrumentHead:
        """The head after a new act, whether it was done or refused."""
        new = NewAct.model_validate({"kind": kind, **said})
        return self.life.put_act(actor, instrument, made("act", next(self.acts)), new)[1]

    def suspend(
        self, actor: Actor = ANNA, instrument: str = SCALE, reason: str = "示值超差"
    ) -> InstrumentHead:
        """Ordered out of use."""
        return self.act(actor, "suspend", instrument, reason=reason)

    def verify(
        self, actor: Actor, lab: str, instrument: str = SCALE, place: int = 1, **changed: Any
    ) -> KeptVerification:
        """A pass by this lab today, for a year, unless changed."""
        today = local_day(self.clock())
        new = {
            "lab_id": lab,
            "lab_name": "演示检定所",
            "certificate_no": f"JL-{place}",
            "conclusion": "pass",
            "verified_on": today,
            "valid_until": today + timedelta(days=364),
            **changed,
        }
        verification = Verification.model_validate(new)
        return self.heads.record_verification(actor, instrument, made("ver", place), verification)[0]

    def head(self, instrument: str = SCALE) -> InstrumentHead:
        return self.registry.head(number(instrument))


def scale(serial_no: str, site: str) -> Instrument:
    return Instrument.model_validate(
        {
            "category": "price_scale",
            "name": "电子计价秤",
            "model": "ACS-15",
            "maker": "演示衡器有限公司",
            "serial_no": serial_no,
            "merchant_id": MERCHANT,
            "site_id": site,
            "accuracy_class": "III",
            "max_g": "15000",
            "min_g": "100",
            "e_g": "5",
            "d_g": "5",
        }
    )


def business() -> Merchant:
    return Merchant(
        name="演示超市有限公司", kind="enterprise", district=DISTRICT, credit_code="91350200MA2XXXXX0K"
    )
