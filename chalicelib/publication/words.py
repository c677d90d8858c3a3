"""Words that become public: they hold no telephone, no identity number, no address of mail."""

import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from chalicelib.texts import VISIBLE

_DIGITS = "0-9０-９〇零一二三四五六七八九"
_NUMBER = re.compile(rf"[{_DIGITS}](?:[ \-－—_.·]{{0,3}}[{_DIGITS}]){{6}}")
"""Seven digits or more, however they are written: a local telephone number has no fewer."""
_DATE = re.compile(r"(?<![0-9])20[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}(?![0-9])")
_MAIL = re.compile(r"[^\s@＠]{1,64}[@＠][^\s@＠]+")


def is_personal(text: str) -> bool:
    """Whether it holds what looks like a number of a person or an address of mail; a date is neither."""
    return bool(_NUMBER.search(_DATE.sub("日", text)) or _MAIL.search(text))


def _public(text: str, info: ValidationInfo) -> str:
    is_sent = bool(info.context and info.context.get("sent"))
    if is_sent and is_personal(text):
        raise PydanticCustomError("personal_words", "take personal numbers out")
    return text


PublicText = Annotated[
    str, StringConstraints(max_length=1000, strip_whitespace=True), VISIBLE, AfterValidator(_public)
]
"""Up to 1,000 characters. Only what a client sends is looked at, so that what was kept stays readable."""
