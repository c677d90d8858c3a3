"""The draw itself: the randomness once it is there, who is drawn, who goes, and the assignments; all of it secret.

The outcome that counts is fixed by one write; the rest is a function of it and of the freeze, so a draw is made once
however often it is tried.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from chalicelib.clock import Clock, stamp
from chalicelib.registry.service_book import Stored
from chalicelib.sampling import ceremony, pairs
from chalicelib.sampling.assignments import Assignment
from chalicelib.sampling.bundle import (
    Drand,
    DrandOutcome,
    EntryPair,
    Freeze,
    OfficerOpening,
    Pairs,
    Randomness,
    Result,
    Source,
)
from chalicelib.sampling.draws import Fact, KeptDraw, Keys, begins_at, has_failed
from chalicelib.sampling.plans import KeptPlan
from chalicelib.sampling.randomness import SignatureCheck, randomness
from chalicelib.sampling.service_assignments import Book
from chalicelib.sampling.service_draws import Beacon, Draws, Files, NoAnswer, Vault, keys
from chalicelib.sampling.service_freeze import (
    ID_BYTES,
    OBJECT_BYTES,
    WIDTH,
    Sworn,
    objects_file,
    sworn,
)
from chalicelib.sampling.service_pools import Objects
from chalicelib.sealing import NONCE_BYTES, seal, unseal
from chalicelib.store import canonical


@dataclass(frozen=True)
class Drawing:
    """Makes draws of frozen plans."""

    draws: Draws
    assignments: Book
    objects: Objects
    private: Files
    public: Files
    vault: Vault
    beacon: Beacon
    is_signed: SignatureCheck
    clock: Clock
    entropy: Callable[[int], bytes]

    def draw(self, plan: Stored[KeptPlan], draw: Stored[KeptDraw]) -> None:
        """From frozen to drawn, when the randomness is there; nothing before. Raises Changed."""
        if draw.value.randomness is None:
            chance = self._outcome(plan.value)
            if chance is None:
                return
            settled = draw.value.changed(randomness=chance)
            self.draws.put_draw(settled, stamp(begins_at(plan.value.source)), draw.version)
            draw = Stored(settled, draw.version + 1, "")
        made = keys(self.draws, self.vault, plan.value.id)
        frozen, found = drawn(self.public, plan.value, draw.value, made, self.is_signed)
        people = sworn(plan.value, draw.value, made, self.private)
        self.public.put(f"{plan.value.id}/randomness.json", _told(draw.value.randomness))
        going = auditors_file(frozen, found, people, ())
        for name, raw in (("result", _told(found)), ("pairs", _told(going))):
            place = f"{plan.value.id}/{name}"
            self.private.put(place, seal(made.files, self.entropy(NONCE_BYTES), place, raw))
        given = list(self._assignments(plan.value, draw.value, going, people))
        self.assignments.add(given)
        moved = plan.value.model_copy(update={"state": "drawn"})
        fact = Fact(plan=plan.value.id, step="drawn", at=self.clock(), about=str(len(given)))
        self.draws.step(plan, draw, (moved, draw.value.changed(state="drawn")), stamp(self.clock()), fact)

    def _outcome(self, plan: KeptPlan) -> Randomness | None:
        """What the source gave, or the fall-back once the source has had its time; None while there is nothing."""
        if self.clock() < begins_at(plan.source):
            return None
        try:
            return self._of(plan, plan.source, "")
        except NoAnswer as silence:
            if not has_failed(plan.source, self.clock()) or self.clock() < begins_at(plan.fallback):
                return None
            reason = str(silence)
        try:
            return self._of(plan, plan.fallback, reason)
        except NoAnswer:
            return None

    def _of(self, plan: KeptPlan, source: Source, reason: str) -> Randomness:
        used: Literal["source", "fallback"] = "fallback" if reason else "source"
        if isinstance(source, Drand):
            outcome = DrandOutcome(kind="drand", signature=self.beacon.signature(source).hex())
            return Randomness(plan=plan.id, used=used, reason=reason, outcome=outcome)
        entered = self.draws.numbers(plan.id)
        if entered is None or entered.value.confirmed_by is None or entered.value.used != used:
            raise NoAnswer("约定时间内未录入结果 no outcome was entered in time")
        told = entered.value
        return Randomness(plan=plan.id, used=told.used, reason=told.reason, outcome=told.outcome)

    def _assignments(
        self, plan: KeptPlan, draw: KeptDraw, going: Pairs, people: Iterable[Sworn]
    ) -> Iterator[Assignment]:
        account = {one.officer.id.decode(): one.account for one in people}
        wanted = {pair.entry for pair in going.pairs}
        object_ids = object_ids_of(self.private, plan, draw, wanted)
        for order, pair in enumerate(going.pairs):
            named = self.objects.named(plan.scope.objects, object_ids[pair.entry])
            yield Assignment(
                plan=plan.id,
                order=order,
                stratum=pair.stratum,
                number=pair.entry,
                objects=plan.scope.objects,
                object_id=object_ids[pair.entry],
                object_name=named.name,
                merchant=named.merchant or None,
                district=named.district,
                officers=tuple(account[one] for one in pair.officers),
                due_on=plan.until,
            )


def object_ids_of(private: Files, plan: KeptPlan, draw: KeptDraw, wanted: set[str]) -> dict[str, str]:
    """Public number -> id in the registry, of those wanted: one pass over what was gathered."""
    attempt = draw.gathered.attempt if draw.gathered else ""
    width, found = ID_BYTES + OBJECT_BYTES, dict[str, str]()
    for chunk in private.chunks(objects_file(plan.id, attempt), width):
        for place in range(0, len(chunk), width):
            entry = chunk[place : place + ID_BYTES].decode()
            if entry in wanted:
                found[entry] = chunk[place + ID_BYTES : place + width].rstrip(b"\0").decode()
    return found


def drawn(
    public: Files, plan: KeptPlan, draw: KeptDraw, made: Keys, is_signed: SignatureCheck
) -> tuple[Freeze, Result]:
    """Who is drawn: a function of what is public, the outcome, and the secret."""
    raw = public.read(f"{plan.id}/freeze.json")
    if raw is None or draw.randomness is None:
        raise ValueError("not frozen, or no randomness yet")
    frozen = Freeze.model_validate_json(raw)
    source = frozen.source if draw.randomness.used == "source" else frozen.fallback
    bytes32 = randomness(source, draw.randomness.outcome, is_signed)
    records = (
        chunk[place : place + WIDTH]
        for chunk in public.chunks(f"{plan.id}/pool.bin", WIDTH)
        for place in range(0, len(chunk), WIDTH)
    )
    return frozen, ceremony.result(frozen, records, bytes32, made.secret)


def auditors_file(
    frozen: Freeze, found: Result, people: list[Sworn], substituted: Iterable[tuple[int, str]]
) -> Pairs:
    """`pairs.json`: who goes where, then substitutes (stratum, entry) in the order they came; salts and conflicts."""
    order = [*ceremony.drawn(found), *((stratum, entry.encode()) for stratum, entry in substituted)]
    conflicts = {one.officer.id: one.conflicts for one in people}
    going = pairs.pairs(
        bytes.fromhex(found.seed), order, [one.officer for one in people], conflicts, frozen.load_cap
    )
    return Pairs(
        plan=frozen.plan,
        officers=tuple(
            OfficerOpening(
                officer=one.officer.id.decode(),
                salt=one.salt.hex(),
                conflicts=tuple(sorted(conflict.decode() for conflict in one.conflicts)),
            )
            for one in people
        ),
        pairs=tuple(
            EntryPair(
                stratum=stratum,
                entry=entry.decode(),
                officers=tuple(officer.decode() for officer in pair.officers),
            )
            for (stratum, entry), pair in zip(order, going, strict=True)
        ),
    )


def _told(document: Randomness | Result | Pairs | None) -> bytes:
    if document is None:
        raise ValueError("nothing to tell")
    return canonical(document.model_dump(mode="json")).encode()


def unsealed(private: Files, made: Keys, name: str) -> bytes:
    """A sealed private file."""
    raw = private.read(name)
    if raw is None:
        raise ValueError("the sealed file is gone")
    return unseal(made.files, name, raw)
