"""Rebuilding what older data lacks gives what new data has."""

from datetime import date

from infra.rebuild import rebuild
from tests.fakes import FakeTable
from tests.office import DISTRICT, SCALE, Office
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
