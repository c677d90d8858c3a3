"""Materials (材料): what a citizen sends besides the submission, and what becomes of it; pure.

state      moved by
announced  the citizen's phone: the hash was fixed there, the bytes are on their way
verified   our function: the bytes are those promised; their pixels are kept, and nothing beside them
mismatch   our function: size or SHA-256 differ; the same picture may be sent again
refused    our function: the bytes are those promised, and no picture of that type           an end
missing    nobody: announced and not judged within a day. Told, never stored; may be sent again
"""

from datetime import datetime, timedelta
from typing import Literal, Self

from chalicelib.complaints.sent import Sha256
from chalicelib.instants import Instant
from chalicelib.registry.marks import Frozen

WAIT = timedelta(hours=24)
"""The quarantine forgets what it holds after a day."""
Kind = Literal["photo", "identity_paper", "text"]
Kept = Literal["announced", "verified", "mismatch", "refused", "told"]
State = Literal["announced", "verified", "mismatch", "refused", "told", "missing"]
ENDS: frozenset[Kept] = frozenset({"verified", "refused", "told"})


class Look(Frozen):
    """What our function found in quarantine.

    mark   one upload of one picture, so that a second message about it is not a second look
    """

    mark: str
    uploaded_at: Instant
    size_bytes: int
    sha256: str
    media_type: str


class Material(Frozen):
    """A material as kept.

    submission       the file it was sent to first; its partition
    text             of words: masked; as written they are sealed
    sha256           of the picture as promised          kept_sha256   of the pixels as kept
    announced_at, asked_at, rounds   first, and when and how often its bytes were asked for
    erased_at        since when nothing of it is left but this
    """

    id: str
    complaint: str
    kind: Kind
    state: Kept
    announced_at: Instant
    asked_at: Instant
    rounds: int = 1
    text: str = ""
    sha256: Sha256 | None = None
    size_bytes: int = 0
    media_type: str = ""
    seen: Look | None = None
    judged_at: Instant | None = None
    kept_sha256: Sha256 | None = None
    erased_at: Instant | None = None

    def state_at(self, now: datetime) -> State:
        """The state as it is told."""
        return "missing" if self.state == "announced" and now - self.asked_at > WAIT else self.state

    def is_awaited(self) -> bool:
        """Whether its bytes may be posted."""
        return self.state == "announced" and self.erased_at is None

    def asked_again(self, now: datetime) -> Self:
        """The same picture is sent once more, when it is missing or other bytes came; otherwise itself."""
        if self.erased_at is not None or self.state_at(now) not in {"missing", "mismatch"}:
            return self
        return self.model_copy(update={"state": "announced", "asked_at": now, "rounds": self.rounds + 1})

    def judged(self, look: Look, kept_sha256: str | None, now: datetime) -> Self:
        """After a look at the bytes; itself when it was judged for good, or by a look at this very upload.

        kept_sha256   of the pixels that can be kept; None for what is no picture
        """
        if self.state in ENDS or self.erased_at is not None or (self.seen and self.seen.mark == look.mark):
            return self
        state: Kept = "verified"
        if (look.size_bytes, look.sha256) != (self.size_bytes, self.sha256):
            state, kept_sha256 = "mismatch", None
        elif look.media_type != self.media_type or kept_sha256 is None:
            state, kept_sha256 = "refused", None
        told = {"state": state, "seen": look, "judged_at": now, "kept_sha256": kept_sha256}
        return self.model_copy(update=told)

    def erased(self, now: datetime) -> Self:
        """What is left once the reporter's data are erased: that there was something, and when."""
        told = {"text": "", "sha256": None, "seen": None, "kept_sha256": None, "erased_at": now}
        return self.model_copy(update=told)
