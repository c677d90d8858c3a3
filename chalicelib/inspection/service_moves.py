"""What moves a visit after its approval: acceptance, the closed record, result, review, endings.

Each step is one read, one decision in the model, one transaction; told again it answers what stands.
"""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock, local_day
from chalicelib.errors import NotFound, VersionStale
from chalicelib.inspection import results
from chalicelib.inspection.endings import (
    SIGNED_BY,
    Acceptance,
    Closing,
    Ending,
    NewClosing,
    NewEnding,
    NewResult,
    NewVoiding,
    Result,
    Signed,
    Voiding,
)
from chalicelib.inspection.findings import FindingsOpen, undecided
from chalicelib.inspection.identification import inspection_code
from chalicelib.inspection.model import Visit
from chalicelib.inspection.orders import Recheck, Rectification, Withdrawal
from chalicelib.inspection.problems import (
    ChecksMissing,
    NoEvidence,
    NotSigned,
    NotTeamLead,
    NotVerified,
    NotYourDistrict,
)
from chalicelib.inspection.results import NOTHING_FOUND
from chalicelib.inspection.service_book import Counted, Exhibits, Records, Stored, Write
from chalicelib.inspection.service_steps import check_announced, is_told, own, take
from chalicelib.inspection.sources import ByRecheck
from chalicelib.sampling.assignments import Outcome

MOST_ORDERS = 50
"""Orders that one transaction withdraws beside the visit and its officers."""


