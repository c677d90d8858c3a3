"""What visits come to, brought to the files that sent for them: through inspection's events alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chalicelib import events, ids
from chalicelib.complaints.service_steps import Procedure
from chalicelib.complaints.steps import NewStep
from chalicelib.complaints.steps_hands import SYSTEM
from chalicelib.errors import NotFound
from chalicelib.store import Item, canonical

_FOLLOWED = {
    events.VISIT_APPROVED.mark,
    events.VISIT_ENDED.mark,
    events.VISIT_REVIEWED.mark,
    events.FINDING_CONFIRMED.mark,
}


@dataclass(frozen=True)
class VisitEffect:
    """Links a visit, how it ended, its result and its findings to the file it was planned for.

    Keys are the complaint and what is linked; the step's id follows from both, so it is taken once.
    """

    procedure: Procedure
    name: str = "complaint-visit"

    def touched(self, item: Item) -> Iterable[str]:
        """The link of a visit's event that names a complaint of ours."""
        if item.event not in _FOLLOWED or not ids.matches(
            "complaint", str(item.document.get("complaint", ""))
        ):
            return ()
        told = item.document
        if item.event == events.FINDING_CONFIRMED.mark:
            link: dict[str, Any] = {"finding": told["id"]}
        else:
            said = {name: told[name] for name in ("outcome", "day", "codes") if name in told}
            link = {"visit": told["visit_id"], **said}
        return (f"{told['complaint']} {canonical(link)}",)

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        complaint, _, link = key.partition(" ")
        new = NewStep.model_validate_json(f'{{"kind":"link",{link[1:]}')
        try:
            self.procedure.take(complaint, ids.derived("step", key), new, SYSTEM, lambda *_: None)
        except NotFound:
            return  # the paper file of another system
