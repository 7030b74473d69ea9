# demo: start here. test: what CI runs. check: before each commit. bench: the ratios.
.PHONY: demo test check lint bench docs lock clean system

PYTHON ?= python3
BIN := .venv/bin

demo: .venv/runtime
	@$(BIN)/sixchains demo

test: .venv/development system
	$(BIN)/python -m pytest

check: lint test

lint: .venv/development
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m docs.generate --check

bench: .venv/development system
	for name in ask http_overhead load bulk identity match_quality match_speed assign reconcile; do $(BIN)/python -m benchmarks.$$name || exit 1; done

docs: .venv/development
	$(BIN)/python -m docs.generate

# Writes both locks anew: hashes and versions, no addresses.
lock: .venv/development
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
		--extra build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
		--extra build --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock

# What the tests need from the system: Chromium, a Chinese font, Java and Maven for Neo4j.
system:
	@.ci/system-packages

.venv/runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11")'
	@echo "Installing into .venv (once, about a minute) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/development: .venv/runtime requirements-dev.lock
	@echo "Installing the development tools into .venv (once) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
