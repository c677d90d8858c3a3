"""Papers over HTTP: statuses, who may, and what anybody learns."""

import pytest

from chalicelib import runtime_papers
from chalicelib.accounts.model import Actor, Role
from tests.edge import call
from tests.fakes import FakeTable
from tests.office import ANNA, REVIEWER, STRANGER, VISIT, made
from tests.papers import PaperDesk

ALL, ONE = "/v1/visits/{visit}/papers", "/v1/visits/{visit}/papers/{paper}"
PUBLIC = "/v1/public/documents/{number}"
ASKED_BY = {Role.INSPECTOR, Role.REVIEWER, Role.SUPERVISOR, Role.LEADER}


@pytest.fixture(autouse=True)
def desk(monkeypatch: pytest.MonkeyPatch) -> PaperDesk:
    desk = PaperDesk(FakeTable())
    monkeypatch.setattr(runtime_papers, "papers", lambda: desk.papers)
    return desk


def test_a_paper_is_asked_for_made_downloaded_and_verified(desk: PaperDesk) -> None:
    early = call("PUT", ONE, {}, actor=ANNA, visit=VISIT, paper="notice")
    assert early.problem() == (409, "paper.too_early")
    desk.accepted()
    first, again = (call("PUT", ONE, {}, actor=ANNA, visit=VISIT, paper="notice") for _ in range(2))
    assert (first.status, again.status, first.json["state"]) == (201, 200, "queued")
    number = first.json["number"]
    assert call("GET", PUBLIC, number=number).problem() == (404, "request.not_found")
    desk.work()
    seen = call("GET", ONE, actor=REVIEWER, visit=VISIT, paper="notice").json
    assert (seen["state"], seen["pages"], seen["url"]) == (
        "made",
        1,
        f"https://evidence.example/papers/{number}.pdf",
    )
    assert "form" not in seen
    assert call("GET", ALL, actor=ANNA, visit=VISIT).json["items"] == [seen]
    told = call("GET", PUBLIC, number=number.lower()).json
    assert (told["sha256"], told["kind"], told["is_void"]) == (seen["sha256"], "notice", False)
    assert set(told) == {
        *("number", "kind", "no", "visit_id", "day", "made_at", "sha256", "size_bytes", "pages", "is_void")
    }


@pytest.mark.parametrize("number", ["x", "%00", "7K3M-9Q2R-TB5X-A1ZC", "E6RPRDVQ2B11M3R", "1" * 500])
def test_what_is_no_number_is_not_found(number: str) -> None:
    assert call("GET", PUBLIC, number=number).problem() == (404, "request.not_found")


def test_a_stranger_a_wrong_name_and_a_wrong_body_are_refused(desk: PaperDesk) -> None:
    desk.accepted()
    assert call("PUT", ONE, {}, actor=STRANGER, visit=VISIT, paper="notice").status == 404
    assert call("PUT", ONE, {}, actor=ANNA, visit=VISIT, paper="poem").problem() == (404, "request.not_found")
    assert call("GET", ONE, actor=ANNA, visit=VISIT, paper="record").problem() == (404, "request.not_found")
    assert call("PUT", ONE, {"text": "x"}, actor=ANNA, visit=VISIT, paper="notice").status == 400


@pytest.mark.parametrize("role", sorted(Role))
def test_roles_without_a_part_in_it_are_refused(role: Role) -> None:
    someone = Actor(made("acc", 70), frozenset({role}))
    answers = (
        call("PUT", ONE, {}, actor=someone, visit=VISIT, paper="notice"),
        call("GET", ONE, actor=someone, visit=VISIT, paper="notice"),
        call("GET", ALL, actor=someone, visit=VISIT),
    )
    for answer in answers:
        assert (answer.status == 403) == (role not in ASKED_BY)
