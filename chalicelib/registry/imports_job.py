"""Imports and exports as jobs: what was announced, how far it is, what came of it; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.accounts.model import Actor
from chalicelib.errors import Problem
from chalicelib.ids import ExportId, ImportId, LabId, MerchantId, SiteId
from chalicelib.registry import reach
from chalicelib.registry.districts import District
from chalicelib.registry.imports_columns import Header
from chalicelib.registry.imports_notes import Note
from chalicelib.registry.marks import Frozen
from chalicelib.registry.model import InstrumentHead, Words
from chalicelib.registry.parties import Name

CHUNK_ROWS = 500
"""Rows that are checked or applied before the job is saved."""
SHOWN_ROWS = 20

ImportState = Literal["announced", "checking", "checked", "applying", "applied", "failed"]
Stage = Literal["", "read", "rows", "report"]
ExportState = Literal["queued", "done", "failed"]


class LabName(Frozen):
    """The lab that a lab's person imports for."""

    id: LabId
    name: Name


class Announced(Frozen):
    """A file about to be uploaded; `lab` when its verifications are to be recorded too."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    size_bytes: Annotated[int, Field(ge=1, strict=True)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    lab: LabName | None = None


class ShownRow(Frozen):
    """A bad row as the screen shows it: its number in the sheet and why, without personal data."""

    row: int
    reasons: tuple[Words, ...]


class ImportJob(Frozen):
    """One import.

    context   roles and scopes of who asked last, as the authorizer told them; the job acts with these
    stage     what a worker does next, empty when nothing is to be done
    place     the chunk it does next
    rows, chunks   of the file; 0 until it was read
    done      rows checked or applied so far
    counts    rows by outcome of the dry run: new, changed, unchanged, bad
    applied   rows by outcome of applying: new, changed, unchanged, bad
    warned    rows that are imported although something is odd
    reasons   how often each reason was given
    """

    id: ImportId
    by: str
    context: dict[str, str]
    announced: Announced
    announced_at: str
    changed_at: str
    state: ImportState = "announced"
    stage: Stage = ""
    place: int = 0
    rows: int = 0
    chunks: int = 0
    done: int = 0
    counts: dict[str, int] = Field(default_factory=dict)
    applied: dict[str, int] = Field(default_factory=dict)
    warned: int = 0
    reasons: dict[str, int] = Field(default_factory=dict)
    bad_rows: tuple[ShownRow, ...] = ()
    ignored: tuple[str, ...] = ()
    failure: Words | None = None
    failure_code: str = ""

    @property
    def actor(self) -> Actor:
        """On whose behalf the job works."""
        return Actor.from_context(self.context)

    def failed(self, problem: Problem, at: str) -> "ImportJob":
        """The job after something about the file ended it."""
        sentence = problem.sentence()
        return self.model_copy(
            update={
                "state": "failed",
                "stage": "",
                "failure": Words(zh=sentence.zh, en=sentence.en),
                "failure_code": problem.code,
                "changed_at": at,
            }
        )

    def queued(self, stage: Stage, context: Mapping[str, str], at: str) -> "ImportJob":
        """The job as its check (`read`) or its application (`rows`) begins."""
        return self.model_copy(
            update={
                "state": "checking" if stage == "read" else "applying",
                "stage": stage,
                "place": 0,
                "done": 0,
                "context": dict(context),
                "failure": None,
                "failure_code": "",
                "changed_at": at,
                **({"counts": {}, "warned": 0, "reasons": {}, "bad_rows": ()} if stage == "read" else {}),
                "applied": {},
            }
        )

    def read(self, rows: int, header: Header, at: str) -> "ImportJob":
        """The job after its file was read into chunks."""
        return self.model_copy(
            update={
                "stage": "rows",
                "rows": rows,
                "chunks": -(-rows // CHUNK_ROWS),
                "ignored": header.ignored[:20],
                "changed_at": at,
            }
        )

    def chunk_done(self, results: Iterable[tuple[int, str, tuple[Note, ...]]], at: str) -> "ImportJob":
        """The job after one more chunk: `results` are row, outcome and notes."""
        told = list(results)
        counts = Counter(outcome for _, outcome, _ in told)
        place = self.place + 1
        update: dict[str, Any] = {
            "place": 0 if place == self.chunks else place,
            "stage": "report" if place == self.chunks else "rows",
            "done": self.done + len(told),
            "changed_at": at,
        }
        if self.state == "applying":
            return self.model_copy(update=update | {"applied": _sum(self.applied, counts)})
        bad = [(row, notes) for row, outcome, notes in told if outcome == "bad"]
        shown = (*self.bad_rows, *(_shown(row, notes) for row, notes in bad))
        warned = sum(
            outcome != "bad" and any(note.severity == "warning" for note in notes)
            for _, outcome, notes in told
        )
        reasons = Counter(
            code for _, _, notes in told for code in {note.code for note in notes if note.severity != "info"}
        )
        update |= {
            "counts": _sum(self.counts, counts),
            "warned": self.warned + warned,
            "reasons": _sum(self.reasons, reasons),
            "bad_rows": shown[:SHOWN_ROWS],
        }
        return self.model_copy(update=update)

    def reported(self, at: str) -> "ImportJob":
        """The job after its report was written."""
        state = "checked" if self.state == "checking" else "applied"
        return self.model_copy(update={"state": state, "stage": "", "changed_at": at})


class ExportScope(Frozen):
    """What to export: the instruments of one district, site or merchant, as XLSX or CSV."""

    district: District | None = None
    site: SiteId | None = None
    merchant: MerchantId | None = None
    format: Literal["xlsx", "csv"] = "xlsx"


class ExportJob(Frozen):
    """One export.

    context  who asked, with the roles they had then; absent from exports older than their narrowing
    """

    id: ExportId
    by: str
    context: dict[str, str] | None = None
    scope: ExportScope
    asked_at: str
    changed_at: str
    state: ExportState = "queued"
    rows: int = 0
    failure: Words | None = None

    def holds(self, head: InstrumentHead) -> bool:
        """Whether the instrument is theirs to take away."""
        return self.context is None or reach.takes(Actor.from_context(self.context), head)

    def failed(self, problem: Problem, at: str) -> "ExportJob":
        """The job after it was given up."""
        sentence = problem.sentence()
        failure = Words(zh=sentence.zh, en=sentence.en)
        return self.model_copy(update={"state": "failed", "failure": failure, "changed_at": at})


def _sum(known: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return dict(Counter(known) + Counter(more))


def _shown(row: int, notes: Iterable[Note]) -> ShownRow:
    sentences = (note.sentence() for note in notes if note.severity == "bad")
    return ShownRow(row=row, reasons=tuple(Words(zh=one.zh, en=one.en) for one in sentences))
