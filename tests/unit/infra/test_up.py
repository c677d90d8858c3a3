"""What stands in the way of a start is said in one sentence that tells what to do."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from infra.local import processes, web
from infra.local.places import ROOT, NotPossible, Places


@pytest.fixture
def places(tmp_path: Path) -> Places:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Places(tmp_path, port, port)


def test_a_taken_port_is_named(monkeypatch: pytest.MonkeyPatch, places: Places) -> None:
    monkeypatch.setattr(processes, "_FREED_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", places.port)), pytest.raises(NotPossible) as caught:
        processes.start(places, "frontdoor")
    assert str(caught.value).startswith(f"Port {places.port} is taken")
    assert "STEELYARD_PORT" in str(caught.value)


def test_a_recycled_process_id_is_not_ours(places: Places) -> None:
    (places.state / "launcher.pid").write_text(str(os.getpid()))
    assert processes.alive(places, "launcher") is None


@pytest.mark.parametrize("written", ["", "999999999", "x"])
def test_a_process_that_is_gone_is_not_alive(places: Places, written: str) -> None:
    (places.state / "launcher.pid").write_text(written)
    assert processes.alive(places, "launcher") is None
    processes.stop(places, "launcher")


@pytest.mark.parametrize(
    ("version", "said"), [("", "Node is missing"), ("v18.20.4", "too old"), ("v20.18.9", "too old")]
)
def test_node_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, said: str) -> None:
    if version:
        for name in ("node", "npm"):
            (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n")
            (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("STEELYARD_WEB", raising=False)
    with pytest.raises(NotPossible, match=said) as caught:
        web.build()
    assert "20.19" in str(caught.value)


def test_a_missing_python_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / ".python-version").write_text("3.99\n")
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).touch()
    shell = shutil.which("sh")
    assert shell
    done = subprocess.run(
        [shell, str(ROOT / "infra" / "local" / "bootstrap.sh")],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("steelyard: Python 3.99 is missing. Install it")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / ".venv").exists()


def test_children_know_nothing_of_the_persons_environment(
    monkeypatch: pytest.MonkeyPatch, places: Places
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "city-production")
    monkeypatch.setenv("MY_SECRET", "x")
    assert places.clean_environment().keys() <= {
        *("PATH", "HOME", "LANG", "PYTHONUNBUFFERED", "STEELYARD_STATE", "STEELYARD_PORT")
    }
