"""Proposed weights: heard of through an event, listed, and taken into a draft plan by a supervisor alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from chalicelib import events
from chalicelib.accounts.model import Actor
from chalicelib.errors import NotFound
from chalicelib.sampling.plans import KeptPlan
from chalicelib.sampling.proposals import Proposal
from chalicelib.sampling.service_plans import Plans
from chalicelib.store import Item


class Shelf(Protocol):
    """How proposals are kept."""

    def proposal(self, quarter: str) -> Proposal | None: ...
    def proposals(self) -> tuple[Proposal, ...]:
        """The last ones, the newest first."""

    def keep(self, proposal: Proposal) -> None:
        """Keep one; the same again changes nothing."""


@dataclass(frozen=True)
class Proposals:
    """What may weigh in the next plan."""

    shelf: Shelf
    plans: Plans

    def accept(self, actor: Actor, plan_id: str, quarter: str) -> KeptPlan:
        """The draft with the proposed weights. Raises NotFound and what Plans.weigh raises."""
        proposal = self.shelf.proposal(quarter[:40])
        if proposal is None:
            raise NotFound(id=quarter[:40])
        return self.plans.weigh(actor, plan_id, proposal, self.shelf.proposal)


@dataclass(frozen=True)
class ProposalEffect:
    """Keeps what a quarter's complaints propose; keys are the event's document."""

    shelf: Shelf
    name: str = "weight-proposal"

    def touched(self, item: Item) -> Iterable[str]:
        """The proposal of a count that has one."""
        if item.event != events.COMPLAINTS_COUNTED.mark or not item.document["weights"]:
            return ()
        return (Proposal.of(item.document).model_dump_json(),)

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        self.shelf.keep(Proposal.model_validate_json(key))
