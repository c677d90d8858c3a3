"""The item shape of `store.py` in DynamoDB: a table through boto3's low-level client, or what stands in for it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.errors import BadCursor
from chalicelib.store import Clash, Index, Item, Page, Put, canonical

_RETRIES = 8


class DynamoTable:
    """A DynamoDB table through boto3's low-level client."""

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name

    def get(self, pk: str, sk: str) -> Item | None:
        """See Table."""
        answer = self._client.get_item(TableName=self._name, Key=_key(pk, sk), ConsistentRead=True)
        return item_of(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Sequence[tuple[str, str]]) -> tuple[Item | None, ...]:
        """See Table."""
        wanted: dict[str, Any] = {
            self._name: {"Keys": [_key(pk, sk) for pk, sk in dict.fromkeys(keys)], "ConsistentRead": True}
        }
        found: dict[tuple[str, str], Item] = {}
        for _ in range(_RETRIES):
            answer = self._client.batch_get_item(RequestItems=wanted)
            for raw in answer["Responses"].get(self._name, ()):
                item = item_of(raw)
                found[item.pk, item.sk] = item
            wanted = answer.get("UnprocessedKeys") or {}
            if not wanted:
                return tuple(found.get(key) for key in keys)
        raise TimeoutError("DynamoDB kept keys unprocessed")

    def query(
        self,
        pk: str,
        *,
        begins: str = "",
        between: tuple[str, str] | None = None,
        after: str = "",
        limit: int = 50,
        backwards: bool = False,
        index: Index | None = None,
    ) -> Page:
        """See Table."""
        hash_name, range_name = (index, "b") if index else ("pk", "sk")
        names = {"#p": hash_name}
        values = {":p": {"S": pk}}
        condition = "#p = :p"
        if begins:
            names["#s"] = range_name
            values[":s"] = {"S": begins}
            condition += " AND begins_with(#s, :s)"
        elif between:
            names["#s"] = range_name
            values[":s"], values[":t"] = {"S": between[0]}, {"S": between[1]}
            condition += " AND #s BETWEEN :s AND :t"
        request: dict[str, Any] = {
            "TableName": self._name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
            "ScanIndexForward": not backwards,
            "Limit": limit,
        }
        if index:
            request["IndexName"] = f"by_{index}"
        else:
            request["ConsistentRead"] = True
        if after:
            request["ExclusiveStartKey"] = _start(after, {"pk", "sk", hash_name, range_name}, hash_name, pk)
        answer = self._client.query(**request)
        last = answer.get("LastEvaluatedKey")
        items = tuple(item_of(raw) for raw in answer["Items"])
        return Page(items, canonical({name: value["S"] for name, value in last.items()}) if last else "")

    def put(self, item: Item, seen: int) -> None:
        """See Table."""
        try:
            self._client.put_item(**self._put(item, seen))
        except self._client.exceptions.ConditionalCheckFailedException as failure:
            raw = failure.response.get("Item")
            standing = item_of(raw) if raw else None
            if standing == item:
                return  # boto3 retried after a lost answer: what stands there is this very write
            raise Clash(standing) from failure

    def put_all(self, puts: Sequence[Put]) -> None:
        """See Table."""
        try:
            self._client.transact_write_items(
                TransactItems=[{"Put": self._put(put.item, put.seen)} for put in puts]
            )
        except self._client.exceptions.TransactionCanceledException as failure:
            reasons = failure.response.get("CancellationReasons", ())
            for reason in reasons:
                if reason.get("Code") == "ConditionalCheckFailed":
                    raise Clash(item_of(reason["Item"]) if reason.get("Item") else None) from failure
            if any(reason.get("Code") == "TransactionConflict" for reason in reasons):
                raise Clash from failure
            raise

    def _put(self, item: Item, seen: int) -> dict[str, Any]:
        request: dict[str, Any] = {
            "TableName": self._name,
            "Item": attributes(item),
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        if seen:
            request["ConditionExpression"] = "v = :seen"
            request["ExpressionAttributeValues"] = {":seen": {"N": str(seen)}}
        else:
            request["ConditionExpression"] = "attribute_not_exists(pk)"
        return request


def _key(pk: str, sk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def _start(after: str, names: set[str], hash_name: str, pk: str) -> dict[str, Any]:
    """The key a page starts after. Raises BadCursor for one of another partition: cursors come back from outside."""
    start = json.loads(after)
    if not isinstance(start, dict) or start.keys() != names or start[hash_name] != pk:
        raise BadCursor
    return {name: {"S": text} for name, text in start.items()}


def attributes(item: Item) -> dict[str, Any]:
    """The item as DynamoDB has it, and as its stream tells it."""
    texts = {
        "pk": item.pk,
        "sk": item.sk,
        "state": item.state,
        "a": item.a,
        "b": item.b,
        "u": item.u,
        "h": item.h,
        "l": canonical(item.row) if item.row else "",
        "e": item.event,
        "d": canonical(item.document),
    }
    numbers = {"v": item.v, "schema": item.schema, "x": item.expires_s}
    return {name: {"S": text} for name, text in texts.items() if text} | {
        name: {"N": str(number)} for name, number in numbers.items() if number
    }


def item_of(raw: Mapping[str, Any]) -> Item:
    """The item in DynamoDB's attributes: of an answer, or of a stream record's NewImage or OldImage."""

    def text(name: str) -> str:
        return str(raw[name]["S"]) if name in raw else ""

    def number(name: str, absent: int = 0) -> int:
        return int(raw[name]["N"]) if name in raw else absent

    return Item(
        pk=text("pk"),
        sk=text("sk"),
        document=json.loads(text("d") or "{}"),
        v=number("v"),
        state=text("state"),
        a=text("a"),
        b=text("b"),
        u=text("u"),
        h=text("h"),
        row=json.loads(text("l") or "{}"),
        event=text("e"),
        schema=number("schema", 1),
        expires_s=number("x"),
    )
