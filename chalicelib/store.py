"""The one item shape and the conditional writes every `store.py` is built from (design.md section 5).

attribute  meaning
pk, sk     primary key
a, b       sparse GSI1: work lists by place, status and time
u, b       sparse GSI2: by person
v          version, counts from 1: optimistic lock and ETag
state      the state the document is in, for filters and conditions
h          SHA-256 of the client's canonical content: decides 200 or 409 on a repeated PUT
l          the small JSON a list row shows, projected into the GSIs
e          the event this write emits, `name/version` (events.py); the stream is the outbox
schema     integer, grows when `d` changes its form
d          the document as canonical JSON text: parsing native maps costs three times the CPU
x          Unix seconds after which the item may go (ops table only)
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from chalicelib.errors import BadCursor

Index = Literal["a", "u"]
_RETRIES = 8


def canonical(document: Mapping[str, Any]) -> str:
    """One text for one content: sorted keys, no spaces, UTF-8 unescaped. Exact numbers are text already."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, hex."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()


@dataclass(frozen=True)
class Item:
    """One stored item; `document` and `row` are JSON objects, kept as text in the table."""

    pk: str
    sk: str
    document: Mapping[str, Any]
    v: int = 1
    state: str = ""
    a: str = ""
    b: str = ""
    u: str = ""
    h: str = ""
    row: Mapping[str, Any] = field(default_factory=dict)
    event: str = ""
    schema: int = 1
    expires_s: int = 0


@dataclass(frozen=True)
class Page:
    """Items of one query and where the next page starts; `after` is empty on the last page."""

    items: tuple[Item, ...]
    after: str = ""


@dataclass(frozen=True)
class Put:
    """One write of a transaction: `seen` is the version that must stand now, 0 when nothing may stand there."""

    item: Item
    seen: int


class Clash(Exception):
    """A conditional write found another version than the one named; `standing` is what stands there, if known."""

    def __init__(self, standing: Item | None = None) -> None:
        super().__init__("another version stands there")
        self.standing = standing


class Table(Protocol):
    """A table of items. Reads are strongly consistent unless an index is asked; writes are conditional."""

    def get(self, pk: str, sk: str) -> Item | None:
        """The item, or None."""

    def get_many(self, keys: Sequence[tuple[str, str]]) -> tuple[Item | None, ...]:
        """The items under at most 100 keys in one round trip, in the order asked."""

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
        """One page of a partition (or of an index partition) in order of sk (or b).

        begins     prefix of sk (of b with an index)
        between    first and last sk (b with an index), both inclusive; instead of `begins`
        after      `Page.after` of the page before
        limit      at most so many items, 1 to 1000
        index      "a" or "u"; eventually consistent, and only keys, index attributes and `row` are filled
        """

    def put(self, item: Item, seen: int) -> None:
        """Write the whole item if version `seen` stands there (0: nothing). Raises Clash with what stands there."""

    def put_all(self, puts: Sequence[Put]) -> None:
        """Write at most 100 items or none of them. Raises Clash when any condition fails."""


class DynamoTable:
    """A DynamoDB table through boto3's low-level client."""

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name

    def get(self, pk: str, sk: str) -> Item | None:
        """See Table."""
        answer = self._client.get_item(TableName=self._name, Key=_key(pk, sk), ConsistentRead=True)
        return _item(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Sequence[tuple[str, str]]) -> tuple[Item | None, ...]:
        """See Table."""
        wanted: dict[str, Any] = {
            self._name: {"Keys": [_key(pk, sk) for pk, sk in dict.fromkeys(keys)], "ConsistentRead": True}
        }
        found: dict[tuple[str, str], Item] = {}
        for _ in range(_RETRIES):
            answer = self._client.batch_get_item(RequestItems=wanted)
            for raw in answer["Responses"].get(self._name, ()):
                item = _item(raw)
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
        items = tuple(_item(raw) for raw in answer["Items"])
        return Page(items, canonical({name: value["S"] for name, value in last.items()}) if last else "")

    def put(self, item: Item, seen: int) -> None:
        """See Table."""
        try:
            self._client.put_item(**self._put(item, seen))
        except self._client.exceptions.ConditionalCheckFailedException as failure:
            raw = failure.response.get("Item")
            standing = _item(raw) if raw else None
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
                    raise Clash(_item(reason["Item"]) if reason.get("Item") else None) from failure
            if any(reason.get("Code") == "TransactionConflict" for reason in reasons):
                raise Clash from failure
            raise

    def _put(self, item: Item, seen: int) -> dict[str, Any]:
        request: dict[str, Any] = {
            "TableName": self._name,
            "Item": _attributes(item),
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        if seen:
            request["ConditionExpression"] = "v = :seen"
            request["ExpressionAttributeValues"] = {":seen": {"N": str(seen)}}
        else:
            request["ConditionExpression"] = "attribute_not_exists(pk)"
        return request


def put_once(table: Table, item: Item) -> Item:
    """Create `item`, or answer the one that stands there when it was made from the same content.

    A lost answer is repeated with the same id and the same content (`h`), which is the same request.
    Raises Clash when other content stands under this key.
    """
    try:
        table.put(item, seen=0)
    except Clash as clash:
        if clash.standing is not None and clash.standing.h == item.h:
            return clash.standing
        raise
    return item


def pages(
    table: Table,
    pk: str,
    *,
    begins: str = "",
    between: tuple[str, str] | None = None,
    index: Index | None = None,
) -> Iterator[Item]:
    """Every item of a partition, page by page; for jobs, not for screens."""
    after = ""
    while True:
        page = table.query(pk, begins=begins, between=between, after=after, limit=500, index=index)
        yield from page.items
        if not (after := page.after):
            return


def from_stream(image: Mapping[str, Any]) -> Item:
    """The item in a DynamoDB stream record's NewImage or OldImage."""
    return _item(image)


def _key(pk: str, sk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def _start(after: str, names: set[str], hash_name: str, pk: str) -> dict[str, Any]:
    """The key a page starts after. Raises BadCursor for one of another partition: cursors come back from outside."""
    start = json.loads(after)
    if not isinstance(start, dict) or start.keys() != names or start[hash_name] != pk:
        raise BadCursor
    return {name: {"S": text} for name, text in start.items()}


def _attributes(item: Item) -> dict[str, Any]:
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


def _item(raw: Mapping[str, Any]) -> Item:
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
