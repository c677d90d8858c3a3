"""Every route answers every kind of broken call with the one problem shape, before it touches anything."""

import re
from typing import Any

import pytest

import app
from chalicelib import ids, runtime
from chalicelib.accounts.model import Actor, Role
from chalicelib.http import ANYONE, SIGNED_IN, Operation
from tests.edge import Answer, call
from tests.office import made

OPERATIONS = [operation for api in app.routes.apis() for operation in api.operations]
WITH_BODY = [one for one in OPERATIONS if one.body]
WITH_ROLES = [one for one in OPERATIONS if one.roles not in (ANYONE, SIGNED_IN)]
WITH_QUERY = [one for one in OPERATIONS if one.query]
WITH_IDS = [one for one in OPERATIONS if ids.PREFIXES.keys() & set(re.findall(r"{(\w+)}", one.path))]
PLAIN = {
    "role": "inspector",
    "counter": "1",
    "order": "1",
    "number": "7K3M9Q2RT0",
    "paper": "notice",
    "law": "retail.food",
    "district": "350203",
    "month": "2026-10",
    "quarter": "2026-Q3",
    "index": "0",
    "size": "7",
    "witness": "0" * 8,
}
"""Values of path parameters that are not ids."""


def named(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


@pytest.fixture(autouse=True)
def _nothing_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Any:
        raise AssertionError("touched")

    monkeypatch.setattr(runtime, "client", refuse)


def path(operation: Operation) -> dict[str, str]:
    names = re.findall(r"{(\w+)}", operation.path)
    return {name: made(ids.PREFIXES[name], 1) if name in ids.PREFIXES else PLAIN[name] for name in names}


def ask(
    operation: Operation, body: object = None, *, roles: frozenset[Role] | None = None, **more: Any
) -> Answer:
    given = frozenset(Role) if roles is None else roles
    actor = None if operation.roles == ANYONE else Actor(made("acc", 1), given)
    return call(operation.method, operation.path, body, actor=actor, **{**path(operation), **more})


@pytest.mark.parametrize("operation", WITH_BODY, ids=named)
@pytest.mark.parametrize("body", ["{", "[]", '"text"', "1e999", "null", '{"surprise": 1}', "\u0000"])
def test_a_body_that_does_not_fit_is_refused_by_name(operation: Operation, body: str) -> None:
    answer = ask(operation, body)
    assert answer.problem() == (400, "request.invalid")
    assert answer.json["faults"]


@pytest.mark.parametrize("operation", WITH_BODY, ids=named)
def test_a_body_that_is_not_json_or_too_large_is_refused(operation: Operation) -> None:
    assert ask(operation, "a=1", headers={"content-type": "text/plain"}).problem() == (
        415,
        "request.not_json",
    )
    assert ask(operation, " " * (operation.limit_bytes + 1)).problem() == (413, "request.too_large")


@pytest.mark.parametrize("operation", WITH_ROLES, ids=named)
def test_without_a_role_for_it_a_route_is_closed_in_the_caller_s_language(operation: Operation) -> None:
    others = frozenset(role for role in Role if role not in operation.roles)
    for roles in (frozenset[Role](), others):
        answer = ask(operation, "{", roles=roles, headers={"accept-language": "en"})
        assert answer.problem("en") == (403, "access.role_missing")


@pytest.mark.parametrize("operation", WITH_IDS, ids=named)
@pytest.mark.parametrize("wrong", ["x", "..", "%2e%2e", "ins_1", "A" * 300])
def test_an_address_with_an_id_that_is_none_is_refused(operation: Operation, wrong: str) -> None:
    name = next(name for name in path(operation) if name in ids.PREFIXES)
    changed: dict[str, Any] = {name: wrong}
    answer = ask(operation, "{}", **changed)
    assert answer.problem() == (400, "request.bad_id")
    assert answer.pointers() == [f"/{name}"]


@pytest.mark.parametrize("operation", WITH_QUERY, ids=named)
def test_an_unknown_query_parameter_is_refused(operation: Operation) -> None:
    answer = ask(operation, query={"surprise": "1"})
    assert answer.problem() == (400, "request.invalid")
    assert "/surprise" in answer.pointers()


@pytest.mark.parametrize("operation", OPERATIONS, ids=named)
def test_a_broken_dependency_is_a_named_problem_that_tells_nothing(operation: Operation) -> None:
    """No route lets an unnamed failure out; what failed stays in the log."""
    answer = ask(operation, "{}")
    if answer.status >= 400:
        _, code = answer.problem()
        assert "touched" not in answer.text
        assert code.count(".") == 1
