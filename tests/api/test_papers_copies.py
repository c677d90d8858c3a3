"""Papers as merchants ask for them: those that concern them, and nothing else."""

from datetime import date
from typing import Any

import pytest

from chalicelib import runtime_papers
from chalicelib.accounts.model import Actor
from chalicelib.inspection.endings import NewResult
from chalicelib.inspection.papers import OrderPaper
from chalicelib.inspection.service_papers_copies import Copies
from tests import exhibits, reviewing
from tests.edge import Answer, call
from tests.exhibits import place
from tests.fakes import FakeTable
from tests.office import ANNA, MERCHANT, NOON, REVIEWER, VISIT, made
from tests.papers import PaperDesk
from tests.reviewing import FINDING, KEEPER, ORDER, OTHER_KEEPER

OF_VISIT = "/v1/visited/{merchant}/visits/{visit}/papers"
OF_ORDER = "/v1/rectifications/{rectification}/papers"
AT_MERCHANT = {"site_id": None, "merchant_id": MERCHANT}
OWN_PHOTO = made("evi", 21)


def opened(monkeypatch: pytest.MonkeyPatch, **plan: Any) -> tuple[PaperDesk, reviewing.Desk]:
    """A desk of papers, and what belongs to findings and orders beside it."""
    desk = PaperDesk(FakeTable(), **plan)
    beside = reviewing.Desk(desk.office)
    monkeypatch.setattr(runtime_papers, "copies", lambda: Copies(desk.papers, beside.orders))
    return desk, beside


def of_visit(method: str, name: str = "", actor: Actor = KEEPER, merchant: str = MERCHANT) -> Answer:
    path = OF_VISIT + ("/{paper}" if name else "")
    named: dict[str, Any] = {"merchant": merchant, "visit": VISIT, **({"paper": name} if name else {})}
    return call(method, path, {} if name else None, actor=actor, **named)


def of_order(method: str, name: str = "", actor: Actor = KEEPER) -> Answer:
    path = OF_ORDER + ("/{paper}" if name else "")
    named: dict[str, Any] = {"rectification": ORDER, **({"paper": name} if name else {})}
    return call(method, path, {} if name else None, actor=actor, **named)


def test_the_visited_merchant_has_the_notice_and_in_the_end_the_record(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, beside = opened(monkeypatch, **AT_MERCHANT)
    desk.accepted()
    for answer in (of_visit("GET"), of_visit("PUT", "notice")):
        assert answer.problem() == (404, "request.not_found"), "nobody is told of a visit beforehand"
    desk.closed()
    first, again = of_visit("PUT", "notice"), of_visit("PUT", "notice")
    assert (first.status, again.status, first.json["state"]) == (201, 200, "queued")
    assert of_visit("PUT", "record").problem() == (409, "paper.too_early")
    beside.found()
    desk.office.moves.enter(ANNA, VISIT, NewResult(codes=("8",)))
    desk.office.moves.review(REVIEWER, VISIT, None)
    assert of_visit("PUT", "record").status == 201
    desk.work()
    found = {one["name"]: one for one in of_visit("GET").json["items"]}
    assert {one["state"] for one in found.values()} == {"made"}
    assert found["record"]["url"] == f"https://evidence.example/papers/{found['record']['number']}.pdf"
    assert set(found["record"]) == {
        *("name", "kind", "number", "state", "made_at", "sha256", "size_bytes", "pages", "url")
    }
    assert ANNA.id not in of_visit("GET").text


def test_a_record_that_its_officers_had_made_is_the_merchant_s_too(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, _ = opened(monkeypatch, **AT_MERCHANT)
    desk.closed().made("record")
    assert of_visit("PUT", "record").json["state"] == "made"


def test_another_merchant_a_stall_of_a_market_and_a_wrong_name_find_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, _ = opened(monkeypatch, **AT_MERCHANT)
    desk.closed().made("notice")
    assert of_visit("GET", actor=OTHER_KEEPER).problem() == (404, "request.not_found")
    assert of_visit("PUT", "notice", actor=OTHER_KEEPER).problem() == (404, "request.not_found")
    assert of_visit("PUT", ORDER).problem() == (404, "request.not_found")
    assert of_visit("GET", actor=ANNA).problem() == (403, "access.role_missing")
    market, _ = opened(monkeypatch)
    market.closed().made("record")
    for answer in (of_visit("GET"), of_visit("PUT", "record")):
        assert answer.problem() == (404, "request.not_found")


def test_whoever_was_given_an_order_has_its_paper_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, beside = opened(monkeypatch)
    desk.closed()
    beside.found().ordered()
    day = date(2026, 11, 24)
    desk.orders[VISIT, ORDER] = OrderPaper(
        "思明市监责改〔2026〕第1号", "演示水产", day, day, "改正(演示)", ()
    )
    assert of_order("GET").json["items"] == []
    assert (of_order("PUT", ORDER).status, of_order("PUT", ORDER).status) == (201, 200)
    desk.work()
    (one,) = of_order("GET").json["items"]
    assert (one["kind"], one["state"]) == ("order", "made")
    for answer in (
        of_order("GET", actor=OTHER_KEEPER),
        of_order("PUT", ORDER, actor=OTHER_KEEPER),
        of_order("PUT", "record"),
    ):
        assert answer.problem() == (404, "request.not_found")


def test_what_merchants_send_afterwards_is_in_no_record(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, beside = opened(monkeypatch)
    desk.closed()
    beside.found().ordered()
    raw = exhibits.photo(mark="right")
    beside.orders.photo(KEEPER, ORDER, OWN_PHOTO, exhibits.new(raw))
    desk.room.deliver(desk.room.files.upload(raw, NOON, place(OWN_PHOTO)))
    assert desk.room.kept(OWN_PHOTO).has_thumbnail
    desk.made("record")
    form = desk.kept("record").form
    assert form
    assert OWN_PHOTO not in {one.evidence for one in form.pictures}
    assert desk.room.kept(OWN_PHOTO).sha256[:16] not in str(form.rows)
    assert FINDING not in str(form.rows)
