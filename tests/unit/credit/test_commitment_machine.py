"""Whatever people, published entries and days bring to a commitment, in whatever order.

No state is reached but by the lines of `EDGES`, written here a second time after process.md SM3.
"""

from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import local_day
from chalicelib.credit.commitments import Commitment, Shown
from chalicelib.credit.findings import brought
from chalicelib.credit.moves import MOVES, STATES
from chalicelib.credit.waking import due
from chalicelib.errors import Problem
from tests.office import ANNA, FAR_LEADER, LEADER, SUPERVISOR, actor, made
from tests.pledging import COMMITMENT, KEEPER, RIVAL, PledgeDesk

SENIOR = actor(61, Role.LEADER)
EDGES: dict[tuple[str, str], str] = {
    ("signed", "published"): "merchant",
    ("signed", "withdrawn"): "merchant",
    ("signed", "expired"): "system",
    ("published", "verified"): "system",
    ("published", "questioned"): "system",
    ("published", "withdrawn"): "merchant",
    ("published", "expired"): "system",
    ("verified", "questioned"): "system",
    ("verified", "withdrawn"): "merchant",
    ("verified", "expired"): "system",
    ("restored", "verified"): "system",
    ("restored", "questioned"): "system",
    ("restored", "withdrawn"): "merchant",
    ("restored", "expired"): "system",
    ("questioned", "published"): "person or system",
    ("questioned", "verified"): "person or system",
    ("questioned", "restored"): "person or system",
    ("questioned", "breached"): "person",
    ("breached", "rectifying"): "merchant",
    ("breached", "restored"): "leader or system",
    ("breached", "revoked"): "person",
    ("breached", "expired"): "system",
    ("rectifying", "restored"): "person or system",
    ("rectifying", "revoked"): "person",
    ("rectifying", "expired"): "system",
    ("revoked", "restored"): "leader or system",
    ("revoked", "expired"): "system",
}
"""From and to -> who causes it. A person is a supervisor or leader: never the system, never the merchant."""
_ABLE = {
    "merchant": {"merchant"},
    "system": {"system"},
    "person": {"supervisor", "leader"},
    "person or system": {"supervisor", "leader", "system"},
    "leader or system": {"leader", "system"},
}
FOUND = {"questioned", "breached", "rectifying", "revoked"}
PUBLIC = {"published", "verified", "restored", "questioned", "breached", "rectifying", "revoked"}
KINDS = [
    "consent",
    "withdraw",
    "explain",
    "dismiss",
    "breach",
    "rectify",
    "restore",
    "revoke",
    "object",
    "uphold",
    "reject",
]
PEOPLE = [KEEPER, KEEPER, SUPERVISOR, SUPERVISOR, LEADER, SENIOR, ANNA, FAR_LEADER, RIVAL]


