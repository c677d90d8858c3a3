"""Records of officers' scans, as they are kept, for tests of what follows from them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.clock import stamp
from chalicelib.labels import codec
from chalicelib.labels.encounters import encounter
from chalicelib.labels.thresholds import thresholds
from chalicelib.registry.alarm_evidence import Encounter

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
LIMITS = thresholds(date(2026, 11, 24))
HERE, FAR = ("24.480", "118.090"), ("24.660", "118.090")
"""0.18 degrees of latitude apart: 20 km."""
SERIAL = "SN-2024-0017"
HOME, AWAY = "sit-home", "sit-away"


def scan(
    place: int,
    at: datetime = NOON,
    where: tuple[str, str] | None = HERE,
    *,
    account: str = "",
    skew_s: float = 0,
    waits_s: float = 0,
    label: str = "LABEL",
    home: str = HOME,
    accuracy_m: str = "20",
    **told: Any,
) -> dict[str, Any]:
    """Scan number `place`, truly made `at`; `told` overrides what was told, and what is None was not."""
    sent = at + timedelta(seconds=waits_s)
    position = {"lat": where[0], "lon": where[1], "accuracy_m": accuracy_m} if where else None
    document = {
        "id": f"scn-{place}",
        "account": account or f"acc-{place}",
        "device": "phone",
        "received_at": stamp(sent),
        "device_at": stamp(at + timedelta(seconds=skew_s)),
        "sent_at": stamp(sent + timedelta(seconds=skew_s)),
        "how": "camera",
        "place": position,
        "resolution": {
            "number": label,
            "counter": 1,
            "serial_digest": codec.serial_digest(SERIAL).hex(),
        },
        "registered": {"site_id": home, "stall": "A1", "state": "in_use", "serial_no": SERIAL},
        **told,
    }
    return {name: value for name, value in document.items() if value is not None}


def seen(document: dict[str, Any], *company: dict[str, Any]) -> Encounter:
    """The encounter in it."""
    found = encounter(document, company, LIMITS)
    assert found is not None
    return found


def minutes(count: float) -> datetime:
    return NOON + timedelta(minutes=count)
