"""When a check is taken and when it is refused, and by which day's law it is judged; pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from chalicelib.clock import local_day
from chalicelib.errors import Sentence
from chalicelib.inspection.checks import NewCheck, Reason, fits
from chalicelib.inspection.forms import is_published
from chalicelib.inspection.model import Visit
from chalicelib.registry.marks import Suspension
from chalicelib.registry.model import OVER, InstrumentHead

AHEAD = timedelta(minutes=10)
"""How far a phone's clock may run ahead of ours."""

REASONS: dict[Reason, Sentence] = {
    "visit.not_yours": Sentence(
        "您不是本次检查的检查人员，检测未记入；请由检查人员提交，或请监管科调整人员。",
        "You are not an officer of this visit; the check was not recorded. One of its officers must send it.",
    ),
    "visit.not_approved": Sentence(
        "本次检查尚未经负责人批准，检测未记入；请先报批再检查。",
        "No leader has approved this visit; the check was not recorded. Have it approved first.",
    ),
    "visit.not_identified": Sentence(
        "还没有亮码核验身份，检测未记入；请先让经营者核对检查码，或扫描经营者码，再检查。",
        "Nobody is identified yet; the check was not recorded. Show the inspection code or scan the merchant's.",
    ),
    "visit.ended": Sentence(
        "本次检查已结束，检测未记入；如需补充，请监管科新建一次检查。",
        "This visit has ended; the check was not recorded. Ask for a new visit.",
    ),
    "visit.void": Sentence(
        "本次检查已作废，检测未记入；请离开现场并联系监管科。",
        "This visit is void; the check was not recorded. Leave, and ask the supervisor.",
    ),
    "visit.other_instrument": Sentence(
        "该器具不在本次检查范围内，检测未记入；请核对器具编号或检查场所。",
        "The instrument is not part of this visit; the check was not recorded. Compare its number and the place.",
    ),
    "check.reading_in_future": Sentence(
        "检测时间晚于当前时间，检测未记入；请校准手机时间后重新提交。",
        "The reading lies in the future; the check was not recorded. Set the phone's clock and send a new one.",
    ),
    "check.other_kind": Sentence(
        "此项检测不适用于该类器具，检测未记入；请选择对应的检测项目。",
        "This kind of check does not fit the instrument; it was not recorded. Choose another.",
    ),
    "check.unknown_form": Sentence(
        "检测所用的表单或版本不存在，检测未记入；请联网更新应用后重新提交。",
        "The form or its version is not one of ours; the check was not recorded. Update the app and send it again.",
    ),
    "instrument.scrapped": Sentence(
        "该器具已登记报废或更换，检测未记入；如仍在使用，请拍照取证并报告。",
        "The instrument was scrapped or replaced; the check was not recorded. If it is in use, report it.",
    ),
    "instrument.suspended": Sentence(
        "该器具已被责令停止使用，检测未记入；修复并重新检定合格后才可恢复。如仍在使用，请拍照取证。",
        "The instrument is suspended; the check was not recorded. Only a passed verification restores it.",
    ),
}
"""Reason of a refusal -> what happened and what to do."""


@dataclass(frozen=True)
class LawDay:
    """The local day whose law judges a check, and whose clock told it."""

    on: date
    by: Literal["device", "server"]


def day_of(device_at: datetime, received_at: datetime, cleared_at: datetime | None) -> LawDay:
    """The day of the reading as the phone told it, when that can be true.

    Offline checks arrive late, so the phone's day counts, not the day of arrival. A phone that says a day before the
    visit could happen (see Visit.cleared_at) has a wrong clock: then the day of arrival counts.
    """
    told, earliest = local_day(device_at), local_day(cleared_at) if cleared_at else date.min
    is_plausible = earliest <= told and device_at <= received_at + AHEAD
    return LawDay(told, "device") if is_plausible else LawDay(local_day(received_at), "server")


def refusal(
    visit: Visit, head: InstrumentHead | None, new: NewCheck, officer: str, day: date, now: datetime
) -> Reason | None:
    """Why this check is not taken, or None; the first reason in this order.

    A suspended instrument's check from before the suspension is taken: the instrument was in use then,
    and that check often is the reason for the suspension.
    """
    refusals: dict[Reason, bool] = {
        "visit.not_yours": officer not in visit.officers,
        "visit.not_approved": visit.state == "planned" and visit.emergency is None,
        "visit.not_identified": visit.state in {"planned", "approved", "accepted"},
        "visit.void": visit.state == "void",
        "visit.ended": visit.state != "coded_in",
        "check.reading_in_future": new.device_at > now + AHEAD,
        **(_of_instrument(visit, head, new, day) if head else {}),
        "check.unknown_form": new.form is not None and not is_published(new.form, new.kind),
    }
    return next((reason for reason, holds in refusals.items() if holds), None)


def _of_instrument(visit: Visit, head: InstrumentHead, new: NewCheck, day: date) -> dict[Reason, bool]:
    return {
        "visit.other_instrument": not visit.covers(head.id, head.site_id, head.merchant_id),
        "instrument.scrapped": head.state in OVER,
        "instrument.suspended": _is_suspended(head.suspension, new.device_at, day),
        "check.other_kind": not fits(new.kind, head.category),
    }


def _is_suspended(order: Suspension | None, device_at: datetime, day: date) -> bool:
    """Whether a check judged by this day came after the order; on its day by the phone's clock if that is told."""
    if order is None or day < order.since:
        return False
    is_before = order.at is not None and local_day(device_at) == day == order.since and device_at < order.at
    return not is_before
