"""Items, plans and officers over HTTP."""

import pytest

from chalicelib import runtime_sampling
from chalicelib.accounts.model import Role
from tests.edge import call
from tests.fakes import FakeTable
from tests.unit.sampling import desk as desks
from tests.unit.sampling.desk import (
    AUDITOR,
    INSPECTORS,
    ITEM,
    LEADER,
    PLAN,
    PUBLISHER,
    SUPERVISOR,
    Desk,
    actor,
    made,
)

A_PLAN, AN_OFFICER = "/v1/plans/{plan}", "/v1/officers/{account}"


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk(FakeTable()).furnished()
    monkeypatch.setattr(runtime_sampling, "plans", lambda: desk.plans)
    monkeypatch.setattr(runtime_sampling, "officers", lambda: desk.officers)
    return desk


def draft(**changed: object) -> dict[str, object]:
    return {**desks.plan().model_dump(mode="json", by_alias=True, exclude_none=True), **changed}


@pytest.mark.usefixtures("desk")
def test_a_plan_goes_from_draft_to_everybody() -> None:
    written = call("PUT", A_PLAN, draft(), actor=SUPERVISOR, plan=PLAN)
    assert (written.status, written.headers["ETag"]) == (201, '"1"')
    assert call("GET", "/v1/public/plans/{plan}", plan=PLAN).problem() == (404, "request.not_found")
    assert call("GET", "/v1/public/plans", query={"year": "2026"}).json["items"] == []
    assert call("POST", A_PLAN + "/approval", actor=LEADER, plan=PLAN).json["state"] == "approved"
    published = call("POST", A_PLAN + "/publication", actor=PUBLISHER, plan=PLAN).json
    shown = call("GET", "/v1/public/plans/{plan}", plan=PLAN).json
    assert (shown["state"], shown["digest"]) == ("published", published["digest"])
    assert SUPERVISOR.id not in str(shown)
    (row,) = call("GET", "/v1/public/plans", query={"year": "2026"}).json["items"]
    assert (row["id"], row["state"]) == (PLAN, "published")
    read = call("GET", A_PLAN, actor=AUDITOR, plan=PLAN).json
    assert (read["drafted_by"], read["from"]) == (SUPERVISOR.id, "2026-11-25")
    assert call("GET", "/v1/plans", actor=LEADER, query={"year": "2026"}).json["items"] == [row]


@pytest.mark.usefixtures("desk")
def test_a_wrong_plan_is_told_by_field() -> None:
    wrong = draft(until="yesterday", strata=[{"name": "a", "count": -1}])
    answer = call("PUT", A_PLAN, wrong, actor=SUPERVISOR, plan=PLAN)
    assert answer.problem() == (400, "request.invalid")
    assert set(answer.pointers()) >= {"/until", "/strata/0/count"}
    assert call("PUT", A_PLAN, draft(items=[made("itm", 9)]), actor=SUPERVISOR, plan=PLAN).problem() == (
        400,
        "sampling.item_not_published",
    )


@pytest.mark.usefixtures("desk")
def test_the_public_list_has_published_items_only() -> None:
    other = made("itm", 2)
    body = desks.item(code="JL-02").model_dump(mode="json", exclude_none=True)
    assert call("PUT", "/v1/items/{item}", body, actor=SUPERVISOR, item=other).status == 201
    assert [one["id"] for one in call("GET", "/v1/public/items").json["items"]] == [ITEM]
    assert call("GET", "/v1/public/items/{item}", item=other).status == 404
    assert call("POST", "/v1/items/{item}/publication", actor=PUBLISHER, item=other).status == 200
    shown = call("GET", "/v1/public/items/{item}", item=other).json
    assert shown["basis"][0]["article"] == "第九条"
    assert "published_by" not in shown


@pytest.mark.usefixtures("desk")
def test_a_draft_item_is_read_and_changed_by_the_office_alone() -> None:
    other, path = made("itm", 2), "/v1/items/{item}"
    body = desks.item(code="JL-02").model_dump(mode="json", exclude_none=True)
    call("PUT", path, body, actor=SUPERVISOR, item=other)
    assert [one["state"] for one in call("GET", "/v1/items", actor=AUDITOR).json["items"]] == [
        "published",
        "draft",
    ]
    read = call("GET", path, actor=PUBLISHER, item=other)
    assert (read.json["code"], read.headers["ETag"]) == ("JL-02", '"1"')
    changed = {**body, "times_per_year": 2}
    answer = call("PUT", path, changed, actor=SUPERVISOR, headers={"if-match": '"1"'}, item=other)
    assert (answer.status, answer.json["version"]) == (200, 2)
    call("POST", path + "/publication", actor=PUBLISHER, item=other)
    settled = call("PUT", path, body, actor=SUPERVISOR, headers={"if-match": '"3"'}, item=other)
    assert settled.problem() == (409, "sampling.item_settled")
    ending = {"until": "2026-12-31"}
    assert call("PUT", path + "/ending", ending, actor=SUPERVISOR, item=other).problem()[0] == 403
    ended = call("PUT", path + "/ending", ending, actor=PUBLISHER, item=other)
    assert (ended.status, ended.json["until"]) == (200, "2026-12-31")
    public = call("GET", "/v1/public/items/{item}", item=other).json
    assert (public["until"], "written_by" in public) == ("2026-12-31", False)


@pytest.mark.usefixtures("desk")
def test_everybody_may_know_the_limits_of_inspecting_and_how_sure_they_are() -> None:
    told = call("GET", "/v1/public/limits").json
    assert (told["annual_cap"]["visits_per_year"], told["annual_cap"]["from"]) == (4, "2025-07-01")
    assert {"code": "recheck", "title": "整改复查"}.items() <= told["exempt_reasons"]["rows"][5].items()
    assert all(
        told[table]["confidence"] and told[table]["source"]["title"] for table in ("annual_cap", "white_list")
    )


@pytest.mark.usefixtures("desk")
def test_officers_are_entered_listed_and_struck_off() -> None:
    one = INSPECTORS[0]
    body = {"account": one.id, "certificate_no": "闽执法-001"}
    assert call("PUT", AN_OFFICER, body, actor=SUPERVISOR, account=one.id).status == 200
    other = call("PUT", AN_OFFICER, body, actor=SUPERVISOR, account=INSPECTORS[1].id)
    assert other.problem() == (409, "request.id_taken")
    conflicts = {"conflicts": [{"object": "7K3M9Q2RTB", "reason": "近亲属经营"}]}
    declared = call("PUT", AN_OFFICER + "/conflicts", conflicts, actor=one, account=one.id)
    assert declared.json["conflicts"] == conflicts["conflicts"]
    assert call("GET", AN_OFFICER, actor=INSPECTORS[1], account=one.id).status == 404
    assert call("GET", AN_OFFICER, actor=one, account=one.id).json["account"] == one.id
    assert len(call("GET", "/v1/officers", actor=AUDITOR).json["items"]) == 1
    assert call("DELETE", AN_OFFICER, actor=SUPERVISOR, account=one.id).json["active"] is False


@pytest.mark.usefixtures("desk")
def test_roles_are_kept_apart() -> None:
    for method, path, body in (
        ("PUT", A_PLAN, draft()),
        ("POST", A_PLAN + "/approval", None),
        ("POST", A_PLAN + "/publication", None),
    ):
        refused = call(method, path, body, actor=actor(30, Role.INSPECTOR), plan=PLAN)
        assert refused.problem() == (403, "access.role_missing")
