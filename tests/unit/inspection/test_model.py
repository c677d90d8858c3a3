"""Who may let a visit happen, and what a visit covers."""

import pytest
from pydantic import ValidationError

from chalicelib.inspection.model import STATES, Visit
from chalicelib.inspection.problems import OwnVisit, Settled
from tests.office import ANNA, BAO, DISTRICT, LEADER, MERCHANT, NOON, SCALE, SITE, VISIT, plan

CODE = "0123456789abcdef"


def visit(**changed: object) -> Visit:
    given = {
        **dict(plan()),
        "id": VISIT,
        "place_name": "演示市场",
        "district": DISTRICT,
        "planned_by": "acc-1",
    }
    return Visit.model_validate(given | changed)


def test_a_leader_approves_a_planned_visit() -> None:
    approved = visit().approved(LEADER.id, NOON, CODE)
    assert (approved.state, approved.approved_by, approved.approved_at) == ("approved", LEADER.id, NOON)


def test_nobody_approves_a_visit_they_go_on() -> None:
    with pytest.raises(OwnVisit):
        visit().approved(ANNA.id, NOON, CODE)


@pytest.mark.parametrize("state", [state for state in STATES if state != "planned"])
def test_only_a_planned_visit_is_approved(state: str) -> None:
    with pytest.raises(Settled):
        visit(state=state).approved(LEADER.id, NOON, CODE)


@pytest.mark.parametrize(
    "changed",
    [
        {"officers": [ANNA.id]},
        {"officers": [ANNA.id, ANNA.id]},
        {"merchant_id": MERCHANT},
        {"site_id": None},
        {"item": {"code": "", "name": "x"}},
        {"planned_on": 20261124},
        {"surprise": 1},
    ],
)
def test_a_visit_has_one_place_two_officers_and_a_published_item(changed: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        plan(**changed)


def test_without_a_list_a_visit_covers_all_of_its_place() -> None:
    assert visit().covers(SCALE, SITE, "mer-other")
    assert not visit().covers(SCALE, "sit-other", "mer-other")
    at_merchant = visit(site_id=None, merchant_id=MERCHANT)
    assert at_merchant.covers(SCALE, "sit-other", MERCHANT)


def test_with_a_list_only_the_listed_are_covered() -> None:
    listed = visit(instruments=[SCALE])
    assert listed.covers(SCALE, "sit-other", "mer-other")
    assert not listed.covers("ins-other", SITE, MERCHANT)


def test_a_row_shows_what_a_list_needs() -> None:
    assert visit().row() == {
        "id": VISIT,
        "state": "planned",
        "item": {"code": "JL-01", "name": "集贸市场在用衡器监督检查"},
        "place_id": SITE,
        "place_name": "演示市场",
        "district": DISTRICT,
        "planned_on": "2026-11-24",
        "officers": [ANNA.id, BAO.id],
        "due": "2026-11-24",
    }


def test_a_row_tells_where_a_surveyed_site_stands() -> None:
    assert visit(site_place={"lat": "24.4798", "lon": "118.0894"}).row()["place"] == {
        "lat": "24.4798",
        "lon": "118.0894",
    }
