"""The publisher's desk for tests: the rights clock on any table, with a clock that is moved by hand."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from chalicelib import events
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import CITY_ZONE
from chalicelib.notices.service import Notices
from chalicelib.notices.store import NoticeStore
from chalicelib.publication import terms
from chalicelib.publication.entries import entry_id
from chalicelib.publication.penalties import NewPenalty
from chalicelib.publication.rights import Entry
from chalicelib.publication.service_rights import Rights
from chalicelib.publication.service_rights_follow import RightsEffect
from chalicelib.publication.service_rights_keep import Keeper
from chalicelib.publication.steps import NewStep
from chalicelib.publication.store_rights import RightsStore
from chalicelib.publication.terms import Terms
from chalicelib.store import Item, Table
from tests.fakes import FakeTable
from tests.office import DISTRICT, MERCHANT, actor, made

MONDAY = date(2026, 11, 23)
VISIT, ENTRY = made("vis", 1), entry_id(made("vis", 1), MERCHANT)
OFFICER, REVIEWER, APPROVER = (made("acc", place) for place in (1, 6, 5))
PUBLISHER, OTHER_PUBLISHER = actor(60, Role.PUBLISHER), actor(61, Role.PUBLISHER)
DECIDER, LEADER = actor(62, Role.REVIEWER), actor(63, Role.LEADER)
KEEPER = Actor(made("acc", 41), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
OTHER_KEEPER = replace(KEEPER, id=made("acc", 42), merchants=frozenset({made("mer", 9)}))
CLEAN = {"code": "1", "zh": "未发现问题", "en": "nothing found", "problem": False}
ORDERED = {
    "code": "5",
    "zh": "发现问题已责令改正",
    "en": "problems found, correction ordered",
    "problem": True,
}
PENDING = {"code": "8", "zh": "发现问题待后续处理", "en": "problems found, to be dealt with", "problem": True}


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), CITY_ZONE).astimezone(UTC)


def told(*codes: dict[str, Any], merchant: str = MERCHANT, **changed: Any) -> dict[str, Any]:
    """What inspection tells of a reviewed visit that ended on MONDAY."""
    return {
        "visit_id": VISIT,
        "district": DISTRICT,
        "owner": merchant,
        "ended_on": str(MONDAY),
        "source": "draw",
        "item": {"code": "JL-01", "name": "集贸市场在用衡器监督检查"},
        "assignment": {"plan": made("pln", 1), "order": 3},
        "involved": [OFFICER, APPROVER, REVIEWER],
        "concerned": [{"merchant_id": merchant, "codes": list(codes or (ORDERED,)), "checks": 2}],
        **changed,
    }


def order(number: int = 1, **changed: Any) -> dict[str, Any]:
    """An order to rectify of VISIT, as its event tells it."""
    return {
        "id": made("rec", number),
        "visit_id": VISIT,
        "merchant_id": MERCHANT,
        "state": "ordered",
        "due_on": "2026-12-08",
        **changed,
    }


def penalty(**changed: Any) -> NewPenalty:
    is_fine = "fine" in changed.get("measures", ["fine"])
    return NewPenalty.model_validate(
        {
            "merchant_id": MERCHANT,
            "district": DISTRICT,
            "number": "厦思市监处罚〔2026〕12号(演示)",
            "decided_on": str(MONDAY),
            "authority": "厦门市思明区市场监督管理局(演示)",
            "measures": ["fine", "confiscation"],
            "class": "general",
            "summary": "使用不合格的计量器具，责令改正并罚款(演示)",
            "violation": "使用不合格的计量器具",
            "basis": "《计量法实施细则》第四十六条",
            "fine_cny": "1380.00" if is_fine else None,
            **changed,
        }
    )


class Press:
    """A publisher's desk, its keeper, and the stream that brings it inspection's events."""

    def __init__(
        self,
        table: Table | None = None,
        versions: Callable[[], Sequence[Terms]] = terms.official,
        day: date = MONDAY,
    ) -> None:
        self.table = table or FakeTable()
        self.now = noon(day)
        self.store = RightsStore(self.table)
        self.notices = NoticeStore(self.table)
        self.rights = Rights(self.store, lambda: self.now, versions)
        self.keeper = Keeper(self.rights, Notices(self.notices, lambda: self.now), (DISTRICT,))
        self.effect = RightsEffect(self.rights)
        self.count = 0

    def on(self, day: date) -> "Press":
        """At noon of a day."""
        self.now = noon(day)
        return self

    def later(self, days: int) -> "Press":
        self.now += timedelta(days=days)
        return self

    def bring(self, event: events.Event, document: dict[str, Any], version: int = 1) -> "Press":
        """The stream brings an event."""
        for key in self.effect.touched(Item("V#", "W", document, v=version, event=event.mark)):
            self.effect.refresh(key)
        return self

    def reviewed(self, *codes: dict[str, Any], **changed: Any) -> "Press":
        """ENTRY recorded."""
        return self.bring(events.VISIT_REVIEWED, told(*codes, **changed))

    def tended(self) -> "Press":
        """After the keeper's run."""
        self.keeper.run(lambda: True)
        return self

    def take(self, who: Actor, kind: str, entry: str = ENTRY, **sent: Any) -> Entry:
        """A person takes a step under a new id."""
        self.count += 1
        step = NewStep.model_validate({"kind": kind, **sent})
        return self.rights.take(who, entry, made("stp", self.count), step)[0]

    def kept(self, entry: str = ENTRY) -> Entry:
        standing = self.store.entry(entry)
        assert standing is not None
        return standing[0]

    def shown(self, entry: str = ENTRY) -> list[dict[str, Any]]:
        """What the public was told of an entry, step by step."""
        page = self.table.query(f"P#{entry}", begins="L#", limit=500)
        assert all(item.event == events.ENTRY_SHOWN.mark for item in page.items)
        return [dict(item.document) for item in page.items]

    def told(self) -> list[str]:
        """What its merchant was told, as the app shows it."""
        return [str(row["sentences"]["zh"]) for row in self.notices.of_merchant(MERCHANT, "", 100)[0]]


def items() -> Iterator[Item]:
    """A result with a problem, rectified, replied to and published."""
    press = Press()
    press.bring(events.RECTIFICATION_CHANGED, order()).reviewed().tended()
    press.take(KEEPER, "reply", text="已送检并更换(演示)")
    press.later(14).bring(
        events.RECTIFICATION_CHANGED, order(state="passed", corrected_on="2026-12-02"), version=2
    )
    press.take(PUBLISHER, "publish")
    assert isinstance(press.table, FakeTable)
    yield from (item for item in press.table.items.values() if item.pk.startswith("P#"))
