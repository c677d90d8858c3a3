"""What became of the demo's drawn assignments: visits planned, approved and ended by the real services; one is late."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from PIL import Image, ImageDraw

from chalicelib import runtime, runtime_evidence, runtime_inspection, runtime_sampling
from chalicelib.accounts.model import Actor, Role
from chalicelib.clock import local_day, stamp
from chalicelib.inspection.endings import NewClosing, NewEnding
from chalicelib.inspection.evidence import NewEvidence
from chalicelib.inspection.evidence_types import Kind
from chalicelib.inspection.identification import NewConfirmation
from chalicelib.inspection.plan import Plan
from chalicelib.sampling.assignments import Assignment
from infra.local.demo import items
from infra.local.demo.clocks import Hand
from infra.local.demo.ids import demo_id

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
            _keep(officer, drawn.visit, "photo", clock)
            moves.end(officer, drawn.visit, ending)
            continue
        identifications.confirm(drawn.visit, NewConfirmation(code=code, device_at=clock()))
        _keep(officer, drawn.visit, "signature", clock)
        record = NewClosing(present=drawn.officers, signed="merchant", note="已核对检定证书，未做检测(演示)")
        moves.close(officer, drawn.visit, record)


def _keep(officer: Actor, visit: str, kind: Kind, clock: Hand) -> None:
    """Announce a drawing as evidence and upload it, as the phone would."""
    drawn = io.BytesIO()
    picture = Image.new("L", (600, 240), 255)
    ImageDraw.Draw(picture).line([(60, 180), (180, 60), (300, 190), (420, 70), (540, 170)], fill=0, width=6)
    picture.save(drawn, "PNG")
    raw, evidence = drawn.getvalue(), demo_id("evidence", f"{visit}-{kind}")
    told = {
        "kind": kind,
        "sha256": hashlib.sha256(raw).hexdigest(),
        "size_bytes": len(raw),
        "media_type": "image/png",
        "captured_at": stamp(clock()),
        "device": "demo",
    }
    exhibits = replace(runtime_evidence.exhibits(), clock=clock)
    exhibits.announce(officer, visit, evidence, NewEvidence.model_validate(told))
    key = f"evidence/{visit}/{evidence}"
    runtime.client("s3").put_object(Bucket=runtime.settings().quarantine_bucket, Key=key, Body=raw)


def _planned(drawn: Assignment, day: str) -> Plan:
    """The visit that an assignment of an instrument waits for."""
    where = runtime.registry().instrument(drawn.object_id).site_id
    return Plan.model_validate(
        {
            "item": items.named("instruments"),
            "site_id": where,
            "instruments": [drawn.object_id],
            "officers": list(drawn.officers),
            "planned_on": day,
            "assignment": {"plan": drawn.plan, "order": drawn.order},
        }
    )
