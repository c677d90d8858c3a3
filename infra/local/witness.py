"""The demo's witness: a key of its own beside the log's, whose rounds the front door calls as a timer would elsewhere.

It is `python -m chalicelib.publication.witness` as anybody runs it, over HTTP. That both keys are on one machine is
the demo's alone: a witness proves something only where the log's operator does not hold its key.
"""

import asyncio
import time
import traceback
import urllib.request
from contextlib import suppress
from pathlib import Path

from chalicelib.publication import witness
from infra.local.places import Places

NAME = "witness.example/demo"
EVERY_SECONDS = 20


def key(places: Places) -> str:
    """The key by which the log knows its witness; made the first time."""
    file, told = _file(places), _file(places).with_suffix(".pub")
    if not told.exists():
        places.state.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)  # made, but nobody was told
        said: list[str] = []
        witness.main(["new", NAME, str(file)], said.append, _now)
        told.write_text(said[0])
    return told.read_text()


async def rounds(places: Places) -> None:
    """A round at a time until cancelled; what goes wrong in one is told, and the next is made."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        try:
            await asyncio.to_thread(look, places)
        except Exception:  # noqa: BLE001 - the edge of a round
            traceback.print_exc()


def look(places: Places) -> None:
    """One round: cosign the newest checkpoint unless that is done; nothing to sign, or nobody there: the next round."""
    with suppress(OSError):
        if f"{NAME} " in _read(places, "checkpoint"):
            return
        first = _file(places).with_suffix(".log")  # the log's key as it was first seen
        if not first.exists():
            first.write_text(_read(places, "keys").splitlines()[0])
        arguments = ["sign", places.origin, str(_file(places)), "--key", first.read_text()]
        witness.main(arguments, print, _now)


def _file(places: Places) -> Path:
    return places.state / "witness"


def _read(places: Places, name: str) -> str:
    with urllib.request.urlopen(f"{places.origin}/public/log/{name}", timeout=10) as answer:  # noqa: S310 - our own
        return str(answer.read().decode())


def _now() -> int:
    return int(time.time())
