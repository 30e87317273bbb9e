# Each target makes the environment that it needs, in .venv; the second time that costs nothing.
#
#   make demo    a tour through the command line over the fixtures
#   make serve   a hub behind its doors, at http://127.0.0.1:8080; PORT=n for another port
#   make test    lint, types, layers, then the tests
#   make explore  the properties with other examples than those of every run
#   make test-slow  the slow tests
#   make test-all   all of these
#   make cover   all tests with coverage
#   make matrix  the tests on every Python at hand, and on the lowest versions of all dependencies
#   make wheel   the wheel and the sdist, built twice, and the wheel alone in a clean environment
#   make check   lint, types and layers alone
#   make bench   us and other readers, side by side, and the page of the figures; VALUES=n for messages of another size
#   make fuzz    a million changed inputs of each wire: the fast path against the exact one, then the verbs and commands, COUNT=n for another number, SEED=n for others
#   make atheris  fuzzes every reader with atheris, SECONDS=n for each, READERS="..." for some of them
#   make mutate  plants COUNT small faults (100) and lists those that no test sees, FILES="globs", SEED=n
#   make lock    writes the versions of development anew
#   make soak    100,000 random steps on the hub against the independent model, STEPS=n for another number, SOAK_SEED=n for others
#   make load    a hundred clients at once on a served hub, for LOAD_SECONDS (600), and a large message through its door
#   make kills   kills a served hub under load 200 times; after each it has what was acknowledged, once
#   make answers writes what the library answers to many small inputs anew, to be read as a difference
#   make golden  writes the expected findings of the broken fixtures anew
#   make docs    writes the generated pages of the documentation anew
#   make site    the documentation as a site in .site, to be read without a network
#   make clean   removes the environments and all caches

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help demo serve test explore test-slow test-all cover matrix matrix-% wheel check bench fuzz atheris mutate lock soak load kills answers golden docs site clean

help:
	@sed -n 's/^#  *\(make .*\)/\1/p' Makefile

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV)

# The package alone, for the demo.
$(VENV)/.installed: $(BIN)/python pyproject.toml
	@echo "installing edielkit"
	@$(PIP) --editable '.[html,pretty,zstd]'
	@touch $@

# The package with all that its tests and checks use.
$(VENV)/.installed-dev: $(BIN)/python pyproject.toml
	@echo "installing edielkit and its test tools"
	@$(PIP) --editable '.[dev,pretty,zstd]'
	@touch $@ $(VENV)/.installed

demo: $(VENV)/.installed
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash docs/tutorial/demo.sh

# The package with the server.
$(VENV)/.installed-server: $(BIN)/python pyproject.toml
	@echo "installing edielkit with its server"
	@$(PIP) --editable '.[server]'
	@touch $@

PORT ?= 8080
serve: $(VENV)/.installed-server
	@$(BIN)/edielkit hub serve --port $(PORT)

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check
	$(BIN)/python -m pytest -n $(WORKERS) -m "not slow"

# What slow tests use besides.
$(VENV)/.installed-slow: $(VENV)/.installed-dev
	@$(PIP) --editable '.[accessibility]'
	@touch $@

# The slow ones alone.
test-slow: $(VENV)/.installed-slow
	EXPLORE=1 $(BIN)/python -m pytest -n $(WORKERS) -m slow

# The properties with other examples than those of every run.
explore: $(VENV)/.installed-dev
	EXPLORE=1 $(BIN)/python -m pytest -n $(WORKERS) tests/properties

test-all: check $(VENV)/.installed-slow
	$(BIN)/python -m pytest -n $(WORKERS)

# Coverage traces every line and takes more than twice the time of the run.
cover: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report=term

# One environment for each Python at hand, and one with the lowest versions that pyproject.toml allows.
PYTHONS ?= 3.11 3.12 3.13 3.14
MATRIX_TESTS ?= -m "not slow"

matrix:
	@set -e; for version in $(PYTHONS); do \
	  if python=$$(bash .ci/python.sh $$version); then $(MAKE) --no-print-directory matrix-$$version PYTHON=$$python; \
	  else echo "== Python $$version is not at hand: skipped"; fi; done
	@$(MAKE) --no-print-directory matrix-lowest

matrix-%:
	@echo "== the tests on $*"
	@test -x .venv-$*/bin/python || $(PYTHON) -m venv .venv-$*
	@$(if $(filter lowest,$*),$(PYTHON) .ci/lowest.py,:) > .venv-$*/constraints.txt
	@.venv-$*/bin/python -m pip install --quiet --disable-pip-version-check \
	  --constraint .venv-$*/constraints.txt --editable '.[test,pretty,zstd]'
	.venv-$*/bin/python -m pytest -n $(WORKERS) -q $(MATRIX_TESTS)

wheel:
	@bash .ci/wheel.sh $(PYTHON)

# The readers of others that the page compares with.
$(VENV)/.installed-bench: $(VENV)/.installed-dev
	@$(PIP) --editable '.[bench]'
	@touch $@

VALUES ?= 1000000
bench: $(VENV)/.installed-bench
	@$(BIN)/python -m benchmarks.performance --values $(VALUES)

COUNT ?= 1000000
SEED ?= 20261129
fuzz: $(VENV)/.installed-dev
	$(BIN)/python -m tests.support.edifact_mutations $(COUNT) $(SEED)
	$(BIN)/python -m tests.support.emif_changes $(COUNT) $(SEED)
	$(BIN)/python -m tests.support.verdicts_only edifact $(COUNT) $(SEED)
	$(BIN)/python -m tests.support.verdicts_only emif $(COUNT) $(SEED)

# The package with its fuzzer, which is no part of the other targets.
$(VENV)/.installed-fuzz: $(VENV)/.installed-dev
	@echo "installing atheris"
	@$(PIP) --editable '.[fuzz]'
	@touch $@

SECONDS ?= 1800
READERS ?=
atheris: $(VENV)/.installed-fuzz
	$(BIN)/python -m tests.fuzz.run $(READERS) --seconds $(SECONDS)

FILES ?=
mutate: COUNT = 100
mutate: $(VENV)/.installed-dev
	$(BIN)/python -m tests.support.planted_faults $(FILES) --count $(COUNT) --seed $(SEED)

lock: $(VENV)/.installed-dev
	$(BIN)/python -m tests.support.locked

STEPS ?= 100000
SOAK_SEED ?= 20261130
soak: $(VENV)/.installed-dev
	$(BIN)/python -m tests.support.soak $(STEPS) $(SOAK_SEED)

LOAD_SECONDS ?= 600
load: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.served_hub $(LOAD_SECONDS)

kills: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n0 -q -m slow tests/server/test_kill.py

answers: $(VENV)/.installed-dev
	$(BIN)/python -m tests.support.kept_answers
	@git --no-pager diff --stat -- tests/kept

golden: $(VENV)/.installed-dev
	$(BIN)/python -m tests.support.broken
	$(BIN)/python -m tests.golden.test_table_counts
	@git --no-pager diff --stat -- fixtures tests/golden

docs: $(VENV)/.installed-dev
	$(BIN)/python -m docs.generate

$(VENV)/.installed-site: $(BIN)/python pyproject.toml
	@echo "installing edielkit and what builds its site"
	@$(PIP) --editable '.[site]'
	@touch $@

# A warning is an error: a page outside of the navigation, a link or an anchor that leads nowhere.
site: $(VENV)/.installed-site
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet
	@echo "the site is in .site: open .site/index.html"

clean:
	rm -rf .site $(VENV) .venv-* .coverage htmlcov .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
