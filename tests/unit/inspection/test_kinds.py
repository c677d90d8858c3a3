"""Every kind of check: what can be sent, and that what is kept is read again."""

import json
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.inspection import checks, checks_union, forms
from chalicelib.inspection.checks import (
    KINDS,
    Attempt,
    Check,
    FormRef,
    Judged,
    Kind,
    NewCheck,
    kept_model,
    read,
)
from chalicelib.inspection.judging import judge, kept
from chalicelib.registry.categories import Category
from chalicelib.store import canonical
from tests.checking import SENT, new
from tests.fakes import FakeTable
from tests.golden.checks.make import FOLDER, documents
from tests.office import ANNA, CHECK, NOON, VISIT, Office, made
from tests.unit.inspection.test_kinds_judged import GOODS, VERIFIED, judged
from tests.unit.inspection.test_rules import head

TODAY = date(2026, 11, 24)


@pytest.fixture
def office() -> Office:
    return Office(FakeTable()).furnished().identified()


def whole(sent: NewCheck, found: Judged) -> Check:
    about = {"id": CHECK, "visit_id": VISIT, "by": ANNA.id, "received_at": NOON}
    return kept_model(sent.kind)(**kept(sent, found, **about, judged_on=TODAY, judged_by="device"))


def test_every_kind_has_its_models_and_a_sample() -> None:
    assert set(KINDS) == SENT.keys() == checks._HOMES.keys()
    for union, model in (
        (checks_union.SentCheck, checks.sent_model),
        (checks_union.KeptCheck, checks.kept_model),
    ):
        listed = get_args(get_args(union.model_fields["root"].annotation)[0]) or get_args(
            union.model_fields["root"].annotation
        )
        assert set(listed) == {model(kind) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_check_of_every_kind_is_recorded_once_and_read_again(kind: Kind, office: Office) -> None:
    first, is_new = office.inspection.put_check(ANNA, VISIT, CHECK, new(kind))
    again, again_new = office.inspection.put_check(ANNA, VISIT, CHECK, new(kind))
    assert isinstance(first, Check)
    assert (is_new, again_new, first) == (True, False, again)
    assert (first.kind, type(first)) == (kind, kept_model(kind))
    assert office.inspection.check(ANNA, VISIT, CHECK) == first


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_stored_is_still_read(kind: Kind) -> None:
    stored = json.loads((FOLDER / f"{kind}-1.json").read_text())
    assert read(stored).model_dump(mode="json", exclude_none=True, exclude={"outcome"}) == stored


def test_no_field_of_a_stored_check_is_gone() -> None:
    for kind, document in documents():
        stored = json.loads((FOLDER / f"{kind}-1.json").read_text())
        assert stored.keys() - document.keys() == set()


NUMBERS = st.decimals("0.001", "99999", places=3).map(lambda number: f"{number:f}")
RUNS = st.lists(
    st.fixed_dictionaries({"indicated_l": NUMBERS, "standard_l": NUMBERS}), min_size=1, max_size=6
)
CHANGES: dict[Kind, st.SearchStrategy[dict[str, Any]]] = {
    "weighing_instrument": st.fixed_dictionaries(
        {
            "readings": st.lists(
                st.fixed_dictionaries({"load_g": NUMBERS, "indication_g": NUMBERS}), min_size=1, max_size=6
            )
        }
    ),
    "retail": st.builds(
        lambda paid, found: {"sale": SENT["retail"]["sale"] | {"settled_kg": paid, "actual_kg": found}},
        NUMBERS,
        NUMBERS,
    ),
    "prepackage_lot": st.fixed_dictionaries(
        {
            "tare": st.just("0.001"),
            "packages": st.lists(st.fixed_dictionaries({"gross": NUMBERS}), min_size=1, max_size=5),
        }
    ),
    "fuel": st.fixed_dictionaries({"runs": RUNS}),
    "spectacles": st.fixed_dictionaries({"order_no": st.text("0123456789", min_size=1, max_size=9)}),
    "identity": st.fixed_dictionaries({"seal_intact": st.booleans(), "networked": st.booleans()}),
    "checklist": st.fixed_dictionaries(
        {
            "answers": st.dictionaries(
                st.sampled_from(["fair_scale", "system", "digital", "gone"]),
                st.fixed_dictionaries({"answer": st.sampled_from(["yes", "no", "not_applicable"])}),
                min_size=1,
            )
        }
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None)
@given(data=st.data())
def test_what_is_kept_is_read_again_as_it_was(kind: Kind, data: st.DataObject) -> None:
    sent = new(kind, **data.draw(CHANGES[kind]))
    check = whole(sent, judge(sent, None if kind in GOODS else head(**VERIFIED), TODAY))
    document = json.loads(canonical(check.model_dump(mode="json", exclude_none=True, exclude={"outcome"})))
    assert read(document) == check
    assert type(check).model_validate_json(check.model_dump_json(exclude_none=True)) == check


@pytest.mark.parametrize(
    ("kind", "changed", "code"),
    [
        ("prepackage_lot", {"instrument_id": made("ins", 1)}, "none_required"),
        ("prepackage_lot", {"packages": [{"gross": "4"}]}, "tare_exceeds_gross"),
        ("prepackage_lot", {"lot_size": 4}, "sample_exceeds_lot"),
        ("prepackage_lot", {"packages": [{"gross": 500}]}, "exact_number"),
        ("prepackage_lot", {"packages": [{"gross": "9" * 14}]}, "decimal_max_digits"),
        ("prepackage_lot", {"plan": "oiml-r87-2016"}, "literal_error"),
        ("spectacles", {"right": None, "left": None, "centration": None}, "nothing_measured"),
        ("checklist", {"answers": {}}, "too_short"),
        ("checklist", {"answers": {"system": {"answer": "perhaps"}}}, "literal_error"),
        ("checklist", {"answers": {"../x": {"answer": "yes"}}}, "string_pattern_mismatch"),
        ("fuel", {"instrument_id": None}, "string_type"),
        ("fuel", {"runs": []}, "too_short"),
        ("retail", {"sale": {"on": "2020-01-01"}}, "extra_forbidden"),
        ("identity", {"seal_intact": None}, "bool_type"),
        ("retail", {"form": {"id": "../forms", "version": 1}}, "string_pattern_mismatch"),
        ("retail", {"form": {"id": "retail", "version": 0}}, "greater_than_equal"),
        ("retail", {"shown": {"verdict": "good", "authority": "settled"}}, "literal_error"),
        ("retail", {"verdict": "pass"}, "extra_forbidden"),
    ],
)
def test_what_cannot_be_a_check_is_refused(kind: Kind, changed: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        new(kind, **changed)
    assert code in {fault["type"] for fault in refused.value.errors()}


def test_the_largest_numbers_of_a_lot_are_judged() -> None:
    packages = [{"gross": "99999999.99999"}, {"gross": "0.00001"}]
    nominal = {"value": "1" * 18, "unit": "kg"}
    found = judged(
        "prepackage_lot", lot_size=2, tare="0", packages=packages, nominal=nominal, character_height_mm=None
    )
    assert found.verdict == "out_of_table"


SUITED: dict[Kind, set[str]] = {
    "weighing_instrument": {"price_scale", "platform_scale", "truck_scale"},
    "retail": {"price_scale", "platform_scale"},
    "fuel": {"fuel_dispenser"},
    "identity": set(get_args(Category)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_fits_its_categories(kind: Kind) -> None:
    assert {one for one in get_args(Category) if checks.fits(kind, one)} == SUITED.get(kind, set())


def test_a_form_we_never_published_or_of_another_kind_is_refused_and_kept(office: Office) -> None:
    unknown = ({"id": "retail", "version": 2}, {"id": "nothing", "version": 1}, {"id": "fuel", "version": 1})
    for place, form in enumerate(unknown, 1):
        answer, _ = office.inspection.put_check(ANNA, VISIT, made("chk", place), new("retail", form=form))
        assert isinstance(answer, Attempt)
        assert answer.reason == "check.unknown_form"
        assert answer.sent == new("retail", form=form)
    assert isinstance(office.inspection.put_check(ANNA, VISIT, CHECK, new("retail", form=None))[0], Check)


def test_a_phone_that_showed_another_verdict_is_counted_once_and_the_difference_kept(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    same = {"verdict": "fail", "authority": "settled"}
    other = {"verdict": "pass", "authority": "settled", "tables": "0" * 16}
    first, _ = office.inspection.put_check(ANNA, VISIT, made("chk", 1), new("retail", shown=same))
    assert isinstance(first, Check)
    assert first.difference is None
    assert capsys.readouterr().out == ""
    for _ in range(2):
        second, _ = office.inspection.put_check(ANNA, VISIT, made("chk", 2), new("retail", shown=other))
    assert isinstance(second, Check)
    assert second.difference is not None
    assert (second.difference.shown.verdict, second.difference.judged) == ("pass", "fail")
    assert capsys.readouterr().out.count('"check.differs": 1') == 1


def test_every_kind_has_a_published_form_for_all_it_fits() -> None:
    published = forms.Forms.model_validate_json(forms.bundle()[0]).items
    for kind in KINDS:
        led = [form for form in published if form.kind == kind]
        assert {category for form in led for category in form.categories} == SUITED.get(kind, set())
        assert all(forms.is_published(FormRef(id=form.id, version=form.version), kind) for form in led)
        assert led
