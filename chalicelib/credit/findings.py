"""What a published entry (publication's public event) means for a commitment of its merchant; pure.

Only what is public counts, so nothing here can come before its clock; a complaint that nobody confirmed has no entry.
"""

from typing import Literal

from pydantic import ConfigDict

from chalicelib.credit.commitments import Commitment
from chalicelib.credit.steps import Told
from chalicelib.documents import Document
from chalicelib.instants import Day

_OWN = "breach"
"""An entry that publishes a breach itself questions nothing."""
_ANNULLED = {"withdrawn"}
"""Steps that say there never was a problem; an entry whose time is over, or that was repaired, still had one."""


_NOTHING_FOUND = "1"
"""The result code (检查结果) 未发现问题: others without a problem say that nothing was looked at."""


class Code(Document):
    """A result code."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    code: str


class Entry(Document):
    """What is read of a public step of an entry: the rest is not our business."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    n: int
    step: str
    state: Literal["shown", "hidden"]
    kind: str = ""
    merchant_id: str
    day: Day
    problem: bool = False
    contested: bool = False
    codes: tuple[Code, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether a check says that it found nothing."""
        return not self.problem and any(one.code == _NOTHING_FOUND for one in self.codes)


def brought(commitment: Commitment, entry: Entry) -> Told | None:
    """The step an entry's newest public step leads to; None for nothing new."""
    if entry.kind == _OWN or commitment.is_over or not commitment.public_steps:
        return None
    known = next((one for one in commitment.grounds if one.entry == entry.id), None)
    holds = known is not None and known.holds
    if entry.step in _ANNULLED or (entry.state == "shown" and not entry.problem):
        if holds:
            return Told(kind="clear", entry=entry.id, day=entry.day)
        is_clean = entry.state == "shown" and entry.is_clean and commitment.covers(entry.day)
        is_held = commitment.state in ("published", "restored") and known is None
        return Told(kind="verify", entry=entry.id, day=entry.day) if is_clean and is_held else None
    is_new = entry.state == "shown" and not holds and entry.id not in commitment.settled
    if is_new and commitment.covers(entry.day):
        return Told(kind="question", entry=entry.id, day=entry.day)
    return None
