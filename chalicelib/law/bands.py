"""Rows that hold for a range of a power in dioptres; every row says which of its ends it includes."""

from collections.abc import Sequence
from decimal import Decimal

from chalicelib.law.rulebook import Row


class PowerBand(Row):
    """Powers from `from_d` (inclusive) or above `over_d` (exclusive), up to `up_to_d` (inclusive); absent: no end."""

    from_d: Decimal | None = None
    over_d: Decimal | None = None
    up_to_d: Decimal | None = None

    def holds(self, power: Decimal) -> bool:
        """Whether the row is for this absolute power."""
        is_after_start = (self.from_d is None or power >= self.from_d) and (
            self.over_d is None or power > self.over_d
        )
        return is_after_start and (self.up_to_d is None or power <= self.up_to_d)


def band_for[Band: PowerBand](bands: Sequence[Band], power: Decimal) -> Band | None:
    """The first row for the absolute power; None in a gap or beyond the table."""
    return next((band for band in bands if band.holds(abs(power))), None)
