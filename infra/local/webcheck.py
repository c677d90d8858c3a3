"""Lint, types and unit tests of the web app, and its build; what `make check` and CI run for web/."""

import subprocess
import sys

from infra.local.places import ROOT
from infra.local.up import NotPossible, build_web

if __name__ == "__main__":
    try:
        build_web()
    except NotPossible as reason:
        sys.exit(str(reason))
    for script in ("check", "test"):
        subprocess.run(["npm", "run", "--silent", script], cwd=ROOT / "web", check=True)
