"""What complaints asks of its store."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib.complaints.model import File
from chalicelib.complaints.steps import Step
from chalicelib.registry.service_book import Changed, Listing, Stored

__all__ = ["Book", "Changed", "Listing", "Stored", "Whole", "Write"]


@dataclass(frozen=True)
class Whole:
    """All that stands in a file, as it stood at one moment.

    steps      in the order they were taken        contents    digest of what was sent, by the step's id
    openings       of the identity, as kept
    has_identity   whether an identity is there, sealed; `identity` is how it may be shown
    """

    file: Stored[File]
    steps: tuple[Step, ...]
    contents: Mapping[str, str]
    openings: tuple[Mapping[str, Any], ...] = ()
    has_identity: bool = False
    identity: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Write:
    """One step: the file after it, the version of it that must stand, the step, and a file that it opens.

    named   the file that the step names, as it is afterwards: kept only if nobody changed it since it was looked at
    """

    file: Stored[File]
    step: Step
    content: str
    opens: File | None = None
    named: Stored[File] | None = None


class Book(Protocol):
    """How files are kept; writes raise Changed."""

    def whole(self, complaint_id: str) -> Whole | None: ...
    def file(self, complaint_id: str) -> Stored[File] | None: ...
    def files(self, complaint_ids: tuple[str, ...]) -> tuple[File, ...]: ...
    def take(self, write: Write) -> None: ...
    def renew(self, file: Stored[File]) -> None:
        """The file as version + 1, without a step: what is derived in it. Raises Changed."""
