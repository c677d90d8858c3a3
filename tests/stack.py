"""The embedded AWS and the deployed stack, one of each per test session, on ports of their own.

embedded    MiniStack through our launcher, empty                      (contract and fidelity tests)
stack       the whole local stack on top of it: deployed, demo data    (API smoke and browser tests)
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from infra.local import processes
from infra.local.places import ROOT, Places

_held: list[IO[str]] = []
"""Lock files of the ports this session has taken, so that two sessions on one machine do not take the same."""


def free_places(state: Path) -> Places:
    """A local stack of its own: a folder, and two neighbouring ports that nobody uses."""
    for port in range(18_000, 19_000, 2):
        if _is_ours(port) and all(is_free(place) for place in (port, port + 1)):
            return Places(state, port, port + 1)
    raise RuntimeError("no free pair of ports between 18000 and 19000")


def _is_ours(port: int) -> bool:
    lock = (Path(tempfile.gettempdir()) / f"steelyard-test-{port}.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return False
    _held.append(lock)
    return True


def is_free(port: int) -> bool:
    """Whether nobody listens there, also no thread of a process that is being killed."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.fixture(scope="session", autouse=True)
def _ports() -> Iterator[None]:
    yield
    while _held:
        _held.pop().close()


def up(places: Places, action: str = "run") -> str:
    """Run, stop or reset a stack by the command people use; answers what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "infra.local.up", action],
        cwd=ROOT,
        env={
            **os.environ,
            "STEELYARD_STATE": str(places.state),
            "STEELYARD_PORT": str(places.port),
            "STEELYARD_WEB": "as-is",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def is_saved(places: Places, text: str) -> bool:
    """Whether a table on the stack's disk holds this text, so that a kill does not take it away any more."""
    tables, positions = (places.aws_state / f"{name}.json" for name in ("dynamodb", "lambda"))
    if not (tables.exists() and positions.exists() and text in tables.read_text()):
        return False
    return positions.stat().st_mtime_ns >= tables.stat().st_mtime_ns  # they are written last


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """The embedded AWS, running."""
    places = free_places(tmp_path_factory.mktemp("stack"))
    processes.start(places, "launcher")
    yield places
    for name in processes.NAMES:
        processes.stop(places, name)
    shutil.rmtree(places.state, ignore_errors=True)


@pytest.fixture(scope="session")
def stack(embedded: Places) -> Places:
    """The whole local stack with demo data: `.origin` is what a browser opens. Build web/ before for its pages."""
    up(embedded)
    return embedded
