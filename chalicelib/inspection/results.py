"""The official result codes (检查结果) as a dated table, and the object's own fate (data/results.toml).

«已责令改正» and «经责令已改正» are two facts: the first is code 5, the second the day on which an order was found done
(orders.py). No code ever turns into another.
"""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from chalicelib.inspection.document import Closed
from chalicelib.inspection.terms import Source

_DATA = Path(__file__).parent / "data" / "results.toml"
ResultCode = Literal["1", "2", "3", "4", "5", "6", "7", "8"]
NOTHING_FOUND: ResultCode = "1"
ObjectStatus = Literal["deregistered", "revoked", "moved_out", "closed_down"]
"""In this order: 注销, 吊销, 迁出, 停业."""


class Code(Closed):
    """One result.

    alone    excludes every other      finding  rests on a confirmed finding      order  says that an order was issued
    """

    code: ResultCode
    zh: str
    en: str
    alone: bool = False
    finding: bool = False
    order: bool = False


class Status(Closed):
    """What became of the object inspected."""

    code: ObjectStatus
    zh: str
    en: str


class Results(Closed):
    """The table from a day on."""

    model_config = ConfigDict(serialize_by_alias=True)

    from_: Annotated[date, Field(alias="from")]
    confidence: Literal["text", "secondary", "unverified", "own_setting"]
    source: Source
    codes: tuple[Code, ...]
    statuses: tuple[Status, ...]

    def chosen(self, codes: tuple[ResultCode, ...]) -> tuple[Code, ...]:
        """The rows of these codes."""
        return tuple(one for one in self.codes if one.code in codes)


@cache
def versions() -> tuple[Results, ...]:
    """Every version, oldest first."""
    found = tuple(Results.model_validate(one) for one in tomllib.loads(_DATA.read_text())["version"])
    if list(found) != sorted(found, key=lambda one: one.from_):
        raise ValueError("versions stand in order")
    return found


def on(day: date) -> Results:
    """The table in force on the local `day`; the first one before there was any."""
    return [one for one in versions() if one.from_ <= day or one is versions()[0]][-1]
