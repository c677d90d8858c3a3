"""One prepackage: T at every edge of the table, both manners of rounding that matter, every kind of quantity."""

from decimal import Decimal

import pytest

from chalicelib.law.items_goods import Labelled
from chalicelib.law.model import Verdict
from chalicelib.law.prepackage import Band, tolerance
from chalicelib.law.rulebook import load
from tests.golden.law.reading import typed
from tests.unit.law.asking import asked, plain

BASE = {"mass": "g", "volume": "mL", "length": "m", "area": "m2", "count": "piece"}
LINES = [line for line in typed("prepackage.shortage") if line["from"] == "2006-01-01"]
EDGES = [(line, dimension) for line in LINES for dimension in line["of"].split("/")]


def packed(nominal: str, actual: str, unit: str = "g", on: str = "2010-01-01") -> Verdict:
    return asked(
        kind="prepackage_item",
        on=on,
        nominal={"value": nominal, "unit": unit},
        actual={"value": actual, "unit": unit},
    )


def limit(nominal: str, unit: str = "g") -> str:
    answer = packed(nominal, nominal, unit).limit
    assert answer is not None
    return plain(answer.value.normalize())


def expected(line: dict[str, str], nominal: Decimal) -> Decimal:
    if line["amount"]:
        return Decimal(line["amount"])
    return nominal * Decimal(line["percent"]) / 100


@pytest.mark.parametrize(("line", "dimension"), EDGES)
def test_every_row_passes_at_its_limit_and_fails_beyond(line: dict[str, str], dimension: str) -> None:
    nominal = Decimal(line["up_to"] or Decimal(line["over"]) + 150)
    tolerated, step = expected(line, nominal), Decimal("0.001")
    for more, verdict in ((-step, "pass"), (Decimal(0), "pass"), (step, "fail")):
        actual = nominal - tolerated - more
        answer = packed(plain(nominal), plain(min(actual, nominal)), BASE[dimension])
        assert (answer.verdict, answer.authority) == (verdict, "settled")
        assert answer.limit is not None
        assert answer.limit.value == tolerated
    assert answer.excess is not None
    assert answer.excess.value == step


@pytest.mark.parametrize(
    ("nominal", "half_even", "half_up", "up"),
    [
        ("45", "4.0", "4.1", "4.1"),
        ("50", "4.5", "4.5", "4.5"),
        ("51", "4.5", "4.5", "4.5"),
        ("125", "5.6", "5.6", "5.7"),
        ("130", "5.8", "5.9", "5.9"),
        ("175", "7.9", "7.9", "7.9"),
        ("178", "8.0", "8.0", "8.1"),
        ("200", "9.0", "9.0", "9.0"),
        ("201", "9", "9", "9"),
        ("301", "9.0", "9.0", "9.1"),
        ("350", "10.5", "10.5", "10.5"),
        ("375", "11.2", "11.3", "11.3"),
        ("500", "15", "15", "15"),
        ("501", "15", "15", "15"),
        ("1000", "15", "15", "15"),
        ("1001", "15", "15", "16"),
        ("1250", "19", "19", "19"),
        ("1500", "22", "23", "23"),
        ("2500", "38", "38", "38"),
        ("10000", "150", "150", "150"),
        ("10001", "150", "150", "150"),
        ("15000", "150", "150", "150"),
        ("15001", "150", "150", "151"),
    ],
)
def test_t_is_rounded_as_each_regime_rounds(nominal: str, half_even: str, half_up: str, up: str) -> None:
    labelled = Labelled.model_validate({"value": nominal, "unit": "g"})
    china, oiml = (
        load(name, Band).version[0] for name in ("prepackage.shortage", "prepackage.shortage_oiml_r87")
    )
    tolerated, by_oiml = tolerance(labelled, china), tolerance(labelled, oiml)
    assert tolerated is not None
    assert by_oiml is not None
    assert tolerated.shortage == Decimal(half_even)
    assert tolerated.row.tolerable(Decimal(nominal), "half_up") == Decimal(half_up)
    assert by_oiml.shortage == Decimal(up)
    is_open = Decimal(half_even) != Decimal(half_up)
    answer = packed(nominal, nominal)
    assert answer.authority == ("indicative" if is_open else "settled")
    assert answer.notes == (("rounding_in_doubt",) if is_open else ())


@pytest.mark.parametrize(
    ("nominal", "unit", "t"),
    [
        *[("50", "piece", "0"), ("51", "piece", "1"), ("200", "piece", "2"), ("201", "piece", "3")],
        *[("5", "m", "0"), ("5.01", "m", "0.1002"), ("500", "cm", "0"), ("6000", "mm", "0.12")],
        *[("2", "m2", "0.06"), ("100", "dm2", "0.03"), ("100", "cm2", "0.0003")],
        *[("500000", "mg", "15"), ("0.5", "kg", "15"), ("0.5", "L", "15"), ("500", "mL", "15")],
    ],
)
def test_every_unit_is_judged_in_its_base_unit(nominal: str, unit: str, t: str) -> None:
    assert limit(nominal, unit) == t


@pytest.mark.parametrize(
    ("actual", "verdict"), [("500", "pass"), ("485.0", "pass"), ("484.9", "fail"), ("469.9", "fail")]
)
def test_a_shortage_of_exactly_t_is_tolerated(actual: str, verdict: str) -> None:
    assert packed("500", actual).verdict == verdict


def test_grams_may_be_compared_with_kilograms() -> None:
    answer = asked(
        kind="prepackage_item",
        on="2010-01-01",
        nominal={"value": "0.5", "unit": "kg"},
        actual={"value": "484999", "unit": "mg"},
    )
    assert (answer.verdict, answer.excess and plain(answer.excess.value.normalize())) == ("fail", "0.001")


def test_a_reader_sees_words_for_units() -> None:
    told = packed("200", "199", "piece").explanation
    assert told.zh == "短少 1 个，没有超过允许短缺量 2 个。"
    assert told.en == "It is 1 pcs short; up to 2 pcs is tolerated in a single package."


def test_above_50_kg_there_is_no_number() -> None:
    assert packed("50000", "49500").verdict == "pass"
    answer = packed("50000.001", "1")
    assert (answer.verdict, answer.notes) == ("out_of_table", ("above_last_band",))


def test_the_annexes_of_2023_are_carried_forward() -> None:
    for day, authority in (
        ("2023-05-31", "settled"),
        ("2023-06-01", "indicative"),
        ("2026-11-24", "indicative"),
    ):
        answer = packed("500", "480", on=day)
        assert (answer.verdict, answer.authority) == ("fail", authority)
