"""Writes the golden draws: `python -m tests.golden.draws.make`. A protocol in the world: add files, never rewrite one.

Each file is one whole bundle (binary files in base64) with the auditor's file, all inputs fixed by the case; both
verifiers must find nothing wrong with it, and both must compute it from its inputs alone.
"""

import base64
import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from chalicelib.sampling import ceremony, forms, freezing
from chalicelib.sampling.bundle import (
    Dice,
    DiceOutcome,
    Drand,
    DrandOutcome,
    EntryPair,
    Lottery,
    LotteryOutcome,
    OfficerOpening,
    Outcome,
    Pairs,
    Randomness,
    Source,
)
from chalicelib.sampling.ceremony import Quota, Rules
from chalicelib.sampling.drand import is_signed
from chalicelib.sampling.forms import Entry, Officer
from chalicelib.sampling.pairs import pairs
from chalicelib.sampling.randomness import randomness
from chalicelib.store import canonical

FOLDER = Path(__file__).parent
QUICKNET = {
    "kind": "drand",
    "chain": "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
    "public_key": (
        "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
        "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
    ),
    "genesis_seconds": 1692803367,
    "period_seconds": 3,
}
ROUND_42 = "95a9f9f5b231b7714de1553105d8ffdf3dcda24cfdb1e689319bccf79a9c8ce430a91b811fbfaf763900bc998b5d686a"
ROUND_657413 = (
    "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
)
FROZEN_AT = datetime(2023, 8, 23, 15, 0, tzinfo=UTC)
"""Before round 42 of quicknet (15:11:30 UTC): the published vectors are of that day and of September."""
DRAWN_AT = FROZEN_AT + timedelta(days=2)
DRAND = Drand.model_validate({**QUICKNET, "round": 42})
LATER = Drand.model_validate({**QUICKNET, "round": 657413})
LOTTERY = Lottery(kind="lottery", name="双色球", issue="2023098", drawn_at=DRAWN_AT)
DICE = Dice(kind="dice", throws=20, thrown_at=DRAWN_AT)
NUMBERS = LotteryOutcome(kind="lottery", numbers=("03", "07", "12", "19", "25", "31", "09"))
THROWS = DiceOutcome(kind="dice", throws="16253443216655421361", witnesses=("W1TNESS0NE", "W1TNESSTW0"))


@dataclass(frozen=True)
class Case:
    """One golden draw: its inputs."""

    name: str
    entries: list[Entry]
    quotas: list[Quota]
    officers: int = 6
    conflicts: dict[int, list[int]] = field(default_factory=dict)
    """Officer's place -> places of entries in conflict."""
    strata_of: dict[int, tuple[int, ...]] = field(default_factory=dict)
    load_cap: int = 100
    source: Source = DRAND
    fallback: Source = LOTTERY
    used: str = "source"
    outcome: Outcome = field(default_factory=lambda: DrandOutcome(kind="drand", signature=ROUND_42))
    id_bytes: int = 10


def number(place: int) -> bytes:
    """A ten-character id, spread over the alphabet as public numbers are."""
    digest = hashlib.sha256(f"golden {place}".encode()).digest()
    return "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[byte & 31] for byte in digest[:10]).encode()


def market(count: int, strata: int = 1, weights: tuple[int, ...] = (1,)) -> list[Entry]:
    """So many entries, over so many strata and these weights in turn."""
    return [Entry(number(n), n % strata, weights[n % len(weights)]) for n in range(count)]


def cases() -> Iterator[Case]:
    """Every golden draw."""
    one = [Quota("市场", 5, 3)]
    yield Case("one-stratum", market(40), one)
    yield Case(
        "three-strata",
        market(90, 3),
        [Quota("集贸市场", 6, 2), Quota("加油站", 3, 1), Quota("眼镜店", 2, 2)],
    )
    yield Case("empty-pool", [], [Quota("空", 3, 1)])
    yield Case("empty-stratum", market(20), [*one, Quota("没有对象", 4, 1)])
    yield Case("quota-of-zero", market(20), [Quota("不抽", 0, 0)])
    yield Case("quota-is-whole-stratum", market(12), [Quota("全部", 12, 0)])
    yield Case("quota-larger-than-stratum", market(7), [Quota("不足", 20, 5)])
    yield Case("reserve-larger-than-rest", market(10), [Quota("候补不足", 6, 50)])
    yield Case("single-entry", market(1), [Quota("一家", 1, 1)])
    yield Case("two-entries", market(2), [Quota("两家", 1, 1)])
    yield Case("weights-1-2-4-8", market(80, 1, (1, 2, 4, 8)), [Quota("加权", 12, 4)])
    yield Case("weight-255", market(30, 1, (1, 255)), [Quota("重权", 8, 4)])
    yield Case("weights-at-block-edges", market(60, 1, (3, 4, 5, 9)), [Quota("边界", 10, 5)])
    chinese = [Entry(f"厦门{n}号摊Ω".encode(), n % 2) for n in range(30)]
    yield Case("non-ascii-ids", chinese, [Quota("甲", 4, 2), Quota("乙", 4, 2)], id_bytes=40)
    beyond = [Entry(text.encode(), 0) for text in ("\uffee", "\U0001f600", "z", "a", "ab", "é", "中")]
    yield Case("utf-8-order-is-not-utf-16-order", beyond, [Quota("编码", 4, 3)], id_bytes=8)
    yield Case("shortest-width", [Entry(bytes([b]), 0) for b in range(48, 58)], one, id_bytes=1)
    yield Case("too-few-officers", market(20), one, officers=1)
    yield Case("no-officers", market(20), one, officers=0)
    yield Case("load-cap-reached", market(40), [Quota("上限", 10, 2)], officers=4, load_cap=2)
    everything = list(range(40))
    yield Case("conflicts", market(40), [Quota("回避", 10, 2)], conflicts={0: everything, 1: [3, 5, 8]})
    yield Case(
        "officers-by-stratum",
        market(60, 2),
        [Quota("甲", 6, 1), Quota("乙", 6, 1)],
        strata_of={0: (0,), 1: (0,), 2: (1,), 3: (1,)},
    )
    yield Case("fallback-lottery", market(40), one, used="fallback", outcome=NUMBERS)
    yield Case(
        "drand-later-round",
        market(40),
        one,
        source=LATER,
        outcome=DrandOutcome(kind="drand", signature=ROUND_657413),
    )
    yield Case("dice", market(40), one, source=DICE, outcome=THROWS)
    yield Case("powers-of-two", market(64), one)
    yield Case("one-more-than-a-power-of-two", market(65), one)


