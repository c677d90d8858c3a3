"""Commitments, self-checks, risks and cards over HTTP."""

from typing import Any

import pytest

from chalicelib import runtime_credit
from chalicelib.accounts.model import Actor, Role
from tests.edge import Answer, call
from tests.office import ANNA, AUDITOR, DISTRICT, FAR_LEADER, LEADER, MERCHANT, SITE, SUPERVISOR, actor, made
from tests.pledging import (
    CARD,
    COMMITMENT,
    ENTRY,
    KEEPER,
    ORGANISER,
    RIVAL,
    SAID,
    STROKES,
    PledgeDesk,
    carding,
    risk,
    self_check,
    signing,
)

ALL, PUBLIC = "/v1/commitments", "/v1/public/commitments"
ONE, STEP, CERTIFICATE = (
    f"{ALL}/{{commitment}}",
    f"{ALL}/{{commitment}}/steps/{{step}}",
    f"{ALL}/{{commitment}}/certificate",
)
CARDS = "/v1/cards"


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> PledgeDesk:
    one = PledgeDesk()
    for name in ("pledges", "duties", "cards", "certificates"):
        monkeypatch.setattr(runtime_credit, name, lambda name=name: getattr(one, name))
    return one


def step(who: Actor, kind: str, at: int = 1, /, **said: Any) -> Answer:
    told = {"kind": kind, **({"text": SAID} if kind not in ("consent", "withdraw") else {}), **said}
    return call("PUT", STEP, told, actor=who, commitment=COMMITMENT, step=made("stp", 900 + at))


def sign(who: Actor = KEEPER, **changed: Any) -> Answer:
    sent = signing(**changed).model_dump(mode="json")
    return call("PUT", ONE, sent, actor=who, commitment=COMMITMENT)


@pytest.mark.usefixtures("desk")
def test_a_merchant_signs_what_it_read_and_publishes_it() -> None:
    texts = call("GET", PUBLIC).json
    market = next(one for one in texts["items"] if one["id"] == "market")
    told = {name: market[name] for name in ("id", "version", "sha256")}
    answer = sign(template=told)
    assert (answer.status, answer.json["state"], answer.json["can"]) == (
        201,
        "signed",
        ["consent", "withdraw"],
    )
    assert sign(template=told).status == 200
    assert "strokes" not in str(answer.json)
    assert call("GET", f"{PUBLIC}/{{commitment}}", commitment=COMMITMENT).problem() == (
        404,
        "request.not_found",
    )
    assert step(KEEPER, "consent", wording=texts["wording"]).json["is_public"]
    shown = call("GET", f"{PUBLIC}/{{commitment}}", commitment=COMMITMENT).json
    assert (shown["step"], shown["state"], shown["until"]) == ("published", "shown", "2027-11-24")
    rows = call("GET", ALL, actor=KEEPER, query={"merchant": MERCHANT}).json["items"]
    assert [row["id"] for row in rows] == [COMMITMENT]


def test_the_office_sees_what_waits_for_it(desk: PledgeDesk) -> None:
    desk.published().heard(desk.entered())
    rows = call("GET", ALL, actor=SUPERVISOR, query={"district": DISTRICT}).json["items"]
    assert [row["state"] for row in rows] == ["questioned"]
    one = call("GET", ONE, actor=LEADER, commitment=COMMITMENT).json
    assert (one["entries"], one["reply_until"], one["can"]) == ([ENTRY], "2026-12-01", ["dismiss", "breach"])
    assert step(SUPERVISOR, "breach").problem() == (409, "commitment.reply_window")
    assert step(KEEPER, "explain", 2).status == 201
    assert step(SUPERVISOR, "breach", 3).json["state"] == "breached"
    assert step(SUPERVISOR, "breach", 3).status == 200
    assert step(KEEPER, "withdraw", 4).problem() == (409, "commitment.not_now")


def test_nobody_else_does(desk: PledgeDesk) -> None:
    desk.published()
    for who in (ANNA, AUDITOR, ORGANISER, actor(45, Role.LAB)):
        assert step(who, "withdraw").problem() == (403, "access.role_missing")
        assert sign(who).problem() == (403, "access.role_missing")
    for who in (RIVAL, FAR_LEADER):
        assert call("GET", ONE, actor=who, commitment=COMMITMENT).problem() == (404, "request.not_found")
        assert step(who, "withdraw").problem() == (404, "request.not_found")
    assert call("GET", ALL, actor=FAR_LEADER, query={"district": DISTRICT}).problem()[0] == 404
    assert call("GET", ALL, actor=RIVAL, query={"merchant": MERCHANT}).problem()[0] == 404
    assert call("GET", ALL, actor=KEEPER, query={"district": DISTRICT}).problem()[0] == 404
    assert step(SUPERVISOR, "withdraw").problem() == (403, "commitment.not_yours")


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    "changed",
    [
        {"signature": {"strokes": []}},
        {"signature": {"strokes": [[[1, 2, 3]]]}},
        {"signature": {"strokes": STROKES, "name": "演示"}},
        {"capacity": "spouse"},
        {"template": {"id": "../market", "version": "2020-01-01", "sha256": "0" * 64}},
    ],
    ids=["no strokes", "three numbers", "more", "unknown capacity", "a path"],
)
def test_what_is_no_commitment_is_refused_with_its_field(changed: dict[str, Any]) -> None:
    sent = {**signing().model_dump(mode="json"), **changed}
    answer = call("PUT", ONE, sent, actor=KEEPER, commitment=COMMITMENT)
    assert answer.problem() == (400, "request.invalid")


