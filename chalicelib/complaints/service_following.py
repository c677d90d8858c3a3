"""What whoever holds the secret does: follow, add material, answer, ask for erasure."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chalicelib import ids
from chalicelib.clock import Clock, in_milliseconds, local_day
from chalicelib.complaints import receipts, retention, steps_taking, telling
from chalicelib.complaints.identities import Sealed
from chalicelib.complaints.materials import Material
from chalicelib.complaints.model import File
from chalicelib.complaints.moves import Kind
from chalicelib.complaints.problems import StepNotNow
from chalicelib.complaints.problems_intake import (
    TooManyMaterials,
)
from chalicelib.complaints.receipts import (
    AnswerKept,
    ErasureTold,
    Followed,
    Intake,
    MaterialKept,
)
from chalicelib.complaints.sent import MOST_IN_ALL, SentMaterial, SentPicture, SentText
from chalicelib.complaints.sent_answers import SentAnswer, SentConsent, SentIdentity, SentSettlement
from chalicelib.complaints.service_book import Changed, Whole
from chalicelib.complaints.service_intake import Box, Files, Identities, opened, upload
from chalicelib.complaints.service_materials import Shelf, Slots
from chalicelib.complaints.service_steps import Procedure
from chalicelib.complaints.service_throttle import Throttle
from chalicelib.complaints.steps import NewStep, Step
from chalicelib.complaints.steps_hands import CITIZEN
from chalicelib.errors import IdTaken, Sentence, VersionStale
from chalicelib.law.model import words
from chalicelib.store import digest

_ATTEMPTS = 5
_AT_ONCE = Sentence(
    "案卷已办结，您的个人信息将在一天内清除，之后此链接不再可用。",
    "The file is closed. Your personal data are erased within a day; this link then works no more.",
)
_LATER = Sentence(
    "案卷办结后一天内清除您的个人信息；办理期间依法仍需使用。",
    "Your personal data are erased within a day of closing; until then the law needs them for the procedure.",
)


class Seals(Protocol):
    """Where sealed texts of materials and answers are kept."""

    def keep(self, complaint: str, place: str, seal: Sealed) -> None:
        """Keep a seal; the first one under its place stays, and none of a file that was erased meanwhile."""


class Requests(Protocol):
    """Requests for erasure."""

    def asked(self, submission: str) -> bool: ...
    def ask(self, submission: str, at: datetime) -> None:
        """Note a request; a second one changes nothing."""


@dataclass(frozen=True)
class Following:
    """The holder of a secret and their file."""

    box: Box
    book: Files
    shelf: Shelf
    slots: Slots
    seals: Seals
    requests: Requests
    procedure: Procedure
    identities: Identities
    throttle: Throttle
    clock: Clock
    mode: Intake

    def follow(self, complaint: str, secret: str) -> Followed:
        """All that became of it. Raises NoFile."""
        wholes = self._wholes(opened(self.box, complaint, secret))
        now = self.clock()
        today, files = local_day(now), [one.file.value for one in wholes]
        submission = files[0].submission
        return Followed(
            files=tuple(
                telling.followed(one.file.value, one.steps, one.openings, today, self._lead(one.file.value))
                for one in wholes
            ),
            intake=self.mode,
            intake_says=words(receipts.INTAKE_SAYS[self.mode]),
            judgement=files[0].judgement,
            remedies=receipts.remedies(files),
            keeps=receipts.keeps(files, retention.years(today)),
            materials=tuple(telling.material(one.value, now) for one in self.box.materials(submission)),
            erasure="asked" if self.requests.asked(submission) else "none",
        )

    def add(
        self, address: str, complaint: str, secret: str, material_id: str, sent: SentMaterial
    ) -> tuple[MaterialKept, bool]:
        """A picture or a text besides; answers it, where its bytes are posted, and whether it is new.

        Raises NoFile, TooManyFromHere, TooManyMaterials, IdTaken, IdentitiesUnavailable, and what a file that is over
        raises.
        """
        files = opened(self.box, complaint, secret)
        self.throttle.admit("add", address)
        submission = files[0]
        text, seal = self._masked(submission, material_id, sent.root)
        content = digest({**sent.root.model_dump(mode="json"), **({"text": text} if text else {})})
        for _ in range(_ATTEMPTS):
            now = in_milliseconds(self.clock())
            standing = self.shelf.material(submission, material_id)
            if standing is None:
                self._admit(files)
                kept, seen = self._first(submission, material_id, sent.root, text, now), 0
            elif standing.content != content or standing.value.erased_at is not None:
                raise IdTaken(id=material_id)
            else:
                kept, seen = standing.value.asked_again(now), standing.version
            try:
                if standing is None or kept is not standing.value:
                    self._keep(kept, content, seen, seal)
            except Changed:
                continue
            self._tell(files, material_id)
            return self._announced(kept, now), standing is None
        raise VersionStale

    def answer(
        self, address: str, complaint: str, secret: str, step_id: str, sent: SentAnswer
    ) -> tuple[AnswerKept, bool]:
        """An answer in the file that asks; answers it as it stands and whether it is new.

        Raises NoFile, TooManyFromHere, IdTaken, IdentitiesUnavailable, StepNotNow and what else a step may raise.
        """
        opened(self.box, complaint, secret)
        self.throttle.admit("add", address)
        texts = _texts(sent.root)
        if texts:
            self._expect(complaint, step_id, sent.root)
            masked = self.identities.seal(complaint, step_id, texts)
            self.seals.keep(complaint, step_id, masked.seal)
            texts = masked.texts
        new = NewStep.model_validate(_step(sent.root, texts.get("text", "")))
        whole, step, is_new = self.procedure.take(complaint, step_id, new, CITIZEN, _anything)
        return AnswerKept(step=telling.step(step, local_day(whole.file.value.received_at))), is_new

    def erase(self, complaint: str, secret: str) -> ErasureTold:
        """Note the request; the function `forget` does the rest. Raises NoFile."""
        files = self.box.files(opened(self.box, complaint, secret))
        self.requests.ask(files[0].submission, in_milliseconds(self.clock()))
        if not all(file.is_over for file in files):
            return ErasureTold(when="after_closing", says=words(_LATER))
        return ErasureTold(when="within_a_day", says=words(_AT_ONCE))

    def _expect(self, complaint: str, step_id: str, sent: Any) -> None:
        """Nothing is sealed for an answer that the file does not take. Raises StepNotNow."""
        whole = self.book.whole(complaint)
        kind: Kind = _step(sent, "")["kind"]
        if whole is not None and step_id not in whole.contents:
            steps_taking.may(whole.file.value, kind, CITIZEN)

    def _lead(self, file: File) -> tuple[File, Sequence[Step]] | None:
        """The file that this one was merged into, and that one, and so on."""
        lead, seen = None, {file.id}
        while file.merged_into is not None and file.merged_into not in seen:
            seen.add(file.merged_into)
            whole = self.book.whole(file.merged_into)
            if whole is None:
                break
            file = whole.file.value
            lead = file, whole.steps
        return lead

    def _wholes(self, complaint_ids: tuple[str, ...]) -> list[Whole]:
        return [whole for one in complaint_ids if (whole := self.book.whole(one)) is not None]

    def _masked(
        self, submission: str, material: str, sent: SentPicture | SentText
    ) -> tuple[str, Sealed | None]:
        if isinstance(sent, SentPicture):
            return "", None
        masked = self.identities.seal(submission, material, {"text": sent.text})
        return masked.texts["text"], masked.seal

    @staticmethod
    def _first(
        submission: str, material: str, sent: SentPicture | SentText, text: str, now: datetime
    ) -> Material:
        common: dict[str, Any] = {
            "id": material,
            "complaint": submission,
            "kind": sent.kind,
            "announced_at": now,
            "asked_at": now,
        }
        if isinstance(sent, SentText):
            return Material(**common, state="told", text=text)
        return Material(**common, state="announced", **sent.model_dump(exclude={"kind"}))

    def _keep(self, kept: Material, content: str, seen: int, seal: Sealed | None) -> None:
        if seal is not None:
            self.seals.keep(kept.complaint, kept.id, seal)
        self.shelf.write(kept, content, seen)

    def _admit(self, files: tuple[str, ...]) -> None:
        """Whether one more may come. Raises TooManyMaterials, StepNotNow."""
        if len(self.box.materials(files[0])) >= MOST_IN_ALL:
            raise TooManyMaterials(most=MOST_IN_ALL)
        kept = self.box.files(files)
        if not any(file.is_open for file in kept):
            raise StepNotNow(state=kept[0].state)

    def _tell(self, files: tuple[str, ...], material: str) -> None:
        """A step in each file that still takes one, once however often it comes."""
        new = NewStep.model_validate({"kind": "supplement", "material": material})
        for one in files:
            with contextlib.suppress(StepNotNow):
                self.procedure.take(one, ids.derived("step", f"{one}/{material}"), new, CITIZEN, _anything)

    def _announced(self, kept: Material, now: datetime) -> MaterialKept:
        return MaterialKept(
            material=telling.material(kept, now),
            upload=upload(self.slots, kept) if kept.is_awaited() else None,
        )


def _anything(*_: Any) -> None:
    """Whoever holds the secret knows of the file; what they may take in it is the table of moves."""


def _texts(sent: Any) -> dict[str, str]:
    """What of an answer is personal, or may be."""
    if isinstance(sent, SentIdentity):
        return {"id_number": sent.id_number}
    text = getattr(sent, "text", "")
    return {"text": text} if text else {}


def _step(sent: Any, text: str) -> Mapping[str, Any]:
    """The step of the procedure that an answer is."""
    if isinstance(sent, SentIdentity):
        return {"kind": "identify", "text": f"材料 {len(sent.pictures)} 件"}
    if isinstance(sent, SentConsent):
        return {
            "kind": "consent",
            "of": "reporter",
            "agrees": sent.to_mediation,
            "delegation": sent.to_delegation,
        }
    if isinstance(sent, SentSettlement):
        said = "同意经营者提出的方案" if sent.accepts else "不同意经营者提出的方案"
        return {"kind": "supplement", "text": f"{said}。{text}", "accepts": sent.accepts}
    return {"kind": "withdraw", "why": "withdrawn", "text": text}
