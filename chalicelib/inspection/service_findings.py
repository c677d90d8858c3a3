"""Putting findings on record and deciding them; the rules are in findings.py, and when they may be told in model.py."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.accounts.model import Actor
from chalicelib.clock import Clock
from chalicelib.errors import IdTaken, NotFound
from chalicelib.inspection.findings import Finding, NewDecision, NewFinding, UnknownBasis
from chalicelib.inspection.model import Visit
from chalicelib.inspection.service_book import Exhibits, Records, Stored, Write
from chalicelib.inspection.service_steps import check_announced, own, take


@dataclass(frozen=True)
class Findings:
    """What officers found wrong; `exhibits` is made when a finding rests on evidence."""

    records: Records
    exhibits: Callable[[], Exhibits]
    clock: Clock

    def put(
        self, actor: Actor, visit_id: str, finding_id: str, new: NewFinding
    ) -> tuple[Stored[Visit], bool]:
        """One of its officers says what was found; the same again is the same. Answers whether it is new.

        Raises NotFound for everybody else, UnknownBasis, EvidenceMissing, TooEarly, Settled, IdTaken for other content.
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
            finding = Finding(**dict(new), id=finding_id, by=actor.id, at=self.clock())
            changed = visit.found((*visit.findings, finding))
            if not self.records.checks_recorded(visit_id).issuperset(new.basis.checks):
                raise UnknownBasis
            check_announced(self.exhibits(), visit_id, new.basis.evidence, "/basis/evidence")
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
