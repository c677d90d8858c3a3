"""What officers, merchants and other platforms write into a file, as it may be kept: without who the reporter is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from chalicelib.complaints import masking
from chalicelib.complaints.model import File
from chalicelib.complaints.steps import NewStep

_WORDS = ("text", "place")
"""What of a step people write."""


class Masker(Protocol):
    """The function that knows who the reporter of a file is. Raises IdentitiesUnavailable."""

    def mask(self, complaint: str, texts: Mapping[str, str]) -> Mapping[str, str]:
        """Texts without what the reporter told of themselves, nor any telephone, number or e-mail address."""


@dataclass(frozen=True)
class Words:
    """Masks what people write before it is kept. Raises IdentitiesUnavailable."""

    masker: Masker

    def step(self, file: File | None, new: NewStep) -> NewStep:
        """A step as it may be kept in this file; the name of an anonymous reporter nobody knows."""
        return self._masked(new, "" if file is None or is_unknown(file) else file.id)

    def blindly(self, complaint: str, new: NewStep) -> NewStep:
        """The same for somebody who must not learn, by how long it takes, whether the reporter gave a name."""
        return self._masked(new, complaint)

    def text(self, file: File, text: str) -> str:
        """A text about this file as it may be kept."""
        return self._texts("" if is_unknown(file) else file.id, {"text": text})["text"] if text else ""

    def _masked(self, new: NewStep, complaint: str) -> NewStep:
        sent = new.root
        told = {name: text for name in _WORDS if (text := getattr(sent, name, ""))}
        return NewStep(sent.model_copy(update=self._texts(complaint, told))) if told else new

    def _texts(self, complaint: str, texts: Mapping[str, str]) -> Mapping[str, str]:
        if complaint:
            return self.masker.mask(complaint, texts)
        return {name: masking.text(text) for name, text in texts.items()}


def is_unknown(file: File) -> bool:
    """Whether nobody knows who reported: anonymous, or erased."""
    return file.anonymous or file.erased_at is not None
