"""A merchant's own look into a frozen pool: its record and the proof that it was in, by a few reads."""

from dataclasses import dataclass

from chalicelib.sampling import forms, freezing
from chalicelib.sampling.bundle import Freeze
from chalicelib.sampling.problems import NotFrozen, NotInPool
from chalicelib.sampling.service_draws import Files

_WINDOW = 4 * freezing.GROUP
"""Records read at once on each side of where an entry should be, numbers being spread evenly."""
_ALPHABET = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PLACES = 4


@dataclass(frozen=True)
class Proven:
    """A record of the pool and its inclusion proof, lowest sibling first."""

    index: int
    record: bytes
    proof: list[bytes]
    size: int
    root: bytes


@dataclass(frozen=True)
class Entries:
    """Reads the public files of draws."""

    public: Files

    def prove(self, plan_id: str, number: str) -> Proven:
        """The entry with this public number. Raises NotFrozen, NotInPool."""
        raw = self.public.read(f"{plan_id}/freeze.json")
        if raw is None:
            raise NotFrozen
        frozen = Freeze.model_validate_json(raw)
        wanted = number.encode().ljust(frozen.id_bytes, b"\0")
        index, group = self._found(plan_id, frozen, wanted)
        nodes = self.public.read(f"{plan_id}/nodes-8.bin") or b""
        first = frozen.size // freezing.GROUP * freezing.GROUP
        last = self._records(plan_id, frozen, first, frozen.size - first)
        proof = freezing.proof(index, frozen.size, group, nodes, last)
        record = group[index % freezing.GROUP]
        return Proven(index, record, proof, frozen.size, bytes.fromhex(frozen.pool_root))

    def _found(self, plan_id: str, frozen: Freeze, wanted: bytes) -> tuple[int, list[bytes]]:
        """The entry's index and the records of its group: guessed from the number, narrowed by what is read."""
        low, high = 0, frozen.size
        guess = frozen.size * _first_places(wanted) // len(_ALPHABET) ** _PLACES
        while low < high:
            begin = max(low, (guess - _WINDOW) // freezing.GROUP * freezing.GROUP)
            window = self._records(plan_id, frozen, begin, min(high, guess + _WINDOW) - begin)
            ids = [record[: frozen.id_bytes] for record in window]
            if not ids or wanted < ids[0]:
                high = begin
            elif wanted > ids[-1]:
                low = begin + len(ids)
            elif wanted in ids:
                index = begin + ids.index(wanted)
                start = index // freezing.GROUP * freezing.GROUP
                return index, self._records(plan_id, frozen, start, min(freezing.GROUP, frozen.size - start))
            else:
                break
            guess = (low + high) // 2
        raise NotInPool(number=wanted.rstrip(b"\0").decode())

    def _records(self, plan_id: str, frozen: Freeze, first: int, count: int) -> list[bytes]:
        if count <= 0:
            return []
        width = frozen.id_bytes + forms.TAIL_BYTES
        raw = self.public.part(f"{plan_id}/pool.bin", first * width, count * width)
        return [raw[place : place + width] for place in range(0, len(raw), width)]


def _first_places(number: bytes) -> int:
    """What the first places of a number count for: where in an evenly spread pool it should stand."""
    found = 0
    for place in range(_PLACES):
        found = found * len(_ALPHABET) + max(_ALPHABET.find(number[place : place + 1]), 0)
    return found
