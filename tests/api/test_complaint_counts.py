"""Clusters, counts and proposed weights over HTTP: statuses, who may, and what anybody reads."""

from datetime import timedelta

import pytest

from chalicelib import runtime_complaints_desk, runtime_sampling
from chalicelib.accounts.model import Actor, Role
from chalicelib.complaints.service_clusters import Clusters
from chalicelib.complaints.service_counts import Counting
from chalicelib.complaints.store_counts import CountStore
from chalicelib.complaints.store_desk import QueueStore
from chalicelib.sampling.proposals import Proposal
from chalicelib.sampling.service_proposals import Proposals
from chalicelib.sampling.store_proposals import ProposalStore
from tests.complaining import CITY, COMPLAINT, REPORT, Unit
from tests.counting import AFTER, VENUES, told
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import ANNA, DISTRICT, FAR_LEADER, NOON, SUPERVISOR, made
from tests.unit.complaints.test_clusters import CHEAT, SHORT
from tests.unit.sampling import desk as desks

CLUSTERS, COUNTS = "/v1/complaint-clusters", "/v1/complaint-counts/{quarter}"
PUBLIC, PROPOSED = "/v1/public/complaint-counts/{quarter}", "/v1/weight-proposals"
WEIGH = "/v1/plans/{plan}/weights/{quarter}"
QUARTER = "2026-Q4"
READERS = {Role.INSPECTOR, Role.SUPERVISOR, Role.LEADER, Role.AUDITOR}


@pytest.fixture
def unit(monkeypatch: pytest.MonkeyPatch) -> Unit[FakeTable]:
    unit = Unit(FakeTable())
    counting = Counting(CountStore(unit.table), VENUES.get, unit.clock)
    clusters = Clusters(unit.store, QueueStore(unit.table), unit.clock)
    monkeypatch.setattr(runtime_complaints_desk, "desk", lambda: unit.desk)
    monkeypatch.setattr(runtime_complaints_desk, "clusters", lambda: clusters)
    monkeypatch.setattr(runtime_complaints_desk, "counting", lambda: counting)
    return unit


def test_clusters_are_shown_to_the_unit(unit: Unit[FakeTable]) -> None:
    unit.receive(facts=SHORT)
    unit.receive("report", facts=CHEAT)
    (one,) = call("GET", CLUSTERS, actor=ANNA, query={"unit": DISTRICT}).json["items"]
    assert {row["id"] for row in one["files"]} == {COMPLAINT, REPORT}
    assert (one["senders"], one["since"]) == (2, "2026-11-24")
    assert call("GET", CLUSTERS, actor=FAR_LEADER, query={"unit": DISTRICT}).status == 404
    assert call("GET", CLUSTERS, actor=ANNA, query={"unit": "x"}).status == 400
    assert call("GET", CLUSTERS, actor=ANNA).status == 400


def test_a_quarter_is_counted_and_read_by_anybody(unit: Unit[FakeTable]) -> None:
    for stall in range(5):
        unit.store.add(told(stall), "0" * 64)
    early = call("PUT", COUNTS, {}, actor=CITY, quarter=QUARTER)
    assert early.problem() == (409, "complaint.quarter_runs")
    missing = call("GET", PUBLIC, quarter=QUARTER)
    assert (missing.status, missing.json) == (200, {"quarter": QUARTER, "outcome": "not_counted"})
    assert missing.headers["Cache-Control"] == "no-cache"
    unit.at(AFTER)
    assert call("PUT", COUNTS, {}, actor=SUPERVISOR, quarter=QUARTER).problem() == (
        403,
        "complaint.not_yours",
    )
    first, again = (call("PUT", COUNTS, {}, actor=CITY, quarter=QUARTER) for _ in range(2))
    assert (first.status, again.status) == (201, 200)
    seen = call("GET", PUBLIC, quarter=QUARTER)
    assert seen.json == first.json == again.json
    assert seen.headers["Cache-Control"] == "public, max-age=3600"
    assert seen.json["areas"] == [{"district": DISTRICT, "venue": "market", "files": 5}]
    assert seen.json["weights"] == [{"district": DISTRICT, "venue": "market", "weight": 2}]
    for quarter in ("2026-Q5", "x", "%00", "2026-Q4x"):
        assert call("GET", PUBLIC, quarter=quarter).problem() == (404, "request.not_found")
        assert call("PUT", COUNTS, {}, actor=CITY, quarter=quarter).problem() == (404, "request.not_found")
    assert call("PUT", COUNTS, {"areas": []}, actor=CITY, quarter=QUARTER).status == 400


def test_a_proposal_is_listed_and_taken_into_a_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desks.Desk(FakeTable()).furnished()
    desk.plans.put_plan(desks.SUPERVISOR, desks.PLAN, desks.plan(), None)
    proposals = Proposals(ProposalStore(desk.table), desk.plans)
    monkeypatch.setattr(runtime_sampling, "proposals", lambda: proposals)
    counted = {
        "quarter": "2026-Q3",
        "last": "2026-09-30",
        "made_at": NOON - timedelta(days=40),
        "weights": [{"district": "350203", "venue": "market", "weight": 2}],
        "rule": [[5, 2]],
        "rule_from": "2020-01-01",
        "rule_source": "演示",
    }
    proposals.shelf.keep(Proposal.of(counted))
    (one,) = call("GET", PROPOSED, actor=desks.AUDITOR).json["items"]
    assert one["weights"] == [{"districts": ["350203"], "venues": ["market"], "weight": 2}]

    def weighed(who: Actor, quarter: str = "2026-Q3") -> Answer:
        return call("POST", WEIGH, actor=who, plan=desks.PLAN, quarter=quarter)

    for _ in range(2):
        taken = weighed(desks.SUPERVISOR)
        assert (taken.status, taken.json["weights_from"]) == (200, "2026-Q3")
    assert weighed(desks.LEADER).problem() == (403, "access.role_missing")
    assert weighed(desks.SUPERVISOR, "x").problem() == (404, "request.not_found")
    desk.plans.approve(desks.LEADER, desks.PLAN)
    settled = weighed(desks.SUPERVISOR)
    assert settled.problem() == (409, "sampling.plan_settled")


@pytest.mark.usefixtures("unit")
@pytest.mark.parametrize("role", sorted(Role))
def test_roles_without_a_part_in_it_are_refused(role: Role) -> None:
    someone = Actor(made("acc", 70), frozenset({role}), frozenset({DISTRICT}))
    clusters = call("GET", CLUSTERS, actor=someone, query={"unit": DISTRICT})
    assert (clusters.status == 200) == (role in READERS)
    counts = call("PUT", COUNTS, {}, actor=someone, quarter=QUARTER)
    assert (counts.problem()[1] == "access.role_missing") == (role is not Role.SUPERVISOR)
