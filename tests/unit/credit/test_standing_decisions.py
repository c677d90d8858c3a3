"""A worse word waits: the merchant explains itself, is heard, and a person decides on the facts that were looked at."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from chalicelib import facts
from chalicelib.accounts.model import Actor, Role
from chalicelib.credit.outcome import NewExplanation
from chalicelib.credit.problems_standing import (
    AlreadyExplained,
    FactsMoved,
    NoProposal,
    NotHeard,
    StillExplaining,
)
from chalicelib.credit.shown_standing import MerchantStanding
from chalicelib.errors import NotFound
from tests.standings import (
    DISTRICT,
    ELSEWHERE,
    MERCHANT,
    OWNER,
    SUPERVISOR,
    TODAY,
    Hall,
    commitment,
    entry,
    hidden,
    problem,
)

DAY = timedelta(days=1)


def test_whose_first_fact_is_a_problem_is_regular_until_a_person_confirmed(hall: Hall) -> None:
    hall.brings(problem())
    told = hall.shown()
    assert [one["grade"] for one in told] == ["regular"]
    assert told[0]["facts_sha256"] == facts.sha256([])  # the word says what it rests on: nothing yet
    hall.on(hall.kept().open.explain_until + DAY)  # type: ignore[union-attr]
    hall.standings.decide(SUPERVISOR, MERCHANT, hall.decision())
    assert hall.words()[-1] == ("attention", True, None)


def test_it_is_not_confirmed_before_the_merchant_could_explain_itself(hall: Hall) -> None:
    hall.brings(problem())
    until = hall.kept().open.explain_until  # type: ignore[union-attr]
    assert until == date(2026, 12, 3)  # five working days
    hall.on(until)
    with pytest.raises(StillExplaining):
        hall.standings.decide(SUPERVISOR, MERCHANT, hall.decision())
    hall.standings.explain(OWNER, MERCHANT, NewExplanation(proposal=1, text="秤已经修好了"))
    assert hall.standings.decide(SUPERVISOR, MERCHANT, hall.decision())[1]


def test_who_asks_to_be_heard_is_heard_first(hall: Hall) -> None:
    hall.brings(problem())
    said = NewExplanation(proposal=1, text="想当面说明情况", asks_to_be_heard=True)
    assert hall.standings.explain(OWNER, MERCHANT, said)[1]
    assert not hall.standings.explain(OWNER, MERCHANT, said)[1]
    with pytest.raises(AlreadyExplained):
        hall.standings.explain(OWNER, MERCHANT, NewExplanation(proposal=1, text="换一种说法"))
    with pytest.raises(NotHeard):
        hall.standings.decide(SUPERVISOR, MERCHANT, hall.decision())
    hall.standings.decide(SUPERVISOR, MERCHANT, hall.decision(heard_on=TODAY))
    assert hall.kept().shown.confirmed


def test_a_decision_is_on_the_facts_that_were_looked_at_and_is_taken_once(hall: Hall) -> None:
    hall.brings(problem())
    looked = hall.decision("refused")
    hall.brings(entry("later", ago=10))
    with pytest.raises(FactsMoved):
        hall.standings.decide(SUPERVISOR, MERCHANT, looked)
    new = hall.decision("refused")
    assert hall.standings.decide(SUPERVISOR, MERCHANT, new)[1]
    assert not hall.standings.decide(SUPERVISOR, MERCHANT, new)[1]
    with pytest.raises(NoProposal):
        hall.standings.decide(SUPERVISOR, MERCHANT, new.model_copy(update={"outcome": "confirmed"}))
    with pytest.raises(NoProposal):
        hall.standings.explain(OWNER, MERCHANT, NewExplanation(proposal=1, text="太晚了吧"))
    with pytest.raises(NoProposal):
        hall.standings.decide(SUPERVISOR, MERCHANT, new.model_copy(update={"proposal": 7}))


def test_what_a_person_refused_is_not_proposed_again_for_the_same_reasons(hall: Hall) -> None:
    hall.brings(problem())
    hall.standings.decide(SUPERVISOR, MERCHANT, hall.decision("refused"))
    assert hall.words()[-1] == ("regular", False, "attention")
    hall.brings(commitment(ago=1))  # another fact, no other harm
    assert hall.kept().open is None
    assert hall.words()[-1] == ("regular", False, "attention")
    hall.brings(problem("q", ago=5))
    proposal = hall.kept().open
    assert proposal is not None
    assert (proposal.n, proposal.was) == (2, "regular")


def test_a_proposal_lapses_when_its_facts_go(hall: Hall) -> None:
    hall.brings(problem())
    hall.brings(hidden(problem(), 2, "withdrawn"))
    kept = hall.kept()
    assert kept.proposal
    assert (kept.proposal.state, kept.shown.grade, kept.reckoned.because) == ("lapsed", "regular", ())
    assert hall.standings.proposals(SUPERVISOR, DISTRICT, "", 50).rows == ()


def test_more_harm_is_a_proposal_of_its_own_with_its_own_time_to_explain(hall: Hall) -> None:
    hall.brings(problem())
    hall.standings.explain(OWNER, MERCHANT, NewExplanation(proposal=1, text="秤已经修好了"))
    hall.on(TODAY + 3 * DAY).brings(problem("q", ago=5))
    kept, first = hall.kept(), hall.store.proposal(MERCHANT, 1)
    assert kept.open
    assert first
    assert (kept.open.n, kept.open.explanation) == (2, None)
    assert (first.state, first.explanation and first.explanation.text) == ("lapsed", "秤已经修好了")
    assert kept.open.explain_until > first.explain_until


@pytest.mark.parametrize("actor", [ELSEWHERE, Actor("acc-x", frozenset({Role.MERCHANT}))])
def test_nobody_else_reads_or_decides(hall: Hall, actor: Actor) -> None:
    hall.brings(problem())
    acts: list[Callable[[], object]] = [
        lambda: hall.standings.of(actor, MERCHANT),
        lambda: hall.standings.explain(actor, MERCHANT, NewExplanation(proposal=1, text="不是我的")),
    ]
    if actor is ELSEWHERE:
        acts += [
            lambda: hall.standings.decide(actor, MERCHANT, hall.decision("refused")),
            lambda: hall.standings.proposals(actor, DISTRICT, "", 50),
        ]
    for act in acts:
        with pytest.raises(NotFound):
            act()


def test_merchants_do_not_learn_who_decided(hall: Hall) -> None:
    hall.brings(problem())
    hall.standings.decide(SUPERVISOR, MERCHANT, hall.decision("refused"))
    told = MerchantStanding.of(MERCHANT, hall.standings.of(OWNER, MERCHANT), as_merchant=True)
    office = MerchantStanding.of(MERCHANT, hall.standings.of(SUPERVISOR, MERCHANT), as_merchant=False)
    assert told.proposal
    assert told.proposal.decision
    assert office.proposal
    assert office.proposal.decision
    assert (told.proposal.decision.by, office.proposal.decision.by) == ("", "acc-supervisor")
