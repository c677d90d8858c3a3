"""The package for AWS: what its zip holds runs on Lambda's machine, starts fast, and holds nothing else.

Built once per session, with wheels from the package index (about 15 seconds).
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from infra.local import package
from infra.local.places import ROOT

MEGABYTE = 1_000_000
UNCHECKED_HASH = 1
NOT_OURS = {
    "pip",
    "setuptools",
    "wheel",
    "yaml",
    "inquirer",
    "click",
    "ministack",
    "pytest",
    "aiohttp",
    "websocket",
}


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The full package's zip."""
    return package.build(tmp_path_factory.mktemp("full"), is_thin=False).parent / "deployment.zip"


@pytest.fixture(scope="session")
def unpacked(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Lambda has under /var/task."""
    folder = tmp_path_factory.mktemp("task")
    with zipfile.ZipFile(full) as archive:
        archive.extractall(folder)
    return folder


def test_native_code_comes_from_manylinux_wheels_and_our_script_only(unpacked: Path) -> None:
    native = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*.so*")}
    accounted = {"lib/libzbar.so.0"}
    assert accounted < native
    for record in unpacked.glob("*.dist-info/RECORD"):
        files = {line.split(",")[0] for line in record.read_text().splitlines()}
        mine = files & native
        if mine:
            tags = [
                line for line in (record.parent / "WHEEL").read_text().splitlines() if line.startswith("Tag:")
            ]
            assert all("manylinux" in tag for tag in tags), (record.parent.name, tags)
            accounted |= mine
    assert native == accounted


def test_every_module_is_compiled_and_not_checked_again(unpacked: Path) -> None:
    for source in unpacked.rglob("*.py"):
        compiled = Path(importlib.util.cache_from_source(str(source), optimization=""))
        assert compiled.exists(), source
        head = compiled.read_bytes()[:8]
        assert head[:4] == importlib.util.MAGIC_NUMBER
        assert int.from_bytes(head[4:], "little") == UNCHECKED_HASH


def test_it_holds_our_code_and_data_as_they_are(unpacked: Path) -> None:
    ours = [
        path
        for path in (ROOT / "chalicelib").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    assert [path for path in ours if path.suffix == ".toml"], "the law is data"
    for path in [*ours, ROOT / "app.py"]:
        assert (unpacked / path.relative_to(ROOT)).read_bytes() == path.read_bytes()


def test_it_holds_nothing_of_the_tools(unpacked: Path) -> None:
    assert NOT_OURS & {path.name.removesuffix(".py") for path in unpacked.iterdir()} == set()
    assert not (unpacked / "tests").exists()
    assert not (unpacked / "infra").exists()


def test_it_fits(full: Path) -> None:
    with zipfile.ZipFile(full) as archive:
        whole = sum(entry.file_size for entry in archive.infolist())
    assert full.stat().st_size < 60 * MEGABYTE, "it goes through S3, where only the unpacked size is limited"
    assert whole < 200 * MEGABYTE, "250 MB are taken"


@pytest.mark.skipif(
    sysconfig.get_platform() != "linux-x86_64", reason="the wheels are for Lambda's machine, Linux on x86-64"
)
def test_every_module_of_ours_starts_from_the_zip_alone(unpacked: Path) -> None:
    modules = [
        ".".join(path.relative_to(unpacked).with_suffix("").parts)
        for path in (unpacked / "chalicelib").rglob("*.py")
        if path.name not in {"__init__.py", "__main__.py"}
    ]
    code = (
        "import sys, importlib, json\n"
        f"sys.path.insert(0, {str(unpacked)!r})\n"
        "import app, zxingcpp, PIL.Image, boto3, jwt, cryptography.hazmat.primitives.asymmetric.ec, pydantic_core\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "standard = (sys.base_prefix, sys.prefix)\n"
        "print(json.dumps([m.__file__ for m in list(sys.modules.values()) if getattr(m, '__file__', None)"
        " and not m.__file__.startswith(standard)]))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"]},
    )
    assert done.returncode == 0, done.stderr
    assert [path for path in json.loads(done.stdout) if not path.startswith(str(unpacked))] == []


def pins(name: str) -> dict[str, str]:
    """Exact versions by name in a requirements file."""
    lines = [line for line in (ROOT / name).read_text().splitlines() if line and line[0] not in "#-"]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[^ =]+", line) for line in lines), name
    return dict(canonical(line).split("==") for line in lines)


def canonical(name: str) -> str:
    return re.sub(r"[-_]+", "-", name).lower()


def test_the_runtime_never_lists_chalice() -> None:
    assert "chalice" not in pins("requirements.txt")


def test_what_is_packaged_is_pinned_to_the_last_part(unpacked: Path) -> None:
    packaged = [path.name.removesuffix(".dist-info").rsplit("-", 1) for path in unpacked.glob("*.dist-info")]
    assert {canonical(name): version for name, version in packaged} == pins("requirements.txt")


def test_tools_are_pinned_exactly() -> None:
    assert {"chalice", "ministack", "pytest"} <= pins("requirements-dev.txt").keys()


def test_the_same_sources_make_the_same_thin_zip(thin: Path, tmp_path: Path) -> None:
    again = package.build(tmp_path, is_thin=True).parent
    assert (again / "deployment.zip").read_bytes() == (thin / "deployment.zip").read_bytes()
