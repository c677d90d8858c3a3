"""Log lines and metrics as JSON on standard output, without personal data.

An exception is logged by its type and the places in the code it passed, never by its message: a message may
quote what somebody sent us.
"""

import json
import logging
import sys
import traceback
from functools import cache
from typing import Any

_FIELDS = ("request", "route", "item", "attempt")


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {"level": record.levelname, "message": record.getMessage()}
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__qualname__
            line["frames"] = [
                f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, ensure_ascii=False, default=str)


@cache
def logger() -> logging.Logger:
    """The application's logger; extra fields `request`, `route`, `item`, `attempt` are kept."""
    made = logging.getLogger("steelyard")
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_Json())
    made.handlers = [handler]
    made.setLevel(logging.INFO)
    made.propagate = False
    return made


def count(metric: str, at_ms: int, **dimensions: str) -> None:
    """Count one happening as a CloudWatch metric (embedded metric format); dimensions must be few and closed."""
    sys.stdout.write(
        json.dumps(
            {
                "_aws": {
                    "Timestamp": at_ms,
                    "CloudWatchMetrics": [
                        {
                            "Namespace": "Steelyard",
                            "Dimensions": [list(dimensions)],
                            "Metrics": [{"Name": metric, "Unit": "Count"}],
                        }
                    ],
                },
                metric: 1,
                **dimensions,
            }
        )
        + "\n"
    )
