"""Identity papers, refusal and mediation: what each step needs, and what the file is afterwards."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from chalicelib.accounts.model import Role
from chalicelib.complaints import codes, masking
from chalicelib.complaints.problems import (
    DayPast,
    NoConsent,
    NoGround,
    NoNote,
    OwnFile,
    Recused,
    StepNotNow,
    StepNotYours,
    Suspended,
    TermRuns,
)
from chalicelib.complaints.steps import NewStep
from chalicelib.complaints.steps_hands import CITIZEN
from tests.complaining import COMPLAINT, KEEPER, OTHER_REPORT, REPORT, WORDS, Unit, refused
from tests.fakes import FakeTable
from tests.office import ANNA, BAO, LEADER, NOON, SUPERVISOR, made


@pytest.fixture
def unit() -> Unit[FakeTable]:
    one = Unit(FakeTable()).employ(ANNA, BAO, SUPERVISOR, LEADER)
    one.receive()
    one.receive("report", real_name=True)
    return one


def test_identity_papers_are_asked_for_with_a_day_and_waited_for(unit: Unit[FakeTable]) -> None:
    refused(unit, DayPast, SUPERVISOR, "ask_identity", text=WORDS, due_on="2026-11-24")
    refused(unit, StepNotNow, CITIZEN, "identify", REPORT)
    unit.step(SUPERVISOR, "ask_identity", text=WORDS, due_on="2026-11-27")
    assert unit.kept().state == "identity_asked"
    refused(unit, TermRuns, SUPERVISOR, "refuse", ground="identity", text=WORDS)
    unit.step(CITIZEN, "identify")
    assert unit.kept().state == "received"
    unit.step(SUPERVISOR, "ask_identity", text=WORDS, due_on="2026-11-27")
    unit.at(NOON + timedelta(days=4)).step(SUPERVISOR, "refuse", ground="identity", text=WORDS)
    assert (unit.kept().state, unit.kept().closed_on) == ("refused", date(2026, 11, 28))


def test_a_report_s_sender_is_asked_only_when_named(unit: Unit[FakeTable]) -> None:
    unit.step(SUPERVISOR, "ask_identity", REPORT, text=WORDS, due_on="2026-11-27")
    assert (unit.kept(REPORT).state, unit.kept(REPORT).identity_due) == ("verifying", date(2026, 11, 27))
    unit.step(CITIZEN, "identify", REPORT)
    unit.receive("report", id=OTHER_REPORT, anonymous=True)
    refused(unit, StepNotNow, SUPERVISOR, "ask_identity", OTHER_REPORT, text=WORDS, due_on="2026-11-27")


@pytest.mark.parametrize(
    ("received", "named", "unknown"),
    [(date(2026, 4, 14), "other", "identity"), (date(2026, 4, 15), "identity", "none")],
)
def test_refusal_needs_a_ground_of_the_order_in_force_at_receipt(
    received: date, named: str, unknown: str
) -> None:
    unit = Unit(FakeTable())
    unit.receive(received_at=f"{received}T04:00:00Z")
    refused(unit, NoGround, SUPERVISOR, "refuse", ground=unknown, text=WORDS)
    assert unit.step(SUPERVISOR, "refuse", ground=named, text=WORDS)[0].file.value.state == "refused"


def test_the_orders_have_as_many_grounds_as_they_say() -> None:
    old, new = date(2026, 4, 14), date(2026, 4, 15)
    counts = [len(codes.grounds(table, day).rows) for table in ("refusal", "ending") for day in (old, new)]
    assert counts == [6, 7, 7, 8]
    for table in ("refusal", "ending"):
        for day in (old, new):
            rows = codes.grounds(table, day).rows
            assert [row.item for row in rows] == list(range(1, len(rows) + 1))
    assert codes.grounds("refusal", old).authority(old) == "indicative", "its text was not read"


def test_mediation_needs_both_sides(unit: Unit[FakeTable]) -> None:
    unit.accepted()
    refused(unit, NoConsent, ANNA, "mediate", on="2026-12-01")
    unit.step(CITIZEN, "consent", of="reporter", agrees=True, delegation=True)
    refused(unit, StepNotYours, CITIZEN, "consent", of="respondent", agrees=True)
    refused(unit, StepNotYours, KEEPER, "consent", of="reporter", agrees=True)
    unit.step(KEEPER, "consent", of="respondent", agrees=False)
    refused(unit, NoConsent, ANNA, "mediate", on="2026-12-01")
    unit.step(KEEPER, "consent", of="respondent", agrees=True)
    refused(unit, DayPast, ANNA, "mediate", on="2026-11-23")
    assert unit.kept().consents.delegation is True
    assert unit.step(ANNA, "mediate", on="2026-12-01")[0].file.value.state == "mediating"


def test_what_was_written_can_be_read_again_however_much_of_it_is_masked(unit: Unit[FakeTable]) -> None:
    unit.handled()
    written = "a@b " * 249
    new = NewStep.model_validate({"kind": "note", "text": written})
    unit.desk.take(ANNA, COMPLAINT, made("stp", 99), new)
    assert unit.whole().steps[-1].sent.model_dump()["text"] == masking.text(written.strip())
    with pytest.raises(ValidationError):
        unit.step(ANNA, "note", text="\u200b\ue000")


def test_mediation_rests_while_a_recusal_is_decided(unit: Unit[FakeTable]) -> None:
    unit.mediating()
    refused(unit, StepNotNow, SUPERVISOR, "recuse", of=BAO.id, text=WORDS)
    unit.step(SUPERVISOR, "recuse", of=ANNA.id, text=WORDS)
    refused(unit, Suspended, ANNA, "agree", text=WORDS)
    refused(unit, Suspended, SUPERVISOR, "end", ground="absent", text=WORDS)
    refused(unit, Recused, SUPERVISOR, "assign", handler=ANNA.id)
    refused(unit, StepNotYours, ANNA, "resume", of="recusal")
    unit.step(SUPERVISOR, "resume", of="recusal")
    unit.step(ANNA, "recuse", of=ANNA.id, text=WORDS)
    own = replace(ANNA, roles=frozenset({Role.INSPECTOR, Role.SUPERVISOR}))
    refused(unit, OwnFile, own, "resume", of="recusal")
    unit.step(SUPERVISOR, "assign", handler=BAO.id)
    refused(unit, Recused, ANNA, "note", text=WORDS)
    refused(unit, Recused, SUPERVISOR, "assign", handler=ANNA.id)
    assert unit.step(BAO, "agree", text=WORDS)[0].file.value.state == "agreed"


def test_a_report_s_verification_goes_on_while_a_recusal_is_decided(unit: Unit[FakeTable]) -> None:
    unit.handled(REPORT).step(ANNA, "recuse", REPORT, of=ANNA.id, text=WORDS)
    assert unit.step(LEADER, "not_file", REPORT, text=WORDS)[0].file.value.state == "not_filed"


def test_mediation_expires_only_once_its_term_is_over(unit: Unit[FakeTable]) -> None:
    unit.mediating()
    refused(unit, TermRuns, ANNA, "end", ground="expired", text=WORDS)
    refused(unit, NoGround, ANNA, "end", ground="gone", text=WORDS)
    unit.at(NOON + timedelta(days=80)).step(ANNA, "end", ground="expired", text=WORDS)
    assert unit.step(ANNA, "tell", how="letter", text=WORDS)[0].file.value.state == "closed"


def test_testing_is_paused_and_resumed_once_each(unit: Unit[FakeTable]) -> None:
    unit.mediating()
    refused(unit, StepNotNow, ANNA, "resume", of="testing")
    unit.step(ANNA, "pause_testing", text=WORDS)
    refused(unit, StepNotNow, ANNA, "pause_testing", text=WORDS)
    unit.step(ANNA, "resume", of="testing")
    unit.step(ANNA, "pause_testing", text=WORDS)
    assert unit.step(ANNA, "agree", text=WORDS)[0].file.value.paused is False


def test_nothing_is_performed_in_the_past(unit: Unit[FakeTable]) -> None:
    unit.mediating()
    for who, kind in ((KEEPER, "offer"), (ANNA, "agree")):
        refused(unit, DayPast, who, kind, text=WORDS, perform_by="2026-11-23")
    unit.step(KEEPER, "offer", text=WORDS, perform_by="2026-11-24")
    unit.step(ANNA, "agree", text=WORDS, perform_by="2026-11-24")


def test_who_complained_may_take_it_back_at_any_time_before_an_agreement(unit: Unit[FakeTable]) -> None:
    unit.step(CITIZEN, "withdraw", why="settled")
    assert unit.kept().state == "closed"
    other = Unit(FakeTable())
    other.receive()
    other.mediating().step(CITIZEN, "withdraw", why="withdrawn")
    assert (other.kept().state, other.kept().closed_on) == ("ended", None)


def test_consent_that_the_desk_takes_down_needs_a_note_of_the_call(unit: Unit[FakeTable]) -> None:
    unit.accepted()
    refused(unit, NoNote, ANNA, "consent", of="reporter", agrees=True)
    unit.step(ANNA, "consent", of="reporter", agrees=True, text="来电同意(演示)")
    assert unit.kept().consents.reporter is True
