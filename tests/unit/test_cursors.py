import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import cursors
from chalicelib.errors import BadCursor

FILTER = {"list": "visits", "of": "acc-1"}
AFTER = '{"pk":"V#1","sk":"~"}'


def test_a_cursor_opens_for_its_own_list() -> None:
    assert cursors.unseal(FILTER, cursors.seal(FILTER, AFTER)) == AFTER


def test_no_page_after_the_last() -> None:
    assert cursors.seal(FILTER, "") == ""
    assert cursors.unseal(FILTER, "") == ""


def test_a_cursor_of_another_filter_is_refused() -> None:
    with pytest.raises(BadCursor):
        cursors.unseal({**FILTER, "of": "acc-2"}, cursors.seal(FILTER, AFTER))


@pytest.mark.parametrize(
    "after", ['{"pk":"V#1","sk":"\\ud800"}', '{"pk":"V#1","sk":""}', '["V#1",1]', "{}x", '"V#1"', "1e999"]
)
def test_a_forged_place_that_no_key_can_be_is_refused(after: str) -> None:
    with pytest.raises(BadCursor):
        cursors.unseal(FILTER, cursors.seal(FILTER, after))


@given(st.text(max_size=60) | st.text("AQIDBAUGBwgJCgsM-_=", max_size=60))
def test_what_we_did_not_make_is_refused_by_name(text: str) -> None:
    if text:
        with pytest.raises(BadCursor):
            cursors.unseal(FILTER, text)
