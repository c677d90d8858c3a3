"""Weights proposed for the next plan (权重建议) by the published rule of complaints: of areas, not of merchants."""

from collections.abc import Mapping
from typing import Any

from chalicelib.instants import Day, Instant
from chalicelib.sampling.items import Closed
from chalicelib.sampling.plans import WeightRule


class Proposal(Closed):
    """What the complaints of a quarter propose; a supervisor takes it into a draft plan, or nobody does.

    last     the last day counted: it is for plans that begin later
    weights  each of one district and one kind of place
    rule     so many places told of, this weight; in force from `rule_from`
    """

    quarter: str
    last: Day
    made_at: Instant
    weights: tuple[WeightRule, ...]
    rule: tuple[tuple[int, int], ...]
    rule_from: Day
    rule_source: str

    @classmethod
    def of(cls, counted: Mapping[str, Any]) -> "Proposal":
        """The proposal in the event `complaints.counted`."""
        weights = [
            {"districts": [one["district"]], "venues": [one["venue"]], "weight": one["weight"]}
            for one in counted["weights"]
        ]
        told = {name: counted[name] for name in cls.model_fields if name != "weights"}
        return cls.model_validate({**told, "weights": weights})