@pytest.mark.parametrize("kind", ["question", "clear", "verify", "expire", "remind", "sign"])
def test_nobody_sends_what_the_system_brings(desk: PledgeDesk, kind: str) -> None:
    desk.published()
    sent = {"kind": kind, "entry": ENTRY, "day": "2026-11-24"}
    answer = call("PUT", STEP, sent, actor=SUPERVISOR, commitment=COMMITMENT, step=made("stp", 1))
    assert answer.problem() == (400, "request.invalid")


def test_a_certificate_is_asked_for_and_downloaded(desk: PledgeDesk) -> None:
    desk.signed()
    assert call("PUT", CERTIFICATE, {}, actor=KEEPER, commitment=COMMITMENT).problem() == (
        409,
        "commitment.no_certificate",
    )
    desk.step(KEEPER, "consent")
    assert call("PUT", CERTIFICATE, {}, actor=KEEPER, commitment=COMMITMENT).json["state"] == "queued"
    desk.work()
    made_ = call("GET", CERTIFICATE, actor=KEEPER, commitment=COMMITMENT).json
    assert (made_["state"], made_["url"]) == ("made", f"https://files.example/{made_['number']}")


@pytest.mark.usefixtures("desk")
def test_self_checks_and_risks_are_the_merchants_own() -> None:
    sent = self_check(problem="铅封有磨损(演示)").model_dump(mode="json")
    where = "/v1/self-checks/{self_check}"
    assert call("PUT", where, sent, actor=KEEPER, self_check=made("sck", 1)).status == 201
    shown = call("GET", "/v1/self-checks", actor=KEEPER, query={"merchant": MERCHANT}).json
    assert (shown["lists"][0]["due_on"], shown["done"][0]["answers"][0]["outcome"]) == (
        "2026-12-01",
        "problem",
    )
    entered = risk().model_dump(mode="json", exclude_none=True)
    answer = call("PUT", "/v1/risks/{risk}", entered, actor=KEEPER, risk=made("rsk", 1))
    assert (answer.status, answer.json["version"]) == (201, 1)
    closing = {**entered, "closing": "换了新秤盘(演示)"}
    seen = {"if-match": '"1"'}
    closed = call("PUT", "/v1/risks/{risk}", closing, actor=KEEPER, headers=seen, risk=made("rsk", 1))
    assert closed.json["closed_at"]
    for path in ("/v1/self-checks", "/v1/risks"):
        assert call("GET", path, actor=RIVAL, query={"merchant": MERCHANT}).problem()[0] == 404
        assert call("GET", path, actor=SUPERVISOR, query={"merchant": MERCHANT}).problem()[0] == 403


@pytest.mark.usefixtures("desk")
def test_a_card_goes_from_organiser_to_merchant_to_supervisor() -> None:
    sent = carding().model_dump(mode="json")
    assert call("PUT", f"{CARDS}/{{card}}", sent, actor=ORGANISER, card=CARD).status == 201
    assert call("PUT", f"{CARDS}/{{card}}", sent, actor=KEEPER, card=CARD).problem()[0] == 403
    where = f"{CARDS}/{{card}}/steps/{{step}}"
    appeal = {"kind": "appeal", "text": SAID}
    assert (
        call("PUT", where, appeal, actor=KEEPER, card=CARD, step=made("stp", 1)).json["state"] == "appealed"
    )
    waiting = call("GET", CARDS, actor=SUPERVISOR, query={"district": DISTRICT}).json["items"]
    assert [one["id"] for one in waiting] == [CARD]
    cancel = {"kind": "cancel", "text": SAID}
    assert not call("PUT", where, cancel, actor=SUPERVISOR, card=CARD, step=made("stp", 2)).json["stands"]
    for who, query in ((ORGANISER, {"site": SITE}), (KEEPER, {"merchant": MERCHANT})):
        listed = call("GET", CARDS, actor=who, query=query).json["items"]
        assert [one["state"] for one in listed] == ["cancelled"]
    assert call("GET", CARDS, actor=ORGANISER, query={}).problem() == (400, "request.invalid")
    assert call("GET", CARDS, actor=ANNA, query={"district": DISTRICT}).problem()[0] == 403
