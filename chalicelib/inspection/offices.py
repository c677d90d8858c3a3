"""What an office is called, and the numbers (文号) of its papers: a series a kind and local year, without gaps.

How they read is dated data (data/offices.toml).
"""

from datetime import date
from functools import cache
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints

from chalicelib.inspection import dated
from chalicelib.inspection.dated import Dated
from chalicelib.inspection.document import Closed
from chalicelib.registry.districts import DISTRICTS

Series = Literal["notice", "order"]
"""检查通知书, 责令改正通知书."""
_Number = Annotated[str, StringConstraints(pattern=r"\{year\}.*\{n\}")]


class Wording(Dated):
    """How an office's name and the numbers of its papers read, from a day on."""

    name: str
    notice: _Number
    order: _Number


@cache
def versions() -> tuple[Wording, ...]:
    """Every version, oldest first."""
    return dated.read(Wording, "offices")


def name(district: str, day: date) -> str:
    """The office of a district as its papers of the local `day` call it."""
    return dated.on(versions(), day).name.format(district=DISTRICTS[district].name.zh)


class Numbers(Closed):
    """The last number of a series that an office gave in a local year."""

    district: str
    year: int
    last: Annotated[int, Field(ge=0)] = 0

    def after(self) -> Self:
        """With one more given."""
        return self.model_copy(update={"last": self.last + 1})

    def text(self, series: Series, day: date) -> str:
        """The last number as a paper of the local `day` has it, such as 思明市监责改〔2026〕第12号."""
        wording = dated.on(versions(), day)
        form = wording.notice if series == "notice" else wording.order
        short = DISTRICTS[self.district].name.zh.removesuffix("区")
        return form.format(short=short, year=self.year, n=self.last)
