"""What the machine of files knows by itself: people, the edges of the states, what is sent, days counted by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.accounts.model import Actor, Role
from chalicelib.complaints.steps_hands import CITIZEN, SYSTEM, Taker
from chalicelib.workdays import is_workday
from tests.complaining import CITY, KEEPER, REPORT, SENIOR
from tests.office import ANNA, AUDITOR, BAO, LEADER, SUPERVISOR, actor, made

FAR = actor(70, Role.INSPECTOR, Role.SUPERVISOR, Role.LEADER, district="350206")
LEADING = actor(71, Role.LEADER, Role.INSPECTOR)
PEOPLE: tuple[Actor | Taker, ...] = (
    ANNA,
    BAO,
    LEADING,
    SUPERVISOR,
    LEADER,
    SENIOR,
    CITY,
    FAR,
    AUDITOR,
    KEEPER,
    CITIZEN,
    SYSTEM,
)
EDGES: dict[tuple[str, str], set[str]] = {
    ("received", "identity_asked"): {"inspector", "supervisor"},
    ("identity_asked", "received"): {"citizen", "inspector", "supervisor"},
    ("received", "accepted"): {"inspector", "supervisor"},
    ("identity_asked", "accepted"): {"inspector", "supervisor"},
    ("received", "refused"): {"inspector", "supervisor"},
    ("identity_asked", "refused"): {"inspector", "supervisor"},
    ("received", "closed"): {"citizen", "inspector", "supervisor"},
    ("identity_asked", "closed"): {"citizen", "inspector", "supervisor"},
    ("accepted", "mediating"): {"inspector"},
    ("accepted", "ended"): {"citizen", "inspector", "supervisor"},
    ("mediating", "ended"): {"citizen", "inspector", "supervisor"},
    ("mediating", "agreed"): {"inspector"},
    ("agreed", "performed"): {"inspector"},
    ("agreed", "unperformed"): {"inspector"},
    ("performed", "closed"): {"inspector", "supervisor"},
    ("unperformed", "closed"): {"inspector", "supervisor"},
    ("ended", "closed"): {"inspector", "supervisor"},
    ("verifying", "extended"): {"leader"},
    ("verifying", "filed"): {"leader"},
    ("extended", "filed"): {"leader"},
    ("verifying", "not_filed"): {"leader"},
    ("extended", "not_filed"): {"leader"},
    ("verifying", "merged"): {"supervisor"},
    ("extended", "merged"): {"supervisor"},
    ("verifying", "repeated"): {"supervisor"},
    ("extended", "repeated"): {"supervisor"},
    ("filed", "told"): {"inspector", "supervisor"},
    ("not_filed", "told"): {"inspector", "supervisor"},
    ("filed", "closed"): {"inspector", "supervisor"},
    ("not_filed", "closed"): {"inspector", "supervisor"},
    ("told", "closed"): {"inspector", "supervisor"},
}
"""From and to -> who alone may cause it."""
OVER = {"refused", "closed", "merged", "repeated"}
SAID: dict[str, tuple[dict[str, Any], ...]] = {
    "route": ({"unit": "350203"}, {"unit": "350206"}, {"unit": "350200"}),
    "assign": tuple({"handler": one.id} for one in (ANNA, BAO, LEADING, SUPERVISOR, FAR)),
    "refuse": ({"ground": "too_old"}, {"ground": "identity"}, {"ground": "party_gone"}),
    "end": ({"ground": "absent"}, {"ground": "expired"}, {"ground": "party_gone"}),
    "consent": tuple(
        {"of": of, "agrees": agrees, "text": "来电(演示)"}
        for of in ("reporter", "respondent")
        for agrees in (True, False)
    ),
    "recuse": tuple({"of": one.id} for one in (ANNA, BAO)),
    "resume": ({"of": "testing"}, {"of": "recusal"}),
    "withdraw": ({"why": "settled"},),
    "tell": ({"how": "page"},),
    "callback": ({"reached": False},),
    "advance": ({"amount_yuan": "20.00"},),
    "link": ({"visit": made("vis", 1)},),
    "exchange": ({"system": "12315", "number": "1", "status": "received"},),
    "outcome": ({"of": REPORT, "decision": "filed", "on": "2026-12-01"},),
    **{kind: ({"of": REPORT}, {"of": made("cmp", 8)}) for kind in ("merge", "repeat", "join")},
}
"""What is sent with a step, besides words and days."""
RARE = {
    "note",
    "link",
    "exchange",
    "supplement",
    "callback",
    "join",
    "handed",
    "police",
    "hide",
    "confirm_hiding",
    "unhide",
    "confirm_unhiding",
}
"""What any state has; `anything` tries it."""
WORDLESS = {
    *(
        "assign",
        "accept",
        "consent",
        "mediate",
        "resume",
        "withdraw",
        "callback",
        "advance",
        "link",
        "outcome",
    ),
}
"""What is sent without words."""
STARTS = (
    datetime(2026, 2, 10, 2, tzinfo=UTC),
    datetime(2026, 4, 13, 2, tzinfo=UTC),
    datetime(2026, 9, 24, 2, tzinfo=UTC),
    datetime(2026, 12, 18, 18, tzinfo=UTC),
    datetime(2027, 1, 4, 2, tzinfo=UTC),
)
"""Before Spring Festival, the new order, the October holidays, New Year, and in a year that is not announced."""
NEW_ORDER = date(2026, 4, 15)
COVERED = 2026
DAY = timedelta(days=1)


def working(start: date, count: int) -> date:
    """Counted day by day; the day of start does not count."""
    day = start
    while count:
        day += DAY
        count -= is_workday(day)
    return day


def rolled(day: date) -> date:
    while not is_workday(day):
        day += DAY
    return day
