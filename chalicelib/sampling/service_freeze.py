"""The freeze: gathering the pool, and publishing it with the commitments before the randomness exists.

Gathering is fixed by one write that names its attempt; all that follows is a function of what was gathered, so any
part of it may be repeated and writes the same bytes.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from chalicelib.clock import Clock, in_milliseconds, local_day, stamp
from chalicelib.registry.model import number
from chalicelib.registry.service_book import Stored
from chalicelib.sampling import ceremony, exclusions, forms, freezing
from chalicelib.sampling.draws import FREEZE_LEAD, Fact, Gathered, KeptDraw, Keys, begins_at
from chalicelib.sampling.forms import Officer
from chalicelib.sampling.officers import KeptOfficer
from chalicelib.sampling.plans import KeptPlan, Plan, StratumRule
from chalicelib.sampling.sealing import salt
from chalicelib.sampling.service_draws import Draws, Files, Vault, keys
from chalicelib.sampling.service_pools import Pools
from chalicelib.sealing import NONCE_BYTES, seal, unseal
from chalicelib.store import canonical

ID_BYTES = 10
"""Of the public number."""
WIDTH = ID_BYTES + forms.TAIL_BYTES
OBJECT_BYTES = 30
"""Of an id in the registry: three letters, a dash, 26 characters."""


class TooLate(Exception):
    """The randomness comes before the freeze could be public."""


@dataclass(frozen=True)
class Roster:
    """The officers as they stood when the pool was gathered; secret but for their commitments."""

    people: tuple[KeptOfficer, ...]

    def sealed_form(self) -> bytes:
        """As kept under the seal: account, conflicts and districts; certificates and reasons are not needed."""
        told = [
            {
                "account": one.account,
                "conflicts": sorted(conflict.object for conflict in one.conflicts),
                "districts": list(one.districts),
            }
            for one in self.people
        ]
        return canonical({"officers": told}).encode()


@dataclass(frozen=True)
class Sworn:
    """An officer of a frozen draw: who it is, and what is opened to the auditor later."""

    account: str
    officer: Officer
    salt: bytes
    conflicts: frozenset[bytes]


@dataclass(frozen=True)
class Freezing:
    """Freezes pools."""

    draws: Draws
    pools: Pools
    officers: Callable[[], Iterable[KeptOfficer]]
    private: Files
    public: Files
    vault: Vault
    clock: Clock
    entropy: Callable[[int], bytes]

    def freeze(self, plan: Stored[KeptPlan], draw: Stored[KeptDraw]) -> None:
        """From wherever it stands to frozen. Raises TooLate, and Changed when another turn was faster."""
        made = self._keys(plan.value.id)
        if draw.value.gathered is None:
            self._check_time(plan.value)
            draw = self._gather(plan.value, draw, made)
        digest = self._published(plan.value, draw.value, made)
        gathered = draw.value.gathered
        at = gathered.frozen_at if gathered else self.clock()
        moved = plan.value.model_copy(update={"state": "frozen", "freeze_digest": digest})
        frozen = draw.value.changed(state="frozen", freeze_digest=digest)
        fact = Fact(plan=plan.value.id, step="frozen", at=at, about=digest)
        self.draws.step(plan, draw, (moved, frozen), stamp(begins_at(plan.value.source)), fact)

    def _check_time(self, plan: Plan) -> None:
        if self.clock() + FREEZE_LEAD >= begins_at(plan.source):
            raise TooLate

    def _keys(self, plan_id: str) -> Keys:
        if self.draws.wrapped_keys(plan_id) is None:
            self.draws.keep_keys(plan_id, self.vault.wrap(plan_id, self.entropy(Keys.SIZE_BYTES)))
        return keys(self.draws, self.vault, plan_id)

    def _gather(self, plan: KeptPlan, draw: Stored[KeptDraw], made: Keys) -> Stored[KeptDraw]:
        """Stream the registry into private files, then fix by one write that these are the ones that count."""
        attempt = self.entropy(16).hex()
        pool = self.pools.pool(plan, local_day(self.clock()))
        with (
            self.private.open(records_file(plan.id, attempt)) as records,
            self.private.open(objects_file(plan.id, attempt)) as objects,
        ):
            for entry, object_id in pool.entries():
                records.write(entry.record(ID_BYTES))
                objects.write(entry.id + object_id.encode().ljust(OBJECT_BYTES, b"\0"))
        wanted, first, last = plan.officers.qualification, plan.from_, plan.until
        people = tuple(one for one in self.officers() if one.may_go(wanted, first, last))
        name = roster_file(plan.id, attempt)
        self.private.put(
            name, seal(made.files, self.entropy(NONCE_BYTES), name, Roster(people).sealed_form())
        )
        left_out = {reason: pool.left_out[reason] for reason in exclusions.REASONS}
        at = in_milliseconds(self.clock())
        gathered = draw.value.changed(gathered=Gathered(attempt=attempt, frozen_at=at, left_out=left_out))
        self.draws.put_draw(gathered, stamp(begins_at(plan.source)), draw.version)
        return Stored(gathered, draw.version + 1, "")

    def _published(self, plan: KeptPlan, draw: KeptDraw, made: Keys) -> str:
        """Write what everybody may read, `freeze.json` last; answers its digest. Raises TooLate."""
        name = f"{plan.id}/freeze.json"
        standing = self.public.read(name)
        if standing is not None:
            return hashlib.sha256(standing).hexdigest()
        if draw.gathered is None:
            raise ValueError("nothing was gathered")
        chunks = self.private.chunks(records_file(plan.id, draw.gathered.attempt), WIDTH)
        with self.public.open(f"{plan.id}/pool.bin") as pool:
            frozen = freezing.frozen(freezing.sorted_records(chunks, WIDTH), pool.write)
        self.public.put(f"{plan.id}/nodes-8.bin", frozen.nodes)
        leaves = ceremony.officers([one.officer for one in sworn(plan, draw, made, self.private)])
        self.public.put(f"{plan.id}/officers.bin", forms.prefixed(*leaves))
        told = {"plan": plan.id, "left_out": dict(draw.gathered.left_out)}
        self.public.put(f"{plan.id}/exclusions.json", canonical(told).encode())
        made_freeze = ceremony.freeze(
            rules(plan, frozen), frozen, ID_BYTES, leaves, made.secret, draw.gathered.frozen_at
        )
        raw = canonical(made_freeze.model_dump(mode="json")).encode()
        self._check_time(plan)
        self.public.put(name, raw)
        return hashlib.sha256(raw).hexdigest()


def records_file(plan_id: str, attempt: str) -> str:
    """Where the records of the pool lie as they came."""
    return f"{plan_id}/{attempt}/records"


def objects_file(plan_id: str, attempt: str) -> str:
    """Where it stands which object of the registry each entry is."""
    return f"{plan_id}/{attempt}/objects"


def roster_file(plan_id: str, attempt: str) -> str:
    """Where the officers' conflicts lie, sealed."""
    return f"{plan_id}/{attempt}/officers"


