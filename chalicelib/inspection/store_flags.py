"""The history that red flags are looked for in: a check, its instrument's head, and the checks the head names.

Read by one GetItem each and one BatchGetItem; keys are told in store.py.
"""

from collections.abc import Iterable

from chalicelib.inspection.checks import Check, read
from chalicelib.registry.model import InstrumentHead, number
from chalicelib.store import Table


class HistoryStore:
    """See service_flags.History."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def head(self, instrument_id: str) -> InstrumentHead | None:
        """See History."""
        item = self._table.get(f"I#{number(instrument_id)}", "~")
        return InstrumentHead.model_validate(item.document) if item else None

    def check(self, visit_id: str, check_id: str) -> Check | None:
        """See History."""
        item = self._table.get(f"V#{visit_id}", f"C#{check_id}")
        return read(item.document) if item else None

    def checks(self, named: Iterable[tuple[str, str]]) -> tuple[Check, ...]:
        """See History."""
        keys = [(f"V#{visit_id}", f"C#{check_id}") for visit_id, check_id in named]
        return tuple(read(item.document) for item in self._table.get_many(keys) if item) if keys else ()
