"""A table that answers a function as its policy allows: the embedded AWS does not know `dynamodb:LeadingKeys`."""

import json
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from chalicelib.store import Item, Page, Put
from tests.fakes import FakeTable

POLICIES = Path(__file__).parents[1] / ".chalice"


class Denied(Exception):
    """What AWS answers with AccessDenied."""


class Governed(FakeTable):
    """A table that answers a function as its policy allows."""

    def __init__(self, function: str, items: dict[tuple[str, str], Item], name: str = "MainTable") -> None:
        super().__init__()
        self.name = name
        self.items = items
        self.statements = json.loads((POLICIES / f"policy-{function}.json").read_text())["Statement"]

    def get(self, pk: str, sk: str) -> Item | None:
        self._admit("GetItem", "table", pk)
        return super().get(pk, sk)

    def get_many(self, keys: Sequence[tuple[str, str]]) -> tuple[Item | None, ...]:
        self._admit("BatchGetItem", "table", *(pk for pk, _ in keys))
        return tuple(FakeTable.get(self, *key) for key in keys)

    def query(self, pk: str, *, index: Any = None, **asked: Any) -> Page:
        self._admit("Query", f"index/by_{index}" if index else "table", pk)
        return super().query(pk, index=index, **asked)

    def put_all(self, puts: Sequence[Put]) -> None:
        self._admit("PutItem", "table", *(put.item.pk for put in puts))
        super().put_all(puts)

    def _admit(self, action: str, resource: str, *keys: str) -> None:
        if not any(self._allows(one, action, resource, keys) for one in self.statements):
            raise Denied(action, resource, keys)

    def _allows(self, statement: dict[str, Any], action: str, resource: str, keys: Sequence[str]) -> bool:
        named = {
            json.dumps({"Fn::GetAtt": [self.name, "Arn"]}): "table",
            json.dumps({"Fn::Sub": f"${{{self.name}.Arn}}/index/by_a"}): "index/by_a",
            json.dumps({"Fn::Sub": f"${{{self.name}.Arn}}/index/by_u"}): "index/by_u",
        }
        is_named = named.get(json.dumps(statement["Resource"])) == resource
        if f"dynamodb:{action}" not in statement["Action"] or not is_named:
            return False
        ((operator, told),) = statement["Condition"].items()
        assert operator == "ForAllValues:StringLike"
        (patterns,) = told.values()
        return all(any(fnmatchcase(key, pattern) for pattern in patterns) for key in keys)
