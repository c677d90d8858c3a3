"""The template as it is deployed, merged by Chalice, once per session."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.local import package


@pytest.fixture(scope="session")
def thin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the thin package: `template.json`, `deployment.zip`."""
    return package.build(tmp_path_factory.mktemp("thin"), is_thin=True).parent


@pytest.fixture(scope="session")
def template(thin: Path) -> dict[str, Any]:
    """The merged template."""
    return dict(json.loads((thin / "template.json").read_text()))
