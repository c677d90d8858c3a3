"""The fixed ids of the demo, so that loading it twice is the same request."""

import hashlib

from chalicelib import ids

_MADE_MS = 1_767_225_600_000
"""2026-01-01T00:00:00Z: the time in every id of the demo."""


def demo_id(thing: str, name: str) -> str:
    """The id of the demo's `name`, always the same."""
    return ids.new(thing, _MADE_MS, hashlib.sha256(f"steelyard-demo/{thing}/{name}".encode()).digest())


def stall_keeper(stall: int) -> str:
    """The keeper of a stall of the wet market, 1 to 60."""
    return demo_id("merchant", f"stall-{stall}")


LAB = demo_id("lab", "xiamen")
MARKET = demo_id("site", "market")
