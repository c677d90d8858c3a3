"""A drand chain of our own for demos and tests: its key is known to everybody, so it proves nothing to anybody.

Scheme, messages and signatures are those of the public chain; a round every three seconds since the first of 2026.
"""

import hashlib
from datetime import datetime
from typing import Any

from chalicelib.sampling.drand import DOMAIN, G2, message

_KEY = int.from_bytes(hashlib.sha256(b"steelyard/test-chain").digest()) >> 2
GENESIS_SECONDS = 1_767_225_600
PERIOD_SECONDS = 3
CHAIN = hashlib.sha256(b"steelyard/test-chain/hash").hexdigest()


def newest(at: datetime) -> int:
    """The newest round that is out at this instant, 0 before the first."""
    return max(0, (int(at.timestamp()) - GENESIS_SECONDS) // PERIOD_SECONDS + 1)


def signature(number: int) -> bytes:
    """The signature of a round."""
    from pyblst import BlstP1Element

    return bytes(BlstP1Element.hash_to_group(message(number), DOMAIN).scalar_mul(_KEY).compress())


def public_key() -> bytes:
    """The key its rounds are checked with."""
    from pyblst import BlstP2Element

    return bytes(BlstP2Element.uncompress(G2).scalar_mul(_KEY).compress())


def chain() -> dict[str, Any]:
    """What plans name of the chain, but for the round."""
    return {
        "chain": CHAIN,
        "public_key": public_key().hex(),
        "genesis_seconds": GENESIS_SECONDS,
        "period_seconds": PERIOD_SECONDS,
    }


def source(at: datetime) -> dict[str, Any]:
    """The first round that begins at or after this instant, as plans name it."""
    number = -(-(int(at.timestamp()) - GENESIS_SECONDS) // PERIOD_SECONDS) + 1
    return {**chain(), "kind": "drand", "scheme": "bls-unchained-g1-rfc9380", "round": number}
