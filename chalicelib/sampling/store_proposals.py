"""How proposed weights are kept.

key              what                        read by
W#{quarter}  A   what a quarter proposes     GetItem; list by a = WEIGHTS, b = quarter
"""

from contextlib import suppress

from chalicelib.sampling.proposals import Proposal
from chalicelib.store import Clash, Item, Table

_LISTED = 12


class ProposalStore:
    """See service_proposals.Shelf."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def proposal(self, quarter: str) -> Proposal | None:
        """See Shelf."""
        item = self._table.get(f"W#{quarter}", "A")
        return Proposal.model_validate(item.document) if item else None

    def proposals(self) -> tuple[Proposal, ...]:
        """See Shelf: one Query of index a."""
        page = self._table.query("WEIGHTS", index="a", backwards=True, limit=_LISTED)
        return tuple(Proposal.model_validate(item.row) for item in page.items)

    def keep(self, proposal: Proposal) -> None:
        """See Shelf."""
        document = proposal.model_dump(mode="json")
        item = Item(f"W#{proposal.quarter}", "A", document, a="WEIGHTS", b=proposal.quarter, row=document)
        with suppress(Clash):
            self._table.put(item, seen=0)
