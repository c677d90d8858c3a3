"""Who a reporter is and what they wrote as they wrote it (身份信息): sealed at once, opened for a reason; pure.

A seal is an envelope: a data key of KMS, bound to the file, wraps nothing but this one, and AES-256-GCM with it seals
the texts under the file's id and the place they are kept at. Only the function `identities` may unwrap.
"""

import base64
import json
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from chalicelib import sealing
from chalicelib.complaints import masking
from chalicelib.documents import OneOf
from chalicelib.instants import Instant
from chalicelib.registry.marks import Frozen
from chalicelib.texts import VISIBLE

IDENTITY = "identity"
LEAST_WHY = 4
Base64 = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]+=*$", max_length=100_000)]
Place = Annotated[str, StringConstraints(pattern=r"^(identity|(mat|stp)-[0-9a-z]{26})$")]
"""Which sealed texts of a file: the identity itself, a material's, or those of an answer."""
Why = Annotated[
    str,
    BeforeValidator(lambda text: masking.printed(text) if isinstance(text, str) else text),
    StringConstraints(min_length=LEAST_WHY, max_length=200, strip_whitespace=True),
    VISIBLE,
]


class Sealed(Frozen):
    """Sealed texts as kept. `form` names the way, so that another may follow."""

    form: Literal["kms-gcm-1"] = "kms-gcm-1"
    key: Base64
    texts: Base64


class Masked(Frozen):
    """Sealed texts, and the same as the file may keep them: what the reporter told of themselves is hidden."""

    seal: Sealed
    texts: dict[str, str]


class Opening(Frozen):
    """That somebody opened an identity: written before it is unsealed; of it only the reason is ever erased."""

    id: str
    complaint: str
    by: str
    why: Why
    at: Instant


class Opened(Frozen):
    """What was sealed, by place: of the identity name, phone, address and facts; of materials their texts."""

    opening: Opening
    texts: dict[str, dict[str, str]]


_SILENT = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
"""Lambda logs what a function fails with, and pydantic would quote what it was asked."""


class ToSeal(Frozen):
    """What the function is asked: seal these texts of a file, and answer them masked."""

    model_config = _SILENT

    do: Literal["seal"]
    complaint: str
    place: Place
    texts: Annotated[dict[str, str], Field(max_length=12)]


class ToOpen(Frozen):
    """What the function is asked: open a file's identity for somebody, who says why."""

    model_config = _SILENT

    do: Literal["open"]
    complaint: str
    opening: str
    by: str
    why: Why


class ToMask(Frozen):
    """What the function is asked: hide in these texts what the reporter of a file told of themselves; none is kept."""

    model_config = _SILENT

    do: Literal["mask"]
    complaint: str
    texts: Annotated[dict[str, str], Field(max_length=12)]


class ToKeeper(OneOf[Annotated[ToSeal | ToOpen | ToMask, Field(discriminator="do")]]):
    """What the function is asked; nothing else."""

    model_config = ConfigDict(hide_input_in_errors=True)


def sealed(
    complaint: str, place: str, texts: Mapping[str, str], key: tuple[bytes, bytes], nonce: bytes
) -> Sealed:
    """The texts sealed with a fresh data key, which is given plain and wrapped."""
    plain, wrapped = key
    raw = json.dumps(dict(texts), ensure_ascii=False).encode()
    box = sealing.seal(plain, nonce, _name(complaint, place), raw)
    return Sealed(key=base64.b64encode(wrapped).decode(), texts=base64.b64encode(box).decode())


def unsealed(complaint: str, place: str, seal: Sealed, plain: bytes) -> dict[str, str]:
    """The texts. Raises sealing.Broken for those of another file or place."""
    raw = sealing.unseal(plain, _name(complaint, place), base64.b64decode(seal.texts))
    return {str(name): str(text) for name, text in json.loads(raw).items()}


def reason(masked: str) -> str:
    """Why an identity is opened, as it may be kept: a reason that was nothing but a name stays one."""
    return masked if len(masked) >= LEAST_WHY else f"{masked}（已隐去）"


def told(identity: Mapping[str, str]) -> tuple[str, ...]:
    """What a reporter said of themselves, of the texts of an identity."""
    return tuple(identity[name] for name in ("name", "phone", "address", "id_number") if identity.get(name))


def _name(complaint: str, place: str) -> str:
    return f"steelyard/identity-1/{complaint}/{place}"
