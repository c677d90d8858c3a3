"""What inspection's events bring: who enters, and what corrections and rectified orders change."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib import events
from chalicelib.errors import NotFound
from chalicelib.publication import problems
from chalicelib.publication.entries import entry_id
from chalicelib.store import Item
from tests import publishing
from tests.office import MERCHANT, made
from tests.publishing import (
    CLEAN,
    ENTRY,
    KEEPER,
    ORDERED,
    OTHER_KEEPER,
    PENDING,
    PUBLISHER,
    Press,
)

DUE = date(2026, 11, 30)


@pytest.fixture
def published() -> Press:
    press = Press().reviewed().tended().on(DUE + timedelta(days=1))
    press.take(PUBLISHER, "publish")
    return press


def test_the_merchant_knows_of_it_once_it_was_told() -> None:
    press = Press().reviewed()
    with pytest.raises(NotFound):
        press.rights.read(KEEPER, ENTRY)
    assert press.rights.of_merchant(KEEPER, MERCHANT, "").rows == ()
    press.tended()
    assert press.rights.read(KEEPER, ENTRY)[0].id == ENTRY
    assert len(press.rights.of_merchant(KEEPER, MERCHANT, "").rows) == 1
    with pytest.raises(NotFound):
        press.rights.of_merchant(OTHER_KEEPER, MERCHANT, "")


@pytest.mark.parametrize(
    ("event", "document"),
    [
        (events.CHECK_RECORDED, {"visit_id": made("vis", 1), "verdict": "fail", "authority": "indicative"}),
        (events.FINDING_CONFIRMED, {"visit_id": made("vis", 1), "kind": "instrument"}),
        (events.VISIT_ENDED, {"visit_id": made("vis", 1), "outcome": "done"}),
        (events.VISIT_REVIEWED, {"visit_id": made("vis", 1), "codes": ["5"]}),
    ],
)
def test_nothing_but_a_reviewed_result_enters(event: events.Event, document: dict[str, Any]) -> None:
    press = Press()
    item = Item("V#", "W", document, event=event.mark)
    assert tuple(press.effect.touched(item)) == ()


def test_a_visit_makes_an_entry_for_everybody_it_concerns_once() -> None:
    other = made("mer", 9)
    both = [
        {"merchant_id": MERCHANT, "codes": [CLEAN], "checks": 1},
        {"merchant_id": other, "codes": [ORDERED], "checks": 1},
    ]
    press = Press().reviewed(concerned=both).tended().reviewed(concerned=both)
    assert press.kept().state == "published"
    assert press.kept(entry_id(made("vis", 1), other)).state == "notified"


def test_a_correction_that_adds_a_problem_begins_anew_and_hides_what_was_shown() -> None:
    press = Press().reviewed(CLEAN).tended()
    press.bring(events.VISIT_CORRECTED, publishing.told(PENDING))
    assert press.shown()[-1]["state"] == "hidden"
    assert press.tended().kept().state == "notified"
    assert len(press.told()) == 2
    with pytest.raises(problems.TooEarly):
        press.take(PUBLISHER, "publish")
    press.on(DUE + timedelta(days=1)).take(PUBLISHER, "publish")
    assert [one["n"] for one in press.shown()] == [1, 2, 3]
    assert press.shown()[-1]["problem"] is True


def test_a_correction_that_takes_a_problem_away_counts_at_once(published: Press) -> None:
    published.bring(events.VISIT_CORRECTED, publishing.told(CLEAN))
    assert published.shown()[-1]["step"] == "corrected"
    assert published.shown()[-1]["codes"][0]["code"] == "1"
    published.bring(events.VISIT_CORRECTED, publishing.told(CLEAN))
    assert len(published.shown()) == 2, "the same again changes nothing"


def test_what_was_rectified_stands_beside_the_result(published: Press) -> None:
    published.bring(events.RECTIFICATION_CHANGED, publishing.order())
    published.bring(events.RECTIFICATION_CHANGED, publishing.order(2))
    passed: dict[str, Any] = {"state": "passed", "corrected_on": "2026-12-02"}
    published.bring(events.RECTIFICATION_CHANGED, publishing.order(**passed), version=3)
    assert len(published.shown()) == 1, "one of two orders is open"
    late: dict[str, Any] = {"state": "passed", "corrected_on": "2026-12-09"}
    published.bring(events.RECTIFICATION_CHANGED, publishing.order(2, **late), version=3)
    assert published.shown()[-1]["step"] == "amended"
    assert published.shown()[-1]["rectified"] == {"on": "2026-12-09", "on_time": False}
    published.bring(events.RECTIFICATION_CHANGED, publishing.order(2), version=2)
    assert published.kept().rectified is not None, "an older version that comes late changes nothing"


def test_an_order_that_came_before_its_review_is_not_lost() -> None:
    press = Press()
    passed = publishing.order(state="passed", corrected_on="2026-11-23")
    press.bring(events.RECTIFICATION_CHANGED, passed).reviewed().tended()
    assert press.kept().rectified is not None
