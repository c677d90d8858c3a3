"""Builds the web app; runs its linter, types, check of old phones and unit tests. `make check` and CI run it."""

import sys

from infra.local import web
from infra.local.places import NotPossible

if __name__ == "__main__":
    try:
        web.build()
        web.install()
        for script in ("check", "oldest", "test"):
            web.run(script)
    except NotPossible as reason:
        sys.exit(f"steelyard: {reason}")
