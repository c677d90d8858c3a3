"""What a draw takes for randomness, and when it is opened or void."""

import json
from datetime import date, datetime, timedelta

import pytest

from chalicelib.sampling.assignments import Ending, visit_id
from chalicelib.sampling.bundle import LotteryOutcome
from chalicelib.sampling.draws import Numbers
from chalicelib.sampling.problems import (
    NoSubstitute,
    NumbersDiffer,
    NumbersSettled,
    NumbersUnfit,
    SamePerson,
    VisitsOpen,
)
from chalicelib.sampling.service_assignments import Assignments
from chalicelib.sampling.service_opening import NOT_OPENED
from chalicelib.sampling.service_substitutes import BadRequest
from tests.unit.sampling.desk import INSPECTORS, LEADER, PLAN, SUPERVISOR
from tests.unit.sampling.hall import LOTTERY, OPEN_DAY, SITE_0, Hall, Killed


class TestRandomness:
    NUMBERS = Numbers.model_validate(
        {
            "used": "fallback",
            "reason": "drand 停止服务",
            "outcome": {"kind": "lottery", "numbers": ["03", "07"]},
        }
    )

    def test_nothing_is_drawn_before_the_round_is_out(self) -> None:
        hall = Hall().frozen()
        assert hall.due() == []
        hall.turn()
        assert hall.state() == "frozen"
        hall.desk.later(timedelta(hours=2))
        assert hall.due() == [PLAN]

    def test_a_silent_source_gives_way_to_the_one_named_before(self) -> None:
        hall = Hall().frozen()
        hall.is_silent = True
        hall.desk.later(timedelta(hours=3, minutes=59))
        hall.turn()
        assert hall.state() == "frozen"
        with pytest.raises(NumbersUnfit):
            hall.ceremony.enter(SUPERVISOR, PLAN, self.NUMBERS)
        hall.desk.now = datetime.fromisoformat("2026-11-26T13:15:00Z")
        hall.turn()
        assert hall.state() == "frozen"
        assert hall.ceremony.enter(SUPERVISOR, PLAN, self.NUMBERS).confirmed_by is None
        hall.turn()
        assert hall.state() == "frozen", "one person is not enough"
        confirmed = hall.ceremony.enter(LEADER, PLAN, self.NUMBERS)
        assert (confirmed.entered_by, confirmed.confirmed_by) == (SUPERVISOR.id, LEADER.id)
        hall.turn()
        assert hall.state() == "drawn"
        told = json.loads(hall.public.kept[f"{PLAN}/randomness.json"])
        assert (told["used"], told["reason"]) == ("fallback", "drand 停止服务")
        hall.desk.now = OPEN_DAY
        hall.turn()
        assert hall.faults() == []

    def test_numbers_are_entered_by_two_who_agree(self) -> None:
        hall = Hall(source={**LOTTERY, "drawn_at": "2026-11-25T13:15:00Z"}, fallback=LOTTERY).frozen()
        numbers = Numbers(used="source", outcome=LotteryOutcome(kind="lottery", numbers=("03", "07")))
        other = Numbers(used="source", outcome=LotteryOutcome(kind="lottery", numbers=("03", "08")))
        with pytest.raises(NumbersUnfit):
            hall.ceremony.enter(SUPERVISOR, PLAN, numbers)
        hall.desk.now = datetime.fromisoformat("2026-11-25T13:15:00Z")
        with pytest.raises(SamePerson):
            hall.ceremony.enter(LEADER, PLAN, numbers)
        hall.ceremony.enter(SUPERVISOR, PLAN, other)
        assert hall.ceremony.enter(SUPERVISOR, PLAN, numbers).outcome == numbers.outcome
        assert hall.ceremony.enter(SUPERVISOR, PLAN, numbers).confirmed_by is None
        with pytest.raises(NumbersDiffer):
            hall.ceremony.enter(LEADER, PLAN, other)
        hall.ceremony.enter(LEADER, PLAN, numbers)
        with pytest.raises(NumbersSettled):
            hall.ceremony.enter(SUPERVISOR, PLAN, other)
        hall.turn()
        assert hall.state() == "drawn"
        assert hall.ceremony.enter(LEADER, PLAN, numbers).confirmed_by == LEADER.id

    @pytest.mark.parametrize(
        "wrong",
        [
            {"used": "source", "outcome": {"kind": "lottery", "numbers": ["1"]}},
            {"used": "fallback", "outcome": {"kind": "lottery", "numbers": ["1"]}},
            {
                "used": "fallback",
                "reason": "x",
                "outcome": {"kind": "dice", "throws": "1" * 20, "witnesses": ["A", "B"]},
            },
        ],
    )
    def test_numbers_of_no_source_or_without_reason_are_refused(self, wrong: dict[str, object]) -> None:
        hall = Hall().frozen()
        hall.desk.now = datetime.fromisoformat("2026-11-27T00:00:00Z")
        with pytest.raises(NumbersUnfit):
            hall.ceremony.enter(SUPERVISOR, PLAN, Numbers.model_validate(wrong))

    def test_dice_need_two_witnesses_without_names(self) -> None:
        dice = {"kind": "dice", "throws": 20, "thrown_at": "2026-11-25T00:00:00Z"}
        hall = Hall(source=dice).frozen()
        hall.desk.now = datetime.fromisoformat("2026-11-25T00:00:00Z")
        thrown: dict[str, object] = {"kind": "dice", "throws": "12345" * 4}
        for witnesses in (
            ["7K3M9Q2RTB", "7K3M9Q2RTB"],
            ["7K3M9Q2RTB", "陈见证"],
            ["7K3M9Q2RTB", "Chen Jian"],
        ):
            unfit = {"used": "source", "outcome": {**thrown, "witnesses": witnesses}}
            with pytest.raises(NumbersUnfit):
                hall.ceremony.enter(SUPERVISOR, PLAN, Numbers.model_validate(unfit))
        thrown["witnesses"] = ["7K3M9Q2RTB", "7K3M9Q2RTC"]
        numbers = Numbers.model_validate({"used": "source", "outcome": thrown})
        hall.ceremony.enter(SUPERVISOR, PLAN, numbers)
        hall.ceremony.enter(LEADER, PLAN, numbers)
        hall.turn()
        assert hall.state() == "drawn"

    def test_no_randomness_until_the_deadline_is_void(self) -> None:
        hall = Hall().frozen()
        hall.is_silent = True
        hall.desk.now = datetime.fromisoformat("2026-12-20T00:00:01Z")
        hall.turn()
        assert hall.state() == "void"


