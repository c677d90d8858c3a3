"""Standings as they are kept: a better word at once, a worse one by a person, and every one to be reckoned again."""

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import facts, ids
from chalicelib.credit.problems_standing import (
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
    OWNER,
    SUPERVISOR,
    TODAY,
    Hall,
    commitment,
    day,
    entry,
    head,
    histories,
    problem,
)

DAY = timedelta(days=1)
OTHER = ids.derived("merchant", "other")


def test_a_better_word_holds_at_once_and_is_public_with_both_hashes(hall: Hall) -> None:
    hall.brings(entry("a"), entry("b", ago=50))
    assert hall.words() == [("regular", False, None), ("good", False, None)]
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
