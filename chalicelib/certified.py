"""What an instrument is on a day, from public facts alone; shared, because packages that may not know the registry
read it from `instrument.shown/1`, the mark of heads.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Literal, Self

DUE_SOON_DAYS = 30

State = Literal["in_use", "suspended", "disputed_frozen", "replaced", "scrapped"]
"""What was done with an instrument; what time does to it is its standing."""
Standing = Literal[
    "valid",
    "due_soon",
    "overdue",
    "unverified",
    "failed",
    "void",
    "suspended",
    "disputed_frozen",
    "replaced",
    "scrapped",
]
"""void: repaired, or its seal changed, since it was verified."""


@dataclass(frozen=True)
class Certified:
    """How far a certificate covers an instrument.

    verified_on   day of the newest verification (检定); None: never verified
    valid_until   its last day, inclusive; None: never verified, or it failed
    voided        whether a repair or changed seal ended it
    """

    state: State
    verified_on: date | None
    valid_until: date | None
    voided: bool

    def standing(self, day: date) -> Standing:
        """What the instrument is on the local `day`; the certificate's last day still counts."""
        if self.state != "in_use":
            return self.state
        if self.verified_on is None:
            return "unverified"
        if self.valid_until is None:
            return "failed"
        if self.voided:
            return "void"
        if day > self.valid_until:
            return "overdue"
        return "due_soon" if day >= self.valid_until - timedelta(days=DUE_SOON_DAYS) else "valid"


@dataclass(frozen=True)
class ShownInstrument(Certified):
    """The public facts in a head: no party's name, no certificate's or serial number, no reason, no account."""

    id: str
    number: str
    category: str
    name: str
    merchant_id: str
    site_id: str
    stall: str
    district: str

    @classmethod
    def of(cls, head: Mapping[str, Any]) -> Self:
        """What the document of `instrument.shown/1` makes public."""
        held, void = head.get("verification"), head.get("void")
        return cls(
            state=head["state"],
            verified_on=_day(held["verified_on"] if held else None),
            valid_until=_day(held.get("valid_until") if held else None),
            voided=held is not None
            and void is not None
            and covers(str(void["since"]), void.get("certificate"), str(held["verified_on"]), held["id"]),
            id=head["id"],
            number=head["number"],
            category=head["category"],
            name=head["name"],
            merchant_id=head["merchant_id"],
            site_id=head["site_id"],
            stall=head.get("stall", ""),
            district=head["district"],
        )

    def told(self) -> dict[str, Any]:
        """The same as JSON: days as ISO text, without what is not there."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
            if value is not None
        }


def covers[D: (str, date)](since: D, certificate: str | None, verified_on: D, verification_id: str) -> bool:
    """Whether what happened to an instrument on the day `since` ended this verification; days as dates or as ISO text.

    certificate   id of the verification that counted then: it never counts again, also when it is of that day
    """
    return verified_on < since or verification_id == certificate


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
