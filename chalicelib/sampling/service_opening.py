"""Opening a draw, or voiding it in public; and the turns in which a draw goes on (the job of the draw function)."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.clock import Clock, in_milliseconds, stamp
from chalicelib.registry.service_book import Changed, Stored
from chalicelib.sampling import ceremony
from chalicelib.sampling.bundle import Freeze, Result
from chalicelib.sampling.draws import Fact, KeptDraw
from chalicelib.sampling.plans import KeptPlan
from chalicelib.sampling.service_assignments import Book
from chalicelib.sampling.service_drawing import Drawing, auditors_file, unsealed
from chalicelib.sampling.service_draws import Draws, Files, Vault, keys, may_open, standing
from chalicelib.sampling.service_freeze import Freezing, TooLate, sworn
from chalicelib.sampling.verification import PUBLIC_FILES
from chalicelib.store import canonical

_EPOCH = (2020, 1, 1, 0, 0, 0)
"""One time for every file of a bundle, so that making it again gives the same bytes."""
NOT_FROZEN = "未在随机数产生之前完成冻结，本次抽取作废。 Not frozen before the randomness came into being."
NOT_OPENED = "承诺的密钥未在期限内公开，本次抽取作废。 The secret was not opened in time."
NOT_DRAWN = "期限内没有取得约定的随机数，本次抽取作废。 The named randomness did not come in time."


@dataclass(frozen=True)
class Opening:
    """Opens what is secret when the visits have ended, or at the deadline."""

    draws: Draws
    assignments: Book
    private: Files
    auditors: Files
    public: Files
    vault: Vault
    clock: Clock

    def is_due(self, plan: KeptPlan) -> bool:
        """Whether every assignment has ended, or it is time."""
        return may_open(self.assignments, plan, self.clock())

    def open(self, plan: Stored[KeptPlan], draw: Stored[KeptDraw]) -> None:
        """Publish secret, result and bundle. Raises TooLate past the deadline, Changed."""
        plan_id = plan.value.id
        is_out = self.public.read(f"{plan_id}/opening.json") is not None
        if not is_out and self.clock() > plan.value.open_by:
            raise TooLate
        if draw.value.opened_at is None:
            at = in_milliseconds(self.clock())
            stamped = draw.value.changed(opened_at=at)
            self.draws.put_draw(stamped, stamp(at), draw.version)
            draw = Stored(stamped, draw.version + 1, "")
        result = self._published(plan.value, draw.value)
        moved = plan.value.model_copy(update={"state": "opened"})
        at = draw.value.opened_at or self.clock()
        fact = Fact(plan=plan_id, step="opened", at=at, about=hashlib.sha256(result).hexdigest())
        self.draws.step(plan, draw, (moved, draw.value.changed(state="opened")), "", fact)

    def _published(self, plan: KeptPlan, draw: KeptDraw) -> bytes:
        """Write the auditor's file, the result, the opening and the bundle; answers the result."""
        made = keys(self.draws, self.vault, plan.id)
        raw = self.public.read(f"{plan.id}/freeze.json")
        if raw is None or draw.opened_at is None:
            raise ValueError("not frozen")
        frozen = Freeze.model_validate_json(raw)
        result = unsealed(self.private, made, f"{plan.id}/result")
        found = Result.model_validate_json(result)
        _, taken = self.assignments.tail(plan.id)
        substitutes = [(one.stratum, one.number) for one in taken]
        going = auditors_file(frozen, found, sworn(plan, draw, made, self.private), substitutes)
        self.auditors.put(f"{plan.id}/pairs.json", canonical(going.model_dump(mode="json")).encode())
        opening = canonical(ceremony.opening(frozen, made.secret, draw.opened_at).model_dump(mode="json"))
        self.public.put(f"{plan.id}/result.json", result)
        self.public.put(f"{plan.id}/opening.json", opening.encode())
        files = {name: self.public.read(f"{plan.id}/{name}") or b"" for name in PUBLIC_FILES}
        self.public.put(f"{plan.id}/bundle.zip", zipped(files))
        return result


@dataclass(frozen=True)
class DrawJob:
    """See jobs.Work: a job is a plan; every turn goes as far as it can.

    A draw that becomes void ends what it gave out in the next turn, and is due until that is done.
    """

    draws: Draws
    freezing: Freezing
    drawing: Drawing
    opening: Opening
    clock: Clock

    def turn(self, job: str) -> bool:
        """Go on from where the draw stands; whether another turn is needed at once."""
        plan, draw = standing(self.draws, job)
        try:
            match draw.value.state:
                case "freezing":
                    self.freezing.freeze(plan, draw)
                case "frozen" if self.clock() > plan.value.open_by:
                    return self._void(job, NOT_DRAWN)
                case "frozen":
                    self.drawing.draw(plan, draw)
                case "drawn" if draw.value.opened_at or self.opening.is_due(plan.value):
                    self.opening.open(plan, draw)
                case "void":
                    self.opening.assignments.void(job)
                    self.draws.put_draw(draw.value, "", draw.version)
                case _:
                    pass
        except TooLate:
            return self._void(job, NOT_FROZEN if draw.value.state == "freezing" else NOT_OPENED)
        except Changed:
            return True
        return False

    def give_up(self, job: str) -> None:
        """Nobody waits: the schedule asks again, and the alarm of the queue of failures calls somebody."""

    def _void(self, plan_id: str, reason: str) -> bool:
        plan, draw = standing(self.draws, plan_id)  # a step may have written before it was too late
        moved = plan.value.model_copy(update={"state": "void", "void_reason": reason})
        fact = Fact(plan=plan_id, step="void", at=self.clock(), about=reason)
        self.draws.step(plan, draw, (moved, draw.value.changed(state="void")), stamp(self.clock()), fact)
        return True


@dataclass(frozen=True)
class DueDraws:
    """What runs every minute: asks for a turn of every draw that is due."""

    draws: Draws
    send: Callable[[str], None]
    clock: Clock

    def run(self) -> int:
        """How many were asked for."""
        due = list(self.draws.due(stamp(self.clock())))
        for plan in due:
            self.send(plan)
        return len(due)


def zipped(files: dict[str, bytes]) -> bytes:
    """The bundle: the same bytes for the same files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return made.getvalue()
