"""Scans are kept, whatever they find."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.errors import IdTaken
from chalicelib.labels.service import ScanNote
from tests.unit.labels.desk import (
    INSPECTOR,
    SCAN,
    Desk,
    retouched,
)

TODAY = date(2026, 11, 24)


def note(content: str, digest: str = "a" * 64) -> ScanNote:
    place = {"lat": "24.480", "lon": "118.089", "accuracy_m": "30"}
    return ScanNote(content, "2026-11-24T02:59:58.000Z", "phone-1", place, digest)


def test_a_scan_is_kept_with_both_clocks_and_answered_with_the_head(desk: Desk) -> None:
    answer = desk.labels.scan(INSPECTOR, SCAN, "2024-11", note(desk.issue()))
    assert answer.resolution.outcome == "genuine"
    assert answer.instrument is not None
    assert answer.instrument.serial_no == "SN 20240017"
    kept = desk.table.items[f"U#{INSPECTOR.id}#2024-11", f"N#{SCAN}"]
    assert kept.event == "scan.recorded/1"
    assert kept.document["device_at"] == "2026-11-24T02:59:58.000Z"
    assert kept.document["received_at"] == "2026-11-24T03:00:00.000Z"
    assert kept.document["resolution"]["outcome"] == kept.state == "genuine"
    assert kept.document["place"]["lat"] == "24.480"


def test_refused_scans_are_kept_too_but_nobodys_payment_code(desk: Desk) -> None:
    forged = retouched(desk.issue(), lambda label: replace(label, signature=bytes(64)))
    scans = [f"{SCAN[:-1]}{place}" for place in range(3)]
    for scan, content in zip(scans, [forged, "wxp://f2f0demo", "00000 00000"], strict=True):
        desk.labels.scan(INSPECTOR, scan, "2024-11", note(content))
    kept = [desk.table.items[f"U#{INSPECTOR.id}#2024-11", f"N#{scan}"] for scan in scans]
    assert [item.state for item in kept] == ["tampered", "foreign", "unknown_instrument"]
    assert [item.document.get("content") for item in kept] == [forged, None, "00000 00000"]


def test_a_scan_sent_again_is_the_same_record(desk: Desk) -> None:
    content = desk.issue()
    first = desk.labels.scan(INSPECTOR, SCAN, "2024-11", note(content))
    desk.issue(counter=2)
    desk.later(hours=5)
    assert desk.labels.scan(INSPECTOR, SCAN, "2024-11", note(content)).resolution == first.resolution
    with pytest.raises(IdTaken):
        desk.labels.scan(INSPECTOR, SCAN, "2024-11", note(content, "b" * 64))
