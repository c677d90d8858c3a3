"""The next substitute of a stratum and the pair that goes: known only to the functions that may open the seal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.sampling.bundle import Freeze, Result
from chalicelib.sampling.service_assignments import Substitute
from chalicelib.sampling.service_drawing import auditors_file, object_ids_of, unsealed
from chalicelib.sampling.service_draws import Draws, Files, Vault, keys, standing
from chalicelib.sampling.service_freeze import sworn
from chalicelib.sampling.service_pools import Objects


class BadRequest(ValueError):
    """The function was asked for something it does not tell."""


@dataclass(frozen=True)
class SealedOrder:
    """See service_assignments.Substitutes."""

    draws: Draws
    objects: Objects
    private: Files
    public: Files
    vault: Vault

    def next(self, plan_id: str, stratum: int, taken: Sequence[tuple[int, str]]) -> Substitute | None:
        """See Substitutes. Raises BadRequest unless the plan is drawn and those taken are its substitutes in order."""
        plan, draw = standing(self.draws, plan_id)
        made = keys(self.draws, self.vault, plan_id)
        raw = self.public.read(f"{plan_id}/freeze.json")
        if draw.value.state != "drawn" or raw is None:
            raise BadRequest(draw.value.state)
        found = Result.model_validate_json(unsealed(self.private, made, f"{plan_id}/result"))
        order = [number for number, _ in found.strata[stratum].substitutes]
        gone = [number for where, number in taken if where == stratum]
        if gone != order[: len(gone)]:
            raise BadRequest("not the substitutes in their order")
        if len(gone) == len(order):
            return None
        number = order[len(gone)]
        people = sworn(plan.value, draw.value, made, self.private)
        going = auditors_file(Freeze.model_validate_json(raw), found, people, [*taken, (stratum, number)])
        account = {one.officer.id.decode(): one.account for one in people}
        object_id = object_ids_of(self.private, plan.value, draw.value, {number})[number]
        named = self.objects.named(plan.value.scope.objects, object_id)
        officers = tuple(account[one] for one in going.pairs[-1].officers)
        return Substitute(number, object_id, named.name, named.district, officers, named.merchant or None)

    def answer(self, event: Mapping[str, Any]) -> dict[str, Any] | None:
        """What runs inside the function: `{"plan", "stratum", "taken": [[stratum, number], …]}`."""
        if set(event) != {"plan", "stratum", "taken"}:
            raise BadRequest("plan, stratum and taken")
        taken = [(int(stratum), str(number)) for stratum, number in event["taken"]]
        found = self.next(str(event["plan"]), int(event["stratum"]), taken)
        if found is None:
            return None
        return {
            "number": found.number,
            "object_id": found.object_id,
            "object_name": found.object_name,
            "district": found.district,
            "officers": list(found.officers),
            "merchant": found.merchant,
        }
