"""The documents say what the code says."""

from dataclasses import fields
from pathlib import Path

from chalicelib.settings import Settings
from infra import document

DOCS = Path(__file__).parents[2] / "docs"


def test_the_api_page_is_current() -> None:
    assert document.TARGET.read_text() == document.text(), "run: python -m infra.document"


def test_every_setting_is_described_for_operators() -> None:
    text = (DOCS / "operations.md").read_text()
    assert [field.name for field in fields(Settings) if f"`{field.name.upper()}`" not in text] == []


def test_problem_codes_are_unique_and_speak_both_languages() -> None:
    problems = document.problems()
    codes = [kind.code for kind in problems]
    assert len(codes) == len(set(codes))
    assert [kind.code for kind in problems if not (kind.zh and kind.en)] == []
    assert [code for code in codes if code.count(".") != 1 or code != code.lower()] == []
