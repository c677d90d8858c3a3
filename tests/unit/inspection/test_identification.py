"""Both ways of knowing each other: what each code opens, what is odd about where and when, what is refused."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.errors import NotFound
from chalicelib.inspection import terms
from chalicelib.inspection.checks import Place
from chalicelib.inspection.identification import (
    IdentificationAttempt,
    distance_m,
    inspection_code,
    merchant_code,
    remarks,
)
from chalicelib.inspection.problems import Settled, TooEarly
from chalicelib.registry.parties import Spot
from tests import office as demo
from tests import visiting
from tests.fakes import FakeTable
from tests.office import ANNA, BAO, MERCHANT, NOON, SITE, STRANGER, SUPERVISOR, VISIT, Office, made

TODAY = NOON.date()
KEEPER = replace(STRANGER, merchants=frozenset({MERCHANT}))
OTHER = made("mer", 9)
HERE = Spot.model_validate({"lat": "24.479800", "lon": "118.089400"})


@pytest.fixture
def office() -> Office:
    return Office(FakeTable()).furnished()


def accepted(office: Office) -> str:
    """VISIT is approved and accepted; its inspection code."""
    office.approved()
    return office.moves.accept(ANNA, VISIT).value.code or ""


def code(office: Office, merchant: str = MERCHANT) -> str:
    keeper = replace(STRANGER, merchants=frozenset({merchant}))
    return office.identifications.merchant_code(keeper, merchant)


def reason(office: Office, told: str, actor: Any = ANNA, **changed: Any) -> str:
    answer = office.identifications.identify(actor, VISIT, visiting.scanned(told, **changed))
    assert isinstance(answer, IdentificationAttempt)
    assert office.identifications.identify(actor, VISIT, visiting.scanned(told, **changed)) == answer
    assert answer in office.inspection.file(demo.LEADER, VISIT, "")[1].unidentified
    return answer.reason


def test_the_merchant_compares_the_code_and_the_visit_is_coded_in(office: Office) -> None:
    secret = accepted(office)
    new = visiting.confirmation(secret)
    first = office.identifications.confirm(VISIT, new)
    assert office.identifications.confirm(VISIT, new) == first
    again = office.identifications.confirm(
        VISIT, visiting.confirmation(secret, device_at="2026-11-24T03:59:00Z")
    )
    assert again == first
    (one,) = first.value.identifications
    assert (first.value.state, one.how, one.by, str(one.on)) == (
        "coded_in",
        "inspection_code",
        "",
        "2026-11-24",
    )


@pytest.mark.parametrize("told", ["0" * 16, "zzzzzzzzzzzzzzzz"])
def test_without_the_code_the_visit_does_not_exist(office: Office, told: str) -> None:
    accepted(office)
    for visit in (VISIT, made("vis", 9)):
        with pytest.raises(NotFound):
            office.identifications.confirm(visit, visiting.confirmation(told))
        with pytest.raises(NotFound):
            office.identifications.card(visit, told)


def test_before_the_approval_there_is_no_code(office: Office) -> None:
    office.inspection.put_visit(SUPERVISOR, VISIT, demo.plan(), None)
    with pytest.raises(NotFound):
        office.identifications.shown_code(ANNA, VISIT)
    with pytest.raises(NotFound):
        office.identifications.card(VISIT, "0" * 16)


def test_the_card_says_who_comes_what_for_and_who_let_it_happen(office: Office) -> None:
    office.approved()
    secret = office.identifications.shown_code(BAO, VISIT)
    for nobody in (STRANGER, demo.LEADER, SUPERVISOR):
        with pytest.raises(NotFound):
            office.identifications.shown_code(nobody, VISIT)
    before = office.identifications.card(VISIT, secret)
    assert (before.state, before.notice_no, before.approved_at is not None) == ("approved", None, True)
    with pytest.raises(TooEarly):
        office.identifications.confirm(VISIT, visiting.confirmation(secret))
    office.code_in(VISIT)
    card = office.identifications.card(VISIT, secret)
    assert [(one.name, one.certificate_no) for one in card.officers] == [
        ("演示1", "闽执法-01(演示)"),
        ("演示2", "闽执法-02(演示)"),
    ]
    assert (card.item_code, card.notice_no, card.state) == ("JL-01", "思明市监检通〔2026〕第1号", "coded_in")
    assert card.identified_at is not None


def test_a_visit_that_is_over_is_not_confirmed(office: Office) -> None:
    secret = accepted(office)
    office.moves.end(ANNA, VISIT, visiting.ENDED)
    with pytest.raises(Settled):
        office.identifications.confirm(VISIT, visiting.confirmation(secret))
    assert office.identifications.card(VISIT, secret).state == "ended"


def test_a_merchant_s_code_is_made_once_and_only_the_merchant_sees_it(office: Office) -> None:
    assert code(office) == code(office)
    assert code(office) != code(office, OTHER)
    for nobody in (STRANGER, ANNA, replace(STRANGER, merchants=frozenset({OTHER}))):
        with pytest.raises(NotFound):
            office.identifications.merchant_code(nobody, MERCHANT)


def test_an_officer_scans_the_code_of_a_stall_at_the_site(office: Office) -> None:
    accepted(office)
    answer = office.identifications.identify(BAO, VISIT, visiting.scanned(code(office)))
    assert not isinstance(answer, IdentificationAttempt)
    (one,) = answer.value.identifications
    assert (answer.value.state, one.by, one.merchant) == ("coded_in", BAO.id, MERCHANT)
    assert office.identifications.identify(BAO, VISIT, visiting.scanned(code(office))) == answer


def test_both_ways_are_kept_and_the_first_counts(office: Office) -> None:
    secret = accepted(office)
    office.identifications.identify(BAO, VISIT, visiting.scanned(code(office)))
    both = office.identifications.confirm(VISIT, visiting.confirmation(secret)).value
    assert [one.how for one in both.identifications] == ["merchant_code", "inspection_code"]
    assert office.store.count(SITE, 2026).value.counted == 1


def test_a_code_of_nobody_of_another_merchant_and_of_the_future_is_refused_and_kept(office: Office) -> None:
    office.approved()
    assert reason(office, code(office)) == "visit.not_accepted"
    office.moves.accept(ANNA, VISIT)
    assert reason(office, "M0123456789T") == "code.unknown"
    assert reason(office, code(office, OTHER)) == "code.other_merchant"
    late = (NOON + timedelta(minutes=11)).isoformat()
    assert reason(office, code(office), device_at=late) == "code.future"
    with pytest.raises(NotFound):
        office.identifications.identify(STRANGER, VISIT, visiting.scanned(code(office)))
    office.moves.end(ANNA, VISIT, visiting.ENDED)
    assert reason(office, code(office)) == "visit.ended"


def test_a_void_visit_is_not_coded_in(office: Office) -> None:
    office.approved()
    office.moves.void(demo.LEADER, VISIT, visiting.VOIDED)
    assert reason(office, code(office)) == "visit.void"


def test_a_visit_to_a_merchant_takes_that_merchant_s_code_alone(office: Office) -> None:
    office.registry.put_merchant(demo.CLERK, OTHER, demo.business(), None)
    office.approved(site_id=None, merchant_id=OTHER)
    office.moves.accept(ANNA, VISIT)
    assert reason(office, code(office)) == "code.other_merchant"
    answer = office.identifications.identify(ANNA, VISIT, visiting.scanned(code(office, OTHER)))
    assert not isinstance(answer, IdentificationAttempt)


def test_an_identification_of_last_year_that_comes_late_counts_for_last_year(office: Office) -> None:
    office.approved(planned_on="2026-12-31")
    office.moves.accept(ANNA, VISIT)
    office.clock.at = NOON.replace(year=2027, month=1, day=4)
    office.identifications.identify(
        ANNA, VISIT, visiting.scanned(code(office), device_at="2026-12-31T08:00:00Z")
    )
    assert [office.store.count(SITE, year).value.counted for year in (2026, 2027)] == [1, 0]


def place(lat: str, lon: str = "118.0894", accuracy_m: str | None = None) -> Place:
    told = {"lat": lat, "lon": lon} | ({"accuracy_m": accuracy_m} if accuracy_m else {})
    return Place.model_validate(told)


@pytest.mark.parametrize(
    ("where", "spot", "minutes_ago", "expected"),
    [
        (place("24.4798"), HERE, 1, ()),
        (place("24.4842"), HERE, 1, ()),  # 489 m
        (place("24.4844"), HERE, 1, ("far",)),  # 511 m
        (place("24.4844", accuracy_m="30"), HERE, 1, ()),
        (None, HERE, 1, ("no_place",)),
        (place("24.4798"), None, 1, ("no_survey",)),
        (place("24.4798"), HERE, -1, ("clock_ahead",)),
        (place("24.4798"), HERE, 31, ("came_late",)),
        (place("24.4798"), HERE, 24 * 60, ("other_day", "came_late")),
    ],
)
def test_what_is_odd_is_remarked(
    where: Place | None, spot: Spot | None, minutes_ago: int, expected: tuple[str, ...]
) -> None:
    then = NOON - timedelta(minutes=minutes_ago)
    assert remarks(where, spot, then, NOON, TODAY, terms.on(TODAY)) == expected


def test_what_is_odd_is_kept_and_nothing_is_refused_for_it(office: Office) -> None:
    site = office.registry.site(SITE)
    surveyed = site.value.model_copy(update={"place": HERE})
    office.registry.put_site(demo.CLERK, SITE, surveyed, site.version)
    secret = accepted(office)
    far = place("24.5798", accuracy_m="20").model_dump(mode="json", exclude_none=True)
    (one,) = office.identifications.confirm(
        VISIT, visiting.confirmation(secret, place=far)
    ).value.identifications
    assert (one.remarks, one.distance_m) == (("far",), 11_119)


@given(st.decimals(-90, 90, places=6), st.decimals(-180, 180, places=6), st.decimals(-90, 90, places=6))
def test_a_distance_is_of_this_earth(lat: Any, lon: Any, other: Any) -> None:
    here, there = Place(lat=lat, lon=lon), Spot(lat=other, lon=lon)
    assert 0 <= distance_m(here, there) <= 20_015_087
    assert distance_m(here, Spot(lat=lat, lon=lon)) == 0


@given(st.binary(min_size=10, max_size=10))
def test_codes_are_as_long_as_they_are_random(raw: bytes) -> None:
    assert len(inspection_code(lambda _: raw)) == 16
    made_code = merchant_code(lambda _: raw[:7])
    spaced = f" {made_code[:6].lower()}-{made_code[6:11]} {made_code[11:]} "
    assert visiting.scanned(spaced).code == made_code


@given(
    st.binary(min_size=7, max_size=7), st.integers(1, 11), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
)
def test_one_wrong_character_of_a_merchant_s_code_is_found(raw: bytes, at: int, wrong: str) -> None:
    right = merchant_code(lambda _: raw)
    typed = right[:at] + wrong + right[at + 1 :]
    if typed != right:
        with pytest.raises(ValidationError):
            visiting.scanned(typed)


@pytest.mark.parametrize("typed", ["", "M", "7K3M9Q2RTBP5", "M0123456789R", 5, None, "M" * 4000])
def test_what_is_no_merchant_s_code_is_named_so(typed: Any) -> None:
    with pytest.raises(ValidationError):
        visiting.scanned(typed)
