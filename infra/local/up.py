"""Starts, stops and forgets the local stack.

python -m infra.local.up run      everything up with demo data; says it when it is up already
python -m infra.local.up stop     end it; its data stays
python -m infra.local.up reset    end it and forget its data
"""

import contextlib
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from infra.local.places import ROOT, Places

NODE_WANTED = (20, 19)
_START_SECONDS = 30
_WEB = ROOT / "web"


class NotPossible(Exception):
    """Why the stack cannot start, in one sentence a newcomer can act on."""


def run(places: Places) -> None:
    """Bring everything up and say where it is."""
    places.state.mkdir(parents=True, exist_ok=True)
    if _alive(places, "launcher") and _alive(places, "frontdoor"):
        print("Already running.")
        _greet(places)
        return
    stop(places)
    for port in (places.port, places.aws_port):
        _check_free(port)
    build_web()
    _start(places, "launcher", f"{places.aws}/_ministack/ready")
    from infra.local import demo
    from infra.local.deploy import deploy

    outputs = deploy(places)
    _start(places, "frontdoor", f"{places.origin}/config.json")
    demo.load(places, outputs)
    _greet(places)


def stop(places: Places) -> None:
    """End both processes; the embedded AWS saves what it has."""
    for name in ("frontdoor", "launcher"):
        pid = _alive(places, name)
        if pid:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGTERM)
            _wait_until(lambda pid=pid: not _is_process(pid), f"{name} did not end")
        _pid_file(places, name).unlink(missing_ok=True)


def reset(places: Places) -> None:
    """End it and forget everything it kept."""
    stop(places)
    shutil.rmtree(places.state, ignore_errors=True)


def build_web() -> None:
    """Install and build the web app when its sources changed."""
    if not (_WEB / "package.json").exists():
        return
    node = shutil.which("node")
    if node is None:
        raise NotPossible(
            "Node is missing: install Node 20.19 or newer (nodejs.org), then run make run again."
        )
    found = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if tuple(int(part) for part in found.lstrip("v").split(".")[:2]) < NODE_WANTED:
        raise NotPossible(f"Node {found} is too old: install Node 20.19 or newer, then run make run again.")
    stamp, wanted = _WEB / "dist" / ".sources", _web_fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Building the web app …", flush=True)
    lock = hashlib.sha256((_WEB / "package-lock.json").read_bytes()).hexdigest()
    installed = _WEB / "node_modules" / ".lock"
    if not installed.exists() or installed.read_text() != lock:
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=_WEB, check=True)
        installed.write_text(lock)
    subprocess.run(["npm", "run", "build", "--silent"], cwd=_WEB, check=True)
    stamp.write_text(wanted)


def _web_fingerprint() -> str:
    made = hashlib.sha256()
    left_out = {"node_modules", "dist"}
    for path in sorted(_WEB.rglob("*")):
        if path.is_file() and not left_out & set(path.relative_to(_WEB).parts):
            made.update(str(path.relative_to(_WEB)).encode() + b"\0" + path.read_bytes())
    return made.hexdigest()


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise NotPossible(
                f"Port {port} is taken by another program: end it, or choose another: make run STEELYARD_PORT=8100"
            )


def _start(places: Places, name: str, ready_url: str) -> None:
    log = (places.state / f"{name}.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", f"infra.local.{name}"],
        cwd=ROOT,
        env=places.clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    _pid_file(places, name).write_text(str(process.pid))

    def ready() -> bool:
        if process.poll() is not None:
            raise NotPossible(f"The {name} ended at once; see {places.state / name}.log")
        try:
            with urllib.request.urlopen(ready_url, timeout=2) as answer:  # noqa: S310 - our own loopback address
                return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's own word
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    _wait_until(ready, f"The {name} did not answer; see {places.state / name}.log")


def _wait_until(is_so, sentence: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    until = time.monotonic() + _START_SECONDS
    while not is_so():
        if time.monotonic() > until:
            raise NotPossible(sentence)
        time.sleep(0.05)


def _pid_file(places: Places, name: str) -> Path:
    return places.state / f"{name}.pid"


def _alive(places: Places, name: str) -> int | None:
    """The process id of our own running process; a recycled id of another program is not ours."""
    try:
        pid = int(_pid_file(places, name).read_text())
    except (FileNotFoundError, ValueError):
        return None
    shown = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return pid if f"infra.local.{name}" in shown.stdout else None


def _is_process(pid: int) -> bool:
    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(shown.stdout.strip()) and not shown.stdout.strip().startswith("Z")


def _greet(places: Places) -> None:
    from infra.local import demo
    from infra.local.personas import PERSONAS

    people = "\n".join(f"    {one.name:<12}{one.what}" for one in PERSONAS)
    labels = "\n".join(f"    {address}  {what}" for address, what in demo.labels(places))
    print(
        f"\n权衡 Steelyard is up:  {places.origin}\n\n"
        f"Sign in by a tap as one of (演示):\n{people}\n\n"
        f"Labels worth opening, as a citizen would:\n{labels}\n\n"
        "make stop ends it and keeps the data, make reset forgets the data.\n"
    )


def main() -> None:
    """Run, stop or reset; a reason why not is one sentence and exit code 1."""
    action = {"run": run, "stop": stop, "reset": reset}[sys.argv[1]]
    try:
        action(Places.from_environment())
    except NotPossible as reason:
        sys.exit(str(reason))


if __name__ == "__main__":
    main()
