"""Verifying a bundle: every file against the freeze, every value recomputed, every fault named.

The codes are those of docs/draw-protocol.md section 8. What a fault makes pointless to look at is not looked at.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from pydantic import BaseModel

from chalicelib import merkle
from chalicelib.sampling import forms, tickets
from chalicelib.sampling.bundle import Freeze, Opening, Pairs, Randomness, Result
from chalicelib.sampling.forms import Officer
from chalicelib.sampling.pairs import pairs
from chalicelib.sampling.randomness import NotOfTheSource, SignatureCheck, randomness
from chalicelib.sampling.tickets import Ranked
from chalicelib.store import canonical

PUBLIC_FILES = (
    "freeze.json",
    "pool.bin",
    "officers.bin",
    "randomness.json",
    "opening.json",
    "result.json",
)
PAIRS_FILE = "pairs.json"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: its code, and where (a file, a stratum, an id, an index)."""

    code: str
    where: str


def verify(files: Mapping[str, bytes], is_signed: SignatureCheck) -> list[Fault]:
    """Everything that is wrong with a bundle; nothing when all of it holds.

    files       name -> bytes; `pairs.json` is checked when it is there
    is_signed   checks a drand signature
    """
    missing = [Fault("bundle.missing", name) for name in PUBLIC_FILES if name not in files]
    return missing or list(_Bundle(files, is_signed).faults())


class _Bundle:
    def __init__(self, files: Mapping[str, bytes], is_signed: SignatureCheck) -> None:
        self._files = files
        self._is_signed = is_signed

    def faults(self) -> Iterator[Fault]:
        malformed: list[Fault] = []

        def read[M: BaseModel](name: str, model: type[M]) -> M | None:
            try:
                document = model.model_validate_json(self._files[name])
                if canonical(document.model_dump(mode="json")).encode() == self._files[name]:
                    return document
            except ValueError:  # pydantic's error is one
                pass
            malformed.append(Fault("bundle.malformed", name))
            return None

        freeze = read("freeze.json", Freeze)
        chance = read("randomness.json", Randomness)
        opening = read("opening.json", Opening)
        result = read("result.json", Result)
        opened = read(PAIRS_FILE, Pairs) if PAIRS_FILE in self._files else None
        yield from malformed
        if freeze is None:
            return
        told = {
            "randomness.json": chance,
            "opening.json": opening,
            "result.json": result,
            PAIRS_FILE: opened,
        }
        others = [name for name, one in told.items() if one is not None and one.plan != freeze.plan]
        yield from (Fault("plan.other", name) for name in others)
        pool = list(self._pool(freeze))
        officers, people = self._officers(freeze)
        yield from pool
        yield from people
        if chance is None or opening is None or others:
            return
        drawn_by, wrong = self._seed(freeze, chance, opening)
        yield from wrong
        if drawn_by is None or result is None or pool:
            return
        yield from self._result(freeze, result, drawn_by)
        if opened is not None and not people:
            yield from _pair_faults(freeze, result, opened, officers, drawn_by)

    def _pool(self, freeze: Freeze) -> Iterator[Fault]:
        raw, width = self._files["pool.bin"], freeze.id_bytes + forms.TAIL_BYTES
        if len(raw) != freeze.size * width:
            yield Fault("pool.size", str(len(raw)))
            return
        before = b""
        sizes = [0] * len(freeze.strata)
        for index, record in enumerate(_records(raw, width)):
            stratum, found = int.from_bytes(record[-3:-1]), record[:-3]
            if found <= before or not found.rstrip(b"\0") or b"\0" in found.rstrip(b"\0"):
                yield Fault("pool.order", str(index))
                return
            if stratum >= len(sizes):
                yield Fault("pool.stratum", str(index))
                return
            if record[-1] == 0:
                yield Fault("pool.weight", str(index))
                return
            before = found
            sizes[stratum] += 1
        yield from (
            Fault("pool.size", one.name)
            for size, one in zip(sizes, freeze.strata, strict=True)
            if size != one.size
        )
        if merkle.root(map(merkle.leaf, _records(raw, width))).hex() != freeze.pool_root:
            yield Fault("pool.root", "pool.bin")

    def _officers(self, freeze: Freeze) -> tuple[list[Officer], list[Fault]]:
        try:
            leaves = list(forms.unprefixed(self._files["officers.bin"]))
            officers = [Officer.of(one) for one in leaves]
        except forms.Malformed:
            return [], [Fault("bundle.malformed", "officers.bin")]
        faults = [
            Fault("officers.order", str(index + 1))
            for index, (one, other) in enumerate(pairwise(officers))
            if one.id >= other.id
        ][:1]
        if len(officers) != freeze.officers:
            faults.append(Fault("officers.size", str(len(officers))))
        if merkle.root(map(merkle.leaf, leaves)).hex() != freeze.officers_root:
            faults.append(Fault("officers.root", "officers.bin"))
        return officers, faults

    def _seed(self, freeze: Freeze, chance: Randomness, opening: Opening) -> tuple[bytes | None, list[Fault]]:
        faults: list[Fault] = []
        source = freeze.source if chance.used == "source" else freeze.fallback
        if source.kind != chance.outcome.kind or (chance.used == "fallback" and not chance.reason):
            return None, [Fault("randomness.unnamed", chance.used)]
        if source.begins_seconds() <= freeze.frozen_at.timestamp():
            faults.append(Fault("source.too_early", chance.used))
        secret = bytes.fromhex(opening.secret)
        if forms.secret_hash(freeze.plan, secret).hex() != freeze.secret_hash:
            faults.append(Fault("secret.hash", "opening.json"))
        if opening.opened_at > freeze.deadline:
            faults.append(Fault("secret.late", "opening.json"))
        try:
            bytes32 = randomness(source, chance.outcome, self._is_signed)
        except NotOfTheSource as failure:
            return None, [*faults, Fault(str(failure), "randomness.json")]
        return tickets.seed(bytes.fromhex(freeze.pool_root), freeze.plan, bytes32, secret), faults

    def _result(self, freeze: Freeze, result: Result, drawn_by: bytes) -> Iterator[Fault]:
        if result.seed != drawn_by.hex():
            yield Fault("result.seed", "result.json")
        if len(result.strata) != len(freeze.strata):
            yield Fault("result.drawn", "strata")
            return
        records = _records(self._files["pool.bin"], freeze.id_bytes + forms.TAIL_BYTES)
        ranked = tickets.draw(drawn_by, records, [one.quota + one.reserve for one in freeze.strata])
        for one, found, told in zip(freeze.strata, ranked, result.strata, strict=True):
            for code, right, said in (
                ("result.drawn", found[: one.quota], told.drawn),
                ("result.substitutes", found[one.quota :], told.substitutes),
            ):
                yield from _compared(code, one.name, right, said)


