"""Standings over HTTP: merchants read why and explain themselves, supervisors decide, anybody reads the rulebooks."""

import hashlib
from typing import Any

import pytest

from chalicelib import facts, runtime_standing
from chalicelib.accounts.model import Actor, Role
from chalicelib.credit.rulebook import all_published
from chalicelib.credit.service_rulebooks import RulebookDesk
from tests.edge import call
from tests.office import made
from tests.standings import DISTRICT, MERCHANT, Hall, entry, problem

STANDING, EXPLAIN = "/v1/merchants/{merchant}/standing", "/v1/merchants/{merchant}/standing/explanation"
PROPOSALS, DECIDE = "/v1/standing-proposals", "/v1/standing-proposals/{merchant}"
OWNER = Actor(made("acc", 1), frozenset({Role.MERCHANT}), merchants=frozenset({MERCHANT}))
NEIGHBOUR = Actor(made("acc", 2), frozenset({Role.MERCHANT}), merchants=frozenset({made("mer", 9)}))
SUPERVISOR = Actor(made("acc", 3), frozenset({Role.SUPERVISOR}), frozenset({DISTRICT}))
INSPECTOR = Actor(made("acc", 4), frozenset({Role.INSPECTOR}), frozenset({DISTRICT}))
SAID = {"proposal": 1, "text": "秤已经修好了", "asks_to_be_heard": True}


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    hall = Hall()
    desk = RulebookDesk(all_published(), hall.rulebook_store.heads, lambda: hall.now)
    monkeypatch.setattr(runtime_standing, "standings", lambda: hall.standings)
    monkeypatch.setattr(runtime_standing, "rulebook_desk", lambda: desk)
    hall.brings(entry(), problem())
    return hall


def read(actor: Actor = OWNER) -> Any:
    return call("GET", STANDING, actor=actor, merchant=MERCHANT)


def decision(**changed: object) -> dict[str, object]:
    sha256 = read().json["reckoned"]["facts_sha256"]
    return {
        "proposal": 1,
        "facts_sha256": sha256,
        "outcome": "confirmed",
        "reason": "复核了公示的检查结果",
    } | changed


def test_a_merchant_reads_why_and_what_would_change_it(hall: Hall) -> None:
    told = read().json
    assert (told["grade"]["code"], told["reckoned_grade"]["code"]) == ("regular", "attention")
    assert [(one["point"]["points"], one["says"]["zh"]) for one in told["because"]] == [
        (2, "随机抽查未发现问题"),
        (-3, "检查发现问题"),
    ]
    assert told["proposal"]["state"] == "open"
    assert told["demonstration"]
    assert told["coming"]["points"] == -2
    assert (
        hall.kept().reckoned.facts_sha256 == told["reckoned"]["facts_sha256"] == facts.sha256(told["facts"])
    )


def test_who_may_read(hall: Hall) -> None:  # noqa: ARG001 - the fixture furnishes it
    assert read(SUPERVISOR).status == 200
    assert read(NEIGHBOUR).problem() == (404, "request.not_found")
    assert read(INSPECTOR).problem() == (403, "access.role_missing")
    told = call("GET", PROPOSALS, actor=SUPERVISOR, query={"district": DISTRICT}).json
    assert [(one["merchant_id"], one["grade"]) for one in told["items"]] == [(MERCHANT, "attention")]
    assert call("GET", PROPOSALS, actor=SUPERVISOR, query={"district": "350206"}).status == 404
    assert call("GET", PROPOSALS, actor=SUPERVISOR).status == 400
    wrong = {"district": DISTRICT, "cursor": "abc"}
    assert call("GET", PROPOSALS, actor=SUPERVISOR, query=wrong).problem() == (400, "request.bad_cursor")


def test_explaining_and_deciding(hall: Hall) -> None:
    assert call("PUT", DECIDE, decision(), actor=SUPERVISOR, merchant=MERCHANT).problem() == (
        409,
        "standing.still_explaining",
    )
    assert call("PUT", EXPLAIN, SAID, actor=OWNER, merchant=MERCHANT).status == 201
    assert call("PUT", EXPLAIN, SAID, actor=OWNER, merchant=MERCHANT).status == 200
    other = SAID | {"text": "别的说法"}
    assert call("PUT", EXPLAIN, other, actor=OWNER, merchant=MERCHANT).problem() == (
        409,
        "standing.already_explained",
    )
    assert call("PUT", DECIDE, decision(), actor=SUPERVISOR, merchant=MERCHANT).problem() == (
        409,
        "standing.not_heard",
    )
    stale = decision(facts_sha256="0" * 64)
    assert call("PUT", DECIDE, stale, actor=SUPERVISOR, merchant=MERCHANT).problem() == (
        409,
        "standing.facts_moved",
    )
    heard = decision(heard_on="2026-11-26")
    assert call("PUT", DECIDE, heard, actor=SUPERVISOR, merchant=MERCHANT).status == 201
    assert call("PUT", DECIDE, heard, actor=SUPERVISOR, merchant=MERCHANT).status == 200
    late = decision(outcome="refused")
    assert call("PUT", DECIDE, late, actor=SUPERVISOR, merchant=MERCHANT).problem() == (
        409,
        "standing.no_proposal",
    )
    told = read().json
    assert (told["grade"]["code"], told["confirmed"]) == ("attention", True)
    assert told["proposal"]["decision"]["by"] == ""
    assert hall.shown()[-1]["confirmed"]


@pytest.mark.parametrize(
    "wrong", [{}, {"proposal": 1}, SAID | {"text": " "}, SAID | {"proposal": "1x"}, SAID | {"more": 1}]
)
def test_words_that_say_nothing_are_refused(hall: Hall, wrong: dict[str, object]) -> None:  # noqa: ARG001
    assert call("PUT", EXPLAIN, wrong, actor=OWNER, merchant=MERCHANT).problem() == (400, "request.invalid")


def test_anybody_reads_the_rulebooks_and_who_moves(hall: Hall) -> None:
    told = call("GET", "/v1/public/rulebooks")
    first, coming, _ = told.json["items"]
    assert (first["is_now"], coming["is_now"], coming.get("begins")) == (True, False, None)
    assert hashlib.sha256(first["text"].encode()).hexdigest() == first["sha256"]
    assert call("GET", "/v1/public/rulebook-changes").json["items"] == []
    hall.run()
    (change,) = call("GET", "/v1/public/rulebook-changes").json["items"]
    assert change["begins"] == "2027-03-01"
    assert change["report"]["moved"] == [{"was": "attention", "becomes": "attention", "merchants": 1}]
    assert told.headers["Cache-Control"] == "public, max-age=300"
