"""What was accepted is there after the whole local stack was killed; the stack of this test is its own."""

import json
import os
import secrets
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib import ids
from chalicelib.registry.model import number
from infra.local import processes
from infra.local.demo.ids import demo_id
from infra.local.issuer import Issuer
from infra.local.personas import PERSONAS
from infra.local.places import Places
from tests.contract.asking import eventually
from tests.stack import free_places, is_free, is_saved, up

SAVED_SECONDS, WARM_SECONDS = 5, 10
"""Of a quiet machine."""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    places = free_places(tmp_path_factory.mktemp("survival"))
    up(places)
    yield places
    up(places, "reset")


class Phone:
    """An inspector's phone on this stack."""

    def __init__(self, places: Places) -> None:
        self._places = places
        inspector = next(one for one in PERSONAS if one.subject == "inspector1")
        self._token = Issuer(places.issuer, places.issuer_key, places.origin).mint(inspector)

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        request = urllib.request.Request(
            f"{self._places.origin}/api/v1/{path}",
            json.dumps(body).encode() if body is not None else None,
            {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.load(refusal)


def new_check() -> dict[str, Any]:
    weighed_at = datetime.now(UTC) - timedelta(minutes=1)
    return {
        "kind": "weighing_instrument",
        "instrument_id": demo_id("instrument", "market-1"),
        "device_at": f"{weighed_at:%Y-%m-%dT%H:%M:%SZ}",
        "device": "phone-1",
        "stage": "in_service",
        "weights": {"class": "M1", "certificate_no": "LZ-2026-演示"},
        "readings": [{"load_g": "1000", "indication_g": "1000"}, {"load_g": "5000", "indication_g": "5040"}],
        "note": "被中断前的检查(演示)",
    }


def kill(places: Places) -> None:
    for name in processes.NAMES:
        pid = processes.alive(places, name)
        assert pid
        os.killpg(pid, signal.SIGKILL)
    ports = places.port, places.aws_port
    eventually(
        lambda: not any(processes.alive(places, one) for one in processes.NAMES) and all(map(is_free, ports))
    )


def on_its_head(phone: Phone, body: Any) -> list[str]:
    """The checks a scan of the instrument shows."""
    scan = ids.new("scan", int(time.time() * 1000), secrets.token_bytes(32))
    sent = {"content": number(body["instrument_id"]), "device_at": body["device_at"]}
    return [one["id"] for one in phone.ask("PUT", f"scans/{scan}", sent)[1]["instrument"]["checks"]]


def accepted(phone: Phone, body: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """A new check, taken by the server: its id, its path and the answer."""
    check = ids.new("check", int(time.time() * 1000), secrets.token_bytes(32))
    path = f"visits/{demo_id('visit', 'market')}/checks/{check}"
    status, kept = phone.ask("PUT", path, body)
    assert (status, kept["outcome"]) == (201, "recorded"), kept
    return check, path, kept


def again(own: Places) -> None:
    """Up once more: what was there is kept, nothing is loaded or deployed a second time."""
    deployed_ns = own.outputs.stat().st_mtime_ns
    assert "Loading demo data" not in up(own)
    assert own.outputs.stat().st_mtime_ns == deployed_ns


def test_a_check_on_disk_before_the_kill_is_there(own: Places) -> None:
    phone, body = Phone(own), new_check()
    check, path, kept = accepted(phone, body)
    eventually(lambda: is_saved(own, check))
    kill(own)

    again(own)
    phone = Phone(own)
    assert phone.ask("GET", path) == (200, kept)
    assert phone.ask("PUT", path, body) == (200, kept), "the phone that had no answer sends it again"
    eventually(lambda: check in on_its_head(phone, body))  # once the stream has been followed


def test_the_stack_ends_and_comes_again_with_its_data(own: Places) -> None:
    before = Phone(own).ask("GET", "me")
    up(own, "stop")
    assert not any(processes.alive(own, name) for name in processes.NAMES)
    again(own)
    assert Phone(own).ask("GET", "me") == before
    assert "Already running" in up(own)


@pytest.mark.soak
def test_what_is_accepted_is_soon_on_disk_and_a_restart_is_quick(own: Places) -> None:
    check, _, _ = accepted(Phone(own), new_check())
    began = time.monotonic()
    eventually(lambda: is_saved(own, check))
    saved = time.monotonic()
    kill(own)
    killed = time.monotonic()
    up(own)
    up_again = time.monotonic()
    print(f"on disk after {saved - began:.1f} s, up again after {up_again - killed:.1f} s")  # noqa: T201 - soak prints its figures
    assert saved - began < SAVED_SECONDS
    assert up_again - killed < WARM_SECONDS
