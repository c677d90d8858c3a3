"""Evidence (证据) of a visit: what an officer's phone announces, and what becomes of it; pure.

state      moved by
announced  the officer's phone: the hash was fixed at capture, the bytes are on their way
verified   our function: the bytes are those promised; kept for good                             an end
mismatch   our function: size or SHA-256 differ; the same file may be sent again
refused    our function: the bytes are those promised, but not of the type they were said to be  an end
missing    nobody: announced and not judged within WAIT. Told, never stored; may be sent again
"""

from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from chalicelib.errors import Denied
from chalicelib.ids import pattern
from chalicelib.inspection.checks import Device, Note, Place
from chalicelib.inspection.document import Closed, Text
from chalicelib.inspection.evidence_types import Kind
from chalicelib.instants import Instant

WAIT = timedelta(hours=24)
"""The quarantine forgets what it holds after a day; whatever was not judged by then is not with us."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
About = Annotated[str, StringConstraints(pattern=rf"{pattern('check')[:-1]}$|^[a-z][a-z_]{{0,39}}$")]
"""What it shows: the id of a check, or a step of the visit such as `closed` or `signed`."""
RECTIFIED: About = "rectified"
"""The step that a merchant's photos show: what was put right after the visit."""
Kept = Literal["announced", "verified", "mismatch", "refused"]
State = Literal["announced", "verified", "mismatch", "refused", "missing"]
ENDS: tuple[Kept, ...] = ("verified", "refused")


class NotYourEvidence(Denied):
    """Only officers of a visit bring evidence to it."""

    code = "evidence.not_yours"
    zh = "您不是本次检查的检查人员，不能添加证据；请由检查人员提交。"
    en = "You are not an officer of this visit. One of its officers must send its evidence."


class NewEvidence(Closed):
    """What the phone announces before the bytes leave it.

    sha256, size_bytes  of the file as captured      media_type   by its first bytes
    captured_at         the phone's clock             device       which phone
    witness             who saw the refusal: a refusal note needs one, and its reason in `note`
    """

    kind: Kind
    sha256: Sha256
    size_bytes: Annotated[int, Field(ge=1, strict=True)]
    media_type: Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9.+-]{1,60}$")]
    captured_at: Instant
    device: Device
    place: Place | None = None
    about: About | None = None
    witness: Text | None = None
    note: Note = ""

    @model_validator(mode="after")
    def _a_refusal_has_a_witness(self) -> Self:
        if self.kind == "refusal_note" and not (self.witness and self.note.strip()):
            raise ValueError("拒签须注明见证人和原因 (a refusal note names its witness and its reason)")
        if self.kind != "refusal_note" and self.witness:
            raise ValueError("只有拒签说明才填写见证人 (only a refusal note has a witness)")
        return self


class Look(Closed):
    """What our function found in quarantine.

    mark         one upload of one file, so that a second message about it is not a second look
    uploaded_at  by the bucket's clock
    sha256       empty when the size alone told that it is another file
    media_type   by the first bytes; empty for what we do not keep
    """

    mark: str
    uploaded_at: Instant
    size_bytes: int
    sha256: str
    media_type: str


class Evidence(NewEvidence):
    """Evidence as kept.

    by                       the officer's account
    announced_at, asked_at   our clock: first, and when the bytes were last asked for
    rounds                   how often the bytes were asked for
    seen, judged_at          the last look, and when it was taken
    has_thumbnail            a small picture without EXIF is kept beside it
    """

    id: str
    visit_id: str
    by: str
    announced_at: Instant
    asked_at: Instant
    rounds: int = 1
    state: Kept = "announced"
    seen: Look | None = None
    judged_at: Instant | None = None
    has_thumbnail: bool = False

    def state_at(self, now: datetime) -> State:
        """The state as it is told: announced evidence that nobody could judge in time is missing."""
        return "missing" if self.state == "announced" and now - self.asked_at > WAIT else self.state

    def asked_again(self, now: datetime) -> Self:
        """The same file is sent once more, when it is missing or other bytes came; otherwise itself."""
        if self.state_at(now) not in {"missing", "mismatch"}:
            return self
        return self.model_copy(update={"state": "announced", "asked_at": now, "rounds": self.rounds + 1})

    def judged(self, look: Look, now: datetime) -> Self:
        """After a look at the bytes; itself when it was judged for good, or by a look at this very upload."""
        if self.state in ENDS or (self.seen is not None and self.seen.mark == look.mark):
            return self
        state: Kept = "verified"
        if (look.size_bytes, look.sha256) != (self.size_bytes, self.sha256):
            state = "mismatch"
        elif look.media_type != self.media_type:
            state = "refused"
        return self.model_copy(update={"state": state, "seen": look, "judged_at": now})

    def masked(self) -> Self:
        """As it is told to whoever may not open it: of the witness the first character, and no note."""
        if self.witness is None:
            return self
        return self.model_copy(update={"witness": f"{self.witness[0]}*", "note": ""})


StepName = Literal[
    "captured", "announced", "uploaded", "verified", "mismatch", "refused", "opened", "exported"
]
STEPS: tuple[StepName, ...] = (
    "captured",
    "announced",
    "uploaded",
    "verified",
    "mismatch",
    "refused",
    "opened",
    "exported",
)
"""In the order of what happens at one instant."""


class Step(Closed):
    """One step of the chain of custody (保管链), written once.

    at           when it happened: captured by the phone's clock, uploaded by the bucket's, everything else by ours
    recorded_at  our clock
    by           the account that did it; None for our function
    sha256       of the bytes the step saw
    """

    evidence_id: str
    step: StepName
    at: Instant
    recorded_at: Instant
    by: str | None = None
    device: str | None = None
    sha256: str | None = None
    export: str | None = None


def announced_steps(evidence: Evidence) -> tuple[Step, ...]:
    """The steps of an announcement; a repeated one is not captured again."""
    captured = Step(
        evidence_id=evidence.id,
        step="captured",
        at=evidence.captured_at,
        recorded_at=evidence.asked_at,
        by=evidence.by,
        device=evidence.device,
        sha256=evidence.sha256,
    )
    announced = captured.model_copy(update={"step": "announced", "at": evidence.asked_at})
    return (captured, announced) if evidence.rounds == 1 else (announced,)


def judged_steps(evidence: Evidence, look: Look, now: datetime) -> tuple[Step, ...]:
    """The steps of a look: the upload, and what it came to."""
    found = {"evidence_id": evidence.id, "recorded_at": now, "sha256": look.sha256 or None}
    uploaded = Step.model_validate({**found, "step": "uploaded", "at": look.uploaded_at})
    return uploaded, Step.model_validate({**found, "step": evidence.state, "at": now})
