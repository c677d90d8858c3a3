"""Rebuilding what older data lacks gives what new data has."""

from dataclasses import replace
from datetime import date

from chalicelib.events import INSTRUMENT_SHOWN
from infra.rebuild import rebuild, show
from tests.fakes import FakeTable
from tests.office import DISTRICT, SCALE, Office
from tests.registering import Register
from tests.unit.registry.test_due import followed, verified


def test_what_was_lost_is_made_again_and_nothing_else_changes() -> None:
    table = FakeTable()
    office = Office(table).furnished()
    verified(office, SCALE, date(2026, 12, 1))
    followed(office)
    assert rebuild(table, (DISTRICT,)) == 4
    whole = dict(table.items)
    derived = [
        key for key in whole if key[0].startswith(("Z#", "X#CERT#", "X#SERIAL#")) or key[1] in {"D", "D#S"}
    ]
    assert {key[0].split("#")[1] for key in derived if key[0].startswith("X#")} == {"CERT", "SERIAL"}
    assert {key[0].split("#")[1] for key in derived if key[0].startswith("Z#")} == {"SERIAL", "CERT"}
    for key in derived:
        del table.items[key]
    assert rebuild(table, (DISTRICT,)) == 4
    assert table.items == whole
    assert rebuild(table, ("350206",)) == 0


def test_open_visits_of_before_their_list_are_entered_in_it() -> None:
    table = FakeTable()
    Office(table).furnished().approved()
    whole = {key: item for key, item in table.items.items() if item.a.startswith("O#")}
    assert len(whole) == 2
    for key, item in whole.items():
        table.items[key] = replace(item, a="")
    for _ in range(2):
        rebuild(table, (DISTRICT,))
        assert {key: table.items[key] for key in whole} == {
            key: replace(item, v=item.v + 1) for key, item in whole.items()
        }


def test_heads_from_before_they_were_shown_are_written_again_with_their_mark() -> None:
    table = FakeTable()
    Office(table).furnished()
    heads = {key: item for key, item in table.items.items() if item.event == INSTRUMENT_SHOWN.mark}
    assert len(heads) == 4
    for key, item in heads.items():
        table.items[key] = replace(item, event="", schema=1)
    for _ in range(2):
        rebuild(table, (DISTRICT,))
        assert {key: table.items[key] for key in heads} == {
            key: replace(item, v=item.v + 1) for key, item in heads.items()
        }


def test_the_register_is_made_of_what_was_there_before_it() -> None:
    register = Register()
    register.office.drawn()
    register.follow()
    whole = {key: item for key, item in register.table.items.items() if key[0].startswith("G#")}
    for key in whole:
        del register.table.items[key]
    for _ in range(2):
        assert show(register.table, register.effect, (DISTRICT,)) == len(whole) == 8
        assert {key: register.table.items[key] for key in whole} == whole
