"""Making the files of a draw: what the office does at the freeze and at the opening; the mirror of verification.

The pool itself is made by freezing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib import merkle
from chalicelib.sampling import forms, tickets
from chalicelib.sampling.bundle import Freeze, Opening, Place, Result, Source, Stratum, StratumResult
from chalicelib.sampling.forms import Officer
from chalicelib.sampling.freezing import Frozen
from chalicelib.sampling.tickets import Ranked


@dataclass(frozen=True)
class Quota:
    """What a plan asks of one stratum."""

    name: str
    quota: int
    reserve: int


@dataclass(frozen=True)
class Rules:
    """What a plan fixes before the freeze.

    plan, plan_digest   its id, and the SHA-256 of its published form
    deadline            when the secret must have been opened
    """

    plan: str
    plan_digest: str
    quotas: Sequence[Quota]
    load_cap: int
    source: Source
    fallback: Source
    deadline: datetime


def records(raw: bytes, id_bytes: int) -> Iterable[bytes]:
    """The records of a pool."""
    width = id_bytes + forms.TAIL_BYTES
    return (raw[place : place + width] for place in range(0, len(raw), width))


def officers(people: Iterable[Officer]) -> list[bytes]:
    """The leaves of the officers, in order."""
    return [one.leaf() for one in sorted(people, key=lambda one: one.id)]


def freeze(
    rules: Rules, pool: Frozen, id_bytes: int, leaves: Sequence[bytes], secret: bytes, frozen_at: datetime
) -> Freeze:
    """What is published before the randomness exists."""
    return Freeze(
        plan=rules.plan,
        plan_digest=rules.plan_digest,
        frozen_at=frozen_at,
        id_bytes=id_bytes,
        size=pool.size,
        pool_root=pool.root.hex(),
        strata=tuple(
            Stratum(name=one.name, size=pool.sizes[number.to_bytes(2)], quota=one.quota, reserve=one.reserve)
            for number, one in enumerate(rules.quotas)
        ),
        officers=len(leaves),
        officers_root=merkle.root(map(merkle.leaf, leaves)).hex(),
        load_cap=rules.load_cap,
        secret_hash=forms.secret_hash(rules.plan, secret).hex(),
        source=rules.source,
        fallback=rules.fallback,
        deadline=rules.deadline,
    )


def result(frozen: Freeze, pool_records: Iterable[bytes], randomness: bytes, secret: bytes) -> Result:
    """Who is drawn, once the randomness is there. Secret until the opening."""
    drawn_by = tickets.seed(bytes.fromhex(frozen.pool_root), frozen.plan, randomness, secret)
    ranked = tickets.draw(drawn_by, pool_records, [one.quota + one.reserve for one in frozen.strata])
    strata = tuple(
        StratumResult(drawn=_places(found[: one.quota]), substitutes=_places(found[one.quota :]))
        for one, found in zip(frozen.strata, ranked, strict=True)
    )
    return Result(plan=frozen.plan, seed=drawn_by.hex(), strata=strata)


def opening(frozen: Freeze, secret: bytes, opened_at: datetime) -> Opening:
    """What is published when the visits have ended."""
    return Opening(plan=frozen.plan, secret=secret.hex(), opened_at=opened_at)


def drawn(found: Result) -> list[tuple[int, bytes]]:
    """Stratum and id of every entry drawn, in the order officers are drawn for them."""
    return [(number, place[0].encode()) for number, one in enumerate(found.strata) for place in one.drawn]


def _places(ranked: Iterable[Ranked]) -> tuple[Place, ...]:
    return tuple((one.id.decode(), one.ticket.hex()) for one in ranked)
