"""The engine: versions meet, marks decide, nothing is extrapolated, and every kind knows its first day."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib import law
from chalicelib.errors import Sentence
from chalicelib.law import rulebook
from chalicelib.law.model import words
from chalicelib.law.rulebook import AnyRow, NoRule, NoVersion, Rule
from tests.unit.law.asking import asked

SOURCE = {"title": "t", "checked": date(2026, 1, 1), "checked_by": "x"}


def version(first: int, **fields: Any) -> dict[str, Any]:
    base = {"from": date(first, 1, 1), "confidence": "A", "source": SOURCE, "rows": [{"number": first}]}
    return base | fields


def book(*versions: dict[str, Any]) -> Rule[AnyRow]:
    return Rule[AnyRow].model_validate(
        {"id": "a.b", "title": "名", "title_en": "name", "unit": "1", "version": list(versions)}
    )


def test_versions_that_do_not_meet_are_refused() -> None:
    with pytest.raises(ValidationError, match="does not meet"):
        book(version(2000, until=date(2001, 1, 2)), version(2001))
    with pytest.raises(ValidationError, match="does not meet"):
        book(version(2000), version(2001))


def test_a_repealed_rule_has_no_version() -> None:
    rule = book(version(2000, until=date(2001, 1, 1)))
    assert rule.on(date(2000, 12, 31)) is rule.version[0]
    with pytest.raises(NoVersion) as refused:
        rule.on(date(2001, 1, 1))
    assert "2001-01-01" in refused.value.sentence().zh
    assert rule.name() == Sentence("名", "name")


def test_the_first_version_cannot_be_carried_forward() -> None:
    carried = version(2000, carried_forward=True)
    del carried["rows"]
    with pytest.raises(ValidationError, match="rows"):
        book(carried)


def test_a_carried_version_stands_on_the_rows_before_it_through_several() -> None:
    second = version(2001, carried_forward=True, until=date(2002, 1, 1))
    third = version(2002, carried_forward=True)
    del second["rows"], third["rows"]
    rule = book(version(2000, until=date(2001, 1, 1)), second, third)
    assert rule.version[2].rows == rule.version[0].rows


def test_a_first_day_in_doubt_must_say_until_when() -> None:
    with pytest.raises(ValidationError, match="sure_from"):
        book(version(2000, from_confidence="M"))
    assert book(version(2000, from_confidence="B")).version[0].authority(date(2000, 1, 1)) == "settled"


@pytest.mark.parametrize(
    ("mark", "also", "authority"),
    [
        *[("A", [], "settled"), ("B", [], "settled"), ("V", [], "settled"), ("V2", ["x"], "settled")],
        *[("V2", [], "indicative"), ("C", [], "indicative"), ("D", [], "indicative")],
        *[("M", [], "indicative"), ("R", [], "indicative")],
    ],
)
def test_the_mark_decides_what_a_verdict_may_be_used_for(mark: str, also: list[str], authority: str) -> None:
    one = book(version(2000, confidence=mark, source=SOURCE | {"also": also})).version[0]
    assert one.authority(date(2000, 1, 1)) == authority
    settled = book(version(2000, source=SOURCE | {"also": also})).version[0]
    assert settled.authority(date(2000, 1, 1), mark, "A") == authority  # type: ignore[arg-type] # marks of the cases
    assert settled.authority(date(2000, 1, 1), None, None) == "settled"


def test_an_unknown_rule_is_named() -> None:
    with pytest.raises(NoRule):
        law.rule("retail.fod")
    assert law.rule("retail.food").id == "retail.food"
    assert "retail.food" in law.rules()


def test_a_file_must_bear_its_own_id(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.toml").write_text('id = "b"\n', encoding="utf-8")
    monkeypatch.setattr(rulebook, "DATA", tmp_path)
    with pytest.raises(ValueError, match="its id is b"):
        rulebook.load("a", AnyRow)


def test_words_are_put_in_both_languages() -> None:
    told = words(Sentence("{what} {n}", "{what} {n}"), what=Sentence("秤", "scale"), n="1")
    assert (told.zh, told.en) == ("秤 1", "scale 1")


SAMPLES: dict[str, tuple[dict[str, Any], str]] = {
    "retail_weighing": (
        {"settled_kg": "1", "actual_kg": "1", "method": "high_accuracy", "food_class": "dried_delicacy"},
        "2004-12-01",
    ),
    "precious_metal": ({"metal": "gold", "settled_g": "1", "actual_g": "1"}, "2004-12-01"),
    "prepackage_item": (
        {"nominal": {"value": "1", "unit": "g"}, "actual": {"value": "1", "unit": "g"}},
        "2006-01-01",
    ),
    "prepackage_lot": (
        {"nominal": {"value": "1", "unit": "g"}, "lot_size": 1, "plan": "jjf1070-2005", "contents": ["1"]},
        "2006-01-01",
    ),
    "prepackage_marking": (
        {"nominal": {"value": "1", "unit": "g"}, "character_height_mm": "2"},
        "2006-01-01",
    ),
    "weighing_instrument": (
        {"accuracy_class": "III", "e_g": "5", "load_g": "0", "indication_g": "0", "stage": "verification"},
        "2017-05-30",
    ),
    "price_computing_scale_identity": ({"seal_intact": True}, "2017-05-30"),
    "fuel_dispenser": ({"runs": [{"indicated_l": "20", "standard_l": "20"}]}, "2007-01-01"),
    "spectacle_lens": ({"ordered": {"sphere_d": "1"}, "measured": {"sphere_d": "1"}}, "2006-01-01"),
    "spectacle_centration": (
        {"horizontal_power_d": "1", "pd_mm": "64", "measured_distance_mm": "64"},
        "2000-01-01",
    ),
    "instrument_error": ({"instrument": "taxi_meter", "error": {"value": "0", "unit": "%"}}, "2017-05-30"),
    "certificate": ({"compulsory": True}, "1988-01-01"),
}


@pytest.mark.parametrize("kind", list(SAMPLES))
def test_a_day_before_the_first_law_is_a_named_error_and_the_first_day_is_judged(kind: str) -> None:
    fields, first = SAMPLES[kind]
    answer = asked(kind=kind, on=first, **fields)
    assert answer.rule.version_from == date.fromisoformat(first)
    assert answer.explanation.zh
    assert answer.explanation.en
    before = date.fromordinal(date.fromisoformat(first).toordinal() - 1)
    with pytest.raises(NoVersion):
        asked(kind=kind, on=before, **fields)


def test_there_is_a_sample_of_every_kind() -> None:
    assert set(law.ITEM.json_schema()["discriminator"]["mapping"]) == set(SAMPLES)


@pytest.mark.parametrize("kind", list(SAMPLES))
def test_a_verdict_travels_as_json_and_comes_back_the_same(kind: str) -> None:
    answer = asked(kind=kind, on="2026-11-24", **SAMPLES[kind][0])
    assert law.Verdict.model_validate_json(answer.model_dump_json()) == answer


def test_eighteen_digits_are_judged_without_rounding() -> None:
    answer = asked(
        kind="precious_metal",
        on="2026-01-01",
        metal="gold",
        settled_g="0.123456789012345678",
        actual_g="123456789012345678",
    )
    assert answer.found is not None
    assert f"{answer.found.value:f}" == "-123456789012345677.876543210987654322"
    assert law.Verdict.model_validate_json(answer.model_dump_json()) == answer


HUGE, TINY = "9" * 18, "0.000000000000000001"


def stretched(value: Any, number: str) -> Any:
    """The same item with every number replaced."""
    if isinstance(value, dict):
        return {key: part if key in FIXED else stretched(part, number) for key, part in value.items()}
    if isinstance(value, list):
        return [stretched(part, number) for part in value]
    return number if isinstance(value, str) and value.replace(".", "").isdigit() else value


FIXED = {"sphere_d", "horizontal_power_d", "instrument"}
"""Powers are bounded by their input."""


@pytest.mark.parametrize("kind", list(SAMPLES))
@pytest.mark.parametrize("number", [HUGE, TINY])
def test_numbers_of_any_size_the_door_lets_in_are_answered(kind: str, number: str) -> None:
    answer = asked(kind=kind, on="2026-11-24", **stretched(SAMPLES[kind][0], number))
    assert law.Verdict.model_validate_json(answer.model_dump_json()) == answer


def test_the_widest_ratios_are_answered() -> None:
    runs = [{"indicated_l": HUGE, "standard_l": TINY}, {"indicated_l": TINY, "standard_l": HUGE}]
    assert asked(kind="fuel_dispenser", on="2026-11-24", runs=runs).verdict == "fail"
    fields = {
        "accuracy_class": "III",
        "e_g": TINY,
        "load_g": HUGE,
        "indication_g": TINY,
        "stage": "in_service",
    }
    assert asked(kind="weighing_instrument", on="2026-11-24", **fields).verdict == "out_of_table"
    nominal = {"value": "1", "unit": "kg"}
    contents = [HUGE, TINY] * 5
    answer = asked(
        kind="prepackage_lot",
        on="2026-11-24",
        nominal=nominal,
        lot_size=50,
        plan="jjf1070-2005",
        contents=contents,
    )
    assert answer.verdict == "fail"


@pytest.mark.parametrize(
    "fields",
    [
        SAMPLES["prepackage_item"][0] | {"kind": "prepackage_item", "actual": {"value": "1", "unit": "mL"}},
        SAMPLES["prepackage_lot"][0] | {"kind": "prepackage_lot", "contents": None},
        SAMPLES["prepackage_lot"][0] | {"kind": "prepackage_lot", "contents": ["1", "1"]},
        SAMPLES["prepackage_lot"][0]
        | {
            "kind": "prepackage_lot",
            "contents": None,
            "summary": {
                "sample_size": 1,
                "mean": "1",
                "standard_deviation": "0",
                "t1_count": 1,
                "t2_count": 1,
            },
        },
        SAMPLES["precious_metal"][0] | {"kind": "precious_metal", "settled_g": 1.0},
        SAMPLES["precious_metal"][0] | {"kind": "precious_metal", "colour": "red"},
        SAMPLES["precious_metal"][0] | {"kind": "alchemy"},
    ],
)
def test_what_cannot_be_judged_is_refused_at_the_door(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        law.ITEM.validate_python({"on": "2026-01-01"} | fields)


def test_a_lot_given_twice_is_refused() -> None:
    summary = {"sample_size": 1, "mean": "1", "standard_deviation": "0", "t1_count": 0, "t2_count": 0}
    fields = SAMPLES["prepackage_lot"][0] | {"kind": "prepackage_lot", "on": "2020-01-01"}
    with pytest.raises(ValidationError, match="either contents or summary"):
        law.ITEM.validate_python(fields | {"summary": summary})
    del fields["contents"]
    assert law.judge(law.ITEM.validate_python(fields | {"summary": summary})).verdict == "pass"
