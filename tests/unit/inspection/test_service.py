"""Visits planned, changed and approved; checks recorded once; refused attempts kept."""

from datetime import timedelta
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.accounts.model import Actor
from chalicelib.errors import IdTaken, NotFound, VersionStale
from chalicelib.inspection.checks import Attempt, Check
from chalicelib.inspection.checks_weighing import KeptWeighing
from chalicelib.inspection.problems import NotAnOfficer, NotYourDistrict, OwnVisit, Settled
from chalicelib.inspection.rules import AHEAD
from chalicelib.registry.problems import NoInstrument
from chalicelib.store import Table
from tests import office as demo
from tests.fakes import FakeTable
from tests.office import ANNA, BAO, CHECK, LEADER, SCALE, STRANGER, SUPERVISOR, VISIT, Office, made


@pytest.fixture
def office() -> Office:
    return Office(FakeTable()).furnished()


def put(office: Office, actor: Actor = ANNA, check: str = CHECK, **changed: Any) -> Check | Attempt:
    return office.inspection.put_check(actor, VISIT, check, demo.check(**changed))[0]


def reason(office: Office, actor: Actor = ANNA, **changed: Any) -> str:
    answer = put(office, actor, **changed)
    assert isinstance(answer, Attempt)
    assert office.inspection.file(LEADER, VISIT, "")[1].attempts == (answer,)
    return answer.reason


def test_a_supervisor_plans_once_and_may_say_it_again(office: Office) -> None:
    first, is_new = office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(), None)
    again, again_new = office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(), None)
    assert (is_new, again_new) == (True, False)
    assert first == again
    assert (first.value.place_name, first.value.district) == ("演示市场", demo.DISTRICT)


def test_the_same_id_for_another_visit_is_taken(office: Office) -> None:
    office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(), None)
    with pytest.raises(IdTaken):
        office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(notice_id="N-1"), None)


def test_a_planned_visit_changes_by_its_version_and_its_officers_lists_follow(office: Office) -> None:
    stored, _ = office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(), None)
    changed = demo.plan(officers=[ANNA.id, STRANGER.id])
    with pytest.raises(VersionStale):
        office.inspection.put_visit(SUPERVISOR, VISIT, changed, stored.version + 1)
    edited, _ = office.inspection.put_visit(SUPERVISOR, VISIT, changed, stored.version)
    assert office.inspection.put_visit(SUPERVISOR, VISIT, changed, stored.version) == (edited, False)
    with pytest.raises(VersionStale):
        office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(), stored.version)
    seen = {
        who: [row["id"] for row in office.inspection.own_visits(who, "").rows]
        for who in (ANNA, BAO, STRANGER)
    }
    assert seen == {ANNA: [VISIT], BAO: [], STRANGER: [VISIT]}
    office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(), stored.version + 1)
    assert [row["id"] for row in office.inspection.own_visits(BAO, "").rows] == [VISIT]


def test_a_version_of_nothing_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(), 1)


@pytest.mark.parametrize("officer", [made("acc", 99), LEADER.id])
def test_only_inspectors_are_sent(office: Office, officer: str) -> None:
    with pytest.raises(NotAnOfficer) as refused:
        office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(officers=[ANNA.id, officer]), None)
    assert [fault.pointer for fault in refused.value.faults] == ["/officers/1"]


def test_a_disabled_officer_is_not_sent(office: Office) -> None:
    office.people.disable(LEADER, BAO.id)
    with pytest.raises(NotAnOfficer):
        office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(), None)


def test_places_must_be_known_and_in_the_supervisor_s_district(office: Office) -> None:
    with pytest.raises(NotFound):
        office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(site_id=made("sit", 9)), None)
    elsewhere = demo.actor(20, *SUPERVISOR.roles, district="350206")
    with pytest.raises(NotYourDistrict):
        office.inspection.put_visit(elsewhere, VISIT, demo.plan(), None)


def test_a_leader_approves_once(office: Office) -> None:
    office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(), None)
    first = office.inspection.approve(LEADER, VISIT, 1)
    again = office.inspection.approve(LEADER, VISIT, 1)
    assert first == again
    assert [row["state"] for row in office.inspection.own_visits(ANNA, "").rows] == ["approved"]
    assert office.inspection.visits_of(LEADER, demo.DISTRICT, "planned", "").rows == ()
    assert len(office.inspection.visits_of(LEADER, demo.DISTRICT, "approved", "").rows) == 1


def test_a_leader_approves_what_they_read(office: Office) -> None:
    office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(), None)
    office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(notice_id="N-2"), 1)
    with pytest.raises(VersionStale):
        office.inspection.approve(LEADER, VISIT, 1)


def test_a_leader_who_goes_along_or_works_elsewhere_does_not_approve(office: Office) -> None:
    office.inspection.put_visit(
        SUPERVISOR, VISIT, demo.plan(officers=[ANNA.id, demo.LEADING_OFFICER.id]), None
    )
    with pytest.raises(OwnVisit):
        office.inspection.approve(demo.LEADING_OFFICER, VISIT, None)
    with pytest.raises(NotYourDistrict):
        office.inspection.approve(demo.FAR_LEADER, VISIT, None)
    with pytest.raises(NotFound):
        office.inspection.approve(LEADER, made("vis", 9), None)
    office.inspection.approve(LEADER, VISIT, None)
    with pytest.raises(OwnVisit):
        office.inspection.approve(demo.LEADING_OFFICER, VISIT, None)


def test_an_approved_visit_is_not_changed(office: Office) -> None:
    office.approved()
    with pytest.raises(Settled):
        office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(notice_id="N-3"), 2)


