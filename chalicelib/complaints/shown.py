"""A file as the desk reads it: without the following secret's hash, with its clocks and what may be done next."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Self

from pydantic import ConfigDict

from chalicelib.clock import local_day
from chalicelib.complaints import codes
from chalicelib.complaints.clocks import Clock, clocks
from chalicelib.complaints.identities import Opening
from chalicelib.complaints.model import File, Next, Unit
from chalicelib.complaints.moves import FileKind, Hand, Kind, State
from chalicelib.complaints.steps import Step
from chalicelib.documents import Document
from chalicelib.instants import Day, Instant
from chalicelib.law.rulebook import Authority
from chalicelib.registry.marks import Frozen

_SOON = timedelta(days=3)


class Offered(Frozen):
    """A step the file's state has: by whom, and whether the caller may take it now."""

    kind: Kind
    by: tuple[Hand, ...]
    yours: bool


class GroundTold(Frozen):
    """A ground that may be named, by its place in the article."""

    code: str
    item: int
    zh: str
    en: str


class Grounds(Frozen):
    """The grounds by the order in force at receipt, with their source."""

    source: str
    url: str
    authority: Authority
    items: tuple[GroundTold, ...]

    @classmethod
    def of(cls, table: codes.Table, received: date) -> Self:
        """The table of that day."""
        version = codes.grounds(table, received)
        items = tuple(GroundTold(code=one.code, item=one.item, zh=one.zh, en=one.en) for one in version.rows)
        source = version.source
        return cls(source=source.title, url=source.url, authority=version.authority(received), items=items)


class UnitTold(Frozen):
    """A unit as it is told: name and telephone."""

    unit: Unit
    zh: str
    en: str
    phone: str


class ShownFile(Document):
    """A file with all that belongs to it.

    number      its receipt number                 clocks     as they stand today, in the order they started
    next_steps  what the state has                 refusal, ending   the grounds that may be named; of complaints
    openings    of the identity: by whom, when, why     identity    how it may be shown, if there is one
    hidden_counts   whether two persons took it out of the public counts
    """

    number: str
    file: File
    unit: UnitTold
    steps: tuple[Step, ...]
    clocks: tuple[Clock, ...]
    next_steps: tuple[Offered, ...]
    refusal: Grounds | None = None
    ending: Grounds | None = None
    openings: tuple[Opening, ...] = ()
    has_identity: bool
    identity: dict[str, str] | None = None
    hidden_counts: bool

    @classmethod
    def of(
        cls,
        file: File,
        steps: tuple[Step, ...],
        offers: Iterable[Offered],
        today: date,
        beside: Mapping[str, Any],
    ) -> Self:
        """The file as it stands on the local day `today`; `beside` are the fields of what stands beside it."""
        received = local_day(file.received_at)
        unit = codes.unit(file.unit, today)
        is_complaint = file.kind == "complaint"
        return cls(
            number=file.number,
            file=file.model_copy(update={"secret_hash": ""}),
            unit=UnitTold(unit=file.unit, zh=unit.zh, en=unit.en, phone=unit.phone),
            steps=steps,
            clocks=clocks(file, steps, today),
            next_steps=tuple(offers),
            refusal=Grounds.of("refusal", received) if is_complaint else None,
            ending=Grounds.of("ending", received) if is_complaint else None,
            hidden_counts=file.is_hidden,
            **beside,
        )


class FileRow(Document):
    """A file as queues show it; `late` when what is due next is over, `warned` when it is time to hurry."""

    model_config = ConfigDict(extra="ignore")

    id: str
    number: str
    kind: FileKind
    state: State
    unit: Unit
    received_at: Instant
    respondent_name: str = ""
    handler: str | None = None
    site_id: str | None = None
    stall_id: str | None = None
    instrument_id: str | None = None
    merchant_id: str | None = None
    verdict: str | None = None
    next: Next | None = None
    closed_on: Day | None = None
    late: bool = False
    warned: bool = False

    @classmethod
    def on(cls, row: Mapping[str, Any], today: date) -> Self:
        """A row as it stands on the local day `today`."""
        told = cls.model_validate(row)
        if told.next is not None:
            told.late, told.warned = told.next.due_on < today, told.next.warn_on <= today
        return told

    def is_pressing(self, today: date) -> bool:
        """Whether it is late, warned of, or due within days of the local day `today`."""
        is_soon = self.next is not None and self.next.due_on <= today + _SOON
        return self.late or self.warned or is_soon
