"""What a citizen answers or decides in their own file; pure, and hostile until read."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from chalicelib.complaints.sent import ShortProse, half_width
from chalicelib.documents import OneOf
from chalicelib.ids import MaterialId
from chalicelib.registry.marks import Frozen

IdNumber = Annotated[
    str, BeforeValidator(half_width), StringConstraints(to_upper=True, pattern=r"^[0-9A-Za-z()]{5,20}$")
]


class SentIdentity(Frozen):
    """The identity papers that were asked for (身份证明材料); `pictures` are materials already announced."""

    kind: Literal["identity"]
    id_number: IdNumber
    pictures: Annotated[tuple[MaterialId, ...], Field(max_length=4)] = ()


class SentConsent(Frozen):
    """Whether the complainant agrees to mediation, and to its delegation (是否同意委托调解)."""

    kind: Literal["consent"]
    to_mediation: bool
    to_delegation: bool = False


class SentSettlement(Frozen):
    """Whether the complainant accepts what the merchant offered, or was settled with."""

    kind: Literal["settlement"]
    accepts: bool
    text: ShortProse = ""


class SentWithdrawal(Frozen):
    """The complainant takes the complaint back (撤回投诉)."""

    kind: Literal["withdrawal"]
    text: ShortProse = ""


class SentAnswer(
    OneOf[
        Annotated[SentIdentity | SentConsent | SentSettlement | SentWithdrawal, Field(discriminator="kind")]
    ]
):
    """What a citizen answers or decides in their own file, under an id made by the phone."""