class TestOpening:
    def test_not_while_visits_are_left(self) -> None:
        hall = Hall().drawn()
        hall.turn()
        assert hall.state() == "drawn"
        with pytest.raises(VisitsOpen):
            hall.ceremony.ask_opening(SUPERVISOR, PLAN)
        desk = Assignments(hall.given, hall.desk.plans.plan, lambda: hall.order, hall.clock)
        for row in hall.given.board(PLAN, None, "", 100).rows:
            visit = visit_id(PLAN, row["order"], 0)
            desk.note(PLAN, row["order"], Ending(visit=visit, outcome="done", on=date(2026, 11, 25)))
        hall.ceremony.ask_opening(SUPERVISOR, PLAN)
        hall.turn()
        assert hall.state() == "opened"
        assert hall.ceremony.ask_opening(SUPERVISOR, PLAN).state == "opened"
        assert hall.faults() == []

    def test_shortly_before_the_deadline_it_opens_whatever_is_left(self) -> None:
        hall = Hall(open_by="2026-12-01T00:00:00Z").drawn()
        hall.desk.now = datetime.fromisoformat("2026-11-30T22:59:59Z")
        hall.turn()
        assert hall.state() == "drawn"
        hall.desk.later(timedelta(seconds=1))
        assert hall.due() == [PLAN]
        hall.turn()
        assert hall.state() == "opened"
        assert hall.faults() == []

    def test_a_secret_not_opened_in_time_voids_the_draw(self) -> None:
        hall = Hall().drawn()
        hall.desk.now = datetime.fromisoformat("2026-12-20T00:00:00.001Z")
        hall.turn()
        plan = hall.desk.plans.plan(PLAN).value
        assert (plan.state, plan.void_reason) == ("void", NOT_OPENED)
        assert f"{PLAN}/opening.json" not in hall.public.kept
        assert f"{PLAN}/result.json" not in hall.public.kept
        assert {row["state"] for row in hall.given.board(PLAN, None, "", 100).rows} == {"voided"}
        assert hall.draws.counts(2026) == {}
        assert hall.due() == []

    def test_a_void_draw_is_due_until_its_assignments_are_ended(self) -> None:
        hall = Hall().drawn()
        hall.desk.now = datetime.fromisoformat("2026-12-20T00:00:00.001Z")
        assert hall.job.turn(PLAN)
        assert (hall.state(), hall.due()) == ("void", [PLAN])
        ended = hall.given.void

        def killed(plan_id: str) -> None:
            raise Killed(plan_id)

        hall.given.void = killed  # type: ignore[method-assign]
        with pytest.raises(Killed):
            hall.turn()
        assert hall.due() == [PLAN]
        hall.given.void = ended  # type: ignore[method-assign]
        hall.turn()
        assert hall.due() == []
        assert {row["state"] for row in hall.given.board(PLAN, None, "", 100).rows} == {"voided"}

    def test_a_substitute_is_the_next_in_order_and_the_auditor_finds_it_right(self) -> None:
        hall = Hall()
        hall.conflict(INSPECTORS[0], SITE_0)
        hall.drawn()
        desk = Assignments(hall.given, hall.desk.plans.plan, lambda: hall.order, hall.clock)
        _, second = desk.substitute(SUPERVISOR, PLAN, 9, "已搬迁, 现场无人")
        _, first = desk.substitute(SUPERVISOR, PLAN, 0, "已搬迁, 现场无人")
        with pytest.raises(NoSubstitute):
            desk.substitute(SUPERVISOR, PLAN, 8, "已搬迁, 现场无人")
        with pytest.raises(BadRequest):
            hall.order.answer({"plan": PLAN, "stratum": 0, "taken": [[0, SITE_0]]})
        with pytest.raises(BadRequest):
            hall.order.answer({"plan": PLAN, "stratum": 0})
        hall.desk.now = OPEN_DAY
        hall.turn()
        strata = hall.result().strata
        assert first.number == strata[0].substitutes[0][0]
        assert second.number == strata[1].substitutes[0][0]
        assert hall.faults() == []
        with pytest.raises(BadRequest):
            hall.order.next(PLAN, 0, [])
