"""Following the main table's stream: what is derived from a write is refreshed here, again and again if need be.

Records come at least once and in no promised order across keys; every effect is a rebuild from the sources, or a
write that is one write however often it comes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib import logs
from chalicelib.store import Item
from chalicelib.store_dynamo import item_of


class Effect(Protocol):
    """One thing that follows from writes: `touched` tells what to refresh, `refresh` does it, once per batch."""

    @property
    def name(self) -> str:
        """Names the effect in logs."""

    def touched(self, item: Item) -> Iterable[str]:
        """Keys of what follows from this item; a key is whatever `refresh` understands."""

    def refresh(self, key: str) -> None:
        """Bring what stands under this key to its sources; repeating it changes nothing."""


@dataclass(frozen=True)
class Follower:
    """The consumer of the main table's stream."""

    effects: Sequence[Effect]

    def consume(self, records: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """Refresh what these records touch; answers those that must come again (partial batch response)."""
        waiting: dict[tuple[int, str], set[str]] = defaultdict(set)
        failed: list[str] = []
        for record in records:
            place = str(record["dynamodb"]["SequenceNumber"])
            try:
                for order, key in self._touched(record):
                    waiting[order, key].add(place)
            except Exception:  # noqa: BLE001 - the per-message edge: one bad record must not stop the others
                logs.logger().exception("record not followed", extra={"item": place})
                failed.append(place)
        for (order, key), places in waiting.items():
            effect = self.effects[order]
            try:
                effect.refresh(key)
            except Exception:  # noqa: BLE001 - the per-message edge
                logs.logger().exception(f"{effect.name} not refreshed", extra={"item": key})
                failed.extend(places)
        return {"batchItemFailures": [{"itemIdentifier": place} for place in sorted(set(failed))]}

    def _touched(self, record: Mapping[str, Any]) -> Iterable[tuple[int, str]]:
        image = record["dynamodb"].get("NewImage")
        if image is None:
            return
        item = item_of(image)
        for order, effect in enumerate(self.effects):
            for key in effect.touched(item):
                yield order, key
