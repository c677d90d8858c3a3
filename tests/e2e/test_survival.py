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
from tests.stack import free_places, up

WARM_SECONDS = 10


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
            with urllib.request.urlopen(request, timeout=30) as answer:
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
    until = time.monotonic() + 10
    while any(processes.alive(places, name) for name in processes.NAMES):
        assert time.monotonic() < until
        time.sleep(0.05)


def on_its_head(phone: Phone, body: Any) -> list[str]:
    """The checks a scan of the instrument shows."""
    scan = ids.new("scan", int(time.time() * 1000), secrets.token_bytes(32))
    sent = {"content": number(body["instrument_id"]), "device_at": body["device_at"]}
    return [one["id"] for one in phone.ask("PUT", f"scans/{scan}", sent)[1]["instrument"]["checks"]]


def test_a_check_accepted_five_seconds_before_the_kill_is_there(own: Places) -> None:
    phone = Phone(own)
    check = ids.new("check", int(time.time() * 1000), secrets.token_bytes(32))
    path = f"visits/{demo_id('visit', 'market')}/checks/{check}"
    body = new_check()
    status, kept = phone.ask("PUT", path, body)
    assert (status, kept["outcome"]) == (201, "recorded"), kept
    time.sleep(5)
    kill(own)

    began = time.monotonic()
    said = up(own)
    assert time.monotonic() - began < WARM_SECONDS
    assert "Loading demo data" not in said, "what was there is kept, not made again"
    phone = Phone(own)
    assert phone.ask("GET", path) == (200, kept)
    assert phone.ask("PUT", path, body) == (200, kept), "the phone that had no answer sends it again"
    until = time.monotonic() + 120
    while check not in on_its_head(phone, body):
        assert time.monotonic() < until, "and the head has it, once the stream has been followed"
        time.sleep(1)


def test_the_stack_ends_and_comes_again_with_its_data(own: Places) -> None:
    before = Phone(own).ask("GET", "me")
    up(own, "stop")
    assert not any(processes.alive(own, name) for name in processes.NAMES)
    began = time.monotonic()
    up(own)
    assert time.monotonic() - began < WARM_SECONDS
    assert Phone(own).ask("GET", "me") == before
    assert "Already running" in up(own)
