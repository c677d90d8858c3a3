"""Who is left out of a pool, and why: the annual ceiling of visits (年度频次上限) and the white list (白名单).

The numbers are dated settings (data/exclusions.toml), each with its source and how sure we are of it.
"""

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.instants import Day
from chalicelib.sampling.items import Closed, Title

NUMBER = r"^[0-9A-HJKMNP-TV-Z]{10}$"
Reason = Literal["white_list", "annual_cap", "no_stratum"]
REASONS: tuple[Reason, ...] = ("annual_cap", "no_stratum", "white_list")


class Source(Closed):
    """Where a setting comes from and who looked."""

    title: Title
    checked: date
    checked_by: Title


class Version(Closed):
    """The settings from a day on.

    visits_per_year          an object with so many drawn visits in the year is not drawn again
    longest_white_list_days  an entry of the white list ends at the latest so many days after it was made
    """

    from_: Annotated[date, Field(alias="from")]
    confidence: Literal["text", "secondary", "unverified", "own_setting"]
    source: Source
    visits_per_year: Annotated[int, Field(ge=1, le=100)]
    longest_white_list_days: Annotated[int, Field(ge=1, le=3660)]


class NoSettings(LookupError):
    """No version was in force on that day."""


@cache
def _versions() -> tuple[Version, ...]:
    raw = tomllib.loads((Path(__file__).parent / "data" / "exclusions.toml").read_text())
    found = tuple(Version.model_validate(one) for one in raw["version"])
    if list(found) != sorted(found, key=lambda one: one.from_):
        raise ValueError("versions stand in order")
    return found


def on(day: date) -> Version:
    """The settings in force on the local `day`. Raises NoSettings for a day before the first."""
    standing = [one for one in _versions() if one.from_ <= day]
    if not standing:
        raise NoSettings(day.isoformat())
    return standing[-1]


class Spared(Closed):
    """An entry of the white list as a leader writes it: an object that plans leave out until a day, and why.

    until   the last day it is left out, inclusive
    """

    reason: Annotated[str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True)]
    until: Day


class KeptSpared(Spared):
    """An entry of the white list as kept."""

    number: Annotated[str, StringConstraints(pattern=NUMBER)]
    by: str
    at: str

    def covers(self, day: date) -> bool:
        """Whether the object is left out on the local `day`."""
        return day <= self.until


def latest_until(made_on: date) -> date:
    """The last day an entry made on this local day may name."""
    return made_on + timedelta(days=on(made_on).longest_white_list_days)
