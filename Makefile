# A fresh Debian 12 with python3 is enough: each target installs what it misses and does nothing twice.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# Debian builds its Python with profiles of what programs do: ours run a tenth to a sixth faster than on one built without.
PYTHON ?= $(if $(shell /usr/bin/python3 -c 'import sys; print(sys.version_info[:2] == (3, 11) or "")' 2>&-),/usr/bin/python3,python3)
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

export PORT PYTHON
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# What was compiled once is kept, wherever this is asked for: else every process that a test starts compiles all of it again.
unexport PYTHONDONTWRITEBYTECODE
# The browser tests drive Debian's chromium; nothing may fetch another one.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

MODULES ?= law limits proof solving/steps continuing.py problem/decisions/holding.py

# Tests of docs and translations that `make check` runs too.
WORDS := tests/architecture/test_docs.py tests/web/test_translations.py

BESIDE = @$(MAKE) --no-print-directory --jobs=2 --output-sync=target --keep-going
CHECKS := check-types check-words check-rules check-code

.PHONY: help run test check bench soak mutation lock fmt venv clean $(CHECKS) kernels debian-run debian-test

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

run: $(VENV)/.run  ## serve on 127.0.0.1, port 8000 or $PORT, with the demo farms
	$(BIN)/python -m calculator.web.serve

# What checks the words ran already. Two processes that test would both compile what neither finds compiled.
test: $(VENV)/.dev  ## every check and every test
	$(BESIDE) kernels $(CHECKS)
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -q $(WORDS:%=--ignore=%) tests

check: $(VENV)/.dev  ## format, lint, types, import contracts, rule files, translations and docs complete
	$(BESIDE) $(CHECKS)

# The longest begin first, and the others run beside them.
check-types:
	$(BIN)/mypy

check-words:
	$(BIN)/pytest -q $(WORDS)

check-rules:
	$(BIN)/yamllint --strict rules
	$(BIN)/stapelwijzer rules check

check-code:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive calculator tools wsgi.py

bench: $(VENV)/.dev  ## the benchmarks, as a table and in build/bench.json; PART=load for one of them
	@mkdir -p build
	$(BIN)/python -m tests.benchmarks $(PART)

soak: $(VENV)/.dev  ## the long fuzz, kill and load runs, and many cases of every property
	LONG=1 $(BIN)/pytest -m "soak or drawn"

mutation: $(VENV)/.dev  ## which small changes to MODULES of stacking no test notices
	$(BIN)/python -m tests.mutation $(MODULES)

kernels:  # what populations are worked out with, as machine code
	$(BIN)/python -c "from calculator.stacking.columns import loading; loading.load()"

fmt: $(VENV)/.dev  ## write the format and the fixes that are safe
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

venv: $(VENV)/.dev  ## the environment with everything for development

# Both locks name versions and hashes only, so they hold with any index. The second one is bound to the first.
COMPILE = build/lock/bin/uv pip compile --quiet --upgrade --universal --fork-strategy fewest \
	--python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock"

lock:  ## resolve the newest versions into requirements*.lock
	$(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet uv
	echo uv | $(COMPILE) --output-file requirements-uv.lock -
	$(COMPILE) --extra build --output-file requirements.lock setup.cfg
	$(COMPILE) --extra build --extra bench --extra dev --constraint requirements.lock \
		--output-file requirements-dev.lock setup.cfg

clean:  ## remove the environment, the caches and what was built
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

debian-run debian-test: debian-%:
	@tools/debian-packages $*

# The stamps say what is installed. The Debian check is order-only: it runs each time, and is quick.
$(VENV)/bin/python: | debian-run
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Each lock is whole by itself, so that one call installs everything, and its hashes hold whoever fetches it. uv does so in
# a fraction of the time; where it cannot (it knows no pip.conf), pip does. Of the thousands of modules only what is imported
# is compiled: here, once, by whoever installs, since a service may not write beside its code.
define install
	{ $(BIN)/pip install --quiet --no-compile --require-hashes -r requirements-uv.lock && $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $<; } || \
		$(BIN)/pip install --quiet --no-compile --require-hashes -r $<
	$(BIN)/pip install --quiet --no-compile --no-deps --no-build-isolation -e .
	$(BIN)/python -c "import calculator.cli, calculator.web.serve"
	@touch $@
endef

$(VENV)/.run: requirements.lock setup.cfg pyproject.toml | $(VENV)/bin/python debian-run
	$(install)

$(VENV)/.dev: requirements-dev.lock requirements.lock setup.cfg pyproject.toml | $(VENV)/bin/python debian-test
	$(install)
	@touch $(VENV)/.run
