"""The official result codes (检查结果) as a dated table, and the object's own fate (data/results.toml).

«已责令改正» and «经责令已改正» are two facts: the first is code 5, the second the day on which an order was found done
(orders.py). No code ever turns into another.
"""

from datetime import date
from functools import cache
from typing import Literal

from pydantic import ConfigDict

from chalicelib.inspection import dated
from chalicelib.inspection.dated import Dated
from chalicelib.inspection.document import Closed

ResultCode = Literal["1", "2", "3", "4", "5", "6", "7", "8"]
NOTHING_FOUND: ResultCode = "1"
ObjectStatus = Literal["deregistered", "revoked", "moved_out", "closed_down"]
"""In this order: 注销, 吊销, 迁出, 停业."""


class Code(Closed):
    """One result.

    alone    excludes every other      finding  rests on a confirmed finding      order  says that an order was issued
    problem  says that something was wrong
    """

    code: ResultCode
    zh: str
    en: str
    alone: bool = False
    finding: bool = False
    order: bool = False
    problem: bool = True


class Status(Closed):
    """What became of the object inspected."""

    code: ObjectStatus
    zh: str
    en: str


class Results(Dated):
    """The table from a day on."""

    model_config = ConfigDict(serialize_by_alias=True)

    codes: tuple[Code, ...]
    statuses: tuple[Status, ...]

    def chosen(self, codes: tuple[ResultCode, ...]) -> tuple[Code, ...]:
        """The rows of these codes."""
        return tuple(one for one in self.codes if one.code in codes)


@cache
def versions() -> tuple[Results, ...]:
    """Every version, oldest first."""
    return dated.read(Results, "results")


def on(day: date) -> Results:
    """The table in force on the local `day`; the first one before there was any."""
    return dated.on(versions(), day)