def opened(case: Case) -> tuple[list[Officer], list[OfficerOpening]]:
    """The officers of a case, and what the auditor learns of them."""
    chance = random.Random(f"officers {case.name}")  # noqa: S311 - a golden file, not a draw
    people, told = [], []
    for place in range(case.officers):
        officer = number(10_000 + place)
        against = sorted(case.entries[n].id for n in case.conflicts.get(place, []))
        salt = chance.randbytes(32)
        commitment = forms.conflicts_commitment(plan(case), officer, salt, against)
        people.append(Officer(officer, case.strata_of.get(place, ()), commitment))
        told.append(
            OfficerOpening(
                officer=officer.decode(), salt=salt.hex(), conflicts=tuple(one.decode() for one in against)
            )
        )
    return people, told


def plan(case: Case) -> str:
    """The plan's id."""
    return f"pln-{case.name}"


def text(model: Any) -> bytes:
    """A file of the bundle as published."""
    return canonical(model.model_dump(mode="json")).encode()


def files(case: Case) -> dict[str, bytes]:
    """The whole bundle."""
    secret = hashlib.sha256(f"secret {case.name}".encode()).digest()
    people, told = opened(case)
    rules = Rules(
        plan=plan(case),
        plan_digest=hashlib.sha256(case.name.encode()).hexdigest(),
        quotas=case.quotas,
        load_cap=case.load_cap,
        source=case.source,
        fallback=case.fallback,
        deadline=FROZEN_AT + timedelta(days=90),
    )
    pieces: list[bytes] = []
    chunks = [one.record(case.id_bytes) for one in case.entries]
    pool = freezing.frozen(freezing.sorted_records(chunks, case.id_bytes + forms.TAIL_BYTES), pieces.append)
    raw, leaves = b"".join(pieces), ceremony.officers(people)
    frozen = ceremony.freeze(rules, pool, case.id_bytes, leaves, secret, FROZEN_AT)
    reason = "首选来源未按时公布(演示)" if case.used == "fallback" else ""
    chance = Randomness.model_validate(
        {"plan": rules.plan, "used": case.used, "reason": reason, "outcome": case.outcome.model_dump()}
    )
    bytes32 = randomness(getattr(rules, case.used), case.outcome, is_signed)
    found = ceremony.result(frozen, ceremony.records(raw, case.id_bytes), bytes32, secret)
    conflicts = {one.officer.encode(): frozenset(entry.encode() for entry in one.conflicts) for one in told}
    going = pairs(
        bytes.fromhex(found.seed),
        ceremony.drawn(found),
        sorted(people, key=lambda one: one.id),
        conflicts,
        case.load_cap,
    )
    sent = tuple(
        EntryPair(
            stratum=number,
            entry=pair.entry.decode(),
            officers=tuple(one.decode() for one in pair.officers),
        )
        for (number, _), pair in zip(ceremony.drawn(found), going, strict=True)
    )
    return {
        "freeze.json": text(frozen),
        "pool.bin": raw,
        "officers.bin": b"".join(map(forms.prefixed, leaves)),
        "randomness.json": text(chance),
        "opening.json": text(ceremony.opening(frozen, secret, FROZEN_AT + timedelta(days=60))),
        "result.json": text(found),
        "pairs.json": text(Pairs(plan=rules.plan, officers=tuple(told), pairs=sent)),
    }


def document(bundle: dict[str, bytes]) -> dict[str, str]:
    """A golden file: JSON files as their text, binary ones in base64."""
    return {
        name: raw.decode() if name.endswith(".json") else base64.b64encode(raw).decode()
        for name, raw in bundle.items()
    }


def read(golden: Path) -> dict[str, bytes]:
    """The bundle in a golden file."""
    told = json.loads(golden.read_text())
    return {
        name: kept.encode() if name.endswith(".json") else base64.b64decode(kept)
        for name, kept in told.items()
    }


def main() -> None:
    """Add the files that are missing."""
    for case in cases():
        target = FOLDER / f"{case.name}.json"
        if not target.exists():
            target.write_text(json.dumps(document(files(case)), ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
