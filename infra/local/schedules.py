"""The stack's schedules: what EventBridge says to a function, and running at once what days of them would have done."""

import json
from collections.abc import Iterator
from contextlib import suppress
from threading import Lock

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.deploy import client
from infra.local.places import Places

_TEXTS = ("version", "id", "account", "region", "time", "source", "detail-type")
_TICK = json.dumps({**dict.fromkeys(_TEXTS, ""), "detail": {}, "resources": []}).encode()
"""What a schedule hands to its function."""
_EVERY_MINUTE = "rate(1 minute)"
_catching_up = Lock()


class Failed(RuntimeError):
    """A scheduled function failed; it would be tried again at its next time."""


def catch_up(places: Places) -> None:
    """Run every function once that is scheduled less often than each minute, one after another.

    Whoever moves the demo's clock by days sees at once what was told, ended and published meanwhile, and need not
    wait for the machine's own five minutes or hours. One that fails is left to its schedule.
    """
    with _catching_up:
        for name in sorted(_seldom(places)):
            with suppress(Failed, BotoCoreError, ClientError):
                run(places, name)


def run(places: Places, name: str) -> bytes:
    """Run a scheduled function now and answer what it answers; raises `Failed` with what it said when it failed."""
    told = client(places, "lambda").invoke(FunctionName=name, Payload=_TICK)
    answer = bytes(told["Payload"].read())
    if "FunctionError" in told:
        raise Failed(answer.decode())
    return answer


def _seldom(places: Places) -> Iterator[str]:
    events = client(places, "events")
    for page in events.get_paginator("list_rules").paginate():
        for rule in page["Rules"]:
            if rule.get("ScheduleExpression", _EVERY_MINUTE) != _EVERY_MINUTE:
                targets = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
                yield from (target["Arn"] for target in targets)
