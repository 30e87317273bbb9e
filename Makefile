# Each target makes the environment that it needs, in .venv; the second time that costs nothing.
#
#   make demo    a tour through the command line over the fixtures
#   make test    lint, types, layers, then all tests with coverage
#   make check   lint, types and layers alone
#   make bench   the benchmarks
#   make golden  writes the expected findings of the broken fixtures anew
#   make clean   removes the environment and all caches

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help demo test check bench golden clean

help:
	@sed -n 's/^#  *\(make .*\)/\1/p' Makefile

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV)

# The package alone, for the demo.
$(VENV)/.installed: $(BIN)/python pyproject.toml
	@echo "installing edielkit"
	@$(PIP) --editable '.[pretty,zstd]'
	@touch $@

# The package with all that its tests and checks use.
$(VENV)/.installed-dev: $(BIN)/python pyproject.toml
	@echo "installing edielkit and its test tools"
	@$(PIP) --editable '.[dev,pretty,zstd]'
	@touch $@ $(VENV)/.installed

demo: $(VENV)/.installed
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash docs/tutorial/demo.sh

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check
	$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report=term

bench: $(VENV)/.installed-dev
	@set -e; for each in benchmarks/*.py; do echo "== $$each"; $(BIN)/python "$$each"; done

golden: $(VENV)/.installed-dev
	$(BIN)/python -m tests.support.broken
	@git --no-pager diff --stat -- fixtures

clean:
	rm -rf $(VENV) .coverage htmlcov .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
