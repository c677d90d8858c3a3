"""Which judge answers which kind of item."""

from chalicelib.law import retail, weighing
from chalicelib.law.model import Item, Verdict, WeighingInstrument


def judge(item: Item) -> Verdict:
    """Judge one item by the law of its day. Raises NoVersion for a day before the law's first version."""
    if isinstance(item, WeighingInstrument):
        return weighing.judge(item)
    return retail.judge(item)