def _records(raw: bytes, width: int) -> Iterator[bytes]:
    return (raw[place : place + width] for place in range(0, len(raw), width))


def _compared(
    code: str, stratum: str, right: list[Ranked], said: tuple[tuple[str, str], ...]
) -> Iterator[Fault]:
    for index in range(max(len(right), len(said))):
        if index >= len(right) or index >= len(said):
            yield Fault(code, f"{stratum}[{index}]")
            return
        if right[index].id != said[index][0].encode():
            yield Fault(code, f"{stratum}[{index}] {said[index][0]}")
            return
        if right[index].ticket.hex() != said[index][1]:
            yield Fault("result.ticket", f"{stratum}[{index}] {said[index][0]}")
            return


def _pair_faults(
    freeze: Freeze, result: Result, opened: Pairs, officers: list[Officer], drawn_by: bytes
) -> Iterator[Fault]:
    told = {one.officer.encode(): one for one in opened.officers}
    conflicts: dict[bytes, frozenset[bytes]] = {}
    for officer in officers:
        one = told.get(officer.id)
        ids = frozenset(entry.encode() for entry in one.conflicts) if one else frozenset[bytes]()
        salt = bytes.fromhex(one.salt) if one else b""
        if forms.conflicts_commitment(freeze.plan, officer.id, salt, ids) != officer.commitment:
            yield Fault("pairs.commitment", officer.id.decode(errors="replace"))
            return
        conflicts[officer.id] = ids
    first = [(number, place[0]) for number, one in enumerate(result.strata) for place in one.drawn]
    later = [(one.stratum, one.entry) for one in opened.pairs[len(first) :]]
    order = [*first, *later]
    right = pairs(
        drawn_by, [(number, entry.encode()) for number, entry in order], officers, conflicts, freeze.load_cap
    )
    if len(opened.pairs) < len(first):
        yield Fault("pairs.pair", "missing")
        return
    permitted = [*(True for _ in first), *_are_next(result, later)]
    for (number, entry), pair, said, may in zip(order, right, opened.pairs, permitted, strict=True):
        is_right = (said.stratum, said.entry) == (number, entry) and pair.officers == tuple(
            one.encode() for one in said.officers
        )
        if not (may and is_right):
            yield Fault("pairs.pair", entry)
            return


def _are_next(result: Result, later: list[tuple[int, str]]) -> Iterator[bool]:
    """Whether each substitute was its stratum's next one: they are used in their order."""
    used: Counter[int] = Counter()
    for number, entry in later:
        substitutes = result.strata[number].substitutes if number < len(result.strata) else ()
        turn = used[number]
        yield turn < len(substitutes) and substitutes[turn][0] == entry
        used[number] += 1
