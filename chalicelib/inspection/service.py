"""Planning and approving visits, and recording checks in them; every refusal by rule is kept as an attempt."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib import ids, logs
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock
from chalicelib.errors import Fault, IdTaken, NotFound, Sentence, VersionStale
from chalicelib.inspection import rules
from chalicelib.inspection.caps import AboveCap, Ceiling, Rules, owner
from chalicelib.inspection.checks import Attempt, Check, NewCheck, Reason, kept_model
from chalicelib.inspection.identification import inspection_code
from chalicelib.inspection.judging import kept
from chalicelib.inspection.listed import finding
from chalicelib.inspection.model import Visit
from chalicelib.inspection.plan import Item, Plan
from chalicelib.inspection.problems import (
    ItemNotListed,
    LeftAlone,
    NotAnOfficer,
    NotAsDrawn,
    NotYourDistrict,
    Settled,
)
from chalicelib.inspection.service_book import (
    Changed,
    Drawn,
    File,
    Judge,
    Lists,
    People,
    Places,
    Records,
    Rows,
    Stored,
    Write,
)
from chalicelib.inspection.service_steps import take
from chalicelib.inspection.sources import CLASSES, ReasonClass
from chalicelib.registry.problems import NoInstrument
from chalicelib.store import digest

READERS = (Role.REVIEWER, Role.SUPERVISOR, Role.LEADER, Role.AUDITOR)
"""Who reads other people's visits, in their districts."""


