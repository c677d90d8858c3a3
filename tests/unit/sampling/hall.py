"""A hall for draws in tests: real services over fakes of buckets, key, beacon and registry; a clock moved by hand."""

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from chalicelib.accounts.model import Actor
from chalicelib.registry.model import number
from chalicelib.sampling import drand
from chalicelib.sampling.bundle import Drand, Result
from chalicelib.sampling.items import ObjectKind
from chalicelib.sampling.officers import Conflict, PoolOfficer
from chalicelib.sampling.plans import Scope
from chalicelib.sampling.service_ceremony import Ceremony
from chalicelib.sampling.service_drawing import Drawing
from chalicelib.sampling.service_draws import NoAnswer
from chalicelib.sampling.service_entries import Entries
from chalicelib.sampling.service_freeze import Freezing
from chalicelib.sampling.service_opening import DrawJob, DueDraws, Opening
from chalicelib.sampling.service_pools import Candidate, Named, Pools
from chalicelib.sampling.service_substitutes import SealedOrder
from chalicelib.sampling.store_assignments import AssignmentStore
from chalicelib.sampling.store_draws import DrawStore
from chalicelib.sampling.verification import Fault, verify
from infra.local import testchain
from tests.fakes import FakeTable
from tests.unit.sampling.desk import INSPECTORS, NOON, PLAN, SUPERVISOR, Desk

SOURCE = testchain.source(NOON + timedelta(hours=2))
OPEN_DAY = datetime.fromisoformat("2026-12-16T00:00:00Z")
"""After the plan's last day, before its deadline."""
SITE_0 = number("sit-01jd" + "0" * 22)
LOTTERY = {
    "kind": "lottery",
    "name": "双色球",
    "issue": "2026136",
    "drawn_at": "2026-11-26T13:15:00Z",
}


class Killed(Exception):
    """The function ended in the middle."""


class FakeFiles:
    """A part of a bucket, in memory. `mishap` runs before each write."""

    def __init__(self, mishap: Callable[[str], None] = lambda _: None) -> None:
        self.kept: dict[str, bytes] = {}
        self.written: list[str] = []
        self.mishap = mishap

    @contextmanager
    def open(self, name: str) -> Iterator[io.BytesIO]:
        made = io.BytesIO()
        yield made  # a failure passes, and nothing is kept
        self.put(name, made.getvalue())

    def put(self, name: str, raw: bytes) -> None:
        self.mishap(name)
        self.kept[name] = raw
        self.written.append(name)

    def read(self, name: str) -> bytes | None:
        return self.kept.get(name)

    def part(self, name: str, first: int, size_bytes: int) -> bytes:
        return self.kept.get(name, b"")[first : first + size_bytes]

    def chunks(self, name: str, width: int) -> Iterator[bytes]:
        raw, size = self.kept.get(name, b""), width * 100
        return (raw[place : place + size] for place in range(0, len(raw), size))

    def link(self, name: str, shown_as: str) -> str:
        return f"https://files.example/{name}?as={shown_as}"


class FakeVault:
    """A key that nobody reads but this."""

    def __init__(self) -> None:
        self._kept: dict[bytes, tuple[str, bytes]] = {}

    def wrap(self, plan: str, raw: bytes) -> bytes:
        wrapped = hashlib.sha256(b"wrapped" + raw).digest()
        self._kept[wrapped] = (plan, raw)
        return wrapped

    def unwrap(self, plan: str, wrapped: bytes) -> bytes:
        bound, raw = self._kept[wrapped]
        assert bound == plan
        return raw


class FakeObjects:
    """A city of sites; every tenth in a district the plan has no stratum for when it names districts."""

    def __init__(self, sites: int = 300) -> None:
        self.sites = sites
        self.merchant = ""
        self.renamed = ""

    def within(self, scope: Scope) -> Iterator[Candidate]:
        districts = scope.districts or ("350203",)
        for place in range(self.sites):
            site = f"sit-01jd{place:022d}"
            yield Candidate(number(site), site, districts[place % len(districts)], "market", self.merchant)

    def named(self, kind: ObjectKind, object_id: str) -> Named:  # noqa: ARG002 - one kind here
        return Named(f"演示市场{object_id[-3:]}{self.renamed}", "350203", self.merchant)


