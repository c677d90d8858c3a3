"""The demo's draws: officers with a conflict, one draw that is open, one that is frozen.

The open one lies in the past: its steps are made by the real services under clocks of then.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from chalicelib import runtime, runtime_draws, runtime_sampling
from chalicelib.accounts.account import account_id
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import CITY_ZONE, stamp
from chalicelib.registry.model import number
from chalicelib.registry.service_book import Stored
from chalicelib.sampling.bundle import Drand
from chalicelib.sampling.draws import Fact, KeptDraw
from chalicelib.sampling.officers import Conflict, PoolOfficer
from chalicelib.sampling.plans import KeptPlan, Plan
from chalicelib.sampling.service_ceremony import Ceremony
from chalicelib.sampling.service_fairness import DueReports
from chalicelib.sampling.service_officers import Officers
from chalicelib.sampling.service_plans import Plans
from chalicelib.sampling.store_assignments import AssignmentStore
from chalicelib.sampling.store_draws import DrawStore
from chalicelib.sampling.store_plans import PlanStore
from infra.local import testchain
from infra.local.demo import visits
from infra.local.demo.clocks import Hand
from infra.local.demo.ids import demo_id
from infra.local.demo.items import DEPARTMENT

OPENED, FROZEN = demo_id("plan", "opened"), demo_id("plan", "frozen")
_INSTRUMENTS, _SITES = demo_id("item", "instruments"), demo_id("item", "sites")
_MOST_TURNS = 10


class Chain:
    """See service_draws.Beacon: the test chain, without the way over the front door."""

    def signature(self, source: Drand) -> bytes:
        """See Beacon."""
        return testchain.signature(source.round)


class PastDraws(DrawStore):
    """Draws that the schedule does not look at while they are made: by its clock they would be late."""

    def put_draw(self, draw: KeptDraw, due: str, seen: int) -> None:  # noqa: ARG002 - that is the point
        """See Draws."""
        super().put_draw(draw, "", seen)

    def step(
        self,
        plan: Stored[KeptPlan],
        draw: Stored[KeptDraw],
        moved: tuple[KeptPlan, KeptDraw],
        due: str,  # noqa: ARG002 - that is the point
        fact: Fact,
    ) -> None:
        """See Draws."""
        super().step(plan, draw, moved, "", fact)


def load(issuer: str, people: Mapping[str, Actor], today: date) -> None:
    """Load all of it; again is the same."""
    _register_officers(issuer, people["supervisor1"])
    past = _local(today - timedelta(days=20), 9)
    _opened(people, Hand(past), today)
    _frozen(people, today)


def report() -> None:
    """The fairness report of the last month, which the schedule would ask for within the hour."""
    maker = runtime_draws.fairness_maker(runtime.clock())
    DueReports(runtime_sampling.fairness_shelf(), maker.turn, runtime.clock()).run()


def _local(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), CITY_ZONE)


def _register_officers(issuer: str, supervisor: Actor) -> None:
    """Every inspector of the demo, so that pairs are drawn of five and each can sign in."""
    from infra.local.personas import PERSONAS

    officers = Officers(PlanStore(runtime.main_table()), runtime.accounts)
    inspectors = (one.subject for one in PERSONAS if one.role == Role.INSPECTOR)
    for place, name in enumerate(inspectors, 1):
        entered = PoolOfficer(
            account=account_id(issuer, name),
            certificate_no=f"闽执法-{place:03d}(演示)",
            qualifications=("计量",),
        )
        officers.enter(supervisor, entered)
    own = number(demo_id("instrument", "market-3"))
    declared = (Conflict(object=own, reason="近亲属经营(演示)"),)
    officers.declare(supervisor, account_id(issuer, "inspector1"), declared)


def _opened(people: Mapping[str, Actor], clock: Hand, today: date) -> None:
    """A draw of scales in markets: frozen twenty days ago, drawn the day after, open since its visits' last day.

    Of the three drawn, one was visited, one was closed, and one nobody went to: it is late, for everybody to see.
    """
    plans = Plans(PlanStore(runtime.main_table()), clock)
    first = today - timedelta(days=19)
    plan = _plan(
        "集贸市场在用秤抽查(演示)",
        _INSTRUMENTS,
        {"objects": "instrument", "venues": ["market"]},
        [{"name": "集贸市场", "count": 3, "reserve": 2}],
        (first, today - timedelta(days=8)),
        today,
    )
    draws = PastDraws(runtime.main_table())
    job = runtime_draws.draw_job(draws, Chain(), clock)

    def later() -> None:
        clock.at = _local(first, 10)
        if plans.plan(OPENED).value.state == "drawn":
            visits.carry_out(OPENED, people, clock)
            clock.at = _local(today - timedelta(days=7), 9)

    _to("opened", OPENED, plan, people, plans, draws, job.turn, later)


def _frozen(people: Mapping[str, Actor], today: date) -> None:
    """A draw of petrol stations, hospitals and markets whose randomness comes tomorrow: move the clock by a day."""
    clock = runtime.clock()
    plans = Plans(PlanStore(runtime.main_table()), clock)
    plan = _plan(
        "重点场所计量专项抽查(演示)",
        _SITES,
        {"objects": "site"},
        [
            {
                "name": "集贸市场和海鲜大排档",
                "venues": ["market", "seafood_street"],
                "count": 1,
                "reserve": 1,
            },
            {"name": "其他场所", "count": 2, "reserve": 2},
        ],
        (today + timedelta(days=1), today + timedelta(days=6)),
        today + timedelta(days=14),
    )
    draws = DrawStore(runtime.main_table())
    job = runtime_draws.draw_job(draws, Chain(), clock)
    _to("frozen", FROZEN, plan, people, plans, draws, job.turn, lambda: None)


def _plan(
    name: str,
    item: str,
    scope: dict[str, Any],
    strata: list[dict[str, Any]],
    days: tuple[date, date],
    open_by: date,
) -> Plan:
    """A plan whose randomness comes at one in the morning of its first day, or else by a lottery in the evening."""
    first, last = days
    return Plan.model_validate(
        {
            "name": name,
            "year": first.year,
            "campaign": "market",
            "items": [item],
            "departments": [DEPARTMENT],
            "scope": scope,
            "strata": strata,
            "officers": {"qualification": "计量"},
            "from": first.isoformat(),
            "until": last.isoformat(),
            "source": testchain.source(_local(first, 1)),
            "fallback": {
                "kind": "lottery",
                "name": "双色球",
                "issue": f"{first:%Y%j}(演示)",
                "drawn_at": stamp(_local(first, 21)),
            },
            "open_by": stamp(_local(open_by, 0)),
        }
    )


def _to(
    state: str,
    plan_id: str,
    plan: Plan,
    people: Mapping[str, Actor],
    plans: Plans,
    draws: DrawStore,
    turn: Callable[[str], bool],
    later: Callable[[], None],
) -> None:
    """Bring a plan to this state from wherever it stands."""
    plans.put_plan(people["supervisor1"], plan_id, plan, None)
    ceremony = Ceremony(draws, AssignmentStore(runtime.main_table()), draws, lambda _: None, plans.clock)
    for _ in range(_MOST_TURNS):
        match plans.plan(plan_id).value.state:
            case reached if reached == state:
                return
            case "draft":
                plans.approve(people["leader1"], plan_id)
            case "approved":
                plans.publish(people["publisher1"], plan_id)
            case "published":
                ceremony.ask_freeze(people["supervisor1"], plan_id)
                turn(plan_id)
            case "frozen" | "drawn":
                later()
                turn(plan_id)
            case other:
                raise RuntimeError(f"the demo's draw is {other}")
    raise RuntimeError(f"the demo's draw did not become {state}")