class Keeping(RuleBasedStateMachine):
    """A commitment, everybody at it, entries that come and change, and days that pass."""

    @initialize(is_public=st.sampled_from([True, True, True, False]))
    def sign(self, *, is_public: bool) -> None:
        self.desk = PledgeDesk().published() if is_public else PledgeDesk().signed()
        self.entries: dict[str, dict[str, Any]] = {}
        self.was = self.desk.kept()
        self.signed_on = self.was.signed_on

    def _judge(self) -> None:
        was, now = self.was, self.desk.kept()
        assert now.steps[: len(was.steps)] == was.steps, "what was done stays as it was"
        for step in now.steps[len(was.steps) :]:
            if step.was != step.became:
                assert step.as_ in _ABLE[EDGES[step.was, step.became]], (step.was, step.became)
            if step.became == "breached" != step.was:
                grounds = [one for one in now.grounds if one.holds]
                assert grounds, "a breach rests on a published entry"
                assert {one.entry for one in grounds} <= self.entries.keys()
        self.was = now

    @rule(who=st.sampled_from(PEOPLE), kind=st.sampled_from(KINDS))
    def somebody_tries(self, who: Actor, kind: str) -> None:
        before = self.desk.kept()
        try:
            self.desk.step(who, kind)
        except Problem:
            assert self.desk.kept() == before, "what is refused leaves nothing"
        self._judge()

    @rule(times=st.integers(2, 6), data=st.data())
    def what_the_state_has(self, *, times: int, data: st.DataObject) -> None:
        """Steps by whoever should take them: without these, chance never comes far."""
        for _ in range(times):
            moves = [
                one
                for one in MOVES
                if self.was.state in one.since and "system" not in one.by and one.step != "withdraw"
            ]
            if not moves or (self.was.state not in FOUND and data.draw(st.booleans())):
                place = len(self.entries) + 10
                self.an_entry_is_shown(place=place, problem=True, step="published", days_ago=0)
                continue
            move = data.draw(st.sampled_from(moves))
            who = {"merchant": KEEPER, "supervisor": SUPERVISOR, "leader": SENIOR}[max(move.by)]
            if move.step in ("breach", "revoke") and data.draw(st.booleans()):
                self.days_pass(8 if move.step == "breach" else 31)
            self.somebody_tries(who, move.step)

    @rule(
        place=st.integers(1, 4),
        problem=st.sampled_from([True, True, False]),
        step=st.sampled_from(
            ["published", "published", "corrected", "withdrawn", "expired", "repaired", "replied"]
        ),
        days_ago=st.sampled_from([0, 0, 0, 1, 30, 400]),
    )
    def an_entry_is_shown(self, place: int, step: str, days_ago: int, *, problem: bool) -> None:
        today = local_day(self.desk.clock.at)
        known = self.entries.get(made("ent", place))
        day = known["day"] if known else (today - timedelta(days=days_ago)).isoformat()
        is_hidden = step in ("withdrawn", "expired", "repaired")
        told = {"step": step, "state": "hidden" if is_hidden else "shown", "problem": problem, "day": day}
        self.entries[made("ent", place)] = told
        self.desk.entered(made("ent", place), **told)
        self._hear(made("ent", place))

    @rule(place=st.integers(1, 4))
    def an_entry_is_heard_of_again(self, place: int) -> None:
        before = self.desk.kept()
        entry = made("ent", place)
        if entry in self.entries and before.last("question") is not None:
            self._hear(entry)
            self._hear(entry)

    def _hear(self, entry_id: str) -> None:
        entry = self.desk.store.entry(entry_id)
        assert entry is not None
        self.desk.pledges.bring(
            COMMITMENT, lambda standing: brought(standing, entry), f"{entry.id} {entry.n}"
        )
        once = self.desk.kept()
        self.desk.pledges.bring(
            COMMITMENT, lambda standing: brought(standing, entry), f"{entry.id} {entry.n}"
        )
        assert self.desk.kept() == once, "told twice is told once"
        self._judge()

    @rule(days=st.sampled_from([1, 1, 8, 31, 200]))
    def days_pass(self, days: int) -> None:
        self.desk.clock.at += timedelta(days=days)
        today = local_day(self.desk.clock.at)
        for _ in range(2):
            self.desk.pledges.bring(COMMITMENT, lambda standing: due(standing, today), today.isoformat())
        self._judge()
        assert today <= self.was.until or self.was.is_over or self.was.state == "questioned"

    @invariant()
    def the_public_view_follows(self) -> None:
        if not hasattr(self, "desk"):
            return
        now = self.desk.kept()
        told = [Shown.model_validate(item.document) for item in self._public_items()]
        assert [one.n for one in told] == list(range(1, now.public_steps + 1)), "no gap and no fork"
        if not any(one.kind == "consent" for one in now.steps):
            assert told == [], "nothing is public without consent"
            return
        assert [one.step for one in told] == expected(now), "each public step once, and no other"
        last = told[-1]
        assert (last.state == "shown") == (now.state in PUBLIC)
        if last.state == "hidden":
            assert last.model_dump(exclude_defaults=True).keys() == {
                "id",
                "n",
                "at",
                "step",
                "state",
                "merchant_id",
            }
        assert (last.step in {"breached", "revoked"}) == now.is_broken, (
            "public as broken while it is, and only then"
        )

    def _public_items(self) -> list[Any]:
        return list(self.desk.table.query(f"B#{COMMITMENT}", begins="L#", limit=1000).items)


def expected(commitment: Commitment) -> list[str]:
    """The public steps of a history, read from its states alone."""
    broken = {"breached", "rectifying", "revoked"}
    found = list[str]()
    for step in commitment.steps:
        if step.kind == "consent":
            found.append("published")
        elif step.was == step.became or not found:
            continue
        elif step.became in {"breached", "revoked", "withdrawn", "expired"}:
            found.append(step.became)
        elif step.was in broken and step.became == "restored":
            found.append("restored")
    return found


Keeping.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestKeeping = Keeping.TestCase


def test_the_table_has_the_lines_of_sm3_and_no_other() -> None:
    held = {"published", "verified", "restored"}
    lines = {
        (since, to)
        for move in MOVES
        for since in move.since
        for to in (held if move.to == "before" else {move.to})
        if to is not None and to != since
    }
    assert lines == EDGES.keys()
    assert {state for line in lines for state in line} == set(STATES)
