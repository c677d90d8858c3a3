"""Writes the open data of a small market: `python -m tests.golden.opendata.make`.

Others read these formats: what changes here is announced before it is deployed, and never by removing a column.
"""

from datetime import UTC, datetime
from pathlib import Path

from chalicelib.accounts.model import Actor, Role
from tests.office import CLERK, business, made
from tests.registering import Register, commitment, entry, opened, penalty, plan, standing

FOLDER = Path(__file__).parent
TESTER = Actor(made("acc", 40), frozenset({Role.LAB}), labs=frozenset({made("lab", 1)}))


def register() -> Register:
    """A market with one of everything, and a business beside it."""
    one = Register()
    one.office.verify(TESTER, made("lab", 1))
    one.office.registry.put_merchant(CLERK, made("mer", 2), business(), None)
    one.published().published(entry(), penalty(), commitment(), standing(), plan(), opened())
    one.office.clock.at = datetime(2026, 11, 24, 5, tzinfo=UTC)
    return one


def files() -> dict[str, bytes]:
    """The files by name."""
    one = register()
    one.maker.run()
    return one.data.raw


if __name__ == "__main__":
    for name, raw in files().items():
        (FOLDER / name).write_bytes(raw)
