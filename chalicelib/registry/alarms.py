"""Alarms (疑点): something about an instrument that a person has to look at; never public, never a verdict.

An alarm says what does not fit together and on what evidence. An officer of the district confirms or dismisses it,
with a reason; nothing else follows from it by itself.
"""

from typing import Annotated, Literal, get_args

from pydantic import ConfigDict, Field

from chalicelib.documents import Document
from chalicelib.errors import Conflict
from chalicelib.ids import InstrumentId, derived
from chalicelib.registry.alarm_evidence import Evidence, Trip, TwoStalls
from chalicelib.registry.districts import District
from chalicelib.texts import VISIBLE

AlarmKind = Literal[
    "certificate_on_two_serials",
    "label_in_two_places",
    "label_at_two_stalls",
    "scanned_out_of_use",
    "serial_mismatch",
    "red_flag",
]
AlarmState = Literal["open", "confirmed", "dismissed"]
Confidence = Literal["single", "repeated", "corroborated"]
KINDS: tuple[AlarmKind, ...] = get_args(AlarmKind)
EVIDENCE_LIMIT = 20
"""More than anybody reads; what comes after is dropped, the scans themselves stay on record."""

TAKINGS_LIMIT = 20
"""So many hands are remembered, the last ones."""


class AlarmDecided(Conflict):
    """An alarm is decided once."""

    code = "registry.alarm_decided"
    zh = "该疑点已由他人处理，请刷新后查看结果。"
    en = "Somebody has decided this alarm already. Reload it to see how."


class _Told(Document):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Verdict(_Told):
    """What an officer found out about an alarm, and why."""

    state: Literal["confirmed", "dismissed"]
    reason: Annotated[str, Field(min_length=1, max_length=500), VISIBLE]


class Decision(Verdict):
    """A verdict as kept: by whom and when."""

    by: str
    at: str


class Taking(_Told):
    """Who works on an alarm, and since when."""

    by: str
    at: str


class Subject(_Told):
    """The instrument an alarm is about, as it was when the alarm was raised."""

    instrument_id: InstrumentId
    number: str
    name: str
    district: District
    site_id: str
    site_name: str
    stall: str = ""
    merchant_name: str
    """Masked as the public sees it: whose it is stands on the instrument's page."""


class Alarm(_Told):
    """An alarm as kept; `key` is what it is about, and raises one alarm however often it is seen.

    takings  who has taken it on, one after the other: the last one works on it
    """

    id: str
    kind: AlarmKind
    key: str
    about: Subject
    state: AlarmState = "open"
    raised_at: str
    evidence: tuple[Evidence, ...]
    takings: Annotated[tuple[Taking, ...], Field(max_length=TAKINGS_LIMIT)] = ()
    decision: Decision | None = None

    @property
    def taken_by(self) -> str:
        """The account that works on it; empty while nobody does."""
        return self.takings[-1].by if self.takings else ""

    @property
    def confidence(self) -> Confidence:
        """How often it was seen, and whether citizens' scans agree: they never raise an alarm, but support one."""
        citizens = (
            min(one.citizens_first or 0, one.citizens_second or 0)
            for one in self.evidence
            if isinstance(one, Trip | TwoStalls)
        )
        if any(citizens):
            return "corroborated"
        return "repeated" if len(self.evidence) > 1 else "single"

    def with_evidence(self, more: Evidence) -> "Alarm":
        """With one piece more; itself when that is known, when it is decided, and when it has EVIDENCE_LIMIT."""
        is_known = more.ref in {one.ref for one in self.evidence}
        if self.state != "open" or is_known or len(self.evidence) >= EVIDENCE_LIMIT:
            return self
        return self.model_copy(update={"evidence": (*self.evidence, more)})

    def taken(self, by: str, at: str) -> "Alarm":
        """As taken on, also from somebody else; itself when it is theirs. Raises AlarmDecided."""
        if self.state != "open":
            raise AlarmDecided
        if self.taken_by == by:
            return self
        takings = (*self.takings, Taking(by=by, at=at))[-TAKINGS_LIMIT:]
        return self.model_copy(update={"takings": takings})

    def decided(self, verdict: Verdict, by: str, at: str) -> "Alarm":
        """As decided; itself when the same person decides the same again. Raises AlarmDecided."""
        if self.decision is None:
            return self.model_copy(
                update={"state": verdict.state, "decision": Decision(**dict(verdict), by=by, at=at)}
            )
        if self.decision == Decision(**dict(verdict), by=by, at=self.decision.at):
            return self
        raise AlarmDecided


def alarm_id(kind: AlarmKind, key: str) -> str:
    """The id of the alarm that `key` raises: whoever raises it makes the same."""
    return derived("alarm", f"{kind}\n{key}")
