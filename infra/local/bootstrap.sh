#!/bin/sh
# Makes .venv with the pinned requirements; does nothing when they are there. Run from the project's root.
set -eu

version=$(cat .python-version)

say() { echo "steelyard: $*" >&2; }

is_right() { [ -n "$1" ] && "$1" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$version')" 2>/dev/null; }

find_python() {
  for candidate in "${PYTHON:-}" "$(command -v "python$version" || true)" \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version"*/bin/python \
    "/opt/homebrew/bin/python$version" "/usr/local/bin/python$version" "$(command -v python3 || true)"; do
    if is_right "$candidate"; then echo "$candidate"; return; fi
  done
  say "Python $version is missing. Install it (Debian: apt install python$version python$version-venv; macOS: brew install python@$version; or: pyenv install $version) or name it: make run PYTHON=/path/to/python$version"
  exit 1
}

if ! is_right .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  python=$(find_python)
  rm -rf .venv
  "$python" -m venv .venv || {
    rm -rf .venv
    say "$python cannot make a virtual environment (Debian: apt install python$version-venv)."
    exit 1
  }
fi
wanted=$(cat requirements.txt requirements-dev.txt | cksum)
if [ "$(cat .venv/requirements.cksum 2>/dev/null || true)" != "$wanted" ]; then
  echo "Installing pinned requirements into .venv …"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt || {
    say "the requirements could not be installed; pip's own words stand above. Is the network reachable?"
    exit 1
  }
  echo "$wanted" > .venv/requirements.cksum
fi
