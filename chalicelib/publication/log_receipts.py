"""A receipt: that one entry is in the log, for somebody without network or trust, in the form of C2SP tlog-proof.

Its extra data are the leaf and, until that is erased, the content it is committed to.
"""

import base64
import json
import re
from dataclasses import dataclass
from typing import Self

from chalicelib import merkle
from chalicelib.publication.log_leaf import BadContent, Content
from chalicelib.publication.log_notes import BadNote, Note
from chalicelib.store import canonical

_FIRST = "c2sp.org/tlog-proof@v1"
_LINES = 3
"""Before the proof."""
_PROOF_LIMIT = 63
LIMIT_CHARACTERS = 2_000_000
"""Of a receipt: content is at most what an item holds, base64 twice."""


class BadReceipt(ValueError):
    """The text is no receipt of this log."""


@dataclass(frozen=True)
class Receipt:
    """One entry, its place, the way from it to the root, and the checkpoint that has signed that root."""

    index: int
    leaf: bytes
    proof: tuple[bytes, ...]
    checkpoint: Note
    content: Content | None = None

    def kept(self) -> str:
        """The receipt as a file."""
        extra = {"leaf": self.leaf.decode()}
        if self.content:
            extra["content"] = self.content.kept().decode()
        coded = base64.b64encode(canonical(extra).encode()).decode()
        hashes = "".join(f"{base64.b64encode(one).decode()}\n" for one in self.proof)
        return f"{_FIRST}\nextra {coded}\nindex {self.index}\n{hashes}\n{self.checkpoint.kept()}"

    @classmethod
    def of(cls, text: str) -> Self:
        """The receipt in a file. Raises BadReceipt."""
        head, _, note = text.partition("\n\n")
        lines = head.split("\n")
        if len(text) > LIMIT_CHARACTERS or not _LINES <= len(lines) <= _LINES + _PROOF_LIMIT:
            raise BadReceipt("longer or shorter than a receipt can be")
        first, extra, index, *hashes = lines
        place = re.fullmatch(r"index (0|[1-9][0-9]{0,14})", index)
        if first != _FIRST or not place or not extra.startswith("extra "):
            raise BadReceipt("not a tlog-proof with extra data")
        try:
            told = json.loads(base64.b64decode(extra.removeprefix("extra "), validate=True))
            leaf = told["leaf"].encode()
            content = Content.of(told["content"].encode()) if "content" in told else None
            proof = tuple(base64.b64decode(one, validate=True) for one in hashes)
            checkpoint = Note.of(note)
        except (BadNote, BadContent) as failure:
            raise BadReceipt(str(failure)) from failure
        except (ValueError, TypeError, KeyError, AttributeError) as failure:
            raise BadReceipt("extra data of another form") from failure
        if any(len(one) != len(merkle.EMPTY) for one in proof):
            raise BadReceipt("a hash of another length")
        return cls(int(place[1]), leaf, proof, checkpoint, content)
