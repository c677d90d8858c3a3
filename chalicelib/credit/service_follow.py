"""What follows from a published entry for the commitments of its merchant, and what merchants are told."""

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib import events
from chalicelib.credit.findings import brought
from chalicelib.credit.service_cards import CardBook
from chalicelib.credit.service_commitments import Pledges
from chalicelib.credit.service_duties import OwnDuties
from chalicelib.credit.telling import of_card, of_commitment
from chalicelib.notices.service import Notices
from chalicelib.store import Item

_TOGETHER = 100


@dataclass(frozen=True)
class QuestionEffect:
    """Questions, clears or verifies; keys are ids of entries, whose newest public step is read again.

    A question is a proposal to a person and a notice to the merchant: the system confirms no breach.
    """

    pledges: Pledges
    name: str = "commitment-question"

    def touched(self, item: Item) -> Iterable[str]:
        """See follow.Effect."""
        return (item.document["id"],) if item.event == events.ENTRY_SHOWN.mark else ()

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        entry = self.pledges.book.entry(key)
        if entry is None:
            return
        for one in self.pledges.book.of_merchant(entry.merchant_id):
            self.pledges.bring(one.id, lambda standing: brought(standing, entry), f"{entry.id} {entry.n}")


@dataclass(frozen=True)
class PledgeEffect:
    """Tells the merchant what others did with its commitment, and lets its self-checks be due; keys are commitments."""

    pledges: Pledges
    duties: OwnDuties
    notices: Notices
    name: str = "commitment"

    def touched(self, item: Item) -> Iterable[str]:
        """See follow.Effect."""
        return (item.document["id"],) if item.event == events.COMMITMENT_CHANGED.mark else ()

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        standing = self.pledges.book.commitment(key)
        if standing is None:
            return
        one = standing.value
        self.notices.tell(list(of_commitment(one))[-_TOGETHER:])
        others = self.pledges.book.of_merchant(one.merchant_id)
        is_held = any(other.venue == one.venue and not other.is_over for other in others)
        self.duties.oblige(one.merchant_id, one.venue, is_held=is_held)


@dataclass(frozen=True)
class CardEffect:
    """Tells a merchant of a card and what became of it; keys are cards."""

    book: CardBook
    notices: Notices
    name: str = "card"

    def touched(self, item: Item) -> Iterable[str]:
        """See follow.Effect."""
        return (item.document["id"],) if item.event == events.CARD_CHANGED.mark else ()

    def refresh(self, key: str) -> None:
        """See follow.Effect."""
        standing = self.book.card(key)
        if standing is not None:
            self.notices.tell(list(of_card(standing.value)))
