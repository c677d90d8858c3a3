"""Builds the web app and runs its linter, types and unit tests; what `make check` and CI run for web/."""

import sys

from infra.local import web
from infra.local.places import NotPossible

if __name__ == "__main__":
    try:
        web.build()
        web.install()
        for script in ("check", "test"):
            web.run(script)
    except NotPossible as reason:
        sys.exit(f"steelyard: {reason}")
