"""Acts, certificates and stalls under crowding, on the fake table and on the embedded DynamoDB alike."""

from datetime import date

import pytest

from chalicelib.accounts.model import Actor, Role
from chalicelib.registry.acts import ActAttempt, KeptAct, NewAct
from chalicelib.registry.history import newest_first
from chalicelib.registry.model import number
from chalicelib.registry.parties import Merchant, Site
from chalicelib.registry.problems import CodeTaken
from chalicelib.registry.service_book import Changed
from chalicelib.registry.stalls import StallTold
from chalicelib.registry.store import RegistryStore
from chalicelib.store import Table
from tests.contract.test_checks import together
from tests.office import (
    ANNA,
    CLERK,
    DISTRICT,
    ELSEWHERE,
    MERCHANT,
    OTHER_SCALE,
    SCALE,
    SITE,
    SUPERVISOR,
    Office,
    made,
    scale,
)

CROWD = 8
LAB = made("lab", 1)
TESTER = Actor(made("acc", 50), frozenset({Role.LAB}), labs=frozenset({LAB}))
SUSPEND = NewAct.model_validate({"kind": "suspend", "reason": "示值超差"})


@pytest.fixture
def office(table: Table) -> Office:
    return Office(table).furnished()


def test_parallel_puts_of_one_act_do_it_once(office: Office) -> None:
    put = lambda: office.life.put_act(ANNA, SCALE, made("act", 1), SUSPEND)  # noqa: E731 - called by many
    answers = together(*[put] * CROWD)
    assert [is_new for _, _, is_new in answers].count(True) == 1
    assert {str(act) for act, _, _ in answers} == {
        str(act) for act in office.registry.book.acts(number(SCALE))
    }
    assert office.head().state == "suspended"


def test_of_parallel_acts_one_is_done_and_the_others_are_kept_as_attempts(office: Office) -> None:
    answers = together(
        *(
            lambda place=place: office.life.put_act(ANNA, SCALE, made("act", place), SUSPEND)
            for place in range(1, CROWD + 1)
        )
    )
    done = [act for act, _, _ in answers if isinstance(act, KeptAct)]
    assert list(office.registry.book.acts(number(SCALE))) == done
    assert len(done) == 1
    attempts = office.table.query(f"I#{number(SCALE)}", begins="X#").items
    assert {item.document["id"] for item in attempts} == {
        attempt.id for attempt, _, _ in answers if isinstance(attempt, ActAttempt)
    }
    assert len(attempts) == CROWD - 1


def test_one_certificate_on_two_instruments_at_once_is_recorded_on_both_and_belongs_to_one(
    office: Office,
) -> None:
    together(
        lambda: office.verify(TESTER, LAB, SCALE, 1, certificate_no="JL-1"),
        lambda: office.verify(TESTER, LAB, OTHER_SCALE, 2, certificate_no="JL-1"),
    )
    book = office.registry.book
    assert [len(book.verifications(number(one))) for one in (SCALE, OTHER_SCALE)] == [1, 1]

    def owner(of: str) -> str | None:
        try:
            return shelf.certificate_owner(LAB, "JL-1", of)
        except Changed:  # the stream brings it again
            return None

    shelf = RegistryStore(office.table)
    told = set(together(lambda: owner(SCALE), lambda: owner(OTHER_SCALE))) - {None}
    assert told == {shelf.certificate_owner(LAB, "ｊｌ 1", ELSEWHERE)} < {SCALE, OTHER_SCALE}


def test_a_partition_is_the_whole_past_of_an_instrument(office: Office) -> None:
    office.verify(TESTER, LAB)
    office.suspend()
    office.suspend()  # refused: no part of what happened
    past = office.registry.book.history(number(SCALE))
    assert past.head == office.head()
    assert [one.what for one in newest_first(past, "", 9)[0]] == ["act", "verification"]
    assert office.registry.book.history(number(made("ins", 99))).head is None


def test_a_stall_and_its_name_are_taken_together(office: Office) -> None:
    told = StallTold(name="A12", merchant_id=MERCHANT, since=date(2026, 1, 1))

    def put(place: int) -> bool:
        try:
            return office.stalls.put_stall(SUPERVISOR, SITE, made("stl", place), told, None)[1]
        except CodeTaken:
            return False

    new = together(*(lambda place=place: put(place) for place in range(1, CROWD + 1)))
    assert new.count(True) == 1
    (kept,) = office.stalls.stalls(SUPERVISOR, SITE)
    assert office.stalls.put_stall(SUPERVISOR, SITE, kept.value.id, told, None) == (kept, False)
    emptied = told.model_copy(update={"merchant_id": None, "since": date(2026, 6, 1)})
    changed, is_new = office.stalls.put_stall(SUPERVISOR, SITE, kept.value.id, emptied, 1)
    assert (is_new, office.stalls.stalls(SUPERVISOR, SITE)) == (False, (changed,))


def test_one_change_that_comes_many_times_at_once_is_one_change(office: Office) -> None:
    registry = office.registry
    renamed = Merchant(name="演示海鲜", kind="stall_keeper", district=DISTRICT)
    moved = scale("SN-0", SITE).model_copy(update={"stall": "A-7"})
    renamed_site = Site(name="新市场", venue="market", district=DISTRICT)
    changes = (
        lambda: registry.put_merchant(CLERK, MERCHANT, renamed, 1),
        lambda: registry.put_site(CLERK, SITE, renamed_site, 1),
        lambda: registry.put_instrument(CLERK, SCALE, moved, 1),
    )
    for change in changes:
        assert set(together(*[change] * CROWD)) == {(2, False)}
