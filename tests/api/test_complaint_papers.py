"""Papers of complaints over HTTP: statuses, who may, and what anybody learns of one."""

from dataclasses import replace

import pytest

from chalicelib import runtime_papers
from chalicelib.accounts.model import Actor, Role
from chalicelib.inspection.store_papers import PaperStore
from tests.edge import call
from tests.fakes import FakeTable
from tests.intake import COMPLAINT, HOME, NAME, PHONE
from tests.office import ANNA, BAO, DISTRICT, FAR_LEADER, SUPERVISOR, made
from tests.papering import PaperDesk
from tests.papers import PaperDesk as VisitDesk

ALL, ONE = "/v1/complaints/{complaint}/papers", "/v1/complaints/{complaint}/papers/{paper}"
PUBLIC = "/v1/public/documents/{number}"
ASKED_BY = {Role.INSPECTOR, Role.SUPERVISOR, Role.LEADER}


@pytest.fixture(autouse=True)
def desk(monkeypatch: pytest.MonkeyPatch) -> PaperDesk[FakeTable]:
    table = FakeTable()
    desk = PaperDesk(table).submitted()
    visits = replace(VisitDesk(FakeTable()).papers, shelf=PaperStore(table))
    monkeypatch.setattr(runtime_papers, "of_complaints", lambda: desk.papers)
    monkeypatch.setattr(runtime_papers, "papers", lambda: visits)
    return desk


def test_a_paper_is_asked_for_made_downloaded_and_verified(desk: PaperDesk[FakeTable]) -> None:
    first, again = (call("PUT", ONE, {}, actor=ANNA, complaint=COMPLAINT, paper="register") for _ in range(2))
    assert (first.status, again.status, first.json["state"]) == (201, 200, "queued")
    desk.work()
    seen = call("GET", ONE, actor=ANNA, complaint=COMPLAINT, paper="register").json
    assert (seen["state"], seen["kind"], seen["names_reporter"]) == ("made", "complaint_register", True)
    assert seen["url"].endswith(f"/{seen['number']}.pdf")
    assert "form" not in seen
    (listed,) = call("GET", ALL, actor=BAO, complaint=COMPLAINT).json["items"]
    assert listed["url"] == ""
    told = call("GET", PUBLIC, number=seen["number"].lower()).json
    assert (told["sha256"], told["kind"], told["no"]) == (
        seen["sha256"],
        "complaint_register",
        "思明市监投登〔2026〕第1号",
    )
    assert told["visit_id"] == ""
    assert not [secret for secret in (NAME, PHONE, HOME, COMPLAINT) if secret in str(told)]


def test_what_may_not_be_made_is_refused_with_its_reason(desk: PaperDesk[FakeTable]) -> None:
    def asked(who: Actor, paper: str) -> tuple[int, str]:
        return call("PUT", ONE, {}, actor=who, complaint=COMPLAINT, paper=paper).problem()

    note = desk.step("note", text="电话未接")
    assert asked(BAO, "register") == (403, "complaint.not_handler")
    assert asked(SUPERVISOR, "register") == (403, "complaint.not_handler")
    assert asked(ANNA, note) == (409, "complaint.no_paper")
    assert asked(ANNA, "poem") == (404, "request.not_found")
    assert asked(FAR_LEADER, "register") == (404, "request.not_found")
    assert call("PUT", ONE, {"x": 1}, actor=ANNA, complaint=COMPLAINT, paper="register").status == 400
    assert call("GET", ONE, actor=ANNA, complaint=COMPLAINT, paper="register").status == 404
    assert call("GET", ALL, actor=FAR_LEADER, complaint=COMPLAINT).status == 404


@pytest.mark.parametrize("role", sorted(Role))
def test_roles_without_a_part_in_it_are_refused(role: Role) -> None:
    someone = Actor(made("acc", 70), frozenset({role}), frozenset({DISTRICT}))
    put = call("PUT", ONE, {}, actor=someone, complaint=COMPLAINT, paper="register")
    got = call("GET", ALL, actor=someone, complaint=COMPLAINT)
    if role not in ASKED_BY:
        assert put.problem() == (403, "access.role_missing")
    assert (got.status == 200) == (role in {*ASKED_BY, Role.AUDITOR})
