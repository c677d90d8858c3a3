"""Why a verdict is only indicative, and the words of every note."""

import ast
from pathlib import Path
from typing import Any

import pytest

from chalicelib import law
from chalicelib.law.notes import NOTES

LAW = Path(law.__file__).parent


def notes(**fields: Any) -> tuple[str, ...]:
    return law.judge(law.ITEM.validate_python(fields)).notes


@pytest.mark.parametrize(
    ("on", "reason"),
    [
        ("2006-06-01", ("first_day_in_doubt",)),
        ("2020-01-01", ()),
        ("2023-06-01", ("text_carried_forward",)),
    ],
)
def test_an_indicative_verdict_says_why(on: str, reason: tuple[str, ...]) -> None:
    content = {"value": "500", "unit": "g"}
    assert notes(kind="prepackage_item", on=on, nominal=content, actual=content) == reason


def test_a_number_with_one_source_is_named_as_such() -> None:
    told = notes(kind="precious_metal", on="2026-01-01", metal="gold", settled_g="1", actual_g="1")
    assert told == ("number_not_settled",)


def test_every_note_has_words_and_every_word_a_note() -> None:
    """A code nobody writes any more must go; one without words fails where it is asked (asking.py)."""
    written = {
        node.value
        for path in LAW.glob("*.py")
        if path.stem not in {"notes", "items_goods"}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    specials = {"live_poultry", "live_fish", "water_soaked", "live_other_aquatic"}
    assert NOTES.keys() - specials <= written
    assert all(one.zh.endswith("。") and one.en.endswith(".") for one in NOTES.values())