@dataclass(frozen=True)
class Moves:
    """A visit's steps but its identification; `exhibits` is made when a step needs evidence."""

    records: Records
    exhibits: Callable[[], Exhibits]
    clock: Clock
    entropy: Callable[[int], bytes]

    def accept(self, actor: Actor, visit_id: str) -> Stored[Visit]:
        """The team lead takes the visit on, and its notice gets the office's next number of the year.

        Raises NotFound for who is no officer of it, NotTeamLead, NotApproved, Settled.
        """

        def decide(standing: Stored[Visit]) -> Write | None:
            visit = own(actor, standing.value)
            if actor.id != visit.officers[0]:
                raise NotTeamLead
            if visit.acceptance is not None and visit.state != "void":
                return None
            now = self.clock()
            day = local_day(now)
            numbers = self.records.numbers("notice", visit.district, day.year)
            given = numbers.value.after()
            acceptance = Acceptance(by=actor.id, at=now, notice_no=given.text("notice", day))
            return Write(
                visit.accepted(acceptance, inspection_code(self.entropy)),
                standing.content,
                standing.version,
                notices=Counted(given, numbers.seen),
            )

        return take(self.records, visit_id, decide)

    def close(self, actor: Actor, visit_id: str, new: NewClosing) -> Stored[Visit]:
        """One of its officers closes the record; the assignment it carries out is done.

        The evidence it names, and the signature or refusal note, is announced before; its bytes may come later.
        Raises NotFound, ChecksMissing, EvidenceMissing, NotSigned, NotPresent, TooEarly, and Settled for another.
        """

        def decide(standing: Stored[Visit]) -> Write | None:
            visit = own(actor, standing.value)
            if is_told(new, visit.closing):
                return None
            ending = self._ending(actor, visit, "done")
            checked = visit.checked(Closing(**dict(new), by=actor.id, at=ending.at), ending)
            missing = set(new.checks) - self.records.checks_recorded(visit_id) if new.checks else ()
            if missing:
                raise ChecksMissing(missing=len(missing))
            check_announced(self.exhibits(), visit_id, new.evidence, "/evidence")
            if SIGNED_BY[new.signed] not in self.exhibits().kinds(visit_id):
                raise NotSigned
            return Write(checked, standing.content, standing.version, tells="ended")

        return take(self.records, visit_id, decide)

    def enter(self, actor: Actor, visit_id: str, new: NewResult) -> Stored[Visit]:
        """One of its officers enters the result, which says what a person decided of everything that was found.

        Raises NotFound, FindingsOpen, ResultDisagrees, NotApproved, TooEarly, and Settled for another.
        """

        def decide(standing: Stored[Visit]) -> Write | None:
            visit = own(actor, standing.value)
            if is_told(new, visit.result):
                return None
            now = self.clock()
            table = results.on(local_day(now))
            result = Result(**dict(new), by=actor.id, at=now, table=table.from_)
            entered = visit.entered(result, table, is_ordered=self.records.has_orders(visit_id))
            self._check_decided(visit)
            return Write(entered, standing.content, standing.version)

        return take(self.records, visit_id, decide)

    def review(self, actor: Actor, visit_id: str, seen: int | None) -> Stored[Visit]:
        """Somebody who was not there reviews what was entered, as they read it; again by the same person is the same.

        The signature or refusal note must have arrived as it was captured. The review of a recheck settles its order
        in the same transaction: «nothing found» passes it.
        Raises NotFound outside their districts, OwnReview, FindingsOpen, TooEarly, NotVerified, Settled, VersionStale.
        """

        def decide(standing: Stored[Visit]) -> Write | None:
            visit = standing.value
            if not actor.works_in(visit.district):
                raise NotFound(id=visit_id)
            if visit.review is not None and visit.review.by == actor.id:
                return None
            if seen is not None and seen != standing.version:
                raise VersionStale
            reviewed = visit.reviewed(Signed(by=actor.id, at=self.clock()))
            self._check_decided(visit)
            if visit.closing is not None:
                verified = self.exhibits().kinds(visit_id, is_verified=True)
                if SIGNED_BY[visit.closing.signed] not in verified:
                    raise NotVerified
            return Write(
                reviewed,
                standing.content,
                standing.version,
                tells="reviewed",
                orders=self._settled(reviewed),
            )

        return take(self.records, visit_id, decide)

    def end(self, actor: Actor, visit_id: str, new: NewEnding) -> Stored[Visit]:
        """One of its officers says why the visit could not be done; again is the same, also by another of them.

        Raises NotFound for everybody else, NotApproved, EvidenceMissing, NoEvidence, and Settled for another ending.
        """

        def decide(standing: Stored[Visit]) -> Write | None:
            visit = own(actor, standing.value)
            if is_told(new, visit.ending):
                return None
            ending = self._ending(actor, visit, new.outcome, new.reason, new.evidence)
            ended = visit.ended(ending)
            check_announced(self.exhibits(), visit_id, new.evidence, "/evidence")
            if not self.exhibits().kinds(visit_id):
                raise NoEvidence
            return Write(ended, standing.content, standing.version, tells="ended")

        return take(self.records, visit_id, decide)

    def void(self, actor: Actor, visit_id: str, new: NewVoiding) -> Stored[Visit]:
        """A leader makes a visit void: its assignment is open again, its orders are withdrawn.

        Raises NotYourDistrict, OwnVisit, Settled.
        """

        def decide(standing: Stored[Visit]) -> Write | None:
            visit = standing.value
            if not actor.works_in(visit.district):
                raise NotYourDistrict
            if is_told(new, visit.voiding):
                return None
            ending = self._ending(actor, visit, "voided", new.reason)
            voiding = Voiding(**dict(new), by=actor.id, at=ending.at)
            return Write(
                visit.voided(voiding, ending),
                standing.content,
                standing.version,
                tells="ended",
                told_before=visit.ending is not None,
                orders=self._withdrawn(visit_id, voiding),
            )

        return take(self.records, visit_id, decide)

    def _check_decided(self, visit: Visit) -> None:
        if waiting := undecided(visit.findings, self.records.checks_failing(visit.id)):
            raise FindingsOpen(open=len(waiting))

    def _settled(self, visit: Visit) -> tuple[Stored[Rectification], ...]:
        """The order a reviewed recheck settles, when it is one of its place and waits for that."""
        source, review, result, closing = visit.source, visit.review, visit.result, visit.closing
        if not isinstance(source, ByRecheck) or source.order is None or not (review and result and closing):
            return ()
        standing = self.records.order(source.order)
        if standing is None or visit.place_id not in {standing.value.place_id, standing.value.merchant_id}:
            return ()
        told = Recheck(visit_id=visit.id, day=local_day(closing.at), reviewed_by=review.by, at=review.at)
        after = standing.value.rechecked(told, is_done=result.codes == (NOTHING_FOUND,))
        return () if after is standing.value else (Stored(after, standing.version, standing.content),)

    def _withdrawn(self, visit_id: str, voiding: Voiding) -> tuple[Stored[Rectification], ...]:
        """The visit's orders that are not over, withdrawn; what is beyond one transaction the stream withdraws."""
        withdrawal = Withdrawal(**dict(voiding))
        moved = ((one, one.value.withdrawn(withdrawal)) for one in self.records.orders(visit_id))
        changed = [Stored(to, one.version, one.content) for one, to in moved if to is not one.value]
        return tuple(changed[:MOST_ORDERS])

    def _ending(
        self, actor: Actor, visit: Visit, outcome: Outcome, reason: str = "", evidence: tuple[str, ...] = ()
    ) -> Ending:
        now = self.clock()
        return Ending(
            outcome=outcome,
            reason=reason,
            evidence=evidence,
            visit_id=visit.id,
            assignment=visit.assignment,
            by=actor.id,
            at=now,
            day=local_day(now),
        )
