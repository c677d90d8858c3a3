"""What visits ask of the office's lists."""

from datetime import date, timedelta

import pytest

from chalicelib.errors import NotFound
from chalicelib.registry.model import number
from chalicelib.sampling.exclusions import KeptSpared
from chalicelib.sampling.plans import DrawnFor
from chalicelib.sampling.service_lists import Lists
from chalicelib.sampling.store_draws import DrawStore
from chalicelib.sampling.store_plans import PlanStore
from tests.fakes import FakeTable
from tests.unit.sampling import desk as desks
from tests.unit.sampling.desk import ITEM, PLAN, PUBLISHER, SUPERVISOR, Desk, made

TODAY = date(2026, 11, 24)


@pytest.fixture
def desk() -> Desk:
    return Desk(FakeTable()).furnished()


def lists(desk: Desk) -> Lists:
    return Lists(PlanStore(desk.table), DrawStore(desk.table))


def test_an_item_is_found_by_its_code_while_it_is_published_and_in_force(desk: Desk) -> None:
    desk.plans.put_item(SUPERVISOR, made("itm", 2), desks.item(code="JL-011"), None)
    found = lists(desk).item("JL-01", TODAY)
    assert found is not None
    assert (found.id, found.code) == (ITEM, "JL-01")
    assert lists(desk).item("JL-0", TODAY) is None
    assert lists(desk).item("JL-011", TODAY) is None
    assert lists(desk).item("JL-01", date(2025, 12, 31)) is None
    desk.plans.end_item(ITEM, TODAY + timedelta(days=2))
    desk.plans.put_item(SUPERVISOR, made("itm", 3), desks.item(since="2026-11-26"), None)
    desk.plans.publish_item(PUBLISHER, made("itm", 3))
    followed = [lists(desk).item("JL-01", TODAY + timedelta(days=n)) for n in (1, 2)]
    assert [one and one.id for one in followed] == [ITEM, made("itm", 3)]


def test_a_plan_says_what_its_visits_are_for(desk: Desk) -> None:
    desk.plans.put_plan(SUPERVISOR, PLAN, desks.plan(exempt="assigned"), None)
    assert lists(desk).drawn_for(PLAN) == DrawnFor(("JL-01",), "assigned")
    with pytest.raises(NotFound):
        lists(desk).drawn_for(made("pln", 9))


def test_who_is_on_the_white_list_is_spared_until_its_last_day(desk: Desk) -> None:
    site = made("sit", 1)
    entry = KeptSpared(reason="连续两年无问题", until=TODAY, number=number(site), by="acc-1", at="")
    DrawStore(desk.table).spare(entry, 0)
    days = (TODAY, TODAY + timedelta(days=1))
    assert [lists(desk).is_spared([made("mer", 1), site], day) for day in days] == [True, False]
    assert not lists(desk).is_spared([made("mer", 1)], TODAY)
