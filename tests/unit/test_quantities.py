from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from chalicelib.quantities import Exact

EXACT = TypeAdapter(Exact)


@given(st.decimals(-(10**9), 10**9, places=4))
def test_text_in_text_out_unchanged_in_value(number: Decimal) -> None:
    assert Decimal(EXACT.dump_python(EXACT.validate_python(f"{number:f}"), mode="json")) == number


@pytest.mark.parametrize("text", ["0.10", "1000.00", "0", "-0.5", "123456789012345678"])
def test_the_digits_sent_are_the_digits_kept(text: str) -> None:
    assert EXACT.dump_python(EXACT.validate_python(text), mode="json") == text


@pytest.mark.parametrize("json", ["0.1", "1", "12345678901234567.89", "true", "null", '"NaN"', '"Infinity"'])
def test_json_numbers_and_what_is_no_number_are_refused(json: str) -> None:
    with pytest.raises(ValidationError):
        EXACT.validate_json(json)


@pytest.mark.parametrize(
    "text", ["1" * 19, "0." + "1" * 19, "1e5000", "9" * 5000, "١٢", "1_000", " 1", "1 ", "0x10", ""]
)
def test_long_and_odd_texts_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        EXACT.validate_python(text)


def test_no_exponent_leaves_us() -> None:
    assert EXACT.dump_python(Decimal("1E+2"), mode="json") == "100"
