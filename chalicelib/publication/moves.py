"""The states of an entry and the one table of what leads from one to another, by whom (process.md SM3, SM6, SM7); pure.

recorded → reviewed → notified → due → published ⇄ contested → expired | repaired | withdrawn
A result enters «reviewed»: its review was somebody else's. What the terms do not let publish is kept, never shown.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from chalicelib.accounts.model import Role

State = Literal[
    "recorded",
    "dropped",
    "reviewed",
    "kept",
    "notified",
    "due",
    "published",
    "contested",
    "withdrawn",
    "expired",
    "repaired",
]
STATES: tuple[State, ...] = get_args(State)
SHOWN: frozenset[State] = frozenset({"published", "contested"})
FINAL: frozenset[State] = frozenset({"dropped", "kept", "withdrawn", "expired", "repaired"})
Step = Literal[
    "record",
    "confirm",
    "drop",
    "keep",
    "notify",
    "lapse",
    "publish",
    "reply",
    "show_reply",
    "object",
    "reject",
    "uphold",
    "correct",
    "reopen",
    "order",
    "rectify",
    "annul",
    "withdraw",
    "hand_over",
    "apply",
    "repair",
    "refuse",
    "expire",
]
Hand = Literal["publisher", "leader", "reviewer", "merchant", "system"]
_PUBLISHER: frozenset[Hand] = frozenset({"publisher"})
_SECOND: frozenset[Hand] = frozenset({"publisher", "leader"})
_LEADER: frozenset[Hand] = frozenset({"leader"})
_DECIDER: frozenset[Hand] = frozenset({"leader", "reviewer"})
_MERCHANT: frozenset[Hand] = frozenset({"merchant"})
_SYSTEM: frozenset[Hand] = frozenset({"system"})


@dataclass(frozen=True)
class Move:
    """What a step does: from each of `since` to `to` (None: the state stays), by one of these hands."""

    step: Step
    since: frozenset[State]
    to: State | None
    by: frozenset[Hand]


def _move(step: Step, since: str, to: State | None, by: frozenset[Hand]) -> Move:
    return Move(step, frozenset(state for state in STATES if state in since.split()), to, by)


_TOLD = "notified due"
_SHOWN = "published contested"
_OPEN = f"recorded reviewed {_TOLD} {_SHOWN}"

MOVES: tuple[Move, ...] = (
    _move("confirm", "recorded", "reviewed", _SECOND),
    _move("drop", "recorded", "dropped", _SECOND),
    _move("keep", "reviewed", "kept", _SYSTEM),
    _move("notify", "reviewed", "notified", _SYSTEM),
    _move("lapse", "notified", "due", _SYSTEM),
    _move("publish", "due", "published", _PUBLISHER | _SYSTEM),
    _move("reply", f"{_TOLD} {_SHOWN}", None, _MERCHANT),
    _move("show_reply", _SHOWN, None, _PUBLISHER),
    _move("object", _TOLD, None, _MERCHANT),
    _move("object", "published", "contested", _MERCHANT),
    _move("reject", _TOLD, None, _DECIDER),
    _move("reject", "contested", "published", _DECIDER),
    _move("uphold", f"{_TOLD} contested", "withdrawn", _DECIDER),
    _move("correct", f"reviewed {_TOLD} {_SHOWN}", None, _SYSTEM),
    _move("reopen", f"reviewed {_TOLD} {_SHOWN}", "reviewed", _SYSTEM),
    _move("order", f"reviewed {_TOLD} {_SHOWN}", None, _SYSTEM),
    _move("rectify", f"reviewed {_TOLD} {_SHOWN}", None, _SYSTEM),
    _move("annul", _OPEN, None, _PUBLISHER),
    _move("withdraw", _OPEN, "withdrawn", _LEADER),
    _move("hand_over", f"reviewed {_TOLD} {_SHOWN}", None, _PUBLISHER),
    _move("apply", "published", None, _MERCHANT),
    _move("repair", "published", "repaired", _DECIDER),
    _move("refuse", "published", None, _DECIDER),
    _move("expire", _SHOWN, "expired", _SYSTEM),
)
"""Every step there is, besides the entry's record. `annul` proposes what a leader confirms by `withdraw`; `order` notes
an order to rectify, and `rectify` that with it all of them were found done, or are no longer; `hand_over` notes the day
the credit exchange got it."""

TOLD: dict[Step, str] = {
    "publish": "published",
    "show_reply": "replied",
    "rectify": "amended",
    "object": "contested",
    "reject": "decided",
    "correct": "corrected",
    "uphold": "withdrawn",
    "withdraw": "withdrawn",
    "reopen": "withdrawn",
    "expire": "expired",
    "repair": "repaired",
}
"""A step of something shown that the public is told -> the word for it."""


def move(step: Step, state: State) -> Move | None:
    """What a step does in this state; None when there is no such step there."""
    return next((one for one in MOVES if one.step == step and state in one.since), None)


def hands(roles: frozenset[Role]) -> frozenset[Hand]:
    """As whom an account with these roles may take steps."""
    named: tuple[Hand, ...] = ("publisher", "leader", "reviewer", "merchant")
    return frozenset(one for one in named if Role(one) in roles)
