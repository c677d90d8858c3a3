"""Numbers of papers and counts of quarters, on the fake and on the embedded DynamoDB."""

import pytest

from chalicelib.complaints.papers import REGISTER
from chalicelib.complaints.service_book import Changed
from chalicelib.complaints.service_counts import Counting
from chalicelib.complaints.store import ComplaintStore
from chalicelib.complaints.store_counts import CountStore
from chalicelib.complaints.store_papers import PaperStore
from chalicelib.sampling.proposals import Proposal
from chalicelib.sampling.store_proposals import ProposalStore
from chalicelib.store import Table
from tests.complaining import CITY
from tests.counting import AFTER, VENUES, told
from tests.office import NOON, made
from tests.papering import paper


def test_one_number_is_given_to_one_paper(table: Table) -> None:
    store = PaperStore(table)
    first, second = (paper(made("cmp", place)) for place in (1, 2))
    store.save(first, 0)
    store.save(second, 0)
    last, seen = store.numbers("complaint_register", "350203", 2026)
    given = last.model_copy(update={"last": last.last + 1})
    store.number(first, 1, given, seen)
    with pytest.raises(Changed):
        store.number(second, 1, given, seen)
    standing = store.paper(second.complaint, REGISTER)
    assert standing is not None
    assert standing.version == 1
    assert store.numbers("complaint_register", "350203", 2026) == (given, 1)
    assert [one.name for one in store.papers(first.complaint)] == [REGISTER]


def test_a_quarter_counts_what_waits_and_what_was_closed(table: Table) -> None:
    book = ComplaintStore(table)
    for stall in range(5):
        book.add(told(stall), "0" * 64)
    closed = told(6, state="closed", closed_on="2026-12-30")
    book.add(closed, "0" * 64)
    archive = CountStore(table)
    found = list(archive.received("350203", NOON.date(), NOON.date()))
    assert len(found) == 6
    assert closed.id in {one.id for one in found}
    counting = Counting(archive, VENUES.get, lambda: AFTER)
    first, is_new = counting.make(CITY, "2026-Q4")
    assert (is_new, first.areas[0].files) == (True, 6)
    assert counting.make(CITY, "2026-Q4") == (first, False)
    with pytest.raises(Changed):
        archive.keep(first.model_copy(update={"hidden": 9}))
    shelf, proposal = ProposalStore(table), Proposal.of(first.model_dump(mode="json"))
    for _ in range(2):
        shelf.keep(proposal)
    assert shelf.proposals() == (proposal,)
    assert shelf.proposal("2026-Q4") == proposal
