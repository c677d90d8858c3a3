"""What the demo shows is what the rules find."""

from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.clock import stamp
from chalicelib.labels import copies, encounters
from chalicelib.labels.thresholds import thresholds
from infra.local.demo.data import COPIES

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
SLOW = timedelta(seconds=30)
"""A loader on a busy machine."""


def scan(place: int, person: str, minutes_ago: int, where: dict[str, str]) -> dict[str, Any]:
    """As it is kept."""
    return {
        "id": f"scn-{place}",
        "account": person,
        "device": person,
        "received_at": stamp(NOW + place * SLOW),
        "device_at": stamp(NOW - timedelta(minutes=minutes_ago)),
        "sent_at": stamp(NOW),
        "how": "camera",
        "place": where,
        "resolution": {"number": "7K3M9Q2RTB", "counter": 1, "serial_digest": "0000"},
    }


def test_the_demos_two_scans_of_one_label_are_two_places() -> None:
    limits = thresholds(NOW.date())
    first, second = (scan(place, *one) for place, one in enumerate(COPIES))
    met = [encounters.encounter(one, (), limits) for one in (first, second)]
    assert met[0] is not None
    assert met[1] is not None
    (found,) = copies.findings(second, met[1], [met[0]], limits)
    assert found.kind == "label_in_two_places"
