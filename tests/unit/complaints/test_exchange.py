"""Exchanges with other platforms: what is handed on, what they answer, noted once."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.complaints.exchange import NewExchange
from chalicelib.complaints.model import File
from chalicelib.complaints.problems import OtherFile
from chalicelib.complaints.store_retention import RetentionStore
from chalicelib.errors import IdTaken, NotFound
from tests.complaining import CITY, COMPLAINT, REPORT, WEIGHED, Unit
from tests.fakes import FakeTable
from tests.office import ANNA, AUDITOR, DISTRICT, NOON, SUPERVISOR, made


@pytest.fixture
def unit() -> Unit[FakeTable]:
    one = Unit(FakeTable()).employ(ANNA)
    one.receive(**WEIGHED)
    one.receive("report", received_at=NOON - timedelta(days=60))
    return one


def export(*complaints: str, **said: Any) -> NewExchange:
    return NewExchange.model_validate(
        {"kind": "export", "system": "12315", "unit": DISTRICT, "complaints": complaints, **said}
    )


def answers(*rows: dict[str, str]) -> NewExchange:
    return NewExchange.model_validate(
        {"kind": "answers", "system": "12315", "unit": DISTRICT, "answers": rows}
    )


def test_an_export_has_the_files_as_they_stood_and_is_noted_once(unit: Unit[FakeTable]) -> None:
    unit.accepted()
    kept, is_new = unit.exchanges.put(SUPERVISOR, made("exc", 1), export(COMPLAINT, REPORT))
    assert is_new
    assert [row.complaint for row in kept.rows] == [COMPLAINT, REPORT]
    told = kept.rows[0].document
    assert told["terms"][0] == {
        "name": "acceptance",
        "started": "2026-11-24",
        "due_on": "2026-12-03",
        "met_on": "2026-11-24",
    }
    assert told["respondent"]["name"] == "演示水产"
    assert "secret_hash" not in told
    assert "handler" not in told
    unit.step(ANNA, "consent", of="respondent", agrees=True, text="来电同意(演示)")
    again, is_new = unit.exchanges.put(SUPERVISOR, made("exc", 1), export(COMPLAINT, REPORT))
    assert (again, is_new) == (kept, False)
    assert unit.exchanges.read(AUDITOR, made("exc", 1)) == kept
    assert [one.sent.kind for one in unit.whole().steps].count("exchange") == 1
    with pytest.raises(IdTaken):
        unit.exchanges.put(SUPERVISOR, made("exc", 1), export(COMPLAINT))


def test_the_reporter_s_words_are_handed_on_and_go_with_the_file(unit: Unit[FakeTable]) -> None:
    kept, _ = unit.exchanges.put(SUPERVISOR, made("exc", 1), export(COMPLAINT))
    told = kept.rows[0].document
    assert (told["facts"], told["request"]["text"]) == ("买虾两斤，复称少一两(演示)", "退差价(演示)")
    stored = str([item.document for (pk, _), item in unit.table.items.items() if pk.startswith("EX#")])
    assert "基围虾" in stored
    for words in (told["facts"], told["request"]["text"]):
        assert words not in stored
    RetentionStore(unit.table).erase(COMPLAINT, NOON)
    (row,) = unit.exchanges.read(AUDITOR, made("exc", 1)).rows
    assert (row.document["facts"], row.document["request"]["text"]) == ("", "")


def test_a_cut_off_export_is_noted_in_what_is_missing(unit: Unit[FakeTable]) -> None:
    unit.exchanges.put(SUPERVISOR, made("exc", 1), export(COMPLAINT, REPORT))
    step = next(one for one in unit.whole(REPORT).steps if one.sent.kind == "exchange")
    file = unit.table.items[f"Q#{REPORT}", "~"]
    before: File = unit.kept(REPORT).model_copy(update={"steps": 0, "forwarded": None})
    del unit.table.items[f"Q#{REPORT}", f"S#{step.id}"]
    unit.table.items[f"Q#{REPORT}", "~"] = file.__class__(
        **{**vars(file), "document": before.model_dump(mode="json", exclude_none=True)}
    )
    unit.exchanges.put(SUPERVISOR, made("exc", 1), export(COMPLAINT, REPORT))
    assert [one.id for one in unit.whole(REPORT).steps] == [step.id]
    assert len(unit.whole(COMPLAINT).steps) == 1


def test_answers_are_noted_where_they_belong_and_told_what_became_of_each(unit: Unit[FakeTable]) -> None:
    received = {"complaint": COMPLAINT, "number": "GJ-1", "status": "received"}
    stranger = {"complaint": made("cmp", 99), "number": "GJ-2", "status": "received"}
    kept, _ = unit.exchanges.put(SUPERVISOR, made("exc", 1), answers(received, stranger))
    assert [one.outcome for one in kept.answers] == ["taken", "unknown"]
    later, _ = unit.exchanges.put(
        SUPERVISOR,
        made("exc", 2),
        answers(received, {**received, "status": "closed", "text": "电话13800138000"}),
    )
    assert [one.outcome for one in later.answers] == ["again", "taken"]
    assert "13800138000" not in str(unit.table.items)
    forwarded = unit.kept().forwarded
    assert forwarded is not None
    assert (forwarded.to, forwarded.number) == ("12315", "GJ-1")
    unit.exchanges.put(SUPERVISOR, made("exc", 3), export(COMPLAINT))
    forwarded = unit.kept().forwarded
    assert forwarded is not None
    assert forwarded.number == "GJ-1", "handing it on again does not forget its number there"


def test_two_answers_about_one_file_in_one_import_are_both_noted(unit: Unit[FakeTable]) -> None:
    received = {"complaint": COMPLAINT, "number": "GJ-1", "status": "received"}
    new = answers(received, {**received, "status": "accepted"})
    for _ in range(2):
        kept, _ = unit.exchanges.put(SUPERVISOR, made("exc", 1), new)
        assert [one.outcome for one in kept.answers] == ["taken", "taken"]
    assert [getattr(one.sent, "status", "") for one in unit.whole().steps] == ["received", "accepted"]


def test_no_unit_hands_on_what_is_another_s(unit: Unit[FakeTable]) -> None:
    with pytest.raises(OtherFile):
        unit.exchanges.put(CITY, made("exc", 1), export(COMPLAINT, unit="350206"))
    with pytest.raises(NotFound):
        unit.exchanges.put(SUPERVISOR, made("exc", 1), export(COMPLAINT, unit="350200"))
    unit.exchanges.put(CITY, made("exc", 1), export(COMPLAINT, unit="350200"))
    with pytest.raises(NotFound):
        unit.exchanges.read(SUPERVISOR, made("exc", 1))
