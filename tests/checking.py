"""One check of every kind as a phone sends it, for tests."""

from typing import Any

from chalicelib.inspection.checks import CheckBody, Kind, NewCheck
from tests import office as demo

_LENS = {"sphere_d": "-3.25", "cylinder_d": "-1.00", "axis_deg": "178"}
_REFERENCE = {"name": "标准器(演示)", "certificate_no": "SZ-2026-17", "valid_until": "2027-01-31"}

SENT: dict[Kind, dict[str, Any]] = {
    "weighing_instrument": {
        **demo.sent(),
        "form": {"id": "price-scale", "version": 1},
        "shown": {"verdict": "pass", "authority": "settled", "tables": "00112233"},
        "readings": [
            {"load_g": "1000", "indication_g": "1020", "direction": "increasing"},
            {"load_g": "1000", "indication_g": "1000", "direction": "decreasing"},
        ],
    },
    "retail": {
        "kind": "retail",
        "instrument_id": demo.SCALE,
        "merchant_id": demo.MERCHANT,
        "form": {"id": "retail", "version": 1},
        "goods": "菠菜(演示)",
        "sale": {
            "food_class": "grain_vegetable_fruit",
            "unit_price_yuan_per_kg": "5",
            "settled_kg": "1",
            "actual_kg": "0.97",
            "method": "high_accuracy",
            "reference_mpe_g": "1",
        },
        "reference": _REFERENCE,
    },
    "prepackage_lot": {
        "kind": "prepackage_lot",
        "merchant_id": demo.MERCHANT,
        "form": {"id": "prepackage-lot", "version": 1},
        "goods": "大米 500 g(演示)",
        "lot_no": "20261101",
        "nominal": {"value": "500", "unit": "g"},
        "lot_size": 5,
        "tare": "5",
        "packages": [
            {"gross": "505"},
            {"gross": "506"},
            {"gross": "480"},
            {"gross": "507", "tare": "6"},
            {"gross": "505"},
        ],
        "character_height_mm": "4",
        "reference": _REFERENCE,
    },
    "fuel": {
        "kind": "fuel",
        "instrument_id": demo.PUMP,
        "form": {"id": "fuel", "version": 1},
        "nozzle": "3",
        "fuel": "92#",
        "runs": [
            {"flow_point": "Q1", "indicated_l": shown, "standard_l": "20"}
            for shown in ("20.02", "20.03", "20.02")
        ],
        "reference": _REFERENCE,
    },
    "spectacles": {
        "kind": "spectacles",
        "merchant_id": demo.MERCHANT,
        "form": {"id": "spectacles", "version": 1},
        "order_no": "PJ-17",
        "right": {"ordered": _LENS, "measured": _LENS | {"sphere_d": "-3.30"}},
        "left": {"ordered": _LENS, "measured": _LENS | {"sphere_d": "-4.00"}},
        "centration": {"horizontal_power_d": "-4.25", "pd_mm": "64", "measured_distance_mm": "64.5"},
        "reference": _REFERENCE,
    },
    "identity": {
        "kind": "identity",
        "instrument_id": demo.SCALE,
        "form": {"id": "identity-price-scale", "version": 1},
        "seal_intact": True,
        "seal_nos": ["F-1"],
        "certificate_no": "JL-2026-0001",
        "serial_no": "SN-0",
        "software_id": "V1.2",
        "networked": False,
    },
    "checklist": {
        "kind": "checklist",
        "merchant_id": demo.MERCHANT,
        "form": {"id": "organiser-duties", "version": 1},
        "duties": "organiser_duties",
        "answers": {"fair_scale": {"answer": "no", "note": "没有公平秤(演示)"}, "system": {"answer": "yes"}},
    },
}


def body(kind: Kind, **changed: Any) -> dict[str, Any]:
    """A check of this kind as JSON."""
    when = {"device_at": "2026-11-24T03:58:00Z", "device": "phone-1"}
    return {**when, **SENT[kind], **changed}


def new(kind: Kind, **changed: Any) -> NewCheck:
    """The same, read."""
    return CheckBody.model_validate(body(kind, **changed)).root
