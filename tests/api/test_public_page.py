"""An instrument's public page: for anybody, without a person."""

from datetime import timedelta

import pytest

from chalicelib import runtime
from chalicelib.registry.model import number
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import ANNA, LEADER, MERCHANT, SCALE, UNKNOWN, Office
from tests.unit.registry.verifying import verification, verify

PUBLIC = "/v1/public/instruments/{number}"


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(FakeTable()).furnished()
    monkeypatch.setattr(runtime, "registry", lambda: office.registry)
    return office


def public(typed: str = number(SCALE)) -> Answer:
    return call("GET", PUBLIC, number=typed)


def test_the_public_page_needs_no_account_and_shows_no_person(office: Office) -> None:
    verify(office, 1, verification())
    shown = public()
    assert (shown.status, shown.headers["Cache-Control"]) == (200, "public, max-age=30")
    page = shown.json
    assert (page["standing"], page["merchant_name"], page["serial_tail"]) == ("valid", "演*", "SN-0"[-4:])
    assert page["verification"] == {
        "conclusion": "pass",
        "verified_on": "2026-11-24",
        "valid_until": "2027-11-23",
        "lab_name": "演示检定所",
    }
    office.suspend()
    assert public().json["standing"] == "suspended"
    for hidden in ("演示水产", MERCHANT, SCALE, ANNA.id, "示值超差", "JL-1"):
        assert hidden not in public().text
    office.act(LEADER, "release")
    office.clock.at += timedelta(days=365)
    assert public().json["standing"] == "overdue"


def test_a_number_is_read_as_people_type_it_and_a_wrong_one_says_so() -> None:
    good = number(SCALE)
    for typed in (good.lower(), f"{good[:5]}-{good[5:]}", good.replace("1", "I").replace("0", "o")):
        assert public(typed).json["number"] == good
    wrong = good[:-1] + ("0" if good[-1] != "0" else "1")
    for typed in (wrong, good[:-1], good + "0", "U" * 10, "衡" * 10, "%00", "..", " "):
        assert public(typed).problem() == (400, "registry.bad_number")
    assert public(number(UNKNOWN)).problem() == (404, "registry.no_instrument")
