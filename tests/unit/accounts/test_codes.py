"""Invitation codes as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from chalicelib.accounts.account import CODE_LENGTH, Code, NewCode, code_key
from chalicelib.faults import of
from chalicelib.ids import ALPHABET, check_character

READ = TypeAdapter[str](Code).validate_python
READ_NEW = TypeAdapter[str](NewCode).validate_python
LETTERS = ALPHABET.upper()
CODES = st.text(LETTERS, min_size=CODE_LENGTH - 1, max_size=CODE_LENGTH - 1).map(
    lambda body: body + check_character(body)
)
LOOK_ALIKES = {"1": "1iIlL", "0": "0oO"}
WIDE = {ord(one): ord(one) + 0xFEE0 for one in LETTERS + LETTERS.lower()}


@given(CODES, st.data())
def test_a_code_is_read_however_it_is_typed(code: str, data: st.DataObject) -> None:
    typed = ""
    for one in code:
        typed += data.draw(st.sampled_from(LOOK_ALIKES.get(one, one + one.lower())))
        typed += data.draw(st.sampled_from(["", "", "", "-", " ", "–", "—", "\u3000", "－"]))
    assert READ(typed) == code
    assert READ(code.translate(WIDE)) == code


@given(CODES, st.integers(0, CODE_LENGTH - 1), st.sampled_from(LETTERS))
def test_every_single_wrong_character_is_noticed(code: str, place: int, other: str) -> None:
    typed = code[:place] + other + code[place + 1 :]
    if typed == code:
        assert READ(typed) == code
    else:
        with pytest.raises(ValidationError):
            READ(typed)


@given(CODES, st.integers(0, CODE_LENGTH - 2))
def test_two_neighbours_swapped_are_noticed_except_0_with_z(code: str, place: int) -> None:
    one, other = code[place], code[place + 1]
    typed = code[:place] + other + one + code[place + 2 :]
    if one == other or {one, other} == {"0", "Z"}:
        assert READ(typed) == typed
    else:
        with pytest.raises(ValidationError):
            READ(typed)


@given(st.one_of(st.text(), st.integers(), st.none(), st.binary(), st.lists(st.text())))
def test_whatever_else_is_sent_is_a_fault_with_its_remedy_and_without_the_input(typed: object) -> None:
    try:
        code = READ(typed)
    except ValidationError as failure:
        (fault,) = of(failure)
        assert fault.code == "invitation_code"
        assert "11" in fault.sentence.zh
        assert "11" in fault.sentence.en
    else:
        assert READ(code) == code


def test_a_flood_of_characters_is_not_read_to_its_end() -> None:
    with pytest.raises(ValidationError):
        READ("-" * 50 + "ABCDEFGHJK2")


@given(CODES, CODES)
def test_codes_are_kept_under_hashes_that_tell_them_apart(one: str, other: str) -> None:
    assert (code_key(one) == code_key(other)) == (one == other)
    assert one not in code_key(one)


@pytest.mark.parametrize("body", ["0000000000", "ZZZZZZZZZZ", "ABABABABAB", "1112223331"])
def test_a_new_code_that_nobody_drew_is_refused_with_its_remedy(body: str) -> None:
    code = body + check_character(body)
    with pytest.raises(ValidationError) as refused:
        READ_NEW(code)
    (fault,) = of(refused.value)
    assert (fault.code, code in str(fault)) == ("invitation_guessable", False)
    assert READ(code) == code  # whoever brings it is refused like any unknown code


@pytest.mark.parametrize("body", ["1112223334", "ABCDEFGHJK"])
def test_a_new_code_of_four_different_characters_is_taken(body: str) -> None:
    assert READ_NEW(body + check_character(body))
