"""Making the open data: daily, and whenever something changed in the register they are made from."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import batched
from typing import Any, Literal, Protocol

from chalicelib import dated, facts
from chalicelib.clock import Clock, local_day, stamp
from chalicelib.facts import Fact
from chalicelib.publication import history
from chalicelib.publication import opendata_files as beside
from chalicelib.publication.history import Day
from chalicelib.publication.opendata import Cells, Dataset, Joined
from chalicelib.publication.opendata_files import Made, Terms
from chalicelib.publication.opendata_sets import DATASETS
from chalicelib.publication.overview import Overview
from chalicelib.publication.projection import Row
from chalicelib.publication.register import CHANGES, is_shown
from chalicelib.publication.service_publish import SETTLED, Rows, changes
from chalicelib.store import canonical
from chalicelib.texts import guarded

INDEX = "index.json"
FACTS = "standing-facts.jsonl"
STANDINGS = "standings.jsonl"
OVERVIEW = "overview.json"
HISTORY = "history.json"
_BATCH = 500

type Done = Literal["fresh", "made"]


class Sink(Protocol):
    """A file in the making."""

    def write(self, raw: bytes, /) -> Any: ...


class Files(Protocol):
    """Where the files lie."""

    def put(self, name: str, raw: bytes) -> None:
        """Put a file in its place, whole."""

    def open(self, name: str) -> AbstractContextManager[Sink]:
        """A file as it streams by; it stands in its place once the context ends well."""

    def read(self, name: str) -> bytes | None: ...


class Marks(Protocol):
    """What changed in the register."""

    def marked(self, after: datetime, until: datetime) -> Iterator[tuple[datetime, str]]:
        """When a file of the register was marked, in order, from `after` on and before `until`."""


class Days(Protocol):
    """What was counted day by day."""

    def keep(self, day: Day) -> None:
        """Keep the counts of a day in the place of what was counted earlier that day."""

    def days(self, first: date, last: date) -> Iterator[Day]:
        """The days that were counted, in order, both ends inclusive."""


@dataclass
class _Counted:
    """A file in the making, counted and hashed."""

    sink: Sink
    rows: int = 0
    size_bytes: int = 0
    made: Any = field(default_factory=hashlib.sha256)

    def write(self, text: str) -> None:
        raw = text.encode()
        self.sink.write(raw)
        self.size_bytes += len(raw)
        self.made.update(raw)

    def done(self, name: str, dataset: str) -> Made:
        return Made(name, dataset, self.rows, self.size_bytes, self.made.hexdigest())


@dataclass(frozen=True)
class DataMaker:
    """Makes all files when the day is another one than theirs, or the register was marked since.

    clock    the city's present, which tells what is shown today      machine   the clock of the marks
    host     of the public site, for addresses in the files
    """

    rows: Rows
    marks: Marks
    days: Days
    files: Files
    terms: Sequence[Terms]
    clock: Clock
    machine: Clock
    host: str

    def run(self) -> Done:
        """What had settled at the start is in the files; a mark after that makes the next run make them again."""
        now, settled = self.clock(), self.machine() - SETTLED
        day = local_day(now)
        shown_on = day.isoformat()
        index = json.loads(self.files.read(INDEX) or b"{}")
        if index.get("day") == shown_on and not self._is_marked(index.get("changes_until"), settled):
            return "fresh"
        terms = dated.on(self.terms, day)
        lines, sums = self._known(terms, day)
        overview = Overview(day)
        made = [file for one in DATASETS for file in self._dataset(one, terms, overview, sums)]
        standings = (canonical(row.told) for row in self._shown("standing", terms, shown_on))
        counted = self._text(OVERVIEW, [canonical(overview.told())])
        made += [lines, self._text(STANDINGS, standings), self._changes(), counted, self._history(overview)]
        base = f"https://{self.host.lower()}/public/data/"
        self._put("dictionary.json", beside.dictionary(DATASETS))
        self._put("catalog.jsonld", beside.catalogue(DATASETS, made, terms, shown_on, base))
        self._put("municipal.json", beside.municipal(DATASETS, made, terms, shown_on))
        self.files.put("SHA256SUMS.txt", beside.checksums(made).encode())
        # Last: it says that all the others are there.
        told = {"at": stamp(now), "day": shown_on, "changes_until": stamp(settled)}
        self._put(INDEX, beside.index(DATASETS, made, terms, told))
        return "made"

    def _is_marked(self, since: str | None, settled: datetime) -> bool:
        """Whether something changed after `since`; always when the files do not say up to when they tell."""
        if since is None:
            return True
        after = datetime.fromisoformat(since)
        return after < settled and any(self.marks.marked(after, settled))

    def _dataset(
        self, one: Dataset, terms: Terms, overview: Overview, sums: Mapping[str, str]
    ) -> Iterator[Made]:
        names = [column.name for column in one.columns]
        with ExitStack() as stack:
            table, objects = (
                _Counted(stack.enter_context(self.files.open(f"{one.id}.{kind}"))) for kind in ("csv", "json")
            )
            table.write("\ufeff" + _line(names))
            objects.write("[")
            for cells in self._cells(one, terms, overview.day.isoformat(), sums):
                overview.take(one.id, cells)
                table.write(_line([_cell(cells[name]) for name in names]))
                shown = {name: value for name, value in cells.items() if value not in {None, ""}}
                objects.write(("," if objects.rows else "") + "\n" + canonical(shown))
                table.rows, objects.rows = table.rows + 1, objects.rows + 1
            objects.write("\n]\n")
        yield table.done(f"{one.id}.csv", one.id)
        yield objects.done(f"{one.id}.json", one.id)

    def _cells(self, one: Dataset, terms: Terms, day: str, sums: Mapping[str, str]) -> Iterator[Cells]:
        plans = {row.told["id"]: row.told for row in self.rows.plans() if row.kind == "plan"}
        for batch in batched(self._shown(one.of, terms, day), _BATCH, strict=False):
            joined = Joined(
                merchants=_told(self.rows.many((row.told.get("merchant_id", "") for row in batch), "A")),
                sites=_told(self.rows.many((row.told.get("site_id", "") for row in batch), "A")),
                plans=plans,
                sums=sums,
                authority=lambda code: terms.authority.format(district=terms.districts.get(code, code)),
                page=lambda merchant: f"https://{self.host.lower()}/m/{merchant}",
            )
            yield from one.rows(batch, joined)

    def _shown(self, kind: str, terms: Terms, day: str) -> Iterator[Row]:
        return (row for row in self._every(kind, terms) if is_shown(row, day))

    def _every(self, kind: str, terms: Terms) -> Iterator[Row]:
        """Every row of a kind, district by district; draws are the city's."""
        if kind == "draw":
            yield from (row for row in self.rows.plans() if row.kind == kind)
            return
        for district in terms.districts:
            match kind:
                case "entry":
                    yield from self.rows.entries(district)
                case "commitment":
                    yield from self.rows.commitments(district)
                case "standing":
                    yield from self.rows.standings(district)
                case "instrument":
                    for site in self.rows.parties(district):
                        if site.kind == "site":
                            yield from self.rows.instruments(at=site.told["id"])
                case _:
                    yield from (row for row in self.rows.parties(district) if row.kind == kind)

    def _known(self, terms: Terms, day: date) -> tuple[Made, dict[str, str]]:
        """What standings are reckoned from, and of each merchant the hash of its lines."""
        known = facts.owned(self._facts(terms), day)
        return self._text(FACTS, (line for line, _ in known)), facts.sums(known)

    def _facts(self, terms: Terms) -> Iterator[Fact]:
        for about in facts.ABOUT.values():
            for row in self._every(about, terms):
                yield facts.of(about, row.told, row.of)

    def _text(self, name: str, lines: Iterable[str]) -> Made:
        with self.files.open(name) as sink:
            counted = _Counted(sink)
            for line in lines:
                counted.write(f"{line}\n")
                counted.rows += 1
        return counted.done(name, "")

    def _changes(self) -> Made:
        return self._text(f"{CHANGES}.json", [canonical(changes(self.rows, self.clock()))])

    def _history(self, overview: Overview) -> Made:
        """With today in it; today's figures stand in the place of those of an earlier run."""
        self.days.keep(overview.of_the_day())
        known = self.days.days(history.since(overview.day), overview.day)
        return self._text(HISTORY, [canonical(history.told(known))])

    def _put(self, name: str, document: Any) -> None:
        self.files.put(name, json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n")


def _line(cells: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()


def _cell(value: str | int | bool | None) -> str:  # noqa: FBT001 - a cell is what it is
    """As a cell: no text is taken for a formula by a spreadsheet."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else guarded(str(value))


def _told(rows: dict[str, Row]) -> dict[str, Any]:
    return {thing: row.told for thing, row in rows.items()}
