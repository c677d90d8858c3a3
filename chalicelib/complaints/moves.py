"""The states of a file and the one table of what leads from one to another, by whom (process.md SM4); pure.

complaint: received ⇄ identity_asked → accepted | refused; accepted → mediating → agreed | ended;
           agreed → performed | unperformed → closed; ended → closed (told); withdrawn before acceptance: closed
report:    verifying → extended → filed | not_filed → told → closed; or merged, repeated
Nothing moves a file but what `MOVES` lists; what a step needs besides stands in steps_taking.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from chalicelib.accounts.model import Role

FileKind = Literal["complaint", "report"]
State = Literal[
    "received",
    "identity_asked",
    "accepted",
    "refused",
    "mediating",
    "agreed",
    "ended",
    "performed",
    "unperformed",
    "verifying",
    "extended",
    "filed",
    "not_filed",
    "told",
    "merged",
    "repeated",
    "closed",
]
STATES: tuple[State, ...] = get_args(State)
FINAL: frozenset[State] = frozenset({"refused", "merged", "repeated", "closed"})
"""States nothing leads out of."""
FIRST: dict[FileKind, State] = {"complaint": "received", "report": "verifying"}
STATES_OF: dict[FileKind, tuple[State, ...]] = {
    "complaint": (*STATES[:9], "closed"),
    "report": STATES[9:],
}

Kind = Literal[
    "route",
    "return",
    "assign",
    "ask_identity",
    "identify",
    "accept",
    "refuse",
    "consent",
    "mediate",
    "recuse",
    "pause_testing",
    "resume",
    "offer",
    "agree",
    "end",
    "withdraw",
    "performed",
    "unperformed",
    "advance",
    "clue",
    "extend",
    "file",
    "not_file",
    "tell",
    "outcome",
    "merge",
    "repeat",
    "join",
    "police",
    "handed",
    "ask",
    "answer",
    "supplement",
    "callback",
    "link",
    "note",
    "exchange",
    "hide",
    "confirm_hiding",
    "unhide",
    "confirm_unhiding",
    "close",
]
Hand = Literal["inspector", "supervisor", "leader", "merchant", "citizen", "system"]
"""Who takes a step: a role, the person who handed the file in (by its following secret), or the program itself."""

HANDLER: Hand = "inspector"
_DESK: frozenset[Hand] = frozenset({"inspector", "supervisor"})
_SUPERVISOR: frozenset[Hand] = frozenset({"supervisor"})
_LEADER: frozenset[Hand] = frozenset({"leader"})
_ONLY_HANDLER: frozenset[Hand] = frozenset({HANDLER})
_CITIZEN: frozenset[Hand] = frozenset({"citizen"})
_MERCHANT: frozenset[Hand] = frozenset({"merchant"})
_SYSTEM: frozenset[Hand] = frozenset({"system"})


@dataclass(frozen=True)
class Move:
    """What a step does to the state: from each of `since` to `to`; None leaves the state as it is."""

    step: Kind
    since: frozenset[State]
    to: State | None
    by: frozenset[Hand]


def _move(step: Kind, since: str, to: State | None, by: frozenset[Hand]) -> Move:
    states = frozenset(state for state in STATES if state in since.split())
    return Move(step, states, to, by)


_ANY = " ".join(STATES)
_NEW = "received identity_asked"
_CHECKING = "verifying extended"
_DECIDED = "filed not_filed"
_OPEN = " ".join(state for state in STATES if state not in FINAL)
_TRYING = "accepted mediating"
_AFTER = "agreed performed unperformed"

MOVES: tuple[Move, ...] = (
    _move("route", f"{_NEW} {_CHECKING}", None, _SUPERVISOR),
    _move("return", f"{_NEW} {_CHECKING}", None, _DESK),
    _move("assign", _OPEN, None, _DESK),
    _move("ask_identity", "received", "identity_asked", _DESK),
    _move("ask_identity", _CHECKING, None, _DESK),
    _move("identify", "identity_asked", "received", _CITIZEN | _DESK),
    _move("identify", _CHECKING, None, _CITIZEN | _DESK),
    _move("accept", _NEW, "accepted", _DESK),
    _move("refuse", _NEW, "refused", _DESK),
    _move("consent", f"{_NEW} {_TRYING}", None, _CITIZEN | _MERCHANT | _DESK),
    _move("mediate", "accepted", "mediating", _ONLY_HANDLER),
    _move("recuse", f"{_TRYING} {_CHECKING}", None, _DESK),
    _move("pause_testing", _TRYING, None, _ONLY_HANDLER),
    _move("resume", f"{_TRYING} {_CHECKING}", None, _DESK),
    _move("offer", _TRYING, None, _MERCHANT),
    _move("agree", "mediating", "agreed", _ONLY_HANDLER),
    _move("end", _TRYING, "ended", _DESK),
    _move("withdraw", _NEW, "closed", _CITIZEN | _DESK),
    _move("withdraw", _TRYING, "ended", _CITIZEN | _DESK),
    _move("performed", "agreed", "performed", _ONLY_HANDLER),
    _move("unperformed", "agreed", "unperformed", _ONLY_HANDLER),
    _move("advance", f"{_TRYING} {_AFTER} ended", None, _DESK),
    _move("clue", f"{_NEW} {_TRYING} {_AFTER} ended", None, _ONLY_HANDLER),
    _move("extend", "verifying", "extended", _LEADER),
    _move("file", _CHECKING, "filed", _LEADER),
    _move("not_file", _CHECKING, "not_filed", _LEADER),
    _move("tell", _DECIDED, "told", _DESK),
    _move("tell", "ended", "closed", _DESK),
    _move("tell", "merged repeated", None, _DESK),
    _move("outcome", "merged", None, _SYSTEM),
    _move("merge", _CHECKING, "merged", _SUPERVISOR),
    _move("repeat", _CHECKING, "repeated", _SUPERVISOR),
    _move("join", _OPEN, None, _SUPERVISOR),
    _move("police", _OPEN, None, _LEADER),
    _move("handed", _ANY, None, _DESK),
    _move("ask", f"{_TRYING} {_CHECKING} {_AFTER}", None, _ONLY_HANDLER),
    _move("answer", f"{_TRYING} {_CHECKING} {_AFTER}", None, _MERCHANT),
    _move("supplement", _OPEN, None, _CITIZEN | _DESK),
    _move("callback", f"{_AFTER} {_DECIDED} ended told closed", None, _DESK),
    _move("link", _ANY, None, _DESK | _SYSTEM),
    _move("note", _ANY, None, _DESK | _LEADER),
    _move("exchange", _ANY, None, _SYSTEM),
    _move("hide", _ANY, None, _SUPERVISOR),
    _move("confirm_hiding", _ANY, None, _LEADER),
    _move("unhide", _ANY, None, _SUPERVISOR | _LEADER),
    _move("confirm_unhiding", _ANY, None, _LEADER),
    _move("close", "performed unperformed told", "closed", _DESK),
    _move("close", _DECIDED, "closed", _DESK),
)
"""Every step there is. `close` from a decision is only for whom nobody has to be told: anonymous reports."""


def move(step: str, state: State) -> Move | None:
    """What a step does in this state; None when there is no such step there."""
    return next((one for one in MOVES if one.step == step and state in one.since), None)


def hands(roles: frozenset[Role]) -> frozenset[Hand]:
    """As whom an account with these roles may take steps."""
    named: tuple[Hand, ...] = ("inspector", "supervisor", "leader", "merchant")
    return frozenset(one for one in named if Role(one) in roles)
