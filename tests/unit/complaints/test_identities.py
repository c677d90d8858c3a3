"""Identities: sealed for one file and place, opened on the record, and by nobody else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib import sealing
from chalicelib.complaints.identities import sealed, unsealed
from chalicelib.complaints.problems_intake import NoIdentity
from chalicelib.errors import IdTaken
from tests.fakes import FakeTable
from tests.intake import COMPLAINT, FACTS, HOME, MATERIAL, NAME, OPENING, PHONE, STEP, Window, anonymous, sent
from tests.office import ANNA, made

KEY = bytes(range(32)), b"wrapped"
NONCE = bytes(12)
WHY = "需要联系投诉人核实情况"


@given(st.dictionaries(st.text(min_size=1, max_size=12), st.text(max_size=200), max_size=6))
def test_what_is_sealed_is_what_is_opened(texts: dict[str, str]) -> None:
    seal = sealed(COMPLAINT, "identity", texts, KEY, NONCE)
    assert unsealed(COMPLAINT, "identity", seal, KEY[0]) == texts


@pytest.mark.parametrize(
    ("complaint", "place", "key"),
    [
        (made("cmp", 2), "identity", KEY[0]),
        (COMPLAINT, MATERIAL, KEY[0]),
        (COMPLAINT, "identity", bytes(32)),
    ],
)
def test_a_seal_opens_in_its_own_place_with_its_own_key_only(complaint: str, place: str, key: bytes) -> None:
    seal = sealed(COMPLAINT, "identity", {"name": NAME}, KEY, NONCE)
    with pytest.raises(sealing.Broken):
        unsealed(complaint, place, seal, key)


def test_a_seal_tells_nothing_in_clear() -> None:
    told = sealed(COMPLAINT, "identity", {"name": NAME, "phone": PHONE}, KEY, NONCE).model_dump_json()
    assert NAME not in told
    assert PHONE not in told


@pytest.fixture
def window() -> Window:
    return Window()


def test_an_identity_is_opened_whole_with_what_was_written(window: Window) -> None:
    window.submit()
    opened = window.identities.open(COMPLAINT, OPENING, ANNA.id, WHY)
    assert opened.texts == {
        "identity": {"name": NAME, "phone": PHONE, "address": HOME, "facts": FACTS, "request": f"请打{PHONE}"}
    }
    whole = window.book.whole(COMPLAINT)
    assert whole is not None
    (kept,) = whole.openings
    assert (kept["by"], kept["why"], kept["complaint"]) == (ANNA.id, WHY, COMPLAINT)


def test_each_file_of_a_submission_is_sealed_for_itself(window: Window) -> None:
    first, second = window.submit(sent(wants="both")).files
    for file in (first, second):
        assert window.identities.open(file.id, OPENING, ANNA.id, WHY).texts["identity"]["name"] == NAME
    assert isinstance(window.table, FakeTable)
    seals = [item.document["seal"] for key, item in window.table.items.items() if key[1] == "N"]
    assert seals[0]["key"] != seals[1]["key"]


def test_the_opening_is_written_before_anything_is_unwrapped(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.submit()

    def refuse(*_: Any) -> bytes:
        raise TimeoutError

    monkeypatch.setattr(window.vault, "unwrapped", refuse)
    with pytest.raises(TimeoutError):
        window.identities.open(COMPLAINT, OPENING, ANNA.id, WHY)
    whole = window.book.whole(COMPLAINT)
    assert whole is not None
    assert len(whole.openings) == 1


def test_an_opening_whose_record_cannot_be_written_opens_nothing(window: Window) -> None:
    window.submit()
    window.identities.open(COMPLAINT, OPENING, ANNA.id, WHY)
    unwrapped = window.vault.unwrappings
    with pytest.raises(IdTaken):
        window.identities.open(COMPLAINT, OPENING, ANNA.id, "另一个理由，另一个人")
    assert window.vault.unwrappings == unwrapped
    again = window.identities.open(COMPLAINT, OPENING, ANNA.id, WHY)
    assert again.opening.why == WHY
    whole = window.book.whole(COMPLAINT)
    assert whole is not None
    assert len(whole.openings) == 1, "the same opening again is one"


@pytest.mark.parametrize("why", ["", "看", "x" * 201])
def test_an_opening_needs_a_reason(window: Window, why: str) -> None:
    window.submit()
    with pytest.raises(ValidationError):
        window.identities.open(COMPLAINT, OPENING, ANNA.id, why)


def test_where_there_is_no_file_nothing_is_opened_or_recorded(window: Window) -> None:
    with pytest.raises(NoIdentity):
        window.identities.open(COMPLAINT, OPENING, ANNA.id, WHY)
    assert window.table.get(f"Q#{COMPLAINT}", f"O#{OPENING}") is None


def test_of_an_anonymous_report_only_its_words_are_there(window: Window) -> None:
    window.submit(anonymous())
    assert window.identities.open(COMPLAINT, OPENING, ANNA.id, WHY).texts == {
        "identity": {"facts": "有人用两台秤。"}
    }


def test_later_words_are_masked_by_what_the_reporter_told_at_first(window: Window) -> None:
    window.submit()
    masked = window.identities.seal(COMPLAINT, STEP, {"text": f"还是{NAME[0]} {NAME[1:]}，{HOME}"})
    assert masked.texts == {"text": "还是欧*，思*"}


def test_the_function_does_nothing_else(window: Window) -> None:
    for event in (
        {},
        {
            "do": "seal",
            "complaint": COMPLAINT,
            "place": "identity",
            "texts": {"name": [NAME]},
            "phone": PHONE,
        },
        {"do": "open", "complaint": COMPLAINT},
        {"do": "decrypt", "complaint": COMPLAINT, "place": "identity", "texts": {}},
        {"do": "seal", "complaint": COMPLAINT, "place": "../other", "texts": {}},
    ):
        with pytest.raises(ValidationError) as failure:
            window.keeper.answer(event)
        assert NAME not in str(failure.value), "Lambda logs it"
        assert PHONE not in str(failure.value)
