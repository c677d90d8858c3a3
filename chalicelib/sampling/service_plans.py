"""Items and plans: writing, approving and publishing, by different people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from pydantic import BaseModel

from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, local_day, stamp
from chalicelib.errors import IdTaken, NotFound, Problem, VersionStale
from chalicelib.registry.service_book import Changed, Listing, Stored, content_of
from chalicelib.sampling.exclusions import ExemptReasons
from chalicelib.sampling.items import Item, KeptItem
from chalicelib.sampling.plans import KeptPlan, Plan
from chalicelib.sampling.problems import (
    AboveCeiling,
    ForLaterPlans,
    ItemNotPublished,
    ItemSettled,
    NotExempt,
    NotYourDistrict,
    OtherObjects,
    PlanSettled,
    RandomnessPast,
    SamePerson,
    WrongState,
)
from chalicelib.sampling.proposals import Proposal
from chalicelib.store import digest

_ATTEMPTS = 5


class Shelf(Protocol):
    """How items and plans are kept; writes raise Changed when another version than `seen` stands there."""

    def item(self, item_id: str) -> Stored[KeptItem] | None: ...
    def put_item(self, item: KeptItem, content: str, seen: int) -> None: ...
    def items(self, after: str, limit: int) -> Listing: ...
    def plan(self, plan_id: str) -> Stored[KeptPlan] | None: ...
    def put_plan(self, plan: KeptPlan, content: str, seen: int) -> None: ...
    def plans(self, year: int, after: str, limit: int) -> Listing: ...


@dataclass(frozen=True)
class Plans:
    """The published list of items, and the plans that draw by it."""

    shelf: Shelf
    clock: Clock

    def item(self, item_id: str) -> Stored[KeptItem]:
        """The item. Raises NotFound."""
        return _found(self.shelf.item(item_id), item_id)

    def plan(self, plan_id: str) -> Stored[KeptPlan]:
        """The plan. Raises NotFound."""
        return _found(self.shelf.plan(plan_id), plan_id)

    def put_item(self, actor: Actor, item_id: str, item: Item, seen: int | None) -> tuple[int, bool]:
        """Write or change an item; answers its version and whether it is new. Raises ItemSettled once published."""
        kept = KeptItem(**dict(item), id=item_id, written_by=actor.id)
        return _put(
            item_id,
            content_of(item),
            seen,
            lambda: self.shelf.item(item_id),
            lambda content, at: self.shelf.put_item(kept, content, at),
            ItemSettled,
        )

    def publish_item(self, actor: Actor, item_id: str) -> KeptItem:
        """Put an item on the public list; again is the same. Raises SamePerson."""

        def published(item: KeptItem) -> KeptItem:
            if item.state == "published":
                return item
            if item.written_by == actor.id:
                raise SamePerson
            told = {"state": "published", "published_by": actor.id, "published_at": stamp(self.clock())}
            return item.model_copy(update=told)

        return _moved(lambda: self.item(item_id), self.shelf.put_item, published)

    def end_item(self, item_id: str, until: date) -> KeptItem:
        """Say from which day on a published item is not inspected; until then the day may be moved.

        Raises NotFound, also for a draft; EndsTooSoon, ItemSettled.
        """

        def ended(item: KeptItem) -> KeptItem:
            if item.state != "published":
                raise NotFound(id=item_id)
            return item if item.until == until else item.ended(until, self.today())

        return _moved(lambda: self.item(item_id), self.shelf.put_item, ended)

    def put_plan(self, actor: Actor, plan_id: str, plan: Plan, seen: int | None) -> tuple[int, bool]:
        """Write or change a draft; answers its version and whether it is new.

        Raises NotYourDistrict, ItemNotPublished, OtherObjects, AboveCeiling, NotExempt, RandomnessPast, PlanSettled.
        """
        content = digest(plan.model_dump(mode="json", by_alias=True, exclude_none=True))
        standing = self.shelf.plan(plan_id)
        is_repeat = seen is None and standing is not None and standing.content == content
        if not is_repeat:
            self._check(actor, plan)
        drafted_by = standing.value.drafted_by if standing else actor.id
        kept = KeptPlan(**dict(plan), id=plan_id, drafted_by=drafted_by)
        return _put(
            plan_id,
            content,
            seen,
            lambda: self.shelf.plan(plan_id),
            lambda content, at: self.shelf.put_plan(kept, content, at),
            PlanSettled,
        )

    def approve(self, actor: Actor, plan_id: str) -> KeptPlan:
        """A leader approves a draft; again is the same approval. Raises SamePerson, NotYourDistrict, WrongState."""

        def approved(plan: KeptPlan) -> KeptPlan:
            if plan.state == "approved" and plan.approved_by == actor.id:
                return plan
            _expect(plan, "draft")
            if actor.id == plan.drafted_by:
                raise SamePerson
            if not reaches(actor, plan):
                raise NotYourDistrict
            self._check_future(plan)
            at = stamp(self.clock())
            return plan.model_copy(update={"state": "approved", "approved_by": actor.id, "approved_at": at})

        return _moved(lambda: self.plan(plan_id), self.shelf.put_plan, approved)

    def publish(self, actor: Actor, plan_id: str) -> KeptPlan:
        """A publisher makes an approved plan public and fixes its digest. Raises SamePerson, WrongState."""

        def published(plan: KeptPlan) -> KeptPlan:
            if plan.state == "published" and plan.published_by == actor.id:
                return plan
            _expect(plan, "approved")
            if actor.id in {plan.drafted_by, plan.approved_by}:
                raise SamePerson
            self._check_future(plan)
            told = {"state": "published", "published_by": actor.id, "published_at": stamp(self.clock())}
            return plan.model_copy(update={**told, "digest": digest(public_form(plan))})

        return _moved(lambda: self.plan(plan_id), self.shelf.put_plan, published)

    def weigh(
        self, actor: Actor, plan_id: str, proposal: Proposal, known: Callable[[str], Proposal | None]
    ) -> KeptPlan:
        """Take proposed weights into a draft; again is the same, and another quarter's replace those taken before.

        Raises NotFound, NotYourDistrict, PlanSettled, ForLaterPlans.
        """

        def weighed(plan: KeptPlan) -> KeptPlan:
            if plan.state != "draft":
                raise PlanSettled
            if not reaches(actor, plan):
                raise NotYourDistrict
            if plan.from_ <= proposal.last:
                raise ForLaterPlans(last=proposal.last)
            given = tuple(one for one in proposal.weights if plan.scope.fits(one.districts[0], one.venues[0]))
            earlier = known(plan.weights_from) if plan.weights_from else None
            before = {*given, *(earlier.weights if earlier else ())}
            own = (one for one in plan.weights if one not in before)
            return plan.model_copy(update={"weights": (*given, *own), "weights_from": proposal.quarter})

        return _moved(lambda: self.plan(plan_id), self.shelf.put_plan, weighed)

    def _check(self, actor: Actor, plan: Plan) -> None:
        if not reaches(actor, plan):
            raise NotYourDistrict
        self._check_future(plan)
        if plan.exempt and not ExemptReasons.on(plan.from_).has(plan.exempt):
            raise NotExempt(reason=plan.exempt)
        for item_id in plan.items:
            stored = self.shelf.item(item_id)
            if stored is None or not _covers(stored.value, plan.from_, plan.until):
                raise ItemNotPublished(item=item_id)
            item = stored.value
            if item.objects != plan.scope.objects:
                raise OtherObjects(item=item.code)
            for one in plan.strata:
                if one.ratio and item.ratio_ceiling and one.ratio.exceeds(item.ratio_ceiling):
                    raise AboveCeiling(stratum=one.name, item=item.code)

    def _check_future(self, plan: Plan) -> None:
        if plan.last_freeze() <= self.clock():
            raise RandomnessPast

    def today(self) -> date:
        """The local day."""
        return local_day(self.clock())


def public_form(plan: KeptPlan) -> dict[str, Any]:
    """What is published of a plan: all of it but who drafted and approved it."""
    public = {*Plan.model_fields, "weights_from"}
    told = plan.model_dump(mode="json", by_alias=True, exclude_none=True, include=public)
    return {"id": plan.id, **told}


def _covers(item: KeptItem, first: date, last: date) -> bool:
    return item.state == "published" and item.may_be_inspected(first) and item.may_be_inspected(last)


def reaches(actor: Actor, plan: Plan) -> bool:
    """Whether the actor works in every district of the plan; a plan without districts is the whole city's."""
    if not actor.districts:
        return True
    return bool(plan.scope.districts) and all(actor.works_in(one) for one in plan.scope.districts)


