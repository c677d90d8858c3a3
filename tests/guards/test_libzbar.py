"""The libzbar we build: small, needing what Lambda's machine has, and found there, where ldconfig and gcc are not."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from io import BytesIO
from pathlib import Path

import pytest

from infra.local import package
from infra.local.places import ROOT
from tests.unit.labels import pictures

pytestmark = pytest.mark.skipif(
    sysconfig.get_platform() != "linux-x86_64", reason="it is built for Lambda's machine, Linux on x86-64"
)

TASK = Path("var/task")
PACKAGES = ("PIL", "pillow.libs", "pyzbar", "zxingcpp*")
"""What reading a photo needs beside our code."""
ASK = """
import ctypes.util, json, sys
sys.path.insert(0, "/var/task")
told = {"found": ctypes.util.find_library("zbar")}
try:
    import pyzbar.pyzbar
except ImportError as failure:
    told["plain"] = str(failure)
from PIL import Image
from chalicelib.labels import decoders, ladder
second = decoders.libzbar()
told["texts"] = [one.data.decode() for one in second.decode(Image.open("/label.png"))]
told["ladder"] = [code.text for code in ladder.read(open("/label.png", "rb").read()).codes]
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def library() -> Path:
    """The library as the package gets it."""
    return package.libzbar()


def test_it_needs_libc_alone_and_not_a_newer_one_than_lambda_has(library: Path) -> None:
    told = subprocess.run(
        ["readelf", "-dVW", str(library)], capture_output=True, text=True, check=True
    ).stdout
    assert re.findall(r"\(NEEDED\).*\[(.*)\]", told) == ["libc.so.6"]
    assert "[libzbar.so.0]" in told, "the name the loader is asked for"
    versions = {tuple(map(int, one.split("."))) for one in re.findall(r"GLIBC_([0-9.]+)", told)}
    assert versions
    assert max(versions) <= (2, 34)
    assert library.stat().st_size < 300_000


def test_its_sources_are_pinned_by_checksum_and_it_is_not_kept_in_git() -> None:
    script = (ROOT / "infra" / "vendor" / "libzbar.sh").read_text()
    assert len(re.findall(r"_sum=[0-9a-f]{64}\n", script)) == script.count("fetch $")
    assert "/vendor/" in (ROOT / ".gitignore").read_text().splitlines()


@pytest.fixture(scope="module")
def lambdas_machine(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root with this Python, the package and the libraries both load: no ldconfig, compiler or other program."""
    root = tmp_path_factory.mktemp("machine")
    task = root / TASK
    (task / "lib").mkdir(parents=True)
    shutil.copy(library, task / "lib")
    shutil.copytree(ROOT / "chalicelib", task / "chalicelib")
    installed = Path(sysconfig.get_path("purelib"))
    for pattern in PACKAGES:
        for path in installed.glob(pattern):
            if path.is_dir():
                shutil.copytree(path, task / path.name)
            else:
                shutil.copy(path, task)
    base = Path(sys.base_prefix)
    python = Path(sys.executable).resolve()
    standard = Path(sysconfig.get_path("stdlib"))
    ignored = shutil.ignore_patterns("site-packages", "test", "idlelib", "ensurepip", "config-*", "*.a")
    shutil.copytree(standard, _within(root, standard), ignore=ignored)
    native = [python, *task.rglob("*.so*"), *_within(root, standard).rglob("*.so")]
    for needed in {python, *_needed(native)}:
        target = _within(root, needed)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(needed, target)
    assert base in standard.parents
    (root / "python").symlink_to(python)
    (root / "tmp").mkdir()
    (root / "label.png").write_bytes(_label())
    return root


def _within(root: Path, path: Path) -> Path:
    return root / path.relative_to("/")


def _needed(files: list[Path]) -> set[Path]:
    """The system's libraries that these load, the loader itself among them."""
    told = subprocess.run(["ldd", *map(str, files)], capture_output=True, text=True, check=False).stdout
    paths = {Path(one) for one in re.findall(r"(/\S+) \(0x", told)}
    return {path for path in paths if TASK.name not in path.parts}


def _label() -> bytes:
    out = BytesIO()
    pictures.photo(pictures.label()).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("variable", ["LD_LIBRARY_PATH", "UNSET"])
def test_it_is_found_on_a_machine_like_lambdas_where_plain_pyzbar_is_not(
    lambdas_machine: Path, variable: str
) -> None:
    """With the search path that Lambda sets the loader finds it; without, its place in the package is enough."""
    enter = ["chroot"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "chroot"]
    done = subprocess.run(
        [*enter, str(lambdas_machine), "/python", "-I", "-c", ASK],
        env={
            variable: "/var/task/lib",
            "PATH": os.environ["PATH"] + ":/usr/sbin",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "found": None,
        "plain": "Unable to find zbar shared library",
        "texts": [pictures.CONTENT],
        "ladder": [pictures.CONTENT],
    }
