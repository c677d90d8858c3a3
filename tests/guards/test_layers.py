"""The file name is the layer; dependencies point one way (design.md section 3, style.md A4)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "chalicelib"
SOURCES = sorted(PACKAGE.rglob("*.py"))

FRAMEWORKS = {
    "chalice": {"routes", "http"},
    "boto3": {"store", "runtime"},
    "botocore": {"store", "runtime"},
}
LAYERS_SEEN = {  # layer -> layers of its own and other packages it may import
    "routes": {"routes", "service", "model"},
    "service": {"service", "model"},
    "store": {"store", "service", "model"},
    "model": {"model"},
}
PACKAGES_KNOWN = {
    "law": set[str](),
    "accounts": set[str](),
    "notices": {"accounts"},
    "registry": {"law", "accounts", "notices"},
    "labels": {"registry", "accounts"},
    "sampling": {"registry", "accounts"},
    "papers": {"labels", "registry"},
    "inspection": {"law", "registry", "labels", "sampling", "accounts", "notices", "papers"},
    "complaints": {"registry", "law", "labels", "accounts", "notices", "papers"},
    "credit": {"accounts", "notices", "papers"},
    "publication": {"accounts", "notices", "papers"},
    "waiting": {"accounts"},
}
EDGES = {
    "runtime",
    "runtime_complaints_desk",
    "runtime_credit",
    "runtime_draws",
    "runtime_evidence",
    "runtime_inspection",
    "runtime_intake",
    "runtime_labels",
    "runtime_log",
    "runtime_papers",
    "runtime_publication",
    "runtime_register",
    "runtime_sampling",
    "runtime_standing",
    "runtime_sync",
    "runtime_waiting",
    "runtime_workers",
    "openapi",
}
"""Shared modules that connect packages: the composition roots and the route walk."""


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


def layer(module: str) -> str:
    """`store_heads` is a store and `routes_visits` are routes; any other topic file is pure, a model."""
    stem = module.split("_", maxsplit=1)[0]
    return stem if stem in LAYERS_SEEN else "model"


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_frameworks_stay_at_the_edge(path: Path) -> None:
    roots = {module.partition(".")[0] for module in imports(path)}
    wrong = [root for root in roots & FRAMEWORKS.keys() if path.stem.split("_")[0] not in FRAMEWORKS[root]]
    assert wrong == []


@pytest.mark.parametrize("path", [path for path in SOURCES if path.parent != PACKAGE], ids=name)
def test_arrows_point_one_way(path: Path) -> None:
    package = path.relative_to(PACKAGE).parts[0]
    own_layer = layer(path.stem)
    for module in imports(path):
        parts = module.split(".")
        if parts[0] != "chalicelib" or len(parts) < 2:
            continue
        other = parts[1]
        if other in PACKAGES_KNOWN:
            assert other == package or other in PACKAGES_KNOWN[package], f"{package} may not know {other}"
            if len(parts) > 2 and (PACKAGE / other / f"{parts[2]}.py").exists():
                allowed = LAYERS_SEEN[own_layer] if other == package else {"service", "model"}
                assert layer(parts[2]) in allowed, f"a {own_layer} may not import {module}"


@pytest.mark.parametrize("path", [path for path in SOURCES if path.parent == PACKAGE], ids=name)
def test_shared_modules_know_no_package(path: Path) -> None:
    if path.stem in EDGES:
        return
    known = {module.split(".")[1] for module in imports(path) if module.startswith("chalicelib.")}
    assert known & PACKAGES_KNOWN.keys() == set()


def test_every_package_has_its_arrows() -> None:
    packages = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert packages <= PACKAGES_KNOWN.keys()
