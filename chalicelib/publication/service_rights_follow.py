"""What inspection's events bring to entries: reviewed results, accepted corrections, orders as they are rectified."""

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib import events
from chalicelib.publication.results import Order, Reviewed
from chalicelib.publication.service_rights import Rights
from chalicelib.store import Item, canonical


@dataclass(frozen=True)
class RightsEffect:
    """Only what somebody else reviewed enters the rights clock: no check, no finding and no verdict does by itself.

    A key is the mark, the version and the document. A visit from before it told whom it concerns makes no entry.
    """

    rights: Rights
    name: str = "rights"

    def touched(self, item: Item) -> Iterable[str]:
        """See follow.Effect."""
        told = item.document
        is_result = item.event in {events.VISIT_REVIEWED.mark, events.VISIT_CORRECTED.mark}
        if (is_result and told.get("concerned")) or item.event == events.RECTIFICATION_CHANGED.mark:
            return (f"{item.event} {item.v} {canonical(told)}",)
        return ()

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        mark, version, told = key.split(" ", 2)
        if mark == events.RECTIFICATION_CHANGED.mark:
            self.rights.ordered(Order.model_validate_json(told), int(version))
        elif mark == events.VISIT_REVIEWED.mark:
            self.rights.reviewed(Reviewed.model_validate_json(told))
        else:
            self.rights.corrected(Reviewed.model_validate_json(told))
