"""An alarm is raised once, gathers evidence while it is open, and is decided once by an officer of the district."""

from datetime import timedelta

import pytest

from chalicelib.errors import NotFound, VersionStale
from chalicelib.registry.alarms import EVIDENCE_LIMIT, Alarm, AlarmDecided, Verdict
from chalicelib.registry.problems import Busy, NotYourDistrict
from chalicelib.registry.service_book import Changed
from tests.alarming import evidence
from tests.office import AUDITOR, DISTRICT, FAR_LEADER, NOON, STRANGER, SUPERVISOR, Office

COPIED = Verdict(state="confirmed", reason="现场核对，两台秤同用一张证书")
FINE = Verdict(state="dismissed", reason="录入有误，已更正")


def raised(office: Office, place: int = 1, key: str = "JL-1", minutes: int = 0) -> Alarm:
    at = NOON + timedelta(minutes=minutes)
    return office.alarms.raise_("certificate_on_two_serials", office.head(), key, evidence(place), at)


def listed(office: Office, state: str = "open") -> list[str]:
    rows = office.alarms.list(SUPERVISOR, DISTRICT, state, "", 50).rows  # type: ignore[arg-type]
    return [row["id"] for row in rows]


def test_the_same_key_raises_once_and_the_same_evidence_counts_once(office: Office) -> None:
    first, again = raised(office), raised(office, minutes=5)
    assert again == first
    assert office.alarms.alarm(SUPERVISOR, first.id).version == 1
    more = raised(office, place=2, minutes=9)
    assert (more.id, more.raised_at, len(more.evidence)) == (first.id, first.raised_at, 2)
    assert listed(office) == [first.id]


def test_evidence_is_known_again_whichever_side_came_first(office: Office) -> None:
    raised(office)
    turned = evidence().model_copy(update={"here": evidence().there, "there": evidence().here})
    again = office.alarms.raise_("certificate_on_two_serials", office.head(), "JL-1", turned, NOON)
    assert len(again.evidence) == 1


def test_kinds_with_the_same_key_are_different_alarms(office: Office) -> None:
    first = raised(office)
    other = office.alarms.raise_("label_in_two_places", office.head(), "JL-1", evidence(), NOON)
    assert other.id != first.id


def test_evidence_is_bounded(office: Office) -> None:
    for place in range(1, EVIDENCE_LIMIT + 3):
        alarm = raised(office, place)
    assert len(alarm.evidence) == EVIDENCE_LIMIT


def test_alarms_are_listed_newest_first_by_district_and_state(office: Office) -> None:
    ids = [raised(office, key=f"JL-{place}", minutes=place).id for place in (2, 3, 1)]
    assert listed(office) == [ids[1], ids[0], ids[2]]
    office.alarms.decide(SUPERVISOR, ids[0], FINE, 1)
    assert (listed(office), listed(office, "dismissed")) == ([ids[1], ids[2]], [ids[0]])


def test_an_alarm_is_decided_once_with_who_when_and_why(office: Office) -> None:
    alarm = raised(office)
    decided = office.alarms.decide(STRANGER, alarm.id, COPIED, 1)
    assert decided.version == 2
    assert decided.value.decision is not None
    assert (decided.value.state, decided.value.decision.by) == ("confirmed", STRANGER.id)
    assert decided.value.decision.reason == COPIED.reason
    assert office.alarms.decide(STRANGER, alarm.id, COPIED, 1) == office.alarms.alarm(SUPERVISOR, alarm.id)
    for person, verdict in ((SUPERVISOR, COPIED), (STRANGER, FINE)):
        with pytest.raises(AlarmDecided):
            office.alarms.decide(person, alarm.id, verdict, 2)
    assert raised(office, place=2).decision == decided.value.decision
    assert len(office.alarms.alarm(SUPERVISOR, alarm.id).value.evidence) == 1


def test_whoever_did_not_see_the_newest_evidence_does_not_decide(office: Office) -> None:
    alarm = raised(office)
    raised(office, place=2)
    with pytest.raises(VersionStale):
        office.alarms.decide(SUPERVISOR, alarm.id, FINE, 1)


def test_alarms_of_another_district_are_not_known(office: Office) -> None:
    alarm = raised(office)
    with pytest.raises(NotYourDistrict):
        office.alarms.list(FAR_LEADER, DISTRICT, "open", "", 50)
    with pytest.raises(NotFound):
        office.alarms.alarm(FAR_LEADER, alarm.id)
    with pytest.raises(NotFound):
        office.alarms.decide(FAR_LEADER, alarm.id, FINE, 1)
    assert office.alarms.alarm(AUDITOR, alarm.id).value == alarm


def test_an_alarm_names_the_merchant_as_the_public_sees_it(office: Office) -> None:
    assert raised(office).about.merchant_name == "演*"


def test_two_who_raise_at_once_leave_both_pieces_of_evidence(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, tries = office.alarms.book.put, []

    def crossed(alarm: Alarm, seen: int) -> None:
        tries.append(seen)
        if len(tries) == 1:
            raised(office, place=2)
        put(alarm, seen)

    monkeypatch.setattr(office.alarms.book, "put", crossed)
    assert len(raised(office).evidence) == 2
    assert tries == [0, 0, 1]


def test_endless_crossing_is_told_as_busy(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def crossed(_alarm: Alarm, _seen: int) -> None:
        raise Changed

    monkeypatch.setattr(office.alarms.book, "put", crossed)
    with pytest.raises(Busy):
        raised(office)


def test_only_the_first_write_tells_that_an_alarm_was_raised(office: Office) -> None:
    alarm = raised(office)
    marks = []
    for _ in range(2):
        item = office.table.get(f"ALM#{alarm.id}", "~")
        assert item is not None
        marks.append(item.event)
        raised(office, place=2)
    assert marks == ["alarm.raised/1", ""]
