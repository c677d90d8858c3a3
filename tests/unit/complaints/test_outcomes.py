"""A named reporter whose report was merged into another, or repeats one, is told in their own file and in time."""

from datetime import date

import pytest

from chalicelib.complaints.clocks import clocks
from chalicelib.complaints.model import File
from chalicelib.complaints.papers import kind_of
from chalicelib.complaints.problems import StepNotNow
from chalicelib.complaints.service_outcomes import OutcomeEffect
from chalicelib.follow import Follower
from chalicelib.store_dynamo import attributes
from tests.complaining import COMPLAINT, OTHER_REPORT, REPORT, WORDS, Unit, refused
from tests.fakes import FakeTable
from tests.office import ANNA, LEADER, NOON, SUPERVISOR, made

LAST = made("cmp", 4)
FIVE_WORKING_DAYS_LATER = date(2026, 12, 1)


@pytest.fixture
def unit() -> Unit[FakeTable]:
    one = Unit(FakeTable()).employ(ANNA)
    one.receive("report", real_name=True)
    for other in (OTHER_REPORT, LAST):
        one.receive("report", id=other, anonymous=True)
    return one


def the_stream_comes(unit: Unit[FakeTable]) -> None:
    follower = Follower((OutcomeEffect(unit.store, unit.procedure),))
    records = [
        {"dynamodb": {"SequenceNumber": str(place), "NewImage": attributes(item)}}
        for place, item in enumerate(list(unit.table.items.values()))
    ]
    for _ in range(2):
        assert follower.consume(records) == {"batchItemFailures": []}


def due(file: File) -> tuple[str, date] | None:
    return (file.next.name, file.next.due_on) if file.next else None


def test_who_was_merged_is_told_in_their_own_file_once_the_other_is_decided(unit: Unit[FakeTable]) -> None:
    unit.step(SUPERVISOR, "merge", REPORT, of=OTHER_REPORT, text=WORDS)
    unit.step(SUPERVISOR, "merge", OTHER_REPORT, of=LAST, text=WORDS)
    waiting = unit.kept(REPORT)
    assert (unit.kept(LAST).tell_also, waiting.owed, waiting.is_over, due(waiting)) == (
        (REPORT,),
        "outcome",
        False,
        None,
    )
    assert unit.kept(OTHER_REPORT).is_over, "nobody is owed what an anonymous report came to"
    refused(unit, StepNotNow, SUPERVISOR, "tell", REPORT, how="phone", text=WORDS)
    unit.handled(LAST).step(LEADER, "file", LAST, text="写给另一位举报人的话", case_number="案(演示)1号")
    assert unit.step(ANNA, "close", LAST)[0].file.value.is_over
    the_stream_comes(unit)
    owed = unit.whole(REPORT)
    file, (outcome,) = owed.file.value, owed.steps[1:]
    assert (file.owed, due(file)) == ("telling", ("report_answer", FIVE_WORKING_DAYS_LATER))
    assert (outcome.sent.kind, kind_of(file, outcome)) == ("outcome", "report_outcome")
    assert "另一位" not in outcome.model_dump_json()
    unit.step(SUPERVISOR, "tell", REPORT, how="phone", text=WORDS)
    told = unit.kept(REPORT)
    assert (told.state, told.owed, told.closed_on) == ("merged", None, date(2026, 11, 24))
    refused(unit, StepNotNow, SUPERVISOR, "tell", REPORT, how="phone", text=WORDS)


def test_who_repeats_by_name_is_told_within_the_same_term(unit: Unit[FakeTable]) -> None:
    _, repeat = unit.step(SUPERVISOR, "repeat", REPORT, of=OTHER_REPORT, text=WORDS)
    file = unit.kept(REPORT)
    assert (file.is_over, due(file)) == (False, ("report_answer", FIVE_WORKING_DAYS_LATER))
    assert kind_of(file, repeat) == "report_outcome"
    unit.at(NOON.replace(month=12, day=3))
    (clock,) = [one for one in clocks(file, unit.whole(REPORT).steps, date(2026, 12, 3)) if not one.met_on]
    assert (clock.name, clock.late) == ("report_answer", True)
    unit.step(SUPERVISOR, "tell", REPORT, how="letter", text=WORDS)
    assert unit.kept(REPORT).is_over


def test_an_anonymous_repeat_is_over_at_once(unit: Unit[FakeTable]) -> None:
    _, repeat = unit.step(SUPERVISOR, "repeat", LAST, of=OTHER_REPORT, text=WORDS)
    file = unit.kept(LAST)
    assert (file.is_over, kind_of(file, repeat)) == (True, None)
    refused(unit, StepNotNow, SUPERVISOR, "tell", LAST, how="phone", text=WORDS)


def test_a_repeat_of_before_this_was_owed_is_not_late_for_ever(unit: Unit[FakeTable]) -> None:
    unit.step(SUPERVISOR, "repeat", REPORT, of=OTHER_REPORT, text=WORDS)
    old = unit.kept(REPORT).model_copy(update={"owed": None})
    told = clocks(old, unit.whole(REPORT).steps, date(2027, 3, 1))
    assert [one.name for one in told] == ["report_check"]
    assert old.is_over


def test_a_decided_report_that_nothing_was_merged_into_brings_nothing(unit: Unit[FakeTable]) -> None:
    unit.receive()
    unit.step(LEADER, "not_file", LAST, text=WORDS)
    the_stream_comes(unit)
    assert [len(unit.whole(one).steps) for one in (COMPLAINT, REPORT, OTHER_REPORT, LAST)] == [0, 0, 0, 1]
