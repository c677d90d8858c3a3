"""The keeper of commitments stays within the partition keys of its policy; see tests/governed.py."""

from datetime import timedelta

import pytest

from chalicelib.democlock import MovableClock, advance
from chalicelib.store import Item
from tests.fakes import FakeTable
from tests.governed import Denied, Governed
from tests.office import MERCHANT
from tests.pledging import COMMITMENT, KEEPER, PledgeDesk, risk
from tests.unit.credit.test_duties import RISK

OTHERS = (f"M#{MERCHANT}", f"G#{MERCHANT}", f"T#{MERCHANT}", "I#7K3M9Q2RTB", "P#ent-1", "U#acc-1", "B#crd-1")


def test_keeping_commitments_reads_and_writes_them_their_duties_and_notices_only() -> None:
    table = FakeTable()
    pledged = PledgeDesk(table).published().follow()
    pledged.duties.put_risk(KEEPER, RISK, risk(), None)
    governed = Governed("keep-commitments", table.items)
    keeping = PledgeDesk(governed).at(pledged.clock.at)
    for days in (30, 305, 31):  # what is due, the reminder, the end: what is denied would only be logged
        keeping.days(days)
    assert [one.kind for one in pledged.kept().steps] == ["consent", "remind", "expire"]
    assert set(pledged.told()) == {"self_check_due", "risk_due"}
    shown = pledged.pledges.public(COMMITMENT)
    assert shown is not None
    assert shown.state == "hidden"
    for pk in OTHERS:
        with pytest.raises(Denied):
            governed.get(pk, "~")
        with pytest.raises(Denied):
            governed.put(Item(pk, "~", {}), 0)
    with pytest.raises(Denied):
        governed.get("N#ntc-1", "~")
    for list_ in ("P#350203#published", f"B#{MERCHANT}", "TP#350203"):
        with pytest.raises(Denied):
            governed.query(list_, index="a")


def test_it_may_read_the_demos_clock_and_nothing_else_of_the_operations_table() -> None:
    table = FakeTable()
    advance(table, timedelta(days=3))
    governed = Governed("keep-commitments", table.items, "OpsTable")
    machine = PledgeDesk().clock
    assert MovableClock(governed, lambda: machine.at)() == machine.at + timedelta(days=3)
    with pytest.raises(Denied):
        governed.get("LOG", "~")
    with pytest.raises(Denied):
        governed.put(Item("CLOCK", "~", {}), 0)