def _expect(plan: KeptPlan, state: str) -> None:
    if plan.state != state:
        raise WrongState(state=plan.state)


def _found[T](stored: T | None, document_id: str) -> T:
    if stored is None:
        raise NotFound(id=document_id)
    return stored


def _moved[K: BaseModel](
    read: Callable[[], Stored[K]], write: Callable[[K, str, int], None], change: Callable[[K], K]
) -> K:
    """The document after the change; one that changes nothing is not written. Raises VersionStale."""
    for _ in range(_ATTEMPTS):
        stored = read()
        moved = change(stored.value)
        if moved == stored.value:
            return moved
        try:
            write(moved, stored.content, stored.version)
        except Changed:
            continue
        return moved
    raise VersionStale


def _put(
    document_id: str,
    content: str,
    seen: int | None,
    read: Callable[[], Stored[Any] | None],
    write: Callable[[str, int], None],
    settled: type[Problem],
) -> tuple[int, bool]:
    """Create, repeat or change a draft under the version that was read."""
    standing = read()
    if seen is None and standing is not None:
        if standing.content != content:
            raise IdTaken(id=document_id)
        return standing.version, False
    if seen is not None:
        if standing is None:
            raise NotFound(id=document_id)
        if standing.value.state != "draft":
            raise settled
    try:
        write(content, seen or 0)
    except Changed:
        if seen is None:
            return _put(document_id, content, None, read, write, settled)
        raise VersionStale from None
    return (seen or 0) + 1, seen is None
