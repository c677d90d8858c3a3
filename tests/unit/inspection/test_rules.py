"""Whose day's law counts, and why a check is not taken."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.inspection.model import Visit
from chalicelib.inspection.plan import Emergency
from chalicelib.inspection.rules import AHEAD, LawDay, day_of, refusal
from chalicelib.registry.model import InstrumentHead, number
from tests.office import ANNA, DISTRICT, MERCHANT, NOON, SCALE, SITE, STRANGER, VISIT, check, plan, scale

TODAY = date(2026, 11, 24)
APPROVED = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)

EMERGENCY = Emergency(reason="群众反映加油机计量失准")


def visit(**changed: Any) -> Visit:
    kept = Visit(
        **dict(plan()), id=VISIT, state="coded_in", place_name="演示", district=DISTRICT, planned_by="acc-1"
    )
    return kept.model_copy(update={"approved_at": APPROVED, **changed})


def head(**changed: Any) -> InstrumentHead:
    facts = {
        **scale("SN-1", SITE).model_dump(),
        "id": SCALE,
        "number": number(SCALE),
        "district": DISTRICT,
        "merchant": {"id": MERCHANT, "name": "演示", "public_name": "演*"},
        "site": {"id": SITE, "name": "演示", "public_name": "演示"},
    }
    return InstrumentHead.model_validate(facts | changed)


SUSPENDED: dict[str, Any] = {
    "state": "suspended",
    "suspension": {"reason": "示值超差", "since": date(2026, 11, 24), "by": "acc-1"},
}


@pytest.mark.parametrize(
    ("visit_", "head_", "officer", "device_at", "expected"),
    [
        (visit(), head(), ANNA.id, NOON, None),
        (visit(), head(), STRANGER.id, NOON, "visit.not_yours"),
        (visit(state="planned"), head(), ANNA.id, NOON, "visit.not_approved"),
        (visit(state="planned", emergency=EMERGENCY), head(), ANNA.id, NOON, "visit.not_identified"),
        (visit(state="approved"), head(), ANNA.id, NOON, "visit.not_identified"),
        (visit(state="accepted"), head(), ANNA.id, NOON, "visit.not_identified"),
        (visit(state="checked"), head(), ANNA.id, NOON, "visit.ended"),
        (visit(state="entered"), head(), ANNA.id, NOON, "visit.ended"),
        (visit(state="reviewed"), head(), ANNA.id, NOON, "visit.ended"),
        (visit(state="void"), head(), ANNA.id, NOON, "visit.void"),
        (visit(state="ended"), head(), ANNA.id, NOON, "visit.ended"),
        (visit(), head(), ANNA.id, NOON + AHEAD, None),
        (visit(), head(), ANNA.id, NOON + AHEAD + timedelta(milliseconds=1), "check.reading_in_future"),
        (visit(site_id="sit-x"), head(), ANNA.id, NOON, "visit.other_instrument"),
        (visit(), head(state="scrapped"), ANNA.id, NOON, "instrument.scrapped"),
        (visit(), head(state="replaced"), ANNA.id, NOON, "instrument.scrapped"),
        (visit(), head(**SUSPENDED), ANNA.id, NOON, "instrument.suspended"),
        (visit(), head(**SUSPENDED | {"state": "disputed_frozen"}), ANNA.id, NOON, "instrument.suspended"),
        (visit(), head(state="disputed_frozen"), ANNA.id, NOON, None),
        (visit(), head(category="fuel_dispenser"), ANNA.id, NOON, "check.other_kind"),
    ],
)
def test_a_check_is_taken_or_refused_for_one_reason(
    visit_: Visit, head_: InstrumentHead, officer: str, device_at: datetime, expected: str | None
) -> None:
    assert refusal(visit_, head_, check(device_at=device_at), officer, TODAY, NOON) == expected


def test_a_check_from_the_day_before_the_suspension_is_taken_late() -> None:
    assert refusal(visit(), head(**SUSPENDED), check(), ANNA.id, date(2026, 11, 23), NOON) is None


@pytest.mark.parametrize(
    ("device_at", "day", "expected"),
    [
        (NOON - timedelta(milliseconds=1), TODAY, None),
        (NOON, TODAY, "instrument.suspended"),
        (NOON - timedelta(days=2), TODAY, "instrument.suspended"),  # a phone whose day was not believed
    ],
)
def test_on_the_day_of_the_suspension_the_instant_counts(
    device_at: datetime, day: date, expected: str | None
) -> None:
    ordered = {"state": "suspended", "suspension": {**SUSPENDED["suspension"], "at": NOON}}
    assert refusal(visit(), head(**ordered), check(device_at=device_at), ANNA.id, day, NOON) == expected


def test_the_law_of_the_reading_s_own_local_day_counts_however_late_it_arrives() -> None:
    just_before_midnight = datetime(2026, 11, 22, 15, 59, tzinfo=UTC)
    assert day_of(just_before_midnight, NOON, APPROVED) == LawDay(date(2026, 11, 22), "device")
    after_midnight = just_before_midnight + timedelta(minutes=1)
    assert day_of(after_midnight, NOON, APPROVED) == LawDay(date(2026, 11, 23), "device")


def test_a_phone_that_lives_before_the_approval_or_in_the_future_is_not_believed() -> None:
    assert day_of(datetime(1970, 1, 1, tzinfo=UTC), NOON, APPROVED) == LawDay(TODAY, "server")
    assert day_of(NOON + timedelta(days=2), NOON, APPROVED) == LawDay(TODAY, "server")
    assert day_of(datetime(1970, 1, 2, tzinfo=UTC), NOON, None) == LawDay(date(1970, 1, 2), "device")


def test_a_phone_earlier_on_the_day_of_approval_is_believed() -> None:
    assert day_of(APPROVED - timedelta(minutes=30), NOON, APPROVED) == LawDay(date(2026, 11, 20), "device")