class Hall:
    """Everything a draw needs, with one published plan and two or more officers."""

    def __init__(self, table: FakeTable | None = None, sites: int = 300, **plan: Any) -> None:
        self.table = table or FakeTable()
        self.desk = Desk(self.table).furnished().published(**{"source": SOURCE, "fallback": LOTTERY, **plan})
        for place, one in enumerate(INSPECTORS):
            entered = PoolOfficer(account=one.id, certificate_no=f"闽执法-{place:03d}(演示)")
            self.desk.officers.enter(SUPERVISOR, entered)
        self.public, self.private, self.auditors = FakeFiles(), FakeFiles(), FakeFiles()
        self.vault, self.objects = FakeVault(), FakeObjects(sites)
        self.draws, self.given = DrawStore(self.table), AssignmentStore(self.table)
        self.sent: list[str] = []
        self.is_silent = False
        self._drawn_bytes = count()

    def entropy(self, size_bytes: int) -> bytes:
        """Bytes that differ from call to call and are the same in every test."""
        return hashlib.shake_256(f"hall {next(self._drawn_bytes)}".encode()).digest(size_bytes)

    def clock(self) -> datetime:
        return self.desk.now

    def signature(self, source: Drand) -> bytes:
        """The beacon."""
        if self.is_silent or source.round > testchain.newest(self.clock()):
            raise NoAnswer("drand中继没有给出该轮结果 no relay told the round")
        return testchain.signature(source.round)

    @property
    def job(self) -> DrawJob:
        clock, draws = self.clock, self.draws
        pools = Pools(self.objects, draws, draws)
        stores = (self.private, self.public, self.vault)
        return DrawJob(
            draws,
            Freezing(draws, pools, self.desk.officers.active, *stores, clock, self.entropy),
            Drawing(draws, self.given, self.objects, *stores, self, drand.is_signed, clock, self.entropy),
            Opening(draws, self.given, self.private, self.auditors, self.public, self.vault, clock),
            clock,
        )

    @property
    def ceremony(self) -> Ceremony:
        return Ceremony(self.draws, self.given, self.draws, self.sent.append, self.clock)

    @property
    def entries(self) -> Entries:
        return Entries(self.public)

    @property
    def order(self) -> SealedOrder:
        return SealedOrder(self.draws, self.objects, self.private, self.public, self.vault)

    def due(self) -> list[str]:
        found: list[str] = []
        DueDraws(self.draws, found.append, self.clock).run()
        return found

    def turn(self) -> None:
        """Turns until none is needed."""
        while self.job.turn(PLAN):
            pass

    def state(self) -> str:
        plan = self.draws.plan(PLAN)
        assert plan
        return plan.value.state

    def conflict(self, officer: Actor, *numbers: str) -> None:
        declared = tuple(Conflict(object=one, reason="近亲属经营") for one in numbers)
        self.desk.officers.declare(officer, officer.id, declared)

    def frozen(self) -> "Hall":
        self.ceremony.ask_freeze(SUPERVISOR, PLAN)
        self.turn()
        assert self.state() == "frozen"
        return self

    def drawn(self) -> "Hall":
        return self.frozen().drawn_from_frozen()

    def drawn_from_frozen(self) -> "Hall":
        self.desk.later(timedelta(hours=3))
        self.turn()
        assert self.state() == "drawn"
        return self

    def opened(self) -> "Hall":
        self.drawn()
        self.desk.now = OPEN_DAY
        self.turn()
        assert self.state() == "opened"
        return self

    def bundle(self) -> dict[str, bytes]:
        """The published files, by their names in the bundle, with the auditor's."""
        names = {name.removeprefix(f"{PLAN}/"): raw for name, raw in self.public.kept.items()}
        return names | {"pairs.json": self.auditors.kept[f"{PLAN}/pairs.json"]}

    def faults(self) -> list[Fault]:
        """What a verifier finds wrong with the published bundle and the auditor's file."""
        return verify(self.bundle(), drand.is_signed)

    def result(self) -> Result:
        return Result.model_validate_json(self.public.kept[f"{PLAN}/result.json"])
