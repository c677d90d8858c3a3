"""Numbers people type, what an instrument must say of itself, and what it is on a given day."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib import ids
from chalicelib.ids import check_character, normalised
from chalicelib.registry.model import (
    NUMBER_LENGTH,
    Instrument,
    InstrumentHead,
    Verification,
    is_number,
    number,
)
from tests.office import DISTRICT, MERCHANT, SCALE, SITE, made, scale

UPPER = ids.ALPHABET.upper()
NUMBERS = st.text(UPPER, min_size=9, max_size=9).map(lambda body: body + check_character(body))


def test_a_number_is_made_from_the_id_and_stays_for_ever() -> None:
    assert [number(made("ins", place)) for place in (1, 2, 3)] == ["K63XJQRRQW", "F4C430Q5SN", "GE5EFSDK69"]


@given(st.integers(0, 2**128 - 1))
def test_every_number_passes_its_own_check(place: int) -> None:
    made_number = number(f"ins-{place}")
    assert len(made_number) == NUMBER_LENGTH
    assert is_number(made_number)
    assert normalised(made_number) == made_number


@given(NUMBERS)
def test_every_single_wrong_character_is_found(good: str) -> None:
    for place, right in enumerate(good):
        for wrong in set(UPPER) - {right}:
            assert not is_number(good[:place] + wrong + good[place + 1 :])


def swapped(good: str, place: int) -> str:
    return good[:place] + good[place + 1] + good[place] + good[place + 2 :]


@given(NUMBERS)
def test_every_pair_of_neighbours_swapped_is_found_but_0_and_z(good: str) -> None:
    for place in range(NUMBER_LENGTH - 1):
        pair = {good[place], good[place + 1]}
        unnoticed = len(pair) == 1 or pair == {"0", "Z"}
        assert is_number(swapped(good, place)) == unnoticed


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("abcd-efgh jk", "ABCDEFGHJK"),
        ("0O1Il", "00111"),
        ("o i L", "011"),
        (" - ", ""),
        ("ＡＢ", "ＡＢ"),
        ("u", "U"),
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str, read: str) -> None:
    assert normalised(typed) == read


@given(NUMBERS, st.data())
def test_dashes_spaces_and_letters_for_digits_do_not_matter(good: str, data: st.DataObject) -> None:
    forms = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(
        data.draw(st.sampled_from(forms.get(character, character + character.lower())))
        + data.draw(st.sampled_from(("", " ", "-")))
        for character in good
    )
    assert normalised(typed) == good


@given(st.text(max_size=14))
def test_any_text_is_a_number_or_not_and_never_fails(text: str) -> None:
    if is_number(normalised(text)):
        assert set(normalised(text)) <= set(UPPER)


def test_a_text_of_another_length_is_no_number() -> None:
    good = number(SCALE)
    for text in ("", good[:-1], good + "0", good + "\n", good.lower(), "ß" * 10, "U" * 10):
        assert not is_number(text)


def head(**changed: Any) -> InstrumentHead:
    party = {"id": MERCHANT, "name": "演示", "public_name": "演*"}
    return InstrumentHead.model_validate(
        {
            **dict(scale("SN-1", SITE)),
            "id": SCALE,
            "number": number(SCALE),
            "district": DISTRICT,
            "merchant": party,
            "site": {**party, "id": SITE},
            **changed,
        }
    )


def verification(**changed: Any) -> dict[str, Any]:
    return {
        "lab_id": made("lab", 1),
        "lab_name": "演示检定所",
        "certificate_no": "JL-1",
        "conclusion": "pass",
        "verified_on": "2026-03-01",
        "valid_until": "2027-02-28",
        **changed,
    }


UNTIL = date(2027, 2, 28)


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2026, 3, 1), "valid"),
        (UNTIL - timedelta(days=31), "valid"),
        (UNTIL - timedelta(days=30), "due_soon"),
        (UNTIL - timedelta(days=1), "due_soon"),
        (UNTIL, "due_soon"),
        (UNTIL + timedelta(days=1), "overdue"),
        (UNTIL + timedelta(days=3650), "overdue"),
    ],
)
def test_a_verified_instrument_is_lawful_until_the_last_day_inclusive(day: date, standing: str) -> None:
    passed = {**verification(), "id": made("ver", 1)}
    assert head(verification=passed).standing(day) == standing
    for state in ("suspended", "scrapped"):
        assert head(verification=passed, state=state).standing(day) == state


def test_an_instrument_never_verified_or_failed_says_so() -> None:
    failed = {**verification(conclusion="fail", valid_until=None), "id": made("ver", 1)}
    assert head().standing(UNTIL) == "unverified"
    assert head(verification=failed).standing(UNTIL) == "failed"
    assert head(verification=failed, state="suspended").standing(UNTIL) == "suspended"


@pytest.mark.parametrize("missing", ["accuracy_class", "max_g", "e_g"])
@pytest.mark.parametrize("category", ["price_scale", "platform_scale"])
def test_a_scale_says_how_it_weighs(category: str, missing: str) -> None:
    with pytest.raises(ValidationError, match="秤须填准确度等级"):
        Instrument.model_validate(dict(scale("SN-1", SITE)) | {"category": category, missing: None})


def test_a_dispenser_need_not() -> None:
    bare = {"accuracy_class": None, "max_g": None, "min_g": None, "e_g": None, "d_g": None}
    pump = Instrument.model_validate(dict(scale("SN-1", SITE)) | bare | {"category": "fuel_dispenser"})
    assert pump.e_g is None


@pytest.mark.parametrize(
    "changed",
    [
        {"category": "sundial"},
        {"name": " "},
        {"serial_no": ""},
        {"serial_no": "a\nb"},
        {"model": "x" * 65},
        {"merchant_id": "mer-1"},
        {"site_id": MERCHANT},
        {"stall": "x" * 21},
        {"accuracy_class": "V"},
        {"e_g": 5},
        {"e_g": "0"},
        {"e_g": "-5"},
        {"e_g": "5e0"},
        {"max_g": "NaN"},
        {"seal_nos": ["s"] * 11},
        {"state": "scrapped"},
        {"id": SCALE},
        {"number": "0000000000"},
    ],
)
def test_an_instrument_refuses_what_it_should(changed: dict[str, Any]) -> None:
    sent = scale("SN-1", SITE).model_dump(mode="json", exclude_none=True)
    assert Instrument.model_validate(sent)
    with pytest.raises(ValidationError):
        Instrument.model_validate(sent | changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"valid_until": None},
        {"conclusion": "fail"},
        {"conclusion": "maybe"},
        {"valid_until": "2026-03-01"},
        {"valid_until": "2026-02-28"},
        {"verified_on": "2026-02-30"},
        {"lab_id": "lab-1"},
        {"lab_name": ""},
        {"certificate_no": ""},
        {"inspector": "许"},
    ],
)
def test_a_verification_refuses_what_it_should(changed: dict[str, Any]) -> None:
    assert Verification.model_validate(verification())
    with pytest.raises(ValidationError):
        Verification.model_validate(verification(**changed))
