"""Reminders that a certificate ends: thirty days before, when the law's term to apply has come, when it has ended."""

from datetime import date
from typing import Literal

from chalicelib.certified import DUE_SOON_DAYS
from chalicelib.notices.model import NewNotice, Words, notice_id
from chalicelib.registry.due import Due, application

Threshold = Literal["due_soon", "due_apply", "overdue"]

_SENTENCES: dict[Threshold, Words] = {
    "due_soon": Words(
        zh="{place}的{name}（编号 {number}）检定有效期到 {until}，请提前申请检定。",
        en="The verification of {name} (number {number}) at {place} ends on {until}. Apply for the next one in time.",
    ),
    "due_apply": Words(
        zh="{place}的{name}（编号 {number}）检定有效期到 {until}，现在就要申请检定了。",
        en="The verification of {name} (number {number}) at {place} ends on {until}. Apply for the next one now.",
    ),
    "overdue": Words(
        zh="{place}的{name}（编号 {number}）检定已于 {until} 到期，检定合格前不要再用它结账。",
        en="The verification of {name} (number {number}) at {place} ended on {until}. Do not use it for trade now.",
    ),
}


def threshold(due: Due, day: date) -> Threshold | None:
    """The furthest threshold the certificate has come to on the local `day`; the earlier ones are past telling.

    Who has applied for the next verification is told only when the certificate has ended.
    """
    left = due.days_until(day)
    if left is None or due.on is None or left > DUE_SOON_DAYS:
        return None
    if left < 0:
        return "overdue"
    if due.applied_on is not None:
        return None
    law = application(due.on)
    return "due_apply" if law and day >= law.due_on else "due_soon"


def reminder(due: Due, day: date) -> NewNotice | None:
    """What its merchant is to be told on this day; the same notice on every day until the next threshold."""
    reached = threshold(due, day)
    if reached is None:
        return None
    facts = {
        "place": due.site + (f" {due.stall}" if due.stall else ""),
        "name": due.name,
        "number": due.number,
        "until": str(due.on),
    }
    words = _SENTENCES[reached]
    return NewNotice(
        id=notice_id(due.verification_id, due.id, reached),
        kind=f"registry.{reached}",
        merchant_id=due.merchant_id,
        district=due.district,
        subject=f"/instruments/{due.id}",
        sentences=Words(zh=words.zh.format(**facts), en=words.en.format(**facts)),
    )
