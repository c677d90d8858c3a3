"""Standings as they are kept: a better word at once, a worse one by a person, and every one to be reckoned again."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import facts, ids
from chalicelib.accounts.model import Actor, Role
from chalicelib.credit.outcome import NewDecision, NewExplanation
from chalicelib.credit.problems_standing import (
    AlreadyExplained,
    FactsMoved,
    NoProposal,
    NotHeard,
    StillExplaining,
)
from chalicelib.credit.rulebook import GRADES
from chalicelib.credit.shown_standing import MerchantStanding
from chalicelib.credit.standing import is_worse, standing
from chalicelib.errors import NotFound, Problem
from chalicelib.facts import Fact
from tests.standings import (
    COMING,
    DISTRICT,
    FIRST,
    MERCHANT,
    TODAY,
    Hall,
    commitment,
    day,
    entry,
    head,
    hidden,
    histories,
    problem,
)

DAY = timedelta(days=1)
OWNER = Actor("acc-owner", frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
SUPERVISOR = Actor("acc-supervisor", frozenset({Role.SUPERVISOR}), districts=frozenset({DISTRICT}))
ELSEWHERE = Actor("acc-other", frozenset({Role.SUPERVISOR}), districts=frozenset({"350206"}))
OTHER = ids.derived("merchant", "other")


@pytest.fixture
def hall() -> Hall:
    return Hall()


def decision(hall: Hall, outcome: str = "confirmed", **changed: Any) -> NewDecision:
    kept = hall.kept()
    assert kept.proposal
    told = {
        "proposal": kept.proposal.n,
        "facts_sha256": kept.reckoned.facts_sha256,
        "outcome": outcome,
        "reason": "复核了公示的检查结果",
    }
    return NewDecision.model_validate(told | changed)


def words(hall: Hall) -> list[tuple[str, bool, str | None]]:
    return [(one["grade"], one["confirmed"], one.get("refused")) for one in hall.shown()]


def test_a_better_word_holds_at_once_and_is_public_with_both_hashes(hall: Hall) -> None:
    hall.brings(entry("a"), entry("b", ago=50))
    assert words(hall) == [("regular", False, None), ("good", False, None)]
    told = hall.shown()[-1]
    assert told["rulebook"] == FIRST.name()
    assert told["facts_sha256"] == facts.sha256(facts.lines(hall.store.facts(MERCHANT), TODAY))
    assert (told["grade_zh"], told["merchant_id"], told["district"]) == ("良好", MERCHANT, DISTRICT)


def test_a_worse_word_waits_for_a_person(hall: Hall) -> None:
    hall.brings(entry(), problem())
    kept = hall.kept()
    assert (kept.shown.grade, kept.reckoned.grade) == ("regular", "attention")
    assert kept.open is not None
    assert [one["grade"] for one in hall.shown()] == ["regular"]
    assert [row["merchant_id"] for row in hall.standings.proposals(SUPERVISOR, DISTRICT, "", 50).rows] == [
        MERCHANT
    ]


def test_whose_first_fact_is_a_problem_is_regular_until_a_person_confirmed(hall: Hall) -> None:
    hall.brings(problem())
    told = hall.shown()
    assert [one["grade"] for one in told] == ["regular"]
    assert told[0]["facts_sha256"] == facts.sha256([])  # the word says what it rests on: nothing yet
    hall.on(hall.kept().open.explain_until + DAY)  # type: ignore[union-attr]
    hall.standings.decide(SUPERVISOR, MERCHANT, decision(hall))
    assert words(hall)[-1] == ("attention", True, None)


def test_it_is_not_confirmed_before_the_merchant_could_explain_itself(hall: Hall) -> None:
    hall.brings(problem())
    until = hall.kept().open.explain_until  # type: ignore[union-attr]
    assert until == date(2026, 12, 3)  # five working days
    hall.on(until)
    with pytest.raises(StillExplaining):
        hall.standings.decide(SUPERVISOR, MERCHANT, decision(hall))
    hall.standings.explain(OWNER, MERCHANT, NewExplanation(proposal=1, text="秤已经修好了"))
    assert hall.standings.decide(SUPERVISOR, MERCHANT, decision(hall))[1]


def test_who_asks_to_be_heard_is_heard_first(hall: Hall) -> None:
    hall.brings(problem())
    said = NewExplanation(proposal=1, text="想当面说明情况", asks_to_be_heard=True)
    assert hall.standings.explain(OWNER, MERCHANT, said)[1]
    assert not hall.standings.explain(OWNER, MERCHANT, said)[1]
    with pytest.raises(AlreadyExplained):
        hall.standings.explain(OWNER, MERCHANT, NewExplanation(proposal=1, text="换一种说法"))
    with pytest.raises(NotHeard):
        hall.standings.decide(SUPERVISOR, MERCHANT, decision(hall))
    hall.standings.decide(SUPERVISOR, MERCHANT, decision(hall, heard_on=TODAY))
    assert hall.kept().shown.confirmed


def test_a_decision_is_on_the_facts_that_were_looked_at_and_is_taken_once(hall: Hall) -> None:
    hall.brings(problem())
    looked = decision(hall, "refused")
    hall.brings(entry("later", ago=10))
    with pytest.raises(FactsMoved):
        hall.standings.decide(SUPERVISOR, MERCHANT, looked)
    new = decision(hall, "refused")
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
    hall.standings.decide(SUPERVISOR, MERCHANT, decision(hall, "refused"))
    assert words(hall)[-1] == ("regular", False, "attention")
    hall.brings(commitment(ago=1))  # another fact, no other harm
    assert hall.kept().open is None
    assert words(hall)[-1] == ("regular", False, "attention")
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
            lambda: hall.standings.decide(actor, MERCHANT, decision(hall, "refused")),
            lambda: hall.standings.proposals(actor, DISTRICT, "", 50),
        ]
    for act in acts:
        with pytest.raises(NotFound):
            act()


def test_the_hourly_function_lets_facts_drop_out_on_their_day(hall: Hall) -> None:
    hall.brings(problem(until=day(-9)), head(lapsed=20))
    assert (hall.kept().reckoned.points, hall.run()) == (-3, 0)
    for days_on in range(1, 30):
        hall.on(TODAY + days_on * DAY).run()
        expected = standing(hall.store.facts(MERCHANT), FIRST, TODAY + days_on * DAY)
        kept = hall.kept().reckoned
        assert kept == expected.model_copy(update={"day": kept.day})
    assert [one.kind for one in hall.kept().reckoned.because] == ["verification_lapsed"]
    assert hall.kept().reckoned.day == TODAY + 11 * DAY  # nothing was written between


def test_an_instrument_that_goes_to_another_merchant_takes_its_fact_with_it(hall: Hall) -> None:
    hall.brings(head(), version=1)
    assert hall.kept().reckoned.points == -1
    hall.brings(head(merchant_id=OTHER), version=2)
    assert (hall.kept().reckoned.points, hall.kept(OTHER).reckoned.points) == (0, -1)
    hall.brings(head(), version=1)  # an old record once more
    assert (hall.kept().reckoned.points, hall.kept(OTHER).reckoned.points) == (0, -1)
    hall.brings(head(), version=3)
    assert (hall.kept().reckoned.points, hall.kept(OTHER).reckoned.points) == (-1, 0)


def test_a_check_that_leaves_the_certificate_alone_writes_nothing(hall: Hall) -> None:
    hall.brings(head(), version=1)
    before = dict(hall.table.items)
    hall.brings(head(checks=[{"id": "chk-1"}]), version=2)
    assert hall.table.items == before


def test_the_same_records_once_more_write_nothing(hall: Hall) -> None:
    told = (entry(), problem(), commitment(), head())
    hall.brings(*told)
    before = dict(hall.table.items)
    hall.brings(*reversed(told))
    hall.run()
    standings = {key: item for key, item in hall.table.items.items() if key[0].startswith("T#")}
    assert standings == before


def test_a_merchant_sees_why_what_would_change_it_and_what_comes(hall: Hall) -> None:
    hall.brings(entry("a"), problem(until=day(-40), contested=True))
    seen = MerchantStanding.of(MERCHANT, hall.standings.of(OWNER, MERCHANT), as_merchant=True)
    assert [(one.point.points, one.point.contested, one.says.zh) for one in seen.because] == [
        (2, None, "随机抽查未发现问题"),
        (-3, True, "检查发现问题"),
    ]
    assert [
        (one.prospect.kind, one.prospect.gain, one.prospect.grade, one.prospect.on) for one in seen.prospects
    ] == [
        ("check_problem", 3, "regular", TODAY + 41 * DAY),
        ("drawn_check_clean", 2, "regular", None),
        ("rectified_on_time", 2, "regular", None),
        ("commitment_held", 1, "regular", None),
        ("other_check_clean", 1, "regular", None),
    ]
    assert seen.coming
    assert (seen.coming.points, seen.coming.begins) == (-2, None)
    hall.run()
    seen = MerchantStanding.of(MERCHANT, hall.standings.of(OWNER, MERCHANT), as_merchant=True)
    assert seen.coming
    assert seen.coming.begins == COMING.rulebook.from_


def test_a_merchant_of_whom_nothing_is_public_reads_that_it_is_regular(hall: Hall) -> None:
    seen = MerchantStanding.of(MERCHANT, hall.standings.of(OWNER, MERCHANT), as_merchant=True)
    assert (seen.grade.code, seen.because, seen.since) == ("regular", [], None)
    with pytest.raises(NotFound):
        hall.standings.of(SUPERVISOR, MERCHANT)


def test_merchants_do_not_learn_who_decided(hall: Hall) -> None:
    hall.brings(problem())
    hall.standings.decide(SUPERVISOR, MERCHANT, decision(hall, "refused"))
    told = MerchantStanding.of(MERCHANT, hall.standings.of(OWNER, MERCHANT), as_merchant=True)
    office = MerchantStanding.of(MERCHANT, hall.standings.of(SUPERVISOR, MERCHANT), as_merchant=False)
    assert told.proposal
    assert told.proposal.decision
    assert office.proposal
    assert office.proposal.decision
    assert (told.proposal.decision.by, office.proposal.decision.by) == ("", "acc-supervisor")


def test_problems_say_the_remedy() -> None:
    problem_: Problem = StillExplaining(until="2026-12-03")
    assert "2026-12-03" in problem_.sentence().zh


@given(histories, st.randoms(use_true_random=False), st.lists(st.integers(1, 200), max_size=4))
def test_whatever_comes_in_whichever_order_what_is_kept_is_what_anybody_reckons(
    found: list[Fact], chance: random.Random, waits: list[int]
) -> None:
    """Through the stream's effect and the hourly function, while the clock is moved on."""
    hall, on = Hall((FIRST,)), TODAY
    arriving = [*found, *chance.sample(found, len(found) // 2)]
    chance.shuffle(arriving)
    for fact in arriving:
        for merchant in hall.effect.gathering.note(fact):
            hall.effect.refresh(merchant)
    for wait in (0, *waits):
        on += wait * DAY
        hall.on(on).run()
        now = standing(found, FIRST, on)
        kept, _ = hall.store.standing(MERCHANT)
        if kept is None:  # what is hidden names no district: nothing was ever public
            assert not any(one.told for one in facts.newest(found))
            continue
        assert kept.reckoned == now.model_copy(update={"day": kept.reckoned.day})
        public = facts.lines(hall.store.facts(MERCHANT), kept.reckoned.day)
        assert standing(facts.read(public), FIRST, kept.reckoned.day).kept() == kept.reckoned.kept()
        if not is_worse(now.grade, kept.shown.grade):
            assert kept.shown.facts_sha256 == kept.reckoned.facts_sha256


def test_no_word_is_ever_shown_worse_than_before_without_a_person(hall: Hall) -> None:
    hall.brings(entry("a"), entry("b", ago=50), entry("c", ago=700), problem(), problem("q", ago=20))
    for wait in range(0, 900, 25):
        hall.on(TODAY + wait * DAY).run()
    grades = [GRADES.index(one["grade"]) for one in hall.shown()]
    assert all(
        after <= before or told["confirmed"]
        for before, after, told in zip(grades, grades[1:], hall.shown()[1:], strict=False)
    )
