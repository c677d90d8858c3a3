"""Reminding of what is due: on its day, and once more when it is late; pure."""

from datetime import date, timedelta
from typing import Annotated, Self

from pydantic import Field

from chalicelib.credit.document import Closed
from chalicelib.instants import Day

LATE_DAYS = 3
"""So long after its day the second and last reminder comes; our own setting."""
_TIMES = 2


class Due(Closed):
    """Something due on a local day, and how often it was reminded of."""

    due_on: Day
    reminded: Annotated[int, Field(ge=0, le=_TIMES)] = 0

    def wakes(self) -> date | None:
        """The local day of the next reminder; None after the last one."""
        if self.reminded >= _TIMES:
            return None
        return self.due_on + timedelta(days=LATE_DAYS if self.reminded else 0)

    def is_waking(self, today: date) -> bool:
        """Whether the next reminder has come."""
        day = self.wakes()
        return day is not None and day <= today

    def told(self, today: date) -> Self:
        """After the reminder of this day; who comes late is not reminded of both."""
        is_late = today >= self.due_on + timedelta(days=LATE_DAYS)
        return self.model_copy(update={"reminded": _TIMES if is_late else self.reminded + 1})

    def again(self, due_on: date) -> Self:
        """Due anew."""
        return self.model_copy(update={"due_on": due_on, "reminded": 0})
