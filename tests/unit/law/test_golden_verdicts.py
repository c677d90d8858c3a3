"""Verdicts that were given stay readable, and the same question gets the same answer until the law's data changes."""

import json
from typing import Any

import pytest

from chalicelib import law
from tests.golden.law.make import TARGET, answers

STORED: list[dict[str, Any]] = json.loads(TARGET.read_text(encoding="utf-8"))


def test_nothing_was_added_without_being_stored() -> None:
    assert len(STORED) == len(answers())


@pytest.mark.parametrize("stored", STORED)
def test_an_answer_given_is_read_and_given_again(stored: dict[str, Any]) -> None:
    given = law.Verdict.model_validate_json(json.dumps(stored["answer"]))
    assert law.judge(law.ITEM.validate_python(stored["item"])) == given
