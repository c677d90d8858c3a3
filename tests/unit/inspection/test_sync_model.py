"""Queues under any sequence of sending, losing, copying and cutting off, beside a model of what must hold."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chalicelib.inspection.service_sync import Taken
from chalicelib.inspection.sync import START, UNKNOWN, Batch, Kept
from chalicelib.store import canonical, digest
from tests import office as demo
from tests.office import ANNA, LEADER, VISIT, made
from tests.phones import DEVICE, Desk, Mortal, Phone

SETTLED = {"accepted", "already", "refused"}


class Queues(RuleBasedStateMachine):
    """One officer, up to three phones with one queue: copied, so that they fork."""

    @initialize()
    def furnish(self) -> None:
        self.table = Mortal()
        desk = Desk(self.table)
        self.office, self.sync = desk.office, desk.sync
        self.phones = [Phone()]
        self.ids = iter(range(1, 10_000))
        self.answered: dict[str, str] = {}
        self.lost: set[int] = set()

    @rule(which=st.integers(0, 2), valid=st.sampled_from([True, True, True, False]))
    def note_down(self, *, which: int, valid: bool) -> None:
        body = demo.sent() if valid else {"kind": "rumour"}
        self.phones[which % len(self.phones)].add("check", body, id=made("chk", next(self.ids)))

    @precondition(lambda self: len(self.phones) < 3)
    @rule()
    def copy_the_queue(self) -> None:
        self.phones.append(self.phones[0].copy())

    @rule(which=st.integers(0, 2), data=st.data(), writes=st.integers(-1, 6), is_answer_lost=st.booleans())
    def send(self, *, which: int, data: Any, writes: int, is_answer_lost: bool) -> None:
        phone = self.phones[which % len(self.phones)]
        if not phone.entries:
            return
        numbers = data.draw(st.lists(st.integers(1, len(phone.entries)), min_size=1, max_size=8))
        self.table.writes_left = writes
        try:
            taken = self.sync.take(ANNA, phone.batch(*numbers))
        except KeyboardInterrupt:
            return
        finally:
            self.table.writes_left = -1
        assert [one.sent.n for one in taken.told] == numbers
        if not is_answer_lost:
            self.note(taken)

    @precondition(lambda self: len(self.phones) == 1)
    @rule()
    def lose_what_is_missing(self) -> None:
        """The phone has really lost it: it is never sent again."""
        taken = self.sync.take(ANNA, Batch(device=DEVICE))
        numbers = tuple(n for first, last in taken.missing for n in range(first, last + 1))
        self.sync.take(ANNA, self.phones[0].batch(lost=numbers))
        self.lost |= set(numbers)

    def note(self, taken: Taken) -> None:
        """What was once answered as settled is never answered otherwise; a conflict stays one."""
        for one in taken.told:
            before = self.answered.get(one.sent.hash)
            if before in SETTLED:
                assert one.outcome in SETTLED
                assert (before == "refused") == (one.outcome == "refused")
            if before == "conflict":
                assert one.outcome == "conflict"
            self.answered[one.sent.hash] = one.outcome

    def chain(self) -> dict[int, Kept]:
        kept = [
            Kept.model_validate(item.document)
            for item in self.table.items.values()
            if item.pk.startswith("J#") and item.sk != "~" and item.state != "received"
        ]
        assert len({one.n for one in kept}) == len(kept)
        return {one.n: one for one in kept}

    @invariant()
    def the_chain_has_no_gap_and_every_link_holds(self) -> None:
        chain = self.chain()
        assert sorted(chain) == list(range(1, len(chain) + 1))
        for n, kept in chain.items():
            past = chain[n - 1].hash if n > 1 else START
            assert kept.state == "lost" or past in {kept.before, UNKNOWN}

    @invariant()
    def what_is_accepted_is_recorded_and_what_was_answered_is_kept(self) -> None:
        checks = {check.id for check in self.office.inspection.file(LEADER, VISIT, "")[1].checks}
        chain = self.chain()
        assert {kept.id for kept in chain.values() if kept.state == "accepted"} <= checks
        assert {n for n, kept in chain.items() if kept.state == "lost"} == self.lost
        settled = {kept.hash for kept in chain.values()}
        beside = {
            digest(item.document["entry"])
            for item in self.table.items.values()
            if item.pk.startswith("J#") and item.state == "received"
        }
        for hash_, outcome in self.answered.items():
            assert outcome == "later" or hash_ in (settled if outcome in SETTLED else settled | beside)

    def teardown(self) -> None:
        """Every phone sends all it has: the server's set is the union of theirs, or the number is named as lost."""
        if not hasattr(self, "phones"):
            return
        for phone in self.phones:
            for _ in range(2):
                if phone.entries:
                    self.note(self.sync.take(ANNA, phone.batch()))
        chain = self.chain()
        for phone in self.phones:
            unsettled: list[tuple[int, str]] = []
            for entry in phone.entries:
                outcome = self.answered[digest(entry)]
                if outcome in SETTLED:
                    assert chain[entry["n"]].hash == digest(entry), canonical(entry)
                else:
                    unsettled.append((entry["n"], outcome))
            if unsettled:
                assert unsettled[0][1] == "conflict", "what waits, waits behind a fork"
                assert len(self.phones) > 1 or {n for n, _ in unsettled} <= self.lost


Queues.TestCase.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
TestQueues = Queues.TestCase
