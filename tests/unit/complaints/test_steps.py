"""Each step: what it needs, who may take it, and what the file is afterwards."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.complaints.moves import FINAL, MOVES, STATES, STATES_OF
from chalicelib.complaints.problems import (
    NotAnInspector,
    NotHandler,
    OtherFile,
    OwnFile,
    StepNotNow,
    StepNotYours,
    TermOver,
    WithPolice,
)
from chalicelib.complaints.service_book import Write
from chalicelib.complaints.steps import NewStep
from chalicelib.complaints.steps_hands import CITIZEN, SYSTEM
from chalicelib.errors import IdTaken, NotFound
from tests.complaining import CITY, COMPLAINT, KEEPER, OTHER_REPORT, REPORT, SENIOR, WORDS, Unit, refused
from tests.fakes import FakeTable
from tests.office import ANNA, BAO, LEADER, LEADING_OFFICER, NOON, SUPERVISOR, made


@pytest.fixture
def unit() -> Unit[FakeTable]:
    one = Unit(FakeTable()).employ(ANNA, BAO, SUPERVISOR, LEADER)
    one.receive()
    one.receive("report", real_name=True)
    return one


def test_the_table_has_no_way_out_of_an_end_and_both_kinds_share_only_their_end() -> None:
    for move in MOVES:
        assert move.to is None or not move.since & FINAL
    assert set(STATES_OF["complaint"]) | set(STATES_OF["report"]) == set(STATES)
    assert set(STATES_OF["complaint"]) & set(STATES_OF["report"]) == {"closed"}
    for kind, states in STATES_OF.items():
        for move in MOVES:
            if move.to is not None and move.since & set(states) - {"closed"}:
                assert move.to in states, (kind, move)


def test_no_step_does_two_things_from_one_state() -> None:
    told = [(move.step, state) for move in MOVES for state in move.since]
    assert len(told) == len(set(told))


def test_a_complaint_goes_from_receipt_to_its_closing(unit: Unit[FakeTable]) -> None:
    unit.mediating()
    unit.step(KEEPER, "offer", text="愿退一百元(演示)", amount_yuan="100.00", perform_by="2026-12-10")
    unit.step(ANNA, "agree", text="退一百元(演示)", amount_yuan="100.00", perform_by="2026-12-10")
    unit.step(ANNA, "performed")
    unit.step(ANNA, "callback", reached=True, satisfied=True)
    whole, step = unit.step(ANNA, "close")
    file = whole.file.value
    assert (file.state, file.closed_on, file.next) == ("closed", date(2026, 11, 24), None)
    assert (step.n, file.steps, whole.file.version) == (10, 10, 11)
    assert [one.sent.kind for one in unit.whole().steps][:3] == ["assign", "accept", "consent"]
    unit.step(SUPERVISOR, "callback", reached=False)
    refused(unit, StepNotNow, ANNA, "agree", text=WORDS)


def test_a_real_name_report_is_told_before_it_closes(unit: Unit[FakeTable]) -> None:
    unit.handled(REPORT).step(LEADER, "file", REPORT, text=WORDS, case_number="厦思市监案〔2026〕1号")
    refused(unit, StepNotNow, ANNA, "close", REPORT)
    unit.step(ANNA, "tell", REPORT, how="page", text=WORDS)
    assert unit.kept(REPORT).decided_on == date(2026, 11, 24)
    whole, _ = unit.step(ANNA, "close", REPORT)
    assert whole.file.value.state == "closed"


def test_an_anonymous_report_closes_without_telling(unit: Unit[FakeTable]) -> None:
    unit.receive("report", id=OTHER_REPORT, anonymous=True)
    unit.handled(OTHER_REPORT).step(LEADER, "not_file", OTHER_REPORT, text=WORDS)
    assert unit.step(ANNA, "close", OTHER_REPORT)[0].file.value.state == "closed"
    assert unit.kept(OTHER_REPORT).next is None


def test_a_step_sent_again_is_the_same_and_its_id_takes_no_other(unit: Unit[FakeTable]) -> None:
    whole, step = unit.step(ANNA, "assign", id_=made("stp", 50), handler=ANNA.id)
    again, same = unit.step(ANNA, "assign", id_=made("stp", 50), handler=ANNA.id)
    assert (again, same) == (whole, step)
    refused(unit, IdTaken, SUPERVISOR, "assign", id_=made("stp", 50), handler=BAO.id)


def test_only_the_handler_takes_a_handler_s_steps(unit: Unit[FakeTable]) -> None:
    refused(unit, NotHandler, BAO, "clue", text=WORDS)
    unit.handled()
    refused(unit, NotHandler, BAO, "accept")
    refused(unit, StepNotYours, BAO, "assign", handler=BAO.id)
    refused(unit, StepNotYours, LEADER, "accept")
    refused(unit, StepNotYours, CITIZEN, "accept")
    unit.step(SUPERVISOR, "assign", handler=BAO.id)
    assert unit.step(BAO, "accept")[1].as_ == "inspector"


def test_nobody_is_assigned_who_is_no_inspector_of_the_unit(unit: Unit[FakeTable]) -> None:
    for wrong in (SUPERVISOR.id, made("acc", 99)):
        with pytest.raises(NotAnInspector):
            unit.order(SUPERVISOR, "assign", handler=wrong)


def test_a_unit_without_power_returns_a_file_and_does_not_forward_it(unit: Unit[FakeTable]) -> None:
    refused(unit, StepNotYours, SUPERVISOR, "route", unit="350206")
    unit.handled().step(ANNA, "return", text="摊位在湖里区(演示)")
    file = unit.kept()
    assert (file.state, file.unit, file.handler) == ("received", "350200", None)
    refused(unit, StepNotNow, CITY, "return", text=WORDS)
    with pytest.raises(NotFound):
        unit.order(ANNA, "note", text=WORDS)
    unit.step(CITY, "route", unit="350206")
    assert unit.kept().unit == "350206"
    refused(unit, StepNotNow, CITY, "route", unit="350206")


def test_a_term_is_extended_once_and_before_it_is_over(unit: Unit[FakeTable]) -> None:
    unit.step(LEADER, "extend", REPORT, text=WORDS)
    refused(unit, StepNotNow, LEADER, "extend", REPORT, text=WORDS)
    unit.receive("report", id=OTHER_REPORT)
    unit.at(NOON + timedelta(days=30))
    refused(unit, TermOver, LEADER, "extend", OTHER_REPORT, text=WORDS)


def test_no_leader_decides_what_they_handled(unit: Unit[FakeTable]) -> None:
    unit.step(SUPERVISOR, "assign", REPORT, handler=LEADING_OFFICER.id)
    for kind in ("extend", "file", "not_file", "police"):
        refused(unit, OwnFile, LEADING_OFFICER, kind, REPORT, text=WORDS)
    unit.step(LEADER, "file", REPORT, text=WORDS)


def test_hiding_takes_two_persons_and_so_does_counting_again(unit: Unit[FakeTable]) -> None:
    refused(unit, StepNotNow, LEADER, "confirm_hiding")
    unit.step(SENIOR, "hide", text=WORDS)
    refused(unit, OwnFile, SENIOR, "confirm_hiding")
    assert unit.kept().is_hidden is False
    unit.step(LEADER, "confirm_hiding")
    assert unit.kept().is_hidden is True
    refused(unit, StepNotNow, SUPERVISOR, "hide", text=WORDS)
    refused(unit, StepNotNow, LEADER, "confirm_unhiding")
    unit.step(SENIOR, "unhide", text=WORDS)
    refused(unit, StepNotNow, LEADER, "unhide", text=WORDS)
    refused(unit, OwnFile, SENIOR, "confirm_unhiding")
    refused(unit, StepNotYours, SUPERVISOR, "confirm_unhiding")
    assert unit.kept().is_hidden is True
    unit.step(LEADER, "confirm_unhiding")
    assert unit.kept().hidden is None


def test_hiding_that_is_not_confirmed_is_declined_by_one(unit: Unit[FakeTable]) -> None:
    unit.step(SUPERVISOR, "hide", text=WORDS)
    unit.step(LEADER, "unhide", text=WORDS)
    assert unit.kept().hidden is None


def test_what_goes_to_the_police_is_not_mediated(unit: Unit[FakeTable]) -> None:
    refused(unit, StepNotNow, SUPERVISOR, "handed", number="1")
    unit.mediating().step(LEADER, "police", text=WORDS)
    refused(unit, WithPolice, ANNA, "agree", text=WORDS)
    refused(unit, StepNotNow, LEADER, "police", text=WORDS)
    unit.step(SUPERVISOR, "handed", number="公(演示)1号")
    police = unit.kept().police
    assert police is not None
    assert (police.by, police.number) == (LEADER.id, "公(演示)1号")
    assert unit.step(ANNA, "end", ground="refusal_found", text=WORDS)[0].file.value.state == "ended"


def test_a_clue_opens_a_report_of_its_own_about_the_same_place(unit: Unit[FakeTable]) -> None:
    _, step = unit.accepted().step(ANNA, "clue", text="秤有作弊功能嫌疑(演示)")
    assert step.opened is not None
    opened = unit.kept(step.opened)
    assert (opened.kind, opened.state, opened.clue_of, opened.anonymous) == (
        "report",
        "verifying",
        COMPLAINT,
        True,
    )
    assert opened.about == unit.kept().about
    assert opened.secret_hash == ""
    again = unit.step(ANNA, "clue", id_=step.id, text="秤有作弊功能嫌疑(演示)")[1]
    assert again.opened == step.opened


def test_a_report_is_merged_into_another_open_report_only(unit: Unit[FakeTable]) -> None:
    unit.receive("report", id=OTHER_REPORT)
    for wrong in (COMPLAINT, REPORT, made("cmp", 77)):
        with pytest.raises(OtherFile):
            unit.step(SUPERVISOR, "merge", REPORT, of=wrong, text=WORDS)
    unit.step(SUPERVISOR, "join", REPORT, of=COMPLAINT, text=WORDS)
    unit.step(SUPERVISOR, "merge", REPORT, of=OTHER_REPORT, text=WORDS)
    file = unit.kept(REPORT)
    assert (file.state, file.merged_into, file.joined, file.closed_on) == (
        "merged",
        OTHER_REPORT,
        COMPLAINT,
        None,
    ), "its named reporter waits for the outcome"
    for kind in ("merge", "repeat", "join"):
        refused(unit, OtherFile, SUPERVISOR, kind, OTHER_REPORT, of=REPORT, text=WORDS)


def test_what_is_repeated_may_be_over(unit: Unit[FakeTable]) -> None:
    unit.receive("report", id=OTHER_REPORT, anonymous=True)
    unit.handled(OTHER_REPORT).step(LEADER, "not_file", OTHER_REPORT, text=WORDS)
    unit.step(ANNA, "close", OTHER_REPORT)
    refused(unit, OtherFile, SUPERVISOR, "join", REPORT, of=OTHER_REPORT, text=WORDS)
    unit.step(SUPERVISOR, "repeat", REPORT, of=OTHER_REPORT, text=WORDS)
    assert (unit.kept(REPORT).state, unit.kept(REPORT).repeats) == ("repeated", OTHER_REPORT)


@pytest.mark.parametrize("kind", ["join", "merge", "repeat"])
def test_no_other_district_s_file_is_named(unit: Unit[FakeTable], kind: str) -> None:
    unit.receive("report", id=OTHER_REPORT, unit="350206")
    with pytest.raises(OtherFile):
        unit.order(SUPERVISOR, kind, REPORT, of=OTHER_REPORT, text=WORDS)
    unit.order(CITY, kind, REPORT, of=OTHER_REPORT, text=WORDS)


def test_of_two_merges_at_once_into_one_another_one_is_refused(
    unit: Unit[FakeTable], monkeypatch: pytest.MonkeyPatch
) -> None:
    unit.receive("report", id=OTHER_REPORT)
    write = unit.store.take

    def second(meant: Write) -> None:
        monkeypatch.setattr(unit.store, "take", write)
        unit.step(SUPERVISOR, "merge", OTHER_REPORT, of=REPORT, text=WORDS)
        write(meant)

    monkeypatch.setattr(unit.store, "take", second)
    with pytest.raises(OtherFile):
        unit.step(SUPERVISOR, "merge", REPORT, of=OTHER_REPORT, text=WORDS)
    assert (unit.kept(REPORT).state, unit.kept(OTHER_REPORT).state) == ("verifying", "merged")


def test_what_it_led_to_is_linked_once(unit: Unit[FakeTable]) -> None:
    for said in (
        {"visit": made("vis", 1)},
        {"visit": made("vis", 1), "outcome": "done", "day": "2026-12-01"},
    ):
        unit.step(SYSTEM, "link", **said)
    unit.step(SYSTEM, "link", visit=made("vis", 1), codes=["5"])
    unit.step(SYSTEM, "link", finding=made("fin", 1))
    unit.step(SYSTEM, "link", finding=made("fin", 1))
    unit.step(BAO, "link", instrument=made("ins", 1))
    links = unit.kept().links
    (visit,) = links.visits
    assert (visit.outcome, visit.day, visit.codes) == ("done", date(2026, 12, 1), ("5",))
    assert (links.findings, links.instruments) == ((made("fin", 1),), (made("ins", 1),))


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "link"},
        {"kind": "link", "visit": made("vis", 1), "finding": made("fin", 1)},
        {"kind": "supplement"},
        {"kind": "close", "ground": "other"},
        {"kind": "advance", "amount_yuan": 20},
        {"kind": "advance", "amount_yuan": "0"},
        {"kind": "note", "text": " "},
        {"kind": "nothing"},
    ],
)
def test_what_says_nothing_or_too_much_is_refused(sent: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        NewStep.model_validate(sent)


def test_a_step_of_nothing_is_not_found(unit: Unit[FakeTable]) -> None:
    with pytest.raises(NotFound):
        unit.step(SUPERVISOR, "accept", made("cmp", 88))
