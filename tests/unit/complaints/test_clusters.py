"""Clusters: what is proposed as of one cause, and that nothing is done by it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.clusters import FIRST, season, shares
from chalicelib.complaints.clusters import Clue, alike, are_linked, clusters, rule
from chalicelib.complaints.service_clusters import Clusters
from chalicelib.complaints.store_desk import QueueStore
from chalicelib.errors import NotFound
from tests.complaining import COMPLAINT, OTHER_REPORT, REPORT, Unit
from tests.fakes import FakeTable
from tests.office import ANNA, DISTRICT, FAR_LEADER, OTHER_SCALE, made

RULE = rule(FIRST)
SHORT, CHEAT = "买虾两斤，回家复称少了一两", "虾的分量不够，公平秤复称少一两多"
CLUE = Clue("cmp-1", "cmp-1", FIRST, frozenset({"stl-1"}), SHORT)
OTHER = Clue("cmp-2", "cmp-2", FIRST + timedelta(days=RULE.window_days), frozenset({"stl-1", "ins-1"}), CHEAT)


def test_two_senders_of_one_cause_at_one_stall_are_a_cluster() -> None:
    (found,) = clusters((OTHER, CLUE), RULE)
    assert (found.files, found.senders, found.things) == (("cmp-1", "cmp-2"), 2, ("stl-1",))
    assert (found.since, found.until) == (CLUE.day, OTHER.day)


@pytest.mark.parametrize(
    "changed",
    [
        {"things": frozenset({"stl-2"})},
        {"things": frozenset()},
        {"day": OTHER.day + timedelta(days=1)},
        {"text": "老板骂人，态度很差"},
        {"text": "摊位的货占了过道"},
        {"text": ""},
        {"submission": "cmp-1"},
    ],
)
def test_another_stall_another_time_other_matters_and_the_same_sender_are_none(
    changed: dict[str, object],
) -> None:
    assert clusters((CLUE, replace(OTHER, **changed)), RULE) == ()  # type: ignore[arg-type]


def test_identical_words_about_another_stall_are_not_linked() -> None:
    copied = replace(OTHER, text=SHORT, things=frozenset({"stl-9"}))
    assert alike(CLUE, copied) == 100
    assert not are_linked(CLUE, copied, RULE)


def test_where_no_topic_is_named_words_must_be_more_alike() -> None:
    one, other = (
        replace(CLUE, text="摊位把货摆到过道上推车过不去"),
        replace(OTHER, text="货摆在过道推车过不去"),
    )
    assert are_linked(one, other, RULE)
    assert not are_linked(one, replace(other, text="过道没有灯晚上看不见"), RULE)


def test_numbers_and_what_is_masked_do_not_make_words_alike() -> None:
    one, other = replace(CLUE, text="138****8000 100.5"), replace(OTHER, text="138****8000 100.5")
    assert alike(one, other) == 0


def test_the_complaint_and_the_report_of_one_sender_count_once() -> None:
    twin = replace(OTHER, id="cmp-3", submission="cmp-2")
    (found,) = clusters((CLUE, OTHER, twin), RULE)
    assert (len(found.files), found.senders) == (3, 2)


CLUES = st.lists(
    st.builds(
        Clue,
        st.uuids().map(str),
        st.sampled_from(["a", "b", "c", "d", "e"]),
        st.integers(0, 60).map(lambda day: date(2026, 9, 1) + timedelta(days=day)),
        st.frozensets(st.sampled_from(["stl-1", "stl-2", "ins-1"])),
        st.sampled_from([SHORT, CHEAT, "态度差，骂人", "过道不通", ""]),
    ),
    max_size=12,
    unique_by=lambda clue: clue.id,
)


@given(CLUES, st.randoms(use_true_random=False))
def test_clusters_part_the_files_whatever_order_they_come_in(clues: list[Clue], dice: object) -> None:
    found = clusters(clues, RULE)
    shuffled: list[Clue] = list(clues)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert clusters(shuffled, RULE) == found
    named = [name for one in found for name in one.files]
    assert len(named) == len(set(named))
    known = {clue.id: clue for clue in clues}
    for one in found:
        group: Sequence[Clue] = [known[name] for name in one.files]
        assert len({clue.submission for clue in group}) == one.senders > 1
        for clue in group:
            assert any(are_linked(clue, other, RULE) for other in group if other is not clue)


def test_the_rule_finds_most_causes_and_rarely_mixes_them() -> None:
    right, wrong, missed = shares(range(40, 43), RULE)
    assert right > 5 * wrong * 0.8
    assert right > 8 * missed
    assert season(40) == season(40)


def test_the_desk_is_shown_them_and_nothing_changes() -> None:
    unit = Unit(FakeTable())
    unit.receive(facts=SHORT)
    unit.receive("report", facts=CHEAT)
    other = {"site_id": made("sit", 9), "stall_id": made("stl", 9), "instrument_id": OTHER_SCALE}
    unit.receive("report", id=OTHER_REPORT, facts=CHEAT, about=other)
    before = dict(unit.table.items)
    service = Clusters(unit.store, QueueStore(unit.table), unit.clock)
    ((cluster, rows),) = service.proposed(ANNA, DISTRICT)
    assert set(cluster.files) == {COMPLAINT, REPORT}
    assert [row["id"] for row in rows] == list(cluster.files)
    assert unit.table.items == before
    with pytest.raises(NotFound):
        service.proposed(FAR_LEADER, DISTRICT)


def test_what_is_over_is_no_longer_proposed() -> None:
    unit = Unit(FakeTable())
    unit.receive(facts=SHORT)
    unit.receive("report", facts=CHEAT)
    unit.handled().step(ANNA, "refuse", ground="too_old", text="超过三年")
    assert Clusters(unit.store, QueueStore(unit.table), unit.clock).proposed(ANNA, DISTRICT) == []
