"""The one form of what people type, for any text."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.registry.search import credit_code, lookup


def test_case_width_spaces_dashes_and_underscores_do_not_matter() -> None:
    for typed in (
        *("sn 2024-001", "SN2024001", "ＳＮ２０２４－００１", "Sn_2024—001", " s n 2 0 2 4 0 0 1 "),
        *("SN2024−001", "SN2024ー001", "SN\u200b2024\u2028001", "SN\t2024─001", "SN\ufeff2024\u00ad001"),
    ):
        assert lookup(typed) == "SN2024001"


def test_other_signs_and_letters_do() -> None:
    assert len({lookup(one) for one in ("A1", "A.1", "A/1", "AL", "A0", "AO")}) == 6


@given(st.text(min_size=1, max_size=64))
def test_the_form_of_the_form_is_itself_and_never_empty(typed: str) -> None:
    once = lookup(typed)
    assert once
    assert lookup(once) == lookup(unicodedata.normalize("NFKC", once))
    assert lookup(lookup(once)) == lookup(once)


def test_a_number_that_grows_when_it_is_made_plain_is_still_a_key() -> None:
    grown = lookup("\ufdfa" * 64)
    assert len(grown.encode()) <= 1024
    assert lookup(grown) == grown


def test_a_credit_code_is_told_from_other_texts() -> None:
    assert credit_code("9135 0200 2601 5919 xw") == "9135020026015919XW"
    for typed in ("91350200260159", "ACS-15", "9135020026015919XI", "7K3M9Q2RTB"):
        assert credit_code(typed) == ""
