"""Putting findings on record and deciding them; the rules are in findings.py, and when they may be told in model.py."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock
from chalicelib.errors import Fault, IdTaken, NotFound, Sentence
from chalicelib.inspection.findings import Finding, NewDecision, NewFinding, NotOfVisit, UnknownBasis
from chalicelib.inspection.model import Visit
from chalicelib.inspection.service_book import Exhibits, Instruments, Places, Records, Stored, Write
from chalicelib.inspection.service_steps import check_announced, is_there, own, take
from chalicelib.registry.model import number


@dataclass(frozen=True)
class Findings:
    """What officers found wrong."""

    records: Records
    exhibits: Callable[[], Exhibits]
    places: Callable[[], Places]
    instruments: Callable[[], Instruments]
    clock: Clock

    def put(
        self, actor: Actor, visit_id: str, finding_id: str, new: NewFinding
    ) -> tuple[Stored[Visit], bool]:
        """One of its officers says what was found; the same again is the same. Answers whether it is new.

        Raises NotFound for everybody else, UnknownBasis, EvidenceMissing, NotOfVisit, NoInstrument, TooEarly, Settled,
        IdTaken for other content.
        """
        is_new = False

        def decide(standing: Stored[Visit]) -> Write | None:
            nonlocal is_new
            visit = own(actor, standing.value)
            known = next((one for one in visit.findings if one.id == finding_id), None)
            is_new = known is None
            if known is not None:
                if not known.is_told(new):
                    raise IdTaken(id=finding_id)
                return None
            check_announced(self.exhibits(), visit_id, new.basis.evidence, "/basis/evidence")
            owner = self._owner(visit, new)
            finding = Finding(**dict(new), id=finding_id, owner=owner, by=actor.id, at=self.clock())
            changed = visit.found((*visit.findings, finding))
            return Write(changed, standing.content, standing.version)

        return take(self.records, visit_id, decide), is_new

    def decide(self, actor: Actor, visit_id: str, finding_id: str, new: NewDecision) -> Stored[Visit]:
        """One of its officers confirms a finding against the text, or drops it; until the result is entered.

        Raises NotFound, TooEarly, Settled.
        """

        def decide(standing: Stored[Visit]) -> Write | None:
            visit = own(actor, standing.value)
            known = next((one for one in visit.findings if one.id == finding_id), None)
            if known is None:
                raise NotFound(id=finding_id)
            decided = known.decided(new, actor.id, self.clock())
            if decided is known:
                return None
            findings = tuple(decided if one is known else one for one in visit.findings)
            return Write(visit.found(findings), standing.content, standing.version)

        return take(self.records, visit_id, decide)

    def _owner(self, visit: Visit, new: NewFinding) -> str | None:
        """The merchant a finding concerns: as a check of this visit found it, before what is registered by now."""
        touched = self.records.touched(visit.id)
        if not touched.keys() >= set(new.basis.checks):
            raise UnknownBasis
        if new.instrument_id is not None:
            of_it = (one.merchant for one in touched.values() if one.instrument == new.instrument_id)
            owner = next(of_it, "") or self._registered(visit, new.instrument_id)
            if new.merchant_id not in {None, owner}:
                raise _not_of_visit("/merchant_id")
            return owner
        merchants = {touched[one].merchant for one in new.basis.checks} - {""}
        if new.merchant_id is None:
            return merchants.pop() if len(merchants) == 1 else None
        is_here = new.merchant_id in merchants or is_there(new.merchant_id, visit, self.places, self.records)
        if not is_here:
            raise _not_of_visit("/merchant_id")
        return new.merchant_id

    def _registered(self, visit: Visit, instrument_id: str) -> str:
        head = self.instruments().head(number(instrument_id))
        if head.id != instrument_id or not visit.covers(instrument_id, head.site_id, head.merchant_id):
            raise _not_of_visit("/instrument_id")
        return head.merchant_id


def _not_of_visit(pointer: str) -> NotOfVisit:
    words = Sentence(NotOfVisit.zh, NotOfVisit.en)
    return NotOfVisit(faults=(Fault(pointer, NotOfVisit.code, words),))
