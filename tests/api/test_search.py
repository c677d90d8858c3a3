"""Exact search over HTTP: what leads to an instrument or merchant, and to whom it is shown."""

from datetime import date
from typing import Any

import pytest

from chalicelib import runtime
from chalicelib.accounts.model import Actor, Role
from chalicelib.registry.model import Verification, number
from chalicelib.registry.search import MOST
from chalicelib.registry.service_search import CertificateLookupEffect, Search
from chalicelib.registry.store_search import SearchStore
from chalicelib.store import pages
from tests import office as demo
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import CLERK, MERCHANT, OTHER_SCALE, PUMP, SCALE, SITE, SUPERVISOR, Office, actor, made

OWNER = Actor(made("acc", 60), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
ORGANISER = Actor(made("acc", 61), frozenset({Role.ORGANISER}), sites=frozenset({SITE}))
OTHER = Actor(made("acc", 62), frozenset({Role.MERCHANT}), merchants=frozenset({made("mer", 2)}))


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(FakeTable()).furnished()
    office.registry.put_merchant(CLERK, made("mer", 2), demo.business(), None)
    monkeypatch.setattr(runtime, "search", lambda: office.search)
    return office


def asked(q: str, by: Actor = SUPERVISOR, **query: str) -> Answer:
    return call("GET", "/v1/search", actor=by, query={"q": q, **query})


def found(q: str, by: Actor = SUPERVISOR, **query: str) -> list[tuple[str, str]]:
    return [(one["id"], one["found_by"]) for one in asked(q, by, **query).json["instruments"]]


def test_a_public_number_is_found_as_people_type_it() -> None:
    shelf = number(SCALE)
    for typed in (shelf, shelf.lower(), f"{shelf[:5]} {shelf[5:]}", f"{shelf[:5]}-{shelf[5:]}"):
        assert found(typed) == [(SCALE, "number")]
    wrong = shelf[:-1] + ("2" if shelf[-1] != "2" else "3")
    assert found(wrong) == []


def test_a_serial_number_leads_to_the_instruments_of_every_maker(office: Office) -> None:
    other_maker = demo.scale("sn 0", SITE).model_copy(update={"maker": "别家衡器厂"})
    office.registry.put_instrument(CLERK, made("ins", 8), other_maker, None)
    assert set(found("sn-0")) == {(SCALE, "serial"), (made("ins", 8), "serial")}
    assert found("SN-1") == [(OTHER_SCALE, "serial")]
    assert found("SN-77") == []


def test_an_instrument_is_found_as_soon_as_it_is_registered_and_once(office: Office) -> None:
    for _ in range(2):
        office.registry.put_instrument(CLERK, made("ins", 8), demo.scale("NEW 1", SITE), None)
    assert found("new1") == [(made("ins", 8), "serial")]


def test_a_certificate_number_leads_to_what_it_is_for_after_the_stream(office: Office) -> None:
    passed = Verification(
        lab_id=made("lab", 1),
        lab_name="演示检定所",
        certificate_no="JL-2026-0001",
        conclusion="pass",
        verified_on=date(2026, 3, 1),
        valid_until=date(2027, 2, 28),
    )
    tester = Actor(made("acc", 40), frozenset({Role.LAB}), labs=frozenset({made("lab", 1)}))
    office.heads.record_verification(tester, PUMP, made("ver", 1), passed)
    effect = CertificateLookupEffect(SearchStore(office.table))
    for item in pages(office.table, f"I#{number(PUMP)}"):
        for key in effect.touched(item):
            effect.refresh(key)
            effect.refresh(key)
    (hit,) = asked("jl 2026 0001").json["instruments"]
    assert (hit["id"], hit["found_by"], hit["standing"], hit["valid_until"]) == (
        PUMP,
        "certificate",
        "valid",
        "2027-02-28",
    )


def test_a_credit_code_leads_to_its_merchant_until_it_has_another(office: Office) -> None:
    first = demo.business()
    code = first.credit_code or ""
    assert [one["id"] for one in asked(f"{code[:4]} {code[4:].lower()}").json["merchants"]] == [
        made("mer", 2)
    ]
    changed = first.model_copy(update={"credit_code": "9135020026015919XW"})
    office.registry.put_merchant(CLERK, made("mer", 2), changed, 1)
    assert asked(code).json["merchants"] == []
    assert [one["id"] for one in asked("9135020026015919XW").json["merchants"]] == [made("mer", 2)]


def test_a_stall_at_a_site_is_exact(office: Office) -> None:
    for place, stall in ((8, "A12"), (9, "A1"), (10, "A12")):
        stalled = demo.scale(f"ST-{place}", SITE).model_copy(update={"stall": stall})
        office.registry.put_instrument(CLERK, made("ins", place), stalled, None)
    assert set(found("A12", site=SITE)) == {(made("ins", 8), "stall"), (made("ins", 10), "stall")}
    assert found(" A1 ", site=SITE) == [(made("ins", 9), "stall")]
    assert found("A12", site=demo.OTHER_SITE) == []


def test_more_than_are_shown_is_said(office: Office) -> None:
    for place in range(MOST + 1):
        maker = {"maker": f"衡器厂{place}", "serial_no": "001"}
        new = demo.scale("001", SITE).model_copy(update=maker)
        office.registry.put_instrument(CLERK, made("ins", 100 + place), new, None)
        told = asked("001").json
        assert len(told["instruments"]) == min(place + 1, MOST)
        assert told.get("has_more") == (True if place == MOST else None)
    assert found("001", OTHER) == []


@pytest.mark.parametrize("by", [OTHER, actor(63, Role.ADMINISTRATOR)])
def test_what_is_not_theirs_is_not_found(by: Actor) -> None:
    assert found(number(SCALE), by) == []
    assert found("SN-0", by) == []


def test_owners_organisers_and_the_city_find_what_is_theirs() -> None:
    for by in (OWNER, ORGANISER, SUPERVISOR, actor(64, Role.LAB), actor(65, Role.AUDITOR)):
        assert found("SN-0", by) == [(SCALE, "serial")]
    assert found("SN-2", ORGANISER) == []
    code = demo.business().credit_code or ""
    assert [one["id"] for one in asked(code, OTHER).json["merchants"]] == [made("mer", 2)]
    assert asked(code, OWNER).json["merchants"] == []


@pytest.mark.parametrize("q", ["", "x" * 65, "a\x00b", "a\nb"])
def test_a_text_that_is_none_is_refused(q: str) -> None:
    assert asked(q).problem() == (400, "request.invalid")


@pytest.mark.parametrize("q", ["#", "~", "I#1", "%27 OR 1=1", "\u202e", "ﷺ" * 64, "---", "🙂"])
def test_hostile_texts_find_nothing(q: str) -> None:
    answer: Any = asked(q)
    assert (answer.status, answer.json) == (200, {"instruments": [], "merchants": []})


def test_one_search_is_a_handful_of_reads(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[str] = []

    class Counted(SearchStore):
        def heads(self, numbers: Any) -> Any:
            reads.append("heads")
            return super().heads(numbers)

        def looked_up(self, shelf: Any, key: str) -> Any:
            reads.append(shelf)
            return super().looked_up(shelf, key)

    monkeypatch.setattr(runtime, "search", lambda: Search(Counted(office.table), office.clock))
    assert found("SN-0") == [(SCALE, "serial")]
    assert reads == ["SERIAL", "CERT", "heads"]
