# Two commands to know: make run, make test. Each says what it does in one line.
.PHONY: run stop reset check test soak package venv docs system
SHELL := /bin/sh
PY := .venv/bin/python
unexport PYTHONDONTWRITEBYTECODE

venv:
	@PYTHON="$(PYTHON)" sh infra/local/bootstrap.sh

run: venv      ## everything up on the embedded AWS with demo data
	@$(PY) -m infra.local.up run

stop: venv     ## end the local stack; its data stays
	@$(PY) -m infra.local.up stop

reset: venv    ## end the local stack and forget its data
	@$(PY) -m infra.local.up reset

check: venv    ## lint, types, unit, API and guards: about 3 minutes
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest -q tests/unit tests/api tests/guards
	$(PY) -m infra.local.webcheck

system:        ## what the tests need of the system, by apt when root
	@sh infra/local/system.sh

test: venv system   ## everything CI runs
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m infra.local.webcheck
	$(PY) -m pytest -q -m "not soak"

soak: venv system   ## long runs, by hand; prints its figures
	$(PY) -m pytest -q -s -m soak

package: venv  ## the full package for AWS, into build/aws
	$(PY) -m infra.local.package build/aws

docs: venv     ## write the generated pages again
	$(PY) -m infra.document
	$(PY) -m chalicelib.law.document
