"""What becomes of an instrument, and the head that follows from it whatever the order things arrive in."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.accounts.model import Actor, Role
from chalicelib.errors import IdTaken, VersionStale
from chalicelib.registry.acts import NewAct
from chalicelib.registry.model import CheckSummary, InstrumentHead, Verification, number
from chalicelib.registry.problems import Busy, NoInstrument, NotYourDistrict, NotYourLab, Scrapped
from chalicelib.registry.service_heads import Heads
from chalicelib.registry.service_life import Life
from chalicelib.registry.store import RegistryStore
from tests.fakes import FakeTable
from tests.office import (
    ANNA,
    CLERK,
    FAR_LEADER,
    LEADER,
    NOON,
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

LAB, OTHER_LAB = made("lab", 1), made("lab", 2)
TESTER = Actor(made("acc", 50), frozenset({Role.LAB}), labs=frozenset({LAB}))
SUSPENDED_ON, SHELF = date(2026, 11, 24), number(SCALE)


@pytest.fixture
def office() -> Office:
    return Office(FakeTable()).furnished()


def verification(verified_on: str = "2026-11-24", conclusion: str = "pass", **changed: Any) -> Verification:
    return Verification.model_validate(
        {
            "lab_id": LAB,
            "lab_name": "演示检定所",
            "certificate_no": "JL-1",
            "conclusion": conclusion,
            "verified_on": verified_on,
            "valid_until": "2027-11-23" if conclusion == "pass" else None,
            **changed,
        }
    )


def verify(office: Office, place: int, new: Verification, actor: Actor = TESTER) -> bool:
    return office.heads.record_verification(actor, SCALE, made("ver", place), new)[1]


def held(office: Office) -> str:
    shown = office.head().verification
    return shown.id if shown else ""


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


def test_refreshing_a_head_that_is_right_writes_nothing(office: Office) -> None:
    verify(office, 1, verification())
    before = office.registry.book.head(SHELF)
    for _ in range(3):
        office.heads.refresh(SHELF)
    assert office.registry.book.head(SHELF) == before


def test_a_lost_head_is_rebuilt_the_same(office: Office) -> None:
    verify(office, 1, verification())
    office.suspend(ANNA, SCALE, "示值超差")
    before = office.head()
    assert isinstance(office.table, FakeTable)
    del office.table.items[f"I#{SHELF}", "~"]
    office.heads.refresh(SHELF)
    assert office.head() == before


class Restless(RegistryStore):
    """Heads that somebody else changes before every write of ours."""

    def __init__(self, table: FakeTable, times: int) -> None:
        super().__init__(table)
        self.times = times

    def write(self, head: InstrumentHead, head_seen: int, *rest: Any, **named: Any) -> None:
        if self.times:
            self.times -= 1
            meanwhile = self.head(head.number)
            assert meanwhile is not None
            super().write(meanwhile.value, meanwhile.version)
        super().write(head, head_seen, *rest, **named)


def test_what_is_changed_meanwhile_is_read_again_and_nothing_is_lost(office: Office) -> None:
    assert isinstance(office.table, FakeTable)
    heads = Heads(Restless(office.table, 3), lambda: NOON)
    heads.record_verification(TESTER, SCALE, made("ver", 1), verification())
    assert held(office) == made("ver", 1)
    restless = Restless(office.table, 100)
    busy = Life(restless, Heads(restless, lambda: NOON), lambda: NOON)
    with pytest.raises(Busy):
        busy.put_act(
            ANNA, SCALE, made("act", 1), NewAct.model_validate({"kind": "suspend", "reason": "示值超差"})
        )
    assert office.head().state == "in_use"


def summary(place: int, minute: int) -> CheckSummary:
    return CheckSummary(
        id=made("chk", place),
        visit_id=made("vis", 1),
        received_at=f"2026-11-24T04:{minute:02d}:00.000Z",
        kind="weighing_instrument",
        verdict="pass",
        authority="settled",
    )


CHECKS = st.lists(
    st.builds(summary, st.integers(1, 99), st.integers(0, 4)), max_size=9, unique_by=lambda one: one.id
)


@settings(deadline=None)
@given(checks=CHECKS, suspended_after=st.integers(0, 20), data=st.data())
def test_checks_in_any_order_with_repeats_make_the_same_head_and_no_suspension_is_lost(
    checks: list[CheckSummary], suspended_after: int, data: st.DataObject
) -> None:
    repeats = data.draw(st.lists(st.sampled_from(checks), max_size=5)) if checks else []
    office = Office(FakeTable()).furnished()
    for place, check in enumerate(data.draw(st.permutations([*checks, *repeats]))):
        if place == suspended_after:
            office.suspend(ANNA, SCALE, "示值超差")
        office.heads.note_check(SHELF, check)
        office.heads.refresh(SHELF)
    newest = sorted(checks, key=lambda one: (one.received_at, one.id), reverse=True)[:5]
    assert office.head().checks == tuple(newest)
    was_suspended = suspended_after < len(checks) + len(repeats)
    assert office.head().state == ("suspended" if was_suspended else "in_use")


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
