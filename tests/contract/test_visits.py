"""Steps of visits under crowding, on the fake table and on the embedded DynamoDB alike."""

from datetime import date

import pytest

from chalicelib.inspection.identification import IdentificationAttempt
from chalicelib.store import Table
from tests import office as demo
from tests import visiting
from tests.contract.test_checks import together
from tests.office import ANNA, BAO, LEADER, MERCHANT, SITE, SUPERVISOR, VISIT, Office, made

CROWD = 8


@pytest.fixture
def office(table: Table) -> Office:
    return Office(table).furnished()


def approved(office: Office, *visits: str) -> None:
    for visit in visits:
        office.inspection.put_visit(SUPERVISOR, visit, demo.plan(), None)
        office.inspection.approve(LEADER, visit, None)


def test_parallel_acceptances_give_every_notice_its_own_number(office: Office) -> None:
    office.caps.most = None
    visits = [made("vis", place) for place in range(1, CROWD + 1)]
    approved(office, *visits)
    accepted = together(*(lambda visit=visit: office.moves.accept(ANNA, visit) for visit in visits))
    numbers = {one.value.acceptance.notice_no for one in accepted if one.value.acceptance}
    assert numbers == {f"思明市监检通〔2026〕第{place}号" for place in range(1, CROWD + 1)}
    assert office.store.numbers("notice", demo.DISTRICT, 2026).value.last == CROWD


def test_one_acceptance_told_many_times_at_once_is_one(office: Office) -> None:
    approved(office, VISIT)
    answers = together(*[lambda: office.moves.accept(ANNA, VISIT)] * CROWD)
    assert {str(one.value.acceptance) for one in answers} == {str(answers[0].value.acceptance)}
    assert office.store.numbers("notice", demo.DISTRICT, 2026).value.last == 1


def test_merchant_and_officer_who_identify_at_once_are_both_kept_and_counted_once(office: Office) -> None:
    approved(office, VISIT)
    secret = office.moves.accept(ANNA, VISIT).value.code or ""
    code = office.codes.add(MERCHANT, "M0123456789T")

    def confirm() -> object:
        return office.identifications.confirm(VISIT, visiting.confirmation(secret))

    def scan() -> object:
        return office.identifications.identify(BAO, VISIT, visiting.scanned(code))

    answers = together(*[confirm] * 4, *[scan] * 4)
    assert not any(isinstance(one, IdentificationAttempt) for one in answers)
    visit = office.store.visit(VISIT)
    assert visit is not None
    assert sorted(one.how for one in visit.value.identifications) == ["inspection_code", "merchant_code"]
    assert office.store.count(SITE, 2026).value.counted == 1


def test_visits_of_one_owner_coded_in_at_once_are_all_counted(office: Office) -> None:
    office.caps.most = None
    visits = [made("vis", place) for place in range(1, CROWD + 1)]
    approved(office, *visits)
    secrets = {visit: office.moves.accept(ANNA, visit).value.code or "" for visit in visits}
    together(
        *(
            lambda visit=visit: office.identifications.confirm(visit, visiting.confirmation(secrets[visit]))
            for visit in visits
        )
    )
    assert office.store.count(SITE, 2026).value.counted == CROWD


def test_a_merchant_s_code_asked_for_many_times_at_once_is_one(office: Office) -> None:
    codes = ("M0123456789T", "M6818G18010Y")
    answers = together(*(lambda code=code: office.codes.add(MERCHANT, code) for code in codes * 4))
    assert len(set(answers)) == 1
    assert office.codes.code_of(MERCHANT) == answers[0]
    assert office.codes.merchant_of(answers[0]) == MERCHANT
    (other,) = set(codes) - set(answers)
    assert office.codes.merchant_of(other) is None


def test_a_record_closed_and_made_void_at_once_is_told_in_this_order(office: Office) -> None:
    approved(office, VISIT)
    office.code_in(VISIT)

    def close() -> object:
        return office.moves.close(ANNA, VISIT, visiting.closing(checks=[], note="无"))

    def void() -> object:
        return office.moves.void(LEADER, VISIT, visiting.VOIDED)

    close()
    together(*[close] * 4, *[void] * 4)
    told = office.table.get(f"V#{VISIT}", "E")
    assert told is not None
    assert (told.v, told.document["outcome"]) == (2, "voided")


def test_a_step_s_rows_are_where_lists_look_for_them(office: Office) -> None:
    office.inspection.put_visit(
        SUPERVISOR, VISIT, demo.plan(emergency={"reason": "群众反映计量失准(演示)"}), None
    )
    office.moves.accept(ANNA, VISIT)

    def listed(state: str) -> list[str]:
        return [row["id"] for row in office.inspection.visits_of(LEADER, demo.DISTRICT, state, "").rows]

    assert [listed(state) for state in ("planned", "accepted", "unapproved")] == [[], [VISIT], [VISIT]]
    office.inspection.approve(LEADER, VISIT, None)
    assert [listed(state) for state in ("accepted", "unapproved")] == [[VISIT], []]
    assert office.store.stands_at(SITE, MERCHANT)
    assert not office.store.stands_at(SITE, made("mer", 9))


def test_an_officer_s_open_visits_stand_in_the_order_of_their_days_until_they_are_over(
    office: Office,
) -> None:
    first, second, third = (made("vis", place) for place in range(1, 4))
    for visit, day in ((second, 26), (first, 25), (third, 27)):
        office.inspection.put_visit(SUPERVISOR, visit, demo.plan(planned_on=date(2026, 11, day)), None)
    office.moves.void(LEADER, third, visiting.VOIDED)

    def listed() -> list[str]:
        return [row["id"] for row in office.inspection.open_visits(ANNA).rows]

    assert listed() == [first, second]
    office.inspection.put_visit(SUPERVISOR, first, demo.plan(officers=[BAO.id, demo.STRANGER.id]), 1)
    assert listed() == [second]
