"""Writes vectors for the phone's judges from the server's: `python -m tests.golden.law_web.make`.

One line per vector, {kind}.jsonl: what is asked, and what the law says: verdict, authority, limit, found, excess, the
first day of the rule, notes, and a digest of the sentences. Limits, bands and days at their edges, the rest by a fixed
seed. A guard fails when the law changed and the vectors did not.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, cast

from pydantic import BaseModel

from chalicelib import law
from chalicelib.law import fuel, retail, weighing
from chalicelib.law.model import Amount, Verdict, short
from chalicelib.law.rulebook import load

FOLDER = Path(__file__).parent
DAY = date(2026, 11, 24)
MODELS: dict[str, type[BaseModel]] = {
    "weighing": law.WeighingInstrument,
    "retail": law.RetailWeighing,
    "fuel": law.FuelDispenser,
}
SOME = 600
"""Vectors of each kind that are drawn at random besides the edges."""


def texts() -> dict[Path, str]:
    """File -> its lines."""
    return {
        FOLDER / f"{kind}.jsonl": "".join(f"{_line(kind, asked)}\n" for asked in _unique(vectors(kind)))
        for kind in MODELS
    }


def vectors(kind: str) -> Iterator[dict[str, Any]]:
    """What is asked; every number is text, `on` a day."""
    yield from {"weighing": _weighing, "retail": _retail, "fuel": _fuel}[kind](Random(20261124))  # noqa: S311 - cases to try, not secrets


def _unique(asked: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({json.dumps(one, sort_keys=True): one for one in asked}.values())


def _line(kind: str, asked: dict[str, Any]) -> str:
    stage = {"stage": "in_service"} if kind == "weighing" else {}
    item = MODELS[kind].model_validate({**asked, **stage})
    verdict = law.judge(cast("law.Item", item))
    return json.dumps([asked, _told(verdict)], ensure_ascii=False, separators=(",", ":"))


def _told(verdict: Verdict) -> list[Any]:
    spoken = hashlib.sha256(f"{verdict.explanation.zh}\n{verdict.explanation.en}".encode()).hexdigest()[:12]
    amounts = (verdict.limit, verdict.found, verdict.excess)
    first_day = verdict.rule.version_from.isoformat()
    return [verdict.verdict, verdict.authority, *map(_short, amounts), first_day, list(verdict.notes), spoken]


def _short(amount: Amount | None) -> str | None:
    return None if amount is None else f"{short(amount.value)} {amount.unit}"


def _days(*rules: str) -> list[date]:
    """First and last days of all versions and of what is in doubt, and one day in the middle of now."""
    edges = {DAY}
    for rule_id in rules:
        for version in law.rule(rule_id).version:
            for day in (version.from_, version.until, version.sure_from, version.sure_until):
                edges |= {day - timedelta(days=1), day} if day else set()
    first = max(law.rule(rule_id).version[0].from_ for rule_id in rules)
    return sorted(day for day in edges if day >= first)


def _weighing(random: Random) -> Iterator[dict[str, Any]]:
    classes: dict[str, dict[str, str]] = {
        "I": {"e_g": "0.001", "max_g": "220", "min_g": "0.1"},
        "II": {"e_g": "0.1", "d_g": "0.01", "max_g": "10000", "min_g": "5"},
        "III": {"e_g": "5", "d_g": "5", "max_g": "50000", "min_g": "100"},
        "IIII": {"e_g": "20", "max_g": "20000"},
    }
    steps = load(weighing.RULE, weighing.Step).on(DAY).rows
    for step in steps:
        scale = classes[step.accuracy_class]
        e = Decimal(scale["e_g"])
        limit = step.limit_e * e * step.in_service
        common = {"accuracy_class": step.accuracy_class, **scale}
        edge = (step.up_to_e or Decimal(210_000)) * e
        for load_g, off in product(
            (edge - e, edge, edge + e),
            (Decimal(0), limit, limit + e / 10, limit - e / 10, limit + e / 2 + e / 100),
        ):
            for sign in (1, -1):
                shown = load_g + sign * off
                plain = {"on": str(DAY), **common, "load_g": short(load_g), "indication_g": short(shown)}
                yield plain
                yield {**plain, "added_load_g": short(e / 2), "zero_error_g": short(-e / 10)}
    for day, max_g, off in product(
        _days(weighing.RULE, weighing.CLASSES, weighing.ROUNDING), ("100000", "100000.001"), ("0", "10", "11")
    ):
        scale = {"accuracy_class": "III", "e_g": "20", "max_g": max_g}
        yield {"on": str(day), **scale, "load_g": "1000", "indication_g": short(1000 + Decimal(off) * 2)}
    yield {"on": str(DAY), "accuracy_class": "III", **classes["III"], "load_g": "0", "indication_g": "-0"}
    for _ in range(SOME):
        accuracy_class, scale = random.choice(list(classes.items()))
        e = Decimal(random.choice(("0.001", "0.02", "0.05", "0.06", "0.1", "1", "2", "3", "5", "10", "50")))
        load_g = e * random.randrange(0, 12_000) / random.choice((1, 2, 4))
        told = {"load_g": short(load_g), "indication_g": short(load_g + e * random.randrange(-40, 40) / 10)}
        if random.random() < 0.5:
            told["added_load_g"] = short(e * random.randrange(0, 12) / 10)
        yield {"on": str(DAY), "accuracy_class": accuracy_class, **scale, "e_g": short(e), **told}


def _retail(random: Random) -> Iterator[dict[str, Any]]:
    methods = [row.method for row in load(retail.METHODS, retail.MethodRow).on(DAY).rows]
    rows = load(retail.RULE, retail.Row).on(DAY).rows
    gram = Decimal("0.001")
    for row, method in product(rows, methods):
        price = short((row.price_over + (row.price_up_to or Decimal(400))) / 2)
        what = {"food_class": row.food_class} if row.food_class else {"unit_price_yuan_per_kg": price}
        for band in row.bands:
            for mass, off in product((band.up_to_kg - gram, band.up_to_kg, band.up_to_kg + gram), (0, -1, 1)):
                for times in (0, 1, 2):
                    missing = (band.limit_g * times + off) / 1000
                    sale = {
                        "on": str(DAY),
                        **what,
                        "settled_kg": short(mass),
                        "actual_kg": short(mass - missing),
                        "method": method,
                    }
                    yield sale
                    if times == 1:
                        mpe = band.limit_g / 3
                        yield {
                            **sale,
                            "reference_mpe_g": short(mpe.quantize(Decimal("0.0001")) + Decimal(off) / 10_000),
                        }
                        shown = {
                            "weights_nominal_kg": short(mass),
                            "weights_indication_kg": short(mass + missing),
                        }
                        yield {**sale, **shown, "actual_kg": short(mass)}
                        yield {**sale, "weights_indication_kg": short(mass)}
    base = {"settled_kg": "1", "actual_kg": "0.979", "method": "high_accuracy"}
    for day, special in product(
        _days(retail.RULE, retail.METHODS),
        (None, "live_poultry", "live_fish", "water_soaked", "live_other_aquatic"),
    ):
        yield {
            "on": str(day),
            **base,
            "food_class": "grain_vegetable_fruit",
            **({"special": special} if special else {}),
        }
    for price in ("0.01", "6", "6.01", "30", "30.01", "100", "100.01", "9999"):
        for food_class in (None, "dried_delicacy"):
            yield {
                "on": str(DAY),
                **base,
                "unit_price_yuan_per_kg": price,
                **({"food_class": food_class} if food_class else {}),
            }
    yield {"on": str(DAY), **base}
    for _ in range(SOME):
        settled = Decimal(random.randrange(1, 26_000)) / 1000
        told = {
            "unit_price_yuan_per_kg": short(Decimal(random.randrange(1, 30_000)) / 100),
            "settled_kg": short(settled),
            "actual_kg": short(max(settled - Decimal(random.randrange(-20, 120)) / 1000, Decimal(0))),
            "method": random.choice(methods),
            "reference_mpe_g": short(Decimal(random.randrange(0, 4000)) / 1000),
        }
        yield {"on": str(DAY), **told}


def _fuel(random: Random) -> Iterator[dict[str, Any]]:
    hair = Decimal("0.00000001")
    for day in _days(fuel.RULE, fuel.TEMPERATURE):
        for limit, sign, off in product(("0.3", "0.25"), (1, -1), (-hair, Decimal(0), hair)):
            indicated = 20 * (1 + sign * (Decimal(limit) / 100 + off))
            yield {"on": str(day), "runs": [{"indicated_l": short(indicated), "standard_l": "20"}]}
        for limit, off in product(("0.10", "0.15"), (-hair, Decimal(0), hair)):
            wide = short(20 * (1 + Decimal(limit) / 100 + off))
            runs = [
                {"flow_point": "Q1", "indicated_l": shown, "standard_l": "20"} for shown in ("20", wide, "20")
            ]
            yield {"on": str(day), "runs": runs}
            yield {"on": str(day), "runs": [*runs[:2], *({**run, "flow_point": "Q2"} for run in runs)]}
    for temperature, material in product(
        ("-10", "19.9", "20", "20.1", "35"), ("stainless_steel", "carbon_steel", None)
    ):
        run = {"indicated_l": "20.05", "standard_l": "20", "temperature_c": temperature}
        yield {"on": str(DAY), "runs": [run | ({"material": material} if material else {})]}
    yield {
        "on": str(DAY),
        "runs": [{"indicated_l": "19.9999999999", "standard_l": "20"}],
    }  # a zero that would have a sign
    for _ in range(SOME):
        runs = []
        for _ in range(random.randrange(1, 7)):
            standard = Decimal(random.choice((5_000, 10_000, 19_999, 20_000, 20_013, 50_000, 100_000))) / 1000
            run = {
                "indicated_l": short(
                    (standard * (1 + Decimal(random.randrange(-400, 400)) / 100_000)).quantize(
                        Decimal("0.001")
                    )
                ),
                "standard_l": short(standard),
            }
            if random.random() < 0.5:
                run |= {
                    "temperature_c": str(random.randrange(-10, 40)),
                    "material": random.choice(("stainless_steel", "carbon_steel")),
                }
            if random.random() < 0.8:
                run |= {"flow_point": random.choice(("Q1", "Q2"))}
            runs.append(run)
        yield {"on": str(random.choice((DAY, date(2024, 4, 30)))), "runs": runs}


def main() -> None:
    """Write the files."""
    for path, text in texts().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