@dataclass(frozen=True)
class Inspection:
    """Visits and checks.

    places, people, drawn, lists  asked when a visit is planned; made on first use, because checks need none of them
    caps                          the annual cap             entropy   random bytes, for inspection codes
    """

    records: Records
    places: Callable[[], Places]
    people: Callable[[], People]
    drawn: Callable[[], Drawn]
    lists: Callable[[], Lists]
    judge: Judge
    clock: Clock
    caps: Rules
    entropy: Callable[[int], bytes]

    def put_visit(
        self, actor: Actor, visit_id: str, plan: Plan, seen: int | None
    ) -> tuple[Stored[Visit], bool]:
        """Plan (`seen` None) or change a visit that is not approved yet; answers it and whether it is new.

        What was said already is answered as it stands, also with the version that it was said of.
        """
        content = digest(plan.model_dump(mode="json", exclude_none=True))
        standing = self.records.visit(visit_id)
        is_repeat = (
            standing is not None and standing.content == content and seen not in {None, standing.version}
        )
        if standing is not None and (seen is None or is_repeat):
            return _repeated(standing, content), False
        if seen is not None:
            if standing is None:
                raise NotFound(id=visit_id)
            if standing.version != seen:
                raise VersionStale
            if standing.value.state != "planned":
                raise Settled
        visit = self._planned(actor, visit_id, plan)
        left = sorted(set(standing.value.officers) - set(plan.officers)) if standing else ()
        try:
            self.records.write_visit(Write(visit, content, seen or 0, left))
        except Changed:
            standing = self.records.visit(visit_id)
            if standing is None:
                raise
            if seen is not None and standing.content != content:
                raise VersionStale from None
            return _repeated(standing, content), False
        return Stored(visit, (seen or 0) + 1, content), seen is None

    def _planned(self, actor: Actor, visit_id: str, plan: Plan) -> Visit:
        exempt = self._exempt_as_drawn(visit_id, plan)
        places = self.places()
        site = places.site(plan.site_id).value if plan.site_id else None
        place = site or places.merchant(plan.place_id).value
        if not actor.works_in(place.district):
            raise NotYourDistrict
        wrong = [n for n, officer in enumerate(plan.officers) if not self._inspects(officer, place.district)]
        if wrong:
            words = Sentence(NotAnOfficer.zh, NotAnOfficer.en)
            raise NotAnOfficer(faults=tuple(Fault(f"/officers/{n}", NotAnOfficer.code, words) for n in wrong))
        visit = Visit(
            **dict(plan),
            id=visit_id,
            place_name=place.name,
            district=place.district,
            planned_by=actor.id,
            exempt=exempt,
            owner=owner(site.organiser_id if site else None, plan.place_id),
            site_place=site and site.place,
        )
        item = self._check_lists(visit)
        self._check_cap(visit)
        return visit.model_copy(update={"item": item})

    def _exempt_as_drawn(self, visit_id: str, plan: Plan) -> ReasonClass | None:
        if plan.assignment is None:
            return None
        drawn = self.drawn().assignment(plan.assignment.plan, plan.assignment.order)
        drawn.check_goes_on()
        drawn_for = self.lists().drawn_for(plan.assignment.plan)
        if not plan.is_as_drawn(visit_id, drawn) or plan.item.code not in drawn_for.items:
            raise NotAsDrawn
        return CLASSES[drawn_for.exempt] if drawn_for.exempt else None

    def _check_lists(self, visit: Visit) -> Item:
        """The item as the published list has it.

        Pools leave the white list out: whoever was drawn was not on it then, and is visited.
        """
        lists, day = self.lists(), visit.planned_on
        item = lists.item(visit.item.code, day)
        if item is None:
            raise ItemNotListed(item=visit.item.code)
        has_cause = visit.assignment is not None or self.caps.is_exempt(visit.reason, day)
        places = {visit.place_id, visit.owner or visit.place_id, *visit.instruments}
        if not has_cause and lists.is_spared(sorted(places), day):
            raise LeftAlone
        return Item(code=item.code, name=item.name)

    def ceiling(self, visit: Visit) -> Ceiling:
        """How often its owner was visited in its year, and the cap."""
        day = visit.planned_on
        count = self.records.count(visit.owner or visit.place_id, day.year).value
        return Ceiling.of(count, self.caps, visit.reason, day)

    def _check_cap(self, visit: Visit) -> None:
        ceiling = self.ceiling(visit)
        if ceiling.is_reached:
            raise AboveCap(counted=ceiling.counted, cap=ceiling.cap)

    def _inspects(self, account: str, district: str) -> bool:
        try:
            officer = self.people().account(account).actor()
        except NotFound:
            return False
        return officer.is_any(Role.INSPECTOR) and officer.works_in(district)

    def approve(self, actor: Actor, visit_id: str, seen: int | None) -> Stored[Visit]:
        """A leader lets a visit happen; again is the same approval.

        seen  the version the leader read, None when the caller does not say
        An emergency under way keeps its state: its approval is made up.
        Raises OwnVisit, NotYourDistrict, ItemNotListed, LeftAlone, AboveCap, Settled, VersionStale, and for a visit
        whose assignment was settled or voided since AssignmentSettled, AssignmentVoided.
        """

        def decide(standing: Stored[Visit]) -> Write | None:
            visit = standing.value
            if not actor.works_in(visit.district):
                raise NotYourDistrict
            is_approved = visit.approved_by is not None and visit.state != "void"
            if is_approved and actor.id not in visit.officers:
                return None
            if seen is not None and seen != standing.version:
                raise VersionStale
            approved = visit.approved(actor.id, self.clock(), inspection_code(self.entropy))
            if visit.state == "planned":
                if visit.assignment is not None:
                    self.drawn().assignment(visit.assignment.plan, visit.assignment.order).check_goes_on()
                self._check_lists(visit)
            self._check_cap(visit)
            return Write(approved, standing.content, standing.version, tells="approved")

        return take(self.records, visit_id, decide)

    def own_visits(self, actor: Actor, after: str) -> Rows:
        """The visits this officer goes on."""
        return self.records.own(actor.id, after)

    def open_visits(self, actor: Actor) -> Rows:
        """Those of them that are not over, the first planned first: the first page."""
        return self.records.own_open(actor.id)

    def visits_of(self, actor: Actor, district: str, state: str, after: str) -> Rows:
        """A district's visits in a state, for those who plan, approve, review or watch. Raises NotYourDistrict."""
        if not actor.is_any(*READERS) or not actor.works_in(district):
            raise NotYourDistrict
        return self.records.of_district(district, state, after)

    def file(self, actor: Actor, visit_id: str, after: str) -> tuple[Stored[Visit], File]:
        """A visit and a page of what it came to; what the actor may not know of does not exist."""
        page = self.records.file(visit_id, after)
        visit = page.visit or self.records.visit(visit_id)
        return self._readable(actor, visit, visit_id), page

    def check(self, actor: Actor, visit_id: str, check_id: str) -> Check:
        """One check; it is part of its instrument's history, so every inspector of the district may read it.

        Raises NotFound.
        """
        visit, check = self.records.visit_and_check(visit_id, check_id)
        self._readable(actor, visit, visit_id, Role.INSPECTOR)
        if check is None:
            raise NotFound(id=check_id)
        return check.value

    @staticmethod
    def _readable(actor: Actor, visit: Stored[Visit] | None, visit_id: str, *more: Role) -> Stored[Visit]:
        if visit is not None:
            is_reader = actor.is_any(*READERS, *more) and actor.works_in(visit.value.district)
            if is_reader or actor.id in visit.value.officers:
                return visit
        raise NotFound(id=visit_id)

    def put_check(
        self, actor: Actor, visit_id: str, check_id: str, new: NewCheck
    ) -> tuple[Check | Attempt, bool]:
        """Record a check, or keep the refused attempt; answers it and whether it is a new check.

        One read, then one conditional put. The same check again is answered as it stands, whatever became of the visit.
        Raises NotFound for the visit, NoInstrument, IdTaken for other content.
        """
        content = digest(new.model_dump(mode="json", exclude_none=True))
        desk = self.records.desk(visit_id, check_id, new.instrument_id)
        if desk.visit is None:
            raise NotFound(id=visit_id)
        visit, standing = desk.visit.value, desk.check
        if standing is not None and actor.id in {standing.value.by, *visit.officers}:
            if standing.content != content:
                raise IdTaken(id=check_id)
            return standing.value, False
        if new.instrument_id and (desk.head is None or desk.head.id != new.instrument_id):
            raise NoInstrument(id=new.instrument_id)
        now = self.clock()
        day = rules.day_of(new.device_at, now, visit.cleared_at)
        reason = rules.refusal(visit, desk.head, new, actor.id, day.on, now)
        if reason:
            return self._refused(actor, visit_id, check_id, new, reason, content), False
        fields = kept(
            new,
            self.judge(new, desk.head, day.on),
            id=check_id,
            visit_id=visit_id,
            by=actor.id,
            received_at=now,
            judged_on=day.on,
            judged_by=day.by,
        )
        try:
            made = kept_model(new.kind)(**fields)
            check, is_new = self.records.add_check(made, content, finding(made, visit, desk.head))
        except Changed:
            raise IdTaken(id=check_id) from None
        if is_new and check.difference:
            logs.count("check.differs", int(now.timestamp() * 1000), kind=check.kind)
        return check, is_new

    def _refused(
        self, actor: Actor, visit_id: str, check_id: str, new: NewCheck, reason: Reason, content: str
    ) -> Attempt:
        """The attempt's id follows from what was refused and why: sent again after a lost answer it is the same."""
        told = {"check": check_id, "by": actor.id, "reason": reason, "content": content}
        mark = digest(told)
        attempt = Attempt(
            id=ids.new("attempt", ids.made_at_ms(check_id), bytes.fromhex(mark)),
            visit_id=visit_id,
            check_id=check_id,
            by=actor.id,
            reason=reason,
            device_at=new.device_at,
            received_at=self.clock(),
            sent=new,
        )
        return self.records.add_attempt(attempt, mark)


def _repeated(standing: Stored[Visit], content: str) -> Stored[Visit]:
    if standing.content != content:
        raise IdTaken(id=standing.value.id)
    return standing
