"""Verifications over HTTP: who records what, of which day, and what is odd about it."""

from typing import Any

from chalicelib.accounts.model import Actor
from tests.api.test_instruments import (
    ONE,
    OWNER,
    PASSED,
    TESTER,
    VERIFICATION,
    VERIFICATIONS,
    office,
    verify,
)
from tests.edge import Answer, call
from tests.office import SCALE, UNKNOWN, made

__all__ = ["office"]


def test_a_verification_is_recorded_once_and_listed_oldest_first() -> None:
    first, again = verify(), verify()
    assert (first.status, again.status, again.json) == (201, 200, first.json)
    assert first.json == PASSED | {
        "id": made("ver", 1),
        "recorded_at": first.json["recorded_at"],
        "recorded_by": TESTER.id,
        "doubts": [],
    }
    assert verify(certificate_no="JL-2").problem() == (409, "request.id_taken")
    verify(place=2, verified_on="2025-11-24", valid_until="2026-11-23")
    listed = call("GET", VERIFICATIONS, actor=TESTER, instrument=SCALE).json["items"]
    assert [one["id"] for one in listed] == [made("ver", 2), made("ver", 1)]
    theirs = call("GET", VERIFICATIONS, actor=OWNER, instrument=SCALE).json["items"]
    assert theirs == [one for one in listed if one.pop("recorded_by") == TESTER.id]


def test_a_lab_records_for_itself_and_what_the_law_knows() -> None:
    assert verify(lab_id=made("lab", 2)).problem() == (403, "registry.not_your_lab")
    wrongs: tuple[dict[str, Any], ...] = (
        {"conclusion": "fail"},
        {"valid_until": "2026-11-24"},
        {"verified_on": "24.11.2026"},
    )
    for changed in wrongs:
        assert verify(**changed).problem() == (400, "request.invalid")
    wrong = call("PUT", VERIFICATION, PASSED, actor=TESTER, instrument=SCALE, verification="ver-1")
    assert (wrong.problem(), wrong.pointers()) == ((400, "request.bad_id"), ["/verification"])


def test_a_verification_of_tomorrow_is_refused_and_one_that_lasts_too_long_is_a_doubt() -> None:
    tomorrow = verify(verified_on="2026-11-25", valid_until="2027-11-24")
    assert tomorrow.problem() == (400, "registry.verified_in_future")
    assert verify(valid_until="2027-11-24").json["doubts"] == []
    (doubt,) = verify(place=2, certificate_no="JL-2", valid_until="2027-11-25").json["doubts"]
    assert (doubt["code"], doubt["months"], doubt["longest"]) == (
        "verification.beyond_interval",
        12,
        "2027-11-24",
    )
    assert (doubt["authority"], doubt["rule"]["confidence"]) == ("settled", "A")
    assert doubt["rule"]["source"]


def test_a_lab_is_told_how_long_a_certificate_may_last_and_by_what_law() -> None:
    def told(day: str, instrument: str = SCALE, by: Actor = TESTER) -> Answer:
        return call("GET", ONE + "/longest", query={"verified_on": day}, actor=by, instrument=instrument)

    found = told("2026-11-24").json["longest"]
    assert (found["months"], found["longest"], found["authority"]) == (12, "2027-11-24", "settled")
    assert (found["rule"]["confidence"], bool(found["rule"]["source"])) == ("A", True)
    assert told("1980-01-01").json == {}  # before the law that is known
    assert told("2026-11-24", UNKNOWN).problem() == (404, "registry.no_instrument")
    assert told("9999-12-31").problem() == (400, "registry.verified_in_future")
    assert told("2026-11-24", by=OWNER).status == 403
