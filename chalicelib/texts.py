"""Text that people write: of what a client sends, at least one character can be seen; cells, masked names.

What was stored before this was asked stays readable: only what is read as SENT is looked at.
"""

import unicodedata
from typing import Any

from pydantic import AfterValidator, ValidationInfo
from pydantic_core import PydanticCustomError

SENT: dict[str, Any] = {"sent": True}
"""The validation context of what a client sends."""
_SEEN = "LNPS"
"""Letters, numbers, punctuation, symbols: not white space, signs that nobody sees, marks without a letter."""
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs that are drawn as nothing: Hangul's fillers, the empty cell of Braille."""
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def is_visible(text: str) -> bool:
    """Whether anything of it can be seen."""
    return any(unicodedata.category(one)[0] in _SEEN and one not in _BLANK for one in text)


def _visible(text: str, info: ValidationInfo) -> str:
    is_sent = bool(info.context and info.context.get("sent"))
    if is_sent and text and not is_visible(text):
        raise PydanticCustomError("blank", "write something that can be seen")
    return text


def _like_a_formula(text: str) -> bool:
    return text.lstrip("'").startswith(_FORMULA)


def unguarded(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text.startswith("'") and _like_a_formula(text) else text


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; `unguarded` undoes it, whatever apostrophes stood before."""
    return "'" + text if _like_a_formula(text) else text


def public_name(name: str, kind: str) -> str:
    """The name of a merchant that anybody may see: a natural person's is masked after its first character."""
    return name[0] + "*" if kind == "stall_keeper" else name


VISIBLE = AfterValidator(_visible)
"""For a text that a person writes, behind its other constraints; an empty one is for those to refuse."""
