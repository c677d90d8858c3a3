"""Making the static files of the register again, once a minute, as far as something in them changed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from chalicelib import logs
from chalicelib.clock import Clock, local_day, stamp
from chalicelib.publication import register
from chalicelib.publication.projection import Row
from chalicelib.publication.register import Whole
from chalicelib.store import canonical

SETTLED = timedelta(seconds=15)
"""Lists are read from an index that may be so late, and a mark may be written so long after its time."""
_FIRST = datetime(2020, 1, 1, tzinfo=UTC)


class Unmade(Exception):
    """Files that could not be made."""


class Rows(Protocol):
    """What may be seen."""

    def of(self, thing_id: str) -> Iterable[Row]:
        """All of a merchant, or of a site with its stalls."""

    def many(self, thing_ids: Iterable[str], sk: str) -> dict[str, Row]:
        """Of each merchant or site the row under `sk`, as far as there is one."""

    def instruments(self, *, of: str = "", at: str = "") -> Iterable[Row]:
        """Of a merchant, or at a site, by stall and number."""

    def parties(self, district: str) -> Iterable[Row]:
        """Merchants and sites."""

    def entries(self, district: str, limit: int = 0) -> Iterable[Row]:
        """The newest so many, newest first; without a limit all, oldest first."""

    def commitments(self, district: str) -> Iterable[Row]: ...
    def standings(self, district: str) -> Iterable[Row]: ...
    def changes(self, month: str, limit: int) -> Iterable[Row]:
        """What changed last in a month, newest first."""

    def plans(self) -> Iterable[Row]: ...


class Marks(Protocol):
    """Which files must be made again."""

    def marked(self, after: datetime, until: datetime) -> Iterator[tuple[datetime, str]]:
        """When a file was marked, in order, from `after` on and before `until`."""

    def reached(self) -> datetime | None:
        """Up to when all was made; None at first."""

    def reach(self, until: datetime) -> None:
        """All up to then is made."""

    def mark(self, names: Sequence[str]) -> None:
        """Have these files made again."""


class Files(Protocol):
    """Where the files lie."""

    def put(self, name: str, raw: bytes) -> None:
        """Put a file in its place, whole."""


@dataclass(frozen=True)
class Publisher:
    """Makes what was marked.

    clock    the city's present, which tells what is shown today      machine   the clock of the marks
    """

    rows: Rows
    marks: Marks
    files: Files
    clock: Clock
    machine: Clock

    def run(self, has_time: Callable[[], bool]) -> int:
        """Make what was marked until time is up, oldest mark first; answers how many files were made.

        What is marked again meanwhile is made again by the next run. Raises Unmade when a file could not be made: it
        does not keep the others back, is tried again, and the register does not say that it is up to date.
        """
        until = self.machine() - SETTLED
        seen, failed = set[str](), list[str]()
        for at, name in self.marks.marked(self.marks.reached() or _FIRST, until):
            if not has_time():
                until = at
                break
            for one in set(self._meant(name)) - seen:
                seen.add(one)
                if not self._made(one):
                    failed.append(one)
        else:
            if not failed:
                self._put(register.NOW, {"at": stamp(self.clock()), "day": self._day()})
        self.marks.mark(failed)
        self.marks.reach(until)
        if failed:
            raise Unmade(failed)
        return len(seen)

    def _meant(self, name: str) -> Iterable[str]:
        if not name.startswith(register.PLACES):
            return (name,)
        there = self.rows.instruments(of=name.removeprefix(register.PLACES))
        return (f"sites/{one.told['site_id']}" for one in there)

    def _made(self, name: str) -> bool:
        try:
            document = self._document(name)
            if document is not None:
                self._put(name, document)
        except Exception:  # noqa: BLE001 - the edge of one file: it must not stop the others
            logs.logger().exception("file not made", extra={"item": name})
            return False
        return True

    def _put(self, name: str, document: dict[str, Any]) -> None:
        self.files.put(f"{name}.json", canonical(document).encode())

    def _document(self, name: str) -> dict[str, Any] | None:
        folder, _, key = name.rpartition("/")
        rows, day = self.rows, self._day()
        match folder:
            case "merchants":
                found = [one.told for one in rows.instruments(of=key)]
                sites = _told(rows.many((one["site_id"] for one in found), "A"))
                return register.merchant(Whole.of(rows.of(key), day), found, sites)
            case "sites":
                return self._site(key)
            case "districts":
                return register.district(
                    key, rows.parties(key), rows.standings(key), rows.commitments(key), day
                )
            case "results":
                entries = list(rows.entries(key, register.MOST_RESULTS))
                who = _told(rows.many((one.told["merchant_id"] for one in entries), "A"))
                return register.results(key, entries, who, day)
            case _:
                return register.draws(rows.plans()) if key == register.DRAWS else changes(rows, self.clock())

    def _site(self, site: str) -> dict[str, Any] | None:
        rows, day = self.rows, self._day()
        own = Whole.of(rows.of(site), day)
        instruments = [one.told for one in rows.instruments(at=site)]
        holders = [one.get("merchant_id", "") for one in [*own.rows["stall"], *instruments]]
        where = own.one("site") or {}
        merchants = _told(rows.many([*holders, where.get("organiser_id", "")], "A"))
        return register.site(own, instruments, merchants, _told(rows.many(holders, "T")))

    def _day(self) -> str:
        return local_day(self.clock()).isoformat()


def changes(rows: Rows, now: datetime) -> dict[str, Any]:
    """What changed last, of this month and the one before."""
    month = now.replace(day=1)
    found: list[Row] = []
    for one in (month, month - timedelta(days=1)):
        if len(found) < register.MOST_CHANGES:
            found += rows.changes(f"{one:%Y-%m}", register.MOST_CHANGES - len(found))
    return register.changes(found)


def _told(rows: dict[str, Row]) -> dict[str, register.Told]:
    return {thing: row.told for thing, row in rows.items() if row.told.get("state") != "hidden"}
