"""Items of plans and draws; see make."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from chalicelib.sampling.draws import Numbers
from chalicelib.sampling.exclusions import Spared
from chalicelib.sampling.officers import Conflict, PoolOfficer
from chalicelib.store import Item
from tests.fakes import FakeTable
from tests.unit.sampling import desk as planning
from tests.unit.sampling.desk import INSPECTORS
from tests.unit.sampling.desk import SUPERVISOR as PLANNER
from tests.unit.sampling.desk import Desk as PlanningDesk
from tests.unit.sampling.hall import LOTTERY, Hall


def drawn() -> Iterator[Item]:
    """One draw by a lottery from its freeze to its opening, and one that was void."""
    begins = {**LOTTERY, "drawn_at": "2026-11-25T13:15:00Z"}
    hall = Hall(source=begins).frozen()
    hall.ceremony.spare(
        planning.LEADER, "7K3M9Q2RTB", Spared(reason="停业整顿(演示)", until=date(2027, 1, 1))
    )
    hall.desk.now = datetime(2026, 11, 25, 13, 15, tzinfo=UTC)
    outcome = {"kind": "lottery", "numbers": ["03", "07", "12"]}
    numbers = Numbers.model_validate({"used": "source", "outcome": outcome})
    for person in (planning.SUPERVISOR, planning.LEADER):
        hall.ceremony.enter(person, planning.PLAN, numbers)
    hall.turn()
    hall.desk.now = datetime(2026, 12, 16, tzinfo=UTC)
    hall.turn()
    ours = ("~", "H#", "K", "N")
    yield from (item for item in hall.table.items.values() if item.pk == "WHITE" or item.sk.startswith(ours))
    late = Hall().frozen()
    late.desk.now = datetime(2027, 1, 1, tzinfo=UTC)
    late.turn()
    yield from (item for item in late.table.items.values() if item.sk == "H#void")


def planned() -> Iterator[Item]:
    """An item list, a published plan, an officer with a conflict."""
    desk = PlanningDesk(FakeTable()).furnished().published()
    one = INSPECTORS[0].id
    entered = PoolOfficer(account=one, certificate_no="闽执法-001(演示)", qualifications=("计量",))
    desk.officers.enter(PLANNER, entered)
    desk.officers.declare(PLANNER, one, (Conflict(object="7K3M9Q2RTB", reason="近亲属经营"),))
    yield from (item for item in desk.table.items.values() if not item.pk.startswith("U#"))
