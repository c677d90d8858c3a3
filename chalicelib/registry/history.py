"""The time line of an instrument: everything that happened to it, in order; pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Literal

from chalicelib.clock import CITY_ZONE, local_day, stamp
from chalicelib.registry.acts import KeptAct
from chalicelib.registry.marks import Frozen
from chalicelib.registry.model import CheckSummary, InstrumentHead, KeptVerification


class LabelEvent(Frozen):
    """A label issued, or revoked and why: the cause by its code in labels, empty when the next label replaced it."""

    counter: int
    event: Literal["issued", "revoked"]
    because: str = ""


class Entry(Frozen):
    """One thing that happened; the field named by `what` is given.

    at   UTC instant by our clock; of a verification recorded on another day, the beginning of its local day
    id   tells entries of one instant apart
    """

    at: str
    what: Literal["act", "verification", "label", "check"]
    id: str
    act: KeptAct | None = None
    verification: KeptVerification | None = None
    label: LabelEvent | None = None
    check: CheckSummary | None = None

    @property
    def place(self) -> str:
        """Where it stands among the others: later things have greater places."""
        return f"{self.at}#{self.id}"

    def masked(self) -> "Entry":
        """As merchants and organisers see it: without the accounts of officers and labs."""
        return self.model_copy(
            update={
                "act": self.act and self.act.model_copy(update={"by": ""}),
                "verification": self.verification and self.verification.masked(),
            }
        )


@dataclass
class History:
    """What is known of an instrument's past, in no order; labels with the instant of each."""

    head: InstrumentHead | None = None
    acts: list[KeptAct] = field(default_factory=list)
    verifications: list[KeptVerification] = field(default_factory=list)
    labels: list[tuple[str, LabelEvent]] = field(default_factory=list)
    checks: list[CheckSummary] = field(default_factory=list)


def entries(history: History) -> Iterable[Entry]:
    """All entries, in no order."""
    for act in history.acts:
        yield Entry(at=stamp(act.received_at), what="act", id=act.id, act=act)
    for one in history.verifications:
        yield Entry(at=_verified_at(one), what="verification", id=one.id, verification=one)
    for at, label in history.labels:
        yield Entry(at=at, what="label", id=f"{label.counter:03d}-{label.event}", label=label)
    for check in history.checks:
        yield Entry(at=check.received_at, what="check", id=check.id, check=check)


def newest_first(history: History, before: str, limit: int) -> tuple[tuple[Entry, ...], str]:
    """At most `limit` entries older than the place `before` ("": the newest), and the place to go on before."""
    found = sorted(
        (one for one in entries(history) if not before or one.place < before),
        key=lambda one: one.place,
        reverse=True,
    )
    page = tuple(found[:limit])
    return page, page[-1].place if len(found) > limit else ""


def _verified_at(verification: KeptVerification) -> str:
    recorded = verification.recorded_at
    if recorded is not None and local_day(recorded) == verification.verified_on:
        return stamp(recorded)
    return stamp(datetime.combine(verification.verified_on, time(), CITY_ZONE).astimezone(UTC))
