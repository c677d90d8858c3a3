"""What the documents of credit have in common."""

from typing import Annotated

from pydantic import ConfigDict, StringConstraints

from chalicelib.documents import Document
from chalicelib.texts import VISIBLE

Said = Annotated[str, StringConstraints(min_length=4, max_length=500, strip_whitespace=True), VISIBLE]
"""What a person says: a reason, an explanation, what was done."""
District = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
"""A district's GB/T 2260 code, as the registry knows it."""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Closed(Document):
    """A document that nobody changes in place and that knows all its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)


class Words(Closed):
    """A text in both languages."""

    zh: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    en: Annotated[str, StringConstraints(min_length=1, max_length=800)]
