"""The dated code tables of complaints (data/*.toml): grounds of refusal and of ending, units, when to warn; pure."""

from datetime import date
from pathlib import Path
from typing import Literal

from chalicelib.law.rulebook import Row, Version, load

_DATA = Path(__file__).parent / "data"
Table = Literal["refusal", "ending"]


class Ground(Row):
    """A ground: its code in files, its place in the article, and its words."""

    code: str
    item: int
    zh: str
    en: str


class UnitRow(Row):
    """A unit as the public is told it: its name and telephone; `short` is how the numbers of its papers begin."""

    unit: str
    short: str
    zh: str
    en: str
    phone: str


class Lead(Row):
    """So many working days before its last day a term is warned of."""

    before: int


def grounds(table: Table, received: date) -> Version[Ground]:
    """The grounds by the order in force on the local day of receipt, with their source. Raises NoVersion."""
    return load(f"complaints.{table}", Ground, _DATA).on(received)


def ground(table: Table, received: date, code: str) -> Ground | None:
    """One ground of that day's order; None where it has none of this code."""
    return next((row for row in grounds(table, received).rows if row.code == code), None)


def unit(code: str, day: date) -> UnitRow:
    """How the public is told a unit on the local `day`."""
    version: Version[UnitRow] = load("complaints.units", UnitRow, _DATA).on(day)
    return next(row for row in version.rows if row.unit == code)


class Order(Row):
    """An order (规章), as papers call it."""

    zh: str


def order(received: date) -> str:
    """The order in force on the local day of receipt, by name."""
    version: Version[Order] = load("complaints.orders", Order, _DATA).on(received)
    return version.rows[0].zh


def warned_before(day: date) -> int:
    """How many working days before the end of a term the desk is warned, by the setting of the local `day`."""
    version: Version[Lead] = load("complaints.warnings", Lead, _DATA).on(day)
    return version.rows[0].before
