"""The states of a commitment and the one table of what leads from one to another, by whom (process.md SM3); pure.

(sign) → signed ─consent→ published ─verify→ verified
published, verified, restored ─question→ questioned ─dismiss→ as before | ─breach→ breached
breached ─rectify→ rectifying ─restore→ restored | ─revoke→ revoked
Nothing moves a commitment but what `MOVES` lists. The system only asks (question); a person decides (breach).
"""

from dataclasses import dataclass
from typing import Literal, get_args

State = Literal[
    "signed",
    "published",
    "verified",
    "questioned",
    "breached",
    "rectifying",
    "restored",
    "revoked",
    "expired",
    "withdrawn",
]
STATES: tuple[State, ...] = get_args(State)
FINAL: frozenset[State] = frozenset({"expired", "withdrawn"})
"""States nothing leads out of."""
BROKEN: frozenset[State] = frozenset({"breached", "rectifying", "revoked"})
"""A confirmed breach stands."""

Kind = Literal[
    "consent",
    "withdraw",
    "verify",
    "question",
    "explain",
    "dismiss",
    "breach",
    "clear",
    "rectify",
    "restore",
    "revoke",
    "object",
    "uphold",
    "reject",
    "remind",
    "expire",
]
Hand = Literal["merchant", "supervisor", "leader", "system"]
"""Who takes a step: a role, or the program itself."""
BEFORE: Literal["before"] = "before"
"""The state in which the question came."""


@dataclass(frozen=True)
class Move:
    """What a step does to the state: from each of `since` to `to`; None leaves the state as it is."""

    step: Kind
    since: frozenset[State]
    to: State | Literal["before"] | None
    by: frozenset[Hand]


def _move(step: Kind, since: str, to: State | Literal["before"] | None, by: str) -> Move:
    hands: tuple[Hand, ...] = get_args(Hand)
    return Move(
        step,
        frozenset(state for state in STATES if state in since.split()),
        to,
        frozenset(hand for hand in hands if hand in by.split()),
    )


_HELD = "published verified restored"
_FOUND = "breached rectifying revoked"

MOVES: tuple[Move, ...] = (
    _move("consent", "signed", "published", "merchant"),
    _move("withdraw", f"signed {_HELD}", "withdrawn", "merchant"),
    _move("verify", "published restored", "verified", "system"),
    _move("question", _HELD, "questioned", "system"),
    _move("question", f"questioned {_FOUND}", None, "system"),
    _move("explain", "questioned", None, "merchant"),
    _move("dismiss", "questioned", BEFORE, "supervisor leader"),
    _move("breach", "questioned", "breached", "supervisor leader"),
    _move("clear", "questioned", BEFORE, "system"),
    _move("clear", _FOUND, "restored", "system"),
    _move("rectify", "breached", "rectifying", "merchant"),
    _move("restore", "rectifying", "restored", "supervisor leader"),
    _move("revoke", "breached rectifying", "revoked", "supervisor leader"),
    _move("object", _FOUND, None, "merchant"),
    _move("uphold", _FOUND, "restored", "leader"),
    _move("reject", _FOUND, None, "leader"),
    _move("remind", f"signed {_HELD}", None, "system"),
    _move("expire", f"signed {_HELD} {_FOUND}", "expired", "system"),
)
_BY_PLACE = {(state, move.step): move for move in MOVES for state in move.since}


def move_of(state: State, step: Kind) -> Move | None:
    """The move of a step in a state; None where there is none."""
    return _BY_PLACE.get((state, step))


def steps_for(state: State, hands: frozenset[Hand]) -> tuple[Kind, ...]:
    """The steps these hands may take in a state, in the order of the table."""
    return tuple(move.step for move in MOVES if state in move.since and move.by & hands)
