"""A head is rebuilt from its sources, whatever the order things arrive in."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.registry.acts import NewAct
from chalicelib.registry.model import CheckSummary, InstrumentHead, number
from chalicelib.registry.problems import Busy
from chalicelib.registry.service_heads import Heads
from chalicelib.registry.service_life import Life
from chalicelib.registry.store import RegistryStore
from tests.fakes import FakeTable
from tests.office import (
    ANNA,
    NOON,
    SCALE,
    Office,
    made,
)
from tests.unit.registry.verifying import TESTER, held, verification, verify

SUSPENDED_ON, SHELF = date(2026, 11, 24), number(SCALE)


def test_refreshing_a_head_that_is_right_writes_nothing(office: Office) -> None:
    verify(office, 1, verification())
    before = office.registry.book.head(SHELF)
    for _ in range(3):
        office.heads.refresh(SHELF)
    assert office.registry.book.head(SHELF) == before


def test_a_lost_head_is_rebuilt_the_same(office: Office) -> None:
    verify(office, 1, verification())
    office.suspend(ANNA, SCALE, "示值超差")
    before = office.head()
    assert isinstance(office.table, FakeTable)
    del office.table.items[f"I#{SHELF}", "~"]
    office.heads.refresh(SHELF)
    assert office.head() == before


class Restless(RegistryStore):
    """Heads that somebody else changes before every write of ours."""

    def __init__(self, table: FakeTable, times: int) -> None:
        super().__init__(table)
        self.times = times

    def write(self, head: InstrumentHead, head_seen: int, *rest: Any, **named: Any) -> None:
        if self.times:
            self.times -= 1
            meanwhile = self.head(head.number)
            assert meanwhile is not None
            super().write(meanwhile.value, meanwhile.version)
        super().write(head, head_seen, *rest, **named)


def test_what_is_changed_meanwhile_is_read_again_and_nothing_is_lost(office: Office) -> None:
    assert isinstance(office.table, FakeTable)
    heads = Heads(Restless(office.table, 3), lambda: NOON)
    heads.record_verification(TESTER, SCALE, made("ver", 1), verification())
    assert held(office) == made("ver", 1)
    restless = Restless(office.table, 100)
    busy = Life(restless, Heads(restless, lambda: NOON), lambda: NOON)
    with pytest.raises(Busy):
        busy.put_act(
            ANNA, SCALE, made("act", 1), NewAct.model_validate({"kind": "suspend", "reason": "示值超差"})
        )
    assert office.head().state == "in_use"


def summary(place: int, minute: int) -> CheckSummary:
    return CheckSummary(
        id=made("chk", place),
        visit_id=made("vis", 1),
        received_at=f"2026-11-24T04:{minute:02d}:00.000Z",
        kind="weighing_instrument",
        verdict="pass",
        authority="settled",
    )


CHECKS = st.lists(
    st.builds(summary, st.integers(1, 99), st.integers(0, 4)), max_size=9, unique_by=lambda one: one.id
)


@settings(deadline=None)
@given(checks=CHECKS, suspended_after=st.integers(0, 20), data=st.data())
def test_checks_in_any_order_with_repeats_make_the_same_head_and_no_suspension_is_lost(
    checks: list[CheckSummary], suspended_after: int, data: st.DataObject
) -> None:
    repeats = data.draw(st.lists(st.sampled_from(checks), max_size=5)) if checks else []
    office = Office(FakeTable()).furnished()
    for place, check in enumerate(data.draw(st.permutations([*checks, *repeats]))):
        if place == suspended_after:
            office.suspend(ANNA, SCALE, "示值超差")
        office.heads.note_check(SHELF, check)
        office.heads.refresh(SHELF)
    newest = sorted(checks, key=lambda one: (one.received_at, one.id), reverse=True)[:5]
    assert office.head().checks == tuple(newest)
    was_suspended = suspended_after < len(checks) + len(repeats)
    assert office.head().state == ("suspended" if was_suspended else "in_use")
