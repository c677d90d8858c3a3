"""Files of complaints under crowding, on the fake table and on the embedded DynamoDB alike."""

from datetime import timedelta

import pytest

from chalicelib.complaints.exchange import MOST, NewExchange
from chalicelib.complaints.service_desk import Wanted
from chalicelib.complaints.steps import NewStep
from chalicelib.errors import Problem
from chalicelib.store import Table
from tests.complaining import CITIZEN, CITY, COMPLAINT, REPORT, WEIGHED, Unit, taker
from tests.contract.test_checks import together
from tests.office import ANNA, BAO, DISTRICT, NOON, SUPERVISOR, made

CROWD = 8


@pytest.fixture
def unit(table: Table) -> Unit[Table]:
    one = Unit(table).employ(ANNA, BAO)
    one.receive(**WEIGHED)
    one.receive("report")
    return one


def notes(unit: Unit[Table], *places: int) -> None:
    def note(place: int) -> object:
        new = NewStep.model_validate({"kind": "note", "text": f"记录{place}(演示)"})
        return unit.procedure.take(COMPLAINT, made("stp", place), new, taker(SUPERVISOR), lambda *_: None)

    together(*(lambda place=place: note(place) for place in places))


def test_steps_taken_at_once_are_all_kept_in_one_order(unit: Unit[Table]) -> None:
    notes(unit, *range(1, CROWD + 1))
    steps = unit.whole().steps
    assert [step.n for step in steps] == list(range(1, CROWD + 1))
    assert {step.id for step in steps} == {made("stp", place) for place in range(1, CROWD + 1)}
    assert unit.kept().steps == CROWD


def test_one_step_told_many_times_at_once_is_one(unit: Unit[Table]) -> None:
    notes(unit, *[1] * CROWD)
    assert len(unit.whole().steps) == 1


def test_of_two_ends_at_once_one_is_taken(unit: Unit[Table]) -> None:
    def refuse() -> object:
        return unit.step(SUPERVISOR, "refuse", id_=made("stp", 1), ground="too_old", text="已超过三年(演示)")

    def withdraw() -> object:
        return unit.step(CITIZEN, "withdraw", id_=made("stp", 2), why="withdrawn")

    def quietly(act: object) -> object:
        try:
            return act() if callable(act) else None
        except Problem as refusal:
            return refusal

    together(*[lambda: quietly(refuse)] * 3, *[lambda: quietly(withdraw)] * 3)
    (step,) = unit.whole().steps
    assert (unit.kept().state, step.sent.kind) in {("refused", "refuse"), ("closed", "withdraw")}


def test_a_file_is_read_whole_with_its_steps_in_order(unit: Unit[Table]) -> None:
    unit.mediating()
    _, clue = unit.step(ANNA, "clue", text="秤有作弊功能嫌疑(演示)")
    whole = unit.whole()
    assert [one.sent.kind for one in whole.steps] == [
        "assign",
        "accept",
        "consent",
        "consent",
        "mediate",
        "clue",
    ]
    assert (whole.file.version, whole.has_identity, whole.openings) == (7, False, ())
    assert clue.opened is not None
    assert unit.kept(clue.opened).clue_of == COMPLAINT
    assert [one.id for one in unit.store.files((COMPLAINT, made("cmp", 99), REPORT))] == [COMPLAINT, REPORT]


def test_files_stand_where_queues_look_for_them(unit: Unit[Table]) -> None:
    def listed(account: str = "", *, is_over: bool = False) -> list[str]:
        lists = unit.desk.lists
        rows = (
            lists.of_person(account, "", is_over=is_over)
            if account
            else lists.of_unit(DISTRICT, "", is_over=is_over)
        ).rows
        return [row["id"] for row in rows]

    assert (listed(), listed(is_over=True)) == ([COMPLAINT, REPORT], [])
    unit.handled()
    assert listed(ANNA.id) == [COMPLAINT]
    unit.step(SUPERVISOR, "assign", handler=BAO.id)
    assert (listed(ANNA.id), listed(BAO.id)) == ([], [COMPLAINT])
    today = (NOON + timedelta(days=30)).date()
    assert [row["id"] for row in unit.desk.lists.late(DISTRICT, today).rows] == [COMPLAINT, REPORT]
    unit.step(BAO, "refuse", ground="too_old", text="已超过三年(演示)")
    assert (listed(), listed(is_over=True)) == ([REPORT], [COMPLAINT])
    assert [row["id"] for row in unit.desk.lists.late(DISTRICT, today).rows] == [REPORT]
    unit.step(CITY, "route", REPORT, unit="350206")
    assert listed() == []
    assert [row["id"] for row in unit.desk.queue(CITY, Wanted("350206"), "").rows] == [REPORT]


def test_an_exchange_as_large_as_may_be_is_one_transaction(unit: Unit[Table]) -> None:
    files = [made("cmp", 100 + place) for place in range(MOST)]
    for one in files:
        unit.receive(id=one, facts="少" * 1000)
    new = NewExchange.model_validate({"kind": "export", "system": "12315", "complaints": files})
    kept, is_new = unit.exchanges.put(CITY, made("exc", 1), new)
    assert is_new
    stored = unit.exchanges.read(CITY, made("exc", 1))
    assert stored == kept
    assert [row.complaint for row in stored.rows] == files
    forwarded = unit.kept(files[-1]).forwarded
    assert forwarded is not None
    assert forwarded.to == "12315"
