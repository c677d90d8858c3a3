"""Taking a phone's queue: every entry is carried out once and in order, and answered; by docs/sync-protocol.md."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal, Protocol

from pydantic import ValidationError

from chalicelib import faults, ids, logs
from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock
from chalicelib.errors import Fault, Invalid, Problem, Sentence, Stale, TooMany, Unavailable
from chalicelib.inspection.sync import (
    UNKNOWN,
    Batch,
    Chain,
    Done,
    Entry,
    Kept,
    Refusal,
    Sent,
    Tip,
    Wrong,
    missing,
    summary,
)
from chalicelib.law.model import Words
from chalicelib.store import canonical

BUDGET = timedelta(seconds=18)
"""After this long no further entry is begun: the gateway gives a call 29 seconds."""
_PASSING = (Unavailable, TooMany, Stale)
"""Problems that the same entry may not meet again."""


class Malformed(Invalid):
    """An entry that does not fit its kind."""

    code = "sync.malformed"
    zh = "这一条内容有误，未办理；请按提示更正后重新提交，原内容已保留。"
    en = "This entry is not valid and was not carried out. Correct what is named and send a new one; it is kept."


class UnknownKind(Invalid):
    """An entry of a kind that this server does not know."""

    code = "sync.unknown_kind"
    zh = "服务器不认识这类内容，未办理；请更新应用后重新提交，原内容已保留。"
    en = "The server does not know this kind of entry. Update the app, then send it as a new one; it is kept."


class Ledger(Protocol):
    """How queues are kept. What is written once stays."""

    def tip(self, account: str, device: str) -> tuple[Tip, int]:
        """The end of the chain as last noted, and the note's version; it may lag behind the chain."""

    def beyond(self, account: str, device: str, n: int) -> tuple[Kept, ...]:
        """What is kept of numbers above `n`: chain and received, in order, the first few hundred."""

    def settled(self, account: str, device: str, numbers: Sequence[int]) -> tuple[Kept, ...]:
        """What stands in the chain under these numbers."""

    def settle(self, account: str, device: str, kept: Kept) -> Kept:
        """Keep an entry in the chain, once; answers what stands under its number, perhaps another."""

    def receive(self, account: str, device: str, kept: Kept) -> None:
        """Keep an entry beside the chain, once."""

    def note_tip(self, account: str, device: str, tip: Tip, seen: int) -> None:
        """Note the end of the chain; without effect when another call has noted one meanwhile."""


@dataclass(frozen=True)
class Kind:
    """What an entry of a kind is and does.

    body    reads it, from JSON; raises ValidationError
    makes   the thing whose id the entry names, as in ids.PREFIXES; empty when it makes none
    work    does it; raises Problem
    """

    body: Callable[[bytes], Any]
    makes: str
    work: Callable[[Actor, Entry, Any], Done | Refusal]


Outcome = Literal["accepted", "already", "refused", "conflict", "waiting", "later"]


@dataclass(frozen=True)
class Told:
    """What became of one entry that was sent; `kept` is what stands under its number, also of a conflict."""

    sent: Sent
    outcome: Outcome
    kept: Kept | None = None


@dataclass(frozen=True)
class Taken:
    """What became of a request: an answer for every entry in the order sent, and how the queue stands now."""

    told: tuple[Told, ...]
    confirmed: Tip
    missing: tuple[tuple[int, int], ...]


@dataclass
class _Turn:
    """A request under way."""

    actor: Actor
    device: str
    chain: Chain
    ends: Callable[[], bool]
    told: dict[int, Told] = field(default_factory=dict)
    held: set[int] = field(default_factory=set)
    stopped: bool = False


