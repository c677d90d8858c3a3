"""Marks an instrument carries beside its state: orders, a void certificate, an application; life sets and ends them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from chalicelib.certified import covers
from chalicelib.documents import Document
from chalicelib.ids import LabId
from chalicelib.instants import Instant


class Frozen(Document):
    """A document that nobody changes in place and that knows all its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Ordered(Frozen):
    """Why and since when an instrument may not be used; `at` by our clock, absent from what was kept before it was."""

    reason: Annotated[str, Field(min_length=1, max_length=200)]
    since: date
    at: Instant | None = None
    by: str


class Suspension(Ordered):
    """责令停止使用: until a lab passes it, or a leader takes the order back."""


class Freeze(Ordered):
    """封存待仲裁: nothing about the instrument may be changed (计量法实施细则 art. 35) until a leader ends it."""


class Void(Frozen):
    """Why and since when the certificate counts no more; a verification on that day or later ends it.

    certificate   id of the verification that counted then: it never counts again, also when it is of that day
    """

    cause: Literal["repair", "seal_change"]
    since: date
    by: str
    certificate: str | None = None

    def covers(self, verified_on: date, verification_id: str) -> bool:
        """Whether this verification is one that counts no more."""
        return covers(self.since, self.certificate, verified_on, verification_id)


class Application(Frozen):
    """报检: since when verification was applied for, and for which day which lab scheduled it.

    A verification on the day it was applied for or later ends it.
    """

    applied_on: date
    by: str
    scheduled_on: date | None = None
    lab_id: LabId | None = None
