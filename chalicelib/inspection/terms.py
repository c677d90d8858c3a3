"""The office's own settings for visits, dated (data/terms.toml): how long each state may last, what is far and late."""

from datetime import date, timedelta
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from chalicelib import workdays
from chalicelib.inspection import dated
from chalicelib.inspection.dated import Dated
from chalicelib.inspection.document import Closed

Clocked = Literal["planned", "approved", "accepted", "coded_in", "checked", "entered", "emergency"]
"""The states that have a clock; `emergency` is the made-up approval's."""


class Term(Closed):
    """How long a state may last; the day it starts from is not counted.

    after   the planned day, or the local day on which the state began
    """

    after: Literal["planned_on", "begun"]
    unit: Literal["calendar_day", "working_day"]
    length: Annotated[int, Field(ge=0, le=366)]

    def ends(self, planned_on: date, begun: date) -> date:
        """The last day that is in time."""
        start = planned_on if self.after == "planned_on" else begun
        if self.unit == "working_day":
            return workdays.add_workdays(start, self.length).day
        return start + timedelta(days=self.length)


class Version(Dated):
    """The settings from a day on.

    far_m         an identification further from the site, beyond what the phone's accuracy explains, is remarked
    late_minutes  one that came in so long after the phone says it happened is remarked
    """

    far_m: Annotated[int, Field(ge=1)]
    late_minutes: Annotated[int, Field(ge=1)]
    due: dict[Clocked, Term]


@cache
def versions() -> tuple[Version, ...]:
    """Every version, oldest first."""
    return dated.read(Version, "terms")


def on(day: date) -> Version:
    """The settings in force on the local `day`; the first ones before there were any."""
    return dated.on(versions(), day)