@dataclass(frozen=True)
class Sync:
    """Queues of phones.

    clock      tells when an entry came in
    stopwatch  the machine's own clock, for the time a call may take
    """

    ledger: Ledger
    kinds: Mapping[str, Kind]
    clock: Clock
    stopwatch: Clock

    def take(self, actor: Actor, batch: Batch, request: str = "") -> Taken:
        """Carry out what continues the chain, keep the rest, answer for all; `request` names the call in the log.

        An entry's effect is kept before its place in the chain, and both are written once: a call that is cut off
        leaves a prefix, and the same call again finds it.
        """
        tip, seen = self.ledger.tip(actor.id, batch.device)
        beyond = self.ledger.beyond(actor.id, batch.device, tip.n)
        known = {kept.n for kept in beyond if kept.is_in_chain}
        early = sorted({sent.n for sent in batch.entries if sent.n <= tip.n} - known)
        standing = self.ledger.settled(actor.id, batch.device, early) if early else ()
        chain = Chain(tip, [*standing, *(kept for kept in beyond if kept.is_in_chain)])
        waiting = [kept for kept in beyond if not kept.is_in_chain]
        until = self.stopwatch() + BUDGET
        turn = _Turn(actor, batch.device, chain, lambda: self.stopwatch() > until)
        turn.held = {kept.n for kept in waiting} | {sent.n for sent in batch.entries}
        for n, sent, place in _in_order(batch, waiting):
            self._step(turn, n, sent, place, request)
        if chain.tip != tip:
            self.ledger.note_tip(actor.id, batch.device, chain.tip, seen)
        told = tuple(turn.told[place] for place in range(len(batch.entries)))
        return Taken(told, chain.tip, missing(chain.tip, turn.held))

    def _step(self, turn: _Turn, n: int, sent: Sent | None, place: int, request: str) -> None:
        """One entry, or with None a number whose entry is lost.

        place  in the request; negative for one that is kept already
        """
        if sent is None:
            if n == turn.chain.tip.n + 1 and n not in turn.held:
                lost = Kept(n=n, hash=UNKNOWN, state="lost", received_at=self.clock())
                self._settle(turn, lost)
            return
        told = self._told(turn, sent, request)
        if place >= 0:
            turn.told[place] = told
            if told.outcome in {"waiting", "conflict"}:
                self.ledger.receive(turn.actor.id, turn.device, self._kept(sent, "received", whole=True))

    def _told(self, turn: _Turn, sent: Sent, request: str) -> Told:
        kept = turn.chain.settled.get(sent.n)
        match turn.chain.place(sent.n, sent.before, sent.hash):
            case "repeat":
                return Told(sent, "refused" if kept and kept.state == "refused" else "already", kept)
            case "conflict":
                return Told(sent, "conflict", kept)
            case "waits":
                return Told(sent, "later" if turn.stopped else "waiting")
        turn.stopped = turn.stopped or turn.ends()
        result = None if turn.stopped else self._tried(turn.actor, sent, request)
        if result is None:
            turn.stopped = True
            return Told(sent, "later")
        return self._settled(turn, sent, result)

    def _settled(self, turn: _Turn, sent: Sent, result: Done | Refusal) -> Told:
        kept = self._settle(turn, self._outcome(sent, result))
        if kept.hash != sent.hash:
            return Told(sent, "conflict", kept)
        if kept.state == "refused":
            return Told(sent, "refused", kept)
        return Told(sent, "accepted" if isinstance(result, Done) and result.is_new else "already", kept)

    def _tried(self, actor: Actor, sent: Sent, request: str) -> Done | Refusal | None:
        """What came of an entry; None when it cannot be carried out now."""
        try:
            return self._carried_out(actor, sent)
        except _PASSING:
            return None
        except Exception:  # noqa: BLE001 - the edge of one entry: those before it are answered all the same
            logs.logger().exception("unexpected", extra={"request": request, "item": f"entry {sent.n}"})
            return None

    def _settle(self, turn: _Turn, kept: Kept) -> Kept:
        standing = self.ledger.settle(turn.actor.id, turn.device, kept)
        turn.chain.settle(standing)
        return standing

    def _carried_out(self, actor: Actor, sent: Sent) -> Done | Refusal:
        try:
            entry = Entry.model_validate(sent.raw)
            kind = self.kinds.get(entry.kind)
            if kind is None:
                return _refusal(UnknownKind())
            if kind.makes and not (entry.id and ids.matches(kind.makes, entry.id)):
                words = f"应形如 {ids.PREFIXES[kind.makes]}-…", f"must look like {ids.PREFIXES[kind.makes]}-…"
                return _refusal(Malformed(faults=(Fault("/id", Malformed.code, Sentence(*words)),)))
            return kind.work(actor, entry, kind.body(canonical(entry.body).encode()))
        except ValidationError as failure:
            return _refusal(Malformed(faults=faults.of(failure)))
        except _PASSING:
            raise
        except Problem as failure:
            return _refusal(failure)

    def _outcome(self, sent: Sent, result: Done | Refusal) -> Kept:
        if isinstance(result, Done):
            return self._kept(sent, "accepted", shown=result.shown)
        return self._kept(sent, "refused", whole=not result.attempt, refusal=result)

    def _kept(self, sent: Sent, state: Any, *, whole: bool = False, **more: Any) -> Kept:
        raw = sent.raw
        return Kept(
            n=sent.n,
            hash=sent.hash,
            before=sent.before,
            state=state,
            **summary(raw),
            received_at=self.clock(),
            entry=raw if whole else None,
            **more,
        )


def _in_order(batch: Batch, waiting: Iterable[Kept]) -> Iterator[tuple[int, Sent | None, int]]:
    """Numbers ascending: what is lost, what was sent with its place in the request, what waited from before."""
    steps: list[tuple[int, int, Sent | None, int]] = [(n, 0, None, -1) for n in batch.lost]
    steps += [(sent.n, 1, sent, place) for place, sent in enumerate(batch.entries)]
    steps += [(kept.n, 2, Sent.model_validate(kept.entry), -1) for kept in waiting if kept.entry]
    steps.sort(key=lambda step: (step[0], step[1]))
    return ((n, sent, place) for n, _, sent, place in steps)


def _refusal(failure: Problem) -> Refusal:
    sentence = failure.sentence()
    wrong = tuple(
        Wrong(
            pointer=fault.pointer,
            code=fault.code,
            sentences=Words(zh=fault.sentence.zh, en=fault.sentence.en),
        )
        for fault in failure.faults
    )
    return Refusal(code=failure.code, sentences=Words(zh=sentence.zh, en=sentence.en), faults=wrong)
