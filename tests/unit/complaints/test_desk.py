"""The desk's queues, what it offers, and its effects on merchants and visits."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib import workdays
from chalicelib.accounts.model import Actor
from chalicelib.complaints.service_desk import Wanted, offers
from chalicelib.complaints.service_notices import MerchantEffect
from chalicelib.complaints.service_visits import VisitEffect
from chalicelib.errors import NotFound
from chalicelib.follow import Follower
from chalicelib.notices.service import Notices
from chalicelib.notices.store import NoticeStore
from chalicelib.store_dynamo import attributes
from infra.rebuild import renew
from tests import reviewing
from tests.complaining import CITIZEN, CITY, COMPLAINT, KEEPER, REPORT, WEIGHED, WORDS, Unit
from tests.fakes import FakeTable
from tests.office import (
    ANNA,
    AUDITOR,
    DISTRICT,
    FAR_LEADER,
    LEADER,
    MERCHANT,
    NOON,
    SUPERVISOR,
    VISIT,
    Office,
    made,
)


@pytest.fixture
def unit() -> Unit[FakeTable]:
    one = Unit(FakeTable()).employ(ANNA)
    one.receive(**WEIGHED)
    one.receive("report", received_at=NOON - timedelta(days=60))
    return one


def listed(unit: Unit[FakeTable], who: Actor = SUPERVISOR, /, **wanted: Any) -> list[str]:
    asked = Wanted(**{"unit": DISTRICT, **wanted})
    return [row["id"] for row in unit.desk.queue(who, asked, "").rows]


def test_a_queue_has_what_is_due_first_before_all(unit: Unit[FakeTable]) -> None:
    assert listed(unit) == [REPORT, COMPLAINT]
    assert listed(unit, kind="complaint") == [COMPLAINT]
    assert listed(unit, state="accepted") == []
    assert listed(unit, ANNA, unit=None) == []
    unit.handled()
    assert listed(unit, ANNA, unit=None) == [COMPLAINT]
    with pytest.raises(NotFound):
        listed(unit, FAR_LEADER)


def test_what_is_over_leaves_the_queue_for_the_list_of_what_was_closed(unit: Unit[FakeTable]) -> None:
    unit.step(SUPERVISOR, "refuse", ground="too_old", text=WORDS)
    assert listed(unit) == [REPORT]
    assert listed(unit, is_over=True) == [COMPLAINT]


def test_what_is_late_is_told_to_whoever_works_there(unit: Unit[FakeTable]) -> None:
    units = ("350200", DISTRICT, "350206")
    assert [row["id"] for row in unit.desk.late(CITY, units)] == [REPORT]
    assert unit.desk.late(FAR_LEADER, units) == ()
    unit.at(NOON + timedelta(days=9))
    assert [row["id"] for row in unit.desk.late(SUPERVISOR, units)] == [REPORT], "the last day is in time"
    unit.at(NOON + timedelta(days=10))
    assert [row["id"] for row in unit.desk.late(SUPERVISOR, units)] == [REPORT, COMPLAINT]


def test_a_long_queue_is_read_page_by_page_whatever_is_asked_of_it() -> None:
    unit = Unit(FakeTable())
    for place in range(250):
        kind = "report" if place % 50 == 0 else "complaint"
        unit.receive(kind, id=made("cmp", 100 + place), received_at=NOON + timedelta(days=place))
    for wanted, count in ((Wanted(DISTRICT), 250), (Wanted(DISTRICT, kind="report"), 5)):
        found, after = list[str](), ""
        while True:
            page = unit.desk.queue(SUPERVISOR, wanted, after)
            found += [row["id"] for row in page.rows]
            if not (after := page.after):
                break
        assert len(found) == len(set(found)) == count


def test_a_file_is_for_the_officers_of_its_unit_and_for_auditors(unit: Unit[FakeTable]) -> None:
    assert unit.desk.whole(AUDITOR, COMPLAINT).file.value.id == COMPLAINT
    for stranger in (FAR_LEADER, KEEPER):
        with pytest.raises(NotFound):
            unit.desk.whole(stranger, COMPLAINT)


def test_offers_say_what_the_state_has_and_what_is_mine(unit: Unit[FakeTable]) -> None:
    def mine(who: Actor) -> set[str]:
        return {one.kind for one in offers(who, unit.kept()) if one.yours}

    assert "accept" in mine(SUPERVISOR)
    assert "accept" not in mine(ANNA) | mine(LEADER)
    assert mine(AUDITOR) == set()
    unit.handled()
    assert "accept" in mine(ANNA)
    every = {one.kind: one for one in offers(ANNA, unit.kept())}
    assert every["withdraw"].by == ("citizen", "inspector", "supervisor")
    assert "mediate" not in every


def test_what_officers_write_is_masked_before_it_is_kept(unit: Unit[FakeTable]) -> None:
    unit.order(SUPERVISOR, "note", text="致电13800138000，邮箱 someone@example.com(演示)")
    kept = unit.table.get(f"Q#{COMPLAINT}", f"S#{unit.whole().steps[0].id}")
    assert kept is not None
    assert "138****8000" in str(kept.document)
    assert "13800138000" not in str(kept.document)
    assert "someone@" not in str(kept.document)


def test_what_is_due_next_moves_when_a_year_s_holidays_are_announced(
    unit: Unit[FakeTable], monkeypatch: pytest.MonkeyPatch
) -> None:
    unit.receive(id=made("cmp", 5), received_at=datetime(2026, 12, 25, 4, tzinfo=UTC))
    before = unit.kept(made("cmp", 5)).next
    assert before is not None
    assert (before.due_on, before.provisional) == (date(2027, 1, 6), True)
    assert renew(unit.table, (DISTRICT,), unit.clock) == 0
    known = workdays.official()
    off = {date(2027, 1, day): False for day in (1, 2, 3, 4)}
    told = replace(known, works={**known.works, **off}, covered_years=known.covered_years | {2027})
    monkeypatch.setattr(workdays, "official", lambda: told)
    assert renew(unit.table, ("350206",), unit.clock) == 0
    assert renew(unit.table, (DISTRICT,), unit.clock) == 1
    after = unit.kept(made("cmp", 5)).next
    assert after is not None
    assert (after.due_on, after.provisional) == (date(2027, 1, 7), False)
    assert unit.whole(made("cmp", 5)).steps == ()


def stream(table: FakeTable) -> list[dict[str, Any]]:
    """Everything that stands there, as the stream would bring it."""
    return [
        {"dynamodb": {"SequenceNumber": str(place), "NewImage": attributes(item)}}
        for place, item in enumerate(list(table.items.values()))
    ]


def test_a_merchant_is_told_once_of_each_matter_and_never_by_whom(unit: Unit[FakeTable]) -> None:
    notices = Notices(NoticeStore(unit.table), unit.clock)
    follower = Follower((MerchantEffect(unit.store, notices),))
    unit.accepted().step(ANNA, "ask", text="请提供当日称重记录(演示)", due_on="2026-12-01")
    unit.step(ANNA, "ask", text="请提供当日称重记录(演示)", due_on="2026-12-03")
    unit.step(ANNA, "consent", of="respondent", agrees=True, text="来电同意(演示)")
    unit.step(ANNA, "mediate", on="2026-12-02", place="市场办公室")
    unit.step(KEEPER, "offer", text="退差价(演示)")
    unit.step(CITIZEN, "supplement", accepts=False)
    unit.step(CITIZEN, "supplement", text="再补一句(演示)")
    unit.step(CITIZEN, "withdraw", why="settled")
    for _ in range(2):
        assert follower.consume(stream(unit.table)) == {"batchItemFailures": []}
    rows, _ = notices.book.of_merchant(MERCHANT, "", 10)
    assert {row["kind"] for row in rows} == {
        "complaints.accepted",
        "complaints.asked",
        "complaints.mediation",
        "complaints.offer_answered",
        "complaints.ended",
    }
    assert len(rows) == 6, "each question is a matter of its own"
    assert "2026-12-01" in str(rows)
    assert "称重记录" not in str(rows)


def test_what_is_taken_back_before_it_was_accepted_is_never_told(unit: Unit[FakeTable]) -> None:
    notices = Notices(NoticeStore(unit.table), unit.clock)
    unit.step(CITIZEN, "withdraw", why="withdrawn")
    Follower((MerchantEffect(unit.store, notices),)).consume(stream(unit.table))
    assert notices.book.of_merchant(MERCHANT, "", 10)[0] == ()


def test_a_merchant_who_is_not_registered_is_not_told() -> None:
    unit = Unit(FakeTable())
    unit.receive(about={"respondent_name": "流动摊贩(演示)"})
    notices = Notices(NoticeStore(unit.table), unit.clock)
    unit.accepted().step(ANNA, "ask", text=WORDS, due_on="2026-12-01")
    assert (
        Follower((MerchantEffect(unit.store, notices),)).consume(stream(unit.table))["batchItemFailures"]
        == []
    )
    assert not [key for key in unit.table.items if key[0].startswith("N#")]


def visited(source: str) -> FakeTable:
    """The items of a visit that a complaint led to, from its approval to its review, with a finding."""
    table = FakeTable()
    desk = reviewing.Desk(Office(table).furnished())
    desk.checked(source={"kind": "complaint", "id": source}).found().ordered()
    desk.reviewed()
    return table


def test_a_visit_a_complaint_led_to_is_linked_with_its_end_result_and_findings(unit: Unit[FakeTable]) -> None:
    follower = Follower((VisitEffect(unit.procedure),))
    records = stream(visited(COMPLAINT))
    for _ in range(2):
        assert follower.consume(reversed(records)) == {"batchItemFailures": []}
    (link,) = unit.kept().links.visits
    assert (link.id, link.outcome, link.codes) == (VISIT, "done", ("5",))
    assert len(unit.kept().links.findings) == 1
    assert {step.by for step in unit.whole().steps} == {"system"}
    assert len(unit.whole().steps) == 4


def test_a_visit_for_another_system_s_complaint_is_let_pass(unit: Unit[FakeTable]) -> None:
    follower = Follower((VisitEffect(unit.procedure),))
    for source in ("12345-热线-77", made("cmp", 55)):
        assert follower.consume(stream(visited(source))) == {"batchItemFailures": []}
    assert unit.whole().steps == ()


def test_the_day_of_a_row_is_the_city_s() -> None:
    unit = Unit(FakeTable())
    late = datetime(2026, 12, 3, 16, 30, tzinfo=UTC)
    unit.receive()
    assert unit.at(late - timedelta(hours=1)).desk.late(CITY, (DISTRICT,)) == ()
    assert unit.at(late).desk.today() == date(2026, 12, 4)
    assert len(unit.desk.late(CITY, (DISTRICT,))) == 1
