"""Self-checks (自查): dated lists (data/self_checks.toml) that merchants go through by themselves; pure.

A self-check is for the merchant alone: nobody is shown it, nothing follows from it, and it counts neither way for its
standing. Otherwise nobody would write down what is wrong.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from chalicelib import dated
from chalicelib.credit.document import Closed, District, Words
from chalicelib.credit.reminding import Due
from chalicelib.dated import Dated
from chalicelib.errors import Conflict, Invalid
from chalicelib.ids import MerchantId, SelfCheckId
from chalicelib.instants import Day, Instant
from chalicelib.texts import VISIBLE

ListId = Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,60}$")]
Note = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True), VISIBLE]
Outcome = Literal["ok", "problem", "not_applicable"]


class NoSuchList(Invalid):
    """A list that is not in force for the merchant's kind of site."""

    code = "self_check.no_such_list"
    zh = "没有这份自查清单，请刷新后从页面上选择。"
    en = "There is no such list. Read the page again and choose one of those it offers."


class OtherPoints(Conflict):
    """The answers are not those of the list in force."""

    code = "self_check.other_points"
    zh = "自查清单已更新或未逐项作答，请刷新后重新填写。"
    en = "The list has changed, or not every point is answered. Read it again and answer each point once."


class Point(Closed):
    """One thing to look at."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,40}$")]
    text: Words


class CheckList(Closed):
    """A list, for the merchants who made the commitment of a kind of site; `every_days` until it is due again."""

    id: ListId
    venue: Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,40}$")]
    title: Words
    every_days: Annotated[int, Field(ge=1, le=366)]
    points: Annotated[tuple[Point, ...], Field(min_length=1, max_length=20)]


class Version(Dated):
    """The lists from a day on; no law sets how often."""

    lists: tuple[CheckList, ...]


@cache
def versions() -> tuple[Version, ...]:
    """Every version, oldest first."""
    return dated.read(Version, Path(__file__).parent / "data" / "self_checks.toml")


def lists(day: date) -> tuple[CheckList, ...]:
    """The lists in force on the local `day`."""
    return dated.on(versions(), day).lists


def lists_for(venue: str, day: date) -> tuple[CheckList, ...]:
    """Those for a kind of site."""
    return tuple(one for one in lists(day) if one.venue == venue)


class Answer(Closed):
    """What was seen at one point; a problem says what."""

    point: Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,40}$")]
    outcome: Outcome
    note: Note = ""

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if self.outcome == "problem" and not self.note:
            raise ValueError("请写明发现了什么问题 (say what the problem is)")
        return self


class NewSelfCheck(Closed):
    """A self-check as sent."""

    merchant_id: MerchantId
    list: ListId
    answers: Annotated[tuple[Answer, ...], Field(min_length=1, max_length=20)]


class SelfCheck(NewSelfCheck):
    """A self-check as kept; `on` is the local day."""

    id: SelfCheckId
    by: str
    at: Instant
    on: Day


class Duty(Due):
    """When a merchant's list is due next; `last_on` is the day it was done last.

    stopped   nothing is due any more: no commitment of its kind of site stands
    """

    merchant_id: MerchantId
    district: District
    list: ListId
    last_on: Day | None = None
    stopped: bool = False

    def wakes(self) -> date | None:
        """See Due; never once it is stopped."""
        return None if self.stopped else super().wakes()


def check_answers(asked: CheckList, answers: tuple[Answer, ...]) -> None:
    """Raises OtherPoints unless every point of the list is answered once."""
    if sorted(one.point for one in answers) != sorted(one.id for one in asked.points):
        raise OtherPoints
