"""A reviewer gives a record back; what was reviewed is corrected by new records that another reviewer accepts."""

from dataclasses import dataclass
from typing import Protocol

from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock
from chalicelib.errors import IdTaken, NotFound, VersionStale
from chalicelib.inspection.model import Visit
from chalicelib.inspection.problems import Settled, TooEarly
from chalicelib.inspection.review import (
    Correction,
    NewCorrection,
    NewReturn,
    NewVerdict,
    OwnCorrection,
    Returned,
    Verdict,
)
from chalicelib.inspection.service import READERS
from chalicelib.inspection.service_book import Changed, Records, Stored, Write
from chalicelib.inspection.service_steps import own, take

_ATTEMPTS = 5


class Corrections(Protocol):
    """How corrections are kept; writes raise Changed."""

    def correction(self, visit_id: str, correction_id: str) -> Stored[Correction] | None: ...
    def of_visit(self, visit_id: str) -> tuple[Correction, ...]: ...
    def write(self, visit: Visit, correction: Correction, seen: int) -> None: ...


@dataclass(frozen=True)
class Review:
    """What follows a result besides its acceptance, which is in service_moves."""

    records: Records
    corrections: Corrections
    clock: Clock

    def give_back(self, actor: Actor, visit_id: str, new: NewReturn, seen: int | None) -> Stored[Visit]:
        """The record goes back to its officers with the reason; again by the same person is the same.

        Raises NotFound outside their districts, OwnReview, TooEarly, Settled, VersionStale.
        """

        def decide(standing: Stored[Visit]) -> Write | None:
            visit = standing.value
            if not actor.works_in(visit.district):
                raise NotFound(id=visit_id)
            last = visit.returns[-1] if visit.returns else None
            if visit.state == "checked" and last and (last.by, last.reason) == (actor.id, new.reason):
                return None
            if seen is not None and seen != standing.version:
                raise VersionStale
            if visit.result is None:
                raise TooEarly
            one = Returned(reason=new.reason, by=actor.id, at=self.clock(), result=visit.result)
            return Write(visit.returned(one), standing.content, standing.version)

        return take(self.records, visit_id, decide)

    def correct(
        self, actor: Actor, visit_id: str, correction_id: str, new: NewCorrection
    ) -> tuple[Correction, bool]:
        """One of its officers says what was wrong in a reviewed record; answers whether it is new.

        Raises NotFound (also for what it points at), TooEarly before the review, IdTaken.
        """
        visit = own(actor, self._visit(visit_id))
        standing = self.corrections.correction(visit_id, correction_id)
        if standing is not None:
            return _told(standing.value, new), False
        if visit.state != "reviewed":
            raise TooEarly
        old = {one.id for one in visit.findings} | {one.id for one in self.corrections.of_visit(visit_id)}
        if new.corrects != "result" and new.corrects not in old:
            raise NotFound(id=new.corrects)
        made = Correction(**dict(new), id=correction_id, visit_id=visit_id, by=actor.id, at=self.clock())
        try:
            self.corrections.write(visit, made, 0)
        except Changed:
            standing = self.corrections.correction(visit_id, correction_id)
            if standing is None:
                raise
            return _told(standing.value, new), False
        return made, True

    def judge(self, actor: Actor, visit_id: str, correction_id: str, new: NewVerdict) -> Correction:
        """A reviewer who neither wrote it nor was there accepts or refuses a correction, once.

        Raises NotFound outside their districts, OwnCorrection, Settled.
        """
        visit = self._visit(visit_id)
        for _ in range(_ATTEMPTS):
            standing = self.corrections.correction(visit_id, correction_id)
            if standing is None or not actor.works_in(visit.district):
                raise NotFound(id=correction_id)
            one = standing.value
            if actor.id == one.by or actor.id in visit.officers:
                raise OwnCorrection
            if one.review is not None:
                if (one.review.by, one.review.verdict) == (actor.id, new.verdict):
                    return one
                raise Settled
            verdict = Verdict(**dict(new), by=actor.id, at=self.clock())
            judged = one.model_copy(update={"review": verdict})
            try:
                self.corrections.write(visit, judged, standing.version)
            except Changed:
                continue
            return judged
        raise VersionStale

    def listed(self, actor: Actor, visit_id: str) -> tuple[Correction, ...]:
        """The corrections of a visit, oldest first, for its officers and who reads visits of its district."""
        visit = self._visit(visit_id)
        is_reader = actor.is_any(*READERS, Role.PUBLISHER) and actor.works_in(visit.district)
        if actor.id not in visit.officers and not is_reader:
            raise NotFound(id=visit_id)
        return self.corrections.of_visit(visit_id)

    def _visit(self, visit_id: str) -> Visit:
        standing = self.records.visit(visit_id)
        if standing is None:
            raise NotFound(id=visit_id)
        return standing.value


def _told(standing: Correction, new: NewCorrection) -> Correction:
    if any(getattr(standing, name) != getattr(new, name) for name in NewCorrection.model_fields):
        raise IdTaken(id=standing.id)
    return standing
