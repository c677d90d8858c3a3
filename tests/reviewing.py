"""What is found, decided, ordered and rectified, for tests."""

from dataclasses import replace
from typing import Any

from chalicelib.accounts.model import Actor, Role
from chalicelib.follow import Follower
from chalicelib.inspection.endings import NewResult
from chalicelib.inspection.findings import NewDecision, NewFinding
from chalicelib.inspection.model import Visit
from chalicelib.inspection.orders import NewEscalation, NewRectification, NewSubmission, Rectification
from chalicelib.inspection.service_evidence import Exhibits
from chalicelib.inspection.service_findings import Findings
from chalicelib.inspection.service_orders import Orders
from chalicelib.inspection.service_orders_follow import OrderEffect
from chalicelib.inspection.service_recheck import Rechecks
from chalicelib.inspection.service_review import Review
from chalicelib.inspection.service_stops import Stops
from chalicelib.inspection.store_corrections import CorrectionStore
from chalicelib.inspection.store_evidence import EvidenceStore
from chalicelib.inspection.store_orders import OrderStore
from chalicelib.notices.service import Notices
from chalicelib.notices.store import NoticeStore
from chalicelib.store_dynamo import attributes
from tests import office as demo
from tests import visiting
from tests.exhibits import FakeFiles
from tests.office import (
    ANNA,
    BAO,
    CHECK,
    DISTRICT,
    LEADER,
    MERCHANT,
    REVIEWER,
    SCALE,
    SUPERVISOR,
    VISIT,
    Office,
    made,
)

FINDING, ORDER, CORRECTION = made("fin", 1), made("rec", 1), made("cor", 1)
KEEPER = Actor(made("acc", 41), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
OTHER_KEEPER = replace(KEEPER, id=made("acc", 42), merchants=frozenset({made("mer", 9)}))
RECHECK = made("vis", 5)
QUOTE = {
    "text": "使用计量器具不得破坏其准确度(演示条文)",
    "source": "计量法 第十六条(演示)",
}


def finding(**changed: Any) -> NewFinding:
    """A scale that shows too much, by CHECK."""
    told = {
        "kind": "instrument",
        "text": "电子计价秤示值超差(演示)",
        "basis": {"checks": [CHECK], "citation": "计量法 第十六条"},
        "instrument_id": SCALE,
        **changed,
    }
    return NewFinding.model_validate(told)


def confirms(**changed: Any) -> NewDecision:
    return NewDecision.model_validate({"decision": "confirmed", "quote": QUOTE, **changed})


DROPS = NewDecision(decision="dropped", reason="现场复测合格(演示)")
ORDERED = NewResult(codes=("5",))
NOTHING = NewResult(codes=("1",))
ESCALATES = NewEscalation(reason="逾期未改(演示)")


def order(**changed: Any) -> NewRectification:
    told = {
        "visit_id": VISIT,
        "merchant_id": MERCHANT,
        "findings": [FINDING],
        "demand": "停止使用该秤，维修并重新检定(演示)",
        "term_days": 15,
        **changed,
    }
    return NewRectification.model_validate(told)


def submission(**changed: Any) -> NewSubmission:
    return NewSubmission.model_validate({"text": "已更换传感器并重新检定(演示)", **changed})


def findings(office: Office, exhibits: Any) -> Findings:
    """What officers of this office found wrong, resting on these exhibits."""
    registry = lambda: office.registry  # noqa: E731
    return Findings(office.store, lambda: exhibits, registry, registry, office.clock)


class Desk:
    """An office with what belongs to findings, review and orders."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.store = OrderStore(office.table)
        self.files = FakeFiles()
        self.exhibits = Exhibits(EvidenceStore(office.table), self.files, office.clock)
        self.findings = findings(office, office.exhibits)
        self.review = Review(office.store, CorrectionStore(office.table), office.clock)
        self.stops = Stops(self.store, lambda: office.registry, lambda: office.life, office.clock)
        self.orders = Orders(
            office.store,
            self.store,
            lambda: office.registry,
            lambda: office.registry,
            self.stops,
            lambda: self.exhibits,
            office.clock,
        )
        self.rechecks = Rechecks(self.store, office.store, office.clock)
        self.notices = NoticeStore(office.table)
        self.follower = Follower((OrderEffect(self.store, self.stops, Notices(self.notices, office.clock)),))

    def visit(self, visit_id: str = VISIT) -> Visit:
        stored = self.office.store.visit(visit_id)
        assert stored is not None
        return stored.value

    def checked(self, **planned: Any) -> "Desk":
        """VISIT coded in, a failing check recorded, the record closed."""
        self.office.identified(**planned)
        self.office.inspection.put_check(ANNA, VISIT, CHECK, demo.check())
        self.office.moves.close(ANNA, VISIT, visiting.closing())
        return self

    def found(self, *, decision: NewDecision | None = None) -> "Desk":
        """With the finding that the check calls for, decided: confirmed unless told otherwise."""
        self.findings.put(ANNA, VISIT, FINDING, finding())
        self.findings.decide(BAO, VISIT, FINDING, decision or confirms())
        return self

    def ordered(self, **changed: Any) -> Rectification:
        """With the order to put it right."""
        return self.orders.issue(ANNA, ORDER, order(**changed))[0]

    def kept(self) -> Rectification:
        """ORDER as it stands."""
        return self.orders.read(LEADER, ORDER)

    def follow(self, pk: str = f"R#{ORDER}", sk: str = "~") -> None:
        """The stream brings what was last written there, as often as it likes."""
        item = self.office.table.get(pk, sk)
        assert item is not None
        record = {"dynamodb": {"SequenceNumber": "1", "NewImage": attributes(item)}}
        assert self.follower.consume([record]) == {"batchItemFailures": []}

    def listed(self, state: str = "ordered") -> list[str]:
        """The district's orders in a state."""
        return [row["id"] for row in self.orders.of_district(LEADER, DISTRICT, state, "").rows]

    def reviewed(self) -> "Desk":
        """Entered as «发现问题已责令改正», and reviewed."""
        self.office.moves.enter(ANNA, VISIT, ORDERED)
        self.office.moves.review(REVIEWER, VISIT, None)
        return self

    def recheck(self, result: NewResult, visit_id: str = RECHECK) -> Visit:
        """A recheck of ORDER, from its plan to its review."""
        office = self.office
        source = {"kind": "recheck", "order": ORDER}
        office.inspection.put_visit(SUPERVISOR, visit_id, demo.plan(source=source), None)
        office.inspection.approve(LEADER, visit_id, None)
        office.code_in(visit_id)
        office.moves.close(ANNA, visit_id, visiting.closing(checks=[], note="现场查看(演示)"))
        office.moves.enter(ANNA, visit_id, result)
        return office.moves.review(REVIEWER, visit_id, None).value
