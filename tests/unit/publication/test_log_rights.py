"""The sealing function stays within the keys its policy names."""

from dataclasses import replace
from typing import cast

import pytest

from chalicelib.store import Item
from tests.fakes import FakeTable
from tests.governed import Denied, Governed
from tests.sealing import Registrar, step


def test_sealing_the_log_touches_its_own_order_only() -> None:
    log = Registrar()
    log.tell(1, 2)
    log.follow(step("ent-1", 1, "shown"))
    log.seal()
    log.follow(step("ent-1", 2, "hidden"))
    ops = Governed("seal-log", cast("FakeTable", log.table).items, "OpsTable")
    assert replace(log, table=ops).seal() == 1
    with pytest.raises(Denied):
        ops.get("BUNDLE", "~")
    with pytest.raises(Denied):
        ops.put(Item("CLOCK", "~", {}), seen=0)
