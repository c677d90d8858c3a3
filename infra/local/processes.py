"""The two processes of a local stack: the embedded AWS (`launcher`) and the front door (`frontdoor`).

Each leads a process group of its own and is known by a file with its id, so that a later command finds it.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from infra.local.places import ROOT, NotPossible, Places

NAMES = ("frontdoor", "launcher")
"""In the order in which they are ended."""
_START_SECONDS = 180.0
_END_SECONDS = 180.0
"""Half a gigabyte of state is saved at the end."""
_FREED_SECONDS = 5.0
"""A killed process of many threads is gone for `ps` before its last thread, which still holds the port."""
_children: dict[int, subprocess.Popen[bytes]] = {}
"""What this very process started, to be waited for when it ends it too."""


def start(places: Places, name: str) -> None:
    """Start one process unless it runs, and wait until it answers."""
    if alive(places, name):
        return
    for child in [child for child in _children.values() if child.poll() is not None]:
        del _children[child.pid]
    _check_free(places.port if name == "frontdoor" else places.aws_port)
    shutil.rmtree(places.scratch(name), ignore_errors=True)
    places.scratch(name).mkdir(parents=True)
    with (places.state / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", f"infra.local.{name}"],
            cwd=ROOT,
            env=places.clean_environment() | {"TMPDIR": str(places.scratch(name))},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _children[process.pid] = process
    _pid_file(places, name).write_text(str(process.pid))
    ready_url = f"{places.origin}/config.json" if name == "frontdoor" else f"{places.aws}/_ministack/ready"

    def is_ready() -> bool:
        if process.poll() is not None:
            raise NotPossible(f"The {name} ended at once; its log is {places.state / name}.log")
        return _answers(ready_url) and process.poll() is None  # and not another program on this port

    _wait_until(is_ready, f"The {name} did not answer; its log is {places.state / name}.log")


def stop(places: Places, name: str) -> None:
    """End one process and what it started; the embedded AWS saves first."""
    pid = alive(places, name)
    if pid:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        _wait_until(lambda: not _command(pid), f"The {name} (process {pid}) did not end.", _END_SECONDS)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)  # functions that were still running
        if pid in _children:
            _children.pop(pid).wait()
    _pid_file(places, name).unlink(missing_ok=True)


def alive(places: Places, name: str) -> int | None:
    """The id of our running process; a recycled id that another program has now is not ours."""
    try:
        pid = int(_pid_file(places, name).read_text())
    except (FileNotFoundError, ValueError):
        return None
    return pid if f"infra.local.{name}" in _command(pid) else None


def _command(pid: int) -> str:
    """The command line of a living process, or nothing."""
    asked = ["ps", "-o", "stat=,command=", "-p", str(pid)]
    shown = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return "" if shown.startswith("Z") else shown


def _pid_file(places: Places, name: str) -> Path:
    return places.state / f"{name}.pid"


def _check_free(port: int) -> None:
    sentence = f"Port {port} is taken by another program: end it, or choose other ports: make run STEELYARD_PORT=8100"
    _wait_until(lambda: _is_free(port), sentence, _FREED_SECONDS)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's own word
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _wait_until(is_so: Callable[[], bool], sentence: str, seconds: float = _START_SECONDS) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            raise NotPossible(sentence)
        time.sleep(0.05)