def test_a_check_is_judged_and_kept_with_both_clocks(office: Office) -> None:
    answer = put(office.identified())
    assert isinstance(answer, KeptWeighing)
    assert (answer.verdict, answer.authority, answer.by) == ("fail", "settled", ANNA.id)
    assert answer.device_at < answer.received_at
    assert str(answer.judged_on) == "2026-11-24"
    assert answer.parameters.e_g == 5
    assert office.inspection.check(BAO, VISIT, CHECK) == answer


class Counting:
    """A table that notes every round trip."""

    def __init__(self) -> None:
        self.table = FakeTable()
        self.trips: list[str] = []

    def __getattr__(self, trip: str) -> Any:
        self.trips.append(trip)
        return getattr(self.table, trip)


def test_a_check_is_one_read_and_one_write_a_repeat_or_a_list_one_read() -> None:
    counting = Counting()
    office = Office(cast("Table", counting)).furnished().identified()
    trips = counting.trips
    trips.clear()
    put(office)
    assert trips == ["get_many", "put"]
    trips.clear()
    put(office)
    assert trips == ["get_many"]
    trips.clear()
    put(office, STRANGER)
    assert trips == ["get_many", "put"]
    for read in (
        lambda: office.inspection.own_visits(ANNA, ""),
        lambda: office.inspection.file(ANNA, VISIT, ""),
        lambda: office.inspection.check(ANNA, VISIT, CHECK),
    ):
        trips.clear()
        read()
        assert len(trips) == 1


def test_the_same_check_again_is_answered_as_it_stands_even_after_a_suspension(office: Office) -> None:
    first = put(office.identified())
    office.suspend(ANNA, SCALE, "示值超差")
    office.clock.at += timedelta(days=1)
    assert office.inspection.put_check(ANNA, VISIT, CHECK, demo.check()) == (first, False)


def test_the_same_id_with_other_readings_is_taken(office: Office) -> None:
    put(office.identified())
    with pytest.raises(IdTaken):
        put(office, note="改")


def test_equal_numbers_in_another_form_are_other_content(office: Office) -> None:
    put(office.identified())
    with pytest.raises(IdTaken):
        put(office, readings=[{"load_g": "1000.0", "indication_g": "1020"}])


def test_refusals_are_results_and_kept(office: Office) -> None:
    office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(), None)
    assert reason(office) == "visit.not_approved"


def test_a_stranger_is_refused_even_with_a_recorded_check_in_hand(office: Office) -> None:
    put(office.identified())
    assert reason(office, STRANGER) == "visit.not_yours"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"instrument_id": demo.ELSEWHERE}, "visit.other_instrument"),
        ({"instrument_id": demo.PUMP}, "check.other_kind"),
        ({"device_at": demo.NOON + AHEAD * 2}, "check.reading_in_future"),
    ],
)
def test_each_rule_refuses_by_name(office: Office, changed: dict[str, Any], expected: str) -> None:
    assert reason(office.identified(), **changed) == expected


def test_scrapped_and_suspended_instruments_are_refused(office: Office) -> None:
    office.identified()
    office.suspend(ANNA, SCALE, "示值超差")
    office.act(SUPERVISOR, "scrap", demo.OTHER_SCALE)
    assert reason(office, device_at=demo.NOON + timedelta(minutes=1)) == "instrument.suspended"
    scrapped = put(office, check=made("chk", 2), instrument_id=demo.OTHER_SCALE)
    assert isinstance(scrapped, Attempt)
    assert scrapped.reason == "instrument.scrapped"


def test_a_check_from_before_the_suspension_arrives_late_and_is_judged_by_its_own_day(office: Office) -> None:
    office.identified()
    office.clock.at += timedelta(days=3)
    office.suspend(ANNA, SCALE, "示值超差")
    answer = put(office)
    assert isinstance(answer, Check)
    assert (str(answer.judged_on), answer.judged_by) == ("2026-11-24", "device")


def test_what_is_not_there_is_missing_not_refused(office: Office) -> None:
    with pytest.raises(NotFound):
        put(office)
    office.identified()
    with pytest.raises(NoInstrument):
        put(office, instrument_id=demo.UNKNOWN)
    with pytest.raises(NotFound):
        office.inspection.check(ANNA, VISIT, CHECK)


def test_other_people_s_visits_do_not_exist_for_an_inspector(office: Office) -> None:
    office.identified()
    for stranger in (STRANGER, demo.FAR_LEADER):
        with pytest.raises(NotFound):
            office.inspection.file(stranger, VISIT, "")
    for reader in (ANNA, BAO, demo.REVIEWER, LEADER, demo.AUDITOR):
        assert office.inspection.file(reader, VISIT, "")[0].value.id == VISIT
    with pytest.raises(NotYourDistrict):
        office.inspection.visits_of(ANNA, demo.DISTRICT, "planned", "")


def test_a_check_is_its_instrument_s_history_for_every_inspector_of_the_district(office: Office) -> None:
    answer = put(office.identified())
    assert office.inspection.check(STRANGER, VISIT, CHECK) == answer
    far = demo.actor(31, *STRANGER.roles, district="350206")
    with pytest.raises(NotFound):
        office.inspection.check(far, VISIT, CHECK)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["", "a", "b"])), max_size=12))
def test_refused_attempts_are_never_lost_nor_doubled(sendings: list[tuple[int, str]]) -> None:
    office = Office(FakeTable()).furnished()
    office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(), None)
    for place, note in sendings:
        put(office, check=made("chk", place), note=note)
    kept = office.inspection.file(LEADER, VISIT, "")[1].attempts
    assert {(one.check_id, one.sent.note) for one in kept} == {
        (made("chk", place), note) for place, note in sendings
    }
    assert len(kept) == len(set(sendings))
