"""A call that fails, runs out of time or is killed leaves a prefix of the queue, and the same call goes on."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.errors import Unavailable
from chalicelib.inspection.checks import NewCheck
from chalicelib.inspection.service_sync import BUDGET
from chalicelib.inspection.sync import Kept, Tip
from chalicelib.store import digest
from tests.office import made
from tests.phones import Desk, told


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    for place in (1, 2, 3):
        desk.phone.check(place)
    return desk


def failing_at(desk: Desk, monkeypatch: pytest.MonkeyPatch, place: int, failure: Exception) -> None:
    put_check = desk.office.inspection.put_check

    def breaks(actor: Any, visit: str, check: str, new: NewCheck) -> Any:
        if check == made("chk", place):
            raise failure
        return put_check(actor, visit, check, new)

    monkeypatch.setattr(type(desk.office.inspection), "put_check", lambda _, *said: breaks(*said))


@pytest.mark.parametrize("failure", [Unavailable(), RuntimeError("演示")])
def test_a_failure_leaves_a_prefix_and_the_same_call_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    with monkeypatch.context() as broken:
        failing_at(desk, broken, 2, failure)
        cut = desk.take()
    assert (told(cut), cut.confirmed.n, cut.missing) == (["accepted", "later", "later"], 1, ())
    assert told(desk.take()) == ["already", "accepted", "accepted"]


def test_time_that_is_up_leaves_a_prefix(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    settle = desk.sync.ledger.settle

    def slow(*said: Any) -> Kept:
        desk.watch += BUDGET * 0.6
        return settle(*said)

    monkeypatch.setattr(desk.sync.ledger, "settle", slow)
    assert told(desk.take()) == ["accepted", "accepted", "later"]


@pytest.mark.parametrize("after", range(9))
def test_a_call_killed_after_any_write_leaves_what_the_next_call_completes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """The kill is beyond every handler: a BaseException."""
    left = [after]

    def counted(write: Callable[..., None]) -> Callable[..., None]:
        def once(*said: Any, **named: Any) -> None:
            if left[0] == 0:
                raise KeyboardInterrupt
            write(*said, **named)
            left[0] -= 1

        return once

    with monkeypatch.context() as killed:
        killed.setattr(desk.table, "put", counted(desk.table.put))
        try:
            desk.take()
        except KeyboardInterrupt:
            pass
        else:
            assert after > 6, "three checks, three places in the chain, one note of its end"
    taken = desk.take()
    assert taken.confirmed == Tip(3, digest(desk.phone.entries[2]))
    assert set(told(taken)) <= {"accepted", "already"}
    assert desk.checks() == [made("chk", place) for place in (1, 2, 3)]
