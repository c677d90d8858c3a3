"""Saves the embedded AWS soon after a change; MiniStack saves on SIGTERM only.

A kill at any moment loses what was accepted since the last save, and never tears a service's state. Saving writes all
of a service, so it takes its share of the time and no more: with the demo's data a save follows within three seconds,
with a hundred thousand instruments (half a gigabyte) within a minute.

- states are taken on the event-loop thread, where requests are served, so no snapshot is taken within a write;
- each file is written beside its successor and renamed over it;
- positions in streams (`lambda`) are taken first and written last: after a kill in between, records come again
  rather than never, and following them is a rebuild.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from pathlib import Path
from typing import Any

_SOONEST_SECONDS = 1.0
_SHARE = 10
"""Saving may take one part in ten of a processor's time."""
_EVERYTHING = "*"
_TOGETHER = frozenset({"dynamodb", "lambda"})
_READS = ("BatchGet", "Describe", "Get", "List", "Query", "Scan", "Sign", "TransactGet", "Verify")

_log = logging.getLogger("steelyard.checkpoints")


def written(scope: Mapping[str, Any]) -> str | None:
    """The service whose state this request may change: a name, `*` when unknown, None when it only reads."""
    if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
        return None
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    action = headers.get(b"x-amz-target", "").rpartition(".")[2]
    if action.startswith(_READS):
        return None
    if scope["path"].startswith(("/_aws/execute-api/", "/_ministack/")) or scope["path"].endswith(
        "/invocations"
    ):
        return None  # what a function writes arrives as requests of its own
    _, found, credential = headers.get(b"authorization", "").partition("Credential=")
    parts = credential.partition(",")[0].split("/")
    return parts[3] if found and len(parts) == 5 else _EVERYTHING  # noqa: PLR2004 - key/day/region/service/aws4_request


class Checkpoints:
    """Saves what changed; `states` tells each service's name and how to take its state."""

    def __init__(
        self,
        folder: Path,
        states: Callable[[], Mapping[str, Callable[[], Any]]],
        encode: Callable[[str, Any], str],
    ) -> None:
        self._folder = folder
        self._states = states
        self._encode = encode
        self._dirty: set[str] = set()

    def mark(self, service: str) -> None:
        """Note a change."""
        self._dirty.add(service)

    async def run(self) -> None:
        """Save soon after each change, for ever."""
        pause = _SOONEST_SECONDS
        while True:
            await asyncio.sleep(pause)
            began = time.thread_time()  # on a busy machine the clock would count others' work
            self.save()
            pause = max(_SOONEST_SECONDS, _SHARE * (time.thread_time() - began))

    def save(self) -> None:
        """Save what changed since the last time; what could not be saved is tried again the next time."""
        if not self._dirty:
            return
        dirty, self._dirty = self._dirty, set()
        states = self._states()
        chosen = _TOGETHER & states.keys() if dirty <= _TOGETHER else states.keys()
        taken: dict[str, str] = {}
        for name in _ordered(chosen, first="lambda"):
            try:
                state = states[name]()
                if state is not None:
                    taken[name] = self._encode(name, state)
            except (RuntimeError, TypeError, ValueError):  # another thread changed it meanwhile
                _log.warning("state of %s not taken, trying again", name, exc_info=True)
                self._dirty |= dirty
                if name in _TOGETHER:
                    return
        for name in reversed(_ordered(taken, first="lambda")):
            _replace(self._folder / f"{name}.json", taken[name])


def _ordered(names: Iterable[str], first: str) -> list[str]:
    return sorted(names, key=lambda name: (name != first, name))


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(text)
    beside.replace(path)


def of_ministack(folder: Path) -> Checkpoints:
    """The checkpoints of MiniStack's services, in MiniStack's own format."""
    import ministack.app as ministack
    from ministack.core import persistence

    def encode(service: str, state: MutableMapping[str, Any]) -> str:
        # dumps, not dump: only the former is encoded in C, ten times faster
        version = persistence._state_format_version(service)  # noqa: SLF001 - pinned to 1.5.33
        wrapped = {"__ministack_format__": version, "payload": state}
        return json.dumps(wrapped, default=persistence._json_default)  # noqa: SLF001

    return Checkpoints(folder, ministack._build_persistence_save_dict, encode)  # noqa: SLF001
