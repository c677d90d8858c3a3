"""Reminders: which threshold a day brings, once each, after missed days and cut-off runs too."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.notices.model import Notice
from chalicelib.notices.service import Notices
from chalicelib.notices.store import NoticeStore
from chalicelib.registry import service_reminders
from chalicelib.registry.due import Due, due
from chalicelib.registry.model import KeptVerification
from chalicelib.registry.reminders import reminder, threshold
from chalicelib.registry.service_reminders import Reminders
from chalicelib.registry.store_reminders import WalkStore
from tests.fakes import FakeTable
from tests.office import DISTRICT, ELSEWHERE, MERCHANT, OTHER_SCALE, PUMP, SCALE, Office
from tests.unit.registry.test_due import LAB, TODAY, UNVERIFIED, followed, verified


def ends(until: date) -> Due:
    verification = KeptVerification(
        id="ver-1",
        lab_id=LAB,
        lab_name="演示检定所",
        certificate_no="JL-1",
        conclusion="pass",
        verified_on=until - timedelta(days=365),
        valid_until=until,
    )
    kept = due(UNVERIFIED.model_copy(update={"verification": verification}))
    assert kept
    return kept


@pytest.mark.parametrize(
    ("left", "reached"),
    [
        (31, None),
        (30, "due_soon"),
        (16, "due_soon"),
        (15, "due_apply"),
        (0, "due_apply"),
        (-1, "overdue"),
        (-900, "overdue"),
    ],
)
def test_thresholds_at_their_edges(left: int, reached: str | None) -> None:
    assert threshold(ends(TODAY + timedelta(days=left)), TODAY) == reached


def test_who_has_applied_is_reminded_only_of_the_end() -> None:
    applied = ends(TODAY + timedelta(days=10)).model_copy(update={"applied_on": TODAY})
    assert threshold(applied, TODAY) is None
    assert threshold(applied, TODAY + timedelta(days=11)) == "overdue"


def test_what_has_no_certificate_that_ends_is_not_reminded() -> None:
    kept = due(UNVERIFIED)
    assert kept
    assert reminder(kept, TODAY) is None


@given(st.integers(-400, 400))
def test_a_threshold_is_one_notice_however_often_it_is_asked(left: int) -> None:
    kept = ends(TODAY + timedelta(days=left))
    days = [TODAY + timedelta(days=step) for step in range(60)]
    told = [one for one in (reminder(kept, day) for day in days) if one]
    assert len({one.id for one in told}) == len({one.kind for one in told}) <= 3
    again = kept.model_copy(update={"verification_id": "ver-2"})
    others = {one.id for one in (reminder(again, day) for day in days) if one}
    assert others.isdisjoint(one.id for one in told)


class City:
    """An office whose reminders run."""

    def __init__(self) -> None:
        self.office = Office(FakeTable()).furnished()
        self.store = NoticeStore(self.office.table)
        self.reminders = Reminders(
            self.office.due_lists,
            WalkStore(FakeTable()),
            Notices(self.store, self.office.clock),
            ("350206", DISTRICT),
            self.office.clock,
        )

    def run(self, pages: int = 1000) -> int:
        left = iter([True] * pages)
        return self.reminders.run(lambda: next(left, False))

    def kinds(self) -> list[str]:
        rows, _ = self.store.of_merchant(MERCHANT, "", 100)
        return [Notice.model_validate(row).kind for row in rows]

    def pass_days(self, days: int) -> None:
        self.office.clock.at += timedelta(days=days)


@pytest.fixture
def city() -> City:
    city = City()
    verified(city.office, SCALE, TODAY + timedelta(days=40))
    followed(city.office)
    return city


def test_a_certificate_is_reminded_three_times_in_its_last_days(city: City) -> None:
    told = []
    for _ in range(60):
        told.append(city.run())
        city.run()
        city.pass_days(1)
    assert [day for day, count in enumerate(told) if count] == [10, 25, 41]
    assert city.kinds() == ["registry.overdue", "registry.due_apply", "registry.due_soon"]


def test_missed_days_are_caught_up_by_what_counts_now(city: City) -> None:
    city.run()
    city.pass_days(28)
    assert city.run() == 1
    assert city.kinds() == ["registry.due_apply"]
    city.pass_days(200)
    assert city.run() == 1
    assert city.kinds() == ["registry.overdue", "registry.due_apply"]


def test_a_new_certificate_begins_again(city: City) -> None:
    city.pass_days(45)
    assert city.run() == 1
    verified(city.office, SCALE, TODAY + timedelta(days=60), place=2)
    followed(city.office)
    assert city.run() == 0, "the day's walk is over"
    city.pass_days(1)
    assert city.run() == 1
    assert sorted(city.kinds()) == ["registry.due_apply", "registry.overdue"]


def test_a_run_that_is_cut_off_goes_on_where_it_stopped(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_reminders, "BATCH", 1)
    for place, instrument in enumerate((OTHER_SCALE, ELSEWHERE, PUMP)):
        verified(city.office, instrument, TODAY + timedelta(days=place))
    followed(city.office)
    told = [city.run(pages=2) for _ in range(5)]
    assert sum(told) == 3
    assert max(told) < 3
    assert city.run() == 0


def test_a_notice_tells_where_what_and_until_when(city: City) -> None:
    city.pass_days(12)
    city.run()
    (row,), _ = city.store.in_district(DISTRICT, "", 10)
    notice = Notice.model_validate(row)
    assert "演示市场的电子计价秤" in notice.sentences.zh
    assert "2027-01-03" in notice.sentences.zh
    assert notice.subject == f"/instruments/{SCALE}"
    assert "演示水产" not in str(row)
