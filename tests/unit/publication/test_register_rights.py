"""The functions of the register stay within the partition keys of their policies; see tests/governed.py."""

from dataclasses import replace

import pytest

from chalicelib.publication.service_posters import Drawing
from chalicelib.publication.service_publish import SETTLED
from chalicelib.publication.store_history import HistoryStore
from chalicelib.publication.store_register import MarkStore, RegisterStore
from chalicelib.store import Item
from tests.governed import Denied, Governed
from tests.office import MERCHANT
from tests.registering import Register, commitment, entry, plan, standing
from tests.unit.labels.shop import FONT
from tests.unit.publication.test_posters import FakeFiles

NOT_PUBLIC = (f"M#{MERCHANT}", "G#0123456789abcdef0123456789abcdef", "I#7K3M9Q2RTB", "P#ent-1", "U#acc-1")


def test_publishing_reads_what_anybody_may_see_and_writes_nothing_there() -> None:
    register = Register()
    register.follow()
    register.follow(entry(), commitment(), standing(), plan())
    publishing = Governed("publish", register.table.items)
    register.publisher = replace(register.publisher, rows=RegisterStore(publishing))
    register.published(entry())
    folders = {one.partition("/")[0] for one in register.files.raw}
    assert folders == {"merchants", "sites", "districts", "results", "draws.json", "changes.json", "now.json"}
    for pk in NOT_PUBLIC:
        with pytest.raises(Denied):
            publishing.query(pk)
        with pytest.raises(Denied):
            publishing.put(Item(pk, "~", {}), 0)


def test_the_open_data_are_made_of_the_same_and_posters_of_one_merchant() -> None:
    register = Register()
    register.follow()
    register.follow(entry(), commitment(), standing(), plan())
    making = Governed("make-open-data", register.table.items)
    governed = Governed("make-open-data", register.ops.items, "OpsTable")
    marks = MarkStore(governed, register.machine)
    maker = replace(register.maker, rows=RegisterStore(making), marks=marks, days=HistoryStore(making))
    assert [maker.run() for _ in range(2)] == ["made", "fresh"]
    register.machine.at += SETTLED
    assert maker.run() == "made"
    for pk in ("PUBLISHED", "LOG"):
        with pytest.raises(Denied):
            governed.query(pk)
    with pytest.raises(Denied):
        governed.put(Item("PUBLISH", "~", {}), 0)
    drawing = Governed("make-poster", register.table.items)
    drawn = Drawing(RegisterStore(drawing), FakeFiles(), lambda: FONT, "HOST.CN", register.office.clock)
    assert drawn.answer({"merchant": MERCHANT}) == {"made": True}
    for function in (making, drawing):
        for pk in NOT_PUBLIC:
            with pytest.raises(Denied):
                function.query(pk)
            with pytest.raises(Denied):
                function.get_many([(pk, "A")])
