"""What deciding a report, and naming another file of the same facts, changes; pure."""

from typing import Any

from chalicelib.complaints.problems import OtherFile
from chalicelib.complaints.steps import Same
from chalicelib.complaints.steps_hands import Asking


def decide(asking: Asking) -> dict[str, Any]:
    """Whether a case is filed."""
    decision = "filed" if asking.sent.kind == "file" else "not_filed"
    return {"decision": decision, "decided_on": asking.today, "identity_due": None, "answer_due": None}


def outcome(asking: Asking) -> dict[str, Any]:
    """The file that this one was merged into was decided: a named reporter must be told."""
    return {"owed": "telling" if asking.file.real_name and asking.file.erased_at is None else None}


def tell(_: Asking) -> dict[str, Any]:
    """Whoever was owed it knows."""
    return {"owed": None}


def same(asking: Asking) -> dict[str, Any]:
    """Of a named report that is merged or repeats another, the outcome is owed."""
    sent: Same = asking.sent
    if sent.of == asking.file.id:
        raise OtherFile
    owed = {"merge": "outcome", "repeat": "telling"}.get(sent.kind) if asking.file.real_name else None
    return {{"join": "joined", "merge": "merged_into", "repeat": "repeats"}[sent.kind]: sent.of, "owed": owed}
