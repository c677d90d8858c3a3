"""Checks of scales with their readings, each sent by the officer of an approved visit that is under way."""

from collections.abc import Iterable

from chalicelib import runtime
from chalicelib.accounts.model import Actor
from chalicelib.inspection.checks import CheckBody
from chalicelib.inspection.model import Visit
from infra.local.demo.ids import demo_id

_CURVE = (
    ("100", "100", "2.5"),
    ("1000", "1000", "1.5"),
    ("2500", "2500", "0.5"),
    ("5000", "5005", "4"),
    ("10000", "10005", "1.5"),
    ("15000", "15010", "2"),
)
"""Grams: load, indication, and the small weights added until the indication changed. Near the scale's maximum the
errors are beyond the limit of a first verification and within that of use."""


def curve(lead: Actor, visit: Visit) -> None:
    """A scale of the market over its whole range; told again it is the same."""
    scale = demo_id("instrument", "market-10")
    readings = (
        {"load_g": load, "indication_g": shown, "added_load_g": added} for load, shown, added in _CURVE
    )
    weighed(lead, visit, demo_id("check", "curve"), scale, readings)


def weighed(lead: Actor, visit: Visit, check: str, scale: str, readings: Iterable[dict[str, str]]) -> None:
    """A check with class M1 weights, at the minute the visit's merchant compared the code."""
    kept = tuple(readings)
    told = {
        "kind": "weighing_instrument",
        "instrument_id": scale,
        "device_at": visit.identifications[0].at,
        "device": "demo",
        "weights": {
            "class": "M1",
            "nominal_g": [one["load_g"] for one in kept],
            "certificate_no": "演示-砝码-01",
        },
        "readings": kept,
    }
    runtime.inspection().put_check(lead, visit.id, check, CheckBody.model_validate(told).root)
