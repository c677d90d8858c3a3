"""Where merchants stand: reckoned from the facts kept, explained to the merchant, and decided on by a person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from chalicelib import facts
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import Clock, in_milliseconds, local_day
from chalicelib.credit import outcome
from chalicelib.credit.outcome import Change, Kept, NewDecision, NewExplanation, Proposal
from chalicelib.credit.problems_standing import (
    AlreadyExplained,
    FactsMoved,
    NoProposal,
    NotHeard,
    StillExplaining,
)
from chalicelib.credit.rulebook import Published, begins, in_force
from chalicelib.credit.service_book import Changed, Rows
from chalicelib.credit.shown_standing import Seen
from chalicelib.credit.standing import standing
from chalicelib.errors import NotFound, VersionStale
from chalicelib.facts import Fact

READERS = (Role.SUPERVISOR, Role.LEADER, Role.REVIEWER, Role.PUBLISHER, Role.AUDITOR)
_ATTEMPTS = 12


class StandingBook(Protocol):
    """Facts and standings by merchant; writing raises Changed."""

    def facts(self, merchant_id: str) -> list[Fact]: ...
    def standing(self, merchant_id: str) -> tuple[Kept | None, int]: ...
    def keep(self, change: Change, before: Kept | None, seen: int, *, is_public: bool) -> None:
        """Write a standing, the word that holds if it is another than before, and the proposals that changed."""

    def proposal(self, merchant_id: str, n: int) -> Proposal | None: ...
    def proposals(self, district: str, after: str, limit: int) -> Rows:
        """The open ones of a district, the oldest first."""


@dataclass(frozen=True)
class Rulebooks:
    """Which rulebook is in force, and which comes.

    reported   SHA-256 of a rulebook -> the local day its report of who moves was first public
    """

    published: Sequence[Published]
    reported: Callable[[], Mapping[str, date]]

    def on(self, day: date) -> Published:
        """The one in force on the local `day`; what was reported matters only once another may have begun."""
        is_first = all(one.rulebook.from_ > day for one in self.published[1:])
        return in_force(self.published, {} if is_first else self.reported(), day)

    def coming(self, day: date) -> tuple[Published, date | None] | None:
        """The next one that is not in force on the `day`, and the day it begins, if that is known."""
        reported = self.reported()
        now = in_force(self.published, reported, day)
        after = self.published[self.published.index(now) + 1 :]
        return (after[0], begins(after[0], reported.get(after[0].sha256))) if after else None

    def named(self, sha256: str) -> Published:
        """The one whose file has this hash. Raises NotFound for one that was never ours."""
        found = next((one for one in self.published if one.sha256 == sha256), None)
        if found is None:
            raise NotFound(id=sha256[:12])
        return found


@dataclass(frozen=True)
class Standings:
    """Reckons, explains, decides."""

    book: StandingBook
    rulebooks: Rulebooks
    clock: Clock

    def reckon(self, merchant_id: str) -> Kept | None:
        """Bring a merchant's standing to its facts and to the day; None while nothing was ever public about it."""
        for _ in range(_ATTEMPTS):
            kept, seen = self.book.standing(merchant_id)
            found = self.book.facts(merchant_id)
            district = _district(found) or (kept.district if kept else "")
            if not district:
                return None
            now = in_milliseconds(self.clock())
            published = self.rulebooks.on(local_day(now))
            new = standing(found, published, local_day(now))
            change = outcome.reckoned(kept, merchant_id, district, new, published, now)
            if change is None:
                return kept
            try:
                self._keep(change, kept, seen)
            except Changed:
                continue
            return change.kept
        raise VersionStale

    def of(self, actor: Actor, merchant_id: str) -> Seen:
        """A merchant's standing, to itself and to the office of its district. Raises NotFound."""
        kept, _ = self.book.standing(merchant_id)
        is_office = kept is not None and actor.is_any(*READERS) and actor.works_in(kept.district)
        if merchant_id not in actor.merchants and not is_office:
            raise NotFound(id=merchant_id)
        day, found = local_day(self.clock()), self.book.facts(merchant_id)
        if kept is None:
            published = self.rulebooks.on(day)
            reckoned = standing(found, published, day)
        else:
            reckoned, published = kept.reckoned, self.rulebooks.named(kept.reckoned.rulebook.sha256)
        coming = self.rulebooks.coming(day)
        return Seen(
            kept=kept,
            reckoned=reckoned,
            rulebook=published,
            lines=tuple(facts.lines(found, reckoned.day)),
            coming=standing(found, coming[0], day) if coming else None,
            coming_book=coming[0] if coming else None,
            begins=coming[1] if coming else None,
        )

    def proposals(self, actor: Actor, district: str, after: str, limit: int) -> Rows:
        """What waits for a person in a district. Raises NotFound for another's."""
        if not actor.works_in(district):
            raise NotFound(id=district)
        return self.book.proposals(district, after, limit)

    def explain(self, actor: Actor, merchant_id: str, new: NewExplanation) -> tuple[Proposal, bool]:
        """What the merchant says of a proposal, once; the same again answers what stands."""
        if merchant_id not in actor.merchants:
            raise NotFound(id=merchant_id)
        for _ in range(_ATTEMPTS):
            kept, seen = self._known(merchant_id)
            proposal = self._proposal(kept, new.proposal)
            said = proposal.explanation
            if said is not None and _sent(said, new) == new:
                return proposal, False
            if said is not None:
                raise AlreadyExplained
            if proposal.state != "open":
                raise NoProposal
            change = outcome.explained(kept, new, actor.id, in_milliseconds(self.clock()))
            try:
                self._keep(change, kept, seen)
            except Changed:
                continue
            return change.proposals[0], True
        raise VersionStale

    def decide(self, actor: Actor, merchant_id: str, new: NewDecision) -> tuple[Proposal, bool]:
        """A person's decision, once; the same again answers what stands."""
        for _ in range(_ATTEMPTS):
            kept, seen = self._known(merchant_id)
            if not actor.works_in(kept.district):
                raise NotFound(id=merchant_id)
            proposal = self._proposal(kept, new.proposal)
            if proposal.decision is not None and _sent(proposal.decision, new) == new:
                return proposal, False
            self._decidable(kept, proposal, new)
            change = outcome.decided(kept, new, actor.id, in_milliseconds(self.clock()))
            try:
                self._keep(change, kept, seen)
            except Changed:
                continue
            return change.proposals[0], True
        raise VersionStale

    def _decidable(self, kept: Kept, proposal: Proposal, new: NewDecision) -> None:
        if proposal.state != "open":
            raise NoProposal
        if new.facts_sha256 != kept.reckoned.facts_sha256:
            raise FactsMoved
        if new.outcome == "refused":
            return
        if not outcome.may_confirm_on(proposal, local_day(self.clock())):
            raise StillExplaining(until=proposal.explain_until)
        if proposal.explanation and proposal.explanation.asks_to_be_heard and new.heard_on is None:
            raise NotHeard

    def _known(self, merchant_id: str) -> tuple[Kept, int]:
        kept, seen = self.book.standing(merchant_id)
        if kept is None:
            raise NotFound(id=merchant_id)
        return kept, seen

    def _proposal(self, kept: Kept, n: int) -> Proposal:
        """The proposal so numbered; only the last one can be open."""
        last = kept.proposal
        found = last if last is not None and last.n == n else self.book.proposal(kept.merchant_id, n)
        if found is None:
            raise NoProposal
        return found

    def _keep(self, change: Change, before: Kept | None, seen: int) -> None:
        shown = self.rulebooks.named(change.kept.shown.rulebook.sha256)
        self.book.keep(change, before, seen, is_public=shown.rulebook.publication is not None)


def _district(found: Sequence[Fact]) -> str:
    """Where the merchant is, by the last thing that was shown of it."""
    told = [one.told for one in found if one.told]
    return str(max(told, key=_dated)["district"]) if told else ""


def _dated(told: Mapping[str, Any]) -> tuple[str, str]:
    return told.get("day") or told.get("signed_on") or told.get("verified_on") or "", told["id"]


def _sent[M: (NewExplanation, NewDecision)](kept: M, new: M) -> M:
    """Of what is kept, what was sent."""
    return type(new).model_validate({name: getattr(kept, name) for name in type(new).model_fields})
