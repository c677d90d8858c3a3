"""Builds the two packages: thin for the local stack, full for AWS.

thin   our code only; the embedded AWS runs functions with the interpreter and libraries of .venv
full   `chalice package` with manylinux wheels and libzbar, built when missing or older than its script; all bytecode
       compiled, because /var/task is read-only and a cold start would compile everything again

    python -m infra.local.package build/aws             the full package, template and zip
    python -m infra.local.package build/aws-cn no-cdn   for aws-cn, whose CloudFormation lacks parts of CloudFront
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from infra.local.places import REGION, ROOT

_EPOCH = (2020, 1, 1, 0, 0, 0)
"""One time for every file, so that the same sources give the same zip."""
_ABOUT_CDN = {
    "Parameters": {"Cdn", "SiteAlias", "SiteCertificate"},
    "Conditions": {"HasCdn", "HasAlias"},
    "Rules": {"CertificateForAlias"},
}
_SOURCES = ("app.py", "chalicelib", ".chalice")
LIBZBAR = Path("vendor/lib/libzbar.so.0")
"""Chalice puts what is in vendor/ at the root of the package, so on Lambda it lies where the loader looks."""


def build(target: Path, *, is_thin: bool) -> Path:
    """Write `template.json` and `deployment.zip` into `target`; answers the template's path."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        _copy_sources(project)
        if not is_thin:
            (project / LIBZBAR.parent).mkdir(parents=True)
            shutil.copy(libzbar(), project / LIBZBAR)
        (project / "requirements.txt").write_text("" if is_thin else (ROOT / "requirements.txt").read_text())
        out = Path(folder) / "out"
        done = subprocess.run(
            [
                *(str(Path(sys.executable).with_name("chalice")), "--project-dir", str(project), "package"),
                *("--merge-template", str(ROOT / "infra" / "template.json"), str(out)),
            ],
            env={**os.environ, "AWS_DEFAULT_REGION": REGION, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or "Could not install dependencies" in done.stdout + done.stderr:
            raise RuntimeError(f"chalice package failed:\n{done.stdout}\n{done.stderr}")
        target.mkdir(parents=True, exist_ok=True)
        _compile(out / "deployment.zip", target / "deployment.zip")
        template: dict[str, Any] = json.loads((out / "sam.json").read_text())
        _write(target / "template.json", template)
        return target / "template.json"


def libzbar() -> Path:
    """The library of pyzbar for Lambda's machine, built when missing or older than its script (2 seconds)."""
    script, built = ROOT / "infra" / "vendor" / "libzbar.sh", ROOT / LIBZBAR
    if not built.exists() or built.stat().st_mtime < script.stat().st_mtime:
        subprocess.run(["sh", str(script), str(built)], check=True)
    return built


def without_cdn(template: dict[str, Any]) -> dict[str, Any]:
    """The template without what stands under HasCdn: CloudFormation refuses resource types it does not know,
    even where a condition leaves them out.
    """
    kept = dict(template)
    for section in ("Resources", "Outputs"):
        kept[section] = {
            name: one for name, one in template[section].items() if one.get("Condition") != "HasCdn"
        }
    for section, names in _ABOUT_CDN.items():
        kept[section] = {name: one for name, one in template[section].items() if name not in names}
    return kept


def _write(target: Path, template: dict[str, Any]) -> None:
    target.write_text(json.dumps(template, ensure_ascii=False, separators=(",", ":")))


def _copy_sources(project: Path) -> None:
    project.mkdir()
    for name in _SOURCES:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "deployments", "deployed")
            shutil.copytree(source, project / name, ignore=ignored)
        else:
            shutil.copy(source, project / name)


def _compile(made: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(made) as archive:
            archive.extractall(folder)
        # The path in tracebacks is the function's own, which also keeps the zip the same from build to build.
        compiler = [
            sys.executable,
            "-m",
            "compileall",
            "-q",
            "-j",
            "0",
            "--invalidation-mode",
            "unchecked-hash",
        ]
        subprocess.run(
            [*compiler, "-s", folder, "-p", "/var/task", folder],
            env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            check=True,
        )
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(Path(folder).rglob("*")):
                if path.is_file():
                    info = zipfile.ZipInfo(str(path.relative_to(folder)), _EPOCH)
                    info.external_attr = (0o755 if os.access(path, os.X_OK) else 0o644) << 16
                    info.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(info, path.read_bytes())


def main() -> None:
    """Build the full package into the folder named, and say how large it is."""
    template = build(Path(sys.argv[1]), is_thin=False)
    if "no-cdn" in sys.argv[2:]:
        _write(template, without_cdn(json.loads(template.read_text())))
    print(template, (template.parent / "deployment.zip").stat().st_size, "bytes of code")


if __name__ == "__main__":
    main()
