"""What taking a file out of the public counts, and back into them, changes; pure. Each needs two persons."""

from typing import Any

from chalicelib.complaints.model import Hiding, Lifting
from chalicelib.complaints.steps_hands import Asking


def hide(asking: Asking) -> dict[str, Any]:
    """Asked for by one person."""
    return {"hidden": Hiding(by=asking.taker.by, at=asking.at, text=asking.sent.text)}


def confirm_hiding(asking: Asking) -> dict[str, Any]:
    """In force by another."""
    told = {"confirmed_by": asking.taker.by, "confirmed_at": asking.at}
    return {"hidden": asking.file.hidden.model_copy(update=told) if asking.file.hidden else None}


def unhide(asking: Asking) -> dict[str, Any]:
    """What is hidden another person counts again; what was only asked for is declined."""
    hidden = asking.file.hidden
    if hidden is None or hidden.confirmed_at is None:
        return {"hidden": None}
    lifting = Lifting(by=asking.taker.by, at=asking.at, text=asking.sent.text)
    return {"hidden": hidden.model_copy(update={"lifting": lifting})}


def confirm_unhiding(_: Asking) -> dict[str, Any]:
    """Counted again, by another person than the one who asked."""
    return {"hidden": None}
