"""One certificate on two instruments raises an alarm; one that lasts too long is a doubt."""

from datetime import date
from typing import Any

import pytest

from chalicelib.accounts.model import Actor, Role
from chalicelib.registry.alarm_evidence import CertificateShared
from chalicelib.registry.categories import Category
from chalicelib.registry.certificates import doubts, months_later
from chalicelib.registry.model import Verification, number
from chalicelib.registry.parties import visible
from chalicelib.registry.store_items import guard
from chalicelib.store_dynamo import attributes
from tests.fakes import FakeTable
from tests.office import ANNA, DISTRICT, ELSEWHERE, OTHER_SCALE, SCALE, Office, made

LAB, OTHER_LAB = made("lab", 1), made("lab", 2)
TESTER = Actor(made("acc", 50), frozenset({Role.LAB}), labs=frozenset({LAB, OTHER_LAB}))


def follow(office: Office) -> None:
    """The stream brings every item, twice."""
    assert isinstance(office.table, FakeTable)
    for _ in range(2):
        records = [
            {"dynamodb": {"SequenceNumber": f"{place}", "NewImage": attributes(item)}}
            for place, item in enumerate(list(office.table.items.values()))
        ]
        assert office.follower.consume(records) == {"batchItemFailures": []}


def alarms(office: Office) -> list[Any]:
    rows = office.alarms.list(ANNA, DISTRICT, "open", "", 50).rows
    return [office.alarms.alarm(ANNA, row["id"]).value for row in rows]


def test_a_certificate_on_a_second_instrument_is_recorded_and_raises_one_alarm(office: Office) -> None:
    office.verify(TESTER, LAB, SCALE, 1, certificate_no="JL-1")
    second = office.verify(TESTER, LAB, OTHER_SCALE, 2, certificate_no="JL-1")
    assert office.registry.book.verifications(number(OTHER_SCALE)) == (second,)
    follow(office)
    (alarm,) = alarms(office)
    (evidence,) = alarm.evidence
    assert isinstance(evidence, CertificateShared)
    assert alarm.about.instrument_id == OTHER_SCALE
    assert [one.serial_no for one in (evidence.here, evidence.there)] == ["SN-1", "SN-0"]
    office.verify(TESTER, LAB, ELSEWHERE, 3, certificate_no="JL-1")
    follow(office)
    (alarm,) = alarms(office)
    assert len(alarm.evidence) == 2


@pytest.mark.parametrize(
    "written",
    ["jl-1", "JL 1", "ＪＬ－１", "JL—1", "JL−1", "JL\u2011 1", "J\u200bL1", "JL\u3000_1", "JL\u00ad1"],
)
def test_a_certificate_is_the_same_however_it_is_written(office: Office, written: str) -> None:
    office.verify(TESTER, LAB, SCALE, 1, certificate_no="JL-1")
    office.verify(TESTER, LAB, OTHER_SCALE, 2, certificate_no=written)
    follow(office)
    (alarm,) = alarms(office)
    assert alarm.evidence[0].certificate_no == visible(written)
    office.verify(TESTER, LAB, ELSEWHERE, 3, certificate_no="jl1")
    follow(office)
    assert [len(one.evidence) for one in alarms(office)] == [2]


def test_a_certificate_kept_before_numbers_had_one_form_is_still_known(office: Office) -> None:
    office.table.put(guard(f"X#CERT#{LAB}#JL-1", SCALE), seen=0)
    office.verify(TESTER, LAB, SCALE, 1, certificate_no="JL-1")
    office.verify(TESTER, LAB, OTHER_SCALE, 2, certificate_no="JL-1")
    follow(office)
    assert [one.about.instrument_id for one in alarms(office)] == [OTHER_SCALE]


def test_the_same_number_of_another_lab_or_again_on_the_same_instrument_is_no_alarm(office: Office) -> None:
    office.verify(TESTER, LAB, SCALE, 1, certificate_no="JL-1")
    office.verify(TESTER, LAB, SCALE, 2, certificate_no="JL-1")
    office.verify(TESTER, OTHER_LAB, OTHER_SCALE, 3, certificate_no="JL-1")
    follow(office)
    assert alarms(office) == []


def passed(until: str, on: str = "2026-11-24") -> Verification:
    return Verification.model_validate(
        {
            "lab_id": LAB,
            "lab_name": "演示检定所",
            "certificate_no": "JL-1",
            "conclusion": "pass",
            "verified_on": on,
            "valid_until": until,
        }
    )


@pytest.mark.parametrize(
    ("category", "until", "longest"),
    [
        ("price_scale", "2027-11-24", None),
        ("price_scale", "2027-11-25", "2027-11-24"),
        ("fuel_dispenser", "2027-05-24", None),
        ("fuel_dispenser", "2027-05-25", "2027-05-24"),
        ("tonometer", "2099-01-01", None),  # no interval was read
    ],
)
def test_a_certificate_beyond_the_interval_is_a_doubt(
    category: Category, until: str, longest: str | None
) -> None:
    found = doubts(passed(until), category)
    assert [one.longest.isoformat() for one in found] == ([longest] if longest else [])
    assert all(one.rule.source and one.sentences.en.isascii() for one in found)


def test_a_failure_and_a_day_before_the_law_leave_no_doubt() -> None:
    failed = passed("2027-11-24").model_copy(update={"conclusion": "fail", "valid_until": None})
    assert doubts(failed, "price_scale") == []
    assert doubts(passed("2029-01-01", on="2010-01-01"), "price_scale") == []


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-11-24", 12, "2027-11-24"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-31", 6, "2027-06-30"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_a_shorter_month(day: str, months: int, later: str) -> None:
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(later)
