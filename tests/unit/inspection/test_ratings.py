"""What merchants think of visits: counted, shown in steps, never kept one by one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.accounts.model import Actor, Role
from chalicelib.errors import NotFound
from chalicelib.inspection.problems import NotYourDistrict, Settled, TooEarly
from chalicelib.inspection.ratings import FEWEST, NewRating, RatingCount
from chalicelib.inspection.service_book import Changed, Counted
from chalicelib.inspection.service_merchants import Merchants
from chalicelib.inspection.store_merchants import DealingStore
from tests import office as demo
from tests import visiting
from tests.fakes import FakeTable
from tests.office import ANNA, CHECK, DISTRICT, FAR_LEADER, LEADER, MERCHANT, VISIT, Office, made

KEEPER = Actor(made("acc", 40), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
NEIGHBOUR = made("mer", 77)
OTHER_KEEPER = Actor(made("acc", 41), frozenset({Role.MERCHANT}), merchants=frozenset({NEIGHBOUR}))


@pytest.fixture
def table() -> FakeTable:
    return FakeTable()


@pytest.fixture
def office(table: FakeTable) -> Office:
    return Office(table).furnished()


@pytest.fixture
def merchants(table: FakeTable) -> Merchants:
    return Merchants(DealingStore(table))


def closed(office: Office) -> None:
    """VISIT with a failing check of the merchant's scale, its record closed."""
    office.identified()
    office.inspection.put_check(ANNA, VISIT, CHECK, demo.check())
    office.moves.close(ANNA, VISIT, visiting.closing())


def rated(answer: str, merchant: str = MERCHANT) -> NewRating:
    return NewRating.model_validate({"merchant_id": merchant, "answer": answer})


@given(st.lists(st.sampled_from("12345"), max_size=23))
def test_what_is_shown_moves_in_steps_that_hide_the_single_rating(answers: list[str]) -> None:
    count = RatingCount.model_validate({"district": DISTRICT, "year": 2026})
    for n, answer in enumerate(answers, 1):
        count = count.after(answer)  # type: ignore[arg-type]
        assert sum(count.counts) == n
        assert sum(count.shown) == n - n % FEWEST
    assert all(count.counts[int(answer) - 1] == answers.count(answer) for answer in set(answers))


def test_a_merchant_rates_once_and_nothing_says_what_was_answered(
    merchants: Merchants, office: Office, table: FakeTable
) -> None:
    closed(office)
    before = set(table.items)
    for answer in ("2", "2", "5"):
        merchants.rate(KEEPER, VISIT, rated(answer))
    assert merchants.dealings.ratings(DISTRICT, 2026).value.counts == (0, 1, 0, 0, 0)
    assert merchants.counts(LEADER, DISTRICT, 2026).shown == (0, 0, 0, 0, 0)
    left = [item for key, item in table.items.items() if key not in before]
    assert len(left) == 2
    told = json.dumps([[item.pk, item.sk, dict(item.document), dict(item.row), item.u] for item in left])
    assert KEEPER.id not in told
    assert MERCHANT not in told
    marked = next(item for item in left if item.sk.startswith("Z#"))
    assert marked.document == {"visit_id": VISIT}


def test_two_ratings_at_once_are_both_counted(merchants: Merchants, office: Office, table: FakeTable) -> None:
    closed(office)
    store = DealingStore(table)
    seen = store.ratings(DISTRICT, 2026)
    merchants.rate(KEEPER, VISIT, rated("4"))
    with pytest.raises(Changed):
        store.rate(VISIT, "another", Counted(seen.value.after("1"), seen.seen))
    assert not store.has_rated(VISIT, "another")


@pytest.mark.parametrize(
    ("actor", "merchant"), [(KEEPER, NEIGHBOUR), (OTHER_KEEPER, NEIGHBOUR), (OTHER_KEEPER, MERCHANT)]
)
def test_only_who_was_checked_rates_and_only_for_themselves(
    merchants: Merchants, office: Office, actor: Actor, merchant: str
) -> None:
    closed(office)
    with pytest.raises(NotFound):
        merchants.rate(actor, VISIT, rated("1", merchant))


def test_a_visit_is_rated_once_its_record_is_closed(merchants: Merchants, office: Office) -> None:
    office.identified()
    office.inspection.put_check(ANNA, VISIT, CHECK, demo.check())
    with pytest.raises(TooEarly):
        merchants.rate(KEEPER, VISIT, rated("3"))
    office.moves.end(ANNA, VISIT, visiting.ENDED)
    with pytest.raises(Settled):
        merchants.rate(KEEPER, VISIT, rated("3"))


def test_a_merchant_reads_what_was_found_and_nobody_elses(merchants: Merchants, office: Office) -> None:
    closed(office)
    (row,) = merchants.checks(KEEPER, MERCHANT, "").rows
    assert (row["visit_id"], row["id"], row["verdict"]) == (VISIT, CHECK, "fail")
    with pytest.raises(NotFound):
        merchants.checks(OTHER_KEEPER, MERCHANT, "")
    assert merchants.checks(OTHER_KEEPER, NEIGHBOUR, "").rows == ()


def test_whose_scale_it_is_says_the_register_and_not_the_phone(merchants: Merchants, office: Office) -> None:
    office.identified()
    office.inspection.put_check(ANNA, VISIT, CHECK, demo.check(merchant_id=NEIGHBOUR))
    assert merchants.checks(OTHER_KEEPER, NEIGHBOUR, "").rows == ()
    assert [row["id"] for row in merchants.checks(KEEPER, MERCHANT, "").rows] == [CHECK]


def test_counts_are_for_officers_of_the_district(merchants: Merchants) -> None:
    for actor in (FAR_LEADER, ANNA, KEEPER):
        with pytest.raises(NotYourDistrict):
            merchants.counts(actor, DISTRICT, 2026)
