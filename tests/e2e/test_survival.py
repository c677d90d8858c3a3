"""Losing power: five seconds after a check was accepted everything is killed; after `make run` the check is there."""

import json
import os
import signal
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from chalicelib.clock import stamp, system_clock
from infra.local import processes
from infra.local.demo.ids import demo_id
from infra.local.issuer import Issuer
from infra.local.personas import PERSONAS
from infra.local.places import Places
from tests.stack import free_places, up

VISIT = demo_id("visit", "market")
CHECK = "chk-01kdvdna000000000000000000"


@pytest.fixture
def doomed(tmp_path: Path) -> Iterator[Places]:
    """A stack of its own, to be killed."""
    places = free_places(tmp_path)
    up(places)
    yield places
    up(places, "reset")


def ask(places: Places, method: str, path: str, body: object = None) -> tuple[int, dict[str, object]]:
    inspector = next(one for one in PERSONAS if one.subject == "inspector1")
    token = Issuer(places.issuer, places.issuer_key, places.origin).mint(inspector)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(f"{places.origin}/api{path}", data, headers, method=method)
    with urllib.request.urlopen(request) as answer:
        return answer.status, json.load(answer)


def test_an_accepted_check_survives_a_kill_of_everything(doomed: Places) -> None:
    path = f"/v1/visits/{VISIT}/checks/{CHECK}"
    check = {
        "kind": "weighing_instrument",
        "instrument_id": demo_id("instrument", "market-1"),
        "device_at": stamp(system_clock()),
        "device": "test",
        "weights": {"class": "M1"},
        "readings": [{"load_g": "1000", "indication_g": "1015"}],
    }
    status, recorded = ask(doomed, "PUT", path, check)
    assert (status, recorded["verdict"]) == (201, "fail")
    time.sleep(5)
    for name in processes.NAMES:
        pid = processes.alive(doomed, name)
        assert pid
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    up(doomed)
    assert ask(doomed, "GET", path) == (200, recorded)
    assert ask(doomed, "PUT", path, check) == (200, recorded)
