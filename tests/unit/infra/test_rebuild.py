"""Rebuilding what older data lacks gives what new data has."""

from dataclasses import replace
from datetime import date

from chalicelib.events import INSTRUMENT_SHOWN, RECTIFICATION_CHANGED
from chalicelib.store import Item
from infra.rebuild import rebuild, restand, set_beside, show
from tests.fakes import FakeTable
from tests.office import DISTRICT, MERCHANT, SCALE, Office, made
from tests.pledging import PledgeDesk
from tests.publishing import CLEAN, ORDERED, PUBLISHER, VISIT, Press, order
from tests.registering import Register
from tests.standings import Hall
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


def _city() -> tuple[Register, Press, Hall]:
    """One merchant with entries, an order, a commitment, instruments and a standing, and all that follows from them."""
    register = Register()
    press, pledges, hall = Press(register.table), PledgeDesk(register.table), Hall(table=register.table)
    order_id, mark = order()["id"], RECTIFICATION_CHANGED.mark
    register.table.put(Item(f"R#{order_id}", "~", order(), event=mark), 0)
    register.table.put(Item(f"V#{VISIT}", f"R#{order_id}", {}), 0)
    press.reviewed(ORDERED).reviewed(CLEAN, visit_id=made("vis", 2)).tended().later(10).tended()
    press.take(PUBLISHER, "publish")
    pledges.published()
    for _ in range(2):  # the words that follow from the facts come after them
        for effect in (press.effect, hall.effect, register.effect):
            for item in tuple(register.table.items.values()):
                for key in effect.touched(item):
                    effect.refresh(key)
    return register, press, hall


def test_what_lies_beside_entries_commitments_and_standings_is_made_again_byte_for_byte() -> None:
    register, press, hall = _city()
    table = register.table
    whole = dict(table.items)
    derived = [
        (pk, sk)
        for pk, sk in whole
        if pk.startswith(("G#", "T#ins-")) or sk.startswith(("F#", "O#", "C#com-")) or sk == "D"
    ]
    kinds = {sk.partition("#")[0] for pk, sk in derived if pk == f"G#{MERCHANT}"}
    assert kinds == {"A", "C", "E", "T"}
    assert {sk.partition("#")[0] for _, sk in derived} >= {"C", "D", "F", "O", "~"}
    for lost in (derived, [], *([key] for key in derived)):
        for key in lost:
            del table.items[key]
        set_beside(table, press.effect, (DISTRICT,))
        restand(table, hall.effect, (DISTRICT,))
        show(table, register.effect, (DISTRICT,))
        assert {key: replace(item, v=0) for key, item in table.items.items()} == {
            key: replace(item, v=0) for key, item in whole.items()
        }


def test_nobody_is_reckoned_by_half_of_the_facts() -> None:
    """The clean result comes first in the lists; by it alone the merchant would stand well, and publicly so."""
    register, _, hall = _city()
    table = register.table
    told = hall.shown(MERCHANT)
    facts = [key for key in table.items if key[0] == f"T#{MERCHANT}" and key[1].startswith("F#")]
    assert len(facts) > 2
    for key in facts:
        del table.items[key]
    assert restand(table, hall.effect, (DISTRICT,)) == 1
    assert hall.shown(MERCHANT) == told


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
