"""The life of an instrument (process.md SM2) as one pure state machine: who may do what, from where, and what it does.

in_use ─suspend→ suspended ─release, or a lab's pass→ in_use
in_use, suspended ─freeze→ disputed_frozen ─unfreeze→ what it was
in_use, suspended ─replace→ replaced      in_use, suspended ─scrap→ scrapped      nothing leads out of these two
Beside the state: a repair or a changed seal voids the certificate, and an application (报检) is open, until the next
verification.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chalicelib.accounts.model import Actor, Role
from chalicelib.errors import Sentence
from chalicelib.registry import acts
from chalicelib.registry.acts import AnyAct, Kind, Reason
from chalicelib.registry.marks import Application, Freeze, Suspension, Void
from chalicelib.registry.model import OVER, KeptInstrument, KeptVerification

MAY: Mapping[Kind, frozenset[Role]] = {
    "apply": frozenset({Role.MERCHANT, Role.ORGANISER, Role.SUPERVISOR}),
    "schedule": frozenset({Role.LAB}),
    "suspend": frozenset({Role.INSPECTOR, Role.LEADER}),
    "release": frozenset({Role.LEADER}),
    "freeze": frozenset({Role.LEADER}),
    "unfreeze": frozenset({Role.LEADER}),
    "repair": frozenset({Role.MERCHANT, Role.LAB, Role.INSPECTOR}),
    "seal_change": frozenset({Role.INSPECTOR, Role.LAB, Role.SUPERVISOR}),
    "replace": frozenset({Role.MERCHANT, Role.SUPERVISOR}),
    "transfer": frozenset({Role.SUPERVISOR}),
    "scrap": frozenset({Role.SUPERVISOR, Role.LAB}),
}
"""Who may do it, where the role reaches (capacities)."""
ACTORS = frozenset[Role]().union(*MAY.values())

REASONS: dict[Reason, Sentence] = {
    "act.over": Sentence(
        "该器具已报废或已被更换，不能再办理；如仍在使用，请报告。",
        "The instrument was scrapped or replaced; nothing more can be done with it. If it is in use, report it.",
    ),
    "act.frozen": Sentence(
        "该器具因计量纠纷封存，仲裁结束前不得变动；请先由负责人解除封存。",
        "The instrument is sealed while a dispute is settled and may not be changed. A leader must end that first.",
    ),
    "act.already_applied": Sentence(
        "该器具已经报检，无需重复报检，请等待检定机构安排。",
        "Verification has been applied for already. Wait for the lab's appointment.",
    ),
    "act.not_applied": Sentence(
        "该器具还没有报检，不能排期；请先由经营者或监管科报检。",
        "Nobody has applied for a verification. The merchant or the supervisor must do so first.",
    ),
    "act.day_past": Sentence(
        "检定日期不能早于今天，请重新选择。", "The day lies in the past. Choose today or later."
    ),
    "act.already_suspended": Sentence(
        "该器具已被责令停止使用，无需重复办理。", "The instrument is suspended already."
    ),
    "act.not_suspended": Sentence(
        "该器具没有被责令停止使用，无需撤销。",
        "The instrument is not suspended; there is nothing to take back.",
    ),
    "act.not_frozen": Sentence(
        "该器具没有封存，无需解除。", "The instrument is not sealed; there is nothing to end."
    ),
    "act.same_seals": Sentence(
        "铅封号与登记的相同，没有变动；请核对实物上的铅封号。",
        "These are the seals on record, so nothing changed. Compare them with those on the instrument.",
    ),
    "act.other_merchant": Sentence(
        "替换用的器具须另行登记、在用，且属于同一经营者；请先登记新器具。",
        "The new instrument must be another one, registered, in use, and of the same merchant. Register it first.",
    ),
    "act.same_place": Sentence(
        "该器具已登记在这里，没有变动；请核对转移去向。",
        "The instrument is registered there already. Check where it goes.",
    ),
}
"""Reason of a refusal -> what happened and what to do."""


@dataclass(frozen=True)
class Scene:
    """All that an act is decided on.

    verification  the newest one                   other   for a replacement: the instrument named as the new one
    at, day       now, and its local day           by      the actor's account
    """

    kept: KeptInstrument
    verification: KeptVerification | None
    at: datetime
    day: date
    by: str
    other: KeptInstrument | None = None


def capacities(
    kind: Kind, actor: Actor, kept: KeptInstrument, district: str, last_lab: str | None
) -> frozenset[Role]:
    """The roles in which this actor may do this to this instrument; none: they may not.

    Officers act in their districts, merchants on their own, organisers at their sites. A lab works in the whole city,
    but scraps only what it verified last.
    """

    def reaches(role: Role) -> bool:
        match role:
            case Role.MERCHANT:
                return kept.merchant_id in actor.merchants
            case Role.ORGANISER:
                return kept.site_id in actor.sites
            case Role.LAB:
                return last_lab in actor.labs if kind == "scrap" else bool(actor.labs)
            case _:
                return actor.works_in(district)

    return frozenset(role for role in MAY[kind] & actor.roles if reaches(role))


def after(scene: Scene, act: AnyAct) -> KeptInstrument | Reason:
    """The instrument after the act, always another than before; or why a rule refuses it."""
    kept = scene.kept
    if kept.state in OVER:
        return "act.over"
    if kept.state == "disputed_frozen" and not isinstance(act, acts.Unfreeze):
        return "act.frozen"
    changed = _changed(scene, act)
    return changed if isinstance(changed, str) else kept.model_copy(update=changed)


def _changed(scene: Scene, act: AnyAct) -> dict[str, Any] | Reason:  # noqa: C901, PLR0911, PLR0912 - a case for every act
    kept = scene.kept
    match act:
        case acts.Apply():
            if kept.application is not None:
                return "act.already_applied"
            return {"application": Application(applied_on=scene.day, by=scene.by)}
        case acts.Schedule():
            return _scheduled(scene, act)
        case acts.Suspend():
            if kept.state == "suspended":
                return "act.already_suspended"
            order = Suspension(reason=act.reason, since=scene.day, at=scene.at, by=scene.by)
            return {"state": "suspended", "suspension": order}
        case acts.Release():
            is_suspended = kept.state == "suspended"
            return {"state": "in_use", "suspension": None} if is_suspended else "act.not_suspended"
        case acts.Freeze():
            freeze = Freeze(reason=act.reason, since=scene.day, at=scene.at, by=scene.by)
            return {"state": "disputed_frozen", "freeze": freeze}
        case acts.Unfreeze():
            if kept.state != "disputed_frozen":
                return "act.not_frozen"
            return {"state": "suspended" if kept.suspension else "in_use", "freeze": None}
        case acts.Repair():
            given = {"repair_code": act.repair_code, "seal_nos": act.seal_nos}
            return _told(given) | {"void": _void(scene, "repair")}
        case acts.SealChange():
            if act.seal_nos == kept.seal_nos:
                return "act.same_seals"
            return {"seal_nos": act.seal_nos, "void": _void(scene, "seal_change")}
        case acts.Replace():
            return _replaced(scene, act)
        case acts.Transfer():
            where = _told({"merchant_id": act.merchant_id, "site_id": act.site_id, "stall": act.stall})
            is_elsewhere = any(getattr(kept, name) != value for name, value in where.items())
            return where if is_elsewhere else "act.same_place"
        case acts.Scrap():
            return {"state": "scrapped", "suspension": None, "application": None}


def _scheduled(scene: Scene, act: acts.Schedule) -> dict[str, Any] | Reason:
    application = scene.kept.application
    if application is None:
        return "act.not_applied"
    if act.day < scene.day:
        return "act.day_past"
    return {"application": application.model_copy(update={"scheduled_on": act.day, "lab_id": act.lab_id})}


def _replaced(scene: Scene, act: acts.Replace) -> dict[str, Any] | Reason:
    kept, other = scene.kept, scene.other
    is_fit = (
        other is not None
        and other.id != kept.id
        and other.merchant_id == kept.merchant_id
        and other.state not in OVER
    )
    if not is_fit:
        return "act.other_merchant"
    return {
        "state": "replaced",
        "suspension": None,
        "application": None,
        "replaced_by": act.new_instrument_id,
    }


def _void(scene: Scene, cause: Any) -> Void:
    voided = scene.verification.id if scene.verification else None
    return Void(cause=cause, since=scene.day, by=scene.by, certificate=voided)


def _told(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None}


def verified(kept: KeptInstrument, new: KeptVerification, *, is_newest: bool) -> KeptInstrument:
    """The instrument after a lab's verification.

    Only a lab restores: a newest pass on or after the day of a suspension ends it, not what was verified before the
    instrument was found wanting. A sealed instrument stays sealed. A verification ends an application made by its day.
    """
    changed: dict[str, Any] = {}
    if kept.application is not None and new.verified_on >= kept.application.applied_on:
        changed["application"] = None
    is_before_a_change = kept.void is not None and kept.void.covers(new.verified_on, new.id)
    if is_newest and not is_before_a_change:
        named = {name: getattr(new, name) for name in ("seal_nos", "verification_code", "software_id")}
        changed |= _told(named)
    if is_newest:
        order = kept.suspension
        if new.conclusion == "pass" and order is not None and new.verified_on >= order.since:
            changed |= {"suspension": None}
            changed |= {"state": "in_use"} if kept.state == "suspended" else {}
    return kept.model_copy(update=changed)
