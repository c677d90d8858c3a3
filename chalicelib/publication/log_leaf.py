"""One entry of the log: what a leaf says, and the commitment that lets content be erased without breaking the log.

leaf          canonical JSON of event, id, version and commitment, for ever
commitment    SHA-256 of 32 random bytes, the salt, and the canonical content behind them
content       what was published; it goes together with its salt, and then nobody can tell from the leaf what it was
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from chalicelib.store import canonical

SALT_BYTES = 32
type StepState = Literal["shown", "replacing", "hidden", "erased"]
TAKES_BACK: frozenset[StepState] = frozenset({"replacing", "hidden"})
"""States of steps that take what the earlier steps of the same thing told out of the public eye."""
_CORRECTED = "corrected"
_REPLACING = "standing.shown/"
"""A grade says what the facts of its day came to; were the former ones kept, facts that expired would go on telling."""
_FIELDS = {"event": str, "id": str, "version": int, "commitment": str}


class BadLeaf(ValueError):
    """The bytes are no leaf of this log."""


class BadContent(ValueError):
    """The bytes are no content file of this log."""


@dataclass(frozen=True)
class Leaf:
    """What the log says of one public event.

    event       its mark, `name/version`      id  key of the thing and of its step, joined by `/`
    version     of the item that told it      commitment  64 hexadecimal digits
    """

    event: str
    id: str
    version: int
    commitment: str

    def kept(self) -> bytes:
        """The bytes that are hashed."""
        return canonical(vars(self)).encode()

    @classmethod
    def of(cls, raw: bytes) -> Self:
        """The leaf in these bytes. Raises BadLeaf, also for the same content in another form."""
        try:
            told = json.loads(raw)
        except ValueError as failure:
            raise BadLeaf("not JSON") from failure
        if not isinstance(told, dict) or {name: type(value) for name, value in told.items()} != _FIELDS:
            raise BadLeaf("other fields than event, id, version and commitment")
        leaf = cls(**told)
        if leaf.kept() != raw:
            raise BadLeaf("not in canonical form")
        return leaf

    @property
    def thing(self) -> str:
        """The thing whose step this is."""
        return self.id.partition("/")[0]

    @property
    def step(self) -> tuple[str, int]:
        """Its place among the steps of the thing: they are in this order."""
        return self.id.partition("/")[2], self.version


@dataclass(frozen=True)
class Content:
    """What a leaf is committed to: canonical JSON, and its salt."""

    text: str
    salt: bytes

    @classmethod
    def made(cls, document: Mapping[str, Any], salt: bytes) -> Self:
        """The content of a document."""
        return cls(canonical(document), salt)

    def commitment(self) -> str:
        """What the leaf says."""
        return hashlib.sha256(self.salt + self.text.encode()).hexdigest()

    def is_of(self, leaf: Leaf) -> bool:
        """Whether the leaf is committed to this."""
        return hmac.compare_digest(self.commitment(), leaf.commitment)

    def state(self, event: str) -> StepState:
        """What this step of an event does: it is `hidden`, is shown in place of the earlier ones, or just shown."""
        told = json.loads(self.text)
        if told.get("state") == "hidden":
            return "hidden"
        return "replacing" if told.get("step") == _CORRECTED or event.startswith(_REPLACING) else "shown"

    def kept(self) -> bytes:
        """The bytes of the file that everybody may read until it is erased."""
        return canonical({"content": self.text, "salt": self.salt.hex()}).encode()

    @classmethod
    def of(cls, raw: bytes) -> Self:
        """The content in a file. Raises BadContent."""
        try:
            told = json.loads(raw)
            text, salt = told["content"], bytes.fromhex(told["salt"])
            if len(salt) != SALT_BYTES or not isinstance(json.loads(text), dict):
                raise BadContent("another form")
        except (ValueError, TypeError, KeyError) as failure:
            raise BadContent("another form") from failure
        return cls(text, salt)


def content_name(index: int) -> str:
    """Name of the content file of the entry at `index`."""
    return f"{index:012d}.json"
