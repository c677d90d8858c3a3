import json

import pytest

from chalicelib import logs


@pytest.fixture(autouse=True)
def fresh_logger() -> None:
    """The handler holds the stdout of its first use; pytest gives every test its own."""
    logs.logger.cache_clear()


def test_an_exception_is_logged_by_type_and_place_never_by_message(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        int("13800138000 sent this")
    except ValueError:
        logs.logger().exception("unexpected", extra={"request": "r-1"})
    printed = capsys.readouterr().out.splitlines()[-1]
    assert "13800138000" not in printed
    line = json.loads(printed)
    assert (line["error"], line["request"]) == ("ValueError", "r-1")
    assert line["frames"][0].startswith("test_logs.py:")


def test_a_metric_is_in_embedded_metric_format(capsys: pytest.CaptureFixture[str]) -> None:
    logs.count("token.refused", at_ms=1_700_000_000_000, reason="expired")
    line = json.loads(capsys.readouterr().out)
    assert line["token.refused"] == 1
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert directive["Dimensions"] == [["reason"]]
