"""Builds the web app when its sources changed; a build that is current costs nothing."""

import gzip
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from infra.local.places import ROOT, NotPossible

NODE_WANTED = (20, 19)
WEB = ROOT / "web"
_LEFT_OUT = {"node_modules", "dist", "coverage"}
_COMPRESSED = {".js", ".css", ".html", ".svg", ".wasm"}
_COMPRESSED_FROM_BYTES = 1000
"""CloudFront compresses these kinds of files from this size on; a copy beside each lets the front door do so too."""


def build() -> None:
    """Install and build when lock file or sources changed; STEELYARD_WEB=as-is leaves everything as it is."""
    if os.environ.get("STEELYARD_WEB") == "as-is" or not (WEB / "package.json").exists():
        return
    _check_node()
    stamp, wanted = WEB / "dist" / ".sources", _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Building the web app …", flush=True)
    install()
    _npm("run", "build", "--silent")
    for path in _files(WEB / "dist"):
        if path.suffix in _COMPRESSED and path.stat().st_size >= _COMPRESSED_FROM_BYTES:
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    stamp.write_text(wanted)


def install() -> None:
    """Bring node_modules to the lock file."""
    lock = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    installed = WEB / "node_modules" / ".steelyard-lock"
    if not installed.exists() or installed.read_text() != lock:
        _npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
        installed.write_text(lock)


def run(script: str) -> None:
    """Run one of the scripts of web/package.json, its output shown."""
    if subprocess.run(["npm", "run", "--silent", script], cwd=WEB, check=False).returncode:
        raise NotPossible(f"`npm run {script}` failed in web/; its own words stand above.")


def _check_node() -> None:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        raise NotPossible(
            "Node is missing: install Node 20.19 or newer with npm (nodejs.org), then try again."
        )
    found = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if tuple(int(part) for part in found.lstrip("v").split(".")[:2]) < NODE_WANTED:
        raise NotPossible(
            f"Node {found} is too old: install Node 20.19 or newer (nodejs.org), then try again."
        )


def _npm(*arguments: str) -> None:
    done = subprocess.run(["npm", *arguments], cwd=WEB, check=False, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n")
        raise NotPossible(f"`npm {' '.join(arguments)}` failed in web/; its own words stand above.")


def _fingerprint() -> str:
    made = hashlib.sha256()
    for path in _files(WEB):
        made.update(str(path.relative_to(WEB)).encode() + b"\0" + path.read_bytes())
    return made.hexdigest()


def _files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for entry in sorted(folder.iterdir()):
        if entry.is_dir():
            found += [] if entry.name in _LEFT_OUT else _files(entry)
        else:
            found.append(entry)
    return found
