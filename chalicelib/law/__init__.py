"""The law as dated data, and the judges that apply it (计量法规): pure, exact, every answer with its source.

Importing this package reads no table and builds no model; each name is fetched when it is first used, and a table is
read when a judge first needs it.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.law.advisory import Advice, advice
    from chalicelib.law.catalogue import Interval, Listed, compulsory, interval
    from chalicelib.law.deadlines import Deadline, deadline, deadline_kinds
    from chalicelib.law.dutylists import DutyAnswer, DutyList, duties
    from chalicelib.law.findings import overall
    from chalicelib.law.instruments import instrument_names
    from chalicelib.law.items import ITEM, Item, Judgement
    from chalicelib.law.items_goods import (
        PreciousMetal,
        PrepackageItem,
        PrepackageLot,
        PrepackageMarking,
        RetailWeighing,
        Sale,
    )
    from chalicelib.law.items_instruments import (
        Centration,
        Certificate,
        FinishedLens,
        FuelDispenser,
        FuelRun,
        InstrumentError,
        PriceComputingScaleIdentity,
        SpectacleCentration,
        SpectacleLens,
        WeighingInstrument,
    )
    from chalicelib.law.judges import judge
    from chalicelib.law.model import Verdict
    from chalicelib.law.notes import NOTES
    from chalicelib.law.redflags import Flag, Observations, flags
    from chalicelib.law.rulebook import Rule, Version, rule, rules

__all__ = [
    "ITEM",
    "NOTES",
    "Advice",
    "Centration",
    "Certificate",
    "Deadline",
    "DutyAnswer",
    "DutyList",
    "FinishedLens",
    "Flag",
    "FuelDispenser",
    "FuelRun",
    "InstrumentError",
    "Interval",
    "Item",
    "Judgement",
    "Listed",
    "Observations",
    "PreciousMetal",
    "PrepackageItem",
    "PrepackageLot",
    "PrepackageMarking",
    "PriceComputingScaleIdentity",
    "RetailWeighing",
    "Rule",
    "Sale",
    "SpectacleCentration",
    "SpectacleLens",
    "Verdict",
    "Version",
    "WeighingInstrument",
    "advice",
    "compulsory",
    "deadline",
    "deadline_kinds",
    "duties",
    "flags",
    "instrument_names",
    "interval",
    "judge",
    "overall",
    "rule",
    "rules",
]

_HOMES = {
    "advisory": ("Advice", "advice"),
    "deadlines": ("Deadline", "deadline", "deadline_kinds"),
    "dutylists": ("DutyAnswer", "DutyList", "duties"),
    "findings": ("overall",),
    "redflags": ("Flag", "Observations", "flags"),
    "instruments": ("instrument_names",),
    "catalogue": ("Interval", "Listed", "compulsory", "interval"),
    "items": ("ITEM", "Item", "Judgement"),
    "items_goods": (
        "PreciousMetal",
        "PrepackageItem",
        "PrepackageLot",
        "PrepackageMarking",
        "RetailWeighing",
        "Sale",
    ),
    "items_instruments": (
        "Centration",
        "Certificate",
        "FinishedLens",
        "FuelDispenser",
        "FuelRun",
        "InstrumentError",
        "PriceComputingScaleIdentity",
        "SpectacleCentration",
        "SpectacleLens",
        "WeighingInstrument",
    ),
    "judges": ("judge",),
    "model": ("Verdict",),
    "notes": ("NOTES",),
    "rulebook": ("Rule", "Version", "rule", "rules"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
