"""Which instruments wait for a verification, in the order of their days; pure.

A place in a due list is the letter of why, the day and the public number, so that every list is one range:

F#{verified on}   its last verification failed             N#             it was never verified
R#{since}         repaired, or its seal changed, since     V#{valid until}   its certificate ends
"""

from datetime import date, timedelta
from typing import Literal

from pydantic import ConfigDict

from chalicelib.certified import DUE_SOON_DAYS
from chalicelib.documents import Document
from chalicelib.law.deadlines import Deadline, deadline
from chalicelib.law.rulebook import NoVersion
from chalicelib.registry.categories import Category
from chalicelib.registry.model import OVER, InstrumentHead

MOST_DAYS = 366
APPLICATION = "verification.application"
"""The term of the law to apply for the next verification, counted back from the certificate's last day."""
Why = Literal["failed", "unverified", "void", "ends"]
Wait = Literal["failed", "unverified", "void", "overdue", "due"]
"""What a list is asked for: `overdue` and `due` are what the day makes of a certificate that ends."""
_LETTERS: dict[Why, str] = {"failed": "F", "unverified": "N", "void": "R", "ends": "V"}
_AFTER = "~"
"""Sorts after everything a place goes on with."""


class Due(Document):
    """One instrument in a due list, as kept and as its row shows it.

    on             the certificate's last day, or the day of the failure or repair; nothing when never verified
    applied_on     since when the next verification is applied for      scheduled_on   for which day
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    number: str
    why: Why
    on: date | None = None
    verification_id: str = ""
    certificate_no: str = ""
    name: str
    category: Category
    stall: str
    state: str
    district: str
    merchant_id: str
    merchant: str
    site_id: str
    site: str
    applied_on: date | None = None
    scheduled_on: date | None = None

    @property
    def place(self) -> str:
        """Where it stands in every list it is in."""
        return f"{_LETTERS[self.why]}#{self.on or ''}#{self.number}"

    def waits_for(self, day: date) -> Wait:
        """What it waits for on the local `day`; the certificate's last day still counts."""
        if self.why != "ends":
            return self.why
        return "overdue" if self.on is not None and day > self.on else "due"

    def awaits_lab(self, day: date) -> bool:
        """Whether a lab has to do something for its application: to name a day, or to come on it."""
        return self.applied_on is not None and (self.scheduled_on is None or self.scheduled_on <= day)

    def is_missed(self, day: date) -> bool:
        """Whether the day that a lab named is over."""
        return self.scheduled_on is not None and self.scheduled_on < day

    def days_until(self, day: date) -> int | None:
        """Days until the certificate's last day, negative after it; None when no certificate counts."""
        return (self.on - day).days if self.why == "ends" and self.on else None


def due(head: InstrumentHead) -> Due | None:
    """How an instrument stands in the due lists; None for what is scrapped or replaced.

    A suspended instrument stays: only a verification brings it back.
    """
    if head.state in OVER:
        return None
    held = head.verification
    why, on = _reason(head)
    return Due(
        id=head.id,
        number=head.number,
        why=why,
        on=on,
        verification_id=held.id if held else "",
        certificate_no=held.certificate_no if held else "",
        name=head.name,
        category=head.category,
        stall=head.stall,
        state=head.state,
        district=head.district,
        merchant_id=head.merchant_id,
        merchant=head.merchant.name,
        site_id=head.site_id,
        site=head.site.name,
        applied_on=head.application.applied_on if head.application else None,
        scheduled_on=head.application.scheduled_on if head.application else None,
    )


def _reason(head: InstrumentHead) -> tuple[Why, date | None]:
    if head.verification is None:
        return "unverified", None
    standing = head.model_copy(update={"state": "in_use"}).standing(head.verification.verified_on)
    if standing == "failed":
        return "failed", head.verification.verified_on
    if standing == "void" and head.void is not None:
        return "void", head.void.since
    return "ends", head.verification.valid_until


def span(wait: Wait | None, day: date, within_days: int = DUE_SOON_DAYS) -> tuple[str, str]:
    """First and last place of a list, both inclusive; None is all that must be verified within `within_days`."""
    final = f"V#{day + timedelta(days=within_days)}{_AFTER}"
    if wait is None:
        return "F#", final
    if wait == "due":
        return f"V#{day}", final
    if wait == "overdue":
        return "V#", f"V#{day - timedelta(days=1)}{_AFTER}"
    return f"{_LETTERS[wait]}#", f"{_LETTERS[wait]}#{_AFTER}"


def everything() -> tuple[str, str]:
    """First and last place of a whole list, both inclusive: of applications, which are made at any time."""
    return "F#", f"V#{_AFTER}"


def ending(day: date, within_days: int = DUE_SOON_DAYS) -> tuple[str, str]:
    """First and last place of all certificates that have ended or end within so many days, both inclusive."""
    return "V#", f"V#{day + timedelta(days=within_days)}{_AFTER}"


def application(valid_until: date) -> Deadline | None:
    """By when the law wants the next verification applied for; None before the first version of that rule."""
    try:
        return deadline(APPLICATION, valid_until)
    except NoVersion:
        return None
