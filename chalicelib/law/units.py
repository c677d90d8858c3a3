"""Units of net content: which quantity each measures, and its factor to the base unit of that quantity."""

from decimal import Decimal
from typing import Literal, NamedTuple

from chalicelib.errors import Sentence

Unit = Literal["mg", "g", "kg", "mL", "L", "mm", "cm", "m", "cm2", "dm2", "m2", "piece"]
Dimension = Literal["mass", "volume", "length", "area", "count"]


class Scale(NamedTuple):
    """A unit's quantity, the base unit of that quantity, and how many base units it is."""

    dimension: Dimension
    base: Unit
    factor: Decimal


UNITS: dict[Unit, Scale] = {
    "mg": Scale("mass", "g", Decimal("0.001")),
    "g": Scale("mass", "g", Decimal(1)),
    "kg": Scale("mass", "g", Decimal(1000)),
    "mL": Scale("volume", "mL", Decimal(1)),
    "L": Scale("volume", "mL", Decimal(1000)),
    "mm": Scale("length", "m", Decimal("0.001")),
    "cm": Scale("length", "m", Decimal("0.01")),
    "m": Scale("length", "m", Decimal(1)),
    "cm2": Scale("area", "m2", Decimal("0.0001")),
    "dm2": Scale("area", "m2", Decimal("0.01")),
    "m2": Scale("area", "m2", Decimal(1)),
    "piece": Scale("count", "piece", Decimal(1)),
}


_SPOKEN = {
    "piece": Sentence("个", "pcs"),
    "m2": Sentence("m²", "m²"),
    "dm2": Sentence("dm²", "dm²"),
    "cm2": Sentence("cm²", "cm²"),
    "mm2": Sentence("mm²", "mm²"),
}


def spoken(*units: str) -> Sentence:
    """Units as a reader knows them."""
    named = [_SPOKEN.get(unit, Sentence(unit, unit)) for unit in units]
    return Sentence(" 或 ".join(one.zh for one in named), " or ".join(one.en for one in named))


def in_base(value: Decimal, unit: Unit) -> Decimal:
    """The value in the base unit of its quantity: g, mL, m, m2 or piece."""
    return value * UNITS[unit].factor
