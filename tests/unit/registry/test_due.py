"""Due lists: why an instrument waits, in which order, and that the lists follow every change of a head."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.accounts.model import Actor, Role
from chalicelib.registry.due import Due, Wait, application, due, everything, span
from chalicelib.registry.marks import Void
from chalicelib.registry.model import KeptVerification, Verification, number
from chalicelib.registry.service_due import By, DueEffect
from chalicelib.store import Item
from tests.fakes import FakeTable
from tests.office import (
    ANNA,
    DISTRICT,
    ELSEWHERE,
    MERCHANT,
    OTHER_SCALE,
    PUMP,
    SCALE,
    SITE,
    SUPERVISOR,
    Office,
    made,
)

TODAY = date(2026, 11, 24)
LAB = made("lab", 1)
TESTER = Actor(made("acc", 40), frozenset({Role.LAB}), labs=frozenset({LAB}))


def verified(
    office: Office, instrument: str, until: date | None, place: int = 1, on: date = date(2025, 11, 1)
) -> None:
    made_ = Verification(
        lab_id=LAB,
        lab_name="演示检定所",
        certificate_no=f"JL-{instrument[-2:]}-{place}",
        conclusion="pass" if until else "fail",
        verified_on=on,
        valid_until=until,
    )
    office.heads.record_verification(
        TESTER, instrument, made("ver", place * 100 + int(instrument[-2:])), made_
    )


def followed(office: Office) -> None:
    effect = DueEffect(office.due_lists)
    for instrument in (SCALE, OTHER_SCALE, ELSEWHERE, PUMP):
        effect.refresh(number(instrument))


def listed(
    office: Office, wait: Wait | None = None, by: By = "district", key: str = DISTRICT, within: int = 30
) -> list[str]:
    rows = office.due_lists.listed(by, key, span(wait, TODAY, within), "", 50).rows
    return [str(row["id"]) for row in rows]


def test_the_borders_of_due_and_overdue_are_the_certificates_last_day(office: Office) -> None:
    verified(office, SCALE, TODAY - timedelta(days=1))
    verified(office, OTHER_SCALE, TODAY)
    verified(office, ELSEWHERE, TODAY + timedelta(days=30))
    verified(office, PUMP, TODAY + timedelta(days=31))
    followed(office)
    assert listed(office, "overdue") == [SCALE]
    assert listed(office, "due") == [OTHER_SCALE, ELSEWHERE]
    assert listed(office, "due", within=31) == [OTHER_SCALE, ELSEWHERE, PUMP]
    assert listed(office) == [SCALE, OTHER_SCALE, ELSEWHERE]


def test_one_list_has_failed_never_verified_and_repaired_before_what_is_dated(office: Office) -> None:
    verified(office, SCALE, None)
    verified(office, ELSEWHERE, TODAY - timedelta(days=300))
    verified(office, PUMP, date(2027, 10, 31))
    voided = Void(cause="repair", since=date(2026, 5, 1), by=ANNA.id)
    office.heads.change(PUMP, lambda kept: kept.model_copy(update={"void": voided}))
    followed(office)
    assert listed(office) == [SCALE, OTHER_SCALE, PUMP, ELSEWHERE]
    waits: list[tuple[Wait, str]] = [
        ("failed", SCALE),
        ("unverified", OTHER_SCALE),
        ("void", PUMP),
        ("overdue", ELSEWHERE),
    ]
    for wait, instrument in waits:
        assert listed(office, wait) == [instrument]


def test_lists_by_site_and_merchant_hold_their_own(office: Office) -> None:
    followed(office)
    assert set(listed(office, by="site", key=SITE)) == {SCALE, OTHER_SCALE, PUMP}
    assert len(listed(office, by="merchant", key=MERCHANT)) == 4
    assert listed(office, by="merchant", key=made("mer", 9)) == []
    assert listed(office, key="350206") == []


def test_what_is_scrapped_leaves_every_list_and_what_is_suspended_stays(office: Office) -> None:
    followed(office)
    office.suspend(ANNA, OTHER_SCALE)
    office.act(SUPERVISOR, "scrap", SCALE)
    followed(office)
    places: list[tuple[By, str]] = [("district", DISTRICT), ("site", SITE), ("merchant", MERCHANT)]
    for by, key in places:
        assert SCALE not in listed(office, by=by, key=key)
        assert OTHER_SCALE in listed(office, by=by, key=key)


def test_a_row_tells_that_verification_was_applied_for(office: Office) -> None:
    office.act(SUPERVISOR, "apply", SCALE)
    followed(office)
    (row,) = (
        row
        for row in office.due_lists.listed("site", SITE, span(None, TODAY), "", 50).rows
        if row["id"] == SCALE
    )
    assert row["applied_on"] == str(TODAY)
    assert "scheduled_on" not in row


def test_an_application_is_listed_whenever_the_certificate_ends_until_it_was_verified(
    office: Office,
) -> None:
    def applied(district: str = DISTRICT) -> list[str]:
        followed(office)
        rows = office.due_lists.listed("applied", district, everything(), "", 50).rows
        return [str(row["id"]) for row in rows]

    verified(office, SCALE, TODAY + timedelta(days=300))
    assert applied() == []
    office.act(SUPERVISOR, "apply", SCALE)
    office.act(SUPERVISOR, "apply", PUMP)
    assert applied() == [PUMP, SCALE]
    assert applied("350206") == []
    verified(office, SCALE, TODAY + timedelta(days=365), place=2, on=TODAY)
    office.act(SUPERVISOR, "scrap", PUMP)
    assert applied() == []


def test_refreshing_again_writes_nothing(office: Office) -> None:
    followed(office)
    assert isinstance(office.table, FakeTable)
    before = dict(office.table.items)
    followed(office)
    assert office.table.items == before


def test_a_scrapped_instrument_that_was_never_listed_is_not_written(office: Office) -> None:
    office.act(SUPERVISOR, "scrap", SCALE)
    DueEffect(office.due_lists).refresh(number(SCALE))
    assert office.table.get(f"I#{number(SCALE)}", "D") is None


def test_only_heads_touch_the_lists(office: Office) -> None:
    effect = DueEffect(office.due_lists)
    assert tuple(effect.touched(Item(f"I#{number(SCALE)}", "~", {}))) == (number(SCALE),)
    for pk, sk in ((f"I#{number(SCALE)}", "A"), (f"I#{number(SCALE)}", "D"), ("V#1", "~")):
        assert tuple(effect.touched(Item(pk, sk, {}))) == ()


UNVERIFIED = Office(FakeTable()).furnished().head()


@given(st.integers(-800, 800), st.integers(0, 366))
def test_a_certificate_is_in_the_list_its_standing_says(days: int, within: int) -> None:
    until = TODAY + timedelta(days=days)
    verification = KeptVerification(
        id="ver-1",
        lab_id=LAB,
        lab_name="演示检定所",
        certificate_no="JL-1",
        conclusion="pass",
        verified_on=until - timedelta(days=365),
        valid_until=until,
    )
    head = UNVERIFIED.model_copy(update={"verification": verification})
    kept = due(head)
    assert kept is not None

    def holds(wait: Wait | None) -> bool:
        first, final = span(wait, TODAY, within)
        return first <= kept.place <= final

    assert holds("overdue") == (head.standing(TODAY) == "overdue")
    assert holds("due") == (0 <= days <= within)
    assert holds(None) == (days <= within)
    assert kept.days_until(TODAY) == days
    assert kept.waits_for(TODAY) == ("overdue" if days < 0 else "due")


def test_a_place_is_read_back_as_it_was_kept(office: Office) -> None:
    verified(office, SCALE, TODAY)
    kept = due(office.head())
    assert kept is not None
    assert Due.model_validate(kept.model_dump(mode="json", exclude_none=True)) == kept


def test_the_term_to_apply_is_the_laws_and_absent_before_it() -> None:
    law = application(date(2026, 12, 31))
    assert law is not None
    assert (law.due_on, law.authority) == (date(2026, 12, 16), "indicative")
    assert application(date(2022, 12, 31)) is None
