"""Draws of the past for fairness reports, published in memory; a verifier would refuse their dummy proofs."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from chalicelib.clock import stamp
from chalicelib.sampling.fairness_forms import DrawRecord, EndedDraw, Report
from chalicelib.sampling.fairness_report import report
from chalicelib.store import canonical, digest
from tests.unit.sampling.desk import plan as planned
from tests.unit.sampling.hall import FakeFiles

WIDTH = 13
DISTRICTS = ("350203", "350206")


def number(place: int) -> str:
    """A published number; they are in the order of their places."""
    return f"{place:010d}"


def district(place: int) -> str:
    return DISTRICTS[place % 2]


class FakeShelf(FakeFiles):
    """A shelf in memory."""

    def keep(self, name: str, raw: bytes) -> bytes:
        if name not in self.kept:
            self.put(name, raw)
        return self.kept[name]


@dataclass(frozen=True)
class Drawn:
    """A stratum of a past draw, by places: who was in the pool with which weight, and what became of whom, in order."""

    pool: Mapping[int, int]
    entries: Sequence[tuple[int, str]]
    quota: int


@dataclass
class Past:
    """What was published."""

    files: dict[str, bytes] = field(default_factory=dict)
    ended: list[EndedDraw] = field(default_factory=list)

    def add(self, day: date, *strata: Drawn, **changed: Any) -> str:
        """A draw that was opened on this day."""
        plan_id = f"pln-01jd{len(self.ended):022d}"
        names = [{"name": f"第{n}层", "count": 1} for n in range(len(strata))]
        plan = {
            "id": plan_id,
            **planned(**{"strata": names, **changed}).model_dump(
                mode="json", by_alias=True, exclude_none=True
            ),
        }
        records = sorted(
            number(place).encode() + n.to_bytes(2) + bytes([weight])
            for n, one in enumerate(strata)
            for place, weight in one.pool.items()
        )
        no_hash = "0" * 64
        freeze = {
            "protocol": "draw-1",
            "plan": plan_id,
            "plan_digest": digest(plan),
            "frozen_at": "2020-01-01T00:00:00.000Z",
            "id_bytes": 10,
            "size": len(records),
            "pool_root": no_hash,
            "strata": [
                {"name": f"第{n}层", "size": len(one.pool), "quota": one.quota, "reserve": 5}
                for n, one in enumerate(strata)
            ],
            "officers": 0,
            "officers_root": no_hash,
            "load_cap": 1,
            "secret_hash": no_hash,
            "source": plan["source"],
            "fallback": plan["fallback"],
            "deadline": plan["open_by"],
        }
        results = [
            {
                "drawn": [[number(place), no_hash] for place, _ in one.entries[: one.quota]],
                "substitutes": [[number(place), no_hash] for place, _ in one.entries[one.quota :]]
                + [[number(10**8 + 1), no_hash]],
            }
            for one in strata
        ]
        opened_at = stamp(datetime.combine(day, time(4), UTC))
        self.files |= {
            f"{plan_id}/freeze.json": canonical(freeze).encode(),
            f"{plan_id}/opening.json": canonical(
                {"plan": plan_id, "secret": no_hash, "opened_at": opened_at}
            ).encode(),
            f"{plan_id}/result.json": canonical(
                {"plan": plan_id, "seed": no_hash, "strata": results}
            ).encode(),
            f"{plan_id}/pool.bin": b"".join(records),
        }
        entries = [
            (n, number(place), district(place), outcome)
            for is_first in (True, False)
            for n, one in enumerate(strata)
            for place, outcome in (one.entries[: one.quota] if is_first else one.entries[one.quota :])
        ]
        self._record(plan, day, "opened", entries, hashlib.sha256(canonical(freeze).encode()).hexdigest())
        return plan_id

    def void(self, day: date) -> str:
        """A draw that became void."""
        plan_id = f"pln-01jd{len(self.ended):022d}"
        plan = {"id": plan_id, **planned().model_dump(mode="json", by_alias=True, exclude_none=True)}
        self._record(plan, day, "void", [], None)
        return plan_id

    def _record(
        self,
        plan: dict[str, Any],
        day: date,
        state: str,
        entries: Sequence[tuple[int, str, str, str]],
        freeze: str | None,
    ) -> None:
        record = DrawRecord.model_validate(
            {
                "plan": plan,
                "state": state,
                "ended_on": day,
                "recorded_on": date(2027, 1, 4),
                "freeze_digest": freeze,
                "reason": None if freeze else "作废",
                "entries": entries,
            }
        )
        self.files[plan["id"]] = record.kept()
        self.ended.append(EndedDraw.of(record.kept()))

    def record(self, plan: str) -> bytes:
        return self.files[plan]

    def file(self, plan: str, name: str) -> bytes:
        return self.files[f"{plan}/{name}"]

    def pool(self, plan: str, width: int) -> Iterator[bytes]:
        raw = self.file(plan, "pool.bin")
        return (raw[place : place + width * 7] for place in range(0, len(raw), width * 7))

    def report(self, month: str) -> Report:
        return report(month, self.ended, self)
