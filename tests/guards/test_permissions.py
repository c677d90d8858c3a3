"""docs/security.md says who may what and which function has which rights, and the code says the same."""

import json
import re
from pathlib import Path

import app
from chalicelib.accounts.model import EVERYBODY
from chalicelib.http import ANYONE, SIGNED_IN
from chalicelib.registry.life import MAY

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text()
GROUPS: dict[str, frozenset[str]] = {
    "anyone": ANYONE,
    "signed in": SIGNED_IN,
    "every role": frozenset(map(str, EVERYBODY)),
}


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under `## heading`, without its two head lines and without back quotes."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines[2:]]


def roles(cell: str) -> frozenset[str]:
    return GROUPS[cell] if cell in GROUPS else frozenset(cell.split(", "))


def test_the_permission_matrix_is_what_the_routes_demand() -> None:
    told = [((method, path), roles(who)) for method, path, who in rows("Who may what")]
    demanded = {(one.method, one.path): one.roles for api in app.routes.apis() for one in api.operations}
    assert dict(told) == demanded
    assert len(told) == len(demanded)


def test_acts_are_for_whom_the_page_says() -> None:
    told = {kind: roles(who) for kind, who in rows("Who does what to an instrument")}
    assert told == {kind: frozenset(map(str, who)) for kind, who in MAY.items()}


def test_every_role_in_the_matrix_is_one() -> None:
    named = {role for _, _, who in rows("Who may what") for role in roles(who)}
    assert named <= EVERYBODY | SIGNED_IN


def test_each_function_has_the_rights_the_page_tells_and_no_other() -> None:
    table = rows("Rights of each function")
    told = {function: set(actions.split(", ")) for function, actions, _ in table}
    given = {
        path.stem.removeprefix("policy-"): {
            action
            for statement in json.loads(path.read_text())["Statement"]
            for action in statement["Action"]
            if not action.startswith("logs:")
        }
        for path in sorted((ROOT / ".chalice").glob("policy-*.json"))
    }
    assert told == given
    assert len(table) == len(given)


def test_no_right_is_for_everything() -> None:
    for path in sorted((ROOT / ".chalice").glob("policy-*.json")):
        for statement in json.loads(path.read_text())["Statement"]:
            assert statement["Effect"] == "Allow"
            assert statement["Resource"] != "*"
            assert [action for action in statement["Action"] if "*" in action] == []


def test_every_reason_for_refusing_a_token_is_told() -> None:
    sources = "".join(
        (ROOT / "chalicelib" / "accounts" / f"{name}.py").read_text() for name in ("tokens", "service")
    )
    reasons = set(re.findall(r'Refused\("(\w+)"\)', sources))
    assert len(reasons) > 8
    assert [reason for reason in sorted(reasons) if f"`{reason}`" not in PAGE] == []
