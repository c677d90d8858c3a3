"""Acts on instruments and their time line over HTTP."""

from itertools import count
from typing import Any

import pytest

from chalicelib import runtime
from chalicelib.accounts.model import Actor, Role
from chalicelib.registry.life import ACTORS, MAY
from tests.edge import Answer, call
from tests.fakes import FakeTable
from tests.office import (
    ANNA,
    ELSEWHERE,
    FAR_LEADER,
    LEADER,
    MERCHANT,
    OTHER_SCALE,
    OTHER_SITE,
    SCALE,
    SITE,
    SUPERVISOR,
    UNKNOWN,
    Office,
    actor,
    made,
)

ACT, TIMELINE = "/v1/instruments/{instrument}/acts/{act}", "/v1/instruments/{instrument}/timeline"
LAB, OTHER_LAB = made("lab", 1), made("lab", 2)
TESTER = Actor(made("acc", 50), frozenset({Role.LAB}), labs=frozenset({LAB}))
OTHER_TESTER = Actor(made("acc", 51), frozenset({Role.LAB}), labs=frozenset({OTHER_LAB}))
OWNER = Actor(made("acc", 60), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
STRANGER = Actor(made("acc", 61), frozenset({Role.MERCHANT}), merchants=frozenset({made("mer", 9)}))
ORGANISER = Actor(made("acc", 62), frozenset({Role.ORGANISER}), sites=frozenset({SITE}))
PLACES = count(100)
SAID: dict[str, dict[str, Any]] = {
    "apply": {},
    "schedule": {"lab_id": LAB, "day": "2026-11-30"},
    "suspend": {"reason": "示值超差"},
    "release": {},
    "freeze": {"reason": "计量纠纷"},
    "unfreeze": {},
    "repair": {},
    "seal_change": {"seal_nos": ["S2"]},
    "replace": {"new_instrument_id": OTHER_SCALE},
    "transfer": {"stall": "B1"},
    "scrap": {},
}


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(FakeTable()).furnished()
    monkeypatch.setattr(runtime, "registry", lambda: office.registry)
    monkeypatch.setattr(runtime, "life", lambda: office.life)
    office.verify(TESTER, LAB)
    return office


def act(by: Actor, kind: str, instrument: str = SCALE, place: int = 0, **changed: object) -> Answer:
    """An act of a new id, unless `place` names one."""
    said = {"kind": kind, **SAID[kind], **changed}
    return call("PUT", ACT, said, actor=by, instrument=instrument, act=made("act", place or next(PLACES)))


def timeline(by: Actor = SUPERVISOR, cursor: str = "") -> Answer:
    query = {"cursor": cursor} if cursor else {}
    return call("GET", TIMELINE, actor=by, instrument=SCALE, query=query)


def reason(answer: Answer) -> str:
    """Of a refusal by rule, which is a result in both languages."""
    assert (answer.status, answer.json["outcome"]) == (200, "refused")
    assert answer.json["sentences"].keys() == {"zh", "en"}
    assert answer.json["attempt"].startswith("att-")
    return str(answer.json["reason"])


def test_an_act_is_done_once_and_answered_as_it_stands() -> None:
    first, again = act(ANNA, "suspend", place=1), act(ANNA, "suspend", place=1)
    assert (first.status, again.status, again.json) == (201, 200, first.json)
    told = first.json
    assert (told["outcome"], told["was"], told["became"], told["standing"]) == (
        "done",
        "valid",
        "suspended",
        "suspended",
    )
    assert told["sent"] == {"kind": "suspend", "reason": "示值超差"}
    assert told["instrument"]["suspension"] == {
        "reason": "示值超差",
        "since": "2026-11-24",
        "at": told["received_at"],
        "by": ANNA.id,
    }
    assert act(ANNA, "suspend", place=1, reason="别的").problem() == (409, "request.id_taken")
    assert reason(act(LEADER, "suspend")) == "act.already_suspended"
    released = act(LEADER, "release").json
    assert (released["became"], "suspension" in released["instrument"]) == ("valid", False)


def test_merchants_and_organisers_see_no_account_of_an_officer_or_lab_on_the_page() -> None:
    act(SUPERVISOR, "apply")
    act(ANNA, "repair")
    act(ANNA, "suspend")
    act(LEADER, "freeze")
    accounts = {TESTER.id, ANNA.id, SUPERVISOR.id, LEADER.id}
    page = "/v1/instruments/{instrument}"
    whole = call("GET", page, actor=SUPERVISOR, instrument=SCALE).text
    assert all(account in whole for account in accounts)
    for by in (OWNER, ORGANISER):
        assert not any(account in call("GET", page, actor=by, instrument=SCALE).text for account in accounts)
    act(LEADER, "unfreeze")
    done = act(OWNER, "repair")
    assert done.json["outcome"] == "done"
    assert not any(account in done.text for account in accounts)


def test_a_scrapped_instrument_s_life_is_over() -> None:
    assert act(SUPERVISOR, "scrap").json["standing"] == "scrapped"
    for by, kind in ((SUPERVISOR, "scrap"), (ANNA, "suspend"), (LEADER, "release"), (OWNER, "repair")):
        assert reason(act(by, kind)) == "act.over"


@pytest.mark.parametrize("kind", MAY)
@pytest.mark.parametrize("role", Role)
def test_each_act_is_for_its_roles(role: Role, kind: Any) -> None:
    by = Actor(
        made("acc", 20),
        frozenset({role}),
        merchants=frozenset({MERCHANT} if role == Role.MERCHANT else ()),
        sites=frozenset({SITE} if role == Role.ORGANISER else ()),
        labs=frozenset({LAB} if role == Role.LAB else ()),
    )
    answer = act(by, kind)
    if role in MAY[kind]:
        assert answer.status in {200, 201}
    elif role in ACTORS:
        assert answer.problem() == (403, "registry.not_your_act")
    else:
        assert answer.problem() == (403, "access.role_missing")


def test_what_is_not_theirs_does_not_exist_for_merchants_and_organisers() -> None:
    assert act(STRANGER, "apply").problem() == (404, "registry.no_instrument")
    assert act(ORGANISER, "apply", ELSEWHERE).problem() == (404, "registry.no_instrument")
    assert act(SUPERVISOR, "apply", UNKNOWN).problem() == (404, "registry.no_instrument")


def test_officers_act_in_their_districts_and_labs_for_themselves() -> None:
    far = actor(21, Role.SUPERVISOR, district="350206")
    for answer in (act(FAR_LEADER, "suspend"), act(FAR_LEADER, "freeze"), act(far, "scrap")):
        assert answer.problem() == (403, "registry.not_your_district")
    assert act(OTHER_TESTER, "scrap").problem() == (403, "registry.not_your_act")  # TESTER verified it last
    act(OWNER, "apply")
    assert act(OTHER_TESTER, "schedule").problem() == (403, "registry.not_your_lab")
    assert act(TESTER, "scrap").status == 201


def test_a_transfer_goes_to_registered_parties() -> None:
    gone = act(SUPERVISOR, "transfer", site_id=OTHER_SITE)
    assert (gone.status, gone.json["instrument"]["site_id"]) == (201, OTHER_SITE)
    assert act(SUPERVISOR, "transfer", merchant_id=made("mer", 99)).problem() == (
        400,
        "registry.unknown_party",
    )


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("suspend", {"reason": ""}),
        ("suspend", {"reason": "长" * 201}),
        ("schedule", {"day": "30.11."}),
        ("seal_change", {"seal_nos": "S1"}),
        ("transfer", {"stall": None}),
        ("scrap", {"state": "scrapped"}),
        ("apply", {"device_at": "yesterday"}),
    ],
)
def test_an_act_that_is_none_is_named_field_by_field(kind: str, changed: dict[str, Any]) -> None:
    by = {"schedule": TESTER, "suspend": ANNA}.get(kind, SUPERVISOR)
    refused = act(by, kind, **changed)
    assert (refused.problem(), len(refused.pointers())) == ((400, "request.invalid"), 1)
    assert call("PUT", ACT, {"kind": "melt"}, actor=by, instrument=SCALE, act=made("act", 1)).status == 400


def test_the_time_line_is_newest_first_and_read_in_pages(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.registry.routes_life.TIMELINE_PAGE", 2)
    act(OWNER, "apply")
    act(TESTER, "schedule")
    office.verify(TESTER, LAB, place=2)
    act(OWNER, "repair")
    reason(act(OWNER, "replace", new_instrument_id=SCALE))
    seen: list[str] = []
    cursor = ""
    while True:
        page = timeline(cursor=cursor).json
        assert len(page["items"]) <= 2
        seen += [one["act"]["sent"]["kind"] if "act" in one else one["what"] for one in page["items"]]
        if not (cursor := page["cursor"]):
            break
    assert seen == ["repair", "verification", "schedule", "apply", "verification"]
    assert timeline(cursor="x").problem() == (400, "request.bad_cursor")


def test_merchants_and_organisers_read_the_time_line_without_officers_accounts() -> None:
    act(ANNA, "suspend")
    assert ANNA.id in timeline().text
    for by in (OWNER, ORGANISER):
        shown = timeline(by)
        assert "示值超差" in shown.text
        assert ANNA.id not in shown.text
        assert TESTER.id not in shown.text
    assert timeline(STRANGER).problem() == (404, "registry.no_instrument")
