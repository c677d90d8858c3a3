"""What the documents of inspection have in common."""

from typing import Annotated

from pydantic import ConfigDict, StringConstraints

from chalicelib.documents import Document
from chalicelib.texts import VISIBLE

Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80, strip_whitespace=True, pattern=r"^[^\x00-\x1f]+$"),
    VISIBLE,
]


class Closed(Document):
    """A document that nobody changes in place and that knows all its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
