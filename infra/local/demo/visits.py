"""What became of the demo's drawn assignments: visits planned, approved and ended by the real services; one is late."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from chalicelib import runtime, runtime_inspection, runtime_sampling
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import local_day
from chalicelib.inspection.endings import NewClosing, NewEnding
from chalicelib.inspection.identification import NewConfirmation
from chalicelib.inspection.model import Plan
from chalicelib.sampling.assignments import Assignment
from infra.local.demo.clocks import Hand

_ENDINGS: tuple[NewEnding | None, ...] = (
    None,
    NewEnding(outcome="closed", reason="两次上门均停业(演示)"),
)
"""How the first assignments' visits ended, None: done; the others nobody has visited, and that is told too."""


def carry_out(plan: str, people: Mapping[str, Actor], clock: Hand) -> None:
    """Visit the first assignments of a drawn plan, one a day from now on."""
    inspection = replace(runtime.inspection(), clock=clock)
    moves = replace(runtime_inspection.moves(), clock=clock)
    identifications = replace(runtime_inspection.identifications(), clock=clock)
    for order, ending in enumerate(_ENDINGS):
        clock.at += timedelta(days=1)
        drawn = runtime_sampling.assignments().assignment(plan, order)
        if drawn.state != "open":
            continue
        inspection.put_visit(
            people["supervisor1"], drawn.visit, _planned(drawn, local_day(clock()).isoformat()), None
        )
        inspection.approve(people["leader1"], drawn.visit, None)
        officer = Actor(drawn.officers[0], frozenset({Role.INSPECTOR}))
        code = moves.accept(officer, drawn.visit).value.code or ""
        if ending is not None:
            moves.end(officer, drawn.visit, ending)
            continue
        identifications.confirm(drawn.visit, NewConfirmation(code=code, device_at=clock()))
        record = NewClosing(present=drawn.officers, signed="merchant", note="已核对检定证书，未做检测(演示)")
        moves.close(officer, drawn.visit, record)


def _planned(drawn: Assignment, day: str) -> Plan:
    """The visit that an assignment of an instrument waits for."""
    where = runtime.registry().instrument(drawn.object_id).site_id
    return Plan.model_validate(
        {
            "item": {"code": "JL-01", "name": "在用强制检定计量器具检查(演示)"},
            "site_id": where,
            "instruments": [drawn.object_id],
            "officers": list(drawn.officers),
            "planned_on": day,
            "assignment": {"plan": drawn.plan, "order": drawn.order},
        }
    )
