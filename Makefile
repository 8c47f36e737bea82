# Two commands for a fresh machine with Python 3.11 and make: `make demo` and `make test`.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/pip --disable-pip-version-check --quiet

.PHONY: demo test check lock clean

demo: $(VENV)/.run
	@$(BIN)/assistant demo

test: $(VENV)/.test check
	@$(BIN)/pytest

check: $(VENV)/.test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/hadolint Dockerfile

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11'; exit 1; }
	@echo 'Making $(VENV) …'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.lock pyproject.toml | $(BIN)/python
	@echo 'Installing what the assistant needs (a minute or two, once) …'
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements/test.lock $(VENV)/.run
	@echo 'Installing what the tests need …'
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/test.lock
	@touch $@

# Pins are made anew from the ranges of pyproject.toml; the runtime's are those of the tests.
lock: $(BIN)/python
	@$(PIP) install pip-tools
	@$(BIN)/python -m piptools compile $(LOCK) --extra test -o requirements/test.lock pyproject.toml
	@grep -Ei '^[a-z0-9._-]+==' requirements/test.lock | sed 's/ \\$$//' > $(VENV)/pins.txt
	@$(BIN)/python -m piptools compile $(LOCK) -c $(VENV)/pins.txt -o requirements/run.lock pyproject.toml

LOCK := --quiet --allow-unsafe --generate-hashes --no-header --no-annotate --strip-extras \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --extra embedded --extra vectors

clean:
	rm -rf $(VENV) var model reports .pytest_cache .mypy_cache .ruff_cache
