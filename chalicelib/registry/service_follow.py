"""What the registry derives from the stream: the heads of instruments."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from chalicelib import events
from chalicelib.registry.model import CheckSummary, number
from chalicelib.registry.service_heads import Heads
from chalicelib.store import Item

_OWN = {events.INSTRUMENT_CHANGED.mark, events.VERIFICATION_RECORDED.mark, events.LABEL_CHANGED.mark}
"""Events of items that stand in the partition of the instrument they touch."""

type Listed = Callable[[str], Iterable[str]]


@dataclass(frozen=True)
class HeadEffect:
    """Rebuilds the head of every instrument that a write touches; keys are public numbers."""

    heads: Heads
    at_site: Listed
    of_merchant: Listed
    name: str = "head"

    def touched(self, item: Item) -> Iterable[str]:
        """Numbers of the instruments whose heads follow from this item."""
        if item.event in _OWN:
            return (item.pk.removeprefix("I#"),)
        if item.event == events.CHECK_RECORDED.mark:
            return self._checked(item)
        if item.event == events.MERCHANT_CHANGED.mark:
            return self.of_merchant(item.pk.removeprefix("M#"))
        if item.event == events.SITE_CHANGED.mark:
            return self.at_site(item.pk.removeprefix("S#"))
        return ()

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        self.heads.refresh(key)

    def _checked(self, item: Item) -> Iterable[str]:
        touched = number(item.document["instrument_id"])
        check = {name: item.document[name] for name in CheckSummary.model_fields}
        self.heads.note_check(touched, CheckSummary.model_validate(check))
        return (touched,)
