"""The second, independently typed copy of each table: one CSV a rule, one line a number."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent


def typed(rule_id: str) -> list[dict[str, str]]:
    """The lines of a rule's copy, one for every version they hold in."""
    with (HERE / f"{rule_id}.csv").open(encoding="utf-8", newline="") as opened:
        lines = list(csv.DictReader(opened))
    return [line | {"from": first} for line in lines for first in line["from"].split("/")]


def typed_ids() -> set[str]:
    """The rules there is a copy of."""
    return {path.stem for path in HERE.glob("*.csv")}


def shown(value: object) -> str:
    """A value as it would be typed, whatever its zeros."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "yes", False: "no"}[value]
    if isinstance(value, (int, Decimal)):
        text = f"{Decimal(value):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, (list, tuple)):
        return "/".join(shown(part) for part in value)
    return _number(value) if isinstance(value, str) else str(value)


def _number(text: str) -> str:
    try:
        return shown(Decimal(text))
    except ArithmeticError:
        return text


def lines(row: dict[str, object]) -> Iterator[dict[str, object]]:
    """A row of data as lines: one for each entry of its nested tables."""
    nested = {
        name: value
        for name, value in row.items()
        if isinstance(value, (list, tuple)) and value and isinstance(value[0], dict)
    }
    flat = {name: value for name, value in row.items() if name not in nested}
    if not nested:
        yield flat
    for name, entries in nested.items():
        for entry in entries:
            yield flat | {f"{name}.{key}": value for key, value in entry.items()}
