"""How imports and exports are kept, and what they read of the registry in bulk.

key                 what        read by
B#{import}   ~      import      GetItem; own ones by u = B#{account}, b = id
B#{export}   ~      export      GetItem; own ones by u = E#{account}, b = id
Keys of merchants, sites, instruments, heads and guards are those of store.py.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched

from chalicelib.registry.imports_job import ExportJob, ImportJob
from chalicelib.registry.model import InstrumentHead, KeptInstrument, number
from chalicelib.registry.parties import Merchant
from chalicelib.registry.service_book import Listing
from chalicelib.registry.service_import_rows import Known
from chalicelib.registry.service_imports import Superseded
from chalicelib.registry.store import RegistryStore
from chalicelib.registry.store_items import serial_key
from chalicelib.store import Clash, Item, Table, pages

_BATCH = 100


class JobStore:
    """See service_imports.Jobs."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def import_job(self, import_id: str) -> tuple[ImportJob, int] | None:
        """The import and its version."""
        item = self._table.get(f"B#{import_id}", "~")
        return (ImportJob.model_validate(item.document), item.v) if item else None

    def save_import(self, job: ImportJob, seen: int) -> None:
        """Write version seen + 1. Raises Superseded."""
        row = {
            "id": job.id,
            "name": job.announced.name,
            "state": job.state,
            "announced_at": job.announced_at,
            "rows": job.rows,
            "counts": job.counts,
            "applied": job.applied,
        }
        document = job.model_dump(mode="json", exclude_none=True)
        self._save(
            Item(
                f"B#{job.id}",
                "~",
                document,
                v=seen + 1,
                state=job.state,
                u=f"B#{job.by}",
                b=job.id,
                row=row,
            ),
            seen,
        )

    def list_imports(self, account: str, after: str, limit: int) -> Listing:
        """Rows of a person's imports, newest first."""
        return self._rows(f"B#{account}", after, limit)

    def export_job(self, export_id: str) -> tuple[ExportJob, int] | None:
        """The export and its version."""
        item = self._table.get(f"B#{export_id}", "~")
        return (ExportJob.model_validate(item.document), item.v) if item else None

    def save_export(self, job: ExportJob, seen: int) -> None:
        """Write version seen + 1. Raises Superseded."""
        scope = job.scope.model_dump(mode="json", exclude_none=True)
        row = {"id": job.id, "state": job.state, "asked_at": job.asked_at, "rows": job.rows, "scope": scope}
        self._save(
            Item(
                f"B#{job.id}",
                "~",
                job.model_dump(mode="json", exclude_none=True),
                v=seen + 1,
                state=job.state,
                u=f"E#{job.by}",
                b=job.id,
                row=row,
            ),
            seen,
        )

    def list_exports(self, account: str, after: str, limit: int) -> Listing:
        """Rows of a person's exports, newest first."""
        return self._rows(f"E#{account}", after, limit)

    def _rows(self, partition: str, after: str, limit: int) -> Listing:
        page = self._table.query(partition, after=after, limit=limit, index="u", backwards=True)
        return Listing(tuple(item.row for item in page.items), page.after)

    def _save(self, item: Item, seen: int) -> None:
        try:
            self._table.put(item, seen)
        except Clash as clash:
            raise Superseded from clash


class RegistryLookup:
    """See service_import_rows.Lookup and service_import_work.Listed."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def sites(self, district: str) -> Iterable[tuple[str, str]]:
        """See Lookup."""
        rows = (item.row for item in pages(self._table, f"S#{district}", index="a"))
        return ((row["id"], row["name"]) for row in rows)

    def owners(self, credit_codes: Iterable[str]) -> Mapping[str, str]:
        """See Lookup."""
        codes = list(credit_codes)
        found = self._many([(f"X#USCC#{code}", "~") for code in codes])
        return {code: item.document["owner"] for code, item in zip(codes, found, strict=True) if item}

    def merchants(self, merchant_ids: Iterable[str]) -> Mapping[str, Merchant]:
        """See Lookup."""
        wanted = list(merchant_ids)
        found = self._many([(f"M#{one}", "A") for one in wanted])
        return {
            one: Merchant.model_validate(item.document)
            for one, item in zip(wanted, found, strict=True)
            if item
        }

    def instruments(self, identities: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Known]:
        """See Lookup."""
        wanted = list(identities)
        guards = self._many([(serial_key(maker, serial), "~") for maker, serial in wanted])
        owners = {one: item.document["owner"] for one, item in zip(wanted, guards, strict=True) if item}
        shelves = [f"I#{number(owner)}" for owner in owners.values()]
        kept = self._many([(shelf, "A") for shelf in shelves])
        heads = self._many([(shelf, "~") for shelf in shelves])
        return {
            one: Known(
                KeptInstrument.model_validate(instrument.document),
                instrument.v,
                InstrumentHead.model_validate(head.document),
            )
            for one, instrument, head in zip(owners, kept, heads, strict=True)
            if instrument and head
        }

    def stall_keepers(self, site_id: str) -> Iterable[tuple[str, str, str]]:
        """See Lookup."""
        rows = (item.row for item in pages(self._table, f"P#{site_id}", index="a"))
        return ((row["stall"], row["merchant"], row["number"]) for row in rows)

    def heads(self, numbers: Iterable[str]) -> Mapping[str, InstrumentHead]:
        """See Lookup."""
        wanted = list(numbers)
        found = self._many([(f"I#{one}", "~") for one in wanted])
        return {
            one: InstrumentHead.model_validate(item.document)
            for one, item in zip(wanted, found, strict=True)
            if item
        }

    def of_scope(self, job: ExportJob) -> Iterator[tuple[InstrumentHead, Merchant]]:
        """See Listed."""
        merchants: dict[str, Merchant] = {}
        for some in batched(self._numbers(job), _BATCH, strict=False):
            shown = self.heads(some)
            missing = {head.merchant_id for head in shown.values()} - merchants.keys()
            merchants.update(self.merchants(missing))
            for one in some:
                if one in shown and shown[one].merchant_id in merchants:
                    yield shown[one], merchants[shown[one].merchant_id]

    def _numbers(self, job: ExportJob) -> Iterator[str]:
        store = RegistryStore(self._table)
        if job.scope.merchant is not None:
            yield from store.numbers_of_merchant(job.scope.merchant)
        elif job.scope.site is not None:
            yield from store.numbers_at_site(job.scope.site)
        elif job.scope.district is not None:
            for site_id, _ in self.sites(job.scope.district):
                yield from store.numbers_at_site(site_id)

    def _many(self, keys: Sequence[tuple[str, str]]) -> list[Item | None]:
        return [item for some in batched(keys, _BATCH, strict=False) for item in self._table.get_many(some)]
