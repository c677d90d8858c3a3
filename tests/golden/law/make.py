"""Items and the law's answers to them, for every judge of the same law: this one, and the web app's offline one.

python -m tests.golden.law.make            write verdicts.json; look at what changed before you commit it
"""

import json
from pathlib import Path
from typing import Any

from chalicelib import law

TARGET = Path(__file__).parent / "verdicts.json"
SEAFOOD = "meat_egg_poultry_aquatic_pastry_sweets_seasoning"


def retail() -> list[dict[str, Any]]:
    """Boundary cases B1 to B17 of facts/metrology.md section 10, and the three methods."""
    cases: list[dict[str, Any]] = [
        {"food_class": food, "settled_kg": settled, "actual_kg": actual}
        for food, settled, actual in (
            ("grain_vegetable_fruit", "1.000", "0.980"),
            ("grain_vegetable_fruit", "1.000", "0.9799"),
            ("grain_vegetable_fruit", "1.001", "0.961"),
            ("grain_vegetable_fruit", "25.000", "24.900"),
            ("grain_vegetable_fruit", "25.001", "25.001"),
            ("grain_vegetable_fruit", "1.000", "1.500"),
            (SEAFOOD, "2.500", "2.495"),
            (SEAFOOD, "2.501", "2.495"),
            (SEAFOOD, "10.000", "9.989"),
            (SEAFOOD, "10.001", "9.990"),
            ("dried_delicacy", "1.000", "0.998"),
            ("dried_delicacy", "6.001", "6.001"),
        )
    ]
    cases += [{"unit_price_yuan_per_kg": "120", "settled_kg": "0.500", "actual_kg": "0.499"}]
    cases += [{"unit_price_yuan_per_kg": "120", "settled_kg": "0.501", "actual_kg": "0.499"}]
    prices = ("6.00", "6.01", "30.00", "30.01", "100.00", "100.01")
    cases += [
        {"unit_price_yuan_per_kg": price, "settled_kg": "0.4", "actual_kg": "0.398"} for price in prices
    ]
    one = {"food_class": "grain_vegetable_fruit", "settled_kg": "1"}
    cases += [one | {"actual_kg": actual, "method": "equal_accuracy"} for actual in ("0.960", "0.959")]
    cases += [
        one | {"actual_kg": "0.98", "method": "high_accuracy", "reference_mpe_g": mpe}
        for mpe in ("6.6", "6.7")
    ]
    original = one | {"actual_kg": "0.98", "method": "original_instrument"}
    cases += [original, *(original | weights(shown) for shown in ("1.000", "1.020", "1.021", "0.979"))]
    for special in ("live_fish", "live_poultry", "water_soaked", "live_other_aquatic"):
        cases.append({"special": special, "settled_kg": "1", "actual_kg": "0.9"})
    cases.append({"settled_kg": "1", "actual_kg": "0.9"})
    return [{"kind": "retail_weighing", "method": "high_accuracy"} | case for case in cases]


def weights(shown: str) -> dict[str, str]:
    """A kilogram on the seller's scale and what it showed."""
    return {"weights_nominal_kg": "1.000", "weights_indication_kg": shown}


def weighing() -> list[dict[str, Any]]:
    """The kilogram check of facts/metrology.md 3.5 on four scales, and corrected readings."""
    scales = {"1": "3000", "2": "6000", "5": "15000", "10": "30000"}
    cases: list[dict[str, Any]] = [
        {
            "e_g": e_g,
            "max_g": most,
            "load_g": "1000",
            "indication_g": str(1000 + steps * int(e_g)),
            "stage": stage,
        }
        for e_g, most in scales.items()
        for steps in (-3, -2, -1, 0, 1, 2, 3)
        for stage in ("verification", "in_service")
    ]
    fine = {"e_g": "5", "load_g": "1000", "stage": "verification"}
    cases += [fine | {"indication_g": "1000", "added_load_g": added} for added in ("0", "0.1", "5", "5.1")]
    cases += [fine | {"indication_g": "1005", "added_load_g": "3.5", "zero_error_g": "-0.5"}]
    cases += [
        {
            "e_g": "5",
            "load_g": load,
            "indication_g": load,
            "stage": "in_service",
            "max_g": "15000",
            "min_g": "100",
        }
        for load in ("50", "100", "15000", "15005")
    ]
    return [{"kind": "weighing_instrument", "accuracy_class": "III"} | case for case in cases]


def fuel() -> list[dict[str, Any]]:
    """Cases U1 to U6 of facts/metrology.md section 10."""
    single = [[one] for one in ("20.06", "20.07", "19.94", "19.93")]
    several = [["20.00", "20.02"], ["20.00", "20.022", "20.01"], ["20.00", "20.03", "20.01"]]
    return [
        {
            "kind": "fuel_dispenser",
            "on": on,
            "runs": [{"indicated_l": shown, "standard_l": "20.00"} for shown in runs],
        }
        for on in ("2024-04-30", "2026-11-24")
        for runs in single + several
    ]


def answers() -> list[dict[str, Any]]:
    """Every item with its answer, as they travel."""
    items = [{"on": "2026-11-24"} | item for item in (*retail(), *weighing(), *fuel())]
    return [
        {"item": item, "answer": law.judge(law.ITEM.validate_python(item)).model_dump(mode="json")}
        for item in items
    ]


if __name__ == "__main__":
    TARGET.write_text(json.dumps(answers(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
