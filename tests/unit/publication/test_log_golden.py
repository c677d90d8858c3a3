"""The golden logs say the same again: what both verifiers, here and in the browser, are held to."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.publication.log_audit import audit, receipt_faults
from chalicelib.publication.log_notes import Key, Note
from chalicelib.publication.log_receipts import Receipt
from tests.golden.log import make

GOLDEN: dict[str, Any] = json.loads(make.TARGET.read_text())
KEYS = [Key.of(told) for told in GOLDEN["keys"]]


LOGS = GOLDEN["logs"]


def files(base: dict[str, str], changed: dict[str, str | None]) -> Callable[[str], bytes | None]:
    whole = {**base, **changed}
    return {name: base64.b64decode(raw) for name, raw in whole.items() if raw is not None}.get


def test_the_golden_file_is_what_is_made_today() -> None:
    assert make.golden() == GOLDEN


@pytest.mark.parametrize(
    ("log", "case"),
    [pytest.param(log, case, id=f"{log['size']} {case['name']}") for log in LOGS for case in log["cases"]],
)
def test_an_audit_finds_what_was_done(log: dict[str, Any], case: dict[str, Any]) -> None:
    found = audit(
        files(log["files"], case["files"]),
        KEYS,
        files(log["contents"], case["contents"]) if case["contents"] is not None else None,
        Note.of(case["seen"]) if case["seen"] else None,
        files(log["copy"], {}) if case["copy"] else None,
    )
    assert [[one.code, one.where] for one in found.faults] == case["faults"]
    assert found.erased == case["erased"]


@pytest.mark.parametrize("told", GOLDEN["receipts"])
def test_receipts_hold_or_not(told: dict[str, Any]) -> None:
    faults = receipt_faults(Receipt.of(told["text"]), KEYS)
    assert [[one.code, one.where] for one in faults] == told["faults"]
