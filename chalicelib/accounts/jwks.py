"""Reading the issuer's key set over the network, with every limit set."""

import urllib.parse
import urllib.request

_TIMEOUT_SECONDS = 3
_LIMIT_BYTES = 64 * 1024


class NotAllowed(ValueError):
    """An address that is neither https nor this machine's own."""


def read(url: str) -> bytes:
    """The document at `url`: https, or http on loopback only (the local issuer). At most 64 KB, 3 seconds."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" and (parts.scheme, parts.hostname) != ("http", "127.0.0.1"):
        raise NotAllowed(url)
    with urllib.request.urlopen(url, timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310 - the scheme was checked above
        body: bytes = answer.read(_LIMIT_BYTES + 1)
    if len(body) > _LIMIT_BYTES:
        raise NotAllowed(url)
    return body
