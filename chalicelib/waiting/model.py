"""How much waits in a list, and how much of it is late; pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from chalicelib.documents import Document

Name = Literal[
    "visits",
    "approvals",
    "reviews",
    "rechecks",
    "alarms",
    "files",
    "late_files",
    "entries",
    "proposals",
    "answers",
    "results",
    "orders",
    "notices",
    "applications",
    "due",
]
"""A list that is counted.

visits      one's own, for today or before      approvals   visits that a leader is to approve
reviews     results that a reviewer is to see   rechecks    orders of which the merchant says that they are done
alarms      open ones                           files       complaints and reports one handles, due within days
late_files  those of one's units that are late  entries     results that are to be made public
proposals   of a worse grade, to be decided on
answers     complaints that ask one's merchant  results     of which it was told and may still say something
orders      it has not put right                notices     to it that are not read
applications   for a verification, that want a day from a lab or whose day has come
due            for a verification at one's own market, and not applied for
"""


class Count(Document):
    """How much waits in a list, and how much of it is past its day; `more`: the list goes on beyond what was read."""

    n: int
    late: int = 0
    more: bool = False


class Counts(Document):
    """What waits for a person in each list that is theirs to work on."""

    counts: dict[Name, Count]


@dataclass(frozen=True)
class Tally:
    """What one page of a list comes to, and where the next begins; `after` is empty where nothing more can wait."""

    n: int
    late: int = 0
    after: str = ""


def tallied[R](
    rows: Iterable[R],
    after: str = "",
    *,
    waits: Callable[[R], bool] = lambda _: True,
    late: Callable[[R], bool] = lambda _: False,
    first: bool = False,
) -> Tally:
    """Of the rows of a page those that wait, and of these those that are late.

    first   what waits stands first in the list: behind a row that does not wait, none does
    """
    told = [(waits(row), row) for row in rows]
    waiting = [row for does_wait, row in told if does_wait]
    ends = first and len(waiting) < len(told)
    return Tally(len(waiting), sum(map(late, waiting)), "" if ends else after)
