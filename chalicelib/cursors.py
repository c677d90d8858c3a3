"""Opaque cursors of lists, bound to the filter they were made for."""

import base64
import binascii
import json
from collections.abc import Mapping

from chalicelib.errors import BadCursor, Fault, Sentence
from chalicelib.store import digest


def seal(filter_: Mapping[str, str], after: str) -> str:
    """The cursor for the page after `after` of the list under `filter_`; empty when there is none."""
    if not after:
        return ""
    return base64.urlsafe_b64encode(json.dumps([digest(filter_)[:16], after]).encode()).decode().rstrip("=")


def unseal(filter_: Mapping[str, str], cursor: str) -> str:
    """The `after` in a cursor; "" for no cursor. Raises BadCursor for one of another list, or not ours."""
    if not cursor:
        return ""
    try:
        bound, after = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        keys = json.loads(after)
        json.dumps(keys, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise _bad() from None
    is_ours = bound == digest(filter_)[:16] and _texts(keys)
    if not is_ours:
        raise _bad()
    return str(after)


def _texts(keys: object) -> bool:
    values = keys.values() if isinstance(keys, dict) else keys if isinstance(keys, list) else [None]
    return all(isinstance(value, str) and value for value in values)


def _bad() -> BadCursor:
    return BadCursor(faults=(Fault("/cursor", BadCursor.code, Sentence(BadCursor.zh, BadCursor.en)),))
