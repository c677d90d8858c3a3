"""What becomes of an instrument, and the head that follows from it whatever the order things arrive in."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.accounts.model import Role
from chalicelib.errors import IdTaken, VersionStale
from chalicelib.registry.model import number
from chalicelib.registry.problems import NoInstrument, NotYourDistrict, NotYourLab, Scrapped
from chalicelib.registry.store import RegistryStore
from tests.office import (
    ANNA,
    CLERK,
    FAR_LEADER,
    LEADER,
    SCALE,
    SITE,
    SUPERVISOR,
    UNKNOWN,
    Office,
    actor,
    business,
    made,
    scale,
)
from tests.unit.registry.verifying import OTHER_LAB, TESTER, held, verification, verify

SUSPENDED_ON, SHELF = date(2026, 11, 24), number(SCALE)


def test_a_verification_shows_in_the_head_at_once(office: Office) -> None:
    assert office.head().standing(SUSPENDED_ON) == "unverified"
    assert verify(office, 1, verification())
    assert (held(office), office.head().standing(SUSPENDED_ON)) == (made("ver", 1), "valid")


def test_an_older_verification_is_kept_but_does_not_replace_a_newer_one(office: Office) -> None:
    verify(office, 1, verification("2026-11-24"))
    verify(office, 2, verification("2025-11-24", conclusion="fail"))
    assert held(office) == made("ver", 1)
    kept = office.registry.book.verifications(SHELF)
    assert [one.id for one in kept] == [made("ver", 2), made("ver", 1)]
    office.heads.refresh(SHELF)
    assert held(office) == made("ver", 1)


def test_of_two_verifications_of_a_day_the_later_id_counts(office: Office) -> None:
    verify(office, 2, verification())
    verify(office, 1, verification())
    assert held(office) == made("ver", 2)
    office.heads.refresh(SHELF)
    assert held(office) == made("ver", 2)


def test_a_verification_sent_again_is_nothing_new_and_other_content_is_refused(office: Office) -> None:
    assert (verify(office, 1, verification()), verify(office, 1, verification())) == (True, False)
    with pytest.raises(IdTaken):
        verify(office, 1, verification(certificate_no="JL-2"))
    assert len(office.registry.book.verifications(SHELF)) == 1
    with pytest.raises(IdTaken):
        verify(office, 1, verification("2026-11-25"))  # another day is another shelf place, the same id


def test_a_lab_records_for_itself_only(office: Office) -> None:
    with pytest.raises(NotYourLab):
        verify(office, 1, verification(lab_id=OTHER_LAB))


def test_a_pass_releases_a_suspension(office: Office) -> None:
    office.suspend(ANNA, SCALE, "示值超差")
    assert verify(office, 1, verification())
    shown = office.head()
    assert (shown.state, shown.suspension) == ("in_use", None)
    assert office.registry.instrument(SCALE).state == "in_use"


@pytest.mark.parametrize(
    ("day", "conclusion"), [("2026-11-24", "fail"), ("2026-11-23", "pass"), ("2025-11-24", "pass")]
)
def test_neither_a_fail_nor_a_pass_from_before_the_suspension_releases_it(
    office: Office, day: str, conclusion: str
) -> None:
    office.suspend(ANNA, SCALE, "示值超差")
    verify(office, 1, verification(day, conclusion))
    assert (office.head().state, held(office)) == ("suspended", made("ver", 1))


def test_a_pass_that_is_not_the_newest_does_not_release(office: Office) -> None:
    office.clock.at += timedelta(days=1)
    verify(office, 2, verification("2026-11-25", "fail"))
    office.suspend(ANNA, SCALE, "示值超差")
    verify(office, 1, verification("2026-11-24"))
    assert (office.head().state, held(office)) == ("suspended", made("ver", 2))


def test_a_suspension_says_why_since_when_and_by_whom_and_stays_when_said_again(office: Office) -> None:
    first = office.suspend(ANNA, SCALE, "示值超差")
    again = office.suspend(LEADER, SCALE, "别的原因")
    assert first == again == office.head()
    assert first.suspension is not None
    assert (first.suspension.reason, first.suspension.since, first.suspension.by) == (
        "示值超差",
        SUSPENDED_ON,
        ANNA.id,
    )


def test_a_released_instrument_is_in_use_and_may_be_suspended_again(office: Office) -> None:
    office.suspend(ANNA, SCALE, "示值超差")
    released = office.act(LEADER, "release", SCALE)
    assert (released.state, released.suspension) == ("in_use", None)
    assert office.act(LEADER, "release", SCALE) == released
    assert office.suspend(ANNA, SCALE, "铅封破损").state == "suspended"


def test_nothing_happens_to_a_scrapped_instrument(office: Office) -> None:
    office.suspend(ANNA, SCALE, "示值超差")
    scrapped = office.act(SUPERVISOR, "scrap", SCALE)
    assert (scrapped.state, scrapped.suspension) == ("scrapped", None)
    assert office.act(SUPERVISOR, "scrap", SCALE) == scrapped
    assert office.suspend(ANNA, SCALE, "示值超差") == scrapped
    assert office.act(LEADER, "release", SCALE) == scrapped
    with pytest.raises(Scrapped):
        verify(office, 1, verification())
    with pytest.raises(Scrapped):
        office.registry.put_instrument(CLERK, SCALE, scale("SN-0", SITE), 3)
    corrected = scale("SN-0", SITE).model_copy(update={"stall": "A-7"})
    with pytest.raises(Scrapped):
        office.registry.put_instrument(CLERK, SCALE, corrected, 2)
    assert office.head() == scrapped


def test_officers_act_in_their_districts_only(office: Office) -> None:
    acts: tuple[Callable[[], object], ...] = (
        lambda: office.suspend(FAR_LEADER, SCALE, "示值超差"),
        lambda: office.act(FAR_LEADER, "release", SCALE),
        lambda: office.act(actor(30, Role.SUPERVISOR, district="350206"), "scrap", SCALE),
    )
    for act in acts:
        with pytest.raises(NotYourDistrict):
            act()


def test_an_instrument_that_is_not_registered_is_missing(office: Office) -> None:
    with pytest.raises(NoInstrument):
        office.suspend(ANNA, UNKNOWN, "示值超差")
    with pytest.raises(NoInstrument):
        office.heads.record_verification(TESTER, UNKNOWN, made("ver", 1), verification())
    office.heads.refresh(number(UNKNOWN))


def test_a_change_names_the_version_it_saw(office: Office) -> None:
    changed = scale("SN-0", SITE).model_copy(update={"stall": "A-7"})
    assert office.registry.put_instrument(CLERK, SCALE, changed, 1) == (2, False)
    assert office.head().stall == "A-7"
    with pytest.raises(VersionStale):
        office.registry.put_instrument(CLERK, SCALE, scale("SN-0", SITE), 1)
    assert office.registry.put_instrument(CLERK, SCALE, changed, 2) == (2, False)
    assert office.heads.kept(SCALE).version == 2


def test_changing_what_is_registered_leaves_the_suspension_and_the_verification(office: Office) -> None:
    verify(office, 1, verification())
    office.suspend(ANNA, SCALE, "示值超差")
    changed = scale("SN-0", SITE).model_copy(update={"stall": "A-7"})
    office.registry.put_instrument(CLERK, SCALE, changed, 2)
    assert (office.head().state, office.head().stall, held(office)) == ("suspended", "A-7", made("ver", 1))


def test_a_registration_that_comes_twice_at_once_is_one(office: Office) -> None:
    book = office.registry.book
    new, merchant = scale("SN-77", SITE), made("mer", 7)

    class Late(RegistryStore):
        """Sees nothing at the first look: somebody else writes between the look and the write."""

        looks = 0

        def instrument(self, instrument_number: str) -> Any:
            self.looks += 1
            return None if self.looks == 1 else super().instrument(instrument_number)

        def merchant(self, merchant_id: str) -> Any:
            self.looks += 1
            return None if self.looks == 1 else super().merchant(merchant_id)

    def late() -> Any:
        return type(office.registry)(Late(office.table), office.heads, office.clock)

    assert office.registry.put_instrument(CLERK, UNKNOWN, new, None) == (1, True)
    assert late().put_instrument(CLERK, UNKNOWN, new, None) == (1, False)
    assert office.registry.put_merchant(CLERK, merchant, business(), None) == (1, True)
    assert late().put_merchant(CLERK, merchant, business(), None) == (1, False)
    stored = book.merchant(merchant)
    assert stored is not None
    assert stored.value == business()
