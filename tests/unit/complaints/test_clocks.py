"""The clocks of files: terms by the order in force at receipt, testing, extension, the turn of a year."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.complaints.clocks import Clock, clocks, upcoming, warned
from chalicelib.complaints.retention import is_due
from chalicelib.complaints.telling import followed
from tests.complaining import CITIZEN, COMPLAINT, REPORT, Unit
from tests.fakes import FakeTable
from tests.office import ANNA, DISTRICT, LEADER, SUPERVISOR

AT = (8, 0)


def local(year: int, month: int, day: int) -> datetime:
    """Four in the afternoon in the city."""
    return datetime(year, month, day, *AT, tzinfo=UTC)


def unit(at: datetime, kind: str = "complaint", **changed: object) -> Unit[FakeTable]:
    made = Unit(FakeTable()).at(at)
    made.receive(kind, received_at=at, **changed)
    return made


def clock(made: Unit[FakeTable], name: str, day: date | None = None, complaint: str = COMPLAINT) -> Clock:
    whole = made.whole(complaint)
    found = clocks(whole.file.value, whole.steps, day or made.clock.at.date())
    return next(one for one in found if one.name == name)


@pytest.mark.parametrize(
    ("received", "due", "provisional"),
    [
        (local(2026, 2, 13), date(2026, 3, 2), False),
        (local(2026, 9, 18), date(2026, 9, 29), False),
        (local(2026, 9, 24), date(2026, 10, 12), False),
        (local(2026, 9, 30), date(2026, 10, 15), False),
        (local(2026, 12, 21), date(2026, 12, 30), False),
        (local(2026, 12, 24), date(2027, 1, 5), True),
    ],
)
def test_acceptance_is_due_seven_working_days_after_receipt(
    received: datetime, due: date, *, provisional: bool
) -> None:
    told = clock(unit(received), "acceptance")
    assert (told.due_on, told.provisional, told.late) == (due, provisional, False)
    assert told.rule is not None
    assert clock(unit(received), "acceptance", due).late is False
    assert clock(unit(received), "acceptance", due + timedelta(days=1)).late is True


def test_a_receipt_late_in_the_evening_counts_by_the_city_s_day() -> None:
    told = clock(unit(datetime(2026, 9, 17, 16, 30, tzinfo=UTC)), "acceptance", date(2026, 9, 18))
    assert (told.started, told.due_on) == (date(2026, 9, 18), date(2026, 9, 29))


def test_mediation_is_sixty_days_by_the_new_order_and_forty_five_working_days_by_the_old() -> None:
    new = unit(local(2026, 8, 1)).at(local(2026, 8, 3)).accepted()
    assert clock(new, "mediation").due_on == date(2026, 10, 8)
    old = unit(local(2026, 4, 14)).at(local(2026, 4, 20)).accepted()
    told = clock(old, "mediation")
    assert told.due_on == date(2026, 6, 25)
    assert told.rule is not None
    assert told.rule.version_from == date(2020, 1, 1)


def test_testing_stops_mediation_and_a_recusal_does_not() -> None:
    made = unit(local(2026, 8, 1)).at(local(2026, 8, 3)).accepted()
    made.at(local(2026, 8, 10)).step(ANNA, "pause_testing", text="送检(演示)")
    running = clock(made, "mediation", date(2026, 8, 20))
    assert (running.stopped, running.due_on) == (True, date(2026, 10, 12))
    assert made.kept().next is None
    made.at(local(2026, 8, 30)).step(ANNA, "resume", of="testing")
    assert clock(made, "mediation").due_on == date(2026, 10, 22)
    made.step(SUPERVISOR, "recuse", of=ANNA.id, text="与经营者有亲属关系(演示)")
    made.at(local(2026, 9, 20)).step(SUPERVISOR, "resume", of="recusal")
    assert clock(made, "mediation").due_on == date(2026, 10, 22)
    following = made.kept().next
    assert following is not None
    assert (following.name, following.due_on) == ("mediation", date(2026, 10, 22))


def test_testing_under_the_old_order_adds_working_days() -> None:
    made = unit(local(2026, 4, 13)).at(local(2026, 4, 20)).accepted()
    made.at(local(2026, 4, 28)).step(ANNA, "pause_testing", text="送检(演示)")
    made.at(local(2026, 5, 8)).step(ANNA, "resume", of="testing")
    assert clock(made, "mediation").due_on == date(2026, 7, 2), "29, 30 April and 6, 7, 8 May"


def test_a_report_is_verified_in_fifteen_working_days_and_as_many_again_when_extended() -> None:
    made = unit(local(2026, 4, 30), "report", real_name=True)
    assert clock(made, "report_check", complaint=REPORT).due_on == date(2026, 5, 25)
    made.step(LEADER, "extend", REPORT, text="需送检(演示)")
    assert clock(made, "report_check", complaint=REPORT).due_on == date(2026, 6, 15)
    made.at(local(2026, 6, 16)).step(LEADER, "not_file", REPORT, text="未发现违法(演示)")
    assert clock(made, "report_check", complaint=REPORT).late is True
    told = clock(made, "report_answer", complaint=REPORT)
    assert (told.due_on, told.met_on) == (date(2026, 6, 24), None)


def test_nobody_has_to_tell_an_anonymous_reporter() -> None:
    made = unit(local(2026, 4, 30), "report", anonymous=True)
    made.step(LEADER, "file", REPORT, text="立案(演示)", case_number="1")
    whole = made.whole(REPORT)
    assert [one.name for one in clocks(whole.file.value, whole.steps, date(2026, 5, 6))] == ["report_check"]
    assert made.kept(REPORT).next is None


def test_a_clue_is_verified_from_the_day_it_was_found() -> None:
    made = unit(local(2026, 11, 20)).at(local(2026, 12, 7)).accepted()
    _, step = made.step(ANNA, "clue", text="秤可能有作弊功能(演示)")
    assert step.opened is not None
    told = clock(made, "clue_in_mediation", complaint=step.opened)
    assert (told.started, told.due_on, told.provisional) == (date(2026, 12, 7), date(2026, 12, 28), False)


def test_the_police_have_it_within_24_hours() -> None:
    made = unit(local(2026, 11, 20))
    made.step(LEADER, "police", text="涉嫌敲诈勒索(演示)")
    assert clock(made, "to_police").due_at == made.clock.at + timedelta(hours=24)
    made.at(made.clock.at + timedelta(hours=25)).step(SUPERVISOR, "handed", number="1")
    assert clock(made, "to_police").late is True


def test_who_was_refused_waits_in_the_queue_until_the_police_have_it() -> None:
    made = unit(local(2026, 11, 20)).handled()
    made.step(LEADER, "police", text="涉嫌敲诈勒索(演示)")
    made.step(ANNA, "refuse", ground="too_old", text="已超过三年(演示)")
    file = made.kept()
    assert (file.state, file.closed_on, file.next and file.next.name) == ("refused", None, "to_police")
    lists = made.desk.lists
    assert [row["id"] for row in lists.late(DISTRICT, date(2026, 11, 22)).rows] == [COMPLAINT]
    assert lists.of_unit(DISTRICT, "", is_over=True).rows == ()
    assert not is_due((file,), date(2099, 1, 1), requested=True)
    made.at(local(2026, 11, 23)).step(SUPERVISOR, "handed", number="1")
    file = made.kept()
    assert (file.state, file.closed_on, file.next) == ("refused", date(2026, 11, 23), None)
    assert lists.late(DISTRICT, date(2026, 12, 31)).rows == ()
    assert [row["id"] for row in lists.of_unit(DISTRICT, "", is_over=True).rows] == [COMPLAINT]
    assert is_due((file,), date(2026, 11, 23), requested=True)


def test_what_others_have_to_do_is_no_term_of_the_unit() -> None:
    made = unit(local(2026, 11, 20)).accepted()
    made.step(ANNA, "ask", text="请说明(演示)", due_on="2026-11-24")
    following = made.kept().next
    assert following is not None
    assert following.name == "mediation"
    assert clock(made, "answer", date(2026, 11, 25)).late


def test_where_the_unit_has_no_term_it_reacts_on_the_working_day_after_others() -> None:
    made = unit(local(2026, 11, 20)).mediating()
    made.step(ANNA, "agree", text="退一百元(演示)", perform_by="2026-11-27")
    following = made.kept().next
    assert following is not None
    assert (following.name, following.due_on) == ("performance", date(2026, 11, 30))
    whole = made.whole()
    told = followed(whole.file.value, whole.steps, (), date(2026, 11, 20)).next
    assert told is not None
    assert (told.name, told.due_on) == ("performance", date(2026, 11, 27)), (
        "who follows it is told the day itself"
    )


def test_identity_papers_are_due_on_the_day_that_was_given() -> None:
    made = unit(local(2026, 11, 20))
    made.step(SUPERVISOR, "ask_identity", text="请补交身份证明(演示)", due_on="2026-11-22")
    told = clock(made, "identity")
    assert (told.whose, told.due_on) == ("reporter", date(2026, 11, 22))
    made.step(CITIZEN, "identify")
    assert clock(made, "identity").met_on == date(2026, 11, 20)
    assert clock(made, "acceptance").due_on == date(2026, 12, 1), "asking does not stop it"


def test_the_next_clock_is_the_first_to_end_and_none_of_a_file_that_is_over() -> None:
    made = unit(local(2026, 11, 20)).handled()
    whole = made.whole()
    first = upcoming(whole.file.value, whole.steps, date(2026, 11, 20))
    assert first == made.kept().next
    assert first is not None
    assert (first.name, first.warn_on) == ("acceptance", date(2026, 11, 27))
    made.step(ANNA, "refuse", ground="too_old", text="已超过三年(演示)")
    assert made.kept().next is None
    assert made.kept().closed_on == date(2026, 11, 20)


def test_warnings_come_two_working_days_before() -> None:
    assert warned(date(2026, 10, 8)) == date(2026, 9, 29)
    assert warned(date(2026, 11, 27)) == date(2026, 11, 25)
