"""Entries over HTTP: the publisher's desk and the merchant's side, who is refused, and what nobody is shown."""

from datetime import date
from typing import Any

import pytest

from chalicelib import runtime_publication
from chalicelib.accounts.model import Actor
from tests.edge import Answer, call
from tests.office import ANNA, AUDITOR, DISTRICT, MERCHANT, made
from tests.publishing import (
    DECIDER,
    ENTRY,
    KEEPER,
    LEADER,
    OTHER_KEEPER,
    OTHER_PUBLISHER,
    PUBLISHER,
    VISIT,
    Press,
    penalty,
)

ALL, ONE = "/v1/entries", "/v1/entries/{entry}"
STEP = f"{ONE}/steps/{{step}}"


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    one = Press().reviewed().tended()
    monkeypatch.setattr(runtime_publication, "rights", lambda: one.rights)
    return one


def listed(who: Actor, **query: str) -> list[dict[str, Any]]:
    return list(call("GET", ALL, actor=who, query=query).json["items"])


def read(who: Actor, entry: str = ENTRY) -> Answer:
    return call("GET", ONE, actor=who, entry=entry)


def take(who: Actor, at: int, /, *, entry: str = ENTRY, **sent: Any) -> Answer:
    return call("PUT", STEP, sent, actor=who, entry=entry, step=made("stp", at))


@pytest.mark.usefixtures("press")
def test_a_district_is_listed_by_state_and_a_merchant_sees_its_own() -> None:
    (row,) = listed(PUBLISHER, district=DISTRICT, state="notified")
    assert (row["id"], row["due"], row["title"]) == (ENTRY, "2026-11-30", "集贸市场在用衡器监督检查")
    assert listed(AUDITOR, district=DISTRICT, state="published") == []
    assert [one["id"] for one in listed(KEEPER, merchant=MERCHANT)] == [ENTRY]
    assert call("GET", ALL, actor=OTHER_KEEPER, query={"merchant": MERCHANT}).status == 404
    assert call("GET", ALL, actor=KEEPER, query={"district": DISTRICT, "state": "due"}).status == 404
    assert call("GET", ALL, actor=ANNA, query={"district": DISTRICT, "state": "due"}).status == 403
    assert call("GET", ALL, actor=PUBLISHER, query={"district": "x"}).status == 400


@pytest.mark.usefixtures("press")
def test_the_merchant_is_told_its_window_and_no_officer() -> None:
    told = read(KEEPER).json
    assert told["may"] == ["reply", "object"]
    assert told["clocks"][0]["name"] == "reply"
    assert told["clocks"][0]["due_on"] == "2026-11-30"
    assert "acc-" not in str({**told, "reply": None})
    assert read(PUBLISHER).json["may"] == ["annul"]
    assert made("acc", 1) in read(PUBLISHER).json["involved"]
    assert read(OTHER_KEEPER).status == 404


def test_reply_publication_objection_and_decision(press: Press) -> None:
    assert take(KEEPER, 1, kind="reply", text="已送检(演示)").status == 201
    assert take(KEEPER, 1, kind="reply", text="已送检(演示)").status == 200
    assert take(KEEPER, 1, kind="reply", text="另一段(演示)").problem() == (409, "request.id_taken")
    refused = take(KEEPER, 2, kind="reply", text="电话13800138000")
    assert refused.problem() == (400, "request.invalid")
    assert "个人信息" in str(refused.json)
    assert take(PUBLISHER, 3, kind="publish").problem() == (409, "publication.too_early")
    press.on(date(2026, 12, 1))
    assert take(PUBLISHER, 3, kind="publish").status == 201
    assert read(KEEPER).json["shown_reply"]["text"] == "已送检(演示)"
    assert take(KEEPER, 4, kind="object", text="检测有误(演示)").json["state"] == "contested"
    assert take(PUBLISHER, 5, kind="decide", outcome="rejected", reason="经核查(演示)").status == 404
    decided = take(DECIDER, 5, kind="decide", outcome="rejected", reason="经核查(演示)")
    assert decided.json["state"] == "published"
    assert decided.json["objections"][0]["decision"]["by"] == DECIDER.id
    assert read(KEEPER).json["objections"][0]["decision"]["by"] == ""
    assert take(KEEPER, 6, kind="apply", done="已整改(演示)", pledged=True).problem() == (
        409,
        "publication.not_repairable",
    )


@pytest.mark.usefixtures("press")
def test_a_penalty_is_entered_from_its_document_and_confirmed_by_another() -> None:
    sent = penalty().model_dump(mode="json", by_alias=True)
    entered = call("POST", ALL, sent, actor=PUBLISHER)
    assert entered.status == 201
    assert entered.json["penalty"]["class"] == "general"
    assert entered.json["penalty"]["fine_cny"] == "1380.00"
    of_visit = call("POST", ALL, {**sent, "number": "又一号(演示)", "visit_id": VISIT}, actor=PUBLISHER)
    assert of_visit.json["result_entry"] == ENTRY
    other = {**sent, "number": "另一号(演示)", "visit_id": made("vis", 9)}
    assert call("POST", ALL, other, actor=PUBLISHER).problem() == (400, "publication.other_visit")
    assert call("POST", ALL, sent, actor=PUBLISHER).status == 200
    assert call("POST", ALL, {**sent, "summary": "另一段(演示)"}, actor=PUBLISHER).status == 409
    assert call("POST", ALL, sent, actor=LEADER).status == 403
    entry = entered.json["id"]
    assert take(PUBLISHER, 1, entry=entry, kind="confirm").problem() == (403, "publication.own_confirmation")
    assert take(OTHER_PUBLISHER, 2, entry=entry, kind="confirm").json["state"] == "reviewed"
    assert take(LEADER, 3, entry=entry, kind="hand_over", on="2026-11-23").status == 404
    assert take(PUBLISHER, 3, entry=entry, kind="hand_over", on="2026-11-24").status == 400
    noted = take(PUBLISHER, 3, entry=entry, kind="hand_over", on="2026-11-23")
    assert (noted.status, noted.json["exchanged_on"]) == (201, "2026-11-23")
    assert read(KEEPER, entry).status == 404, "its merchant was not told yet"


@pytest.mark.parametrize(
    "changed",
    [
        {"summary": "当事人身份证350203199001010017(演示)"},
        {"measures": []},
        {"fine_cny": None},
        {"basis": "依据见决定书，联系13800138000"},
        {"measures": ["fine", "fine"]},
        {"measures": ["warning"]},
        {"class": "huge"},
        {"officer": "陈执法"},
        {"id_number": "350203199001010017"},
    ],
)
@pytest.mark.usefixtures("press")
def test_no_number_of_a_person_and_nothing_unknown_enters(changed: dict[str, Any]) -> None:
    sent = {**penalty().model_dump(mode="json", by_alias=True), **changed}
    assert call("POST", ALL, sent, actor=PUBLISHER).problem() == (400, "request.invalid")
