"""The law as dated data, and the judges that apply it (计量法规): pure, exact, every answer with its source.

Importing this package reads no table; a table is read when a judge first needs it.
"""

from chalicelib.law.judges import judge
from chalicelib.law.model import ITEM, Item, RetailWeighing, Verdict, WeighingInstrument
from chalicelib.law.rulebook import Rule, rule, rules

__all__ = [
    "ITEM",
    "Item",
    "RetailWeighing",
    "Rule",
    "Verdict",
    "WeighingInstrument",
    "judge",
    "rule",
    "rules",
]
