"""Who is left out of a pool, and why: the annual ceiling of visits (年度频次上限) and the white list (白名单).

The ceiling, the reasons exempt from it and the rules of the white list are dated tables (data/*.toml), each with its
source and how sure we are of it.
"""

import tomllib
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints

from chalicelib.instants import Day
from chalicelib.sampling.items import Closed, Title
from chalicelib.sampling.officers import PublicNumber
from chalicelib.texts import VISIBLE

Reason = Literal["white_list", "annual_cap", "no_stratum"]
REASONS: tuple[Reason, ...] = ("annual_cap", "no_stratum", "white_list")
Code = Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,30}$")]
Confidence = Literal["text", "secondary", "unverified", "own_setting"]
"""Read in the official text; second-hand; known and not seen; nobody's rule but this system's."""


class Source(Closed):
    """Where a setting comes from and who looked."""

    title: Title
    checked: date
    checked_by: Title


class Row(Closed):
    """One line of a table, named for ever by its code."""

    code: Code
    title: Title
    title_en: Title
    confidence: Confidence


class NoSettings(LookupError):
    """No version was in force on that day."""


class Version(Closed):
    """A table as it stands from a day on, until the day of the next version."""

    model_config = ConfigDict(serialize_by_alias=True)

    table: ClassVar[str]

    from_: Annotated[Day, Field(alias="from")]
    confidence: Confidence
    source: Source
    rows: tuple[Row, ...] = ()

    @classmethod
    def on(cls, day: date) -> Self:
        """The version in force on the local `day`. Raises NoSettings for a day before the first."""
        standing: list[Self] = [one for one in _versions(cls) if one.from_ <= day]
        if not standing:
            raise NoSettings(f"{cls.table} {day.isoformat()}")
        return standing[-1]


class AnnualCap(Version):
    """The ceiling: an object with so many drawn visits in the year is not drawn again."""

    table: ClassVar[str] = "annual_cap"

    visits_per_year: Annotated[int, Field(ge=1, le=100)]


class ExemptReasons(Version):
    """Why a plan may send officers regardless of the ceiling; its visits do not count towards it either."""

    table: ClassVar[str] = "exempt_reasons"

    def has(self, code: str) -> bool:
        """Whether this is one of them."""
        return any(one.code == code for one in self.rows)


class WhiteListRules(Version):
    """What an object must fulfil to be on the white list, all of it.

    longest_days   an entry ends at the latest so many days after it was made
    """

    table: ClassVar[str] = "white_list"

    longest_days: Annotated[int, Field(ge=1, le=3660)]


@cache
def _versions[V: Version](kind: type[V]) -> tuple[V, ...]:
    raw = tomllib.loads((Path(__file__).parent / "data" / f"{kind.table}.toml").read_text())
    found = tuple(kind.model_validate(one) for one in raw["version"])
    if any(later.from_ <= earlier.from_ for earlier, later in pairwise(found)):
        raise ValueError(f"versions of {kind.table} stand in order")
    if any(len({row.code for row in one.rows}) != len(one.rows) for one in found):
        raise ValueError(f"a code of {kind.table} stands twice")
    return found


class Spared(Closed):
    """An entry of the white list as a leader writes it: an object that plans leave out until a day, and why.

    until   the last day it is left out, inclusive
    """

    reason: Annotated[str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True), VISIBLE]
    until: Day


class KeptSpared(Spared):
    """An entry of the white list as kept."""

    number: PublicNumber
    by: str
    at: str

    def covers(self, day: date) -> bool:
        """Whether the object is left out on the local `day`."""
        return day <= self.until


def latest_until(made_on: date) -> date:
    """The last day an entry made on this local day may name."""
    return made_on + timedelta(days=WhiteListRules.on(made_on).longest_days)
