"""Reading the issuer's key set over the network, with every limit set."""

import urllib.parse
import urllib.request
from http.client import HTTPException
from typing import Any

_TIMEOUT_SECONDS = 3
_LIMIT_BYTES = 64 * 1024


class NotAllowed(ValueError):
    """An address that is neither https nor this machine's own, or an answer that is too long."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The address is configured; whoever answers there may not send us anywhere else, least of all to http."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def read(url: str) -> bytes:
    """The document at `url`: https, or http on loopback only (the local issuer). At most 64 KB, 3 seconds.

    Raises OSError for every failure on the way, and NotAllowed.
    """
    parts = urllib.parse.urlsplit(url)
    is_local = (parts.scheme, parts.hostname) == ("http", "127.0.0.1")
    if parts.scheme != "https" and not is_local:
        raise NotAllowed(url)
    direct = [urllib.request.ProxyHandler({})] if is_local else []
    opener = urllib.request.build_opener(_NoRedirect, *direct)
    try:
        with opener.open(url, timeout=_TIMEOUT_SECONDS) as answer:
            body: bytes = answer.read(_LIMIT_BYTES + 1)
    except HTTPException as failure:  # cut off, or no HTTP at all
        raise ConnectionError(type(failure).__name__) from failure
    if len(body) > _LIMIT_BYTES:
        raise NotAllowed(url)
    return body
