"""A draw from its freeze to its opening, by the real services over fakes."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import pytest

from chalicelib.errors import NotFound
from chalicelib.registry.model import number
from chalicelib.registry.service_book import Changed
from chalicelib.sampling import drand
from chalicelib.sampling.bundle import Freeze
from chalicelib.sampling.draws import begins_at
from chalicelib.sampling.exclusions import Spared
from chalicelib.sampling.problems import (
    RandomnessPast,
    TooLong,
)
from chalicelib.sampling.service_draws import keys, standing
from chalicelib.sampling.service_freeze import strata_of
from chalicelib.sampling.service_opening import NOT_FROZEN
from chalicelib.sampling.service_pools import Pools
from chalicelib.sampling.verification import verify
from chalicelib.store import Put
from tests.fakes import FakeTable
from tests.unit.sampling.desk import INSPECTORS, LEADER, PLAN, SUPERVISOR
from tests.unit.sampling.hall import OPEN_DAY, SITE_0, Hall, Killed


def test_what_is_opened_holds_for_everybody_and_the_auditor() -> None:
    hall = Hall()
    hall.conflict(INSPECTORS[0], SITE_0)
    hall.opened()
    assert hall.faults() == []
    (drawn, others) = (one.drawn for one in hall.result().strata)
    assert (len(drawn), len(others)) == (8, 2)
    zipped = zipfile.ZipFile(io.BytesIO(hall.public.kept[f"{PLAN}/bundle.zip"]))
    assert verify({name: zipped.read(name) for name in zipped.namelist()}, drand.is_signed) == []
    plan = hall.draws.plan(PLAN)
    assert plan
    frozen = Freeze.model_validate_json(hall.public.kept[f"{PLAN}/freeze.json"])
    assert (frozen.plan_digest, plan.value.freeze_digest) == (
        plan.value.digest,
        hashlib.sha256(hall.public.kept[f"{PLAN}/freeze.json"]).hexdigest(),
    )
    assert [fact.step for fact in hall.draws.facts(PLAN)] == ["drawn", "frozen", "opened"]


def test_assignments_name_what_was_drawn_and_who_goes() -> None:
    hall = Hall().opened()
    rows = hall.given.board(PLAN, None, "", 100).rows
    assert [row["number"] for row in rows] == [
        place[0] for one in hall.result().strata for place in one.drawn
    ]
    people = {one.id for one in INSPECTORS}
    assert all(set(row["officers"]) <= people and len(row["officers"]) == 2 for row in rows)
    assert all(number(row["object_id"]) == row["number"] for row in rows)
    assert {(row["state"], row["due_on"]) for row in rows} == {("open", "2026-12-15")}


def test_nothing_public_tells_before_the_opening(capsys: pytest.CaptureFixture[str]) -> None:
    """Not the files, not the items that leave as public events, not the log."""
    hall = Hall().drawn()
    made = keys(hall.draws, hall.vault, PLAN)
    told = b"".join(hall.public.kept.values()) + b"".join(hall.private.kept.values())
    told += repr(hall.table.items).encode()
    told += capsys.readouterr().out.encode()
    assigned = {row["number"] for row in hall.given.board(PLAN, None, "", 100).rows}
    assert len(assigned) == 10
    hall.desk.now = datetime.fromisoformat("2026-12-16T00:00:00Z")
    hall.turn()
    for secret in (made.secret, made.salts, made.files, bytes.fromhex(hall.result().seed)):
        assert secret not in told
        assert secret.hex().encode() not in told
    for one in hall.result().strata:
        for _, ticket in (*one.drawn, *one.substitutes):
            assert ticket.encode() not in told
    hall = Hall().drawn()
    public = {name: raw for name, raw in hall.public.kept.items() if not name.endswith("pool.bin")}
    assert not [entry for entry in assigned if entry.encode() in b"".join(public.values())]
    assert set(public) == {
        f"{PLAN}/{name}"
        for name in ("nodes-8.bin", "officers.bin", "exclusions.json", "freeze.json", "randomness.json")
    }
    facts = json.dumps([fact.model_dump(mode="json") for fact in hall.draws.facts(PLAN)])
    assert not [entry for entry in assigned if entry in facts]


def to_the_end(hall: Hall) -> int:
    """Ask for turns as queue and schedule do until the draw is open; answers how often the function was killed."""
    killed = 0
    hall.ceremony.ask_freeze(SUPERVISOR, PLAN)
    for _ in range(100):
        before = hall.state()
        try:
            hall.turn()
        except Killed:
            killed += 1
            continue
        if hall.state() == "opened":
            return killed
        if hall.state() == before or before == "published":
            hall.desk.now = OPEN_DAY if hall.state() == "drawn" else hall.desk.now + timedelta(hours=3)
    raise AssertionError("never opened")


@pytest.mark.parametrize("step", range(1, 16))
def test_killed_at_any_file_and_repeated_it_writes_the_same_bytes(step: int) -> None:
    expected, hall = Hall(), Hall()
    assert to_the_end(expected) == 0
    hall.private.mishap = hall.public.mishap = hall.auditors.mishap = killer(step)
    assert to_the_end(hall) == 1
    assert hall.faults() == []
    assert hall.public.kept == expected.public.kept
    assert hall.auditors.kept == expected.auditors.kept


class UnluckyTable(FakeTable):
    """A table whose writer is killed before or after one write."""

    mishap: Callable[[str], None] | None = None
    is_after = False

    def put_all(self, puts: Sequence[Put]) -> None:
        if self.mishap and not self.is_after:
            self.mishap("")
        super().put_all(puts)
        if self.mishap and self.is_after:
            self.mishap("")


@pytest.mark.parametrize("is_after", [False, True])
@pytest.mark.parametrize("step", range(1, 9))
def test_killed_at_any_item_and_repeated_it_holds(step: int, is_after: bool) -> None:  # noqa: FBT001
    table = UnluckyTable()
    hall = Hall(table)
    hall.ceremony.ask_freeze(SUPERVISOR, PLAN)
    table.mishap, table.is_after = killer(step), is_after
    assert to_the_end(hall) == 1
    assert hall.faults() == []
    rows = hall.given.board(PLAN, None, "", 100).rows
    assert [row["number"] for row in rows] == [
        place[0] for one in hall.result().strata for place in one.drawn
    ]


def test_killed_between_assignments_and_step_it_holds_whatever_an_object_is_called_by_then() -> None:
    table = UnluckyTable()
    hall = Hall(table).frozen()
    hall.desk.later(timedelta(hours=3))
    table.mishap = killer(3)
    with pytest.raises(Killed):
        hall.turn()
    assert hall.state() == "frozen"
    rows = hall.given.board(PLAN, None, "", 100).rows
    assert len(rows) == 10
    hall.objects.renamed = "(改名)"
    hall.turn()
    assert hall.state() == "drawn"
    assert hall.given.board(PLAN, None, "", 100).rows == rows


def killer(step: int) -> Callable[[str], None]:
    left = [step]

    def mishap(_: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Killed

    return mishap


def test_two_turns_at_once_are_one_draw() -> None:
    """The queue may bring a plan twice: whoever comes second changes nothing."""
    hall = Hall()
    hall.ceremony.ask_freeze(SUPERVISOR, PLAN)
    plan, draw = standing(hall.draws, PLAN)
    hall.job.freezing.freeze(plan, draw)
    with pytest.raises(Changed):
        hall.job.freezing.freeze(plan, draw)
    before = dict(hall.public.kept)
    hall.turn()
    assert hall.public.kept == before
    hall.desk.later(timedelta(hours=3))
    hall.turn()
    rows = hall.given.board(PLAN, None, "", 100).rows
    hall.turn()
    assert hall.given.board(PLAN, None, "", 100).rows == rows


class TestFreeze:
    def test_only_a_published_plan_and_in_time(self) -> None:
        hall = Hall()
        hall.desk.now = begins_at(hall.desk.plans.plan(PLAN).value.source) - timedelta(seconds=119)
        with pytest.raises(RandomnessPast):
            hall.ceremony.ask_freeze(SUPERVISOR, PLAN)
        hall = Hall().frozen()
        assert hall.ceremony.ask_freeze(SUPERVISOR, PLAN).state == "frozen"
        assert hall.sent == [PLAN]
        with pytest.raises(NotFound):
            hall.ceremony.ask_freeze(SUPERVISOR, PLAN[:-1] + "9")

    def test_too_late_to_be_public_first_is_void_in_public(self) -> None:
        hall = Hall()
        hall.ceremony.ask_freeze(SUPERVISOR, PLAN)
        hall.desk.later(timedelta(hours=1, minutes=59))
        hall.turn()
        assert hall.state() == "void"
        assert f"{PLAN}/freeze.json" not in hall.public.kept
        (fact,) = hall.draws.facts(PLAN)
        assert (fact.step, fact.about) == ("void", NOT_FROZEN)
        assert hall.due() == []

    def test_public_in_time_but_killed_before_it_was_noted_stays_frozen(self) -> None:
        hall = Hall()
        hall.ceremony.ask_freeze(SUPERVISOR, PLAN)
        made = hall.draws.step
        hall.draws.step = lambda *_: (_ for _ in ()).throw(Killed)  # type: ignore[method-assign]
        with pytest.raises(Killed):
            hall.turn()
        hall.draws.step = made  # type: ignore[method-assign]
        hall.desk.later(timedelta(hours=3))
        hall.turn()
        assert hall.state() == "frozen"

    def test_who_is_left_out_is_counted_by_reason(self) -> None:
        hall = Hall(strata=[{"name": "思明", "districts": ["350203"], "count": 3}])
        hall.ceremony.spare(LEADER, SITE_0, Spared(reason="停业整顿(演示)", until=date(2027, 1, 1)))
        gone = number("sit-01jd" + f"{2:022d}")
        hall.ceremony.spare(LEADER, gone, Spared(reason="停业整顿(演示)", until=date(2026, 11, 24)))
        hall.frozen()
        told = json.loads(hall.public.kept[f"{PLAN}/exclusions.json"])
        assert told == {
            "plan": PLAN,
            "left_out": {"annual_cap": 0, "no_stratum": 150, "white_list": 1},
        }
        frozen = Freeze.model_validate_json(hall.public.kept[f"{PLAN}/freeze.json"])
        assert (frozen.size, frozen.strata[0].size) == (149, 149)
        with pytest.raises(TooLong):
            hall.ceremony.spare(LEADER, SITE_0, Spared(reason="停业整顿", until=date(2028, 1, 1)))

    def test_whoever_was_visited_often_enough_is_left_out(self) -> None:
        hall = Hall()
        visits = {SITE_0: 4, number("sit-01jd" + f"{1:022d}"): 3}
        hall.draws.counts = lambda year: visits  # type: ignore[method-assign]  # noqa: ARG005 - the store's own words
        hall.frozen()
        assert json.loads(hall.public.kept[f"{PLAN}/exclusions.json"])["left_out"]["annual_cap"] == 1

    def test_an_exempt_plan_draws_regardless_of_the_ceiling_and_its_visits_do_not_count(self) -> None:
        hall = Hall(exempt="assigned")
        counted = hall.draws.counts
        hall.draws.counts = lambda year: {SITE_0: 9}  # type: ignore[method-assign]  # noqa: ARG005 - the store's own words
        hall.drawn()
        assert json.loads(hall.public.kept[f"{PLAN}/exclusions.json"])["left_out"]["annual_cap"] == 0
        assert counted(2026) == {}

    def test_visits_are_counted_from_the_years_draws(self) -> None:
        hall = Hall().drawn()
        rows = hall.given.board(PLAN, None, "", 100).rows
        assert hall.draws.counts(2026) == {row["number"]: 1 for row in rows}
        assert hall.draws.counts(2027) == {}

    def test_visits_to_its_scales_count_for_their_user(self) -> None:
        user = number("mer-01jd" + "0" * 22)
        hall = Hall()
        hall.objects.merchant = user
        hall.drawn()
        visits = dict(hall.draws.counts(2026))
        assert (visits.pop(user), len(visits), set(visits.values())) == (10, 10, {1})
        plan = hall.desk.plans.plan(PLAN).value
        pool = Pools(hall.objects, hall.draws, hall.draws).pool(plan, date(2026, 12, 1))
        assert list(pool.entries()) == []
        assert pool.left_out == {"annual_cap": 300}

    def test_no_public_file_holds_an_internal_id_or_an_account(self) -> None:
        hall = Hall().opened()
        told = b"".join(hall.public.kept.values())
        assert b"sit-" not in told
        assert b"acc-" not in told

    def test_an_officer_serves_the_strata_that_lie_in_his_districts(self) -> None:
        plan = Hall().desk.plans.plan(PLAN).value
        assert strata_of(plan, ()) == ()
        assert strata_of(plan, ("350203",)) == (0,)
        assert strata_of(plan, ("350203", "350206")) == ()
        assert strata_of(plan, ("350211",)) is None
