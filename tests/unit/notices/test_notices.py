"""Notices: told once, tried again with growing pauses, read once; whatever a carrier does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import ids
from chalicelib.accounts.model import Actor, Role
from chalicelib.errors import NotFound
from chalicelib.notices.model import AGAIN_MINUTES, NewNotice, Notice, Words, notice_id, queued, tried
from chalicelib.notices.service import Delivery, Notices, Outbox, Undelivered
from chalicelib.notices.store import NoticeStore
from tests.fakes import FakeTable
from tests.office import DISTRICT, MERCHANT, NOON, Ticking, made

OWNER = Actor(made("acc", 60), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
STRANGER = Actor(made("acc", 61), frozenset({Role.MERCHANT}), merchants=frozenset({made("mer", 2)}))


def always() -> bool:
    return True


def new(place: int = 1) -> NewNotice:
    return NewNotice(
        id=notice_id("demo", str(place)),
        kind="registry.due_soon",
        merchant_id=MERCHANT,
        district=DISTRICT,
        subject="/instruments/ins-1",
        sentences=Words(zh="演示", en="demonstration"),
    )


@dataclass
class Flaky:
    """A carrier that fails so many times, and remembers what it was handed."""

    failures: int = 0
    name: str = "flaky"
    handed: list[str] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None

    def carry(self, notice: Notice) -> None:
        self.handed.append(notice.id)
        self.meanwhile()
        if len(self.handed) <= self.failures:
            raise Undelivered("status 503")


@dataclass
class Desk:
    clock: Ticking = field(default_factory=Ticking)
    store: NoticeStore = field(default_factory=lambda: NoticeStore(FakeTable()))

    def __post_init__(self) -> None:
        self.notices = Notices(self.store, self.clock)

    def notice(self, place: int = 1) -> Notice:
        found = self.store.notice(new(place).id)
        assert found
        return found[0]

    def deliver(self, carrier: Flaky | Outbox) -> int:
        return Delivery(self.store, carrier, self.clock).run(always)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_same_notice_is_told_once(desk: Desk) -> None:
    assert desk.notices.tell([new(), new(2)]) == 2
    assert desk.notices.tell([new(), new(2), new(3)]) == 1
    assert desk.notices.tell([]) == 0


def test_an_id_follows_from_what_it_is_about_and_nothing_else() -> None:
    assert notice_id("a", "b") == notice_id("a", "b")
    assert len({notice_id("ab", "c"), notice_id("a", "bc"), notice_id("abc"), notice_id("a", "b", "c")}) == 4
    assert ids.matches("notice", notice_id("a"))


def test_what_the_carrier_takes_is_sent_once(desk: Desk) -> None:
    desk.notices.tell([new(), new(2)])
    carrier = Flaky()
    assert desk.deliver(carrier) == 2
    assert desk.deliver(carrier) == 0
    assert sorted(carrier.handed) == sorted([new().id, new(2).id])
    assert (desk.notice().state, [one.by for one in desk.notice().attempts]) == ("sent", ["flaky"])


def test_a_failure_is_tried_again_only_when_its_time_has_come(desk: Desk) -> None:
    desk.notices.tell([new()])
    carrier = Flaky(failures=2)
    assert desk.deliver(carrier) == 0
    assert desk.deliver(carrier) == 0
    assert len(carrier.handed) == 1
    desk.clock.at += timedelta(minutes=AGAIN_MINUTES[0])
    desk.deliver(carrier)
    assert (desk.notice().state, len(carrier.handed)) == ("queued", 2)
    desk.clock.at += timedelta(minutes=AGAIN_MINUTES[1])
    assert desk.deliver(carrier) == 1
    assert [one.failure for one in desk.notice().attempts] == ["status 503", "status 503", ""]


def test_after_the_last_attempt_it_has_failed_and_is_left_alone(desk: Desk) -> None:
    desk.notices.tell([new()])
    carrier = Flaky(failures=99)
    for _ in range(len(AGAIN_MINUTES) + 3):
        desk.deliver(carrier)
        desk.clock.at += timedelta(days=2)
    assert desk.notice().state == "failed"
    assert len(carrier.handed) == len(AGAIN_MINUTES) + 1


def test_one_that_fails_does_not_stop_the_others(desk: Desk) -> None:
    desk.notices.tell([new(place) for place in range(60)])
    assert desk.deliver(Flaky(failures=1)) == 59


def test_a_reading_during_delivery_loses_neither(desk: Desk) -> None:
    desk.notices.tell([new()])
    carrier = Flaky(meanwhile=lambda: desk.notices.read(OWNER, new().id))
    assert desk.deliver(carrier) == 1
    assert (desk.notice().state, desk.notice().read_by) == ("sent", OWNER.id)


def test_the_first_reading_counts_and_strangers_find_nothing(desk: Desk) -> None:
    desk.notices.tell([new()])
    first = desk.notices.read(OWNER, new().id)
    assert desk.notices.read(OWNER, new().id) == first
    for by, notice in ((STRANGER, new().id), (OWNER, new(9).id)):
        with pytest.raises(NotFound):
            desk.notices.read(by, notice)


def test_when_time_is_up_the_rest_waits(desk: Desk) -> None:
    desk.notices.tell([new(place) for place in range(5)])
    left = iter([True, True, False])
    assert Delivery(desk.store, Outbox(), desk.clock).run(lambda: next(left)) == 2
    assert desk.deliver(Outbox()) == 3


@given(st.lists(st.booleans(), max_size=12))
def test_a_notice_moves_forward_only(outcomes: list[bool]) -> None:
    notice, at = queued(new(), NOON), NOON
    for is_taken in outcomes:
        before = notice
        if notice.state != "queued":
            break
        notice = tried(notice, "x", "" if is_taken else "status 500", at)
        assert notice.attempts[:-1] == before.attempts
        assert (notice.next_at == "") == (notice.state != "queued")
        assert (notice.state == "sent") == is_taken
        at += timedelta(days=2)
    assert len(notice.attempts) <= len(AGAIN_MINUTES) + 1
