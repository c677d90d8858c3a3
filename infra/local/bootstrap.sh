#!/bin/sh
# Makes .venv with the pinned requirements; does nothing when they are there. Run from the project's root.
set -eu

version=$(cat .python-version)

is_right() { [ -n "$1" ] && "$1" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$version')" 2>/dev/null; }

find_python() {
  for candidate in "${PYTHON:-}" "$(command -v "python$version" || true)" \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version"*/bin/python "$(command -v python3 || true)"; do
    if is_right "$candidate"; then echo "$candidate"; return; fi
  done
  echo "Steelyard needs Python $version; none was found. Install it (Debian: apt install python$version; macOS: brew install python@$version; or pyenv install $version) or name it: make run PYTHON=/path/to/python$version" >&2
  exit 1
}

if ! is_right .venv/bin/python; then
  python=$(find_python)
  rm -rf .venv
  "$python" -m venv .venv
fi
wanted=$(cat requirements.txt requirements-dev.txt | cksum)
if [ "$(cat .venv/requirements.cksum 2>/dev/null || true)" != "$wanted" ]; then
  echo "Installing pinned requirements into .venv …"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
  echo "$wanted" > .venv/requirements.cksum
fi
