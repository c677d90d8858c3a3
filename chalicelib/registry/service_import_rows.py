"""Checking and applying rows of an import against the registry, a chunk at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from functools import partial
from typing import Any, Protocol

from chalicelib import ids
from chalicelib.accounts.model import Actor, Role
from chalicelib.errors import IdTaken, Problem, Unavailable
from chalicelib.registry import imports_values as values
from chalicelib.registry import reach
from chalicelib.registry.districts import DISTRICTS
from chalicelib.registry.imports_columns import Header
from chalicelib.registry.imports_job import ImportJob
from chalicelib.registry.imports_match import Found, Standing, found, made_id
from chalicelib.registry.imports_notes import Note
from chalicelib.registry.imports_rows import Line, line
from chalicelib.registry.model import InstrumentHead, KeptInstrument
from chalicelib.registry.parties import Merchant
from chalicelib.registry.service import Registry
from chalicelib.registry.service_heads import Heads

_WRITERS = 8
"""Rows written at once: each waits for the network most of its time."""


@dataclass(frozen=True)
class RawRow:
    """A row of the file.

    duplicate_of    the earlier row with the same maker and serial number, 0 if there is none
    first           of its credit code in the file: row, name and district, if they are other than its own
    """

    row: int
    cells: Sequence[str]
    duplicate_of: int = 0
    first: tuple[int, str, str] | None = None

    def kept(self) -> list[Any]:
        """As JSON."""
        return [self.row, list(self.cells), self.duplicate_of, self.first]

    @classmethod
    def of(cls, kept: Sequence[Any]) -> "RawRow":
        """The row that `kept` made."""
        row, cells, duplicate_of, first = kept
        return cls(row, cells, duplicate_of, tuple(first) if first else None)


@dataclass(frozen=True)
class Known:
    """A registered instrument, its version and its head."""

    kept: KeptInstrument
    version: int
    head: InstrumentHead


class Lookup(Protocol):
    """What is registered, read in bulk."""

    def sites(self, district: str) -> Iterable[tuple[str, str]]:
        """Ids and names of all sites of a district."""

    def owners(self, credit_codes: Iterable[str]) -> Mapping[str, str]:
        """Credit code -> id of its merchant, where registered."""

    def merchants(self, merchant_ids: Iterable[str]) -> Mapping[str, Merchant]:
        """Merchants by id."""

    def instruments(self, identities: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Known]:
        """(maker, serial number) -> the instrument, where registered."""

    def stall_keepers(self, site_id: str) -> Iterable[tuple[str, str, str]]:
        """Stall, merchant's name, and one instrument's number of everybody with instruments at a site."""

    def heads(self, numbers: Iterable[str]) -> Mapping[str, InstrumentHead]:
        """Heads by public number."""


@dataclass
class Rows:
    """Checks and applies; what it has read of places it remembers, so it lives for one message only."""

    lookup: Lookup
    registry: Registry
    heads: Heads
    _sites: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    _stalls: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)

    def check(self, job: ImportJob, header: Header, rows: Sequence[RawRow], today: date) -> list[Found]:
        """What each row would do, in the order of the rows."""
        lines = [self._line(job.actor, header, row, today) for row in rows]
        standings = self._standings(job, lines)
        at_ms = ids.made_at_ms(job.id)
        results = []
        for row, read, standing in zip(rows, lines, standings, strict=True):
            identity = (read.fields.get("maker", ""), read.fields.get("serial_no", ""))
            made = made_id("instrument", at_ms, job.id, *identity)
            result = found(read, standing, job.announced.lab, made, row.first)
            if result.merchant is not None and not reach.supervises(job.actor, result.merchant.district):
                result = Found("bad", (*result.notes, Note("merchant_not_yours")))
            results.append(result)
        return results

    def apply(
        self, job: ImportJob, header: Header, rows: Sequence[RawRow], checked: Sequence[str], today: date
    ) -> list[tuple[str, tuple[Note, ...]]]:
        """Register what the dry run said would be new or changed; doing it twice does it once.

        What the dry run found bad stays out. A row that was already done counts as the dry run counted it.
        """
        wanted = [place for place, outcome in enumerate(checked) if outcome in {"new", "changed"}]
        results: list[tuple[str, tuple[Note, ...]]] = [(outcome, ()) for outcome in checked]
        todo = self.check(job, header, [rows[place] for place in wanted], today)
        merchants = {one.merchant_id: one.merchant for one in todo if one.merchant is not None}
        with ThreadPoolExecutor(_WRITERS) as pool:
            refusals = dict(pool.map(partial(self._register, job.actor), merchants.items()))
            done = pool.map(lambda one: self._done(job.actor, one, refusals.get(one.merchant_id)), todo)
            for place, (is_done, notes) in zip(wanted, done, strict=True):
                results[place] = (checked[place] if is_done else "bad", notes)
        return results

    def _register(self, actor: Actor, wanted: tuple[str, Merchant]) -> tuple[str, Note | None]:
        merchant_id, merchant = wanted
        try:
            self.registry.put_merchant(actor, merchant_id, merchant, None)
        except Unavailable:
            raise
        except IdTaken:  # an earlier row of this import registered it, with a space more or less in its name
            return merchant_id, None
        except Problem as problem:
            return merchant_id, _refused(problem)
        return merchant_id, None

    def _done(self, actor: Actor, wanted: Found, refusal: Note | None) -> tuple[bool, tuple[Note, ...]]:
        if wanted.outcome == "bad":
            return False, wanted.notes
        if refusal is not None:
            return False, (*wanted.notes, refusal)
        try:
            if wanted.instrument is not None:
                seen = wanted.version or None
                self.registry.put_instrument(actor, wanted.instrument_id, wanted.instrument, seen)
            if wanted.verification is not None:
                self.heads.record_verification(
                    actor, wanted.instrument_id, wanted.verification_id, wanted.verification
                )
        except Unavailable:
            raise
        except Problem as problem:
            return False, (*wanted.notes, _refused(problem))
        return True, wanted.notes

    def _line(self, actor: Actor, header: Header, row: RawRow, today: date) -> Line:
        read = line(header, row.row, row.cells, today)
        more = []
        if row.duplicate_of:
            more.append(Note("duplicate", {"row": str(row.duplicate_of)}))
        if row.first and values.plain_name(row.first[1]) != values.plain_name(read.merchant_name):
            more.append(Note("name_differs_in_file", {"row": str(row.first[0])}))
        if read.district and not (actor.is_any(Role.LAB) or reach.supervises(actor, read.district)):
            more.append(Note("district_not_yours", {"value": DISTRICTS[read.district].name.zh}))
        return replace(read, notes=(*read.notes, *more))

    def _standings(self, job: ImportJob, lines: Sequence[Line]) -> list[Standing]:
        owners = self.lookup.owners({one.credit_code for one in lines if one.credit_code})
        known = self.lookup.instruments(
            {
                (one.fields["maker"], one.fields["serial_no"])
                for one in lines
                if {"maker", "serial_no"} <= one.fields.keys()
            }
        )
        drafts = [self._standing(job, one, owners, known) for one in lines]
        merchants = self.lookup.merchants({one.merchant_id for one, is_known in drafts if is_known})
        return [
            replace(one, merchant=merchants.get(one.merchant_id) if is_known else None)
            for one, is_known in drafts
        ]

    def _standing(
        self,
        job: ImportJob,
        one: Line,
        owners: Mapping[str, str],
        known: Mapping[tuple[str, str], Known],
    ) -> tuple[Standing, bool]:
        """What stands, without the merchant's document; and whether the merchant is registered."""
        there = self._sited(one)
        if one.is_bad:
            return there, False
        match = known.get((one.fields["maker"], one.fields["serial_no"]))
        merchant_id, is_known = self._owner(job, one, there, owners, match)
        standing = replace(there, merchant_id=merchant_id)
        if match is not None:
            last = match.head.verification
            standing = replace(standing, kept=match.kept, version=match.version, verification=last)
        return standing, is_known

    def _owner(
        self,
        job: ImportJob,
        one: Line,
        there: Standing,
        owners: Mapping[str, str],
        match: Known | None,
    ) -> tuple[str, bool]:
        at_ms = ids.made_at_ms(job.id)
        if one.credit_code:
            owner = owners.get(one.credit_code)
            return (owner, True) if owner else (made_id("merchant", at_ms, job.id, one.credit_code), False)
        name = values.plain_name(one.merchant_name)
        if match is not None and values.plain_name(match.head.merchant.name) == name:
            return match.kept.merchant_id, True
        if len(there.sites) != 1:
            return "", False
        keeper = self._keepers(there.sites[0]).get((one.stall, name))
        if keeper is not None:
            return keeper, True
        return made_id("merchant", at_ms, job.id, there.sites[0], one.stall, name), False

    def _sited(self, one: Line) -> Standing:
        if not (one.district and one.site_name):
            return Standing()
        names = self._names(one.district)
        wanted = values.plain_name(one.site_name)
        if wanted in names:
            return Standing(sites=tuple(names[wanted]))
        return Standing(nearest=tuple(get_close_matches(wanted, names, n=2, cutoff=0.5)))

    def _names(self, district: str) -> dict[str, list[str]]:
        if district not in self._sites:
            names: dict[str, list[str]] = defaultdict(list)
            for site_id, name in self.lookup.sites(district):
                names[values.plain_name(name)].append(site_id)
            self._sites[district] = dict(names)
        return self._sites[district]

    def _keepers(self, site_id: str) -> dict[tuple[str, str], str]:
        if site_id not in self._stalls:
            numbers = {
                (stall, values.plain_name(name)): number
                for stall, name, number in self.lookup.stall_keepers(site_id)
            }
            shown = self.lookup.heads(numbers.values())
            self._stalls[site_id] = {
                key: shown[number].merchant_id for key, number in numbers.items() if number in shown
            }
        return self._stalls[site_id]


def _refused(problem: Problem) -> Note:
    sentence = problem.sentence()
    return Note("refused", {"zh": sentence.zh, "en": sentence.en})
