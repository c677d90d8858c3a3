"""Pools from the registry: what is in a plan's scope, who uses what where, and the settings of exclusions."""

from datetime import date

import pytest

from chalicelib.registry.model import number
from chalicelib.registry.store import RegistryStore
from chalicelib.sampling.exclusions import (
    AnnualCap,
    ExemptReasons,
    NoSettings,
    Version,
    WhiteListRules,
    latest_until,
)
from chalicelib.sampling.plans import Scope
from chalicelib.sampling.service_pools import Candidate, Named, RegisteredObjects
from tests.fakes import FakeTable
from tests.office import (
    CLERK,
    DISTRICT,
    ELSEWHERE,
    MERCHANT,
    OTHER_SCALE,
    OTHER_SITE,
    PUMP,
    SCALE,
    SITE,
    Office,
)


@pytest.fixture
def office() -> Office:
    return Office(FakeTable()).furnished()


def found(office: Office, **scope: object) -> dict[str, Candidate]:
    objects = RegisteredObjects(RegistryStore(office.table))
    within = list(objects.within(Scope.model_validate(scope)))
    assert len({one.number for one in within}) == len(within), "every object once"
    return {one.id: one for one in within}


def test_instruments_stand_where_their_site_is_and_name_their_user(office: Office) -> None:
    scales = found(office, objects="instrument")
    assert set(scales) == {SCALE, OTHER_SCALE, ELSEWHERE, PUMP}
    assert scales[SCALE] == Candidate(number(SCALE), SCALE, DISTRICT, "market", number(MERCHANT))
    assert set(found(office, objects="instrument", categories=["fuel_dispenser"])) == {PUMP}
    assert found(office, objects="instrument", districts=["350206"]) == {}
    assert found(office, objects="instrument", venues=["hospital"]) == {}


def test_a_merchant_is_drawn_once_however_many_it_uses(office: Office) -> None:
    assert found(office, objects="merchant") == {
        MERCHANT: Candidate(number(MERCHANT), MERCHANT, DISTRICT, "market")
    }


def test_sites_are_drawn_by_what_is_used_there(office: Office) -> None:
    assert set(found(office, objects="site")) == {SITE, OTHER_SITE}
    assert set(found(office, objects="site", categories=["fuel_dispenser"])) == {SITE}


def test_what_has_ended_is_not_drawn(office: Office) -> None:
    office.act(CLERK, "scrap", ELSEWHERE, reason="报废(演示)")
    assert ELSEWHERE not in found(office, objects="instrument")


def test_a_row_written_before_it_named_the_user_is_looked_up(office: Office) -> None:
    table = office.table
    assert isinstance(table, FakeTable)
    del table.items[f"I#{number(SCALE)}", "~"].row["merchant_id"]  # type: ignore[attr-defined]
    assert found(office, objects="instrument")[SCALE].merchant == number(MERCHANT)


def test_objects_have_names_and_districts(office: Office) -> None:
    objects = RegisteredObjects(RegistryStore(office.table))
    assert objects.named("site", SITE) == Named("演示市场", DISTRICT)
    assert objects.named("merchant", MERCHANT) == Named("演示水产", DISTRICT)
    scale = objects.named("instrument", SCALE)
    assert (scale.district, scale.merchant) == (DISTRICT, number(MERCHANT))


@pytest.mark.parametrize(("day", "visits"), [(date(2025, 7, 1), 4), (date(2026, 11, 24), 4)])
def test_the_ceiling_is_a_dated_setting_of_our_own(day: date, visits: int) -> None:
    standing = AnnualCap.on(day)
    assert (standing.visits_per_year, standing.confidence) == (visits, "own_setting")
    assert "演示" in standing.source.title


@pytest.mark.parametrize("table", [AnnualCap, ExemptReasons, WhiteListRules])
def test_before_the_first_version_there_is_nothing_to_guess(table: type[Version]) -> None:
    table.on(date(2025, 7, 1))
    with pytest.raises(NoSettings):
        table.on(date(2025, 6, 30))


def test_each_reason_says_how_sure_we_are_that_it_is_exempt() -> None:
    reasons = ExemptReasons.on(date(2026, 11, 24))
    assert reasons.has("complaint")
    assert not reasons.has("spring_cleaning")
    assert {one.confidence for one in reasons.rows} <= {"secondary", "unverified"}, (
        "no text of Xiamen was read"
    )


def test_an_entry_of_the_white_list_lasts_at_most_as_long_as_its_rules_say() -> None:
    assert latest_until(date(2026, 1, 1)) == date(2027, 1, 2)
    assert len(WhiteListRules.on(date(2026, 1, 1)).rows) == 3
