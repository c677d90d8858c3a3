"""What visits ask of the office's lists: which items are published, what a plan draws for, whom to leave alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chalicelib.errors import NotFound
from chalicelib.registry.model import number
from chalicelib.registry.service_book import Stored
from chalicelib.sampling.exclusions import KeptSpared
from chalicelib.sampling.items import KeptItem
from chalicelib.sampling.plans import DrawnFor, KeptPlan


class Shelf(Protocol):
    """How items and plans are kept."""

    def item(self, item_id: str) -> Stored[KeptItem] | None: ...
    def items_coded(self, code: str) -> Iterable[KeptItem]: ...
    def plan(self, plan_id: str) -> Stored[KeptPlan] | None: ...


class WhiteList(Protocol):
    """How the white list is kept."""

    def spared_one(self, number: str) -> Stored[KeptSpared] | None: ...


@dataclass(frozen=True)
class Lists:
    """The office's lists, as they stand."""

    shelf: Shelf
    white_list: WhiteList

    def item(self, code: str, day: date) -> KeptItem | None:
        """The published item of this code that may be inspected on the local `day`."""
        return next(
            (
                one
                for one in self.shelf.items_coded(code)
                if one.state == "published" and one.may_be_inspected(day)
            ),
            None,
        )

    def drawn_for(self, plan_id: str) -> DrawnFor:
        """What the visits of a plan's draw are for. Raises NotFound."""
        stored = self.shelf.plan(plan_id)
        if stored is None:
            raise NotFound(id=plan_id)
        found = (self.shelf.item(one) for one in stored.value.items)
        return DrawnFor(tuple(item.value.code for item in found if item), stored.value.exempt)

    def is_spared(self, object_ids: Iterable[str], day: date) -> bool:
        """Whether one of these objects is on the white list on the local `day`."""
        entries = (self.white_list.spared_one(number(one)) for one in object_ids)
        return any(entry.value.covers(day) for entry in entries if entry)
