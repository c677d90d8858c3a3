"""Single cells: what clerks type is read exactly, and what is written is read back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import texts
from chalicelib.registry import imports_values as values
from chalicelib.registry.imports_columns import COLUMNS, ColumnsMissing, ColumnTwice, NoHeader, header, known
from chalicelib.registry.imports_notes import REASONS, Wrong

GRAMS = st.decimals("0.00001", "99999999", places=5).map(values.simplest)
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def wrong(reader: object, text: str) -> str:
    assert callable(reader)
    with pytest.raises(Wrong) as told:
        reader(text)
    return told.value.code


@given(GRAMS)
def test_a_mass_is_read_back_exactly(grams: Decimal) -> None:
    assert values.mass_g(values.mass_text(grams)) == grams


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("15kg", "15000"),
        ("１５ ｋｇ", "15000"),
        ("15 千克", "15000"),
        ("15公斤", "15000"),
        ("15,000 g", "15000"),
        ("Max 15 kg", "15000"),
        ("e=5g", "5"),
        ("0.005kg", "5"),
        ("60t", "60000000"),
        ("0.1mg", "0.0001"),
        ("15㎏", "15000"),
    ],
)
def test_masses_are_read_as_clerks_write_them(text: str, grams: str) -> None:
    assert values.mass_g(text) == Decimal(grams)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("30斤", "quantity_unit_illegal"),
        ("3两", "quantity_unit_illegal"),
        ("15", "quantity_unit_missing"),
        ("0 kg", "quantity_form"),
        ("-5 g", "quantity_form"),
        ("3/6 kg", "quantity_form"),
        ("1,5 kg", "quantity_form"),
        ("15 磅", "quantity_form"),
        ("0.000001 g", "quantity_form"),
        ("1000 t", "quantity_form"),
        ("1e3 g", "quantity_form"),
    ],
)
def test_what_is_no_mass_is_refused_for_its_reason(text: str, code: str) -> None:
    assert wrong(values.mass_g, text) == code


def test_a_unit_in_the_title_serves_cells_without_one() -> None:
    told = known("最大秤量（kg）")
    assert told is not None
    column, per_unit = told
    assert (column.key, values.mass_g("15", per_unit)) == ("max_g", Decimal(15000))
    assert values.mass_g("500 g", per_unit) == Decimal(500), "a cell's own unit goes before"


@given(DAYS, st.sampled_from(["{0}-{1:02}-{2:02}", "{0}/{1}/{2}", "{0}.{1}.{2}", "{0}年{1}月{2}日"]))
def test_a_day_is_read_in_every_form(day: date, form: str) -> None:
    assert values.day(form.format(day.year, day.month, day.day)) == day


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_a_day_that_lost_its_format_is_counted_as_excel_does(day: date) -> None:
    assert values.day(str((day - date(1899, 12, 30)).days)) == day
    assert values.day(f"{day:%Y%m%d}") == day


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026年3月", "去年", "26-3-1", "2026年3-1", "2026-13-01", "1"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    assert wrong(values.day, text) == "date_form"


@given(st.sampled_from("=+-@＝＋－＠\t\r\n'x"), st.text("'=@x", max_size=3) | st.text(max_size=30))
def test_no_written_cell_is_a_formula_and_all_are_read_back(first: str, rest: str) -> None:
    text = first + rest
    assert not texts.guarded(text).startswith(tuple("=+-@＝＋－＠\t\r\n"))
    assert texts.unguarded(texts.guarded(text)) == text


@pytest.mark.parametrize(
    ("text", "wanted"), [("Ⅲ", "III"), ("III级", "III"), ("三级", "III"), ("Ⅳ", "IIII"), ("（Ⅱ）", "II")]
)
def test_classes_are_read_in_every_form(text: str, wanted: str) -> None:
    assert values.accuracy_class(text) == wanted


@pytest.mark.parametrize(
    "text", ["350203", "思明区", "思明", "厦门市思明区", "福建省厦门市思明区", "３５０２０３"]
)
def test_a_district_is_known_by_name_and_code(text: str) -> None:
    assert values.district(text, date(2026, 11, 24)) == "350203"


def test_a_district_is_known_on_its_days() -> None:
    assert values.district("杏林", date(2002, 12, 31)) == "350205"
    assert wrong(lambda text: values.district(text, date(2003, 1, 1)), "杏林") == "district_unknown"


def test_codes_lose_their_width_and_damaged_ones_are_refused() -> None:
    assert values.code("ＬＤ００１") == "LD001"
    assert values.credit_code(" 9135020026015919xw ") == "9135020026015919XW"
    assert wrong(values.code, "1234567890123456" + values.DAMAGED) == "number_damaged"
    assert wrong(values.credit_code, "91350200") == "credit_code_shape"


def test_every_title_means_one_column() -> None:
    for column in COLUMNS:
        for title in (column.zh, *column.aliases, f" {column.zh}： ", f"*{column.zh}（必填）"):
            told = known(title)
            assert told is not None
            assert told[0] is column, title


def test_a_header_is_found_under_a_title_and_named_when_it_is_not() -> None:
    titles = [column.zh for column in COLUMNS]
    assert header([(1, ["强检台账"]), (2, ["", *titles, "备注"])]).row == 2
    assert header([(1, [*titles, "备注"])]).ignored == ("备注",)
    with pytest.raises(NoHeader):
        header([(1, ["a", "b"])])
    with pytest.raises(ColumnsMissing) as missing:
        header([(1, [title for title in titles if title != "出厂编号"])])
    assert missing.value.facts["columns"] == "出厂编号"
    with pytest.raises(ColumnTwice):
        header([(1, [*titles, "出厂号"])])


def test_every_reason_speaks_both_languages() -> None:
    for reason in REASONS.values():
        assert reason.zh
        assert reason.en
