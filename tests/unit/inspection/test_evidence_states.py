"""Evidence as a machine: whatever is sent, lost, repeated and reordered, verified bytes are those of the capture."""

from datetime import timedelta
from typing import Literal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)

from chalicelib.accounts.model import Actor
from chalicelib.errors import IdTaken
from chalicelib.inspection.evidence import ENDS, WAIT, State
from tests.exhibits import Room, new, place
from tests.fakes import FakeTable
from tests.office import ANNA, BAO, LEADER, VISIT, made

GOOD = b"\xff\xd8\xff a photo (demonstration)"
BAD = GOOD[:-1] + b"!"
NO_PHOTO = b"<html> said to be a photo"
FILES = {"good": GOOD, "bad": BAD, "no_photo": NO_PHOTO}
IDS = [made("evi", n) for n in (1, 2)]
Promised = Literal["good", "no_photo"]


class Evidences(RuleBasedStateMachine):
    """A phone that captures, a network that loses and repeats, a quarantine that forgets, our function, a reader."""

    messages: Bundle[str] = Bundle("messages")

    @initialize()
    def open_the_room(self) -> None:
        self.room = Room(FakeTable())
        self.promised: dict[str, Promised] = {}
        self.ended: dict[str, str] = {}
        self.steps: dict[str, list[str]] = {}

    def _state(self, one: str) -> State:
        return self.room.kept(one).state_at(self.room.clock())

    @rule(
        one=st.sampled_from(IDS), what=st.sampled_from(["good", "no_photo"]), who=st.sampled_from([ANNA, BAO])
    )
    def announce(self, one: str, what: Promised, who: Actor) -> None:
        was = self._state(one) if one in self.promised else None
        sent = new(FILES[what], media_type="image/jpeg")
        try:
            _, slot, is_new = self.room.exhibits.announce(who, VISIT, one, sent)
        except IdTaken:
            assert self.promised[one] != what
            return
        assert is_new == (one not in self.promised)
        assert self.promised.setdefault(one, what) == what
        assert (slot is None) == (was in ENDS)
        assert self._state(one) == (was if was in ENDS else "announced")

    @rule(target=messages, one=st.sampled_from(IDS), what=st.sampled_from(sorted(FILES)))
    def upload(self, one: str, what: str) -> str:
        """Also of what was never announced, and after the end: a form holds for a quarter of an hour."""
        return self.room.files.upload(FILES[what], self.room.clock(), place(one))

    @rule(message=messages)
    def tell(self, message: str) -> None:
        assert self.room.deliver(message)

    @rule(target=messages, message=consumes(messages))
    def repeat(self, message: str) -> MultipleResults[str]:
        return multiple(message, message)

    @rule()
    def wait(self) -> None:
        self.room.clock.at += WAIT + timedelta(seconds=1)

    @rule()
    def forget(self) -> None:
        self.room.files.quarantine.clear()

    @rule(one=st.sampled_from(IDS))
    def open(self, one: str) -> None:
        if one in self.promised:
            is_there = self._state(one) == "verified"
            assert bool(self.room.exhibits.open(LEADER, VISIT, one).url) == is_there

    @invariant()
    def verified_bytes_are_those_of_the_capture(self) -> None:
        for one, what in self.promised.items():
            kept = self.room.files.kept.get(place(one))
            if self.room.kept(one).state == "verified":
                assert kept == FILES[what] == GOOD
            else:
                assert kept is None

    @invariant()
    def ends_are_ends_and_nothing_announced_is_lost(self) -> None:
        rows, _ = self.room.exhibits.listed(LEADER, VISIT, "")
        assert {one.id for one, _ in rows} == self.promised.keys()
        for one, _ in rows:
            if one.id in self.ended:
                assert one.state == self.ended[one.id]
            if one.state in ENDS:
                self.ended[one.id] = one.state

    @invariant()
    def custody_only_grows_and_tells_the_state(self) -> None:
        for one in self.promised:
            steps = self.room.steps(one)
            before = self.steps.get(one, [])
            assert steps[: len(before)] == before
            assert steps[:2] == ["captured", "announced"]
            moved = [step for step in steps if step in {"announced", "verified", "mismatch", "refused"}]
            assert moved[-1] == self.room.kept(one).state
            assert steps.count("captured") == 1
            assert sum(steps.count(end) for end in ENDS) <= 1
            self.steps[one] = steps


TestEvidenceStates = Evidences.TestCase
TestEvidenceStates.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