def rules(plan: KeptPlan, pool: freezing.Frozen) -> ceremony.Rules:
    """What the plan fixes, with quotas of the strata as large as they turned out."""
    quotas = tuple(
        ceremony.Quota(one.name, one.quota(pool.sizes[n.to_bytes(2)]), one.reserve)
        for n, one in enumerate(plan.strata)
    )
    return ceremony.Rules(
        plan.id, plan.digest or "", quotas, plan.officers.load_cap, plan.source, plan.fallback, plan.open_by
    )


def strata_of(plan: Plan, districts: tuple[str, ...]) -> tuple[int, ...] | None:
    """The strata an officer of these districts may serve, empty for all; None for none of them."""
    if not districts:
        return ()
    served = tuple(n for n, one in enumerate(plan.strata) if _lies_in(plan, one, frozenset(districts)))
    if not served:
        return None
    return () if len(served) == len(plan.strata) else served


def _lies_in(plan: Plan, stratum: StratumRule, districts: frozenset[str]) -> bool:
    reach = stratum.districts or plan.scope.districts
    return bool(reach) and districts.issuperset(reach)


def sworn(plan: KeptPlan, draw: KeptDraw, made: Keys, private: Files) -> list[Sworn]:
    """The officers of the draw with salts, conflicts and commitments, in order of their published ids."""
    if draw.gathered is None:
        raise ValueError("nothing was gathered")
    name = roster_file(plan.id, draw.gathered.attempt)
    raw = private.read(name)
    if raw is None:
        raise ValueError("the officers are gone")
    told = json.loads(unseal(made.files, name, raw))["officers"]
    found = [one for person in told if (one := _sworn(plan, made, person))]
    return sorted(found, key=lambda one: one.officer.id)


def _sworn(plan: KeptPlan, made: Keys, person: dict[str, Any]) -> Sworn | None:
    strata = strata_of(plan, tuple(person["districts"]))
    if strata is None:
        return None
    published = forms.id_of(number(person["account"]))
    conflicts = frozenset(forms.id_of(one) for one in person["conflicts"])
    own_salt = salt(made.salts, published)
    commitment = forms.conflicts_commitment(plan.id, published, own_salt, conflicts)
    return Sworn(person["account"], Officer(published, strata, commitment), own_salt, conflicts)
