# make run and make test are the two to know; make help lists all.
.PHONY: help venv run stop reset check test browsers alone soak package docs system
SHELL := /bin/sh
PY := .venv/bin/python
CI := -q --hypothesis-profile=ci -m "not soak"
# Two at a time, each on a stack of its own: a file's tests stay together, and what moves the demo's clock comes last.
TWO := -n 2 --dist loadfile --no-loadscope-reorder
# Bytecode kept from run to run halves the start of every function.
unexport PYTHONDONTWRITEBYTECODE

help:          ## this list
	@sed -n 's/^\([a-z]*\):.*## */  make \1: /p' Makefile

venv:
	@PYTHON="$(PYTHON)" sh infra/local/bootstrap.sh

run: venv      ## everything up on the embedded AWS with demo data, at http://127.0.0.1:8000
	@$(PY) -m infra.local.up run

stop: venv     ## end the local stack; its data stays
	@$(PY) -m infra.local.up stop

reset: venv    ## end the local stack and forget its data
	@$(PY) -m infra.local.up reset

check: venv    ## lint, types, unit, API and guards: about 3 minutes
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest -q -m "not soak" tests/unit tests/api tests/guards
	$(PY) -m infra.local.webcheck

system:        ## what the tests need of the system, by apt when root
	@sh infra/local/system.sh

test: venv system   ## everything that CI runs: at most 20 minutes on two cores
	$(PY) -c 'from infra.local import web; web.build(); web.run("test")'
	@mkdir -p build; nice -n 19 $(MAKE) -s alone > build/alone.out 2>&1 & alone=$$!; \
	$(PY) -m pytest $(CI) --durations=10 tests/contract tests/e2e; stack=$$?; \
	wait $$alone; alone=$$?; cat build/alone.out; exit $$((stack + alone))

browsers: venv system  ## the browser tests alone, two at a time
	$(PY) -m infra.local.webcheck
	$(PY) -m pytest $(CI) $(TWO) tests/e2e

# What needs no stack: it runs beside the browsers, which wait more than they work, and at the lowest priority.
alone:
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest $(CI) tests/unit tests/api tests/guards
	cd web && npm run --silent check && npm run --silent oldest

soak: venv system   ## long runs, by hand; prints its figures
	$(PY) -m pytest -q -s -m soak
	$(PY) -m bench.standing --merchants 2000000

package: venv  ## the full package for AWS, into build/aws
	$(PY) -m infra.local.package build/aws

docs: venv     ## write the generated pages again
	$(PY) -m infra.document
	$(PY) -m chalicelib.law.document
	$(PY) -m infra.web_law
