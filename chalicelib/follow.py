"""Following the main table's stream: what is derived from a write is refreshed here, again and again if need be.

Records come at least once and in no promised order across keys; every effect is a rebuild from the sources.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib import events, logs
from chalicelib.registry.model import CheckSummary, number
from chalicelib.registry.service_heads import Heads
from chalicelib.store import Item, from_stream

_OWN = {events.INSTRUMENT_CHANGED.mark, events.VERIFICATION_RECORDED.mark, events.LABEL_CHANGED.mark}
"""Events of items that stand in the partition of the instrument they touch."""

type Listed = Callable[[str], Iterable[str]]


@dataclass(frozen=True)
class Follower:
    """The consumer of the main table's stream."""

    heads: Heads
    at_site: Listed
    of_merchant: Listed

    def consume(self, records: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """Refresh what these records touch; answers those that must come again (partial batch response)."""
        waiting: dict[str, set[str]] = defaultdict(set)
        failed: list[str] = []
        for record in records:
            place = str(record["dynamodb"]["SequenceNumber"])
            try:
                for touched in self._touched(record):
                    waiting[touched].add(place)
            except Exception:  # noqa: BLE001 - the per-message edge: one bad record must not stop the others
                logs.logger().exception("record not followed", extra={"item": place})
                failed.append(place)
        for touched, places in waiting.items():
            try:
                self.heads.refresh(touched)
            except Exception:  # noqa: BLE001 - the per-message edge
                logs.logger().exception("head not refreshed", extra={"item": touched})
                failed.extend(places)
        return {"batchItemFailures": [{"itemIdentifier": place} for place in sorted(set(failed))]}

    def _touched(self, record: Mapping[str, Any]) -> Iterable[str]:
        """Numbers of the instruments whose heads follow from this record."""
        image = record["dynamodb"].get("NewImage")
        if image is None:
            return ()
        item = from_stream(image)
        if item.event in _OWN:
            return (item.pk.removeprefix("I#"),)
        if item.event == events.CHECK_RECORDED.mark:
            return self._checked(item)
        if item.event == events.MERCHANT_CHANGED.mark:
            return self.of_merchant(item.pk.removeprefix("M#"))
        if item.event == events.SITE_CHANGED.mark:
            return self.at_site(item.pk.removeprefix("S#"))
        return ()

    def _checked(self, item: Item) -> Iterable[str]:
        touched = number(item.document["instrument_id"])
        check = {name: item.document[name] for name in CheckSummary.model_fields}
        self.heads.note_check(touched, CheckSummary.model_validate(check))
        return (touched,)
