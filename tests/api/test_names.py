"""The index of names over HTTP: for officers only."""

import pytest

from chalicelib import runtime
from chalicelib.accounts.model import Role
from chalicelib.registry.reach import OFFICERS
from chalicelib.registry.service_names import NamesReader
from tests.edge import Answer, call
from tests.office import DISTRICT, actor
from tests.unit.registry.test_names import Town


@pytest.fixture(autouse=True)
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    town = Town()
    monkeypatch.setattr(runtime, "names", lambda: NamesReader(town.book, town.files))
    return town


def asked(role: Role, district: str = DISTRICT) -> Answer:
    return call("GET", "/v1/names/{district}", actor=actor(70, role), district=district)


def test_officers_are_led_to_the_file_once_it_was_made(town: Town) -> None:
    assert asked(Role.INSPECTOR).problem() == (404, "request.not_found")
    town.run()
    told = asked(Role.INSPECTOR).json
    assert told.keys() == {"district", "version", "built_at", "count", "size_bytes", "url"}
    assert asked(Role.INSPECTOR, "350299").problem() == (404, "request.not_found")


@pytest.mark.parametrize("role", Role)
def test_full_names_are_for_officers_only(town: Town, role: Role) -> None:
    town.run()
    assert (asked(role).status == 200) == (role in OFFICERS)
